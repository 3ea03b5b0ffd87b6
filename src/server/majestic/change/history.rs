//! GetBackLinksHistory: what was first found in each period, one transposed table an item.
//!
//! The page names TotalLinks, RefDomains, ImageLink and Mention as elements and is cut off there. Ours: the other
//! elements, the name of the first column and of the tables, the spelling of the periods, that links of a period
//! are those first found in it (`Deleted`: lost since), that a period without links is a column with 0, and that
//! the charge is made in analysis units (the page's name of the allowance is lost).

use crate::index::{Arrivals, Datasource, DayOfLinks, Index};
use crate::model::catalog::majestic::GET_BACK_LINKS_HISTORY;
use crate::model::column::date_text;
use crate::server::item::type_word;
use crate::server::majestic::charge::{charge, cost};
use crate::server::majestic::dispatch::Call;
use crate::server::majestic::refusal::Refusal;
use crate::server::majestic::server_fields::with_index;
use crate::server::majestic::subject::{Subject, numbered};
use crate::wire::majestic::{Answer, Cell, Table};

/// An element with what it counts.
type Element = (&'static str, fn(&Arrivals) -> i64);

/// The rows of a series.
const ELEMENTS: [Element; 10] = [
    ("TotalLinks", |came| came.links),
    ("RefDomains", |came| came.ref_domains),
    ("TextLink", |came| came.text),
    ("ImageLink", |came| came.image),
    ("Redirect", |came| came.redirect),
    ("Frame", |came| came.frame),
    ("Mention", |came| came.mention),
    ("AltText", |came| came.alt_text),
    ("NoFollow", |came| came.nofollow),
    ("Deleted", |came| came.deleted),
];

/// After the table `Items` of GetLinkProfile.
const RESULTS: [&str; 4] = ["OrigItem", "Item", "ItemType", "DataTableName"];

/// Which table belongs to which item, and the tables.
pub(in crate::server::majestic) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_BACK_LINKS_HISTORY;
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let items = numbered(call, index, entry)?;
    // A row an element, and none of them is charged.
    let rows = items.len().saturating_mul(ELEMENTS.len());
    charge(call, entry.command, cost(entry, items.len(), rows))?;
    let mut results = Table::new("Results", &RESULTS);
    let mut tables = Vec::new();
    for (number, (_, item)) in items.iter().enumerate() {
        let name = format!("BackLinksHistory_{number}");
        results.rows.push(vec![
            item.text.into(),
            item.name(index).into(),
            type_word(item.kind).into(),
            name.as_str().into(),
        ]);
        tables.push(series(&name, index, item));
    }
    let answer = with_index(Answer::ok(), index, fresh).with_table(results);
    Ok(tables.into_iter().fold(answer, Answer::with_table))
}

fn series(name: &str, index: &Index, item: &Subject<'_>) -> Table {
    let periods = periods(index.datasource(), &index.days_of_links(item.id));
    let mut table = Table::new(name, &["Element"]);
    table
        .columns
        .extend(periods.iter().map(|(period, _)| period.clone()));
    for (element, count) in ELEMENTS {
        let counts = periods.iter().map(|(_, came)| Cell::Int(count(came)));
        let row = std::iter::once(Cell::from(element)).chain(counts);
        table.rows.push(row.collect());
    }
    table
}

/// The days of the fresh index, the months of the historic one (Majestic developer documentation, GetBackLinksHistory
/// page), each with what came in it.
fn periods(view: Datasource, days: &[DayOfLinks]) -> Vec<(String, Arrivals)> {
    let mut periods: Vec<(String, Arrivals)> = Vec::new();
    for (day, links) in view.span().zip(days) {
        let mut name = date_text(day);
        if view == Datasource::Historic {
            name.truncate("YYYY-MM".len());
        }
        match periods.last_mut() {
            Some((last, came)) if *last == name => *came += links.came,
            _ => periods.push((name, links.came)),
        }
    }
    periods
}
