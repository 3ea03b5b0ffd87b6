//! Rows on their way to disk: gathered, written as parts, counted by domain, and named by the manifest.

use std::fs;
use std::path::{Path, PathBuf};

use arrow_schema::{DataType, Field, SchemaRef};
use csv::ByteRecord;

use super::cells::Cell;
use super::fault::IngestError;
use super::header::Header;
use super::tally::Tally;
use super::{IngestOptions, Write, sample};
use crate::columnar::{PartError, PartFile, PartWriter, RowsBuilder, schema};
use crate::model::link::{LINKS, SOURCE_DOMAIN};
use crate::model::rows::DatasetId;
use crate::store::dataset::DOMAIN_ROW;
use crate::store::manifest::{BadSample, Manifest, PartEntry, RawFile};
use crate::store::{Store, StoreError};

/// Rows handed to the writer at a time.
const BATCH_ROWS: usize = 8_192;
/// Text handed to the writer at a time, should rows be long.
const BATCH_BYTES: usize = 8 << 20;
/// Text of a part; more would not fit the offsets of an Arrow array when a column is read whole.
const PART_BYTES: u64 = 1 << 30;

/// Takes rows and publishes them part by part.
pub(super) struct Publisher<'a> {
    store: &'a Store,
    id: &'a DatasetId,
    folder: &'a Path,
    options: &'a IngestOptions<'a>,
    /// As last written.
    manifest: Manifest,
    schema: SchemaRef,
    source_url: usize,
    tally: Tally,
    rows: RowsBuilder,
    writer: Option<PartWriter>,
    part_bytes: u64,
    /// Rows taken, those that an earlier run published among them.
    taken: u64,
    bad_rows: u64,
    bad_cells: u64,
    samples: Vec<BadSample>,
    unknown: Vec<String>,
    missing: Vec<String>,
}

impl<'a> Publisher<'a> {
    /// Prepares a dataset for the rows of a raw file: for the same file as before to go on, for
    /// another to start over. Remainders that the manifest does not name are removed.
    pub(super) fn begin(
        store: &'a Store,
        id: &'a DatasetId,
        folder: &'a Path,
        raw: RawFile,
        options: &'a IngestOptions<'a>,
    ) -> Result<(Self, Manifest), IngestError> {
        let mut manifest = store.manifest(id)?;
        if manifest.raw.as_ref().is_none_or(|r| r.sha256 != raw.sha256) {
            ask(options, Write::Start, folder)?;
            manifest = store.change_manifest(id, |m| start_over(m, raw))?;
        }
        let schema = schema(&LINKS, &[Field::new(DOMAIN_ROW, DataType::UInt32, false)]);
        let rows = RowsBuilder::new(schema.clone()).map_err(PartError::of("write", folder))?;
        let publisher = Self {
            store,
            id,
            folder,
            options,
            manifest: manifest.clone(),
            schema,
            source_url: LINKS.position("source_url").unwrap_or_default(),
            tally: Tally::new(),
            rows,
            writer: None,
            part_bytes: 0,
            taken: 0,
            bad_rows: 0,
            bad_cells: 0,
            samples: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
        };
        publisher.sweep()?;
        Ok((publisher, manifest))
    }

