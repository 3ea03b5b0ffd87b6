//! What became of a plan: a row a call, and the worst end of all.

use super::price::Priced;
use super::read::{Item, Plan};
use crate::cli::desk::Desk;
use crate::cli::failure::{Failure, code};
use crate::cli::records::{Records, text};
use crate::model::column::Value;
use crate::model::dollars::plain;
use crate::model::job::JobSummary;
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::store::Store;

/// How a call ended.
pub enum End {
    /// It was bought, or gone on with.
    Bought(Box<JobSummary>),
    /// Its answer was held.
    Held(Box<JobSummary>),
    /// It failed, with the job where there is one.
    Failed(Option<Box<JobSummary>>, Failure),
    /// It was not begun, because something before it ended the plan.
    NotStarted,
}

impl End {
    /// The job that holds the answer, or as much of it as came.
    pub fn job(&self) -> Option<&JobSummary> {
        match self {
            Self::Bought(job) | Self::Held(job) => Some(job),
            Self::Failed(job, _) => job.as_deref(),
            Self::NotStarted => None,
        }
    }

    /// Whether all that was asked for is here.
    pub fn is_well(&self) -> bool {
        matches!(self, Self::Bought(_) | Self::Held(_))
    }

    /// Whether nothing after it is begun: whoever interrupts means all of it.
    pub fn stops(&self, on_error: bool) -> bool {
        match self {
            Self::Failed(_, why) => on_error || matches!(why, Failure::Interrupted(_)),
            Self::NotStarted => true,
            Self::Bought(_) | Self::Held(_) => false,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Bought(_) => "bought",
            Self::Held(_) => "held",
            Self::Failed(..) => "failed",
            Self::NotStarted => "not started",
        }
    }
}

/// A call that has ended.
pub struct Ended {
    /// Of which item.
    name: String,
    /// What was asked.
    pub query: Query,
    /// How it ended.
    pub end: End,
    /// Where its rows were written.
    pub file: Option<String>,
    /// Rows that are held of it.
    rows: Option<u64>,
    /// Item units that its price look-up took.
    looked_up: i64,
}

impl Ended {
    /// Nothing is written yet.
    pub fn new(store: &Store, item: &Item, call: Priced, end: End) -> Self {
        let Priced {
            query, looked_up, ..
        } = call;
        let dataset = end.job().and_then(|job| job.dataset.as_ref());
        let held = dataset.and_then(|id| store.manifest(id).ok());
        Self {
            rows: held.map(|held| held.held_and_known(&query.brings().list()).0),
            name: item.name.clone(),
            query,
            end,
            file: None,
            looked_up,
        }
    }
}

const COLUMNS: [&str; 14] = [
    "query",
    "provider",
    "command",
    "about",
    "result",
    "job",
    "dataset",
    "rows",
    "paid_analysis",
    "paid_retrieval",
    "paid_items",
    "paid_usd",
    "file",
    "why",
];

/// Which columns give way first on a narrow terminal.
const GIVING_WAY: &[&str] = &[
    "provider",
    "file",
    "command",
    "job",
    "query",
    "paid_items",
    "why",
    "dataset",
];

/// All of it.
pub struct Summary {
    name: String,
    ends: Vec<Ended>,
    /// What went wrong beside the calls.
    beside: Vec<Failure>,
}

impl Summary {
    /// Nothing has ended yet.
    pub fn new(plan: &Plan) -> Self {
        Self {
            name: plan.name.clone(),
            ends: Vec::new(),
            beside: Vec::new(),
        }
    }

    /// What has ended.
    pub fn ends(&self) -> &[Ended] {
        &self.ends
    }

    /// Calls have ended.
    pub fn take(&mut self, ends: Vec<Ended>) {
        self.ends.extend(ends);
    }

    /// Something else failed.
    pub fn fail(&mut self, why: Failure) {
        self.beside.push(why);
    }

