//! The first stage: the raw file is unpacked, cut into rows, and counted; its columns go on to be encoded.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

use arrow_schema::ArrowError;

use super::answer::{AnswerRows, Grid};
use super::cells::EmptyFlag;
use super::domains::{DomainTable, Extent};
use super::fault::IngestError;
use super::gather::Gathered;
use super::header::Header;
use super::pages::{Paged, Pages};
use super::parquet;
use super::priority;
use super::raw::RawBytes;
use super::record::Fields;
use super::small::Small;
use super::source::{LINK_NEEDS, RawReader, header_of};
use super::stages::{End, Gone, Parsed, Standing, hand};
use super::tally::Tally;
use super::{Limits, PROGRESS_BYTES, Rows};
use crate::columnar::PartError;
use crate::model::link::LINKS;

/// Text of a part; more would not fit the offsets of an Arrow array when a column is read whole.
const PART_BYTES: u64 = 1 << 30;

/// Rows between two looks at the flag that stops.
const LOOK: u64 = 1_024;

/// Why reading stops before the end of the file.
pub(super) enum Stop {
    Gone,
    Failed(IngestError),
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<IngestError> for Stop {
    fn from(error: IngestError) -> Self {
        Self::Failed(error)
    }
}

impl From<ArrowError> for Stop {
    fn from(error: ArrowError) -> Self {
        let error = PartError::of("write", Path::new("a part"))(error);
        Self::Failed(error.into())
    }
}

/// What is read and how.
pub(super) struct Reading<'a> {
    pub(super) raw: &'a Path,
    /// Where the raw file is copied to.
    pub(super) keep: Option<&'a Path>,
    pub(super) rows: Rows<'a>,
    pub(super) limits: Limits,
    pub(super) cancel: &'a AtomicBool,
    /// Bytes of the raw file read.
    pub(super) bytes: &'a AtomicU64,
    /// Links that are published already, and links that the table of domains covers.
    pub(super) published: u64,
    pub(super) covered: Option<u64>,
    pub(super) small: Small,
    /// The pages of an answer that comes page by page, and how far it is published.
    pub(super) pages: Option<Box<Pages<'a>>>,
    pub(super) paged: Paged,
    pub(super) out: SyncSender<Parsed>,
}

/// One reading under way.
pub(super) struct Run<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) tally: Tally,
    pub(super) gathered: Option<Gathered>,
    pub(super) paged: Paged,
    missing: Vec<String>,
    pub(super) taken: u64,
    /// Text of the part that is filled.
    part_bytes: u64,
    /// Rows looked at, and bytes of the raw file read when that was last told.
    seen: u64,
    told: u64,
}

impl<'a> Reading<'a> {
    /// Works to the end of the rows, or until nobody takes them.
    pub(super) fn run(mut self) {
        let mut tally = Tally::default();
        if matches!(self.rows, Rows::Answer(answer) if answer.by_main_domain) {
            tally.count_by_main_domain();
        }
        let run = Run {
            paged: std::mem::take(&mut self.paged),
            reading: self,
            tally,
            gathered: None,
            missing: Vec::new(),
            taken: 0,
            part_bytes: 0,
            seen: 0,
            told: 0,
        };
        // Gone: the stages behind say themselves what ended them.
        let _ended = run.run();
    }
}

