//! One line of the ledger: something that was paid, and what it was expected to cost.

use jiff::Timestamp;
use serde::Serialize;

use super::catalog::{Provider, entry};
use super::job::{JobId, JobState};
use super::money::{Amounts, Paid, Price};

/// One line of the ledger: something that was paid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Charge {
    /// When it became known.
    pub at: Timestamp,
    /// Fingerprint of endpoint and key.
    pub account: String,
    /// The job it belongs to; none for a price look-up.
    pub job: Option<JobId>,
    /// Where that job stands now; of a page whose answer is lost, that it is.
    pub job_state: Option<JobState>,
    /// The provider's command.
    pub command: String,
    /// The item asked about.
    pub target: String,
    /// Label, such as a client's name.
    pub tag: Option<String>,
    /// What it was expected to cost; none where that was not written down, or a line only corrects an earlier one.
    pub estimate: Option<Price>,
    /// The amount of this line, and how it is known. Negative where an earlier line was too high.
    pub paid: Paid,
    /// What its job has paid in all lines, where the estimate is of the whole job.
    pub in_all: Option<Amounts>,
}

/// How a charge differs from what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// More than was expected, or more than the upper bound.
    Over,
    /// Less than an exact price.
    Under,
}

impl Drift {
    /// The word beside the charge.
    pub fn name(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Under => "under",
        }
    }
}

impl Charge {
    /// Whom it was paid to.
    pub fn provider(&self) -> Option<Provider> {
        let of = |provider: &Provider| provider.entries().iter().any(|e| e.command == self.command);
        entry(&self.command)?;
        Provider::ALL.into_iter().find(of)
    }

    /// How what was paid differs from what was expected; none where it does not, or no estimate is known. An upper
    /// bound is kept by whatever costs less.
    pub fn drift(&self) -> Option<Drift> {
        let actual = self.in_all.unwrap_or(self.paid.amounts);
        match self.estimate? {
            Price::Exact(expected) | Price::UpTo(expected)
                if actual.exceeds(&expected).is_some() =>
            {
                Some(Drift::Over)
            }
            Price::Exact(expected) if actual != expected => Some(Drift::Under),
            _ => None,
        }
    }

    /// Whether a typed text stands in what the line says: command, target, tag, source, day, or `drift`.
    pub fn matches(&self, text: &str) -> bool {
        let told = [
            self.command.as_str(),
            &self.target,
            self.tag.as_deref().unwrap_or_default(),
            self.paid.source.title(),
            self.provider().map_or("", Provider::name),
            self.job_state.map_or("", JobState::title),
            self.drift().map_or("", |_| "drift"),
            &self.at.strftime("%Y-%m-%d").to_string(),
        ]
        .join(" ")
        .to_lowercase();
        text.to_lowercase()
            .split_whitespace()
            .all(|word| told.contains(word))
    }
}

/// What a person says of a charge in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was charged: so much, or what it was expected to cost.
    Accepted(Option<Amounts>),
    /// Nothing was charged.
    Dismissed,
}

/// What is known of a job's charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Which job.
    pub job: JobId,
    /// What happened, oldest first, one line each, safe to show.
    pub events: Vec<String>,
    /// What the free calls said last; safe to show.
    pub said: String,
    /// What it may have cost.
    pub expected: Amounts,
}

/// What charges come to.
pub fn sum<'a>(charges: impl IntoIterator<Item = &'a Charge>) -> Amounts {
    charges.into_iter().map(|c| c.paid.amounts).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::money::PaidSource;

    fn charge(estimate: Option<Price>, analysis: i64) -> Charge {
        Charge {
            at: "2026-11-21T10:00:00Z".parse().unwrap(),
            account: "a".into(),
            job: None,
            job_state: None,
            command: "GetBackLinkData".into(),
            target: "Example.com".into(),
            tag: Some("acme".into()),
            estimate,
            paid: Paid {
                amounts: Amounts::new(analysis, 0, 0),
                source: PaidSource::Reported,
            },
            in_all: None,
        }
    }

    #[test]
    fn drift_is_what_the_estimate_did_not_allow() {
        let units = |n| Amounts::new(n, 0, 0);
        for (estimate, paid, drift) in [
            (Some(Price::Exact(units(5))), 5, None),
            (Some(Price::Exact(units(5))), 4, Some(Drift::Under)),
            (Some(Price::Exact(units(5))), 6, Some(Drift::Over)),
            (Some(Price::UpTo(units(5))), 4, None),
            (Some(Price::UpTo(units(5))), 6, Some(Drift::Over)),
            (Some(Price::Unknown), 6, None),
            (None, 6, None),
        ] {
            assert_eq!(charge(estimate, paid).drift(), drift, "{estimate:?} {paid}");
        }
        let corrected = Charge {
            in_all: Some(units(5)),
            ..charge(Some(Price::Exact(units(5))), 8)
        };
        assert_eq!(corrected.drift(), None, "a later line took it back");
    }

    #[test]
    fn every_typed_word_must_stand_in_the_line() {
        let line = charge(None, 5);
        assert_eq!(line.provider(), Some(Provider::Majestic));
        for (text, fits) in [
            ("", true),
            ("EXAMPLE acme", true),
            ("majestic reported 2026-11-21", true),
            ("acme other", false),
            ("drift", false),
        ] {
            assert_eq!(line.matches(text), fits, "{text}");
        }
        assert_eq!(sum([&line, &line]), Amounts::new(10, 0, 0));
    }
}
