//! An answer that comes page by page: its rows are published while further pages are fetched.
//!
//! The pages lie in the dataset's raw folder already. They are read from the first one on each time, be it after a
//! crash or because more pages were bought: rows that are published are counted again and not written again, so row
//! ids stay. Each time there are twice as many rows as are published, they are published, so that parts grow.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::{Array as _, RecordBatch};

use super::answer::{AnswerRows, Grid};
use super::cells::EmptyFlag;
use super::fault::IngestError;
use super::gather::Gathered;
use super::reading::{Run, Stop};
use super::run::Asked;
use super::source::LINK_NEEDS;
use super::stages::{Parsed, StandingPages, hand};
use super::{IngestOptions, IngestOutcome, Published, raw};
use crate::columnar::{PartError, RowsBuilder, schema};
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, Sheet};
use crate::store::Store;
use crate::store::manifest::{Manifest, RawFile};

/// A page of an answer.
#[derive(Debug)]
pub struct Page {
    /// Its raw file, in the dataset's raw folder.
    pub raw: PathBuf,
    /// The rows in it.
    pub rows: AnswerRows,
}

/// A page that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFault {
    /// Its raw file.
    pub raw: PathBuf,
    /// Why not.
    pub why: String,
}

/// The pages in their order, from the first on. To ask for the next one waits until it is there, or until it is known
/// that no further one comes.
pub type Pages<'a> = dyn Iterator<Item = Result<Page, PageFault>> + Send + 'a;

/// Reads the pages of an answer into a dataset while they come. Blocks until there are no more.
///
/// May be called again after any end, with the same pages and, behind them, more.
pub fn ingest_pages(
    store: &Store,
    id: &DatasetId,
    pages: &mut Pages<'_>,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
) -> Result<IngestOutcome, IngestError> {
    let options = IngestOptions::default();
    ingest_pages_with(store, id, pages, cancel, on_published, &options)
}

/// [`ingest_pages`] with settings.
pub fn ingest_pages_with(
    store: &Store,
    id: &DatasetId,
    pages: &mut Pages<'_>,
    cancel: &AtomicBool,
    on_published: &mut dyn FnMut(Published),
    options: &IngestOptions<'_>,
) -> Result<IngestOutcome, IngestError> {
    let folder = store.folder(id)?;
    let asked = Asked {
        store,
        id,
        raw: &folder,
        cancel,
        options,
    };
    asked.read_pages(pages, on_published)
}

/// How far a dataset is, of an answer that comes page by page.
#[derive(Debug, Default)]
pub(super) struct Paged {
    /// Pages whose rows are published, and rows that are, links aside.
    pub(super) known: Vec<RawFile>,
    pub(super) small_published: u64,
    /// Pages read.
    pub(super) read: Vec<RawFile>,
    /// What the last of them says of the answer.
    pub(super) said: AnswerRows,
    /// Rows in them, whatever became of each.
    rows: u64,
    sheet: Option<SheetRows>,
}

/// The rows of a sheet so far.
#[derive(Debug)]
struct SheetRows {
    sheet: Sheet,
    batches: Vec<RecordBatch>,
    rows: u64,
}

impl SheetRows {
    fn empty(sheet: Sheet) -> Self {
        Self {
            sheet,
            batches: Vec::new(),
            rows: 0,
        }
    }

    /// Ids of the columns that no row fills. Of a sheet without rows nothing is said.
    fn unfilled(&self) -> Vec<&'static str> {
        let is_empty = |at: usize| {
            let mut columns = self.batches.iter().map(|b| b.columns().get(at));
            columns.all(|c| c.is_none_or(|c| c.null_count() == c.len()))
        };
        let columns = self.sheet.table().columns.iter().enumerate();
        columns
            .filter(|(at, _)| self.rows > 0 && is_empty(*at))
            .map(|(_, column)| column.id)
            .collect()
    }
}

impl Paged {
    /// Where a dataset is.
    pub(super) fn after(manifest: &Manifest) -> Self {
        // Without links the domains are those that the pages list.
        let listed = match manifest.rows {
            0 => manifest.domains,
            _ => 0,
        };
        Self {
            known: manifest.pages.clone(),
            small_published: manifest.items + listed,
            ..Self::default()
        }
    }

    /// Rows of a sheet.
    fn sheet_rows(&self) -> u64 {
        self.sheet.as_ref().map_or(0, |sheet| sheet.rows)
    }

    /// The sheet and the columns that no row of it fills.
    fn unfilled(&self) -> Option<(Sheet, Vec<&'static str>)> {
        let sheet = self.sheet.as_ref()?;
        Some((sheet.sheet, sheet.unfilled()))
    }
}

