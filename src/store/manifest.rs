//! What a dataset says of itself: `manifest.json` in its folder.
//!
//! The manifest is the point of publication. A part counts when the manifest names it; what lies
//! beside without being named is the remainder of a crash.

mod at_rest;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::computed::CountedFrom;
use crate::model::catalog::ItemFigures;
use crate::model::column::Table;
use crate::model::job::JobId;
use crate::model::money::Paid;
use crate::model::query::Query;
use crate::model::rows::{DatasetId, Sheet};
use crate::model::target::Target;

pub(super) use at_rest::{is_plain_name, read, write};

/// Its file in the folder of a dataset.
pub const MANIFEST_FILE: &str = "manifest.json";

/// Version of the manifest and of the Parquet layout. Later ones are refused.
pub const SCHEMA: u32 = 3;

/// Where a dataset comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A bought answer.
    Query {
        /// What was asked.
        query: Box<Query>,
        /// By which job.
        job: JobId,
        /// What the price look-up said of the target.
        figures: Option<ItemFigures>,
    },
    /// A file from elsewhere.
    File {
        /// Its name, for the eye.
        name: String,
    },
}

/// A row that was not taken, or a cell that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadSample {
    /// Line of the raw file, from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

/// How the sentence about a cell ends that was not understood; its column stands before.
pub(super) const LEFT_EMPTY: &str = " is not understood and left empty";

impl BadSample {
    /// The column of a cell that was not understood; none where a row was not taken.
    pub fn column(&self) -> Option<&str> {
        self.reason.strip_suffix(LEFT_EMPTY)
    }
}

/// The raw answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawFile {
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal. It is found out while the file is read: empty until all of it was.
    pub sha256: String,
    /// SHA-256 of its first and last 64 KiB, hexadecimal: by it and the size a file is known again before all of it
    /// was read.
    /// Empty where the file was written down whole from the start.
    #[serde(default)]
    pub head: String,
}

/// A published part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// File name in the dataset's folder.
    pub file: String,
    /// Row id of its first row.
    pub first_row: u64,
    /// Its rows.
    pub rows: u64,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A dataset's description of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this file and of the layout.
    pub schema: u32,
    /// Name of the dataset.
    pub id: DatasetId,
    /// When it was made.
    pub created: Timestamp,
    /// Who answered; none for a file from elsewhere.
    pub provider: Option<String>,
    /// The provider's command.
    pub command: Option<String>,
    /// Every parameter as sent, without authentication and passwords.
    #[serde(default)]
    pub params: Vec<(String, String)>,
    /// What it is about.
    pub target: Option<Target>,
    /// The job that bought it.
    pub job: Option<JobId>,
    /// Name of the file it was read from, if it was not bought.
    pub source_name: Option<String>,
    /// IndexBuildDate of the figures, as the provider wrote it.
    pub index_date: Option<String>,
    /// UniqueIndexID of the figures.
    pub index_id: Option<String>,
    /// What the provider knows of the target: rows held are to be read against it.
    pub figures: Option<ItemFigures>,
    /// What it cost.
    pub cost: Option<Paid>,
    /// Order in which the provider delivers: the order of row ids.
    pub order: String,
    /// Links held.
    pub rows: u64,
    /// Referring domains held.
    pub domains: u64,
    /// Rows of the raw file that could not be taken.
    pub bad_rows: u64,
    /// Cells that were not understood and are empty now.
    pub bad_cells: u64,
    /// The first of both.
    #[serde(default)]
    pub bad_samples: Vec<BadSample>,
    /// Columns of the raw answer that no column of ours holds; their cells are in the column `extra`.
    #[serde(default)]
    pub unknown_columns: Vec<String>,
    /// Columns that the raw file does not have; their cells are empty.
    #[serde(default)]
    pub missing_columns: Vec<String>,
    /// Every row of the raw file was read.
    pub complete: bool,
    /// What stopped the reading, in one sentence.
    pub trouble: Option<String>,
    /// The raw file.
    pub raw: Option<RawFile>,
    /// The raw files of an answer that comes page by page, those whose rows are held, in their order.
    #[serde(default)]
    pub pages: Vec<RawFile>,
    /// The parts of the links, in order.
    #[serde(default)]
    pub parts: Vec<PartEntry>,
    /// The table of referring domains.
    pub domain_table: Option<PartEntry>,
    /// The links of each domain: row ids of links, ordered by domain row and then by link row. A domain's stand
    /// behind those of the domains before it, as many as its column `links` says. Its "first row" is the number
    /// of links it covers.
    #[serde(default)]
    pub posting_table: Option<PartEntry>,
    /// Which sheet the table of items is, in a dataset that has one.
    #[serde(default)]
    pub sheet: Sheet,
    /// Rows of the sheet held, such as items of an overview.
    #[serde(default)]
    pub items: u64,
    /// The table of items, or of the other sheet.
    #[serde(default)]
    pub item_table: Option<PartEntry>,
    /// What the provider's head says where the column's own title does not: by column id, such as
    /// `item0_links` for `BackLinks_example.com`.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Columns that no row fills, as list and column: `links.extra`. Of a list without rows nothing is said.
    #[serde(default)]
    pub absent: Vec<String>,
    /// What the answer says beside its rows, in its own order: name and text.
    #[serde(default)]
    pub globals: Vec<(String, String)>,
    /// Links that the provider knows, where the answer itself says so.
    #[serde(default)]
    pub known_links: Option<i64>,
    /// Referring domains that the provider knows, where the answer itself says so.
    #[serde(default)]
    pub known_domains: Option<i64>,
    /// Rows of the sheet that the provider knows, where the answer itself says so.
    #[serde(default)]
    pub known_rows: Option<i64>,
    /// Datasets whose figures fill the table of domains, in the order in which they were filled in.
    #[serde(default)]
    pub enriched_by: Vec<DatasetId>,
    /// Whether the later figures of its domains were counted ([`super::second_pass`]).
    #[serde(default)]
    pub second_pass: bool,
    /// The part of the question's filter that the service could not do: the list of what was asked for opens with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// What a reader of its numbers must know, one sentence each.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What its sheet was counted from, where it was not bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<CountedFrom>,
}

