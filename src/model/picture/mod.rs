//! Pictures of a list as plain data: what is counted, against which whole, and what each mark means as a filter. How
//! they are drawn is told elsewhere, and more than once: on a screen, and in reports.

mod bars;
mod basis;
mod bins;
mod grid;
mod lines;
mod mark;
mod months;
mod plan;
mod spark;
#[cfg(test)]
mod tests;

use super::rows::List;

pub use bars::{Bar, Bars};
pub use basis::{Basis, LeftOut};
pub use bins::Bins;
pub use grid::{Bucket, Grid, RULE, Regions, SIDE};
pub use lines::{Lines, Series, Unit};
pub use mark::{Grain, Mark};
pub use months::{Lost, LostBy, Months, Span, month_of, month_text};
pub use plan::{Absent, LinesPlan, MatrixPlan, MonthsPlan, Plan, WeightedPlan, offered, plan};
pub use spark::{SPARK_MONTHS, Spark};

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// TrustFlow against CitationFlow.
    Flows,
    /// How many have which TrustFlow.
    Trust,
    /// How many have which CitationFlow.
    Citation,
    /// How many have which rank.
    Rank,
    /// How many have which spam score.
    Spam,
    /// What was first seen, and lost, in which month.
    Months,
    /// The most frequent topics.
    Topics,
    /// The most frequent anchor texts.
    Anchors,
    /// The most frequent public suffixes.
    Suffixes,
    /// The most frequent countries.
    Countries,
    /// How much comes from how few networks.
    Subnets,
    /// How figures went over time.
    History,
    /// The provider's own matrix of links by CitationFlow and TrustFlow.
    Profile,
    /// The same of referring domains.
    ProfileDomains,
}

impl Name {
    /// Every picture, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::Flows,
        Self::Trust,
        Self::Citation,
        Self::Rank,
        Self::Spam,
        Self::Months,
        Self::Topics,
        Self::Anchors,
        Self::Suffixes,
        Self::Countries,
        Self::Subnets,
        Self::History,
        Self::Profile,
        Self::ProfileDomains,
    ];

    /// Its name on a command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Flows => "flows",
            Self::Trust => "tf",
            Self::Citation => "cf",
            Self::Rank => "rank",
            Self::Spam => "spam",
            Self::Months => "months",
            Self::Topics => "topics",
            Self::Anchors => "anchors",
            Self::Suffixes => "tld",
            Self::Countries => "country",
            Self::Subnets => "subnets",
            Self::History => "history",
            Self::Profile => "profile",
            Self::ProfileDomains => "profile-domains",
        }
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Flows => "TF × CF",
            Self::Trust => "TrustFlow",
            Self::Citation => "CitationFlow",
            Self::Rank => "Rank",
            Self::Spam => "Spam score",
            Self::Months => "First seen and lost",
            Self::Topics => "Topics",
            Self::Anchors => "Anchor texts",
            Self::Suffixes => "TLD",
            Self::Countries => "Countries",
            Self::Subnets => "Subnets",
            Self::History => "History",
            Self::Profile => "Link profile",
            Self::ProfileDomains => "Profile of domains",
        }
    }

    /// The picture with this name.
    pub fn named(id: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|name| name.id().eq_ignore_ascii_case(id))
    }
}

/// A column along an axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    /// Its title.
    pub title: String,
    /// Its name in filters.
    pub name: String,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    /// How many have which two flows.
    Grid(Grid),
    /// How many have a number of which span.
    Bins(Bins),
    /// What came and what went by month.
    Months(Months),
    /// How many have which value, the most frequent first.
    Bars(Bars),
    /// Figures over time.
    Lines(Lines),
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Which.
    pub name: Name,
    /// Of which list.
    pub list: List,
    /// What its numbers are of.
    pub basis: Basis,
    /// The numbers.
    pub drawn: Drawn,
}
