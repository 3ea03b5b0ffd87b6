//! The table of referring domains: what is counted from the links held, beside what the provider says.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;

use super::tally::{Domain, Tally};
use super::told::{Found, Told};
use crate::columnar::{RowsBuilder, schema};
use crate::model::column::Value;
use crate::model::domain::DOMAINS;
use crate::model::target::public_suffix;

/// Columns that every table of domains has, the first of the list: the name, and what follows from it or from
/// the links.
const COUNTED: [&str; 10] = [
    "domain",
    "links",
    "best_source_trust_flow",
    "best_source_citation_flow",
    "follow_share",
    "lost_share",
    "first_seen",
    "last_seen",
    "topic",
    "tld",
];

/// Which domains a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Those of the links that were taken.
    Linked,
    /// These, and behind them those that only the provider names. Row ids of the former stay only if no more
    /// links come.
    All,
}

/// Every domain as a row of the list of domains.
pub(super) fn batch(tally: &Tally, told: &Told, extent: Extent) -> Result<RecordBatch, ArrowError> {
    let is_counted = |at: usize| COUNTED.contains(&DOMAINS.columns[at].id);
    let mut rows = RowsBuilder::with(schema(&DOMAINS, &[]), |at| is_counted(at) || told.fills(at))?;
    let further: Vec<usize> = (told.columns().into_iter())
        .filter(|at| !is_counted(*at))
        .collect();
    let mut add = |name: &str, domain: Option<&Domain>, found: &Found| {
        count(&mut rows, tally, name, domain, told, found);
        for column in &further {
            told.push(&mut rows, found, *column);
        }
    };
    for domain in tally.domains() {
        add(&domain.name, Some(domain), &told.find(&domain.name));
    }
    if extent == Extent::All {
        let unlinked = told.first().filter(|(name, _)| !tally.knows(name));
        for (name, found) in unlinked {
            add(name, None, &found);
        }
    }
    rows.finish()
}

/// Adds the columns of [`COUNTED`]. A domain without links has only those that follow from its name.
fn count(
    rows: &mut RowsBuilder,
    tally: &Tally,
    name: &str,
    domain: Option<&Domain>,
    told: &Told,
    found: &Found,
) {
    rows.text(0, Some(name));
    rows.int(1, domain.map(|d| i64::from(d.links)));
    rows.int(2, domain.and_then(|d| d.trust_flow));
    rows.int(3, domain.and_then(|d| d.citation_flow));
    rows.share(4, domain.and_then(|d| d.follow.value()));
    rows.share(5, domain.and_then(|d| d.lost.value()));
    rows.date(6, domain.and_then(|d| d.first));
    rows.date(7, domain.and_then(|d| d.last));
    rows.text(8, domain.and_then(|d| tally.leading_topic(d)));
    match told.cell(found, 9) {
        Some(Value::Text(tld)) => rows.text(9, Some(tld)),
        _ => rows.text(9, Some(public_suffix(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counted_columns_stand_first() {
        let first = DOMAINS.columns.iter().map(|c| c.id);
        assert!(first.take(COUNTED.len()).eq(COUNTED));
    }
}
