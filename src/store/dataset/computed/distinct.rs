//! Pairs of numbers, each kept once.

/// Pairs behind which they are put in order for the first time.
const FIRST: usize = if cfg!(test) { 64 } else { 4 << 20 };

/// Different pairs. Those that come again take room only until the next time they are put in order, so that no more are
/// held than twice as many as differ.
#[derive(Debug)]
pub(in crate::store::dataset) struct Distinct {
    pairs: Vec<u64>,
    /// How many are held at the most before they are put in order.
    most: usize,
}

impl Default for Distinct {
    fn default() -> Self {
        Self {
            pairs: Vec::new(),
            most: FIRST,
        }
    }
}

impl Distinct {
    /// Adds a pair.
    pub(in crate::store::dataset) fn add(&mut self, one: u32, other: u32) {
        if self.pairs.len() >= self.most {
            self.put_in_order();
            self.most = (self.pairs.len() * 2).max(FIRST);
        }
        self.pairs.push(u64::from(one) << 32 | u64::from(other));
    }

    fn put_in_order(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }

    /// Every pair, once.
    pub(in crate::store::dataset) fn all(mut self) -> impl Iterator<Item = (u32, u32)> {
        self.put_in_order();
        let pair = |pair: u64| ((pair >> 32) as u32, pair as u32);
        self.pairs.into_iter().map(pair)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_pair_is_there_once_however_often_it_came() {
        let mut random = fastrand::Rng::with_seed(7);
        let (mut distinct, mut expected) = (Distinct::default(), BTreeSet::new());
        for _ in 0..5_000 {
            let pair = (random.u32(0..9), random.u32(u32::MAX - 30..));
            distinct.add(pair.0, pair.1);
            expected.insert(pair);
            assert!(distinct.pairs.len() <= FIRST.max(2 * expected.len()));
        }
        assert!(distinct.all().eq(expected));
    }
}
