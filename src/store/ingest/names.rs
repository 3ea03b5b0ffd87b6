//! Many names in little memory: one text holds them all, and a table of numbers finds them.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Names, numbered in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    /// Where each name ends in it.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// Stands for no number.
pub(super) const NONE: u32 = u32::MAX;

#[inline]
fn name<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    text.get(span(ends, number)).unwrap_or_default()
}

/// Where a name stands.
#[inline]
fn span(ends: &[u32], number: u32) -> Range<usize> {
    let at = number as usize;
    let start = match at {
        0 => 0,
        _ => ends.get(at - 1).map_or(0, |end| *end as usize),
    };
    start..ends.get(at).map_or(start, |end| *end as usize)
}

impl Names {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        name(&self.text, &self.ends, number)
    }

    #[inline]
    fn span(&self, number: u32) -> Range<usize> {
        span(&self.ends, number)
    }

    /// The number of a name.
    #[inline]
    pub(super) fn find(&self, wanted: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(wanted);
        let found = self.table.find(hash, |number| self.get(*number) == wanted);
        found.copied()
    }

    /// The numbers of many names, [`NONE`] for one that is not among them.
    ///
    /// Every step waits for memory. Taken by all names before the next one is, the waits of a step go on together:
    /// first the name that probably is it, then where that stands, then whether it is it.
    pub(super) fn find_all<'n>(
        &self,
        wanted: impl Iterator<Item = &'n str> + Clone,
        numbers: &mut Vec<u32>,
    ) {
        numbers.clear();
        numbers.extend(wanted.clone().map(|name| {
            let hash = self.hasher.hash_one(name);
            let probable = self.table.find(hash, |_| true);
            probable.copied().unwrap_or(NONE)
        }));
        let lengths = |number: &u32| self.span(*number).len();
        let _read_ahead: usize = std::hint::black_box(numbers.iter().map(lengths).sum());
        for (name, number) in wanted.zip(numbers) {
            if *number != NONE && self.get(*number) != name {
                *number = self.find(name).unwrap_or(NONE);
            }
        }
    }

    /// Adds a name that is not among them; none if there is no room for more.
    pub(super) fn add(&mut self, new: &str) -> Option<u32> {
        let number = u32::try_from(self.ends.len()).ok()?;
        let start = self.ends.last().copied().unwrap_or_default();
        let end = start.checked_add(u32::try_from(new.len()).ok()?)?;
        self.text.push_str(new);
        self.ends.push(end);
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        let hash = |number: &u32| hasher.hash_one(name(text, ends, *number));
        self.table.insert_unique(hasher.hash_one(new), number, hash);
        Some(number)
    }
}

#[cfg(test)]
impl Names {
    /// As if there were so many that no further one has room.
    pub(super) fn full() -> Self {
        Self {
            ends: vec![u32::MAX],
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_numbers() {
        let mut names = Names::default();
        for number in 0..5_000 {
            let name = format!("n{}", number * 31);
            assert_eq!(names.find(&name), None);
            assert_eq!(names.add(&name), Some(number));
        }
        assert_eq!(names.len(), 5_000);
        for number in 0..5_000 {
            let name = format!("n{}", number * 31);
            assert_eq!(names.find(&name), Some(number));
            assert_eq!(names.get(number), name);
        }
        let all: Vec<String> = (0..20_000).map(|n| format!("n{n}")).collect();
        let mut numbers = Vec::new();
        names.find_all(all.iter().map(String::as_str), &mut numbers);
        for (name, number) in all.iter().zip(numbers) {
            assert_eq!(
                names.find(name),
                Some(number).filter(|n| *n != NONE),
                "{name}"
            );
        }
        assert_eq!(names.get(5_000), "");
    }
}
