//! Answers that hold their rows themselves: from the bytes on disk to grids that the store takes. One file a kind
//! of answer; what is named here knows nothing of the network.

mod anchors;
mod body;
mod counts;
pub(super) mod dataforseo;
mod domains;
mod history;
mod links;
mod neighbours;
mod profile;
mod sheets;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub(super) use body::{Trouble, read};

use crate::api::item_info;
use crate::model::catalog::{ItemFigures, PriceRule, RowBound};
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::{Answer, Cell, Table};

/// Why an answer that came whole brings no rows.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum AnswerFault {
    /// Not an answer in either format.
    #[error("the service answered something that cannot be read ({0})")]
    Unreadable(String),
    /// A success without the table that holds the rows.
    #[error("the service answered {code} without the table {table}, which holds the rows")]
    Lacks {
        /// Its code.
        code: String,
        /// The missing table.
        table: String,
    },
    /// A success without the figure that is all it should say.
    #[error("the service answered {code} without {figure}, which is all that it should say")]
    LacksFigure {
        /// Its code.
        code: String,
        /// The missing variable.
        figure: String,
    },
    /// The file of a queued answer holds a refusal.
    #[error("the service made the answer later, and it is a refusal: {0}")]
    Refused(String),
    /// Unpacked, it is larger than any answer.
    #[error("the file unpacks to more than {0} bytes, which no answer has")]
    TooLarge(u64),
    /// A gzip file that is cut or damaged.
    #[error("the file is damaged ({0})")]
    Damaged(String),
}

/// What an answer brings.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its rows.
    pub rows: AnswerRows,
    /// Rows that the service charges for, as far as they are here.
    pub charged_rows: i64,
    /// Whether that is all of them: where a table did not come, more were charged than can be counted.
    pub is_whole: bool,
    /// What it says it cost, if it does.
    pub charged: Option<Amounts>,
    /// Price figures of the items it is about, with each item as it was asked.
    pub figures: Vec<(String, ItemFigures)>,
    /// Oddities, one sentence each.
    pub notes: Vec<String>,
}

/// Takes an answer apart by its query's command.
pub(super) fn take(
    query: &Query,
    mut answer: Answer,
    now: jiff::Timestamp,
) -> Result<Taken, AnswerFault> {
    let charged = answer.charged();
    let figures = figures(query, &answer, now);
    let mut notes = Vec::new();
    let mut rows = match query.command.as_str() {
        "GetBackLinkData" => links::back_link_data(&mut answer)?,
        "GetTopBackLinks" => links::top_back_links(query, &mut answer, &mut notes)?,
        "GetRefDomains" => domains::ref_domains(query, &mut answer)?,
        "GetRefDomainInfo" => domains::ref_domain_info(&mut answer)?,
        "GetNewLostBackLinks" => links::new_or_lost(&mut answer)?,
        "GetAnchorText" => anchors::anchor_text(query, &mut answer)?,
        "GetLinkProfile" => profile::link_profile(query, &mut answer, &mut notes)?,
        "GetBackLinksHistory" => history::back_links_history(query, &mut answer, &mut notes)?,
        "GetHostedDomains" => neighbours::hosted_domains(query, &mut answer, &mut notes)?,
        "GetPrefixQueryEstimate" => counts::prefix_estimate(query, &answer)?,
        "SubmitURLsToCrawl" => counts::submitted(query, &answer)?,
        command => sheets::only_table(command, &mut answer)?,
    };
    let is_whole = notes.is_empty();
    sheets::keep_rest(&mut rows, &mut answer, &mut notes);
    rows.index_date = global(&answer, "IndexBuildDate");
    rows.index_id = global(&answer, "UniqueIndexID");
    let charged_rows = charged_rows(query, &rows);
    // What stands for the whole answer, then the variables of its tables under the table's name.
    let mut globals = texts("", &answer.globals);
    globals.append(&mut rows.globals);
    rows.globals = globals;
    Ok(Taken {
        rows,
        charged_rows,
        is_whole,
        charged,
        figures,
        notes,
    })
}

