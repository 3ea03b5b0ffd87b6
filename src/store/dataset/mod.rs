//! An open dataset: its published parts, what is kept in memory of them, and questions to it.
//!
//! Everything here blocks; callers put it on a thread of its own. A dataset that still grows is
//! caught up with by [`Dataset::reload`]; what was loaded of older parts stays.

#[cfg(test)]
mod earlier_tests;
mod find;
mod held;
mod postings;
mod radix;
mod rank;
mod read;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use crate::columnar::Part;
use crate::model::domain::DOMAINS;
use crate::model::item::ITEMS;
use crate::model::link::{LINKS, SOURCE_DOMAIN};
use crate::model::rows::{DatasetId, List, RowId};

use super::manifest::{self, Manifest, PartEntry};
use super::{Store, StoreError};

pub(super) use held::{Held, empty_columns};
pub use rank::Ranking;

/// Column of a links part, behind the table's own: row id of the referring domain.
pub(super) const DOMAIN_ROW: &str = "domain_row";

/// A dataset with the rows that were published when it was opened or last reloaded.
#[derive(Debug)]
pub struct Dataset {
    folder: PathBuf,
    manifest: Manifest,
    parts: Vec<LinkPart>,
    domains: Option<Held>,
    items: Option<Held>,
    postings: OnceLock<postings::Postings>,
    hits: Mutex<Option<find::Hits>>,
}

/// A part of the links and where it begins.
#[derive(Clone, Debug)]
struct LinkPart {
    entry: PartEntry,
    part: Arc<Part>,
    /// For each column of the list its place in the file, if any row of the part fills it.
    places: Arc<[Option<usize>]>,
    /// Place of [`DOMAIN_ROW`].
    domain_row: usize,
}

impl LinkPart {
    fn first(&self) -> u64 {
        self.entry.first_row
    }

    /// The place of a column in the file; none if nothing is known in it here.
    fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }
}

impl Store {
    /// Opens a dataset.
    pub fn dataset(&self, id: &DatasetId) -> Result<Dataset, StoreError> {
        let folder = self.folder(id)?;
        Dataset::open(folder)
    }
}

impl Dataset {
    fn open(folder: PathBuf) -> Result<Self, StoreError> {
        let manifest = manifest::read(&folder)?;
        let mut dataset = Self {
            folder,
            manifest,
            parts: Vec::new(),
            domains: None,
            items: None,
            postings: OnceLock::new(),
            hits: Mutex::new(None),
        };
        dataset.load()?;
        Ok(dataset)
    }

    /// Catches up with what was published since; says whether there was anything.
    pub fn reload(&mut self) -> Result<bool, StoreError> {
        let manifest = manifest::read(&self.folder)?;
        if manifest == self.manifest {
            return Ok(false);
        }
        self.manifest = manifest;
        self.load()?;
        Ok(true)
    }

    /// Loads what the manifest names. A table of domains that was replaced between reading the
    /// manifest and opening the table is gone: then the manifest is read again.
    fn load(&mut self) -> Result<(), StoreError> {
        for _ in 0..3 {
            match self.load_once() {
                Err(StoreError::Part(_)) => {
                    let now = manifest::read(&self.folder)?;
                    if now == self.manifest {
                        break;
                    }
                    self.manifest = now;
                }
                done => return done,
            }
        }
        self.load_once()
    }

    fn load_once(&mut self) -> Result<(), StoreError> {
        let held = |entry: &Option<PartEntry>, table| {
            let entry = entry.as_ref();
            entry
                .map(|entry| Held::load(&self.folder, entry, table))
                .transpose()
        };
        let domains = held(&self.manifest.domain_table, &DOMAINS)?;
        let items = held(&self.manifest.item_table, &ITEMS)?;
        let mut parts = Vec::with_capacity(self.manifest.parts.len());
        let mut next = 0;
        for entry in &self.manifest.parts {
            let known = self.parts.iter().find(|p| p.entry == *entry).cloned();
            let part = match known {
                Some(part) => part,
                None => self.open_part(entry)?,
            };
            if entry.first_row != next {
                return Err(self.damaged(entry, "its first row is not the next one"));
            }
            next += entry.rows;
            parts.push(part);
        }
        self.parts = parts;
        self.domains = domains;
        self.items = items;
        self.postings = OnceLock::new();
        self.hits = Mutex::new(None);
        Ok(())
    }

    fn open_part(&self, entry: &PartEntry) -> Result<LinkPart, StoreError> {
        let part = Part::open(&self.folder.join(&entry.file))?;
        if part.rows() as u64 != entry.rows {
            return Err(self.damaged(entry, "it has another number of rows"));
        }
        let schema = part.schema();
        let needed = [LINKS.columns[SOURCE_DOMAIN].id, DOMAIN_ROW];
        let [Some(_), Some((domain_row, _))] = needed.map(|n| schema.column_with_name(n)) else {
            return Err(self.damaged(entry, "it has other columns"));
        };
        let places = LINKS.columns.iter().map(|c| part.place(c));
        Ok(LinkPart {
            entry: entry.clone(),
            places: places.collect::<Result<_, _>>()?,
            domain_row,
            part: Arc::new(part),
        })
    }

    fn damaged(&self, entry: &PartEntry, why: &str) -> StoreError {
        StoreError::Damaged {
            path: self.folder.join(&entry.file),
            why: why.to_owned(),
        }
    }

    /// What the dataset says of itself, as of opening or the last reload.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Links that can be read.
    pub fn links(&self) -> u64 {
        self.parts
            .last()
            .map_or(0, |p| p.entry.first_row + p.entry.rows)
    }

    /// Referring domains that can be read.
    pub fn domains(&self) -> u64 {
        self.domains.as_ref().map_or(0, |d| d.rows() as u64)
    }

    /// Items of an overview that can be read.
    pub fn items(&self) -> u64 {
        self.items.as_ref().map_or(0, |i| i.rows() as u64)
    }

    /// Rows of a whole list.
    fn len_of(&self, list: &List) -> u64 {
        match list {
            List::Items => self.items(),
            List::Domains => self.domains(),
            List::Links { .. } => self.links(),
        }
    }

    /// A list that is held whole; none for links, and where there is no such list.
    pub(super) fn held(&self, list: &List) -> Option<&Held> {
        match list {
            List::Items => self.items.as_ref(),
            List::Domains => self.domains.as_ref(),
            List::Links { .. } => None,
        }
    }

    /// The part that holds a link, and the link's place in it.
    fn locate(&self, row: u64) -> Result<(&LinkPart, usize), StoreError> {
        let missing = || StoreError::NoSuchRow {
            row,
            rows: self.links(),
        };
        let behind = self.parts.partition_point(|p| p.first() <= row);
        let part = self.parts.get(behind.wrapping_sub(1)).ok_or_else(missing)?;
        let at = row - part.first();
        if at < part.entry.rows {
            Ok((part, at as usize))
        } else {
            Err(missing())
        }
    }

    /// The row of a link's referring domain in the list of domains.
    pub fn domain_of(&self, link: RowId) -> Result<RowId, StoreError> {
        let (part, at) = self.locate(link.0)?;
        let rows = self.domain_rows(part)?;
        Ok(RowId(u64::from(rows.value(at))))
    }
}
