//! Counting the values of cells that hold several: rows are counted by each value they have, so that the counts of all
//! values may be more than the rows.

use std::collections::{HashMap, HashSet};

use super::smaller_first;
use crate::columnar::{Array, Cells};
use crate::model::column::{Kind, Value};
use crate::model::domain::DOMAINS;
use crate::model::far::Step;
use crate::model::nested::Part;
use crate::model::rows::{Field, List, Of};
use crate::model::tally::{Tally, TallyRow};
use crate::store::StoreError;
use crate::store::dataset::scan::{Rows, Wanted};
use crate::store::dataset::{Awaited, Dataset};

/// What was counted so far.
#[derive(Default)]
struct Elements {
    /// Of each value, none for the rows in which nothing is known, its place among the counts.
    places: HashMap<Option<String>, usize>,
    counts: Vec<(u64, u64)>,
    /// Which domains a value was seen with, and which at all.
    pairs: HashSet<(usize, u32)>,
    seen: HashSet<u32>,
    rows: u64,
    domains: u64,
}

impl Elements {
    /// Counts so many rows of a domain, all with the same cell; rows that are of no domain are one each.
    fn add(&mut self, elements: Vec<Option<String>>, rows: u64, domain: Option<u32>) {
        self.rows += rows;
        self.domains += match domain {
            Some(domain) => u64::from(self.seen.insert(domain)),
            None => rows,
        };
        for element in elements {
            let next = self.counts.len();
            let place = *self.places.entry(element).or_insert(next);
            if place == next {
                self.counts.push((0, 0));
            }
            let is_new = domain.is_none_or(|domain| self.pairs.insert((place, domain)));
            let (of_rows, of_domains) = &mut self.counts[place];
            *of_rows += rows;
            *of_domains += u64::from(is_new) * if domain.is_some() { 1 } else { rows };
        }
    }

    fn tally(self, field: Field, most: usize) -> Tally {
        let (counts, rows, domains) = (self.counts, self.rows, self.domains);
        let mut values: Vec<TallyRow> = (self.places.into_iter())
            .map(|(element, place)| TallyRow {
                value: element.map_or(Value::Null, Value::Text),
                rows: counts[place].0,
                domains: counts[place].1,
            })
            .collect();
        values.sort_by(|a, b| {
            let more = b.rows.cmp(&a.rows);
            more.then_with(|| smaller_first(&a.value, &b.value))
        });
        let distinct = values.len() as u64;
        values.truncate(most);
        Tally {
            field,
            rows,
            domains,
            distinct,
            values,
        }
    }
}

/// The different values of a cell; of stops what is named of each. Of a cell in which nothing is known there is one, none.
fn elements(cell: &Value, part: Part) -> Vec<Option<String>> {
    let mut all: Vec<Option<String>> = match cell {
        Value::Texts(texts) => texts.iter().cloned().map(Some).collect(),
        Value::Counts(counts) => counts
            .iter()
            .map(|(name, _)| Some(name.to_owned()))
            .collect(),
        Value::Path(path) => path.iter().map(|stop| text(&stop.part(part))).collect(),
        _ => Vec::new(),
    };
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        all.push(None);
    }
    all
}

fn text(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.plain().into_owned())
}

fn cell(column: Option<&Array>, kind: Kind, at: usize) -> Value {
    column
        .and_then(|array| Cells::of(array, kind))
        .map_or(Value::Null, |cells| cells.value(at))
}

impl Dataset {
    /// Counts rows by the values of a column whose cells hold several.
    pub(super) fn tally_elements(
        &self,
        list: &List,
        rows: &Rows<'_>,
        (field, part, most): (Field, Part, usize),
        awaited: Awaited<'_>,
    ) -> Result<Tally, StoreError> {
        let mut counted = Elements::default();
        let of_links = matches!(list, List::Links { .. });
        let wanted = Wanted {
            columns: &[field.column],
            domains: of_links && field.of == Of::Row,
        };
        if field.of == Of::Row {
            let kind = list.table().columns[field.column].kind;
            awaited.one_pass(Step::Look, rows.len());
            self.scan(list, rows, wanted, awaited, &mut |batch| {
                let column = batch.columns.first().and_then(Option::as_ref);
                for at in 0..batch.len() {
                    let domain = batch.domains.get(at).copied();
                    counted.add(elements(&cell(column, kind, at), part), 1, domain);
                }
                Ok(true)
            })?;
            return Ok(counted.tally(field, most));
        }
        let links = self.links_of_domains(list, rows, awaited)?;
        let kind = DOMAINS.columns[field.column].kind;
        let all = Rows::Range(0..self.domains());
        self.scan(
            &List::Domains,
            &all,
            wanted,
            awaited.cancel(),
            &mut |batch| {
                let column = batch.columns.first().and_then(Option::as_ref);
                for at in 0..batch.len() {
                    let row = batch.row(at);
                    let of_domain = links.get(row as usize).copied().unwrap_or(0);
                    if of_domain > 0 {
                        counted.add(
                            elements(&cell(column, kind, at), part),
                            u64::from(of_domain),
                            Some(row as u32),
                        );
                    }
                }
                Ok(true)
            },
        )?;
        // While rows arrive the table of domains is behind the links.
        let unlisted = (0u32..).zip(&links).skip(self.domains() as usize);
        for (row, links) in unlisted.filter(|(_, links)| **links > 0) {
            counted.add(vec![None], u64::from(*links), Some(row));
        }
        Ok(counted.tally(field, most))
    }
}
