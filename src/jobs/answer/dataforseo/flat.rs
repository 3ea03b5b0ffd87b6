//! An item of an answer as names and texts: objects within it by their path, several values as JSON.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use crate::model::column::{Column, Kind, Table};
use crate::model::nested::Part;
use crate::model::unreadable;
use crate::store::{Grid, is_readable};

/// One row, not yet in columns.
#[derive(Debug, Default)]
pub(super) struct Item(Vec<(String, String)>);

impl Item {
    /// The fields of an object. What is null has no field.
    pub(super) fn of(table: &Table, object: &Map<String, Json>) -> Self {
        let mut item = Self::default();
        for (name, value) in object {
            item.add(table, name.clone(), value);
        }
        item
    }

    fn add(&mut self, table: &Table, name: String, value: &Json) {
        let column = table
            .columns
            .iter()
            .find(|c| c.wires.contains(&name.as_str()));
        let kind = column.map(|c: &Column| c.kind);
        match (kind, value) {
            (_, Json::Null) => {}
            (Some(Kind::Path), Json::Array(stops)) => self.path(table, &name, stops),
            (Some(Kind::Counts), Json::Object(_)) | (_, Json::Array(_)) => {
                self.mark_unreadable(&name, kind, value, &value.to_string());
                self.set(&name, value.to_string());
            }
            (_, Json::Object(within)) => {
                for (key, value) in within {
                    self.add(table, format!("{name}.{key}"), value);
                }
            }
            (_, scalar) => {
                self.mark_unreadable(&name, kind, scalar, &text_of(scalar));
                self.set(&name, text_of(scalar));
            }
        }
    }

    /// Keeps a value as it arrived, where its column can hold no such: there its cell stays empty.
    fn mark_unreadable(&mut self, name: &str, kind: Option<Kind>, value: &Json, text: &str) {
        if let Some(kind) = kind.filter(|kind| !is_readable(text, *kind)) {
            self.set(&unreadable::name(name, kind), value.to_string());
        }
    }

    /// Stops as far as they are what we know of stops; the rest of each under its own path.
    fn path(&mut self, table: &Table, name: &str, stops: &[Json]) {
        let is_known = |key: &String| Part::ALL.iter().any(|(_, known)| key == known);
        let mut known = Vec::new();
        for (at, stop) in stops.iter().enumerate() {
            let Json::Object(stop) = stop else {
                known.push(stop.clone());
                continue;
            };
            let (of_stop, others): (Map<_, _>, Map<_, _>) = stop
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .partition(|(key, _)| is_known(key));
            known.push(Json::Object(of_stop));
            for (key, value) in &others {
                self.add(table, format!("{name}.{at}.{key}"), value);
            }
        }
        self.set(name, Json::Array(known).to_string());
    }

    /// The text of a field; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, text)| text)
    }

    /// Adds a field; an empty text is none.
    pub(super) fn set(&mut self, name: &str, text: String) {
        if !text.is_empty() {
            self.0.push((name.to_owned(), text));
        }
    }

    /// Adds a field with the text of another.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        self.set(to, self.get(from).to_owned());
    }

    /// Calls a field otherwise.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let named = self.0.iter_mut().filter(|(name, _)| name == from);
        named.for_each(|(name, _)| *name = to.to_owned());
    }

    /// Adds the fields of another.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Rows that become a grid: its columns are all that any of them has.
#[derive(Debug)]
pub(super) struct Rows {
    columns: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// With some columns that are there in any case, so that a list without such a field is no other list.
    pub(super) fn new(table: &Table, always: &[&str]) -> Self {
        debug_assert!(always.iter().all(|name| table.position(name).is_some()));
        let mut rows = Self {
            columns: Vec::new(),
            places: HashMap::new(),
            rows: Vec::new(),
        };
        for name in always {
            rows.place(name);
        }
        rows
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.columns.push(name.to_owned());
        self.places.insert(name.to_owned(), self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Adds a row.
    pub(super) fn push(&mut self, item: Item) {
        let mut row = vec![String::new(); self.columns.len()];
        for (name, text) in item.0 {
            let place = self.place(&name);
            if place >= row.len() {
                row.resize(place + 1, String::new());
            }
            row[place] = text;
        }
        self.rows.push(row);
    }

    /// The whole, each row as wide as all.
    pub(super) fn grid(mut self) -> Grid {
        let width = self.columns.len();
        self.rows
            .iter_mut()
            .for_each(|row| row.resize(width, String::new()));
        Grid {
            columns: self.columns,
            rows: self.rows,
            heads: 0,
        }
    }
}

/// What an object says, as names and texts, but for some keys.
pub(super) fn scalars(object: &Map<String, Json>, but: &[&str]) -> Vec<(String, String)> {
    let known = object
        .iter()
        .filter(|(name, _)| !but.contains(&name.as_str()));
    let said = known.filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| (name.clone(), text_of(value)))
        .collect()
}

/// A value as the text of a cell.
pub(super) fn text_of(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
