//! The marks of a picture: what a cursor stops at, with its numbers and what it means as a filter.

use super::{Drawn, Name, Picture};
use crate::model::column::Value;

/// How much one mark takes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grain {
    /// CitationFlow values of a bucket.
    pub x: usize,
    /// TrustFlow values of a bucket.
    pub y: usize,
    /// Months of a step.
    pub months: usize,
}

impl Grain {
    /// As little as can be.
    pub const FINEST: Self = Self {
        x: 1,
        y: 1,
        months: 1,
    };
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it is; of two axes one name each. From outside where it is a value.
    pub names: Vec<Value>,
    /// Its numbers, as many as the picture has; none where nothing is known.
    pub numbers: Vec<Option<i64>>,
    /// The filter that leads to the rows of each number; empty where none does.
    pub filters: Vec<String>,
}

/// The regions of a grid, as they are named.
const REGIONS: [&str; 2] = [
    "TF at least CF/2, trusted",
    "TF below CF/2, cited more than trusted",
];

impl Picture {
    /// Every mark, in the order of drawing; of a grid those that count something.
    pub fn marks(&self, grain: Grain) -> Vec<Mark> {
        match &self.drawn {
            Drawn::Grid(grid) => {
                let buckets = grid.buckets((grain.x, grain.y));
                let there = buckets.iter().filter(|bucket| bucket.count > 0);
                there
                    .map(|bucket| Mark {
                        names: vec![span(bucket.x), span(bucket.y)],
                        numbers: vec![count(bucket.count)],
                        filters: vec![grid.filter(bucket)],
                    })
                    .collect()
            }
            Drawn::Bins(bins) => bins
                .bins()
                .into_iter()
                .map(|(first, last, rows)| Mark {
                    names: vec![span((first, last))],
                    numbers: vec![count(rows)],
                    filters: vec![bins.filter(first, last)],
                })
                .collect(),
            Drawn::Months(months) => months
                .steps(grain.months)
                .into_iter()
                .map(|(span, found, lost)| {
                    let mut mark = Mark {
                        names: vec![Value::Text(months_text(span))],
                        numbers: vec![count(found)],
                        filters: vec![months.found_filter(span)],
                    };
                    if months.lost.is_some() {
                        mark.numbers.push(count(lost));
                        mark.filters.push(months.lost_filter(span));
                    }
                    mark
                })
                .collect(),
            Drawn::Bars(bars) => bars
                .bars
                .iter()
                .map(|bar| Mark {
                    names: vec![bar.value.clone()],
                    numbers: vec![count(bar.rows)],
                    filters: vec![bar.filter.clone()],
                })
                .collect(),
            Drawn::Lines(lines) => (0..lines.places)
                .map(|place| Mark {
                    names: vec![Value::Text(lines.text(place))],
                    numbers: lines.series.iter().map(|s| s.values[place]).collect(),
                    filters: (0..lines.series.len())
                        .map(|series| lines.filter(place, series))
                        .collect(),
                })
                .collect(),
        }
    }

    /// The two regions of a grid, trusted and cited more than trusted: marks beside the others, for each of their rows
    /// is counted in one of those, too. None of other pictures.
    pub fn regions(&self) -> Vec<Mark> {
        let Drawn::Grid(grid) = &self.drawn else {
            return Vec::new();
        };
        let regions = grid.regions();
        let counts = [regions.trusted, regions.cited];
        let all = REGIONS.into_iter().zip(counts).zip(grid.region_filters());
        all.map(|((name, rows), filter)| Mark {
            names: vec![Value::Text(name.to_owned())],
            numbers: vec![count(rows)],
            filters: vec![filter],
        })
        .collect()
    }

    /// What each number of a mark counts, as it came: the name of an item may be among it.
    pub fn numbers(&self) -> Vec<String> {
        let unit = || self.basis.unit.clone();
        match &self.drawn {
            Drawn::Months(months) if months.lost.is_some() => {
                vec!["first seen".to_owned(), "lost".to_owned()]
            }
            Drawn::Months(_) => vec!["first seen".to_owned()],
            Drawn::Lines(lines) => lines.series.iter().map(|s| s.title.clone()).collect(),
            Drawn::Grid(_) | Drawn::Bins(_) | Drawn::Bars(_) => vec![unit()],
        }
    }

    /// The heads of its table.
    pub fn heads(&self) -> Vec<String> {
        let mut heads = match &self.drawn {
            Drawn::Grid(grid) => vec![grid.x.name.clone(), grid.y.name.clone()],
            Drawn::Bins(bins) => vec![bins.axis.name.clone()],
            Drawn::Months(_) => vec!["month".to_owned()],
            // Of addresses a bar takes a whole network together.
            Drawn::Bars(_) if self.name == Name::Subnets => vec!["subnet".to_owned()],
            Drawn::Bars(bars) => vec![bars.axis.name.clone()],
            Drawn::Lines(lines) => vec![lines.time.name.clone()],
        };
        heads.extend(self.numbers());
        match &self.drawn {
            Drawn::Lines(_) => {}
            Drawn::Bars(bars) => {
                heads.push("share".to_owned());
                if bars.bars.iter().any(|bar| bar.domains.is_some()) {
                    heads.push("domains".to_owned());
                }
                if bars.cumulated {
                    heads.push("cumulated".to_owned());
                }
            }
            Drawn::Grid(_) | Drawn::Bins(_) | Drawn::Months(_) => heads.push("share".to_owned()),
        }
        heads
    }

    /// The numbers as a table under [`Self::heads`]: name, value, share of the whole.
    pub fn table(&self, grain: Grain) -> Vec<Vec<Value>> {
        let sums = match &self.drawn {
            Drawn::Bars(bars) => bars.sums(),
            _ => Vec::new(),
        };
        let marks = self.marks(grain).into_iter().enumerate();
        let row = |(at, mark): (usize, Mark)| {
            let first = mark.numbers.first().copied().flatten();
            let share = |n: u64| Value::Share(self.basis.share(n));
            let mut row = mark.names;
            let numbers = mark.numbers.into_iter();
            row.extend(numbers.map(|n| n.map_or(Value::Null, Value::Int)));
            let first = first.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            match &self.drawn {
                Drawn::Lines(_) => {}
                Drawn::Bars(bars) => {
                    row.push(share(first));
                    if bars.bars.iter().any(|bar| bar.domains.is_some()) {
                        let domains = bars.bars[at].domains.and_then(count);
                        row.push(domains.map_or(Value::Null, Value::Int));
                    }
                    if bars.cumulated {
                        row.push(share(sums[at]));
                    }
                }
                Drawn::Grid(_) | Drawn::Bins(_) | Drawn::Months(_) => row.push(share(first)),
            }
            row
        };
        marks.map(row).collect()
    }
}

fn count(n: u64) -> Option<i64> {
    Some(i64::try_from(n).unwrap_or(i64::MAX))
}

/// `20-24`, or `100`.
fn span((first, last): (usize, usize)) -> Value {
    Value::Text(match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    })
}

/// `2024-05`, `2024`, or `2024-01 to 2024-03`.
fn months_text((first, last): super::Span) -> String {
    let whole_year = first.rem_euclid(12) == 0 && last - first == 11;
    let (from, to) = (super::month_text(first), super::month_text(last));
    match () {
        () if first == last => from,
        () if whole_year => from.chars().take(4).collect(),
        () => format!("{from} to {to}"),
    }
}
