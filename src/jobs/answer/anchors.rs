//! GetAnchorText: what comes depends on its `Mode` (Majestic developer documentation, GetAnchorText page).

use super::{AnswerFault, attribute, grid, links, require, sheets, texts};
use crate::model::catalog::Brings;
use crate::model::query::Query;
use crate::store::AnswerRows;
use crate::wire::majestic::Answer;

/// The column of links that use the text, in the table of domains; here it is what `MatchedLinks` is elsewhere.
const LINKS_OF_DOMAIN: (&str, &str) = ("TotalLinks", "MatchedLinks");

/// Anchor texts, the domains that use one, or the links that do.
pub(super) fn anchor_text(query: &Query, answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    match query.brings() {
        Brings::Domains => domains(answer),
        Brings::Links => linking(answer),
        _ => sheets::only_table(&query.command, answer),
    }
}

fn domains(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let mut table = require(answer, "RefDomains")?;
    let (theirs, ours) = LINKS_OF_DOMAIN;
    for column in &mut table.columns {
        if column.eq_ignore_ascii_case(theirs) {
            ours.clone_into(column);
        }
    }
    let mut rows = AnswerRows {
        known_domains: attribute(&table, "TotalResults"),
        globals: texts(&table.name, &table.attributes),
        domains: Some(grid(table)),
        ..AnswerRows::default()
    };
    let label = "Links with it".to_owned();
    rows.labels.insert("matched_links".to_owned(), label);
    Ok(rows)
}

/// Of the links that use a text those are counted, and not all of the target.
fn linking(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let mut rows = links::back_link_data(answer)?;
    let said = rows.globals.iter();
    let mut found = said.filter(|(name, _)| name == "BackLinks.TotalResults");
    if let Some(count) = found.next().and_then(|(_, n)| n.trim().parse().ok()) {
        rows.known_links = Some(count);
    }
    Ok(rows)
}
