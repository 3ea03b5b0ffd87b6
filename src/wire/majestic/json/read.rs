//! From bytes to an answer.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::super::answer::{Answer, Cell, Table};
use super::super::body::{MOST_CELLS, is_page, unmarked};
use super::JsonError;
use crate::model::text::one_line;
use crate::wire::mend::mend;

/// The deepest nesting that is read; an answer has five levels.
const DEEPEST: usize = 16;

/// Reads an answer; where its letters are broken, with unknown letters in their places. A byte-order mark before it is
/// tolerated.
pub fn decode(bytes: &[u8]) -> Result<Answer, JsonError> {
    match read(bytes) {
        Err(error @ JsonError::Syntax(_)) => read(&mend(bytes)).map_err(|_| error),
        done => done,
    }
}

fn read(bytes: &[u8]) -> Result<Answer, JsonError> {
    let bytes = unmarked(bytes);
    if is_page(bytes) {
        return Err(JsonError::Page);
    }
    let text = std::str::from_utf8(bytes).map_err(|e| match e.error_len() {
        None => JsonError::Cut(e.to_string()),
        Some(_) => JsonError::Syntax(e.to_string()),
    })?;
    check_depth(text)?;
    let members = members(text, "the answer")?;
    if !members.iter().any(|(name, _)| name == "Code") {
        return Err(JsonError::Shape("no Code".to_owned()));
    }
    let mut answer = Answer::ok();
    for (name, value) in members {
        match name.as_ref() {
            "Code" => answer.code = text_of(&name, value)?,
            "ErrorMessage" => answer.error_message = text_of(&name, value)?,
            "FullError" => answer.full_error = text_of(&name, value)?,
            "DataTables" => answer.tables = Some(tables(value)?),
            _ => {
                let cell = cell(&name, value)?;
                answer.globals.push((name.into_owned(), cell));
            }
        }
    }
    Ok(answer)
}

/// An object's members in their order, the values as they stand in the text.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A text, borrowed where it holds no escape.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((Text(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Members(members))
    }
}

/// Reads an object whose names are all different; `place` is what it is called in sentences.
fn members<'a>(text: &'a str, place: &str) -> Result<Vec<(Cow<'a, str>, &'a RawValue)>, JsonError> {
    let Members(members) = serde_json::from_str(text).map_err(|e| failure(&e, text, place))?;
    let mut seen = HashSet::with_capacity(members.len());
    match members.iter().find(|(name, _)| !seen.insert(name.as_ref())) {
        Some((name, _)) => Err(repeated(name, place)),
        None => Ok(members),
    }
}

fn failure(error: &serde_json::Error, text: &str, place: &str) -> JsonError {
    match error.classify() {
        Category::Eof => JsonError::Cut(error.to_string()),
        Category::Syntax if ends_in_a_number(error, text) => JsonError::Cut(error.to_string()),
        Category::Syntax | Category::Io => JsonError::Syntax(error.to_string()),
        Category::Data => JsonError::Shape(format!("{} is no object", one_line(place))),
    }
}

/// Whether a text stops after the sign or point of a number: the reader calls that a wrong number, not an end.
fn ends_in_a_number(error: &serde_json::Error, text: &str) -> bool {
    let lines = text.matches('\n').count() + 1;
    let last = text.rsplit('\n').next().unwrap_or(text);
    text.ends_with(['-', '+', '.', 'e', 'E'])
        && error.line() == lines
        && error.column() >= last.len()
}

fn repeated(name: &str, place: &str) -> JsonError {
    JsonError::Repeated {
        name: one_line(name),
        place: one_line(place),
    }
}

fn tables(value: &RawValue) -> Result<Vec<Table>, JsonError> {
    let mut cells = 0;
    members(value.get(), "DataTables")?
        .into_iter()
        .map(|(name, value)| table(name.into_owned(), value, &mut cells))
        .collect()
}

