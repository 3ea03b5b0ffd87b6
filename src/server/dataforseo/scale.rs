//! `rank_scale`.

use super::params::Params;
use super::refusal::Refusal;
use crate::wire::dataforseo::filter::Cell;

/// The scale that ranks are shown on. They are filtered and ordered by what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Thousand,
    Hundred,
}

impl Scale {
    pub(super) fn read(params: &Params<'_>) -> Result<Self, Refusal> {
        Ok(
            match params.word("rank_scale", &["one_thousand", "one_hundred"])? {
                "one_hundred" => Self::Hundred,
                _ => Self::Thousand,
            },
        )
    }

    /// A rank of 0–1000 on this scale.
    pub(super) fn of(self, rank: u16) -> i64 {
        match self {
            Self::Thousand => rank.into(),
            // The documentation's formula, whose 636.62 is 1000 by a quarter of the circle.
            Self::Hundred => ((f64::from(rank) / 636.62).sin() * 100.0).round() as i64,
        }
    }

    pub(super) fn cell(self, rank: u16) -> Cell<'static> {
        Cell::Int(self.of(rank))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_by_the_documented_formula() {
        for (rank, shown) in [(0, 0), (694, 89), (1_000, 100), (500, 71)] {
            assert_eq!(Scale::Hundred.of(rank), shown);
        }
    }
}
