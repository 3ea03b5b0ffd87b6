//! Tables counted from the links of a dataset: anchor texts, pages, topics, profile, days, periods. Links are gone
//! through once, column by column; what is kept meanwhile grows with the rows of the table, not with the links.

mod days;
mod distinct;
mod flags;
mod groups;
mod out;
mod profile;
#[cfg(test)]
pub(super) mod tests;
mod topics;

use std::sync::atomic::AtomicBool;

use arrow_array::RecordBatch;

use super::{Dataset, ListPart};
use crate::model::column::Table;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{List, Sheet};
use crate::store::StoreError;

pub(super) use distinct::Distinct;

/// Every link.
const ALL: List = List::Links { domain: None };

/// Whoever waits for a table: may stop it, and hears how many links were gone through.
#[derive(Clone, Copy)]
pub(in crate::store) struct Watch<'a> {
    pub(in crate::store) cancel: &'a AtomicBool,
    pub(in crate::store) progress: &'a (dyn Fn(u64) + Sync),
}

/// What was counted beside the rows.
#[derive(Debug, Default)]
pub(in crate::store) struct Told {
    /// Ids of the columns that no row fills.
    pub(in crate::store) absent: Vec<&'static str>,
    /// What a reader of the numbers must know, one sentence each.
    pub(in crate::store) notes: Vec<String>,
}

impl Dataset {
    /// Counts a table and hands its rows out, piece by piece; at least one piece, be it without rows. None where links
    /// give no such table.
    pub(in crate::store) fn compute(
        &self,
        sheet: Sheet,
        watch: Watch<'_>,
        take: &mut dyn FnMut(RecordBatch) -> Result<(), StoreError>,
    ) -> Result<Option<Told>, StoreError> {
        let counted = match sheet {
            Sheet::Anchors => groups::write(self, &groups::ANCHORS, watch, take)?,
            Sheet::Pages => groups::write(self, &groups::PAGES, watch, take)?,
            Sheet::Topics => topics::write(self, watch, take)?,
            Sheet::Profile => profile::write(self, watch, take)?,
            Sheet::Days => days::write_days(self, watch, take)?,
            Sheet::Periods => days::write_periods(self, watch, take)?,
            _ => return Ok(None),
        };
        Ok(Some(counted))
    }

    /// Whether any row that is held fills the column of links or domains with this id.
    pub(in crate::store) fn fills(&self, table: &Table, id: &str) -> bool {
        let known = if table.name == LINKS.name {
            &LINKS
        } else {
            &DOMAINS
        };
        let parts: &[ListPart] = match known.name == LINKS.name {
            true => &self.links,
            false => &self.domains,
        };
        let column = known.columns.iter().position(|c| c.id == id);
        column.is_some_and(|column| parts.iter().any(|part| part.place(column).is_some()))
    }
}

/// The positions of some columns of the links.
fn columns(ids: &[&str]) -> Vec<usize> {
    let place = |id: &&str| LINKS.columns.iter().position(|c| c.id == *id);
    ids.iter().filter_map(place).collect()
}

/// `1,204 links without an anchor`: nothing where there are none.
fn note(count: u64, what: &str) -> Option<String> {
    let n = crate::model::column::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    (count > 0).then(|| format!("{n} {what}"))
}
