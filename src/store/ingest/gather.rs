//! Rows of links gathered until they are a batch, and which columns they fill.

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};

use super::cells::Cell;
use super::header::Header;
use crate::columnar::{RowsBuilder, schema};
use crate::model::column::{Column, Kind};
use crate::model::link::{LINKS, SOURCE_DOMAIN};
use crate::store::dataset::DOMAIN_ROW;

/// Rows handed to the writer at a time.
const BATCH_ROWS: usize = 8_192;
/// Text handed to the writer at a time, should rows be long.
const BATCH_BYTES: usize = 8 << 20;

/// Gathers links.
#[derive(Debug)]
pub(super) struct Gathered {
    schema: SchemaRef,
    rows: RowsBuilder,
    /// Columns that rows can have a cell in.
    filled: Vec<(usize, &'static Column)>,
    /// Columns in which no row had one so far.
    unseen: Vec<usize>,
}

impl Gathered {
    pub(super) fn new() -> Result<Self, ArrowError> {
        let domain_row = Field::new(DOMAIN_ROW, DataType::UInt32, false);
        let schema = schema(&LINKS, &[domain_row]);
        Ok(Self {
            rows: RowsBuilder::new(schema.clone())?,
            schema,
            filled: Vec::new(),
            unseen: Vec::new(),
        })
    }

    /// How the parts of the links lie.
    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Says which columns the rows that follow have.
    pub(super) fn found_header(&mut self, header: &Header) -> Result<(), ArrowError> {
        let columns = LINKS.columns.iter().enumerate();
        self.filled = columns.filter(|(at, _)| header.fills(*at)).collect();
        self.unseen = (0..LINKS.columns.len())
            .filter(|at| *at != SOURCE_DOMAIN)
            .collect();
        let is_filled = |at: usize| at == LINKS.columns.len() || header.fills(at);
        self.rows = RowsBuilder::with(self.schema.clone(), is_filled)?;
        Ok(())
    }

    /// Marks the columns that a row fills, whether it is gathered or published already.
    pub(super) fn see(&mut self, cells: &[Cell<'_>]) {
        self.unseen
            .retain(|at| !cells.get(*at).is_some_and(Cell::is_known));
    }

    /// Ids of the columns that no row filled.
    pub(super) fn unseen(&self) -> impl Iterator<Item = &'static str> {
        self.unseen.iter().map(|at| LINKS.columns[*at].id)
    }

    /// Adds a row of a domain.
    pub(super) fn push(&mut self, cells: &[Cell<'_>], domain: &str, domain_row: u32) {
        for (at, column) in &self.filled {
            let at = *at;
            if at == SOURCE_DOMAIN {
                self.rows.text(at, Some(domain));
                continue;
            }
            let cell = cells.get(at).unwrap_or(&Cell::Empty);
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
        self.rows.id(LINKS.columns.len(), domain_row);
    }

    /// Whether enough is gathered for the writer.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.rows.text_bytes() >= BATCH_BYTES
    }

    /// What is gathered, with the bytes of its text; none if there is nothing.
    pub(super) fn take(&mut self) -> Result<Option<(RecordBatch, u64)>, ArrowError> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let text = self.rows.text_bytes() as u64;
        Ok(Some((self.rows.finish()?, text)))
    }
}
