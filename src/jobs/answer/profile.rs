//! GetLinkProfile: one table of cells an item, under a name that another table says.

use super::links::join;
use super::sheets::named;
use super::{AnswerFault, cell_text, lacks, require, row_texts, texts};
use crate::model::query::Query;
use crate::model::rows::Sheet;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::Answer;

/// GetLinkProfile (Majestic developer documentation, GetLinkProfile page: table `Items` names the others).
pub(super) fn link_profile(
    query: &Query,
    answer: &mut Answer,
    notes: &mut Vec<String>,
) -> Result<AnswerRows, AnswerFault> {
    let items = require(answer, "Items")?;
    let mut rows = AnswerRows {
        sheet: Sheet::Profile,
        ..AnswerRows::default()
    };
    let mut all = Grid::with_columns(&["Item", "DataType"]);
    let mut found = false;
    let mut missing = None;
    for n in 0..items.rows.len() {
        rows.globals
            .extend(row_texts(&format!("Items.{n}"), &items, n));
        let item = item_of(&items, n, query);
        let name = cell_text(&items, n, "MatrixTableName");
        let status = cell_text(&items, n, "Status");
        match named(answer, name.as_deref()) {
            Ok(matrix) => {
                found = true;
                rows.globals.extend(texts(&matrix.name, &matrix.attributes));
                let from = all.rows.len();
                join(&mut all, &item, matrix);
                let counted = cell_text(&items, n, "DataType").unwrap_or_default();
                for row in all.rows.iter_mut().skip(from) {
                    row[1].clone_from(&counted);
                }
            }
            Err(why) => {
                notes.push(why.about(&item, status.as_deref()));
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

/// The item of a row as it was asked about.
pub(super) fn item_of(items: &crate::wire::majestic::Table, n: usize, query: &Query) -> String {
    cell_text(items, n, "OrigItem")
        .or_else(|| cell_text(items, n, "Item"))
        .or_else(|| query.targets().nth(n).map(|target| target.item.clone()))
        .unwrap_or_default()
}
