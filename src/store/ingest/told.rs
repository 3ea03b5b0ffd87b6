//! What a provider says of referring domains themselves, found by their names.

use std::collections::HashMap;

use crate::columnar::RowsBuilder;
use crate::model::column::{Column, EXTRA, Value};
use crate::model::domain::DOMAINS;
use crate::store::dataset::Held;

use super::answer::Grid;
use super::fault::IngestError;
use super::flaws::Flaws;
use super::header::Header;
use super::host;

/// The column of the domain's name.
const NAME: &str = "domain";

/// Whether a provider fills a column of a domain; the others are counted from links.
fn is_told(column: &Column) -> bool {
    column.id != NAME && (column.id == EXTRA || !column.wires.is_empty())
}

/// One table of domains.
#[derive(Debug)]
pub(in crate::store) struct Source {
    /// For each column of the list its place among the cells of a row.
    places: Vec<Option<usize>>,
    width: usize,
    cells: Vec<Value>,
    /// As written.
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Source {
    fn new(fills: impl Fn(usize, &Column) -> bool) -> Self {
        let mut width = 0;
        let places = DOMAINS.columns.iter().enumerate().map(|(at, column)| {
            (is_told(column) && fills(at, column)).then(|| {
                width += 1;
                width - 1
            })
        });
        Self {
            places: places.collect(),
            width,
            cells: Vec::new(),
            names: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    /// From the table of an answer. A row that names no domain is a flaw.
    pub(super) fn of_grid(grid: &Grid, flaws: &mut Flaws) -> Result<(Self, Header), IngestError> {
        let mut source = Self::new(|_, _| false);
        let header = source.append(grid, true, flaws)?;
        Ok((source, header))
    }

    /// Adds the rows of a table; unless `twice`, only those of domains that are not in it yet.
    fn append(
        &mut self,
        grid: &Grid,
        twice: bool,
        flaws: &mut Flaws,
    ) -> Result<Header, IngestError> {
        let header = grid.header(&DOMAINS, &[NAME])?;
        self.widen(&header);
        let source = self;
        let name_at = DOMAINS.position(NAME).unwrap_or_default();
        grid.read(&header, flaws, &mut |cells| {
            let mut name = None;
            for (at, cell) in cells.into_iter().enumerate() {
                let value = cell.into_value();
                if at == name_at {
                    name = Some(value);
                } else if source.places[at].is_some() {
                    source.cells.push(value);
                }
            }
            let Some(Value::Text(name)) = name else {
                source.cells.truncate(source.names.len() * source.width);
                return Err("it names no domain".to_owned());
            };
            if !twice && source.by_name.contains_key(&host::same_name(&name)) {
                source.cells.truncate(source.names.len() * source.width);
            } else {
                source.name(name);
            }
            Ok(())
        });
        Ok(header)
    }

    /// Makes room for the columns of a further table; in the rows before nothing is known of them.
    fn widen(&mut self, header: &Header) {
        let before = self.places.clone();
        let fills = |at: usize| before[at].is_some() || header.fills(at);
        let wider = Self::new(|at, _| fills(at));
        if wider.width == self.width {
            return;
        }
        let mut cells = vec![Value::Null; self.names.len() * wider.width];
        for row in 0..self.names.len() {
            let places = before.iter().zip(&wider.places);
            for (from, to) in places.filter_map(|(from, to)| from.zip(*to)) {
                let cell = std::mem::replace(&mut self.cells[row * self.width + from], Value::Null);
                cells[row * wider.width + to] = cell;
            }
        }
        self.cells = cells;
        self.places = wider.places;
        self.width = wider.width;
    }

    /// From the domains of a dataset.
    pub(in crate::store) fn of_held(held: &Held) -> Self {
        let mut source = Self::new(|at, _| held.known(at).is_some());
        let name_at = DOMAINS.position(NAME).unwrap_or_default();
        for row in 0..held.rows() {
            for (at, place) in source.places.iter().enumerate() {
                if place.is_some() {
                    source.cells.push(held.value(row, at));
                }
            }
            source.name(held.value(row, name_at).plain().into_owned());
        }
        source
    }

    fn name(&mut self, name: String) {
        let row = self.names.len();
        // Of two rows of one name both stay, the first is found.
        self.by_name.entry(host::same_name(&name)).or_insert(row);
        self.names.push(name);
    }

    /// The row of a domain.
    fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    fn cell(&self, row: usize, column: usize) -> Option<&Value> {
        let place = self.places.get(column).copied().flatten()?;
        let cell = self.cells.get(row * self.width + place)?;
        Some(cell).filter(|cell| !cell.is_null())
    }
}

/// Several tables of domains: where two know the same, the later one is right.
#[derive(Debug, Default)]
pub(in crate::store) struct Told {
    sources: Vec<Source>,
    /// Whether the first is a table of the answer itself, whose domains are all to be listed.
    lists: bool,
    /// Whether the first is a table of the answer itself that comes page by page.
    has_own: bool,
}

/// Where a domain stands in each of them.
#[derive(Debug)]
pub(in crate::store) struct Found(Vec<Option<usize>>);

impl Found {
    /// Whether the last of them knows the domain.
    pub(in crate::store) fn in_last(&self) -> bool {
        self.0.last().is_some_and(Option::is_some)
    }
}

impl Told {
    /// Adds a table that is right where it and those before it differ.
    pub(in crate::store) fn add(&mut self, source: Source) {
        self.sources.push(source);
    }

    /// Adds the table of the answer itself, before all others.
    pub(super) fn add_own(&mut self, source: Source) {
        self.lists = self.sources.is_empty();
        self.add(source);
    }

    /// Adds a further page of the answer's own table, before all others; `lists` where its domains are to be listed
    /// though no link comes from them.
    pub(super) fn append_own(
        &mut self,
        grid: &Grid,
        lists: bool,
        flaws: &mut Flaws,
    ) -> Result<Header, IngestError> {
        if !self.has_own {
            self.sources.insert(0, Source::new(|_, _| false));
            self.has_own = true;
        }
        self.lists |= lists;
        let nothing = &mut Source::new(|_, _| false);
        let own = self.sources.first_mut().unwrap_or(nothing);
        own.append(grid, lists, flaws)
    }

    /// Whether domains are listed of which no link is held.
    pub(super) fn lists(&self) -> bool {
        self.lists
    }

    /// How many are.
    pub(super) fn rows_listed(&self) -> u64 {
        let own = self.sources.first().filter(|_| self.lists);
        own.map_or(0, |own| own.names.len() as u64)
    }

    /// The domains that are to be listed though no link comes from them, each with where it stands.
    pub(super) fn listed(&self) -> impl Iterator<Item = (&str, Found)> {
        self.lists.then(|| self.first()).into_iter().flatten()
    }

    /// Whether any of them can fill a column.
    pub(in crate::store) fn fills(&self, column: usize) -> bool {
        let has = |s: &Source| s.places.get(column).is_some_and(Option::is_some);
        self.sources.iter().any(has)
    }

    /// The columns that they can fill.
    pub(in crate::store) fn columns(&self) -> Vec<usize> {
        (0..DOMAINS.columns.len())
            .filter(|column| self.fills(*column))
            .collect()
    }

    /// Looks a domain up by its name in any spelling.
    pub(in crate::store) fn find(&self, name: &str) -> Found {
        if self.sources.is_empty() {
            return Found(Vec::new());
        }
        let name = host::same_name(name);
        Found(self.sources.iter().map(|s| s.find(&name)).collect())
    }

    /// The domains of the first table, each with where it stands.
    pub(in crate::store) fn first(&self) -> impl Iterator<Item = (&str, Found)> {
        let names = self.sources.first().map_or(&[][..], |s| &s.names);
        names.iter().enumerate().map(|(row, name)| {
            let mut found = self.find(name);
            if let Some(first) = found.0.first_mut() {
                *first = Some(row);
            }
            (name.as_str(), found)
        })
    }

    /// What is known in a column.
    pub(in crate::store) fn cell(&self, found: &Found, column: usize) -> Option<&Value> {
        self.known(found, column).last()
    }

    fn known(&self, found: &Found, column: usize) -> impl Iterator<Item = &Value> {
        let places = self.sources.iter().zip(&found.0);
        places.filter_map(move |(source, row)| source.cell((*row)?, column))
    }

    /// Adds what is known in a column to rows that are gathered.
    pub(in crate::store) fn push(&self, rows: &mut RowsBuilder, found: &Found, column: usize) {
        if DOMAINS.columns[column].id == EXTRA {
            rows.text(column, self.extra(found, column).as_deref());
        } else {
            rows.value(column, self.cell(found, column).unwrap_or(&Value::Null));
        }
    }

    /// The objects of all of them as one.
    fn extra(&self, found: &Found, column: usize) -> Option<String> {
        let mut objects = self.known(found, column).filter_map(|cell| match cell {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let first = objects.next()?;
        let rest: Vec<&String> = objects.collect();
        if rest.is_empty() {
            return Some(first.clone());
        }
        let read = |text: &String| serde_json::from_str(text).unwrap_or_default();
        let mut whole: serde_json::Map<String, serde_json::Value> = read(first);
        for object in rest {
            whole.extend(read(object));
        }
        Some(serde_json::Value::from(whole).to_string())
    }
}
