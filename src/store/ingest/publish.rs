//! Rows on their way to disk: gathered, written as parts, counted by domain, and named by the manifest.

use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;

use super::answer::AnswerRows;
use super::cells::Cell;
use super::domains::{self, Extent};
use super::fault::IngestError;
use super::flaws::Flaws;
use super::gather::Gathered;
use super::header::Header;
use super::leftovers::{ask, entry, remove, sweep};
use super::tally::Tally;
use super::told::{Source, Told};
use super::{IngestOptions, Write};
use crate::columnar::{PartError, PartWriter};
use crate::model::domain::DOMAINS;
use crate::model::item::ITEMS;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, List};
use crate::store::dataset::empty_columns;
use crate::store::manifest::{Manifest, PartEntry, RawFile, SCHEMA};
use crate::store::{Store, StoreError};

/// Text of a part; more would not fit the offsets of an Arrow array when a column is read whole.
const PART_BYTES: u64 = 1 << 30;

/// Takes rows and publishes them part by part.
pub(super) struct Publisher<'a> {
    store: &'a Store,
    id: &'a DatasetId,
    folder: &'a Path,
    options: &'a IngestOptions<'a>,
    answer: Option<&'a AnswerRows>,
    /// As last written.
    manifest: Manifest,
    source_url: usize,
    tally: Tally,
    told: Told,
    items: Option<RecordBatch>,
    rows: Gathered,
    writer: Option<PartWriter>,
    part_bytes: u64,
    /// Rows taken, those that an earlier run published among them.
    taken: u64,
    flaws: Flaws,
    unknown: Vec<String>,
    missing: Vec<String>,
    notes: Vec<String>,
}

