//! How a table of columns lies in a Parquet part.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::model::column::{Kind, Table};

/// Rows of a data page: what must be unpacked to read one row.
pub const PAGE_ROWS: usize = 256;

/// The most rows a part holds; each part is one row group.
pub const PART_ROWS: usize = 1_000_000;

/// A dictionary larger than this costs every reader more than it saves.
const DICTIONARY_BYTES: usize = 64 * 1024;

/// Text columns with few different values, by the end of their ids.
const REPETITIVE: [&str; 8] = [
    "topic",
    "tld",
    "type",
    "language",
    "level",
    "country",
    "status",
    "reason_lost",
];

/// The schema of a table, with further columns of ours behind its own.
pub fn schema(table: &Table, further: &[Field]) -> SchemaRef {
    let own = table
        .columns
        .iter()
        .map(|c| Field::new(c.id, data_type(c.kind), true));
    Arc::new(Schema::new(
        own.chain(further.iter().cloned()).collect::<Vec<_>>(),
    ))
}

/// The Arrow type of a kind of cell.
pub(super) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Int => DataType::Int64,
        Kind::Share => DataType::Float64,
        Kind::Date => DataType::Date32,
        Kind::Flag => DataType::Boolean,
    }
}

/// How the parts of a schema are written.
pub(super) fn properties(schema: &Schema) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("backtrail".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(2 * PART_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        // The writer looks at the page limit once a batch; a larger batch would make larger pages.
        .set_write_batch_size(PAGE_ROWS)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(false);
    for field in schema.fields() {
        let varied = field.data_type() == &DataType::Utf8
            && !REPETITIVE.iter().any(|end| field.name().ends_with(end));
        if varied {
            let path = ColumnPath::from(field.name().as_str());
            builder = builder.set_column_dictionary_enabled(path, false);
        }
    }
    builder.build()
}
