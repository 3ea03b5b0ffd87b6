//! Rows of stored datasets on standard output: which columns, and several datasets as one stream.

use super::args::Form;
use super::desk::Desk;
use super::failure::Failure;
use super::filter::elsewhere;
use super::output::Outlet;
use crate::model::column::Table;
use crate::model::rows::List;
use crate::model::text::one_line;
use crate::store::{Dataset, Format, Manifest, Piece, Ranking, StoreError, export_all};

/// Columns of a table on a terminal when none are named: those whose rank leaves them in about so many cells.
const TABLE_WIDTH: u16 = 118;

/// Rows of one dataset that are to be written.
pub struct Sheet {
    /// Where they are.
    pub dataset: Dataset,
    /// Which, in their order.
    pub ranking: Ranking,
    /// Whom the rows are about, where those of several targets stand in one piece of data.
    pub about: Option<String>,
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
    let pieces: Vec<Piece<'_>> = sheets.iter().map(|sheet| sheet.piece(limit)).collect();
    outlet.deliver(|out| {
        export_all(&pieces, &columns, format(form), out)
            .map(drop)
            .map_err(|why: StoreError| Failure::Failed(why.to_string()))
    })
}

impl Sheet {
    fn piece(&self, limit: Option<u64>) -> Piece<'_> {
        Piece {
            dataset: &self.dataset,
            ranking: &self.ranking,
            limit,
            about: self.about.as_deref(),
        }
    }
}

fn format(form: Form) -> Format {
    match form {
        Form::Table => Format::Table,
        Form::Csv => Format::Csv,
        Form::Jsonl => Format::Jsonl,
        Form::Json => Format::Json,
        Form::Parquet => Format::Parquet,
    }
}

/// Named columns in their order; else all, or for a table on the screen the most important ones of those that any
/// row fills.
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
    if form != Form::Table {
        return Ok((0..table.columns.len()).collect());
    }
    let mut by_rank: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let id = table.columns[*at].id;
            manifests.iter().any(|m| !m.is_absent(list, id))
        })
        .collect();
    by_rank.sort_by_key(|at| table.columns[*at].rank);
    let mut used = 0;
    let mut kept: Vec<usize> = by_rank
        .into_iter()
        .take_while(|at| {
            used += table.columns[*at].width + 2;
            used <= TABLE_WIDTH
        })
        .collect();
    kept.sort_unstable();
    Ok(kept)
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
