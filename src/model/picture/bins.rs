//! How many have a number of which span.

use super::Axis;
use super::grid::between;

/// Bins below the last, which holds the highest value alone.
const BINS: usize = 20;

/// Highest values of a scale.
const TOPS: [usize; 2] = [100, 1_000];

/// Counts by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bins {
    /// What the numbers are.
    pub axis: Axis,
    counts: Vec<u64>,
}

impl Bins {
    /// One without counts.
    pub fn new(axis: Axis) -> Self {
        let counts = vec![0; TOPS[1] + 1];
        Self { axis, counts }
    }

    /// Counts a number; false if it is beyond every scale.
    pub fn add(&mut self, number: i64) -> bool {
        let cell = usize::try_from(number).ok();
        let cell = cell.and_then(|at| self.counts.get_mut(at));
        cell.map(|count| *count += 1).is_some()
    }

    /// The highest value of the scale: 100, or 1,000 where a number is beyond that.
    pub fn top(&self) -> usize {
        let beyond = self.counts.iter().skip(TOPS[0] + 1).any(|count| *count > 0);
        TOPS[usize::from(beyond)]
    }

    /// Values of a bin.
    pub fn width(&self) -> usize {
        self.top() / BINS
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// First value, last value and count of every bin, from the lowest on.
    pub fn bins(&self) -> Vec<(usize, usize, u64)> {
        let (top, width) = (self.top(), self.width());
        let starts = (0..=top).step_by(width);
        let bin = |first: usize| {
            let last = (first + width - 1).min(top);
            (first, last, self.counts[first..=last].iter().sum())
        };
        starts.map(bin).collect()
    }

    /// The middle number, of two the lower; none of none.
    pub fn median(&self) -> Option<usize> {
        let half = self.total().checked_sub(1)? / 2;
        let mut below = 0;
        self.counts.iter().position(|count| {
            below += count;
            below > half
        })
    }

    /// The filter of a bin.
    pub fn filter(&self, first: usize, last: usize) -> String {
        between(&self.axis.name, first, last)
    }
}
