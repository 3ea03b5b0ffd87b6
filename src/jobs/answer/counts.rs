//! Answers without tables: what they say of the whole is one row.

use super::AnswerFault;
use crate::model::query::Query;
use crate::model::rows::Sheet;
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::Answer;

/// What GetPrefixQueryEstimate counts (Majestic developer documentation, GetPrefixQueryEstimate page).
const ESTIMATE: [&str; 5] = [
    "RealTimeQueryAllowed",
    "EstimatedExtBackLinks",
    "ActualExtBackLinks",
    "ActualURLs",
    "ActualCountsAvailable",
];

/// GetPrefixQueryEstimate.
pub(super) fn prefix_estimate(query: &Query, answer: &Answer) -> Result<AnswerRows, AnswerFault> {
    let item = ("Item".to_owned(), query.target.item.clone());
    let mut rows = one_row(Sheet::Estimates, answer, &ESTIMATE, vec![item])?;
    let counted = answer.global("ActualCountsAvailable");
    if counted.is_some_and(|cell| cell.text() == "0")
        && let Some(grid) = &mut rows.items
    {
        // What was not counted is not nothing.
        let cells = grid.columns.iter().zip(grid.rows.iter_mut().flatten());
        let actual = cells.filter(|(name, _)| name.starts_with("ActualE") || *name == "ActualURLs");
        actual.for_each(|(_, cell)| cell.clear());
    }
    Ok(rows)
}

/// SubmitURLsToCrawl.
pub(super) fn submitted(query: &Query, answer: &Answer) -> Result<AnswerRows, AnswerFault> {
    let said = vec![
        ("Item".to_owned(), query.target.item.clone()),
        ("URLsSent".to_owned(), query.targets().count().to_string()),
    ];
    one_row(Sheet::Crawls, answer, &["URLsAdded"], said)
}

/// The variables of an answer as one row; the first of them must be there.
fn one_row(
    sheet: Sheet,
    answer: &Answer,
    names: &[&str],
    mut cells: Vec<(String, String)>,
) -> Result<AnswerRows, AnswerFault> {
    let said = |name: &str| answer.global(name).map(|cell| cell.text().into_owned());
    if let Some(first) = names.first().filter(|name| said(name).is_none()) {
        return Err(AnswerFault::LacksFigure {
            code: one_line(&answer.code),
            figure: (*first).to_owned(),
        });
    }
    cells.extend(
        names
            .iter()
            .map(|name| ((*name).to_owned(), said(name).unwrap_or_default())),
    );
    let (columns, row) = cells.into_iter().unzip();
    let grid = Grid {
        columns,
        rows: vec![row],
        heads: 0,
    };
    Ok(AnswerRows {
        items: Some(grid),
        sheet,
        ..AnswerRows::default()
    })
}
