//! `show --row`: one row in full, as the explorer's pane 5 shows it.

use super::args::Form;
use super::derived::Basis;
use super::desk::Desk;
use super::failure::Failure;
use super::headline::number;
use super::records::{Records, text};
use crate::model::column::Value;

const COLUMNS: [&str; 4] = ["column", "title", "provider_name", "value"];

/// Prints the row at a place, counted from 1. An empty cell is left out of a table for the eye alone.
pub fn deliver(desk: &Desk, basis: &Basis<'_>, place: u64) -> Result<(), Failure> {
    let (dataset, ranking) = (basis.dataset, basis.ranking);
    let list = ranking.list();
    let row = ranking.row(place - 1).ok_or_else(|| {
        Failure::Usage(format!(
            "--row {place}: this list has {} {}",
            number(ranking.len()),
            list.noun()
        ))
    })?;
    let cells = dataset
        .row(list, row)
        .map_err(|why| Failure::Failed(why.to_string()))?;
    desk.talk.say(&format!(
        "row {} of {} {}, {}",
        number(place),
        number(ranking.len()),
        list.noun(),
        dataset.manifest().source()
    ));
    let mut records = Records::new(COLUMNS)
        .giving_way(&["provider_name", "title"])
        .wrapping("value");
    let form = desk.form();
    let for_the_eye = form.is_for_the_eye();
    // A column of a file holds one kind of cells.
    let keeps_kinds = matches!(form, Form::Table | Form::Json | Form::Jsonl);
    let filled = |value: &Value| !(for_the_eye && value.is_null());
    for (column, value) in list
        .table()
        .columns
        .iter()
        .zip(cells)
        .filter(|(_, v)| filled(v))
    {
        let label = dataset.manifest().labels.get(column.id);
        records.push(vec![
            text(column.id),
            text(label.map_or(column.title, String::as_str)),
            text(column.wires.first().copied().unwrap_or_default()),
            match keeps_kinds {
                true => value,
                false => text(value.plain().into_owned()),
            },
        ]);
    }
    basis.deliver(desk, ("row", &place.to_string()), &records)
}
