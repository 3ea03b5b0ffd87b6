//! The JSON form: one flat object, globals beside `Code`, tables keyed by name, where `Headers`
//! holds a table's variables and the column names stand in every row.

use serde_json::{Map, Value};
use thiserror::Error;

use super::answer::{Answer, Cell, Table, sorted};

/// Why bytes are no answer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON at all: a proxy's page, a cut body.
    #[error("the answer is no JSON ({0})")]
    Syntax(String),
    /// JSON of another shape.
    #[error("the answer is JSON of another shape: {0}")]
    Shape(String),
}

/// Reads an answer. A byte-order mark before it is tolerated.
pub fn decode(bytes: &[u8]) -> Result<Answer, JsonError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value =
        serde_json::from_slice(bytes).map_err(|e| JsonError::Syntax(e.to_string()))?;
    let Value::Object(map) = value else {
        return Err(JsonError::Shape("no object at the top".to_owned()));
    };
    if !map.contains_key("Code") {
        return Err(JsonError::Shape("no Code".to_owned()));
    }
    let mut answer = Answer::ok();
    for (name, value) in map {
        match name.as_str() {
            "Code" => answer.code = text(&name, value)?,
            "ErrorMessage" => answer.error_message = text(&name, value)?,
            "FullError" => answer.full_error = text(&name, value)?,
            "DataTables" => answer.tables = Some(tables(value)?),
            _ => answer.globals.push((name.clone(), cell(&name, value)?)),
        }
    }
    Ok(answer)
}

fn tables(value: Value) -> Result<Vec<Table>, JsonError> {
    let Value::Object(map) = value else {
        return Err(JsonError::Shape("DataTables is no object".to_owned()));
    };
    map.into_iter()
        .map(|(name, value)| table(name, value))
        .collect()
}

fn table(name: String, value: Value) -> Result<Table, JsonError> {
    let Value::Object(mut map) = value else {
        return Err(JsonError::Shape(format!("table {name} is no object")));
    };
    let mut table = Table {
        name,
        ..Table::default()
    };
    if let Some(Value::Object(headers)) = map.remove("Headers") {
        for (name, value) in headers {
            let value = cell(&name, value)?;
            table.attributes.push((name, value));
        }
    }
    match map.remove("Data") {
        Some(Value::Array(rows)) => rows
            .into_iter()
            .try_for_each(|row| add_row(&mut table, row))?,
        None => {}
        Some(_) => {
            return Err(JsonError::Shape(format!(
                "Data of table {} is no array",
                table.name
            )));
        }
    }
    Ok(table)
}

fn add_row(table: &mut Table, row: Value) -> Result<(), JsonError> {
    let Value::Object(row) = row else {
        return Err(JsonError::Shape(format!(
            "a row of table {} is no object",
            table.name
        )));
    };
    let mut cells = vec![Cell::Text(String::new()); table.columns.len()];
    for (position, (name, value)) in row.into_iter().enumerate() {
        let value = cell(&name, value)?;
        // Rows keep the column order, so the guess by position is nearly always right.
        let at = if table.columns.get(position) == Some(&name) {
            position
        } else if let Some(at) = table.columns.iter().position(|c| *c == name) {
            at
        } else {
            add_column(table, &mut cells, name)
        };
        cells[at] = value;
    }
    table.rows.push(cells);
    Ok(())
}

fn add_column(table: &mut Table, cells: &mut Vec<Cell>, name: String) -> usize {
    table.columns.push(name);
    for row in &mut table.rows {
        row.push(Cell::Text(String::new()));
    }
    cells.push(Cell::Text(String::new()));
    table.columns.len() - 1
}

fn text(name: &str, value: Value) -> Result<String, JsonError> {
    cell(name, value).map(|cell| cell.text().into_owned())
}

/// Numbers and texts are taken as they come; other scalars (never recorded) become text.
fn cell(name: &str, value: Value) -> Result<Cell, JsonError> {
    match value {
        Value::String(text) => Ok(Cell::Text(text)),
        Value::Number(n) => Ok(n
            .as_i64()
            .map_or_else(|| Cell::Text(n.to_string()), Cell::Int)),
        Value::Null => Ok(Cell::Text(String::new())),
        Value::Bool(yes) => Ok(Cell::Text(if yes { "True" } else { "False" }.to_owned())),
        Value::Array(_) | Value::Object(_) => Err(JsonError::Shape(format!(
            "{name} is neither text nor number"
        ))),
    }
}

