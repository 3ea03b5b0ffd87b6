//! How often each key occurs, and with how many domains.

use hashbrown::HashTable;

use super::Leading;
use crate::store::dataset::computed::Distinct;

/// One value. 32 bytes, whatever the value.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u128,
    /// The first row that has it.
    first: u32,
    rows: u32,
    domains: u32,
    /// The domain of its latest row.
    last: u32,
}

/// What was counted.
#[derive(Debug)]
pub(in crate::store::dataset) struct Counted {
    pub(in crate::store::dataset) rows: u64,
    pub(in crate::store::dataset) domains: u64,
    pub(in crate::store::dataset) values: Vec<Value>,
}

/// A value: its first row, its rows and its domains.
pub(in crate::store::dataset) type Value = Leading;

/// Spreads keys over the table: those of numbers differ in few bits.
fn hash(key: u128) -> u64 {
    let mixed = ((key >> 64) as u64 ^ key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// Counts rows that come in their order of arrival. A domain's number is the order of its first link, so where the
/// links of a domain stand together the numbers never fall, and a value's domains can be counted by looking at its
/// latest. Where they fall, pairs of value and domain are kept and counted at the end.
#[derive(Debug)]
pub(in crate::store::dataset) struct Counter {
    places: HashTable<u32>,
    entries: Vec<Entry>,
    rows: u64,
    domains: u64,
    /// Domains seen, a bit each, for links in any order.
    seen: Vec<u64>,
    highest: Option<u32>,
    of_links: bool,
    pairs: Option<Distinct>,
}

impl Counter {
    pub(in crate::store::dataset) fn new(domains: u64, of_links: bool, in_any_order: bool) -> Self {
        let kept = of_links && in_any_order;
        let words = if kept { domains.div_ceil(64) } else { 0 };
        Self {
            places: HashTable::new(),
            entries: Vec::new(),
            rows: 0,
            domains: 0,
            seen: vec![0; words as usize],
            highest: None,
            of_links,
            pairs: kept.then(Distinct::default),
        }
    }

    fn entry(&mut self, key: u128, row: u32) -> u32 {
        let entries = &self.entries;
        let is_it = |at: &u32| entries[*at as usize].key == key;
        let place = self
            .places
            .entry(hash(key), is_it, |at| hash(entries[*at as usize].key));
        match place {
            hashbrown::hash_table::Entry::Occupied(there) => *there.get(),
            hashbrown::hash_table::Entry::Vacant(free) => {
                let at = entries.len() as u32;
                free.insert(at);
                self.entries.push(Entry {
                    key,
                    first: row,
                    rows: 0,
                    domains: 0,
                    last: u32::MAX,
                });
                at
            }
        }
    }

    /// Counts a row and says which value it has, in the order of their first rows; none if its domain comes too late for
    /// counting without pairs.
    pub(in crate::store::dataset) fn add(
        &mut self,
        key: u128,
        row: u32,
        domain: Option<u32>,
    ) -> Option<u32> {
        let at = self.entry(key, row);
        self.rows += 1;
        let entry = &mut self.entries[at as usize];
        entry.rows += 1;
        let Some(domain) = domain.filter(|_| self.of_links) else {
            entry.domains += 1;
            self.domains += 1;
            return Some(at);
        };
        if entry.domains == 0 || entry.last != domain {
            entry.domains += 1;
            entry.last = domain;
            if let Some(pairs) = &mut self.pairs {
                pairs.add(at, domain);
            }
        }
        if self.pairs.is_some() {
            self.see(domain);
            return Some(at);
        }
        let is_new = self.highest.is_none_or(|highest| domain > highest);
        self.domains += u64::from(is_new);
        let falls = self.highest.is_some_and(|highest| domain < highest);
        self.highest = Some(domain);
        (!falls).then_some(at)
    }

    fn see(&mut self, domain: u32) {
        let (word, bit) = (domain as usize / 64, 1u64 << (domain % 64));
        if word >= self.seen.len() {
            self.seen.resize(word + 1, 0);
        }
        self.domains += u64::from(self.seen[word] & bit == 0);
        self.seen[word] |= bit;
    }

    /// Counts a domain with its links.
    pub(super) fn add_domain(&mut self, key: u128, row: u32, links: u32) {
        let at = self.entry(key, row);
        let entry = &mut self.entries[at as usize];
        entry.rows += links;
        entry.domains += 1;
        self.rows += u64::from(links);
        self.domains += 1;
    }

    pub(in crate::store::dataset) fn done(self) -> Counted {
        let mut entries = self.entries;
        drop(self.places);
        if let Some(pairs) = self.pairs {
            entries.iter_mut().for_each(|entry| entry.domains = 0);
            for (at, _) in pairs.all() {
                entries[at as usize].domains += 1;
            }
        }
        Counted {
            rows: self.rows,
            domains: self.domains,
            values: entries
                .iter()
                .map(|e| (e.first, e.rows, e.domains))
                .collect(),
        }
    }
}

impl Counted {
    /// The values among the `most` most frequent for sure, and those of which some are, because they occur as often
    /// as the last of them. Both in the order of their first rows.
    pub(super) fn leading(&self, most: usize) -> (Vec<Value>, Vec<Value>) {
        let least = if self.values.len() <= most {
            0
        } else if most == 0 {
            return (Vec::new(), Vec::new());
        } else {
            let mut rows: Vec<u32> = self.values.iter().map(|(_, rows, _)| *rows).collect();
            *rows.select_nth_unstable_by(most - 1, |a, b| b.cmp(a)).1
        };
        let with = |wanted: fn(u32, u32) -> bool| {
            let values = self
                .values
                .iter()
                .filter(|(_, rows, _)| wanted(*rows, least));
            values.copied().collect::<Vec<Value>>()
        };
        let (above, tied) = (
            with(|rows, least| rows > least),
            with(|rows, least| rows == least),
        );
        debug_assert!(above.is_sorted() && tied.is_sorted());
        (above, tied)
    }
}
