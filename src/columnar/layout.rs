//! How a table of columns lies in a Parquet part.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowSchemaConverter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use crate::model::column::{Kind, Table};

/// The most rows of a data page: what must be unpacked to read one row. Pages of wide columns have fewer, by
/// `PAGE_BYTES`.
pub const PAGE_ROWS: usize = 4_096;

/// About the most bytes of a data page before compression.
const PAGE_BYTES: usize = 16 * 1024;

/// Rows between two looks at the limits of a page.
const STEP_ROWS: usize = 256;

/// The most rows a part holds; each part is one row group.
pub const PART_ROWS: usize = 1_000_000;

/// A dictionary larger than this costs every reader more than it saves.
const SMALL_DICTIONARY: usize = 64 * 1024;

/// The same for texts that are long and come again and again, where a dictionary also saves most of the writing.
const LARGE_DICTIONARY: usize = 512 * 1024;

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

/// Text columns whose values mostly come many times.
const RECURRING: [&str; 2] = ["target_url", "anchor_text"];

/// The name of a link's domain: neighbours mostly are equal, which any compression sees.
const GROUPED: &str = "source_domain";

/// The schema of a table, with further columns of ours behind its own.
pub fn schema(table: &Table, further: &[Field]) -> SchemaRef {
    schema_of(table, |_| true, further)
}

/// The schema of some columns of a table, in its order, with further columns of ours behind them.
pub fn schema_of(table: &Table, has: impl Fn(usize) -> bool, further: &[Field]) -> SchemaRef {
    let columns = table.columns.iter().enumerate();
    let own = columns
        .filter(|(at, _)| has(*at))
        .map(|(_, c)| Field::new(c.id, data_type(c.kind), true));
    Arc::new(Schema::new(
        own.chain(further.iter().cloned()).collect::<Vec<_>>(),
    ))
}

/// The Arrow type of a kind of cell.
pub(crate) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Int => DataType::Int64,
        Kind::Share => DataType::Float64,
        Kind::Date => DataType::Date32,
        Kind::Flag => DataType::Boolean,
        // Parquet knows no time stamps of seconds.
        Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        Kind::Texts => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        Kind::Counts => {
            let entry = [
                Field::new("key", DataType::Utf8, false),
                Field::new("value", DataType::Int64, true),
            ];
            let entries = Field::new_struct("entries", Fields::from(entry.to_vec()), false);
            DataType::Map(Arc::new(entries), false)
        }
        Kind::Path => {
            let hop = DataType::Struct(hop_fields());
            DataType::List(Arc::new(Field::new_list_field(hop, true)))
        }
    }
}

/// The fields of a stop of a path.
pub(super) fn hop_fields() -> Fields {
    Fields::from(vec![
        Field::new("type", DataType::Utf8, true),
        Field::new("status_code", DataType::Int64, true),
        Field::new("url", DataType::Utf8, true),
    ])
}

/// Whether a column holds several values a cell, and so lies in several columns of a file.
pub(super) fn is_nested(kind: &DataType) -> bool {
    matches!(kind, DataType::List(_) | DataType::Map(..))
}

/// How the parts of a schema are written. Chosen by measuring size, writing and reading a few scattered rows.
pub(super) fn properties(schema: &Schema) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("backtrail".to_owned())
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(2 * PART_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_data_page_size_limit(PAGE_BYTES)
        // The writer looks at the limits of a page once a batch; a larger batch would make larger pages.
        .set_write_batch_size(STEP_ROWS)
        .set_dictionary_page_size_limit(SMALL_DICTIONARY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(false);
    for field in schema.fields() {
        let path = ColumnPath::from(field.name().as_str());
        builder = match field.data_type() {
            DataType::Utf8 => text(builder, path, field.name()),
            DataType::Int64 | DataType::Date32 | DataType::Timestamp(..) => {
                builder.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
            }
            // Row numbers: runs that repeat, now and then a leap.
            DataType::UInt32 => builder
                .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED)
                .set_column_compression(path, Compression::LZ4_RAW),
            DataType::Float64 => builder
                .set_column_dictionary_enabled(path.clone(), true)
                .set_column_compression(path, Compression::SNAPPY),
            _ => builder,
        };
    }
    for path in nested_leaves(schema) {
        builder = builder
            .set_column_dictionary_enabled(path.clone(), true)
            .set_column_compression(path, Compression::SNAPPY);
    }
    builder.build()
}

/// Where the values of columns lie that hold several a cell.
fn nested_leaves(schema: &Schema) -> Vec<ColumnPath> {
    if !schema.fields().iter().any(|f| is_nested(f.data_type())) {
        return Vec::new();
    }
    // A schema that cannot be written is refused by the writer, in its words.
    let Ok(written) = ArrowSchemaConverter::new().convert(schema) else {
        return Vec::new();
    };
    let leaves = written
        .columns()
        .iter()
        .filter(|c| c.path().parts().len() > 1);
    leaves.map(|leaf| leaf.path().clone()).collect()
}

fn text(builder: WriterPropertiesBuilder, path: ColumnPath, name: &str) -> WriterPropertiesBuilder {
    // Of so many addresses and names in one row group the least and the greatest tell nothing; to find them costs.
    let is_address = ["source_url", "target_url", GROUPED].contains(&name);
    let builder = match is_address {
        true => builder.set_column_statistics_enabled(path.clone(), EnabledStatistics::None),
        false => builder,
    };
    if REPETITIVE.iter().any(|end| name.ends_with(end)) {
        return builder
            .set_column_dictionary_enabled(path.clone(), true)
            .set_column_compression(path, Compression::SNAPPY);
    }
    if RECURRING.contains(&name) {
        return builder
            .set_column_dictionary_enabled(path.clone(), true)
            .set_column_dictionary_page_size_limit(path.clone(), LARGE_DICTIONARY)
            .set_column_encoding(path.clone(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
            .set_column_compression(path, Compression::SNAPPY);
    }
    if name == GROUPED {
        return builder.set_column_compression(path, Compression::LZ4_RAW);
    }
    // Links of a page follow each other, and then their addresses begin alike. Zstd would pack what is left a tenth
    // smaller than LZ4 does, for a twentieth of all that an ingest computes.
    let (encoding, compression) = match name.ends_with("url") {
        true => (Encoding::DELTA_BYTE_ARRAY, Compression::LZ4_RAW),
        false => (
            Encoding::DELTA_LENGTH_BYTE_ARRAY,
            Compression::ZSTD(ZstdLevel::default()),
        ),
    };
    builder
        .set_column_encoding(path.clone(), encoding)
        .set_column_compression(path, compression)
}