/// Writes an answer, compact, in the recorded order: code and messages, globals sorted without case, tables.
pub fn encode(answer: &Answer) -> Vec<u8> {
    let mut map = Map::new();
    map.insert("Code".to_owned(), answer.code.clone().into());
    map.insert(
        "ErrorMessage".to_owned(),
        answer.error_message.clone().into(),
    );
    map.insert("FullError".to_owned(), answer.full_error.clone().into());
    for (name, cell) in sorted(&answer.globals) {
        map.insert(name.clone(), value(cell));
    }
    if let Some(tables) = &answer.tables {
        let tables: Map<_, _> = tables
            .iter()
            .map(|t| (t.name.clone(), table_value(t)))
            .collect();
        map.insert("DataTables".to_owned(), tables.into());
    }
    Value::Object(map).to_string().into_bytes()
}

fn table_value(table: &Table) -> Value {
    let headers: Map<_, _> = sorted(&table.attributes)
        .into_iter()
        .map(|(n, c)| (n.clone(), value(c)))
        .collect();
    let row = |cells: &Vec<Cell>| -> Value {
        table
            .columns
            .iter()
            .zip(cells)
            .map(|(name, cell)| (name.clone(), value(cell)))
            .collect::<Map<_, _>>()
            .into()
    };
    let data: Vec<Value> = table.rows.iter().map(row).collect();
    Value::Object(Map::from_iter([
        ("Headers".to_owned(), headers.into()),
        ("Data".to_owned(), data.into()),
    ]))
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => text.clone().into(),
        Cell::Int(n) => (*n).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Answer {
        let mut table = Table::new("Results", &["Domain", "Links"]).with("TotalMatches", 2);
        table.rows.push(vec!["a | b".into(), 12.into()]);
        table.rows.push(vec!["".into(), "3".into()]);
        Answer::ok()
            .with("URLsAdded", 1)
            .with("UniqueIndexID", "x-FRESH")
            .with_table(table)
    }

    #[test]
    fn the_wire_form_is_flat_compact_and_sorted() {
        let text = String::from_utf8(encode(&sample())).unwrap();
        assert_eq!(
            text,
            r#"{"Code":"OK","ErrorMessage":"","FullError":"","UniqueIndexID":"x-FRESH","URLsAdded":1,"DataTables":{"Results":{"Headers":{"TotalMatches":2},"Data":[{"Domain":"a | b","Links":12},{"Domain":"","Links":"3"}]}}}"#
        );
    }

    #[test]
    fn numbers_are_numbers_in_either_spelling() {
        let answer = decode(&encode(&sample())).unwrap();
        let table = answer.table("Results").unwrap();
        assert_eq!(table.cell(0, "Links").and_then(Cell::int), Some(12));
        assert_eq!(table.cell(1, "Links").and_then(Cell::int), Some(3));
        assert_eq!(table.cell(1, "Domain").and_then(Cell::int), None);
    }

    #[test]
    fn what_is_no_answer_is_a_typed_error() {
        assert!(matches!(decode(b"<html>"), Err(JsonError::Syntax(_))));
        assert!(matches!(decode(b""), Err(JsonError::Syntax(_))));
        assert!(matches!(
            decode(&encode(&sample())[..60]),
            Err(JsonError::Syntax(_))
        ));
        assert!(matches!(decode(b"[]"), Err(JsonError::Shape(_))));
        assert!(matches!(decode(b"{}"), Err(JsonError::Shape(_))));
        assert!(matches!(
            decode(br#"{"Code":"OK","X":[1]}"#),
            Err(JsonError::Shape(_))
        ));
        assert!(matches!(
            decode(br#"{"Code":"OK","DataTables":{"T":{"Data":3}}}"#),
            Err(JsonError::Shape(_))
        ));
        let deep = format!(r#"{{"Code":{}"#, "[".repeat(300));
        assert!(matches!(decode(deep.as_bytes()), Err(JsonError::Syntax(_))));
    }

    proptest! {
        #[test]
        fn encode_then_decode_is_the_identity(
            texts in prop::collection::vec((any::<String>(), any::<i64>()), 1..6),
            attribute in any::<String>(),
        ) {
            let mut table = Table::new("T", &["a", "b"]).with("V", attribute.as_str());
            table.rows = texts.iter().map(|(t, n)| vec![t.as_str().into(), (*n).into()]).collect();
            let answer = Answer::ok().with("G", attribute.as_str()).with_table(table);
            prop_assert_eq!(decode(&encode(&answer)).unwrap(), answer);
        }
    }
}
