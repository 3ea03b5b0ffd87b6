//! GetBackLinkData: the best links of an item, on request sorted and filtered, with their domains.
//!
//! What the reference leaves open, and how it is here: `Mode`, `RefDomain` and `FilterTopic` choose among all links of
//! the item. Without additional processing the caps of a domain and of a source page are applied next and the first
//! 50,000 lines can be paged through. With it the first `FilteringDepth` lines are looked at, `Filters` is applied to
//! them, then the caps, then the sort order. The parameters of the additional processing mean nothing without it.

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::links::{
    AVAILABLE_LINES, Facts, Filter, Line, Order, Referrer, Selection, Sheet, best, cap,
};
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, subject};
use super::topic_filter::TopicFilter;
use crate::index::Index;
use crate::model::catalog::majestic::GET_BACK_LINK_DATA;
use crate::model::money::Amounts;
use crate::server::item::type_word;
use crate::wire::majestic::{Answer, Table};

/// Links that `RefDomain` gives of its domain (Majestic developer documentation, GetBackLinkData page).
const OF_ONE_DOMAIN: usize = 10;

/// What is asked, all parameters checked.
struct Asked<'a> {
    subject: Subject<'a>,
    count: usize,
    from: usize,
    live_only: bool,
    with_domains: bool,
    per_domain: Option<usize>,
    per_page: Option<usize>,
    referrer: Referrer,
    topic: Option<TopicFilter>,
    topic_of_domain: bool,
    extra: Option<Extra>,
}

/// The additional processing.
struct Extra {
    depth: usize,
    filter: Filter,
    order: Order,
}

/// The lines that can be paged through.
struct Chosen {
    lines: Vec<Line>,
    /// Lines of the item whatever is asked.
    all: u64,
    /// Lines the additional processing looked at, and how many of them pass its filter.
    looked_at: usize,
    passed: usize,
}

/// A page of the links.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let asked = asked(call, index)?;
    let facts = Facts::new(index);
    let chosen = chosen(&facts, &asked);
    let page = page(&chosen.lines, asked.from, asked.count);
    // Nothing is written out for an account that cannot pay.
    let amounts = Amounts::new(cost(&asked), whole(page.len()), 0);
    charge(call, GET_BACK_LINK_DATA.command, amounts)?;
    let mut sheet = Sheet::new(&facts, asked.with_domains);
    let table = sheet.links("BackLinks", page);
    let table = with_attributes(table, index, &asked, &chosen);
    let mut answer = with_index(Answer::ok(), index, fresh).with_table(table);
    if asked.extra.is_some() {
        answer = answer.with_table(statistics(&chosen));
    }
    Ok(match sheet.domains() {
        Some(domains) => answer.with_table(domains),
        None => answer,
    })
}

fn asked<'a>(call: &Call<'a>, index: &Index) -> Result<Asked<'a>, Refusal> {
    let params = call.params;
    let referrer = Referrer::read(params, "RefDomain", index);
    let mut per_domain = per_domain(params)?;
    if referrer != Referrer::Any {
        per_domain = Some(per_domain.map_or(OF_ONE_DOMAIN, |n| n.min(OF_ONE_DOMAIN)));
    }
    let (count, from) = params.page(&GET_BACK_LINK_DATA, 100)?;
    let per_page = params.int("MaxSameSourceURLs", -1, -1..=i64::MAX)?;
    Ok(Asked {
        subject: subject(call, GET_BACK_LINK_DATA.subject.param())?,
        count: usize::try_from(count).map_or(AVAILABLE_LINES, |n| n.min(AVAILABLE_LINES)),
        from: usize::try_from(from).unwrap_or(usize::MAX),
        live_only: params.switch("Mode")?,
        with_domains: params.switch("ShowDomainInfo")?,
        per_domain,
        per_page: usize::try_from(per_page).ok().filter(|&n| n > 0),
        referrer,
        topic: TopicFilter::read(params),
        topic_of_domain: params.switch("FilterTopicsRefDomainsMode")?,
        extra: extra(params)?,
    })
}

