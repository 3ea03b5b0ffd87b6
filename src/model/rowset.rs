//! A set of rows, small enough to be handed around for tens of millions: two bytes a row where they are few, a bit a
//! row where they stand close.

use std::collections::BTreeMap;
use std::ops::Range;

use super::rows::RowId;

/// Rows of a piece.
const SPAN: u64 = 1 << 16;

/// Rows of a piece up to which they are named one by one.
const FEW: usize = 4_096;

/// Words of the bits of a piece.
const WORDS: usize = (SPAN / 64) as usize;

/// Rows whose numbers begin alike; never none.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Their ends, ascending; at most [`FEW`].
    Few(Vec<u16>),
    /// A bit each, and how many are set; more than [`FEW`].
    Many(Box<[u64]>, u32),
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Few(ends) => ends.len() as u64,
            Self::Many(_, count) => u64::from(*count),
        }
    }

    fn has(&self, end: u16) -> bool {
        match self {
            Self::Few(ends) => ends.binary_search(&end).is_ok(),
            Self::Many(bits, _) => bits[usize::from(end) / 64] >> (end % 64) & 1 == 1,
        }
    }

    fn bits(&self) -> Box<[u64]> {
        match self {
            Self::Many(bits, _) => bits.clone(),
            Self::Few(ends) => {
                let mut bits = vec![0_u64; WORDS].into_boxed_slice();
                for end in ends {
                    bits[usize::from(*end) / 64] |= 1 << (end % 64);
                }
                bits
            }
        }
    }

    /// None where no bit is set.
    fn of(bits: Box<[u64]>) -> Option<Self> {
        let count: u32 = bits.iter().map(|word| word.count_ones()).sum();
        match count as usize {
            0 => None,
            few if few <= FEW => Some(Self::Few(ends(&bits).collect())),
            _ => Some(Self::Many(bits, count)),
        }
    }

    fn insert(&mut self, end: u16) -> bool {
        match self {
            Self::Few(ends) => match ends.binary_search(&end) {
                Ok(_) => return false,
                Err(at) => ends.insert(at, end),
            },
            Self::Many(bits, count) => {
                let word = &mut bits[usize::from(end) / 64];
                if *word >> (end % 64) & 1 == 1 {
                    return false;
                }
                *word |= 1 << (end % 64);
                *count += 1;
            }
        }
        if matches!(self, Self::Few(ends) if ends.len() > FEW) {
            *self = Self::Many(self.bits(), FEW as u32 + 1);
        }
        true
    }
}

/// The ends of the bits that are set.
fn ends(bits: &[u64]) -> impl Iterator<Item = u16> {
    bits.iter().zip(0_u16..).flat_map(|(word, at)| {
        let set = move |bit: &u16| *word >> bit & 1 == 1;
        (0..64_u16).filter(set).map(move |bit| at * 64 + bit)
    })
}

/// A set of rows of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(BTreeMap<u64, Piece>);

impl RowSet {
    /// Every row of a range.
    pub fn range(rows: Range<u64>) -> Self {
        let mut pieces = BTreeMap::new();
        let mut at = rows.start;
        while at < rows.end {
            let head = at / SPAN;
            let end = rows.end.min((head + 1) * SPAN);
            let full = if end - at == SPAN { u64::MAX } else { 0 };
            let mut bits = vec![full; WORDS].into_boxed_slice();
            for row in (at..end).filter(|_| full == 0) {
                let place = row % SPAN;
                bits[(place / 64) as usize] |= 1 << (place % 64);
            }
            pieces.extend(Piece::of(bits).map(|piece| (head, piece)));
            at = end;
        }
        Self(pieces)
    }