impl Run<'_> {
    fn run(mut self) -> Result<(), Gone> {
        let mut end = End::default();
        let read = match self.reading.rows {
            Rows::File => self.read_file(&mut end),
            Rows::Parquet => self.read_parquet(),
            Rows::Answer(answer) => self.read_answer(answer),
            Rows::Pages => self.read_pages(),
        };
        match read {
            Ok(()) => {}
            Err(Stop::Gone) => return Err(Gone),
            Err(Stop::Failed(IngestError::Truncated { path, at, why, .. })) => {
                let rows = self.taken;
                end.why = Some(IngestError::Truncated {
                    path,
                    rows,
                    at,
                    why,
                });
            }
            Err(Stop::Failed(error)) => end.why = Some(error),
        }
        if end.raw.is_none() && !matches!(self.reading.rows, Rows::File | Rows::Pages) {
            let whole = RawBytes::open(self.reading.raw, self.reading.keep, &AtomicU64::new(0))
                .and_then(|raw| raw.rest(self.reading.raw, self.reading.cancel));
            settle(&mut end, whole);
        }
        match self.publish(Some(end)) {
            Err(Stop::Gone) => Err(Gone),
            Err(Stop::Failed(error)) => self.give_up(error),
            Ok(()) => Ok(()),
        }
    }

    /// The end itself could not be prepared: nothing more is published.
    fn give_up(&mut self, error: IngestError) -> Result<(), Gone> {
        let end = End {
            why: Some(error),
            ..End::default()
        };
        let standing = self.standing(Vec::new(), Some(end));
        hand(&self.reading.out, Parsed::Publish(Box::new(standing)))
    }

    fn read_file(&mut self, end: &mut End) -> Result<(), Stop> {
        let reading = &self.reading;
        let mut source = RawReader::open(reading.raw, reading.keep, reading.bytes, reading.limits)?;
        let read = self.read_records(&mut source);
        if matches!(read, Err(Stop::Gone)) {
            return read;
        }
        let stopped = matches!(&read, Err(Stop::Failed(e)) if e.leaves_file());
        if !stopped {
            settle(end, source.finish(self.reading.cancel));
        }
        match end.why.take() {
            Some(error) if read.is_ok() => Err(error.into()),
            _ => read,
        }
    }

    fn read_records(&mut self, source: &mut RawReader<'_>) -> Result<(), Stop> {
        let names = source.names().map_err(|e| source.explain(e))?;
        let mut header = header_of(self.reading.raw, &LINKS, &names, &LINK_NEEDS)?;
        header.is_defused = header.is_ours && source.may_be_defused();
        self.missing = header.missing();
        // Ours says no where it is known.
        let empty = match header.is_ours {
            true => EmptyFlag::Unknown,
            false => EmptyFlag::No,
        };
        self.found_header(&header, empty)?;
        loop {
            match source.next() {
                Ok(Some(record)) => self.row(&record, record.line())?,
                Ok(None) => return Ok(()),
                Err(error) => return Err(source.explain(error).into()),
            }
        }
    }

    fn read_parquet(&mut self) -> Result<(), Stop> {
        let raw = self.reading.raw;
        let mut rows = parquet::Rows::open(raw, self.reading.limits)?;
        let header = header_of(raw, &LINKS, rows.names(), &LINK_NEEDS)?;
        self.missing = header.missing();
        self.found_header(&header, EmptyFlag::Unknown)?;
        let size = std::fs::metadata(raw).map_or(0, |m| m.len());
        loop {
            let read = size / 1_000 * rows.thousandths();
            self.reading.bytes.store(read, Ordering::Relaxed);
            match rows.next()? {
                Some((Ok(row), line)) => self.row(row, line)?,
                Some((Err(reason), line)) => {
                    self.reading.small.flaws.row(line, reason);
                    self.passed_row()?;
                }
                None => return Ok(()),
            }
        }
    }

    fn read_answer(&mut self, answer: &AnswerRows) -> Result<(), Stop> {
        let size = std::fs::metadata(self.reading.raw).map_or(0, |m| m.len());
        self.reading.bytes.store(size, Ordering::Relaxed);
        let links = answer.links.as_ref();
        links.map_or(Ok(()), |grid| self.read_grid(grid))
    }

    fn read_grid(&mut self, grid: &Grid) -> Result<(), Stop> {
        let header = grid.header(&LINKS, &LINK_NEEDS)?;
        self.found_header(&header, EmptyFlag::Unknown)?;
        for (row, line) in grid.rows.iter().zip(1..) {
            self.row(row, line)?;
        }
        Ok(())
    }

    fn found_header(&mut self, header: &Header, empty: EmptyFlag) -> Result<(), Stop> {
        self.reading.small.found(header);
        self.gathered = Some(Gathered::new(header, empty)?);
        Ok(())
    }

    /// Takes a row or counts what is wrong with it.
    pub(super) fn row(&mut self, row: &impl Fields, line: u64) -> Result<(), Stop> {
        let Some(gathered) = &mut self.gathered else {
            return Ok(());
        };
        let flaws = &mut self.reading.small.flaws;
        match gathered.push(row, line, &mut self.tally, flaws) {
            Ok(()) => self.taken += 1,
            Err(reason) => flaws.row(line, reason),
        }
        if gathered.is_full() || self.taken == self.reading.published {
            self.hand_on()?;
        }
        self.passed_row()
    }

    /// Looks around now and then, and publishes when enough rows have come.
    fn passed_row(&mut self) -> Result<(), Stop> {
        self.seen += 1;
        if self.seen.is_multiple_of(LOOK) {
            self.look()?;
        }
        if !matches!(self.reading.rows, Rows::Pages) && self.is_due() {
            self.publish(None)?;
        }
        Ok(())
    }

    pub(super) fn look(&mut self) -> Result<(), Stop> {
        if self.reading.cancel.load(Ordering::Relaxed) {
            return Err(IngestError::Cancelled.into());
        }
        if self.taken >= u64::from(u32::MAX) - LOOK {
            return Err(IngestError::TooManyRows.into());
        }
        let bytes = self.reading.bytes.load(Ordering::Relaxed);
        if bytes >= self.told + PROGRESS_BYTES {
            self.told = bytes;
            hand(&self.reading.out, Parsed::Progress)?;
        }
        Ok(())
    }

    /// Hands the gathered rows on. Those that are published already were only counted.
    fn hand_on(&mut self) -> Result<(), Stop> {
        let tally = &mut self.tally;
        let gathered = self.gathered.as_mut().map(|rows| rows.take(tally));
        let Some(rows) = gathered.transpose()?.flatten() else {
            return Ok(());
        };
        self.taken -= rows.left;
        if self.taken > self.reading.published {
            self.part_bytes += rows.text;
            hand(&self.reading.out, Parsed::Links(rows.batch))?;
        }
        match rows.left {
            0 => Ok(()),
            _ => Err(IngestError::TooManyHosts.into()),
        }
    }

    /// Whether enough is there for a part: little at first, then three times what is published.
    fn is_due(&self) -> bool {
        let (published, limits) = (self.reading.published, &self.reading.limits);
        let unpublished = self.taken.saturating_sub(published);
        let wanted = (published.saturating_mul(3))
            .max(limits.first_part)
            .min(limits.largest_part);
        unpublished >= wanted || self.is_part_full()
    }

    /// Whether a part would grow too large.
    pub(super) fn is_part_full(&self) -> bool {
        self.part_bytes >= PART_BYTES
    }

    /// Publishes what was taken; `end` is given when no more rows come.
    pub(super) fn publish(&mut self, mut end: Option<End>) -> Result<(), Stop> {
        let is_paged = matches!(self.reading.rows, Rows::Pages);
        let passed = self.taken >= self.reading.published && !(is_paged && self.is_behind());
        let fails = end.as_ref().and_then(|e| e.why.as_ref());
        if passed && !fails.is_some_and(IngestError::is_write) {
            self.hand_on()?;
            let new_links = self.taken > self.reading.published;
            let complete = end.is_some() && fails.is_none();
            let empty = match is_paged {
                true => {
                    self.hand_on_sheet(complete)?;
                    self.hand_on_domains_of_pages(complete)?
                }
                false => self.hand_on_domains(new_links, end.is_some(), complete)?,
            };
            if let Some(end) = end.as_mut().filter(|_| complete) {
                end.links = self.tally.links();
            }
            self.reading.published = self.taken;
            self.part_bytes = 0;
            self.note_published();
            let standing = self.standing(empty, end.take());
            hand(&self.reading.out, Parsed::Publish(Box::new(standing)))?;
            // The first rows are waited for, those behind them are not.
            priority::lower();
            return Ok(());
        }
        let standing = self.standing(Vec::new(), end);
        Ok(hand(
            &self.reading.out,
            Parsed::Publish(Box::new(standing)),
        )?)
    }

    /// The table of domains anew: at the end, and in between when there are three times the links that it knows, so
    /// that the work stays in proportion to the links.
    fn hand_on_domains(
        &mut self,
        new_links: bool,
        end: bool,
        complete: bool,
    ) -> Result<Vec<&'static str>, Stop> {
        if matches!(self.reading.rows, Rows::Answer(answer) if !answer.has_domains()) {
            return Ok(Vec::new());
        }
        let covered = self.reading.covered;
        let grown = covered.is_none_or(|links| self.taken >= links.saturating_mul(3));
        let stale = covered != Some(self.taken);
        if !(complete || (end && stale) || (new_links && grown)) {
            return Ok(Vec::new());
        }
        let (name, extent) = match complete {
            true => ("domains.parquet".to_owned(), Extent::All),
            false => (format!("domains-{}.parquet", self.taken), Extent::Linked),
        };
        self.write_domains_of(name, extent)
    }

    /// The table of all domains.
    pub(super) fn write_domains(&mut self, name: String) -> Result<Vec<&'static str>, Stop> {
        self.write_domains_of(name, Extent::All)
    }

    fn write_domains_of(
        &mut self,
        name: String,
        extent: Extent,
    ) -> Result<Vec<&'static str>, Stop> {
        let out = &self.reading.out;
        let mut table = DomainTable::new(&self.tally, &self.reading.small.told, extent)?;
        table
            .hand_out::<Stop>(&mut |batch| Ok(hand(out, Parsed::Domains(batch, name.clone()))?))?;
        self.reading.covered = Some(self.taken);
        Ok(table.empty())
    }

    fn standing(&self, empty: Vec<&'static str>, end: Option<End>) -> Standing {
        let small = &self.reading.small;
        let every = || LINKS.columns.iter().map(|c| c.id).collect();
        let is_paged = matches!(self.reading.rows, Rows::Pages);
        Standing {
            pages: is_paged.then(|| Box::new(self.standing_of_pages())),
            taken: self.taken,
            flaws: small.flaws.clone(),
            unseen: self.gathered.as_ref().map_or_else(every, Gathered::unseen),
            empty,
            unknown: small.unknown.clone(),
            missing: self.missing.clone(),
            end,
        }
    }
}

/// Notes what the whole raw file is, or why that cannot be said; an earlier reason to stop counts for more.
fn settle(end: &mut End, whole: Result<(u64, String, Option<super::raw::Copied>), IngestError>) {
    match whole {
        Ok((bytes, sha256, copied)) => {
            end.raw = Some((bytes, sha256));
            end.copied = copied;
        }
        Err(error) => {
            end.why.get_or_insert(error);
        }
    }
}
