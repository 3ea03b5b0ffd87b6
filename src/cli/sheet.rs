//! Rows of stored datasets on standard output: which columns, and several datasets as one stream.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use super::args::Form;
use super::desk::Desk;
use super::failure::Failure;
use super::filter::elsewhere;
use super::headline::number;
use super::output::Outlet;
use super::schema;
use super::width;
use crate::model::column::Table;
use crate::model::export::{MOST_REPORT_ROWS, SPREADSHEET_ROWS};
use crate::model::rows::{List, SortKey};
use crate::model::text::one_line;
use crate::store::{
    Asked, Dataset, Export, Manifest, Piece, Purchase, Ranking, StoreError, figures,
};

/// Rows of one dataset that are to be written.
pub struct Sheet {
    /// Where they are.
    pub dataset: Dataset,
    /// Which, in their order.
    pub ranking: Ranking,
    /// Whom the rows are about, where those of several targets stand in one piece of data.
    pub about: Option<String>,
    /// The filter that they passed; empty where there was none.
    pub filter: String,
    /// Their order; empty where they stand as delivered.
    pub order: Vec<SortKey>,
}

/// Writes sheets of one list one after another as one piece of data: one header, one array. `names` chooses the
/// columns, and `limit` bounds each sheet.
pub fn deliver(
    desk: &Desk,
    outlet: &Outlet,
    sheets: &[Sheet],
    names: &[String],
    limit: Option<u64>,
) -> Result<(), Failure> {
    let form = desk.form();
    let Some(first) = sheets.first() else {
        return Ok(());
    };
    let manifests: Vec<&Manifest> = sheets.iter().map(|s| s.dataset.manifest()).collect();
    let columns = columns(first.ranking.list(), names, form, &manifests)?;
    let columns = match (width::room(outlet), names) {
        (Some(room), []) if form == Form::Table => fitted(desk, sheets, limit, columns, room)?,
        _ => columns,
    };
    let bought = purchases(desk, &manifests);
    let pieces = sheets.iter().zip(&bought);
    let pieces: Vec<Piece<'_>> = pieces.map(|(sheet, of)| sheet.piece(limit, of)).collect();
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let mut drawn = Vec::new();
    for sheet in sheets.iter().filter(|_| form == Form::Html) {
        let never = AtomicBool::new(false);
        let own = figures(&sheet.dataset, &sheet.ranking, &sheet.filter, &never);
        drawn.extend(own.map_err(failed)?);
    }
    let export = Export {
        pieces: &pieces,
        columns: &columns,
        format: form,
        at: Desk::clock()(),
        figures: &drawn,
    };
    tell_bounds(desk, &export);
    match outlet.file() {
        Some(file) if !desk.common.no_manifest => outlet.deliver_described(|out| {
            let written = export.write(out, &mut |_| true).map_err(failed)?;
            export.manifest(&written, file).map_err(failed)
        }),
        _ => {
            let head = desk.common.envelope.then(|| envelope(&export, sheets));
            let (before, behind) = head.map_or_else(Default::default, |h| schema::around(&h, form));
            outlet.deliver(|out| {
                put(out, &before)?;
                let written = export.write(out, &mut |_| true);
                written.map(drop).map_err(failed)?;
                put(out, behind)
            })
        }
    }
}

/// [`deliver`] of what was bought, to where the command line says: where not all of it is here, under a name that says
/// so. What an earlier purchase left there in part goes once it is in the whole file. Says where that is.
pub fn deliver_bought(
    desk: &Desk,
    is_whole: bool,
    sheets: &[Sheet],
    names: &[String],
    limit: Option<u64>,
) -> Result<Option<PathBuf>, Failure> {
    let part = desk.outlet().in_part();
    let outlet = match is_whole {
        true => desk.outlet(),
        false => part.clone(),
    };
    deliver(desk, &outlet, sheets, names, limit)?;
    if let (true, Some(part)) = (is_whole, part.file()) {
        // Whether there was one or not.
        drop(std::fs::remove_file(part));
    }
    Ok(outlet.file().map(Path::to_owned))
}

/// How each was bought; nothing is known of what the store cannot be asked about.
pub(super) fn purchases(desk: &Desk, manifests: &[&Manifest]) -> Vec<Purchase> {
    let store = desk.open_store().ok();
    let of = |manifest: &&Manifest| store.as_ref().map(|store| store.purchase(manifest));
    manifests
        .iter()
        .map(|m| of(m).unwrap_or_default())
        .collect()
}

fn put(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    let written = out.write_all(text.as_bytes());
    written.map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
}

