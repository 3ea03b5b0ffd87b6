//! An answer that holds its rows itself: tables of text under the provider's names.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;

use super::cells::{Cell, EmptyFlag, RowReader};
use super::fault::IngestError;
use super::flaws::Flaws;
use super::header::{self, Header};
use crate::columnar::{RowsBuilder, schema};
use crate::model::column::Table;
use crate::model::rows::Sheet;
use crate::store::manifest::Manifest;

/// A table of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The provider's names.
    pub columns: Vec<String>,
    /// Cells as text; an empty one is not known.
    pub rows: Vec<Vec<String>>,
    /// Lines of the file that stand before the first row: its heads. None in an answer, whose rows are counted.
    pub heads: u64,
}

/// All that an answer brings into a dataset. A list that it does not have stays without rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRows {
    /// Links.
    pub links: Option<Grid>,
    /// Referring domains. Beside links they fill what the links cannot say of their domains.
    pub domains: Option<Grid>,
    /// Rows of a sheet, such as items of an overview.
    pub items: Option<Grid>,
    /// Which sheet.
    pub sheet: Sheet,
    /// Domains are main domains, which private suffixes such as `blogspot.com` part too.
    pub by_main_domain: bool,
    /// Titles that only this answer has, by column id.
    pub labels: BTreeMap<String, String>,
    /// What it says beside its tables: name and text.
    pub globals: Vec<(String, String)>,
    /// IndexBuildDate as it came.
    pub index_date: Option<String>,
    /// UniqueIndexID.
    pub index_id: Option<String>,
    /// Links that the provider knows of the target (`TotalBackLinks`), of which the rows are a part.
    pub known_links: Option<i64>,
    /// Referring domains that the provider knows (`TotalMatchedDomains`), of which the rows are a part.
    pub known_domains: Option<i64>,
    /// Rows of the sheet that the provider knows.
    pub known_rows: Option<i64>,
    /// What a reader of its numbers must know, one sentence each.
    pub notes: Vec<String>,
}

impl AnswerRows {
    /// Whether it says anything of referring domains.
    pub(super) fn has_domains(&self) -> bool {
        self.links.is_some() || self.domains.is_some()
    }

    fn has_domains_or(&self, manifest: &Manifest) -> bool {
        self.has_domains() || manifest.domains > 0
    }

    /// Writes into a manifest what the answer says of itself.
    pub(super) fn describe(&self, manifest: &mut Manifest) {
        manifest.labels.clone_from(&self.labels);
        manifest.globals.clone_from(&self.globals);
        manifest.known_links = self.known_links;
        manifest.known_domains = self.known_domains;
        manifest.known_rows = self.known_rows;
        self.notes.iter().for_each(|text| note(manifest, text));
        if self.by_main_domain && self.has_domains_or(manifest) {
            note(manifest, BY_MAIN_DOMAIN);
        }
        if self.index_date.is_some() {
            manifest.index_date.clone_from(&self.index_date);
        }
        if self.index_id.is_some() {
            manifest.index_id.clone_from(&self.index_id);
        }
    }
}

/// How domains are told apart, where private suffixes do so too.
const BY_MAIN_DOMAIN: &str = "referring domains are main domains as DataForSEO counts them: a name below a private suffix such as blogspot.com is a domain of its own";

fn note(manifest: &mut Manifest, note: &str) {
    if manifest.notes.iter().all(|n| n != note) {
        manifest.notes.push(note.to_owned());
    }
}

impl Grid {
    /// No rows under these columns.
    pub fn with_columns(columns: &[&str]) -> Self {
        Self {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Where a column stands; it is added behind the others if there is none of that name. Rows are as wide as they were.
    pub fn place(&mut self, name: &str) -> usize {
        let known = self.columns.iter().position(|c| c == name);
        known.unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        })
    }

    /// Finds the columns of a list. A table without rows may be without heads too.
    pub(super) fn header(
        &self,
        table: &'static Table,
        needs: &[&str],
    ) -> Result<Header, IngestError> {
        let header = Header::of(table, &self.columns);
        match header.lacks(needs) {
            Some(column) if !self.rows.is_empty() => Err(IngestError::NotRows {
                list: table.name,
                column,
                found: header::listed(&self.columns),
            }),
            _ => Ok(header),
        }
    }

    /// Reads every row by a header; those that cannot be read or taken are flaws.
    pub(super) fn read<'a>(
        &'a self,
        header: &Header,
        flaws: &mut Flaws,
        take: &mut dyn FnMut(Vec<Cell<'a>>) -> Result<(), String>,
    ) {
        let reader = RowReader::new(header, EmptyFlag::Unknown);
        for (row, line) in self.rows.iter().zip(1 + self.heads..) {
            let taken = reader.read(row).and_then(|cells| {
                flaws.cells(line, header.table, &cells);
                take(cells)
            });
            if let Err(reason) = taken {
                flaws.row(line, reason);
            }
        }
    }

    /// Every row as a batch of a list that is held whole.
    pub(super) fn batch(
        &self,
        header: &Header,
        flaws: &mut Flaws,
    ) -> Result<RecordBatch, ArrowError> {
        let mut rows = RowsBuilder::new(schema(header.table, &[]))?;
        self.read(header, flaws, &mut |cells| {
            for (at, cell) in cells.into_iter().enumerate() {
                rows.value(at, &cell.into_value());
            }
            Ok(())
        });
        rows.finish()
    }
}
