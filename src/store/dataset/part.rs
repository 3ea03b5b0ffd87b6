//! A file of rows as a list sees it: where its rows begin, and where the list's columns stand in it.

use std::path::Path;
use std::sync::Arc;

use crate::columnar::Part;
use crate::model::column::Table;
use crate::model::link::{LINKS, SOURCE_DOMAIN};
use crate::store::StoreError;
use crate::store::manifest::PartEntry;

/// Column of a links part, behind the table's own: row id of the referring domain.
pub(in crate::store) const DOMAIN_ROW: &str = "domain_row";

/// A part of a list. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct ListPart {
    pub(super) entry: PartEntry,
    /// Row id of its first row.
    pub(super) first: u64,
    pub(super) part: Arc<Part>,
    /// For each column of the list its place in the file, if any row of the part fills it.
    places: Arc<[Option<usize>]>,
    /// Place of [`DOMAIN_ROW`], of links.
    pub(super) domain_row: Option<usize>,
}

impl ListPart {
    /// Opens a part that a manifest names.
    pub(super) fn open(
        folder: &Path,
        entry: &PartEntry,
        first: u64,
        table: &'static Table,
    ) -> Result<Self, StoreError> {
        let part = Part::open(&folder.join(&entry.file))?;
        if part.rows() as u64 != entry.rows {
            return Err(damaged(&part, "it has another number of rows"));
        }
        let is_links = table.name == LINKS.name;
        let name = if is_links { SOURCE_DOMAIN } else { 0 };
        let named = |id: &str| part.schema().column_with_name(id).map(|(place, _)| place);
        let domain_row = named(DOMAIN_ROW).filter(|_| is_links);
        if named(table.columns[name].id).is_none() || (is_links && domain_row.is_none()) {
            return Err(damaged(&part, "it has other columns"));
        }
        let places = table.columns.iter().map(|c| part.place(c));
        Ok(Self {
            entry: entry.clone(),
            first,
            places: places.collect::<Result<_, _>>()?,
            domain_row,
            part: Arc::new(part),
        })
    }

    /// Row id behind its last row.
    pub(super) fn end(&self) -> u64 {
        self.first + self.entry.rows
    }

    /// The place of a column in the file; none if nothing is known in it here.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }

    /// What is wrong with it.
    pub(super) fn damaged(&self, why: &str) -> StoreError {
        damaged(&self.part, why)
    }
}

fn damaged(part: &Part, why: &str) -> StoreError {
    StoreError::Damaged {
        path: part.path().to_owned(),
        why: why.to_owned(),
    }
}
