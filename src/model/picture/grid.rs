//! How many have which CitationFlow and TrustFlow, and on which side of the line they lie.

use super::Axis;

/// Values of a flow: 0 to 100.
pub const SIDE: usize = 101;

/// What parts the two regions, as the picture names it.
pub const RULE: &str = "TF at least half of CF: trusted; less: cited more than trusted";

/// Counts by both flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// CitationFlow.
    pub x: Axis,
    /// TrustFlow.
    pub y: Axis,
    /// What else a filter of a mark says: which of several matrices it is.
    pub also: String,
    /// The numbers stand in the cells; else shades do.
    pub is_matrix: bool,
    counts: Vec<u64>,
}

/// Some neighbouring values of both flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The first and the last CitationFlow.
    pub x: (usize, usize),
    /// The first and the last TrustFlow.
    pub y: (usize, usize),
    /// How many.
    pub count: u64,
}

/// How many lie on which side of the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// TrustFlow is at least half of CitationFlow.
    pub trusted: u64,
    /// TrustFlow is less than half of CitationFlow.
    pub cited: u64,
}

impl Grid {
    /// One without counts.
    pub fn new(x: Axis, y: Axis) -> Self {
        Self {
            x,
            y,
            also: String::new(),
            is_matrix: false,
            counts: vec![0; SIDE * SIDE],
        }
    }

    /// Counts some with these flows; false if they are none, and nothing is counted.
    pub fn add(&mut self, x: i64, y: i64, count: u64) -> bool {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return false;
        };
        let there = x < SIDE && y < SIDE;
        if there {
            let cell = &mut self.counts[y * SIDE + x];
            *cell = cell.saturating_add(count);
        }
        there
    }

    /// How many have these flows.
    pub fn get(&self, x: usize, y: usize) -> u64 {
        let is_there = x < SIDE && y < SIDE;
        if is_there {
            self.counts[y * SIDE + x]
        } else {
            0
        }
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// How many lie on which side of the line.
    pub fn regions(&self) -> Regions {
        let mut regions = Regions::default();
        for (at, count) in self.counts.iter().enumerate() {
            let (x, y) = (at % SIDE, at / SIDE);
            let of = if is_trusted(x, y) {
                &mut regions.trusted
            } else {
                &mut regions.cited
            };
            *of = of.saturating_add(*count);
        }
        regions
    }

    /// The buckets of so many values each way, the highest TrustFlow first and the lowest CitationFlow first in it;
    /// those without a count too.
    pub fn buckets(&self, (width, height): (usize, usize)) -> Vec<Bucket> {
        let (width, height) = (width.max(1), height.max(1));
        let rows = (0..SIDE.div_ceil(height)).rev();
        let columns = 0..SIDE.div_ceil(width);
        let place = |row: usize, column: usize| {
            let x = (column * width, (column * width + width - 1).min(SIDE - 1));
            let y = (row * height, (row * height + height - 1).min(SIDE - 1));
            let cells = (y.0..=y.1).flat_map(|y| (x.0..=x.1).map(move |x| (x, y)));
            let count = cells.fold(0u64, |sum, (x, y)| sum.saturating_add(self.get(x, y)));
            Bucket { x, y, count }
        };
        rows.flat_map(|row| columns.clone().map(move |column| (row, column)))
            .map(|(row, column)| place(row, column))
            .collect()
    }

    /// The filter of the rows of a bucket.
    pub fn filter(&self, bucket: &Bucket) -> String {
        let flows = [
            between(&self.x.name, bucket.x.0, bucket.x.1),
            between(&self.y.name, bucket.y.0, bucket.y.1),
        ]
        .join(" and ");
        self.with_also(flows)
    }

    /// The filters of the rows of both regions: those that are trusted, and the others.
    pub fn region_filters(&self) -> [String; 2] {
        let (x, y, most) = (&self.x.name, &self.y.name, SIDE - 1);
        // Only flows that can be drawn are counted.
        [
            format!("{x}<=2*{y} and {x}>=0 and {x}<={most} and {y}<={most}"),
            format!("{x}>2*{y} and {y}>=0 and {x}<={most}"),
        ]
        .map(|flows| self.with_also(flows))
    }

    fn with_also(&self, flows: String) -> String {
        match self.also.is_empty() {
            true => flows,
            false => format!("{} and {flows}", self.also),
        }
    }
}

/// Whether these flows lie on the side of the trusted.
pub fn is_trusted(citation: usize, trust: usize) -> bool {
    trust * 2 >= citation
}

/// The filter of a span of numbers.
pub(super) fn between(name: &str, first: usize, last: usize) -> String {
    if first == last {
        format!("{name}={first}")
    } else {
        format!("{name}>={first} and {name}<={last}")
    }
}
