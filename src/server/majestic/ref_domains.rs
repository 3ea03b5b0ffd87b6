//! GetRefDomains: the domains that link to up to four items, matched against each other.
//!
//! `ColumnsForGlobalInfo` stays 17, as recorded, though there are more columns before those of the items. Ours, where
//! the reference is silent: the place of the newer columns (before the topics), `LinkSaturation` (of a hundred links on
//! the domain's pages, how many lead to other domains), and that an item must not be sent twice, since two columns
//! would have one name.

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::domain_columns::{FIGURES, FLOWS, figures, flows, topic_columns, topics};
use super::ref_domain_match::{Match, Order, Wanted, matches, sort};
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, numbered};
use super::topic_filter::TopicFilter;
use crate::index::{DomainContent, Index, LanguageShare};
use crate::model::catalog::majestic::GET_REF_DOMAINS;
use crate::model::column::date_text;
use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Cell, Table};

/// Most domains that are considered.
const DEEPEST: i64 = 100_000;
/// Domains considered unless a depth is sent; the answer then names the deepest as depth (recorded answers).
const USUAL_DEPTH: i64 = 10_000;
/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 100;
/// Topics of a row.
const TOPICS: usize = 1;

const CONTENT: [&str; 11] = [
    "Title",
    "OutDomainsExternal",
    "OutLinksExternal",
    "OutLinksInternal",
    "OutLinksPages",
    "Language",
    "LanguageDesc",
    "LanguageConfidence",
    "LanguagePageRatios",
    "LanguageTotalPages",
    "LinkSaturation",
];

/// Two tables: what was asked, and the rows. Unknown and malformed items have no rows and the same price.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let items = items(call, index)?;
    let (count, from) = params.page(&GET_REF_DOMAINS, USUAL_ROWS)?;
    let depth = params.int("AnalysisDepth", USUAL_DEPTH, 1..=i64::MAX)?;
    let depth = depth.min(DEEPEST);
    let wanted = Wanted {
        depth: size(depth),
        min_matches: params.int("MinMatches", 1, 1..=i64::MAX)?,
        topic: TopicFilter::read(params),
    };
    let orders = Order::read(params)?;
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    let mut found = matches(index, &ids, &wanted);
    sort(index, &mut found, &orders);
    let page = size(from).min(found.len())..size(from.saturating_add(count)).min(found.len());
    let cost = Amounts::new(analysis_cost(&GET_REF_DOMAINS), whole(page.len()), 0);
    let charged = charge(call, GET_REF_DOMAINS.command, cost)?;
    let said_depth = params.filled("AnalysisDepth").map_or(DEEPEST, |_| depth);
    let mut table = Table::new("Results", &[])
        .with("AnalysisDepth", said_depth)
        .with("ColumnsForGlobalInfo", 17)
        .with("ColumnsPerRequestedDomain", 3)
        .with("MaxRefDomainTopics", whole(TOPICS))
        .with("RefDomainTopicsCount", whole(TOPICS))
        .with("TotalConsideredDomains", depth)
        .with("TotalMatchedDomains", whole(found.len()));
    table.columns = columns(&items);
    table.rows = found[page]
        .iter()
        .zip(from.saturating_add(1)..)
        .map(|(found, position)| row(index, position, found))
        .collect();
    let answer = charged
        .say(Answer::ok())
        .with("Cmd", GET_REF_DOMAINS.command);
    Ok(with_index(answer, index, fresh)
        .with_table(request(index, &items))
        .with_table(table))
}

fn size(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The items, none of them twice.
fn items<'a>(call: &Call<'a>, index: &Index) -> Result<Vec<Subject<'a>>, Refusal> {
    let items = numbered(call, index, &GET_REF_DOMAINS)?;
    for (at, (name, item)) in items.iter().enumerate() {
        if items[..at].iter().any(|(_, other)| other.text == item.text) {
            return Err(Refusal::parameter(format!(
                "The parameter '{name}' repeats the item '{}'. Nothing was charged.",
                item.text
            )));
        }
    }
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// What was asked. `UsedRootDomain` repeats the item, even a sub-domain (recorded answers).
fn request(index: &Index, items: &[Subject<'_>]) -> Table {
    let columns = [
        "ID",
        "OriginalRequest",
        "UsedRootDomain",
        "TotalRefDomains",
        "PrefixScanMode",
    ];
    let mut table = Table::new("Request", &columns);
    for (number, item) in items.iter().enumerate() {
        let known = item.id.map_or(0, |id| index.ref_domain_count(id));
        table.rows.push(vec![
            whole(number).into(),
            item.text.into(),
            item.text.into(),
            i64::try_from(known).unwrap_or(i64::MAX).into(),
            i64::from(item.is_prefix).into(),
        ]);
    }
    table
}

fn columns(items: &[Subject<'_>]) -> Vec<String> {
    let first = [
        "Position",
        "Domain",
        "RefDomains",
        "AlexaRank",
        "Matches",
        "MatchedLinks",
    ];
    let fixed = first.into_iter().chain(FIGURES).chain(FLOWS).chain(CONTENT);
    let of_items = items.iter().flat_map(|item| {
        ["BackLinks", "FirstLinkDate", "LastLinkDate"].map(|what| format!("{what}_{}", item.text))
    });
    fixed
        .map(str::to_owned)
        .chain(topic_columns(TOPICS))
        .chain(of_items)
        .collect()
}

fn row(index: &Index, position: i64, found: &Match) -> Vec<Cell> {
    let facts = index.domain_facts_of(found.domain);
    let mut row = vec![
        position.into(),
        Cell::Text(facts.domain.clone()),
        facts.ref_domains.into(),
        facts.alexa_rank.into(),
        found.matches().into(),
        found.matched_links().into(),
    ];
    row.extend(figures(Some(&facts)));
    row.extend(flows(Some(&facts)));
    row.extend(content(&index.domain_content(found.domain)));
    row.extend(topics(Some(&facts), TOPICS, true));
    for links in &found.links {
        row.extend(match links {
            Some(links) => [
                Cell::Text(links.links.to_string()),
                date_text(links.first).into(),
                date_text(links.last).into(),
            ],
            None => [Cell::from("0"), Cell::from(""), Cell::from("")],
        });
    }
    row
}

/// The cells of [`CONTENT`], with the types that GetIndexItemInfo sends the same figures in.
fn content(content: &DomainContent) -> [Cell; 11] {
    let text = |n: i64| Cell::Text(n.to_string());
    let list = |cell: &dyn Fn(&LanguageShare) -> String| {
        let cells: Vec<String> = content.languages.iter().map(cell).collect();
        Cell::Text(cells.join(","))
    };
    let links = content.out_links_external + content.out_links_internal;
    let saturation = (content.out_links_external * 100).checked_div(links);
    [
        content.title.as_str().into(),
        text(content.out_domains_external),
        text(content.out_links_external),
        text(content.out_links_internal),
        text(content.out_links_pages),
        list(&|s| s.language.code().to_owned()),
        list(&|s| s.language.name().to_owned()),
        list(&|s| s.confidence.to_string()),
        list(&|s| format!("{:.1}", s.ratio)),
        content.language_total_pages.into(),
        saturation.unwrap_or(0).into(),
    ]
}
