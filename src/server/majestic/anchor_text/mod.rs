//! GetAnchorText: what the links to an item say, who says it, and the links that say it. All of its links count, lost
//! ones and mere mentions too, so that the texts of an item add up to its external links.
//!
//! What the reference leaves open, and how it is here: Mode 1 is about exactly the text of `FilterAnchorText`, which may
//! be empty; so is Mode 2, unless `FilterAnchorTextMode` asks for texts that contain it, or no text was sent and
//! `FilterRefDomain` names a domain. Links can be returned (`CanReturnURLs`) of an item of which as many are kept as it
//! has. No more than the first thousand rows can be paged through (recorded answers, attribute `TotalResults`).

mod anchors;
mod domains;
mod text;

use text::TextMode;

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::links::{AVAILABLE_LINES, Facts, Referrer, Selection, Sheet, best};
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, subject};
use crate::index::Index;
use crate::model::catalog::majestic::GET_ANCHOR_TEXT;
use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Table};

pub(super) use text::TextFilter;

/// Rows that can be paged through.
const MOST_RESULTS: usize = 1_000;
/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 10;
/// The most topics of a text (recorded answers, attribute `MaxTopics`).
const MAX_TOPICS: i64 = 10;

/// `Mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Anchors,
    Domains,
    Links,
}

/// What is asked, all parameters checked.
struct Asked<'a> {
    subject: Subject<'a>,
    mode: Mode,
    text_mode: TextMode,
    filter: TextFilter,
    filter_text: &'a str,
    filter_mode: i64,
    referrer: Referrer,
    count: usize,
    from: usize,
    topics: usize,
}

/// A page of what is asked for.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let asked = asked(call, index)?;
    let (table, total) = match asked.mode {
        Mode::Anchors => anchor_rows(call, index, &asked)?,
        Mode::Domains => domain_rows(call, index, &asked)?,
        Mode::Links => link_rows(call, index, &asked)?,
    };
    let table = with_attributes(table, call.params, index, &asked, total);
    Ok(with_index(Answer::ok(), index, fresh).with_table(table))
}

fn asked<'a>(call: &Call<'a>, index: &Index) -> Result<Asked<'a>, Refusal> {
    let params = call.params;
    let mode = match params.int("Mode", 0, 0..=2)? {
        0 => Mode::Anchors,
        1 => Mode::Domains,
        _ => Mode::Links,
    };
    let text_mode = TextMode::read(params)?;
    let filter_mode = params.int("FilterAnchorTextMode", 0, 0..=2)?;
    let referrer = match mode {
        Mode::Links => Referrer::read(params, "FilterRefDomain", index),
        Mode::Anchors | Mode::Domains => Referrer::Any,
    };
    let (count, from) = params.page(&GET_ANCHOR_TEXT, USUAL_ROWS)?;
    let desired = params.int("DesiredTopics", 3, 0..=i64::MAX)?;
    let asked = Asked {
        subject: subject(call, GET_ANCHOR_TEXT.subject.param())?,
        mode,
        text_mode,
        filter: filter(params, mode, text_mode, filter_mode, referrer)?,
        filter_text: params.get("FilterAnchorText").unwrap_or_default(),
        filter_mode,
        referrer,
        count: usize::try_from(count).unwrap_or(MOST_RESULTS),
        from: usize::try_from(from).unwrap_or(usize::MAX),
        topics: usize::try_from(desired.min(MAX_TOPICS)).unwrap_or(0),
    };
    if mode == Mode::Links && !can_return_urls(&asked.subject, index) {
        return Err(Refusal::parameter(format!(
            "The links of '{}' cannot be returned: CanReturnURLs of its anchor texts is 0. Ask GetBackLinkData or DownloadBackLinks for them. Nothing was charged.",
            asked.subject.text
        )));
    }
    Ok(asked)
}

/// The texts a call is about. Where exactly one is asked for, a text that was not sent is the empty one.
fn filter(
    params: &Params,
    mode: Mode,
    text_mode: TextMode,
    filter_mode: i64,
    referrer: Referrer,
) -> Result<TextFilter, Refusal> {
    let sent = params.get("FilterAnchorText");
    let text = sent.or((filter_mode == 1).then_some(""));
    let refused = |why: &str| Err(Refusal::parameter(format!("{why} Nothing was charged.")));
    match (mode, text) {
        (Mode::Anchors, Some(text)) if filter_mode == 1 => Ok(TextFilter::exactly(text_mode, text)),
        (Mode::Anchors | Mode::Links, Some(text)) if filter_mode == 2 => {
            Ok(TextFilter::containing(text_mode, text))
        }
        (Mode::Anchors, _) => Ok(TextFilter::any(text_mode)),
        (Mode::Domains | Mode::Links, Some(text)) => Ok(TextFilter::exactly(text_mode, text)),
        (Mode::Links, None) if referrer != Referrer::Any => Ok(TextFilter::any(text_mode)),
        (Mode::Domains, None) => {
            refused("Mode 1 is about one anchor text: send it as 'FilterAnchorText'.")
        }
        (Mode::Links, None) => refused(
            "Mode 2 is about one anchor text or one domain: send 'FilterAnchorText' or 'FilterRefDomain'.",
        ),
    }
}