impl Manifest {
    /// One that says nothing yet.
    pub(super) fn blank(id: DatasetId, created: Timestamp) -> Self {
        Self {
            schema: SCHEMA,
            id,
            created,
            provider: None,
            command: None,
            params: Vec::new(),
            target: None,
            job: None,
            source_name: None,
            index_date: None,
            index_id: None,
            figures: None,
            cost: None,
            order: "as delivered".to_owned(),
            rows: 0,
            domains: 0,
            bad_rows: 0,
            bad_cells: 0,
            bad_samples: Vec::new(),
            unknown_columns: Vec::new(),
            missing_columns: Vec::new(),
            complete: false,
            trouble: None,
            raw: None,
            pages: Vec::new(),
            parts: Vec::new(),
            domain_table: None,
            posting_table: None,
            sheet: Sheet::default(),
            items: 0,
            item_table: None,
            labels: BTreeMap::new(),
            absent: Vec::new(),
            globals: Vec::new(),
            known_links: None,
            known_domains: None,
            known_rows: None,
            enriched_by: Vec::new(),
            second_pass: false,
            filter: String::new(),
            notes: Vec::new(),
            computed: None,
        }
    }

    pub(super) fn new(id: DatasetId, created: Timestamp, origin: Origin) -> Self {
        let mut manifest = Self::blank(id, created);
        match origin {
            Origin::Query {
                query,
                job,
                figures,
            } => {
                manifest.provider = Some(query.entry().provider.name().to_owned());
                manifest.params = query.shown_params();
                manifest.filter = query.list_filter();
                manifest.command = Some(query.command);
                manifest.target = Some(query.target);
                manifest.job = Some(job);
                manifest.index_date = figures.as_ref().map(|f| f.index_date.clone());
                manifest.index_id = figures.as_ref().map(|f| f.index_id.clone());
                manifest.figures = figures;
            }
            Origin::File { name } => manifest.source_name = Some(name),
        }
        manifest
    }

    /// Writes down which columns of a list no row fills, in place of what was written before.
    pub(super) fn set_absent<'a>(&mut self, table: &Table, ids: impl Iterator<Item = &'a str>) {
        let of_list = |name: &String| name.split_once('.').is_some_and(|(l, _)| l == table.name);
        self.absent.retain(|name| !of_list(name));
        let names = ids.map(|id| format!("{}.{id}", table.name));
        self.absent.extend(names);
    }
}
