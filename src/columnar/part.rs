//! Reading a part: whole columns for ranking, a few rows for a screen, a stretch of rows for a search.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Int32Array, RecordBatch, RecordBatchOptions, new_empty_array};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

use super::PartError;
use super::column::{Chunk, ReadAs};
use super::deep::Shared;
use super::guard::decoded;
use super::layout::{data_type, is_nested};
use super::pages::Pages;
use crate::model::column::Column;

/// Rows of a stretch when a column is read from end to end: as much as a processor keeps near.
pub const SCAN_ROWS: usize = 16_384;

/// An open part: its metadata is loaded once, where the pages of a column lie when the column is first read. The file
/// stays open, so that a part which was replaced meanwhile can still be read.
#[derive(Debug)]
pub struct Part {
    id: u64,
    path: PathBuf,
    file: File,
    metadata: Arc<ParquetMetaData>,
    schema: SchemaRef,
    rows: usize,
    groups: Vec<Group>,
    /// Where each column lies among those of the file: several where a cell holds several values.
    leaves: Vec<Range<usize>>,
    /// The metadata with where all pages lie, for such columns.
    deep: OnceLock<ArrowReaderMetadata>,
}

/// A row group. A part of ours has one, a long table of domains may have more.
#[derive(Debug)]
struct Group {
    first: usize,
    rows: usize,
    chunks: Vec<OnceLock<Chunk>>,
}

