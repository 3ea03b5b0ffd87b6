//! Links on their way into batches: each field goes straight into its column, and what counts of it into the tally.

use std::borrow::Cow;

use arrow_array::{Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field};

use super::cells::{Cell, EmptyFlag, Unknown, cell, check_width};
use super::days::Days;
use super::flaws::Flaws;
use super::header::Header;
use super::record::Fields;
use super::tally::{Facts, Tally};
use crate::columnar::{RowsBuilder, schema_of};
use crate::model::column::{Column, EXTRA, Kind};
use crate::model::link::{LINKS, SOURCE_DOMAIN};
use crate::model::text::from_csv_cell;
use crate::store::dataset::DOMAIN_ROW;

/// Rows handed to the writer at a time: whole pages.
pub(super) const BATCH_ROWS: usize = 2 * crate::columnar::PAGE_ROWS;
/// Text handed to the writer at a time, should rows be long.
const BATCH_BYTES: usize = 8 << 20;

/// Rows for the writer.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) batch: RecordBatch,
    /// Bytes of its text.
    pub(super) text: u64,
    /// Rows that came behind these and cannot be taken: there is no room for the names of further hosts.
    pub(super) left: u64,
}

/// What of a column is counted by domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    None,
    TrustFlow,
    CitationFlow,
    Nofollow,
    /// The opposite.
    Dofollow,
    Deleted,
    FirstFound,
    Crawled,
    Topic,
}

fn fact_of(id: &str) -> Fact {
    match id {
        "source_trust_flow" => Fact::TrustFlow,
        "source_citation_flow" => Fact::CitationFlow,
        "nofollow" => Fact::Nofollow,
        "dofollow" => Fact::Dofollow,
        "deleted" => Fact::Deleted,
        "first_found_date" => Fact::FirstFound,
        "source_crawl_date" => Fact::Crawled,
        "source_topic" => Fact::Topic,
        _ => Fact::None,
    }
}

/// A text as it was before an export of ours made it safe for spreadsheets.
fn given_back(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(from_csv_cell(text)),
        Cow::Owned(text) => Cow::Owned(from_csv_cell(&text).to_owned()),
    }
}

/// From which field into which column.
#[derive(Debug)]
struct Step {
    field: usize,
    column: &'static Column,
    /// Place of the column in the batch.
    place: usize,
    fact: Fact,
}

impl Step {
    #[inline]
    fn bytes<'a>(&self, row: &'a impl Fields) -> &'a [u8] {
        row.field(self.field).unwrap_or_default()
    }

    /// Adds a number; says whether there is something else instead.
    #[inline]
    fn number(&self, row: &impl Fields, rows: &mut RowsBuilder, facts: &mut Facts) -> bool {
        let (number, bad) = int(self.bytes(row));
        rows.int(self.place, number);
        match self.fact {
            Fact::TrustFlow => facts.trust_flow = number,
            Fact::CitationFlow => facts.citation_flow = number,
            _ => {}
        }
        bad
    }

    /// Adds a day; says whether there is something else instead.
    #[inline]
    fn day(
        &self,
        row: &impl Fields,
        rows: &mut RowsBuilder,
        days: &mut Days,
        facts: &mut Facts,
    ) -> bool {
        let (day, bad) = days.read(self.bytes(row));
        rows.date(self.place, day);
        match self.fact {
            Fact::FirstFound => facts.first_found = day,
            Fact::Crawled => facts.crawled = day,
            _ => {}
        }
        bad
    }

    /// Adds a moment or several values; says whether there is something else instead.
    fn other(&self, row: &impl Fields, rows: &mut RowsBuilder) -> bool {
        let found = cell(self.bytes(row), self.column.kind, EmptyFlag::Unknown);
        let bad = found == Cell::Bad;
        rows.value(self.place, &found.into_value());
        bad
    }

    /// Adds a yes or no; says whether there is something else instead.
    #[inline]
    fn flag(
        &self,
        row: &impl Fields,
        rows: &mut RowsBuilder,
        empty: EmptyFlag,
        facts: &mut Facts,
    ) -> bool {
        let (yes, bad) = flag(self.bytes(row), empty);
        rows.flag(self.place, yes);
        match self.fact {
            Fact::Nofollow => facts.nofollow = yes,
            Fact::Dofollow => facts.nofollow = yes.map(|follow| !follow),
            Fact::Deleted => facts.deleted = yes,
            _ => {}
        }
        bad
    }
}

/// Gathers links of one header.
#[derive(Debug)]
pub(super) struct Gathered {
    rows: RowsBuilder,
    width: usize,
    is_defused: bool,
    source: usize,
    steps: Vec<Step>,
    /// Places of the columns that are worked out.
    domain: usize,
    domain_row: usize,
    extra: Option<(usize, Unknown)>,
    empty_flag: EmptyFlag,
    days: Days,
    /// Columns in which no row had a cell so far, with their places.
    unseen: Vec<(usize, &'static str)>,
}

impl Gathered {
    pub(super) fn new(header: &Header, empty_flag: EmptyFlag) -> Result<Self, ArrowError> {
        Self::filling(|at| header.fills(at), header, empty_flag)
    }

    /// The first page of several, which need not all have the same columns.
    pub(super) fn of_pages(header: &Header, empty_flag: EmptyFlag) -> Result<Self, ArrowError> {
        let mut gathered = Self::filling(|_| true, header, empty_flag)?;
        gathered.go_on(header);
        Ok(gathered)
    }

