//! Numbers drawn by counter: every attribute of the world is a pure function of
//! the seed and of what it belongs to, so nothing needs to be stored to be
//! repeated, and any part can be drawn again in any order.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The splitmix64 finaliser: spreads every input bit over the whole word.
#[inline]
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// What a draw is for. Two streams never see the same numbers.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Stream {
    Name = 1,
    Domain,
    Host,
    Page,
    OutLinks,
    EdgeLink,
    Group,
    Link,
    Text,
    Seen,
    Date,
    Crawl,
}

/// A short run of draws for one subject.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice for the subject `(a, b)` within `stream`.
    #[inline]
    pub(crate) fn of(seed: u64, stream: Stream, a: u64, b: u64) -> Self {
        let start = mix(seed ^ (stream as u64).wrapping_mul(GOLDEN));
        Self(mix(mix(start ^ a.wrapping_mul(GOLDEN)).wrapping_add(b)))
    }

    /// The next 64 bits.
    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number in `0..n` (0 when `n` is 0).
    #[inline]
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A number in `[0, 1)`.
    #[inline]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True `per_mille` times in a thousand.
    #[inline]
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// A rank in `0..n` with a Zipf-like tail: small ranks are frequent, rank
    /// `r` falling off as `r^(-2/3)`. Cheap because its inverse is a cube.
    #[inline]
    pub(crate) fn zipf(&mut self, n: u32) -> u32 {
        let u = self.unit();
        (u * u * u * f64::from(n)) as u32
    }

    /// A count from 1 with a heavy tail (`P(k > x) ~ 1/x^1.5`), at most `cap`.
    #[inline]
    pub(crate) fn burst(&mut self, cap: u32) -> u32 {
        let root = (1.0 - self.unit()).cbrt();
        ((1.0 / (root * root)) as u32).clamp(1, cap)
    }

    /// One of `choices`; the first where the list is empty is never asked for.
    #[inline]
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T], fallback: &'a T) -> &'a T {
        choices
            .get(self.below(choices.len() as u32) as usize)
            .unwrap_or(fallback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_repeat_for_a_subject_and_differ_between_subjects() {
        let roll = |a, b| Dice::of(7, Stream::Host, a, b).bits();
        assert_eq!(roll(1, 2), roll(1, 2));
        assert_ne!(roll(1, 2), roll(2, 1));
        assert_ne!(roll(1, 2), Dice::of(7, Stream::Page, 1, 2).bits());
        assert_ne!(roll(1, 2), Dice::of(8, Stream::Host, 1, 2).bits());
    }

    #[test]
    fn zipf_prefers_small_ranks_and_stays_in_range() {
        let mut dice = Dice::of(1, Stream::Link, 0, 0);
        let draws: Vec<u32> = (0..30_000).map(|_| dice.zipf(1000)).collect();
        assert!(draws.iter().all(|&r| r < 1000));
        let first = draws.iter().filter(|&&r| r == 0).count();
        let later = draws.iter().filter(|&&r| r == 500).count();
        // P(0) is 10 %, P(500) about 0.05 %.
        assert!((2_400..3_600).contains(&first), "{first}");
        assert!(later < 60, "{later}");
    }

    #[test]
    fn bursts_are_mostly_one_with_a_long_tail() {
        let mut dice = Dice::of(1, Stream::Link, 0, 1);
        let draws: Vec<u32> = (0..30_000).map(|_| dice.burst(400)).collect();
        assert!(draws.iter().filter(|&&k| k == 1).count() > 15_000);
        assert!(draws.iter().any(|&k| k > 100));
        assert!(draws.iter().all(|&k| (1..=400).contains(&k)));
    }
}