impl Part {
    /// Opens a part and loads its metadata.
    pub fn open(path: &Path) -> Result<Self, PartError> {
        let file = File::open(path).map_err(PartError::of("open", path))?;
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Skip);
        let metadata = decoded(|| ArrowReaderMetadata::load(&file, options))
            .map_err(PartError::of("read", path))?
            .map_err(PartError::of("read", path))?;
        let descriptor = metadata.metadata().file_metadata().schema_descr();
        let columns = descriptor.num_columns();
        let fields = metadata.schema().fields().len();
        let roots: Vec<usize> = (0..columns)
            .map(|leaf| descriptor.get_column_root_idx(leaf))
            .collect();
        let leaves = (0..fields).map(|field| {
            roots.partition_point(|root| *root < field)
                ..roots.partition_point(|root| *root <= field)
        });
        let mut groups = Vec::new();
        let mut first = 0;
        for group in metadata.metadata().row_groups() {
            let rows = u32::try_from(group.num_rows()).map_err(PartError::of("read", path))?;
            check(group, columns).map_err(PartError::of("read", path))?;
            groups.push(Group {
                first,
                rows: rows as usize,
                chunks: group.columns().iter().map(|_| OnceLock::new()).collect(),
            });
            first += rows as usize;
        }
        let said = metadata.metadata().file_metadata().num_rows();
        if u64::try_from(said).ok() != Some(first as u64) {
            return Err(PartError::of("read", path)(
                "its row groups have other rows than it says",
            ));
        }
        static OPENED: AtomicU64 = AtomicU64::new(0);
        Ok(Self {
            id: OPENED.fetch_add(1, Ordering::Relaxed),
            path: path.to_owned(),
            file,
            metadata: Arc::clone(metadata.metadata()),
            schema: Arc::clone(metadata.schema()),
            rows: first,
            groups,
            leaves: leaves.collect(),
            deep: OnceLock::new(),
        })
    }

    /// A number that no other part opened by this process has.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Its columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The place of a column of ours in this file: none if it was written before there was such a column, or if no
    /// row has a cell in it. A column that holds something else than its kind is an error.
    pub fn place(&self, column: &Column) -> Result<Option<usize>, PartError> {
        let Some((place, field)) = self.schema().column_with_name(column.id) else {
            return Ok(None);
        };
        if *field.data_type() != data_type(column.kind) {
            let why = format!("`{}` holds {}", column.id, field.data_type());
            return Err(self.bad(why));
        }
        Ok(Some(place).filter(|place| !self.is_empty_column(*place)))
    }

    /// Whether the file itself says that no row has a cell in a column.
    fn is_empty_column(&self, column: usize) -> bool {
        let groups = self.metadata.row_groups();
        let leaves = self.leaves.get(column).cloned().unwrap_or(0..0);
        groups.iter().all(|group| {
            leaves.clone().all(|leaf| {
                let Some(chunk) = group.columns().get(leaf) else {
                    return false;
                };
                let nulls = chunk.statistics().and_then(Statistics::null_count_opt);
                nulls.map(u64::cast_signed) == Some(chunk.num_values())
            })
        })
    }

    /// How many rows have a cell in a column, as the file itself says; all of them where it does not.
    pub fn filled(&self, column: usize) -> u64 {
        let empty = self.statistics(column).flatten();
        let empty = empty.filter_map(Statistics::null_count_opt).sum();
        (self.rows as u64).saturating_sub(empty)
    }

    /// The place of the only column of the file that a column of ours lies in.
    fn leaf(&self, column: usize) -> Option<usize> {
        let leaves = self.leaves.get(column)?;
        (leaves.len() == 1).then_some(leaves.start)
    }

    fn is_nested(&self, column: usize) -> bool {
        let field = self.schema.fields().get(column);
        field.is_some_and(|field| is_nested(field.data_type()))
    }

    /// What the file says of a column, one entry a row group.
    pub(super) fn statistics(&self, column: usize) -> impl Iterator<Item = Option<&Statistics>> {
        let groups = self.metadata.row_groups().iter();
        let leaf = self.leaf(column);
        groups.map(move |group| group.columns().get(leaf?).and_then(|c| c.statistics()))
    }

    /// A column from end to end. It takes as much memory as its cells: not for the text of long parts.
    pub fn read_column(&self, column: usize) -> Result<ArrayRef, PartError> {
        self.read_range(column, 0..self.rows)
    }

    /// A stretch of a column.
    pub fn read_range(&self, column: usize, rows: Range<usize>) -> Result<ArrayRef, PartError> {
        let mut arrays = Vec::new();
        self.scan_column(
            column,
            std::slice::from_ref(&rows),
            SCAN_ROWS,
            &mut |array| {
                arrays.push(array);
                Ok(true)
            },
        )?;
        self.joined(column, arrays)
    }

    /// Goes through some rows of a column, given as ascending ranges that do not touch, in arrays of at most `batch`
    /// rows, until `take` says false. Only pages that hold such rows are read.
    pub fn scan_column(
        &self,
        column: usize,
        wanted: &[Range<usize>],
        batch: usize,
        take: &mut dyn FnMut(ArrayRef) -> Result<bool, PartError>,
    ) -> Result<(), PartError> {
        self.scan_as(ReadAs::Cells, column, wanted, batch, take)
    }

    /// The different texts of a column whose cells all are codes of these; none where they are not. No more than are
    /// worth a dictionary: a part of ours has some ten thousand at the most.
    pub fn dictionary(&self, column: usize) -> Result<Option<ArrayRef>, PartError> {
        let is_one = self.groups.len() == 1 && self.rows > 0 && !self.is_nested(column);
        if !is_one || !self.chunk(0, column)?.is_coded() {
            return Ok(None);
        }
        let mut texts = None;
        let first = 0..1;
        let first = std::slice::from_ref(&first);
        self.scan_as(ReadAs::Codes, column, first, 1, &mut |array| {
            texts = array
                .as_dictionary_opt::<Int32Type>()
                .map(|a| Arc::clone(a.values()));
            Ok(true)
        })?;
        Ok(texts)
    }

    /// The same as [`Part::scan_column`] with the places of the cells among the texts of [`Part::dictionary`].
    pub fn scan_codes(
        &self,
        column: usize,
        wanted: &[Range<usize>],
        batch: usize,
        take: &mut dyn FnMut(&Int32Array) -> Result<bool, PartError>,
    ) -> Result<(), PartError> {
        self.scan_as(ReadAs::Codes, column, wanted, batch, &mut |array| {
            let coded = array.as_dictionary_opt::<Int32Type>();
            take(
                coded
                    .ok_or_else(|| self.bad("a column is no codes of a dictionary"))?
                    .keys(),
            )
        })
    }

    fn scan_as(
        &self,
        read_as: ReadAs,
        column: usize,
        wanted: &[Range<usize>],
        batch: usize,
        take: &mut dyn FnMut(ArrayRef) -> Result<bool, PartError>,
    ) -> Result<(), PartError> {
        let ascending = wanted.windows(2).all(|pair| pair[0].end <= pair[1].start)
            && wanted.iter().all(|range| range.start <= range.end);
        if !ascending || wanted.last().is_some_and(|last| last.end > self.rows) {
            return Err(self.bad(format!(
                "rows out of order or beyond the {} it has",
                self.rows
            )));
        }
        for (at, group) in self.groups.iter().enumerate() {
            let inside: Vec<Range<usize>> = wanted
                .iter()
                .map(|r| r.start.max(group.first)..r.end.min(group.first + group.rows))
                .filter(|r| r.start < r.end)
                .map(|r| r.start - group.first..r.end - group.first)
                .collect();
            if inside.is_empty() {
                continue;
            }
            let reader = if self.is_nested(column) {
                let deep = self.deep()?;
                let file = Shared::of(&self.file).map_err(PartError::of("read", &self.path))?;
                self.decoded(|| file.reader(deep, (at, column), &inside, batch))?
            } else {
                let chunk = self.chunk(at, column)?;
                self.decoded(|| chunk.reader(&self.file, &inside, batch, read_as))?
            };
            let mut reader = reader.map_err(PartError::of("read", &self.path))?;
            while let Some(batch) = self.decoded(|| reader.next())? {
                let batch = batch.map_err(PartError::of("read", &self.path))?;
                let array = batch.columns().first().cloned();
                if !take(array.ok_or_else(|| self.bad("a batch without its column"))?)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Goes through some columns batch by batch until `take` says false; a batch has them in the order asked for.
    pub fn scan(
        &self,
        columns: &[usize],
        take: &mut dyn FnMut(&RecordBatch) -> Result<bool, PartError>,
    ) -> Result<(), PartError> {
        self.known(columns)?;
        let schema = self
            .schema
            .project(columns)
            .map_err(PartError::of("read", &self.path))?;
        let schema = Arc::new(schema);
        for start in (0..self.rows).step_by(SCAN_ROWS) {
            let rows = start..(start + SCAN_ROWS).min(self.rows);
            let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
            let arrays = columns.iter().map(|c| self.read_range(*c, rows.clone()));
            let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
            let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options);
            if !take(&batch.map_err(PartError::of("read", &self.path))?)? {
                break;
            }
        }
        Ok(())
    }

    /// Some rows of a column, given as ascending ranges that do not touch.
    pub fn read_ranges(&self, column: usize, rows: &[Range<usize>]) -> Result<ArrayRef, PartError> {
        let mut arrays = Vec::new();
        let batch = rows
            .iter()
            .map(ExactSizeIterator::len)
            .sum::<usize>()
            .clamp(1, SCAN_ROWS);
        self.scan_column(column, rows, batch, &mut |array| {
            arrays.push(array);
            Ok(true)
        })?;
        self.joined(column, arrays)
    }

    /// Some rows of a column. `rows` ascend without repetition.
    pub fn rows_at(&self, rows: &[usize], column: usize) -> Result<ArrayRef, PartError> {
        if rows.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(self.bad("rows out of order"));
        }
        self.known(&[column])?;
        let mut wanted: Vec<Range<usize>> = Vec::new();
        for row in rows {
            match wanted.last_mut() {
                Some(last) if last.end == *row => last.end += 1,
                _ => wanted.push(*row..*row + 1),
            }
        }
        let mut arrays = Vec::new();
        self.scan_column(column, &wanted, rows.len().max(1), &mut |array| {
            arrays.push(array);
            Ok(true)
        })?;
        self.joined(column, arrays)
    }

    fn joined(&self, column: usize, mut arrays: Vec<ArrayRef>) -> Result<ArrayRef, PartError> {
        match arrays.len() {
            0 => Ok(new_empty_array(self.type_of(column)?)),
            1 => Ok(arrays.swap_remove(0)),
            _ => {
                let arrays: Vec<&dyn arrow_array::Array> =
                    arrays.iter().map(AsRef::as_ref).collect();
                concat(&arrays).map_err(PartError::of("read", &self.path))
            }
        }
    }

    pub(super) fn type_of(&self, column: usize) -> Result<&DataType, PartError> {
        let field = self.schema.fields().get(column);
        field
            .map(|f| f.data_type())
            .ok_or_else(|| self.bad(format!("it has no column {column}")))
    }

    fn known(&self, columns: &[usize]) -> Result<(), PartError> {
        columns
            .iter()
            .try_for_each(|c| self.type_of(*c).map(|_| ()))
    }

    fn chunk(&self, group: usize, column: usize) -> Result<&Chunk, PartError> {
        self.known(&[column])?;
        let missing = || self.bad(format!("it has no column {column}"));
        let slot = self
            .groups
            .get(group)
            .and_then(|g| g.chunks.get(column))
            .ok_or_else(missing)?;
        if let Some(chunk) = slot.get() {
            return Ok(chunk);
        }
        let leaf = self.leaf(column).ok_or_else(missing)?;
        let rows = self.groups[group].rows as u32;
        let meta = self.metadata.row_group(group).column(leaf);
        let pages = self
            .decoded(|| Pages::load(&self.file, meta, rows))?
            .map_err(PartError::of("read", &self.path))?;
        let chunk = self
            .decoded(|| Chunk::new(&self.metadata, &self.schema, (group, column, leaf), pages))?
            .map_err(PartError::of("read", &self.path))?;
        Ok(slot.get_or_init(|| chunk))
    }

    fn deep(&self) -> Result<&ArrowReaderMetadata, PartError> {
        if let Some(deep) = self.deep.get() {
            return Ok(deep);
        }
        let file = Shared::of(&self.file).map_err(PartError::of("read", &self.path))?;
        let deep = self
            .decoded(|| file.metadata())?
            .map_err(PartError::of("read", &self.path))?;
        Ok(self.deep.get_or_init(|| deep))
    }

    fn decoded<T>(&self, decode: impl FnOnce() -> T) -> Result<T, PartError> {
        decoded(decode).map_err(|why| self.bad(why))
    }

    pub(super) fn bad(&self, why: impl std::fmt::Display) -> PartError {
        PartError::of("read", &self.path)(why)
    }
}

/// What the crate takes for granted of a row group, in any file: where it does not hold, reading would panic.
pub(crate) fn check(group: &RowGroupMetaData, columns: usize) -> Result<(), &'static str> {
    if group.columns().len() != columns {
        return Err("a row group has other columns than the file");
    }
    let negative = group.columns().iter().any(|c| {
        c.dictionary_page_offset().is_some_and(i64::is_negative)
            || c.data_page_offset().is_negative()
            || c.compressed_size().is_negative()
    });
    if negative {
        return Err("a column begins before the file or is shorter than nothing");
    }
    if group.num_rows() < 0 {
        return Err("a row group has less than no rows");
    }
    Ok(())
}

#[cfg(test)]
impl Part {
    /// Rows of each data page of a column, as the offset index says.
    pub(super) fn page_rows(&self, column: usize) -> Option<Vec<usize>> {
        self.chunk(0, column).ok().map(Chunk::rows_of_each)
    }
}