/// Reads a table; `cells` counts those of the whole answer. Members that no page names are passed over.
fn table(name: String, value: &RawValue, cells: &mut usize) -> Result<Table, JsonError> {
    let place = format!("table {name}");
    let mut table = Table {
        name,
        ..Table::default()
    };
    for (member, value) in members(value.get(), &place)? {
        match member.as_ref() {
            "Headers" => {
                for (name, value) in members(value.get(), &format!("Headers of {place}"))? {
                    let value = cell(&name, value)?;
                    table.attributes.push((name.into_owned(), value));
                }
            }
            "Data" => {
                let rows: Vec<&RawValue> = serde_json::from_str(value.get()).map_err(|_| {
                    JsonError::Shape(format!("Data of {} is no array", one_line(&place)))
                })?;
                for row in rows {
                    add_row(&mut table, row, cells)?;
                }
            }
            _ => {}
        }
    }
    Ok(table)
}

/// Adds a row. Rows keep the column order, so the guess by position is nearly always right; a column that a row
/// lacks is empty.
fn add_row(table: &mut Table, row: &RawValue, count: &mut usize) -> Result<(), JsonError> {
    let place = || format!("a row of table {}", table.name);
    let Members(row) =
        serde_json::from_str(row.get()).map_err(|e| failure(&e, row.get(), &place()))?;
    let mut cells: Vec<Option<Cell>> = vec![None; table.columns.len()];
    for (position, (name, value)) in row.into_iter().enumerate() {
        let value = cell(&name, value)?;
        let at = if table.columns.get(position).is_some_and(|c| *c == name) {
            position
        } else if let Some(at) = table.columns.iter().position(|c| *c == name) {
            at
        } else {
            add_column(table, name.as_ref(), count)?;
            cells.push(None);
            cells.len() - 1
        };
        if cells[at].replace(value).is_some() {
            return Err(repeated(&name, &format!("a row of table {}", table.name)));
        }
    }
    count_cells(count, cells.len())?;
    let empty = || Cell::Text(String::new());
    let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(empty));
    table.rows.push(cells.collect());
    Ok(())
}

fn add_column(table: &mut Table, name: &str, count: &mut usize) -> Result<(), JsonError> {
    count_cells(count, table.rows.len())?;
    table.columns.push(name.to_owned());
    for row in &mut table.rows {
        row.push(Cell::Text(String::new()));
    }
    Ok(())
}

fn count_cells(count: &mut usize, more: usize) -> Result<(), JsonError> {
    *count += more;
    if *count > MOST_CELLS {
        return Err(JsonError::TooLarge(MOST_CELLS));
    }
    Ok(())
}

fn text_of(name: &str, value: &RawValue) -> Result<String, JsonError> {
    cell(name, value).map(|cell| cell.text().into_owned())
}

/// Texts and whole numbers are taken as they come; numbers that no 64 bits hold, and fractions, stay the text
/// they are; other scalars (never recorded) become text.
fn cell(name: &str, value: &RawValue) -> Result<Cell, JsonError> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text)
            .map(|Text(text)| Cell::Text(text.into_owned()))
            .map_err(|e| JsonError::Syntax(format!("{}: {e}", one_line(name)))),
        Some(b'-' | b'0'..=b'9') => Ok(text
            .parse()
            .map_or_else(|_| Cell::Text(text.to_owned()), Cell::Int)),
        Some(b'n') => Ok(Cell::Text(String::new())),
        Some(b't') => Ok(Cell::Text("True".to_owned())),
        Some(b'f') => Ok(Cell::Text("False".to_owned())),
        _ => Err(JsonError::Shape(format!(
            "{} is neither text nor number",
            one_line(name)
        ))),
    }
}

/// Refuses deep nesting before anything is read.
fn check_depth(text: &str) -> Result<(), JsonError> {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    for byte in text.bytes() {
        if in_text {
            (in_text, escaped) = match byte {
                _ if escaped => (true, false),
                b'\\' => (true, true),
                b'"' => (false, false),
                _ => (true, false),
            };
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(JsonError::TooDeep(DEEPEST));
        }
    }
    Ok(())
}
