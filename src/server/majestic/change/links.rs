//! GetNewLostBackLinks: the links that were first found, or found missing, from one day to another.
//!
//! `Dateto` is the day behind the last one: by default the range is the newest day of the index up to the day after it
//! (Majestic developer documentation, GetNewLostBackLinks page). Ours: that a range of no length is one day, that
//! where one end is missing the range is one day, the code of a refused range, and the order of the rows, which is that
//! of the other commands with links.

use std::ops::Range;

use crate::index::Datasource;
use crate::model::catalog::majestic::GET_NEW_LOST_BACK_LINKS;
use crate::model::column::{date_text, parse_date};
use crate::model::money::Amounts;
use crate::server::item::type_word;
use crate::server::majestic::charge::{analysis_cost, charge};
use crate::server::majestic::dispatch::Call;
use crate::server::majestic::links::{Event, Facts, Selection, Sheet, best};
use crate::server::majestic::params::Params;
use crate::server::majestic::refusal::Refusal;
use crate::server::majestic::server_fields::with_index;
use crate::server::majestic::subject::subject;
use crate::wire::majestic::Answer;

/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 100;

/// One table of links.
pub(in crate::server::majestic) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_NEW_LOST_BACK_LINKS;
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let item = subject(call, entry.subject.param())?;
    let (count, _) = params.page(entry, USUAL_ROWS)?;
    let lost = params.switch("Mode")?;
    let days = days(params, index.datasource())?;
    let event = if lost { Event::Went } else { Event::Came };
    let selection = Selection {
        on: Some((event, days.clone())),
        with_hints: true,
        most: usize::try_from(count).unwrap_or(0),
        ..Selection::default()
    };
    let facts = Facts::new(index);
    let (lines, all) = match item.id {
        Some(id) => best(&facts, id, &selection),
        None => (Vec::new(), 0),
    };
    let price = analysis_cost(entry).saturating_mul(i64::from(days.end - days.start));
    let rows = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    charge(call, entry.command, Amounts::new(price, rows, 0))?;
    let name = item.name(index);
    let known = item.id.map_or(0, |id| index.external_links(id));
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let table = Sheet::new(&facts, false)
        .links("BackLinks", &lines)
        .with("BackLinkItem", name.as_str())
        .with("Count", count)
        .with("Datefrom", date_text(days.start))
        .with("Dateto", date_text(days.end))
        .with("Item", name)
        .with("ItemType", type_word(item.kind))
        .with("Mode", i64::from(lost))
        .with("OrigItem", item.text)
        .with("TotalBackLinks", whole(known))
        .with("TotalLines", whole(all));
    Ok(with_index(Answer::ok(), index, fresh).with_table(table))
}

/// The days that are asked about.
fn days(params: &Params, view: Datasource) -> Result<Range<i32>, Refusal> {
    let span = view.span();
    let (from, to) = (date(params, "Datefrom")?, date(params, "Dateto")?);
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) if from == to => (from, to.saturating_add(1)),
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from.saturating_add(1)),
        (None, Some(to)) => (to.saturating_sub(1), to),
        (None, None) => (*span.end(), span.end() + 1),
    };
    if from > to {
        return Err(Refusal::parameter(format!(
            "The range from {} to {} ends before it begins. Nothing was charged.",
            date_text(from),
            date_text(to)
        )));
    }
    if from < *span.start() || to > span.end() + 1 {
        return Err(Refusal::parameter(format!(
            "The range from {} to {} is outside the index, which tells of the days from {} to {}. Nothing was charged.",
            date_text(from),
            date_text(to),
            date_text(*span.start()),
            date_text(*span.end())
        )));
    }
    Ok(from..to)
}

fn date(params: &Params, name: &str) -> Result<Option<i32>, Refusal> {
    let Some(text) = params.filled(name) else {
        return Ok(None);
    };
    parse_date(text).map(Some).ok_or_else(|| {
        Refusal::parameter(format!(
            "The value '{text}' of the parameter '{name}' is not a day such as 2026-01-31. Nothing was charged."
        ))
    })
}
