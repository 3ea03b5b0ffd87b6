//! The table of referring domains: what is counted from the links held, beside what the provider says.

use arrow_array::{Array, RecordBatch};
use arrow_schema::ArrowError;

use super::tally::{Domain, Tally};
use super::told::{Found, Told};
use crate::columnar::{RowsBuilder, schema};
use crate::model::column::Value;
use crate::model::domain::DOMAINS;

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
    /// These, and behind them those that only the answer's own table names. Row ids of the former stay only if no more
    /// links come.
    All,
}

/// Rows made at a time.
const CHUNK: usize = 64 * 1024;

/// The table of domains, handed out piece by piece.
#[derive(Debug)]
pub(super) struct DomainTable<'a> {
    tally: &'a Tally,
    told: &'a Told,
    extent: Extent,
    /// Columns that a table has, of all the list's.
    filled: Vec<usize>,
    /// Those of them that are told only.
    further: Vec<usize>,
    rows: RowsBuilder,
    /// Columns that no row filled so far.
    empty: Vec<usize>,
    any: bool,
}

impl<'a> DomainTable<'a> {
    pub(super) fn new(
        tally: &'a Tally,
        told: &'a Told,
        extent: Extent,
    ) -> Result<Self, ArrowError> {
        let is_counted = |at: usize| COUNTED.contains(&DOMAINS.columns[at].id);
        let (told_columns, all) = (told.columns(), 0..DOMAINS.columns.len());
        let is_filled = |at: usize| is_counted(at) || told_columns.contains(&at);
        Ok(Self {
            tally,
            told,
            extent,
            filled: all.clone().filter(|at| is_filled(*at)).collect(),
            further: (told_columns.iter().copied())
                .filter(|at| !is_counted(*at))
                .collect(),
            rows: RowsBuilder::with(schema(&DOMAINS, &[]), is_filled)?,
            empty: all.collect(),
            any: false,
        })
    }

    /// Hands every domain out as a row of the list of domains, in pieces; at least one, be it without rows.
    pub(super) fn hand_out<E: From<ArrowError>>(
        &mut self,
        take: &mut dyn FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        for row in 0..self.tally.len() as u32 {
            let name = self.tally.name(row);
            self.add(name, self.tally.domain(row), &self.told.find(name), take)?;
        }
        if self.extent == Extent::All {
            for (name, found) in self.told.listed() {
                if !self.tally.knows(name) {
                    self.add(name, None, &found, take)?;
                }
            }
        }
        if !self.any || !self.rows.is_empty() {
            self.piece(take)?;
        }
        Ok(())
    }

    /// Ids of the columns that no row fills. Of a table without rows nothing is said.
    pub(super) fn empty(&self) -> Vec<&'static str> {
        let ids = self.empty.iter().map(|at| DOMAINS.columns[*at].id);
        ids.filter(|_| self.any).collect()
    }

    fn add<E: From<ArrowError>>(
        &mut self,
        name: &str,
        domain: Option<&Domain>,
        found: &Found,
        take: &mut dyn FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        count(&mut self.rows, self.tally, name, domain, self.told, found);
        for column in &self.further {
            self.told.push(&mut self.rows, found, *column);
        }
        match self.rows.len() >= CHUNK {
            true => self.piece(take),
            false => Ok(()),
        }
    }

    fn piece<E: From<ArrowError>>(
        &mut self,
        take: &mut dyn FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let batch = self.rows.finish()?;
        let rows = batch.num_rows();
        self.any |= rows > 0;
        self.empty
            .retain(|at| batch.column(*at).null_count() == rows);
        take(batch.project(&self.filled)?)
    }
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
    rows.int(2, domain.and_then(Domain::trust_flow));
    rows.int(3, domain.and_then(Domain::citation_flow));
    rows.share(4, domain.and_then(|d| d.follow.value()));
    rows.share(5, domain.and_then(|d| d.lost.value()));
    rows.date(6, domain.and_then(Domain::first));
    rows.date(7, domain.and_then(Domain::last));
    rows.text(8, domain.and_then(|d| tally.leading_topic(d)));
    match told.cell(found, 9) {
        Some(Value::Text(tld)) => rows.text(9, Some(tld)),
        _ => rows.text(9, Some(tally.suffix(name))),
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