    /// How many.
    pub fn len(&self) -> u64 {
        self.0.values().map(Piece::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a row is among them.
    pub fn has(&self, row: RowId) -> bool {
        let (head, end) = split(row);
        self.0.get(&head).is_some_and(|piece| piece.has(end))
    }

    /// Takes a row in; false if it was there.
    pub fn insert(&mut self, row: RowId) -> bool {
        let (head, end) = split(row);
        match self.0.get_mut(&head) {
            Some(piece) => piece.insert(end),
            None => self.0.insert(head, Piece::Few(vec![end])).is_none(),
        }
    }

    /// Takes the rows of another set in.
    pub fn add(&mut self, others: &Self) {
        self.with(others, |own, other| own | other);
    }

    /// Turns the rows of another set around: those that are here go, the others come.
    pub fn turn(&mut self, others: &Self) {
        self.with(others, |own, other| own ^ other);
    }

    fn with(&mut self, others: &Self, joint: impl Fn(u64, u64) -> u64) {
        for (head, other) in &others.0 {
            let joined = match self.0.remove(head) {
                None => Piece::of(other.bits().iter().map(|word| joint(0, *word)).collect()),
                Some(own) => {
                    let pairs = own.bits();
                    let pairs = pairs.iter().zip(other.bits());
                    Piece::of(pairs.map(|(own, other)| joint(*own, other)).collect())
                }
            };
            self.0.extend(joined.map(|piece| (*head, piece)));
        }
    }

    /// The rows, ascending.
    pub fn iter(&self) -> impl Iterator<Item = RowId> + '_ {
        self.0.iter().flat_map(|(head, piece)| {
            let ends: Box<dyn Iterator<Item = u16>> = match piece {
                Piece::Few(few) => Box::new(few.iter().copied()),
                Piece::Many(bits, _) => Box::new(ends(bits)),
            };
            ends.map(move |end| RowId(head * SPAN + u64::from(end)))
        })
    }
}

impl FromIterator<RowId> for RowSet {
    fn from_iter<I: IntoIterator<Item = RowId>>(rows: I) -> Self {
        let mut set = Self::default();
        for row in rows {
            set.insert(row);
        }
        set
    }
}

fn split(row: RowId) -> (u64, u16) {
    (row.0 / SPAN, (row.0 % SPAN) as u16)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn rows(set: &RowSet) -> Vec<u64> {
        set.iter().map(|row| row.0).collect()
    }

    #[test]
    fn millions_of_rows_take_a_bit_each() {
        let all = RowSet::range(0..30_000_000);
        assert_eq!(all.len(), 30_000_000);
        assert!(all.has(RowId(29_999_999)) && !all.has(RowId(30_000_000)));
        let bytes: usize = all
            .0
            .values()
            .map(|piece| match piece {
                Piece::Few(ends) => ends.len() * 2,
                Piece::Many(bits, _) => bits.len() * 8,
            })
            .sum();
        assert!(bytes < 4_000_000, "{bytes}");
        let mut rest = RowSet::range(0..30_000_000);
        rest.turn(&RowSet::range(7..30_000_000));
        assert_eq!(rows(&rest), [0, 1, 2, 3, 4, 5, 6]);
        rest.turn(&RowSet::range(0..7));
        assert_eq!(
            rest,
            RowSet::default(),
            "nothing is left of a set without rows"
        );
    }

    /// Rows that come close and far apart, so that both kinds of pieces are made and left.
    fn some() -> impl Strategy<Value = Vec<u64>> {
        let far = prop::collection::vec(0_u64..300_000, 0..50);
        let close = (0_u64..200_000, 0_u64..9_000, 1_u64..3);
        (far, close).prop_map(|(mut rows, (from, count, step))| {
            rows.extend((0..count).map(|n| from + n * step));
            rows
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn it_is_a_set(one in some(), other in some(), few in 0_u64..70_000) {
            let sets = |rows: &[u64]| {
                let plain: BTreeSet<u64> = rows.iter().copied().collect();
                let set: RowSet = rows.iter().copied().map(RowId).collect();
                (plain, set)
            };
            let (plain, set) = sets(&one);
            let (other_plain, other_set) = sets(&other);
            prop_assert_eq!(rows(&set), plain.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(set.len(), plain.len() as u64);
            let mut added = set.clone();
            added.add(&other_set);
            let union: Vec<u64> = plain.union(&other_plain).copied().collect();
            prop_assert_eq!(rows(&added), union);
            let mut turned = set.clone();
            turned.turn(&other_set);
            let apart: Vec<u64> = plain.symmetric_difference(&other_plain).copied().collect();
            prop_assert_eq!(rows(&turned), apart);
            turned.turn(&other_set);
            prop_assert_eq!(&turned, &set, "the same rows are the same set");
            for row in one.iter().chain(&other) {
                prop_assert_eq!(set.has(RowId(*row)), plain.contains(row));
            }
            let range: RowSet = (few..few + 5_000).map(RowId).collect();
            prop_assert_eq!(RowSet::range(few..few + 5_000), range);
        }
    }
}
