//! GetBackLinksHistory: one series an item, each under a name that another table says, and each on its side: a row
//! is an element such as `TotalLinks`, a column a period. Here a row is a period of an item.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::profile::item_of;
use super::sheets::named;
use super::{AnswerFault, cell_text, lacks, require, row_texts, texts};
use crate::model::column::parse_date;
use crate::model::query::Query;
use crate::model::rows::Sheet;
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::{Answer, Cell, Table};

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
                notes.extend(holes(&item, &series));
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

/// What a series lacks: periods between its first and its last, and figures of those that came.
fn holes(item: &str, series: &Table) -> Vec<String> {
    let named = series.columns.iter().enumerate();
    let periods: Vec<(usize, &str)> = named
        .filter(|(_, name)| first_day(name).is_some())
        .map(|(at, name)| (at, name.trim()))
        .collect();
    let mut names: Vec<&str> = periods.iter().map(|(_, name)| *name).collect();
    names.sort_unstable();
    let item = one_line(item);
    let mut holes = Vec::new();
    let pairs = names.iter().zip(names.iter().skip(1));
    let gaps: Vec<&str> = pairs
        .filter(|(period, next)| follows(period).as_deref() != Some(**next) && period != next)
        .map(|(_, next)| *next)
        .collect();
    if let Some(first) = gaps.first() {
        let times = match gaps.len() {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        holes.push(format!(
            "the series of {item} lacks periods {times}, first before {first}: there are no rows of them"
        ));
    }
    let is_empty = |cell: &Cell| cell.text().trim().is_empty();
    let cells = series
        .rows
        .iter()
        .flat_map(|row| periods.iter().map(|(at, _)| row.get(*at)));
    let absent = cells.filter(|cell| cell.is_none_or(is_empty)).count();
    if absent > 0 {
        holes.push(format!(
            "{absent} of the figures in the series of {item} did not come: their cells are empty"
        ));
    }
    holes
}

/// The period behind one, written alike.
fn follows(period: &str) -> Option<String> {
    let day: jiff::civil::Date = first_day(period)?.parse().ok()?;
    let (step, form) = match period.len() {
        7 => (1.month(), "%Y-%m"),
        _ => (1.day(), "%Y-%m-%d"),
    };
    Some(day.checked_add(step).ok()?.strftime(form).to_string())
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