/// The head of an envelope around rows: which list, from where, how they were chosen.
fn envelope(export: &Export<'_>, sheets: &[Sheet]) -> Json {
    let list = sheets.first().map(|sheet| sheet.ranking.list());
    let table = list.map(List::table);
    let named = |at: &usize| table.and_then(|table| table.columns.get(*at));
    let columns: Vec<String> = export
        .columns
        .iter()
        .filter_map(named)
        .map(|c| c.id.to_owned())
        .collect();
    let of = |text: fn(&Manifest) -> String| -> Json {
        sheets
            .iter()
            .map(|sheet| Json::from(text(sheet.dataset.manifest())))
            .collect()
    };
    schema::head(
        &columns,
        &[
            ("list", table.map_or("", |table| table.name).into()),
            ("datasets", of(|manifest| manifest.id.0.clone())),
            ("sources", of(Manifest::source)),
            (
                "filter",
                sheets
                    .first()
                    .map_or("", |sheet| sheet.filter.as_str())
                    .into(),
            ),
        ],
    )
}

/// What a form does not hold of the rows, or a reader of it does not show.
fn tell_bounds(desk: &Desk, export: &Export<'_>) {
    let (rows, wanted) = (export.rows(), export.wanted());
    if rows < wanted {
        desk.talk.insist(&format!(
            "the report holds the first {} of {} rows; --limit takes up to {} into it, every other format all",
            number(rows),
            number(wanted),
            number(MOST_REPORT_ROWS)
        ));
    }
    if export.format == Form::CsvExcel && rows >= SPREADSHEET_ROWS {
        desk.talk.insist(&format!(
            "{} rows were written, and a sheet of a spreadsheet shows {}: the rest is in the file only",
            number(rows),
            number(SPREADSHEET_ROWS - 1)
        ));
    }
}

impl Sheet {
    fn piece<'a>(&'a self, limit: Option<u64>, purchase: &'a Purchase) -> Piece<'a> {
        Piece {
            dataset: &self.dataset,
            ranking: &self.ranking,
            limit,
            about: self.about.as_deref(),
            asked: Asked {
                filter: &self.filter,
                order: &self.order,
                marked_of: None,
                purchase: Some(purchase),
            },
        }
    }
}

/// Named columns in their order; else all, and for the eye those that any row fills.
fn columns(
    list: &List,
    names: &[String],
    form: Form,
    manifests: &[&Manifest],
) -> Result<Vec<usize>, Failure> {
    let table = list.table();
    if !names.is_empty() {
        return names.iter().map(|name| named(table, name)).collect();
    }
    if !form.is_for_the_eye() {
        return Ok((0..table.columns.len()).collect());
    }
    let filled = (0..table.columns.len()).filter(|at| {
        let id = table.columns[*at].id;
        manifests.iter().any(|m| !m.is_absent(list, id))
    });
    Ok(filled.collect())
}

/// Rows that are looked at for how wide their cells are.
const LOOKED_AT: u64 = 200;

/// Those of the columns that there is room for, the most important ones first; the others are named.
fn fitted(
    desk: &Desk,
    sheets: &[Sheet],
    limit: Option<u64>,
    columns: Vec<usize>,
    room: usize,
) -> Result<Vec<usize>, Failure> {
    let Some(first) = sheets.first() else {
        return Ok(columns);
    };
    let table = first.ranking.list().table();
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|at| table.columns[*at].title.width())
        .collect();
    let rows = limit.unwrap_or(LOOKED_AT).min(LOOKED_AT);
    for sheet in sheets {
        let read = sheet.dataset.read(&sheet.ranking, 0..rows, &columns);
        for row in read.map_err(|why| Failure::Failed(why.to_string()))? {
            for (width, cell) in widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(cell.told().width());
            }
        }
    }
    let about = sheets.iter().filter_map(|sheet| sheet.about.as_ref());
    let about = about.map(|about| about.width() + 2).max().unwrap_or(0);
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| table.columns[columns[*at]].rank);
    let kept = width::fitting(&widths, &order, room.saturating_sub(about));
    let left_out = order.iter().filter(|at| !kept.contains(at));
    let names: Vec<&str> = left_out.map(|at| table.columns[columns[*at]].id).collect();
    let how = "--columns names those that are wanted; a pipe, a file, and every other --format have them all";
    width::tell_left_out(&desk.talk, &names, how);
    Ok(kept.into_iter().map(|at| columns[at]).collect())
}

fn named(table: &'static Table, name: &str) -> Result<usize, Failure> {
    table.position(name.trim()).ok_or_else(|| {
        let known: Vec<_> = table.columns.iter().map(|c| c.id).collect();
        Failure::Usage(format!(
            "--columns: no column `{}` in {}; there are: {}{}",
            one_line(name),
            table.name,
            known.join(", "),
            elsewhere(table, name)
        ))
    })
}