impl Run<'_> {
    /// Reads page after page.
    pub(super) fn read_pages(&mut self) -> Result<(), Stop> {
        let Some(pages) = self.reading.pages.take() else {
            return Ok(());
        };
        for page in pages {
            self.stop_if_cancelled()?;
            let number = self.paged.read.len() + 1;
            let page = page.map_err(|fault| IngestError::Page {
                number,
                path: fault.raw,
                why: fault.why,
            })?;
            let raw = raw::describe(&page.raw, self.reading.cancel)?;
            let before = self.paged.known.get(number - 1);
            if before.is_some_and(|b| (b.bytes, &b.sha256) != (raw.bytes, &raw.sha256)) {
                return Err(IngestError::OtherPage {
                    number,
                    path: page.raw,
                }
                .into());
            }
            self.reading.bytes.fetch_add(raw.bytes, Ordering::Relaxed);
            match self.take_page(page.rows) {
                Err(Stop::Failed(error @ IngestError::NotRows { .. })) => {
                    return Err(IngestError::Page {
                        number,
                        path: page.raw,
                        why: error.to_string(),
                    }
                    .into());
                }
                done => done?,
            }
            self.paged.read.push(raw);
            self.look()?;
            if self.is_page_due() {
                self.publish(None)?;
            }
        }
        self.stop_if_cancelled()
    }

    fn stop_if_cancelled(&self) -> Result<(), Stop> {
        match self.reading.cancel.load(Ordering::Relaxed) {
            true => Err(IngestError::Cancelled.into()),
            false => Ok(()),
        }
    }

    fn take_page(&mut self, mut page: AnswerRows) -> Result<(), Stop> {
        let (links, domains, items) = (page.links.take(), page.domains.take(), page.items.take());
        if page.by_main_domain {
            self.tally.count_by_main_domain();
        }
        let rows = self.paged.rows;
        let heads = |grid: Grid| Grid {
            heads: rows,
            ..grid
        };
        let main = [links.as_ref(), domains.as_ref(), items.as_ref()];
        let main = main.into_iter().flatten().next();
        self.paged.rows += main.map_or(0, |grid| grid.rows.len() as u64);
        let beside_links = links.is_some();
        if let Some(grid) = links.map(heads) {
            self.take_links(&grid)?;
        }
        if let Some(grid) = domains.map(heads) {
            let small = &mut self.reading.small;
            let header = small
                .told
                .append_own(&grid, !beside_links, &mut small.flaws)?;
            small.found(&header);
        }
        if let Some(grid) = items.map(heads) {
            self.take_sheet(page.sheet, &grid)?;
        }
        self.paged.said = page;
        Ok(())
    }

    fn take_links(&mut self, grid: &Grid) -> Result<(), Stop> {
        let header = grid.header(&LINKS, &LINK_NEEDS)?;
        self.reading.small.found(&header);
        match &mut self.gathered {
            Some(gathered) => gathered.go_on(&header),
            None => self.gathered = Some(Gathered::of_pages(&header, EmptyFlag::Unknown)?),
        }
        for (row, line) in grid.rows.iter().zip(1 + grid.heads..) {
            self.row(row, line)?;
        }
        Ok(())
    }

    fn take_sheet(&mut self, sheet: Sheet, grid: &Grid) -> Result<(), Stop> {
        let header = grid.header(sheet.table(), sheet.needs())?;
        let small = &mut self.reading.small;
        small.found(&header);
        let batch = grid.batch(&header, &mut small.flaws)?;
        let sheets = self
            .paged
            .sheet
            .get_or_insert_with(|| SheetRows::empty(sheet));
        sheets.rows += batch.num_rows() as u64;
        sheets.batches.push(batch);
        Ok(())
    }

    /// Rows of all lists so far, and of those that are published.
    fn rows_of_pages(&self) -> (u64, u64) {
        let small = self.listed() + self.paged.sheet_rows();
        let published = self.reading.published + self.paged.small_published;
        (self.taken + small, published)
    }

    /// Domains that are listed though no link of them is held.
    fn listed(&self) -> u64 {
        self.reading.small.told.rows_listed()
    }

    /// Whether the pages read so far have fewer rows than are published: then they were not read to where they were.
    pub(super) fn is_behind(&self) -> bool {
        let (rows, published) = self.rows_of_pages();
        rows < published
    }

    /// Whether enough is there for a part: the first rows at once, then as many as are published.
    fn is_page_due(&self) -> bool {
        let (rows, published) = self.rows_of_pages();
        let wanted = published.clamp(1, self.reading.limits.largest_part);
        rows.saturating_sub(published) >= wanted || self.is_part_full()
    }

    /// The table of domains anew, if anything came to it.
    pub(super) fn hand_on_domains_of_pages(
        &mut self,
        complete: bool,
    ) -> Result<Vec<&'static str>, Stop> {
        let small = &self.reading.small;
        let (lists, size) = (small.told.lists(), self.taken + self.listed());
        let before = match lists {
            true => self.paged.small_published,
            false => self.reading.covered.unwrap_or(0),
        };
        let is_first = complete && self.reading.covered.is_none();
        if !(size > before || (is_first && (lists || self.gathered.is_some()))) {
            return Ok(Vec::new());
        }
        self.write_domains(format!("domains-{size}.parquet"))
    }

    /// The table of the sheet anew, if anything came to it.
    pub(super) fn hand_on_sheet(&mut self, complete: bool) -> Result<(), Stop> {
        let Some(sheet) = &self.paged.sheet else {
            return Ok(());
        };
        let is_first = complete && self.paged.known.is_empty() && sheet.rows == 0;
        if sheet.rows <= self.paged.small_published && !is_first {
            return Ok(());
        }
        let table = sheet.sheet.table();
        let name = format!("{}-{}.parquet", table.name, sheet.rows);
        let out = &self.reading.out;
        for batch in &sheet.batches {
            hand(out, Parsed::Sheet(batch.clone(), name.clone()))?;
        }
        if sheet.batches.is_empty() {
            let nothing = RowsBuilder::new(schema(table, &[]))?.finish();
            let nothing = nothing.map_err(PartError::of("write", table.name.as_ref()));
            let nothing = nothing.map_err(IngestError::from)?;
            hand(out, Parsed::Sheet(nothing, name))?;
        }
        Ok(())
    }

    /// How it stands with the pages.
    pub(super) fn standing_of_pages(&self) -> StandingPages {
        StandingPages {
            read: self.paged.read.clone(),
            said: self.paged.said.clone(),
            unfilled: self.paged.unfilled(),
            is_behind: self.is_behind(),
        }
    }

    /// What was handed on is published with it.
    pub(super) fn note_published(&mut self) {
        self.paged.small_published = self.listed() + self.paged.sheet_rows();
        self.paged.known.clone_from(&self.paged.read);
    }
}
