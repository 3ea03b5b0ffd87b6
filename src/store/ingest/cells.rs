//! Fields of a record as typed cells.

use std::borrow::Cow;

use csv::ByteRecord;

use super::header::Header;
use crate::model::column::{Kind, parse_date};
use crate::model::link::LINKS;

/// One typed cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Int(i64),
    Date(i32),
    Flag(bool),
    /// Something that its column cannot hold.
    Bad,
}

/// Turns records into rows, by a header.
#[derive(Debug)]
pub(super) struct RowReader {
    fields: Vec<(Option<usize>, Kind)>,
    width: usize,
}

impl RowReader {
    pub(super) fn new(header: &Header) -> Self {
        let kinds = LINKS.columns.iter().map(|c| c.kind);
        Self {
            fields: header.fields.iter().copied().zip(kinds).collect(),
            width: header.width,
        }
    }

    fn wrong_width(&self, record: &ByteRecord) -> String {
        let fields = match record.len() {
            1 => "1 field".to_owned(),
            n => format!("{n} fields"),
        };
        format!("{fields}, the header has {}", self.width)
    }

    /// The cells of a record, one a column of the list, or what is wrong with the row as a whole.
    pub(super) fn read<'a>(&self, record: &'a ByteRecord) -> Result<Vec<Cell<'a>>, String> {
        if record.len() < self.width {
            return Err(self.wrong_width(record));
        }
        // Fields beyond the header shift the others, unless they are only commas at the end.
        if record
            .iter()
            .skip(self.width)
            .any(|field| !field.is_empty())
        {
            return Err(self.wrong_width(record));
        }
        Ok(self
            .fields
            .iter()
            .map(|(field, kind)| {
                let bytes = field.and_then(|at| record.get(at));
                bytes.map_or(Cell::Empty, |bytes| cell(bytes, *kind))
            })
            .collect())
    }
}

fn cell(bytes: &[u8], kind: Kind) -> Cell<'_> {
    if kind == Kind::Text {
        return match bytes {
            [] => Cell::Empty,
            _ => Cell::Text(String::from_utf8_lossy(bytes)),
        };
    }
    let bytes = bytes.trim_ascii();
    if kind == Kind::Flag {
        return flag(bytes);
    }
    if bytes.is_empty() {
        return Cell::Empty;
    }
    let text = std::str::from_utf8(bytes).unwrap_or("?");
    match kind {
        Kind::Int => text.parse().map_or(Cell::Bad, Cell::Int),
        Kind::Date => day(text).map_or(Cell::Bad, Cell::Date),
        Kind::Share | Kind::Text | Kind::Flag => Cell::Bad,
    }
}

/// `+` in downloads; `1` and `true` elsewhere; nothing is no.
fn flag(bytes: &[u8]) -> Cell<'static> {
    match bytes {
        b"" | b"0" | b"-" => Cell::Flag(false),
        b"+" | b"1" => Cell::Flag(true),
        _ if bytes.eq_ignore_ascii_case(b"true") => Cell::Flag(true),
        _ if bytes.eq_ignore_ascii_case(b"false") => Cell::Flag(false),
        _ => Cell::Bad,
    }
}

/// The day of a date, or of a date with a time behind it.
fn day(text: &str) -> Option<i32> {
    let (date, time) = text.split_at_checked(10)?;
    (time.is_empty() || time.starts_with([' ', 'T']))
        .then(|| parse_date(date))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_by_kind() {
        assert_eq!(cell(b"+", Kind::Flag), Cell::Flag(true));
        assert_eq!(cell(b" TRUE ", Kind::Flag), Cell::Flag(true));
        assert_eq!(cell(b"", Kind::Flag), Cell::Flag(false));
        assert_eq!(cell(b"yes", Kind::Flag), Cell::Bad);
        assert_eq!(cell(b" 42 ", Kind::Int), Cell::Int(42));
        assert_eq!(cell(b"4.2", Kind::Int), Cell::Bad);
        assert_eq!(cell(b"99999999999999999999", Kind::Int), Cell::Bad);
        assert_eq!(cell(b"", Kind::Int), Cell::Empty);
        assert_eq!(cell(b"1970-01-02", Kind::Date), Cell::Date(1));
        assert_eq!(cell(b"1970-01-02 10:00:00", Kind::Date), Cell::Date(1));
        assert_eq!(cell(b"0000-00-00", Kind::Date), Cell::Bad);
        assert_eq!(cell(b"1970-01-023", Kind::Date), Cell::Bad);
        assert_eq!(cell("197é-01-02".as_bytes(), Kind::Date), Cell::Bad);
        assert_eq!(cell(b"", Kind::Text), Cell::Empty);
        let lossy = Cell::Text(Cow::Owned("a\u{fffd}b".to_owned()));
        assert_eq!(cell(b"a\xffb", Kind::Text), lossy);
    }
}
