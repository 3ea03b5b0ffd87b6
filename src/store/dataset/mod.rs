//! An open dataset: its published parts, what is kept in memory of them, and questions to it.
//!
//! Everything here blocks; callers put it on a thread of its own. A dataset that still grows is
//! caught up with by [`Dataset::newer`]; what was loaded of older parts stays.

mod awaited;
mod check;
#[cfg(test)]
mod check_tests;
mod computed;
#[cfg(test)]
mod earlier_tests;
mod find;
mod first;
mod first_texts;
mod held;
mod kept;
mod keys;
mod later;
#[cfg(test)]
mod nested_tests;
mod part;
mod passing;
mod passing_few;
mod picture;
mod postings;
mod radix;
mod rank;
mod read;
mod scan;
#[cfg(test)]
mod scan_tests;
mod spread;
mod tally;
#[cfg(test)]
pub(super) mod tests;
mod text;
mod text_plan;
mod texts;
mod weigh;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, List, RowId};

use super::manifest::{self, Manifest, PartEntry};
use super::{Store, StoreError};

pub use awaited::{Awaited, Listener};
pub use check::Finding;
pub(super) use computed::{Told, Watch};
pub(super) use held::{Held, empty_columns};
pub(super) use part::DOMAIN_ROW;
use part::ListPart;
pub(super) use postings::LINK_ROW;
pub use rank::Ranking;

/// A dataset with the rows that were published when it was opened. Of its rows only columns of
/// numbers are kept in memory, a bounded number of them.
#[derive(Debug)]
pub struct Dataset {
    folder: PathBuf,
    manifest: Manifest,
    links: Vec<ListPart>,
    domains: Vec<ListPart>,
    items: Vec<ListPart>,
    kept: Arc<kept::Kept>,
    postings: OnceLock<postings::Postings>,
    hits: Mutex<Option<find::Hits>>,
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
            links: Vec::new(),
            domains: Vec::new(),
            items: Vec::new(),
            kept: Arc::default(),
            postings: OnceLock::new(),
            hits: Mutex::new(None),
        };
        dataset.load()?;
        Ok(dataset)
    }

    /// The dataset as it is published now, with all that was loaded of the parts that stay; none if nothing was
    /// published since. Whoever reads this one goes on undisturbed.
    pub fn newer(&self) -> Result<Option<Self>, StoreError> {
        let manifest = manifest::read(&self.folder)?;
        if manifest == self.manifest {
            return Ok(None);
        }
        let mut newer = Self {
            folder: self.folder.clone(),
            manifest,
            links: self.links.clone(),
            domains: self.domains.clone(),
            items: self.items.clone(),
            kept: Arc::clone(&self.kept),
            postings: OnceLock::new(),
            hits: Mutex::new(None),
        };
        newer.load()?;
        Ok(Some(newer))
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
        let list = |entry: &Option<PartEntry>, open: &[ListPart], table| {
            let entries = entry.iter();
            entries
                .map(|entry| match open.iter().find(|p| p.entry == *entry) {
                    Some(part) => Ok(part.clone()),
                    None => ListPart::open(&self.folder, entry, 0, table),
                })
                .collect::<Result<Vec<_>, _>>()
        };
        let domains = list(&self.manifest.domain_table, &self.domains, &DOMAINS)?;
        let items = list(
            &self.manifest.item_table,
            &self.items,
            self.manifest.sheet.table(),
        )?;
        let mut links = Vec::with_capacity(self.manifest.parts.len());
        let mut next = 0;
        for entry in &self.manifest.parts {
            let known = self.links.iter().find(|p| p.entry == *entry).cloned();
            let part = match known {
                Some(part) => part,
                None => ListPart::open(&self.folder, entry, entry.first_row, &LINKS)?,
            };
            if entry.first_row != next {
                return Err(part.damaged("its first row is not the next one"));
            }
            next += entry.rows;
            links.push(part);
        }
        self.links = links;
        self.domains = domains;
        self.items = items;
        self.postings = OnceLock::new();
        self.hits = Mutex::new(None);
        let all = || self.links.iter().chain(&self.domains).chain(&self.items);
        self.kept
            .retain(|id| all().any(|part| part.part.id() == id));
        Ok(())
    }

    /// What the dataset says of itself, as of opening.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Links that can be read.
    pub fn links(&self) -> u64 {
        rows(&self.links)
    }

    /// Referring domains that can be read.
    pub fn domains(&self) -> u64 {
        rows(&self.domains)
    }

    /// Rows of the sheet that can be read, such as items of an overview.
    pub fn items(&self) -> u64 {
        rows(&self.items)
    }

    /// Rows of a whole list.
    fn len_of(&self, list: &List) -> u64 {
        rows(self.parts(list))
    }

    /// The parts of a list, in the order of its rows.
    fn parts(&self, list: &List) -> &[ListPart] {
        match list {
            List::Sheet(sheet) if *sheet == self.manifest.sheet => &self.items,
            List::Sheet(_) => &[],
            List::Domains => &self.domains,
            List::Links { .. } => &self.links,
        }
    }

    /// The row of a link's referring domain in the list of domains.
    pub fn domain_of(&self, link: RowId) -> Result<RowId, StoreError> {
        let rows = self.domain_rows_at(link.0..link.0.saturating_add(1))?;
        let row = rows.first().ok_or(StoreError::NoSuchRow {
            row: link.0,
            rows: self.links(),
        })?;
        Ok(RowId(u64::from(*row)))
    }
}

fn rows(parts: &[ListPart]) -> u64 {
    parts.last().map_or(0, ListPart::end)
}