/// Whether all links of the item are among those that are kept to be returned.
fn can_return_urls(subject: &Subject<'_>, index: &Index) -> bool {
    let links = subject.id.map_or(0, |id| index.external_links(id));
    links <= AVAILABLE_LINES as u64
}

fn anchor_rows(
    call: &Call<'_>,
    index: &Index,
    asked: &Asked<'_>,
) -> Result<(Table, usize), Refusal> {
    let found = asked
        .subject
        .id
        .map_or_else(Vec::new, |id| anchors::anchors(index, id, &asked.filter));
    paged(call, asked, found, |page| {
        anchors::table(page, asked.topics)
    })
}

fn domain_rows(
    call: &Call<'_>,
    index: &Index,
    asked: &Asked<'_>,
) -> Result<(Table, usize), Refusal> {
    let found = asked
        .subject
        .id
        .map_or_else(Vec::new, |id| domains::users(index, id, &asked.filter));
    paged(call, asked, found, domains::table)
}

/// The page that is asked for, charged, as a table; and how many results there are.
fn paged<T>(
    call: &Call<'_>,
    asked: &Asked<'_>,
    mut found: Vec<T>,
    table: impl FnOnce(&[T]) -> Table,
) -> Result<(Table, usize), Refusal> {
    found.truncate(MOST_RESULTS);
    let page = asked.page(&found);
    take_units(call, page.len())?;
    Ok((table(page), found.len()))
}

fn link_rows(call: &Call<'_>, index: &Index, asked: &Asked<'_>) -> Result<(Table, usize), Refusal> {
    let facts = Facts::new(index);
    let selection = Selection {
        referrer: asked.referrer,
        anchor: Some(asked.filter.clone()),
        with_hints: true,
        most: MOST_RESULTS,
        ..Selection::default()
    };
    let found = asked
        .subject
        .id
        .map_or_else(Vec::new, |id| best(&facts, id, &selection).0);
    let page = asked.page(&found);
    take_units(call, page.len())?;
    let table = Sheet::new(&facts, false).links("BackLinks", page);
    Ok((table, found.len()))
}

fn take_units(call: &Call<'_>, rows: usize) -> Result<(), Refusal> {
    let amounts = Amounts::new(analysis_cost(&GET_ANCHOR_TEXT), whole(rows), 0);
    charge(call, GET_ANCHOR_TEXT.command, amounts).map(|_| ())
}

impl Asked<'_> {
    fn page<'r, T>(&self, rows: &'r [T]) -> &'r [T] {
        let from = self.from.min(rows.len());
        &rows[from..from.saturating_add(self.count).min(rows.len())]
    }
}

fn with_attributes(
    table: Table,
    params: &Params,
    index: &Index,
    asked: &Asked<'_>,
    total: usize,
) -> Table {
    let subject = &asked.subject;
    let known = |count: &dyn Fn(crate::index::ItemId) -> u64| {
        i64::try_from(subject.id.map_or(0, count)).unwrap_or(i64::MAX)
    };
    let referrer = params.get("FilterRefDomain").unwrap_or_default();
    table
        .with("CanReturnURLs", i64::from(can_return_urls(subject, index)))
        .with("Count", whole(asked.count))
        .with("FilterAnchorText", asked.filter_text)
        .with("FilterAnchorTextMode", asked.filter_mode)
        .with("FilterRefDomain", referrer)
        .with("From", whole(asked.from))
        .with("Item", subject.name(index))
        .with("MaxTopics", MAX_TOPICS)
        .with("Mode", asked.mode as i64)
        .with("OrigItem", subject.text)
        .with("TextMode", asked.text_mode as i64)
        .with("TopicsCount", whole(asked.topics))
        .with("TotalBackLinks", known(&|id| index.external_links(id)))
        .with("TotalRefDomains", known(&|id| index.ref_domain_count(id)))
        .with("TotalResults", whole(total))
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