/// Each row of the main list is a retrieval unit; the domains beside links cost none (recorded answers: the charge is
/// the rows of the link tables), nor do the rows of what is priced by the item or by the call.
fn charged_rows(query: &Query, rows: &AnswerRows) -> i64 {
    let by_row =
        matches!(query.entry().price, PriceRule::Call(call) if call.rows != RowBound::None);
    let main = [&rows.links, &rows.domains, &rows.items];
    let main = main.into_iter().flatten().next().filter(|_| by_row);
    main.map_or(0, |grid| i64::try_from(grid.rows.len()).unwrap_or(i64::MAX))
}

/// The look-up figures in an overview, so that what was paid for once prices later downloads.
fn figures(query: &Query, answer: &Answer, now: jiff::Timestamp) -> Vec<(String, ItemFigures)> {
    if query.command != item_info::COMMAND {
        return Vec::new();
    }
    let targets: Vec<_> = query.targets().collect();
    item_info::figures(answer, query.datasource(), now)
        .into_iter()
        .filter_map(|(n, figures)| Some((targets.get(n)?.item.clone(), figures)))
        .collect()
}

fn global(answer: &Answer, name: &str) -> Option<String> {
    let text = answer.global(name)?.text();
    (!text.trim().is_empty()).then(|| one_line(&text))
}

/// Removes a table by name, its case aside.
fn remove(answer: &mut Answer, name: &str) -> Option<Table> {
    let tables = answer.tables.as_mut()?;
    let at = tables
        .iter()
        .position(|t| t.name.eq_ignore_ascii_case(name))?;
    Some(tables.remove(at))
}

/// Removes the table that holds the rows.
fn require(answer: &mut Answer, name: &str) -> Result<Table, AnswerFault> {
    remove(answer, name).ok_or_else(|| lacks(answer, name))
}

fn lacks(answer: &Answer, table: &str) -> AnswerFault {
    AnswerFault::Lacks {
        code: one_line(&answer.code),
        table: table.to_owned(),
    }
}

/// A table as the store takes it.
fn grid(table: Table) -> Grid {
    let rows = table.rows.into_iter();
    Grid {
        columns: table.columns,
        rows: rows
            .map(|mut row| row.iter_mut().map(text).collect())
            .collect(),
        heads: 0,
    }
}

/// The text of a cell that is not needed any more.
fn text(cell: &mut Cell) -> String {
    match cell {
        Cell::Text(text) => std::mem::take(text),
        Cell::Int(n) => n.to_string(),
    }
}

/// Variables as texts, their names behind the name of their table.
fn texts(table: &str, values: &[(String, Cell)]) -> Vec<(String, String)> {
    let name = |name: &str| match table {
        "" => name.to_owned(),
        table => format!("{table}.{name}"),
    };
    values
        .iter()
        .map(|(n, cell)| (name(n), cell.text().into_owned()))
        .collect()
}

/// A table's variable as a number.
fn attribute(table: &Table, name: &str) -> Option<i64> {
    let found = table
        .attributes
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name));
    found.and_then(|(_, cell)| cell.int())
}

/// The cells of a table's row as variables, behind a name.
fn row_texts(name: &str, table: &Table, row: usize) -> Vec<(String, String)> {
    let cells = table.rows.get(row).map_or(&[][..], Vec::as_slice);
    let named = table.columns.iter().zip(cells);
    named
        .map(|(column, cell)| (format!("{name}.{column}"), cell.text().into_owned()))
        .collect()
}

/// The text of a cell by the name of its column, its case aside.
fn cell_text(table: &Table, row: usize, column: &str) -> Option<String> {
    let at = table
        .columns
        .iter()
        .position(|c| c.eq_ignore_ascii_case(column))?;
    let text = table.rows.get(row)?.get(at)?.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}
