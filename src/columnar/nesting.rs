//! Cells that hold several values, gathered into arrays.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, Int64Builder, ListBuilder, MapBuilder, StringBuilder, StructBuilder,
    TimestampMillisecondBuilder,
};
use arrow_schema::DataType;

use super::layout::{data_type, hop_fields};
use crate::model::column::{Kind, Value};
use crate::model::nested::Hop;

/// Gathers moments.
pub(super) type TimeBuilder = TimestampMillisecondBuilder;

/// An empty one.
pub(super) fn time_builder() -> TimeBuilder {
    TimestampMillisecondBuilder::new().with_timezone("UTC")
}

/// Gathers cells of one of the kinds that hold several values.
#[derive(Debug)]
pub(super) enum Nesting {
    Texts(ListBuilder<StringBuilder>),
    Counts(MapBuilder<StringBuilder, Int64Builder>),
    Path(ListBuilder<StructBuilder>),
}

impl Nesting {
    /// For a type that such a kind has; none for any other.
    pub(super) fn of(kind: &DataType) -> Option<Self> {
        if *kind == data_type(Kind::Texts) {
            Some(Self::Texts(ListBuilder::new(StringBuilder::new())))
        } else if *kind == data_type(Kind::Counts) {
            let (names, counts) = (StringBuilder::new(), Int64Builder::new());
            Some(Self::Counts(MapBuilder::new(None, names, counts)))
        } else if *kind == data_type(Kind::Path) {
            let stops = StructBuilder::from_fields(hop_fields(), 0);
            Some(Self::Path(ListBuilder::new(stops)))
        } else {
            None
        }
    }

    /// Cells gathered.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Texts(b) => b.len(),
            Self::Counts(b) => b.len(),
            Self::Path(b) => b.len(),
        }
    }

    /// Adds a cell; one of another kind is left empty. Says how many bytes of text it has.
    pub(super) fn append(&mut self, cell: &Value) -> usize {
        match (self, cell) {
            (Self::Texts(b), Value::Texts(texts)) => {
                texts.iter().for_each(|text| b.values().append_value(text));
                b.append(true);
                texts.iter().map(String::len).sum()
            }
            (Self::Texts(b), _) => nothing(|| b.append(false)),
            (Self::Counts(b), Value::Counts(counts)) => {
                for (name, count) in counts.iter() {
                    b.keys().append_value(name);
                    b.values().append_value(count);
                }
                // Names and counts were added in pairs, which is all that could be wrong.
                let _in_pairs = b.append(true);
                counts.iter().map(|(name, _)| name.len()).sum()
            }
            (Self::Counts(b), _) => nothing(|| {
                let _in_pairs = b.append(false);
            }),
            (Self::Path(b), Value::Path(path)) => {
                let bytes = path.iter().map(|hop| stop(b.values(), hop)).sum();
                b.append(true);
                bytes
            }
            (Self::Path(b), _) => nothing(|| b.append(false)),
        }
    }

    /// What was gathered; the builder is empty again.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Texts(b) => Arc::new(b.finish()),
            Self::Counts(b) => Arc::new(b.finish()),
            Self::Path(b) => Arc::new(b.finish()),
        }
    }
}

fn nothing(append: impl FnOnce()) -> usize {
    append();
    0
}

fn stop(stops: &mut StructBuilder, hop: &Hop) -> usize {
    let texts = [(0, &hop.kind), (2, &hop.url)];
    for (field, text) in texts {
        if let Some(b) = stops.field_builder::<StringBuilder>(field) {
            b.append_option(text.as_deref());
        }
    }
    if let Some(b) = stops.field_builder::<Int64Builder>(1) {
        b.append_option(hop.status_code);
    }
    stops.append(true);
    texts
        .iter()
        .map(|(_, text)| text.as_ref().map_or(0, String::len))
        .sum()
}