    /// The next page: every column takes its cells from where this one has them.
    pub(super) fn go_on(&mut self, header: &Header) {
        let steps = LINKS.columns.iter().zip(&header.fields).enumerate();
        let read =
            steps.filter(|(at, _)| *at != SOURCE_DOMAIN && Some(*at) != LINKS.position(EXTRA));
        self.steps = read
            .map(|(place, (column, field))| Step {
                field: field.unwrap_or(usize::MAX),
                column,
                place,
                fact: field.map_or(Fact::None, |_| fact_of(column.id)),
            })
            .collect();
        self.width = header.width;
        self.source = header.field_of("source_url").unwrap_or(usize::MAX);
        self.extra = LINKS.position(EXTRA).map(|at| (at, Unknown::new(header)));
    }

    fn filling(
        fills: impl Fn(usize) -> bool,
        header: &Header,
        empty_flag: EmptyFlag,
    ) -> Result<Self, ArrowError> {
        let row = Field::new(DOMAIN_ROW, DataType::UInt32, false);
        let schema = schema_of(&LINKS, fills, &[row]);
        let place = |id: &str| schema.index_of(id).ok();
        let fields = LINKS.columns.iter().zip(&header.fields);
        let steps = fields.filter_map(|(column, field)| {
            Some(Step {
                field: (*field)?,
                column,
                place: place(column.id)?,
                fact: fact_of(column.id),
            })
        });
        let unknown = Unknown::new(header);
        Ok(Self {
            rows: RowsBuilder::new(schema.clone())?,
            width: header.width,
            is_defused: header.is_defused,
            source: header.field_of("source_url").unwrap_or(usize::MAX),
            steps: steps.collect(),
            domain: schema.index_of(LINKS.columns[SOURCE_DOMAIN].id)?,
            domain_row: schema.index_of(DOMAIN_ROW)?,
            extra: place(EXTRA).map(|at| (at, unknown)),
            empty_flag,
            days: Days::default(),
            unseen: (LINKS.columns.iter())
                .filter(|c| c.id != LINKS.columns[SOURCE_DOMAIN].id)
                .map(|c| (place(c.id).unwrap_or(usize::MAX), c.id))
                .collect(),
        })
    }

    /// Ids of the columns that no row filled.
    pub(super) fn unseen(&self) -> Vec<&'static str> {
        self.unseen.iter().map(|(_, id)| *id).collect()
    }

    /// Takes a row; what is wrong with it as a whole is the error. Flawed cells are counted and left empty.
    pub(super) fn push(
        &mut self,
        row: &impl Fields,
        line: u64,
        tally: &mut Tally,
        flaws: &mut Flaws,
    ) -> Result<(), String> {
        check_width(row, self.width)?;
        let url = row.text(self.source).unwrap_or_default();
        if !tally.meet(&url) {
            return Err("its Source URL has no host".to_owned());
        }
        let mut facts = Facts::default();
        let mut topic: Option<Cow<'_, str>> = None;
        for step in &self.steps {
            let rows = &mut self.rows;
            let bad = match step.column.kind {
                Kind::Text => {
                    let mut text = row.text(step.field).filter(|text| !text.is_empty());
                    if self.is_defused {
                        text = text.map(given_back);
                    }
                    rows.text(step.place, text.as_deref());
                    if step.fact == Fact::Topic {
                        topic = text;
                    }
                    false
                }
                Kind::Int => step.number(row, rows, &mut facts),
                Kind::Date => step.day(row, rows, &mut self.days, &mut facts),
                Kind::Flag => step.flag(row, rows, self.empty_flag, &mut facts),
                Kind::Share => {
                    rows.share(step.place, None);
                    false
                }
                Kind::Time | Kind::Texts | Kind::Counts | Kind::Path => step.other(row, rows),
            };
            if bad {
                flaws.cell(line, step.column);
            }
        }
        if let Some((at, unknown)) = &self.extra {
            self.rows.text(*at, unknown.of(row).as_deref());
        }
        tally.take_in(facts, topic.as_deref());
        Ok(())
    }

    /// Whether enough is gathered for the writer.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.rows.text_bytes() >= BATCH_BYTES
    }

    /// What is gathered, counted to its domains; none if there is nothing.
    pub(super) fn take(&mut self, tally: &mut Tally) -> Result<Option<Taken>, ArrowError> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let left = tally.settle(|row, name| {
            self.rows.text(self.domain, Some(name));
            self.rows.id(self.domain_row, row);
        });
        for _ in 0..left {
            self.rows.text(self.domain, Some(""));
            self.rows.id(self.domain_row, 0);
        }
        let text = self.rows.text_bytes() as u64;
        let batch = self.rows.finish()?;
        let rows = batch.num_rows();
        let is_empty = |at: usize| {
            let column = batch.columns().get(at);
            column.is_none_or(|c| c.null_count() == rows)
        };
        self.unseen.retain(|(at, _)| is_empty(*at));
        Ok(Some(Taken {
            batch: batch.slice(0, rows - left),
            text,
            left: left as u64,
        }))
    }
}

/// A number, and whether there is something else instead.
#[inline]
fn int(bytes: &[u8]) -> (Option<i64>, bool) {
    if (1..=18).contains(&bytes.len()) {
        let digits = bytes.iter().try_fold(0, |n, b| {
            b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0'))
        });
        if digits.is_some() {
            return (digits, false);
        }
    }
    match cell(bytes, Kind::Int, EmptyFlag::Unknown) {
        Cell::Int(number) => (Some(number), false),
        other => (None, other == Cell::Bad),
    }
}

#[inline]
fn flag(bytes: &[u8], empty: EmptyFlag) -> (Option<bool>, bool) {
    if bytes.is_empty() {
        return ((empty == EmptyFlag::No).then_some(false), false);
    }
    match cell(bytes, Kind::Flag, empty) {
        Cell::Flag(yes) => (Some(yes), false),
        other => (None, other == Cell::Bad),
    }
}
