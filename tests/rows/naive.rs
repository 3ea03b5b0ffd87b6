//! The plain evaluation: every row, every cell, nothing clever.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use backtrail::model::column::Value;
use backtrail::model::rows::{Direction, Field, List, Of, SortKey};
use backtrail::model::tally::TallyRow;

use crate::scene::Scene;

/// The rows of a list.
pub struct Naive<'a> {
    pub scene: &'a Scene,
    pub list: &'a List,
}

impl Naive<'_> {
    fn rows(&self) -> &[Vec<Value>] {
        match self.list {
            List::Links { .. } => &self.scene.links,
            List::Domains => &self.scene.domains,
            List::Sheet(_) => &[],
        }
    }

    pub fn cell(&self, row: usize, field: Field) -> &Value {
        match field.of {
            Of::Row => &self.rows()[row][field.column],
            Of::Domain => &self.scene.domains[self.scene.domain_of[row]][field.column],
        }
    }

    /// Rows that pass, sorted.
    pub fn rank(&self, passes: &dyn Fn(usize) -> bool, order: &[SortKey]) -> Vec<usize> {
        let of_domain = |row: &usize| match self.list {
            List::Links {
                domain: Some(domain),
            } => self.scene.domain_of[*row] == domain.0 as usize,
            _ => true,
        };
        let all = 0..self.rows().len();
        let mut ids: Vec<usize> = all.filter(of_domain).filter(|row| passes(*row)).collect();
        ids.sort_by(|a, b| {
            let by = |key: &SortKey| {
                let (a, b) = (&self.rows()[*a][key.column], &self.rows()[*b][key.column]);
                match (a.is_null(), b.is_null()) {
                    (false, false) if key.descending => b.order(a),
                    (false, false) => a.order(b),
                    (a, b) => a.cmp(&b),
                }
            };
            order
                .iter()
                .map(by)
                .find(|o| *o != Ordering::Equal)
                .unwrap_or(Ordering::Equal)
        });
        ids
    }

    /// The next position whose text holds the needle.
    pub fn find(
        &self,
        ids: &[usize],
        needle: &str,
        from: u64,
        direction: Direction,
    ) -> Option<u64> {
        let needle = caseless::default_case_fold_str(needle);
        let holds = |cell: &Value| match cell {
            Value::Text(text) => caseless::default_case_fold_str(text).contains(&needle),
            _ => false,
        };
        let len = ids.len() as u64;
        (1..=len)
            .map(|step| match direction {
                Direction::Forward => (from + step) % len,
                Direction::Backward => (from + len - step) % len,
            })
            .find(|position| self.rows()[ids[*position as usize]].iter().any(holds))
    }

    /// Every value of a field with its rows and domains, the most frequent first.
    pub fn tally(&self, ids: &[usize], field: Field) -> Vec<TallyRow> {
        let mut groups: Vec<(Value, Vec<usize>)> = Vec::new();
        for id in ids {
            let cell = self.cell(*id, field);
            match groups.iter_mut().find(|(value, _)| value == cell) {
                Some((_, rows)) => rows.push(*id),
                None => groups.push((cell.clone(), vec![*id])),
            }
        }
        let mut rows: Vec<TallyRow> = groups
            .into_iter()
            .map(|(value, ids)| TallyRow {
                value,
                rows: ids.len() as u64,
                domains: self.domains(&ids),
            })
            .collect();
        rows.sort_by(|a, b| {
            let unknown_last = a.value.is_null().cmp(&b.value.is_null());
            let by_value = unknown_last.then_with(|| a.value.order(&b.value));
            b.rows.cmp(&a.rows).then(by_value)
        });
        rows
    }

    /// Different referring domains of some rows.
    pub fn domains(&self, ids: &[usize]) -> u64 {
        let domain = |id: &usize| match self.list {
            List::Links { .. } => self.scene.domain_of[*id],
            _ => *id,
        };
        ids.iter().map(domain).collect::<BTreeSet<_>>().len() as u64
    }
}