impl<'a> Publisher<'a> {
    /// Prepares a dataset for the rows of a raw file: for the same file as before to go on, for
    /// another to start over. Remainders that the manifest does not name are removed.
    pub(super) fn begin(
        store: &'a Store,
        id: &'a DatasetId,
        folder: &'a Path,
        raw: RawFile,
        answer: Option<&'a AnswerRows>,
        options: &'a IngestOptions<'a>,
    ) -> Result<Self, IngestError> {
        let mut manifest = store.manifest(id)?;
        if manifest.raw.as_ref().is_none_or(|r| r.sha256 != raw.sha256) {
            ask(options, Write::Start, folder)?;
            manifest = store.change_manifest(id, |m| start_over(m, raw))?;
        }
        let rows = Gathered::new().map_err(PartError::of("write", folder))?;
        sweep(folder, &manifest, options)?;
        Ok(Self {
            store,
            id,
            folder,
            options,
            answer,
            manifest,
            source_url: LINKS.position("source_url").unwrap_or_default(),
            tally: Tally::new(),
            told: Told::default(),
            items: None,
            rows,
            writer: None,
            part_bytes: 0,
            taken: 0,
            flaws: Flaws::default(),
            unknown: Vec::new(),
            missing: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Reads what is small: the domains and items of an answer, and the datasets whose figures were filled in
    /// before.
    pub(super) fn read_small_lists(&mut self) -> Result<(), IngestError> {
        let answer = self.answer;
        if let Some(grid) = answer.and_then(|a| a.domains.as_ref()) {
            let (source, header) = Source::of_grid(grid, &mut self.flaws)?;
            self.told.add(source);
            self.unknown(&header);
        }
        if let Some(grid) = answer.and_then(|a| a.items.as_ref()) {
            let header = grid.header(&ITEMS, &["item"])?;
            let batch = grid.batch(&header, &mut self.flaws);
            self.items = Some(batch.map_err(PartError::of("write", self.folder))?);
            self.unknown(&header);
        }
        for from in &self.manifest.enriched_by {
            match self.store.dataset(from) {
                Ok(dataset) => {
                    let held = dataset.held(&List::Domains);
                    held.into_iter()
                        .for_each(|h| self.told.add(Source::of_held(h)));
                }
                Err(error) => self.notes.push(format!(
                    "the figures of dataset {from} could not be filled in again: {error}"
                )),
            }
        }
        Ok(())
    }

    /// As last written.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Rows taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Says which columns the rows that follow have.
    pub(super) fn found_header(&mut self, header: &Header) -> Result<(), IngestError> {
        self.unknown(header);
        if self.answer.is_none() {
            self.missing = header.missing();
        }
        let ready = self.rows.found_header(header);
        Ok(ready.map_err(PartError::of("write", self.folder))?)
    }

    fn unknown(&mut self, header: &Header) {
        let names = header.unknown.iter().map(|(_, name)| name);
        for name in names {
            if !self.unknown.contains(name) {
                self.unknown.push(name.clone());
            }
        }
    }

    /// Counts a row that cannot be taken.
    pub(super) fn bad_row(&mut self, line: u64, reason: String) {
        self.flaws.row(line, reason);
    }

    /// Takes a row. Those that are published already are only counted.
    pub(super) fn take(&mut self, cells: &[Cell<'_>], line: u64) -> Result<(), IngestError> {
        let domain = match cells.get(self.source_url) {
            Some(Cell::Text(url)) => self.tally.domain_row(url),
            _ => None,
        };
        let Some(domain) = domain else {
            self.bad_row(line, "its Source URL has no host".to_owned());
            return Ok(());
        };
        if self.taken >= u64::from(u32::MAX) {
            return Err(IngestError::TooManyRows);
        }
        self.tally.count(domain, cells);
        self.flaws.cells(line, &LINKS, cells);
        self.rows.see(cells);
        self.taken += 1;
        if self.taken <= self.manifest.rows {
            return Ok(());
        }
        self.rows.push(cells, self.tally.name(domain), domain);
        if self.rows.is_full() {
            self.flush()?;
        }
        Ok(())
    }

    /// Hands the gathered rows to the part that is being written.
    fn flush(&mut self) -> Result<(), IngestError> {
        let gathered = self.rows.take();
        let gathered = gathered.map_err(PartError::of("write", self.folder))?;
        let Some((batch, text)) = gathered else {
            return Ok(());
        };
        self.part_bytes += text;
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => PartWriter::create(&self.next_part(), self.rows.schema().clone())?,
        };
        writer.write(&batch)?;
        self.writer = Some(writer);
        Ok(())
    }

    fn next_part(&self) -> PathBuf {
        let number = self.manifest.parts.len();
        self.folder.join(format!("links-{number:05}.parquet"))
    }

    /// Whether enough is gathered for a part: little at first, then three times what is published.
    pub(super) fn is_due(&self) -> bool {
        let unpublished = self.taken.saturating_sub(self.manifest.rows);
        let wanted = (self.manifest.rows.saturating_mul(3))
            .max(self.options.first_part)
            .min(self.options.largest_part);
        unpublished >= wanted || self.part_bytes >= PART_BYTES
    }

    /// Publishes what was taken. `end` is given when no more rows come, with what stopped them.
    pub(super) fn publish(&mut self, end: Option<Option<&IngestError>>) -> Result<(), IngestError> {
        if self.taken < self.manifest.rows {
            // Stopped before the rows published earlier were passed: they stay as they are.
            return Ok(());
        }
        let complete = matches!(end, Some(None));
        self.flush()?;
        let part = self.finish_part()?;
        let domains = self.write_domains(part.is_some(), end.is_some(), complete)?;
        let items = match (&self.items, complete) {
            (Some(batch), true) => {
                Some(self.write_list("items.parquet", Write::Items, batch, 0)?)
            }
            _ => None,
        };
        self.write_manifest(part, domains, items, end)
    }

    fn finish_part(&mut self) -> Result<Option<PartEntry>, IngestError> {
        let Some(writer) = self.writer.take() else {
            return Ok(None);
        };
        let path = self.next_part();
        ask(self.options, Write::Part, &path)?;
        let file = writer.finish()?;
        self.part_bytes = 0;
        Ok(Some(entry(&path, self.manifest.rows, file)))
    }

    /// Writes the table of domains anew: at the end, and in between when a quarter more links came
    /// than it knows, so that the work stays in proportion to the links.
    fn write_domains(
        &self,
        new_links: bool,
        end: bool,
        complete: bool,
    ) -> Result<Option<Listed>, IngestError> {
        if !self.answer.is_none_or(AnswerRows::has_domains) {
            return Ok(None);
        }
        let covered = self.manifest.domain_table.as_ref().map(|t| t.first_row);
        let grown = covered.is_none_or(|links| self.taken * 4 >= links * 5);
        let stale = covered != Some(self.taken);
        if !(complete || (end && stale) || (new_links && grown)) {
            return Ok(None);
        }
        let (name, extent) = match complete {
            true => ("domains.parquet".to_owned(), Extent::All),
            false => (format!("domains-{}.parquet", self.taken), Extent::Linked),
        };
        let batch = domains::batch(&self.tally, &self.told, extent)
            .map_err(PartError::of("write", self.folder))?;
        // For the table of domains the "first row" is the number of links it counts.
        self.write_list(&name, Write::Domains, &batch, self.taken)
            .map(Some)
    }

    fn write_list(
        &self,
        name: &str,
        moment: Write,
        batch: &RecordBatch,
        first_row: u64,
    ) -> Result<Listed, IngestError> {
        let path = self.folder.join(name);
        ask(self.options, moment, &path)?;
        Ok(Listed {
            entry: write_batch(&path, batch, first_row)?,
            empty: match moment {
                Write::Items => empty_columns(&ITEMS, batch),
                _ => empty_columns(&DOMAINS, batch),
            },
        })
    }

    fn write_manifest(
        &mut self,
        part: Option<PartEntry>,
        domains: Option<Listed>,
        items: Option<Listed>,
        end: Option<Option<&IngestError>>,
    ) -> Result<(), IngestError> {
        ask(self.options, Write::Manifest, self.folder)?;
        let before = self.manifest.domain_table.clone();
        self.manifest = self.store.change_manifest(self.id, |m| {
            m.schema = SCHEMA;
            m.rows = self.taken;
            m.parts.extend(part);
            if let Some(table) = domains {
                m.domains = table.entry.rows;
                m.domain_table = Some(table.entry);
                m.set_absent(&DOMAINS, table.empty.into_iter());
            }
            if let Some(table) = items {
                m.items = table.entry.rows;
                m.item_table = Some(table.entry);
                m.set_absent(&ITEMS, table.empty.into_iter());
            }
            let unseen = self.rows.unseen().filter(|_| self.taken > 0);
            m.set_absent(&LINKS, unseen);
            m.bad_rows = self.flaws.rows;
            m.bad_cells = self.flaws.cells;
            m.bad_samples.clone_from(&self.flaws.samples);
            m.unknown_columns.clone_from(&self.unknown);
            m.missing_columns.clone_from(&self.missing);
            for note in &self.notes {
                if !m.notes.contains(note) {
                    m.notes.push(note.clone());
                }
            }
            if let Some(answer) = self.answer {
                answer.describe(m);
            }
            m.complete = matches!(end, Some(None));
            m.trouble = end.flatten().map(ToString::to_string);
        })?;
        let now = self.manifest.domain_table.as_ref().map(|t| &t.file);
        if let Some(old) = before.filter(|old| Some(&old.file) != now) {
            let path = self.folder.join(old.file);
            ask(self.options, Write::Remove, &path)?;
            remove(&path)?;
        }
        Ok(())
    }
}

/// A list that is held whole, written.
struct Listed {
    entry: PartEntry,
    empty: Vec<&'static str>,
}

/// Writes a list that is held whole.
pub(in crate::store) fn write_batch(
    path: &Path,
    batch: &RecordBatch,
    first_row: u64,
) -> Result<PartEntry, StoreError> {
    let mut writer = PartWriter::create(path, batch.schema())?;
    writer.write(batch)?;
    Ok(entry(path, first_row, writer.finish()?))
}

fn start_over(manifest: &mut Manifest, raw: RawFile) {
    manifest.schema = SCHEMA;
    manifest.raw = Some(raw);
    manifest.parts.clear();
    manifest.domain_table = None;
    manifest.item_table = None;
    manifest.rows = 0;
    manifest.domains = 0;
    manifest.items = 0;
    manifest.absent.clear();
    manifest.bad_rows = 0;
    manifest.bad_cells = 0;
    manifest.bad_samples.clear();
    manifest.complete = false;
    manifest.trouble = None;
}