    /// Writes the rows, and ends with the worst.
    pub fn deliver(self, desk: &Desk) -> Result<(), Failure> {
        let mut records = Records::new(COLUMNS).giving_way(GIVING_WAY);
        for ended in &self.ends {
            records.push(row(ended));
        }
        desk.deliver(&records)?;
        let calls = self.ends.len();
        let well = self.ends.iter().filter(|ended| ended.end.is_well()).count();
        let name = match self.name.as_str() {
            "" => "the plan".to_owned(),
            name => format!("the plan {name}"),
        };
        let failures = self.ends.into_iter().filter_map(|ended| match ended.end {
            End::Failed(job, why) => {
                let paid = job.and_then(|job| job.paid).map(|paid| paid.amounts);
                Some((paid.is_some_and(|paid| paid != Amounts::ZERO), why))
            }
            _ => None,
        });
        let worst = worst(failures.chain(self.beside.into_iter().map(|why| (false, why))));
        match worst {
            None => {
                desk.talk
                    .say(&format!("{name}: {well} of {calls} calls ended well"));
                Ok(())
            }
            Some(worst) => {
                let sentence =
                    format!("{name}: {well} of {calls} calls ended well; the worst: {worst}");
                Err(worst.saying(sentence))
            }
        }
    }
}

/// The worst of what failed, each with whether it was charged: of two that are as bad, what was paid for and lost.
fn worst(failures: impl Iterator<Item = (bool, Failure)>) -> Option<Failure> {
    let worst = failures.max_by_key(|(is_charged, why)| (badness(why), *is_charged));
    worst.map(|(_, why)| why)
}

/// Which of two ends is worse: what may have been charged unseen before what failed, that before what was refused.
fn badness(failure: &Failure) -> u8 {
    match failure.code() {
        code::INTERRUPTED => 6,
        code::CHARGE_UNKNOWN => 5,
        code::FAILED => 4,
        code::REFUSED => 3,
        code::LIMIT => 2,
        code::USAGE => 1,
        _ => 0,
    }
}

fn row(ended: &Ended) -> Vec<Value> {
    let job = ended.end.job();
    // What is held was paid for another time.
    let paid = match &ended.end {
        End::Held(_) | End::NotStarted => None,
        End::Bought(_) | End::Failed(..) => job.and_then(|job| job.paid).map(|paid| paid.amounts),
    };
    let why = match &ended.end {
        End::Failed(_, why) => why.to_string(),
        _ => String::new(),
    };
    let unit = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
    vec![
        text(ended.name.clone()),
        text(ended.query.provider().name()),
        text(ended.query.entry().name),
        text(ended.query.title()),
        text(ended.end.word()),
        unit(job.map(|job| job.id.0)),
        text(
            job.and_then(|job| job.dataset.as_ref())
                .map_or("", |id| id.0.as_str()),
        ),
        ended
            .rows
            .and_then(|rows| i64::try_from(rows).ok())
            .map_or(Value::Null, Value::Int),
        unit(paid.map(|paid| paid.analysis)),
        unit(paid.map(|paid| paid.retrieval)),
        unit(match (paid, ended.looked_up) {
            (None, 0) => None,
            (paid, looked_up) => Some(paid.map_or(0, |paid| paid.items) + looked_up),
        }),
        text(paid.map_or_else(String::new, |paid| plain(paid.usd))),
        text(ended.file.clone().unwrap_or_default()),
        text(why),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_charged_and_lost_is_worse_than_what_was_not_charged() {
        let failed = |charged: bool, why: &str| (charged, Failure::Failed(why.to_owned()));
        let named = |all: Vec<(bool, Failure)>| worst(all.into_iter()).unwrap().to_string();
        assert_eq!(
            named(vec![failed(true, "lost"), failed(false, "free")]),
            "lost"
        );
        assert_eq!(
            named(vec![failed(false, "free"), failed(true, "lost")]),
            "lost"
        );
        let unknown = (false, Failure::ChargeUnknown("unknown".to_owned()));
        assert_eq!(named(vec![unknown, failed(true, "lost")]), "unknown");
    }
}
