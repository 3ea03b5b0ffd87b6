//! GetBackLinksHistory: one series an item, each under a name that another table says, and each on its side: a row
//! is an element such as `TotalLinks`, a column a period. Here a row is a period of an item.

use std::collections::BTreeMap;

use super::profile::item_of;
use super::sheets::named;
use super::{AnswerFault, cell_text, lacks, require, row_texts, texts};
use crate::model::column::parse_date;
use crate::model::query::Query;
use crate::model::rows::Sheet;
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::{Answer, Table};

/// GetBackLinksHistory. That the series lie on their side is unverified: the page's text is lost, and its sample has
/// "elements" for rows (Majestic developer documentation, GetBackLinksHistory page).
pub(super) fn back_links_history(
    query: &Query,
    answer: &mut Answer,
    notes: &mut Vec<String>,
) -> Result<AnswerRows, AnswerFault> {
    let results = require(answer, "Results")?;
    let mut rows = AnswerRows {
        sheet: Sheet::Periods,
        ..AnswerRows::default()
    };
    let mut all = Grid::with_columns(&["Date", "OrigItem"]);
    let mut found = false;
    let mut missing = None;
    for n in 0..results.rows.len() {
        let item = item_of(&results, n, query);
        rows.globals
            .extend(row_texts(&format!("Results.{n}"), &results, n));
        let name = cell_text(&results, n, "DataTableName");
        match named(answer, name.as_deref()) {
            Ok(series) => {
                found = true;
                rows.globals.extend(texts(&series.name, &series.attributes));
                turn(&mut all, &item, &series, &mut rows.globals);
            }
            Err(why) => {
                notes.push(why.about(&item, None));
                missing.get_or_insert(why.table());
            }
        }
    }
    if let (false, Some(table)) = (found, missing) {
        return Err(lacks(answer, &table));
    }
    rows.items = Some(all);
    Ok(rows)
}

/// Turns a series: one row a period, oldest first. The first column that is no period names the elements; cells of
/// other such columns are said of the whole.
fn turn(all: &mut Grid, item: &str, series: &Table, said: &mut Vec<(String, String)>) {
    let named = series.columns.iter().enumerate();
    let periods: Vec<(usize, String)> = named
        .filter_map(|(at, name)| Some((at, first_day(name)?)))
        .collect();
    let others: Vec<usize> = (0..series.columns.len())
        .filter(|at| periods.iter().all(|(p, _)| p != at))
        .collect();
    let mut by_day: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (_, day) in &periods {
        by_day.entry(day).or_default();
    }
    for cells in &series.rows {
        let text = |at: usize| cells.get(at).map(|cell| cell.text().trim().to_owned());
        let Some(element) = others.first().and_then(|at| text(*at)) else {
            continue;
        };
        for at in others.iter().skip(1) {
            let name = format!("{}.{element}.{}", series.name, series.columns[*at]);
            said.push((name, text(*at).unwrap_or_default()));
        }
        let place = place_of(all, &one_line(&element));
        for (at, day) in &periods {
            if let (Some(row), Some(value)) = (by_day.get_mut(day.as_str()), text(*at)) {
                row.push((place, value));
            }
        }
    }
    let width = all.columns.len();
    for row in &mut all.rows {
        row.resize(width, String::new());
    }
    all.rows.extend(by_day.into_iter().map(|(day, values)| {
        let mut row = vec![String::new(); width];
        day.clone_into(&mut row[0]);
        item.clone_into(&mut row[1]);
        for (at, value) in values {
            row[at] = value;
        }
        row
    }));
}

/// The column of an element; none takes that of the date or of the item.
fn place_of(all: &mut Grid, element: &str) -> usize {
    match all.place(element) {
        0 | 1 => all.place(&format!("{element} (element)")),
        place => place,
    }
}

/// The first day of the period that a column is named after: `2024-05` or `2024-05-17`.
fn first_day(name: &str) -> Option<String> {
    let name = name.trim();
    let day = match name.len() {
        7 => format!("{name}-01"),
        _ => name.to_owned(),
    };
    (day.len() == 10 && parse_date(&day).is_some()).then_some(day)
}