    /// As last written.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Rows taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    pub(super) fn found_header(&mut self, header: &Header) {
        self.unknown.clone_from(&header.unknown);
        self.missing.clone_from(&header.missing);
    }

    /// Counts a row that cannot be taken.
    pub(super) fn bad_row(&mut self, record: &ByteRecord, reason: String) {
        self.bad_rows += 1;
        sample(&mut self.samples, line(record), || reason);
    }

    /// Takes a row. Those that are published already are only counted.
    pub(super) fn take(
        &mut self,
        cells: &[Cell<'_>],
        record: &ByteRecord,
    ) -> Result<(), IngestError> {
        let domain = match cells.get(self.source_url) {
            Some(Cell::Text(url)) => self.tally.domain_row(url),
            _ => None,
        };
        let Some(domain) = domain else {
            self.bad_row(record, "its Source URL has no host".to_owned());
            return Ok(());
        };
        if self.taken >= u64::from(u32::MAX) {
            return Err(IngestError::TooManyRows);
        }
        self.tally.count(domain, cells);
        self.bad_cells(cells, record);
        self.taken += 1;
        if self.taken <= self.manifest.rows {
            return Ok(());
        }
        self.push(cells, domain);
        if self.rows.len() >= BATCH_ROWS || self.rows.text_bytes() >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn bad_cells(&mut self, cells: &[Cell<'_>], record: &ByteRecord) {
        for (cell, column) in cells.iter().zip(LINKS.columns) {
            if *cell == Cell::Bad {
                self.bad_cells += 1;
                sample(&mut self.samples, line(record), || {
                    format!("{} is not understood and left empty", column.wire)
                });
            }
        }
    }

    fn push(&mut self, cells: &[Cell<'_>], domain: u32) {
        use crate::model::column::Kind;
        for (at, (cell, column)) in cells.iter().zip(LINKS.columns).enumerate() {
            if at == SOURCE_DOMAIN {
                self.rows.text(at, Some(self.tally.name(domain)));
                continue;
            }
            match (column.kind, cell) {
                (Kind::Text, Cell::Text(text)) => self.rows.text(at, Some(text)),
                (Kind::Text, _) => self.rows.text(at, None),
                (Kind::Int, Cell::Int(n)) => self.rows.int(at, Some(*n)),
                (Kind::Int, _) => self.rows.int(at, None),
                (Kind::Date, Cell::Date(day)) => self.rows.date(at, Some(*day)),
                (Kind::Date, _) => self.rows.date(at, None),
                (Kind::Flag, Cell::Flag(yes)) => self.rows.flag(at, Some(*yes)),
                (Kind::Flag, _) => self.rows.flag(at, None),
                (Kind::Share, _) => self.rows.share(at, None),
            }
        }
        self.rows.id(LINKS.columns.len(), domain);
    }

    /// Hands the gathered rows to the part that is being written.
    fn flush(&mut self) -> Result<(), IngestError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        self.part_bytes += self.rows.text_bytes() as u64;
        let batch = self
            .rows
            .finish()
            .map_err(PartError::of("write", self.folder))?;
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => PartWriter::create(&self.next_part(), self.schema.clone())?,
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
        self.write_manifest(part, domains, end)
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
    ) -> Result<Option<PartEntry>, IngestError> {
        let covered = self.manifest.domain_table.as_ref().map(|t| t.first_row);
        let grown = covered.is_none_or(|links| self.taken * 4 >= links * 5);
        let stale = covered != Some(self.taken);
        if !(complete || (end && stale) || (new_links && grown)) {
            return Ok(None);
        }
        let name = match complete {
            true => "domains.parquet".to_owned(),
            false => format!("domains-{}.parquet", self.taken),
        };
        let path = self.folder.join(name);
        ask(self.options, Write::Domains, &path)?;
        let mut writer = PartWriter::create(&path, Tally::schema())?;
        let batch = self.tally.batch().map_err(PartError::of("write", &path))?;
        writer.write(&batch)?;
        let file = writer.finish()?;
        // For the table of domains the "first row" is the number of links it counts.
        Ok(Some(entry(&path, self.taken, file)))
    }

    fn write_manifest(
        &mut self,
        part: Option<PartEntry>,
        domains: Option<PartEntry>,
        end: Option<Option<&IngestError>>,
    ) -> Result<(), IngestError> {
        ask(self.options, Write::Manifest, self.folder)?;
        let before = self.manifest.domain_table.clone();
        self.manifest = self.store.change_manifest(self.id, |m| {
            m.rows = self.taken;
            m.parts.extend(part);
            if let Some(table) = domains {
                m.domains = table.rows;
                m.domain_table = Some(table);
            }
            m.bad_rows = self.bad_rows;
            m.bad_cells = self.bad_cells;
            m.bad_samples.clone_from(&self.samples);
            m.unknown_columns.clone_from(&self.unknown);
            m.missing_columns.clone_from(&self.missing);
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

    /// Removes rows and tables that the manifest does not name.
    fn sweep(&self) -> Result<(), IngestError> {
        let io = |e| StoreError::io("cannot list", self.folder)(e);
        let named: Vec<&str> = self
            .manifest
            .parts
            .iter()
            .chain(&self.manifest.domain_table)
            .map(|p| p.file.as_str())
            .collect();
        for entry in fs::read_dir(self.folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = name.starts_with("links-") || name.starts_with("domains");
            if ours && !named.contains(&name.as_ref()) {
                ask(self.options, Write::Sweep, &entry.path())?;
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

fn start_over(manifest: &mut Manifest, raw: RawFile) {
    manifest.raw = Some(raw);
    manifest.parts.clear();
    manifest.domain_table = None;
    manifest.rows = 0;
    manifest.domains = 0;
    manifest.bad_rows = 0;
    manifest.bad_cells = 0;
    manifest.bad_samples.clear();
    manifest.complete = false;
    manifest.trouble = None;
}

fn entry(path: &Path, first_row: u64, file: PartFile) -> PartEntry {
    let name = path.file_name().unwrap_or_default();
    PartEntry {
        file: name.to_string_lossy().into_owned(),
        first_row,
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256,
    }
}

fn ask(options: &IngestOptions<'_>, write: Write, path: &Path) -> Result<(), StoreError> {
    options
        .before
        .map_or(Ok(()), |before| before(write))
        .map_err(StoreError::io("cannot write", path))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("cannot remove", path))
}

fn line(record: &ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}
