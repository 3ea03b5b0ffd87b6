//! Fields of a record as typed cells.

use std::borrow::Cow;

use super::header::Header;
use super::record::Fields;
use crate::model::column::{EXTRA, Kind, Value, parse_date};
use crate::model::{moment, nested};

/// One typed cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Int(i64),
    Date(i32),
    Flag(bool),
    /// A moment, or several values.
    Other(Value),
    /// Something that its column cannot hold.
    Bad,
}

impl Cell<'_> {
    /// The cell as it is kept.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Empty | Self::Bad => Value::Null,
            Self::Text(text) => Value::Text(text.into_owned()),
            Self::Int(n) => Value::Int(n),
            Self::Date(day) => Value::Date(day),
            Self::Flag(yes) => Value::Flag(yes),
            Self::Other(value) => value,
        }
    }
}

/// What an empty flag says: in a download it says no, in an answer it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EmptyFlag {
    No,
    Unknown,
}

/// Turns records into rows, by a header.
#[derive(Debug)]
pub(super) struct RowReader {
    fields: Vec<(Option<usize>, Kind)>,
    width: usize,
    empty_flag: EmptyFlag,
    /// Place of the column that holds what no other does.
    extra: Option<usize>,
    unknown: Unknown,
}

impl RowReader {
    pub(super) fn new(header: &Header, empty_flag: EmptyFlag) -> Self {
        let kinds = header.table.columns.iter().map(|c| c.kind);
        Self {
            fields: header.fields.iter().copied().zip(kinds).collect(),
            width: header.width,
            empty_flag,
            extra: header.table.position(EXTRA),
            unknown: Unknown::new(header),
        }
    }

    /// The cells of a record, one a column of the list, or what is wrong with the row as a whole.
    pub(super) fn read<'a>(&self, record: &'a impl Fields) -> Result<Vec<Cell<'a>>, String> {
        check_width(record, self.width)?;
        let mut cells: Vec<Cell<'a>> = self
            .fields
            .iter()
            .map(|(field, kind)| {
                let bytes = field.and_then(|at| record.field(at));
                bytes.map_or(Cell::Empty, |bytes| cell(bytes, *kind, self.empty_flag))
            })
            .collect();
        if let Some(place) = self.extra.and_then(|at| cells.get_mut(at)) {
            *place = self
                .unknown
                .of(record)
                .map_or(Cell::Empty, |object| Cell::Text(Cow::Owned(object)));
        }
        Ok(cells)
    }
}

/// What is wrong with a row as a whole: fields are missing, or others than empty ones stand behind the header's.
pub(super) fn check_width(record: &impl Fields, width: usize) -> Result<(), String> {
    if let Some(lines) = record.unclosed() {
        return Err(format!(
            "a quote in it is never closed, so that the {lines} lines behind were read as part of it"
        ));
    }
    let shifted = || {
        let mut beyond = (width..record.count()).filter_map(|at| record.field(at));
        beyond.any(|field| !field.is_empty())
    };
    if record.count() == width || (record.count() > width && !shifted()) {
        return Ok(());
    }
    let fields = match record.count() {
        1 => "1 field".to_owned(),
        n => format!("{n} fields"),
    };
    Err(format!("{fields}, the header has {width}"))
}

/// Fields that no column holds, each with its name as a JSON key.
#[derive(Debug)]
pub(super) struct Unknown {
    fields: Vec<(usize, String)>,
    /// The field that holds such an object already, in a file of ours that has no other.
    ours: Option<usize>,
}

impl Unknown {
    pub(super) fn new(header: &Header) -> Self {
        let key = |(at, name): &(usize, String)| (*at, json_text(name));
        let ours = match header.unknown.as_slice() {
            [(at, name)] if name == EXTRA => Some(*at),
            _ => None,
        };
        Self {
            fields: header.unknown.iter().map(key).collect(),
            ours,
        }
    }

    /// Those of them that are not empty, as one JSON object.
    pub(super) fn of(&self, record: &impl Fields) -> Option<String> {
        if let Some(object) = self.ours.and_then(|at| record.text(at))
            && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&object).is_ok()
        {
            return Some(object.into_owned());
        }
        let mut object = String::new();
        for (at, key) in &self.fields {
            let Some(text) = record.text(*at).filter(|text| !text.is_empty()) else {
                continue;
            };
            object.push(if object.is_empty() { '{' } else { ',' });
            object.push_str(key);
            object.push(':');
            object.push_str(&json_text(&text));
        }
        if object.is_empty() {
            return None;
        }
        object.push('}');
        Some(object)
    }
}