/// -1 for all, or one of three caps.
fn per_domain(params: &Params) -> Result<Option<usize>, Refusal> {
    match params.int("MaxSourceURLsPerRefDomain", -1, -1..=10)? {
        -1 => Ok(None),
        1 => Ok(Some(1)),
        3 => Ok(Some(3)),
        10 => Ok(Some(10)),
        other => Err(Refusal::parameter(format!(
            "The value '{other}' of the parameter 'MaxSourceURLsPerRefDomain' is none of -1, 1, 3, 10. Nothing was charged."
        ))),
    }
}

fn extra(params: &Params) -> Result<Option<Extra>, Refusal> {
    if !params.switch("ConsumeResourcesForAdditionalProcessing")? {
        return Ok(None);
    }
    let depth = params.int("FilteringDepth", 5_000, 0..=i64::MAX)?;
    if ![5_000, 10_000, 30_000, 40_000, 50_000].contains(&depth) {
        return Err(Refusal::parameter(format!(
            "The value '{depth}' of the parameter 'FilteringDepth' is none of 5000, 10000, 30000, 40000, 50000. Nothing was charged."
        )));
    }
    Ok(Some(Extra {
        depth: usize::try_from(depth).unwrap_or(AVAILABLE_LINES),
        filter: Filter::read(params.get("Filters").unwrap_or_default())?,
        order: Order::read(params)?,
    }))
}

fn chosen(facts: &Facts<'_>, asked: &Asked<'_>) -> Chosen {
    let Some(item) = asked.subject.id else {
        return Chosen {
            lines: Vec::new(),
            all: 0,
            looked_at: 0,
            passed: 0,
        };
    };
    let mut selection = Selection {
        live_only: asked.live_only,
        referrer: asked.referrer,
        topic: asked.topic.clone(),
        topic_of_domain: asked.topic_of_domain,
        most: asked.extra.as_ref().map_or(AVAILABLE_LINES, |e| e.depth),
        ..Selection::default()
    };
    if asked.extra.is_none() {
        selection.per_domain = asked.per_domain;
        selection.per_page = asked.per_page;
    }
    let (mut lines, all) = best(facts, item, &selection);
    let looked_at = lines.len();
    if let Some(extra) = &asked.extra {
        extra.filter.keep(facts, &mut lines);
    }
    let passed = lines.len();
    if let Some(extra) = &asked.extra {
        cap(&mut lines, asked.per_domain, asked.per_page);
        extra.order.sort(facts, &mut lines);
    }
    Chosen {
        lines,
        all,
        looked_at,
        passed,
    }
}

fn page(lines: &[Line], from: usize, count: usize) -> &[Line] {
    let from = from.min(lines.len());
    let end = from.saturating_add(count).min(lines.len());
    &lines[from..end]
}

fn cost(asked: &Asked<'_>) -> i64 {
    analysis_cost(&GET_BACK_LINK_DATA) * (1 + i64::from(asked.extra.is_some()))
}

fn with_attributes(table: Table, index: &Index, asked: &Asked<'_>, chosen: &Chosen) -> Table {
    let subject = &asked.subject;
    let known = subject.id.map_or(0, |id| index.external_links(id));
    let lines = i64::try_from(chosen.all).unwrap_or(i64::MAX);
    let name = subject.name(index);
    table
        .with("AvailableLines", whole(AVAILABLE_LINES))
        .with("BackLinkItem", name.as_str())
        .with("Count", whole(asked.count))
        .with("From", whole(asked.from))
        .with("Item", name.as_str())
        .with("ItemType", type_word(subject.kind))
        .with("OrigItem", subject.text)
        .with("TotalBackLinks", i64::try_from(known).unwrap_or(i64::MAX))
        .with("TotalLines", lines)
}

/// Only `Matches` is known to exist; the other column is ours.
fn statistics(chosen: &Chosen) -> Table {
    let mut table = Table::new("Statistics", &["Matches", "LinesConsidered"]);
    table.rows.push(vec![
        whole(chosen.passed).into(),
        whole(chosen.looked_at).into(),
    ]);
    table
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
