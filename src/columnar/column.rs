//! One column of a row group, read through the pages that are needed and no others.

use std::fs::File;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use arrow_schema::{DataType, Fields, Schema};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, RowGroups, RowSelection};
use parquet::arrow::{FieldLevels, ProjectionMask, parquet_to_arrow_field_levels};
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::page_index::offset_index::PageLocation;
use parquet::file::reader::SerializedPageReader;

use super::bytes::Picked;
use super::pages::{Chosen, Pages};

/// How the cells of a column are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadAs {
    Cells,
    /// Text as codes of a dictionary.
    Codes,
}

/// A column of a row group.
#[derive(Debug)]
pub(super) struct Chunk {
    metadata: Arc<ParquetMetaData>,
    group: usize,
    /// Its place among the columns of the file.
    column: usize,
    levels: FieldLevels,
    /// The same as codes of a dictionary, where all of its pages hold such codes.
    coded: Option<FieldLevels>,
    pages: Pages,
    /// The dictionary unpacked, so that reading a few rows of a page does not unpack it anew.
    dictionary: OnceLock<Page>,
}

impl Chunk {
    pub(super) fn new(
        metadata: &Arc<ParquetMetaData>,
        schema: &Schema,
        (group, field, column): (usize, usize, usize),
        pages: Pages,
    ) -> Result<Self, ParquetError> {
        let descriptor = metadata.file_metadata().schema_descr();
        let mask = ProjectionMask::leaves(descriptor, [column]);
        let levels =
            parquet_to_arrow_field_levels(descriptor, mask.clone(), Some(schema.fields()))?;
        let is_coded = pages.dictionary.is_some()
            && metadata
                .row_group(group)
                .column(column)
                .page_encoding_stats_mask()
                .is_some_and(|used| used.is_only(Encoding::RLE_DICTIONARY))
            && schema.field(field).data_type() == &DataType::Utf8;
        let coded = match is_coded {
            true => {
                let fields = coded(schema, field);
                Some(parquet_to_arrow_field_levels(
                    descriptor,
                    mask,
                    Some(&fields),
                )?)
            }
            false => None,
        };
        Ok(Self {
            metadata: Arc::clone(metadata),
            group,
            column,
            levels,
            coded,
            pages,
            dictionary: OnceLock::new(),
        })
    }

    /// Whether it can be read as codes of a dictionary.
    pub(super) fn is_coded(&self) -> bool {
        self.coded.is_some()
    }

    /// A reader of some rows, given as ascending ranges that do not touch.
    pub(super) fn reader(
        &self,
        file: &File,
        wanted: &[Range<usize>],
        batch: usize,
        read_as: ReadAs,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let levels = match (read_as, &self.coded) {
            (ReadAs::Cells, _) => &self.levels,
            (ReadAs::Codes, Some(levels)) => levels,
            (ReadAs::Codes, None) => {
                let why = "a column is no codes of a dictionary";
                return Err(ParquetError::General(why.to_owned()));
            }
        };
        let rows = self.metadata.row_group(self.group).num_rows();
        let chosen = self.pages.choose(wanted, usize::try_from(rows)?);
        let bytes = Picked::read(file, chosen.begin, &chosen.pieces)?;
        let all = chosen.wanted.first() == Some(&(0..chosen.rows));
        let selection =
            RowSelection::from_consecutive_ranges(chosen.wanted.iter().cloned(), chosen.rows);
        let picked = PickedPages {
            chunk: self,
            dictionary: self.dictionary(file)?,
            chosen,
            bytes: Arc::new(bytes),
        };
        let selection = (!all).then_some(selection);
        ParquetRecordBatchReader::try_new_with_row_groups(levels, &picked, batch, selection)
    }

    fn dictionary(&self, file: &File) -> Result<Option<Page>, ParquetError> {
        let Some((start, size)) = self.pages.dictionary else {
            return Ok(None);
        };
        if let Some(page) = self.dictionary.get() {
            return Ok(Some(page.clone()));
        }
        let bytes = Picked::read(file, start, &[(start, size)])?;
        let location = PageLocation {
            offset: start.cast_signed(),
            compressed_page_size: size.cast_signed(),
            first_row_index: 0,
        };
        let group = self.metadata.row_group(self.group);
        let meta = group.column(self.column);
        let mut reader = SerializedPageReader::new(Arc::new(bytes), meta, 0, Some(vec![location]))?;
        match reader.get_next_page()? {
            Some(page) if page.is_dictionary_page() => {
                Ok(Some(self.dictionary.get_or_init(|| page).clone()))
            }
            _ => Err(ParquetError::General("the dictionary is none".to_owned())),
        }
    }

    #[cfg(test)]
    pub(super) fn rows_of_each(&self) -> Vec<usize> {
        self.pages.rows_of_each()
    }
}

/// The fields of a schema, of which one holds codes of a dictionary.
fn coded(schema: &Schema, column: usize) -> Fields {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = schema.fields().iter().enumerate();
    let fields = fields.map(|(at, field)| match at == column {
        true => Arc::new(field.as_ref().clone().with_data_type(dictionary.clone())),
        false => Arc::clone(field),
    });
    fields.collect()
}

/// The row group as the reader sees it: one column, some pages.
struct PickedPages<'a> {
    chunk: &'a Chunk,
    dictionary: Option<Page>,
    chosen: Chosen,
    bytes: Arc<Picked>,
}

impl RowGroups for PickedPages<'_> {
    fn num_rows(&self) -> usize {
        self.chosen.rows
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>, ParquetError> {
        if column != self.chunk.column {
            let why = format!("column {column} was not asked for");
            return Err(ParquetError::General(why));
        }
        let group = self.chunk.metadata.row_group(self.chunk.group);
        let reader = SerializedPageReader::new(
            Arc::clone(&self.bytes),
            group.column(column),
            self.chosen.rows,
            self.chosen.locations.clone(),
        )?;
        let reader = Deferred {
            dictionary: self.dictionary.clone(),
            pages: reader,
        };
        Ok(Box::new(Once(Some(Box::new(reader)))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(std::iter::once(
            self.chunk.metadata.row_group(self.chunk.group),
        ))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.chunk.metadata
    }
}

/// Pages whose dictionary is handed over when the first of them wants it: many columns begin with a dictionary and
/// go on without.
struct Deferred {
    dictionary: Option<Page>,
    pages: SerializedPageReader<Picked>,
}

impl Iterator for Deferred {
    type Item = Result<Page, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Deferred {
    fn get_next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        self.pages.get_next_page()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, ParquetError> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<(), ParquetError> {
        self.pages.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        true
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>, ParquetError> {
        match self.dictionary.take() {
            None => self.pages.take_deferred_dictionary(),
            dictionary => Ok(dictionary),
        }
    }

    fn at_record_boundary(&mut self) -> Result<bool, ParquetError> {
        self.pages.at_record_boundary()
    }
}

/// The pages of the one row group.
struct Once(Option<Box<dyn PageReader>>);

impl Iterator for Once {
    type Item = Result<Box<dyn PageReader>, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().map(Ok)
    }
}

impl PageIterator for Once {}