/// A text as JSON writes it.
fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a cell of this kind can be read from a text; an empty text is an empty cell.
pub fn is_readable(text: &str, kind: Kind) -> bool {
    cell(text.as_bytes(), kind, EmptyFlag::Unknown) != Cell::Bad
}

pub(super) fn cell(bytes: &[u8], kind: Kind, empty_flag: EmptyFlag) -> Cell<'_> {
    if kind == Kind::Text {
        return match bytes {
            [] => Cell::Empty,
            _ => Cell::Text(String::from_utf8_lossy(bytes)),
        };
    }
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return match (kind, empty_flag) {
            (Kind::Flag, EmptyFlag::No) => Cell::Flag(false),
            _ => Cell::Empty,
        };
    }
    if kind == Kind::Flag {
        return flag(bytes);
    }
    let text = std::str::from_utf8(bytes).unwrap_or("?");
    match kind {
        Kind::Int => text.parse().map_or(Cell::Bad, Cell::Int),
        Kind::Date => day(text).map_or(Cell::Bad, Cell::Date),
        Kind::Time => moment::parse(text).map_or(Cell::Bad, |at| Cell::Other(Value::Time(at))),
        Kind::Texts | Kind::Counts | Kind::Path => several(text, kind),
        Kind::Share | Kind::Text | Kind::Flag => Cell::Bad,
    }
}

/// Several values as JSON; null and what holds none is not known.
fn several(json: &str, kind: Kind) -> Cell<'static> {
    if ["null", "[]", "{}"].contains(&json) {
        return Cell::Empty;
    }
    let value = match kind {
        Kind::Texts => nested::texts(json).map(Value::Texts),
        Kind::Counts => nested::counts(json).map(Value::Counts),
        _ => nested::path(json).map(Value::Path),
    };
    value.map_or(Cell::Bad, Cell::Other)
}

/// `+` in downloads; `1`, `0`, `True` and `False` elsewhere.
fn flag(bytes: &[u8]) -> Cell<'static> {
    match bytes {
        b"0" | b"-" => Cell::Flag(false),
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
    use crate::model::domain::DOMAINS;
    use crate::model::link::LINKS;

    fn cell(bytes: &[u8], kind: Kind) -> Cell<'_> {
        super::cell(bytes, kind, EmptyFlag::No)
    }

    #[test]
    fn cells_are_read_by_kind() {
        assert_eq!(cell(b"+", Kind::Flag), Cell::Flag(true));
        assert_eq!(cell(b" TRUE ", Kind::Flag), Cell::Flag(true));
        assert_eq!(cell(b"", Kind::Flag), Cell::Flag(false));
        let unknown = super::cell(b" ", Kind::Flag, EmptyFlag::Unknown);
        assert_eq!(unknown, Cell::Empty);
        assert_eq!(cell(b"yes", Kind::Flag), Cell::Bad);
        assert_eq!(cell(b" 42 ", Kind::Int), Cell::Int(42));
        assert_eq!(cell(b"-1", Kind::Int), Cell::Int(-1));
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

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn names_are_found_without_case_and_what_is_left_over_is_kept() {
        let heads = [
            "SOURCEURL",
            "New",
            "targeturl",
            "",
            "new",
            "New",
            "DomainID",
        ];
        let header = Header::of(&LINKS, &names(&heads));
        assert_eq!(header.lacks(&["source_url", "target_url"]), None);
        let unknown: Vec<_> = header.unknown.iter().map(|(_, n)| n.as_str()).collect();
        assert_eq!(unknown, ["New", "(column 4)", "new", "New (column 6)"]);
        let reader = RowReader::new(&header, EmptyFlag::Unknown);
        let record = names(&["s", "a\"\n", "t", "b", "", "c", "7"]);
        let cells = reader.read(&record).unwrap();
        let Some(Cell::Text(extra)) = LINKS.position("extra").and_then(|at| cells.get(at)) else {
            panic!("{cells:?}")
        };
        let extra: serde_json::Value = serde_json::from_str(extra).unwrap();
        let expected =
            serde_json::json!({"New": "a\"\n", "(column 4)": "b", "New (column 6)": "c"});
        assert_eq!(extra, expected);
        let bare = names(&["s", "", "t", "", "", "", "7"]);
        let without = reader.read(&bare).unwrap();
        assert_eq!(without[LINKS.position("extra").unwrap()], Cell::Empty);
    }

    #[test]
    fn a_name_that_is_lacking_is_the_providers() {
        let header = Header::of(&DOMAINS, &names(&["TrustFlow"]));
        assert_eq!(header.lacks(&["domain"]), Some("Domain"));
        let header = Header::of(&DOMAINS, &names(&["rootdomain"]));
        assert_eq!(header.lacks(&["domain"]), None);
    }
}
