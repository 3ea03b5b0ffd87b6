//! A job: one purchase from its reservation to its rows, and the steps it may take.

mod expiry;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::money::{Paid, Price};
use super::query::Query;
use super::rows::DatasetId;

mod held;

pub use held::HeldRows;

/// Number of a job in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub i64);

impl std::fmt::Display for JobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Where a job stands. The journal writes each step before it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Units are held; nothing was sent.
    Reserved,
    /// The request is (about to be) on the wire; from here on it may have been charged.
    Sent,
    /// The service accepted it and works on it.
    Waiting,
    /// The service has the file.
    Ready,
    /// The service put the file where only the analyst can reach it: it waits to be attached.
    Elsewhere,
    /// The file is being fetched.
    Downloading,
    /// The file is here whole; rows are being read from it.
    Parsing,
    /// Every row is held.
    Done,
    /// The pages up to one are held; what is behind it was not bought, or its answer is lost.
    Partial,
    /// Stopped by the analyst; what is held stays.
    Cancelled,
    /// Refused or never sent: nothing was charged.
    FailedUncharged,
    /// Charged; the answer is kept on disk but could not be used whole.
    FailedAnswerKept,
    /// Charged; the answer never arrived or expired.
    FailedAnswerLost,
    /// Sent, and no usable answer: it may have been charged.
    ChargeUnknown,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 14] = [
        Self::Reserved,
        Self::Sent,
        Self::Waiting,
        Self::Ready,
        Self::Elsewhere,
        Self::Downloading,
        Self::Parsing,
        Self::Done,
        Self::Partial,
        Self::Cancelled,
        Self::FailedUncharged,
        Self::FailedAnswerKept,
        Self::FailedAnswerLost,
        Self::ChargeUnknown,
    ];

    /// Name in the journal and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Elsewhere => "elsewhere",
            Self::Downloading => "downloading",
            Self::Parsing => "parsing",
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Cancelled => "cancelled",
            Self::FailedUncharged => "failed_uncharged",
            Self::FailedAnswerKept => "failed_answer_kept",
            Self::FailedAnswerLost => "failed_answer_lost",
            Self::ChargeUnknown => "charge_unknown",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The words shown in the queue.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Elsewhere => "delivered elsewhere",
            Self::Downloading => "downloading",
            Self::Parsing => "reading rows",
            Self::Done => "done",
            Self::Partial => "held in part",
            Self::Cancelled => "cancelled",
            Self::FailedUncharged => "failed, not charged",
            Self::FailedAnswerKept => "failed, charged, file kept",
            Self::FailedAnswerLost => "charged, answer lost",
            Self::ChargeUnknown => "charge unknown",
        }
    }

    /// Whether nothing more happens by itself.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Done
                | Self::Partial
                | Self::Cancelled
                | Self::FailedUncharged
                | Self::FailedAnswerKept
                | Self::FailedAnswerLost
        )
    }

    /// Whether nothing goes on unless a person does something.
    pub fn is_at_rest(self) -> bool {
        self.is_final() || self == Self::Elsewhere
    }

    /// Whether its units count as held: reserved or possibly charged, and not settled.
    pub fn holds_units(self) -> bool {
        !self.is_final()
    }

    /// Whether the step to `next` is legal.
    pub fn may_become(self, next: Self) -> bool {
        use JobState as S;
        match self {
            S::Reserved => matches!(next, S::Sent | S::Cancelled | S::FailedUncharged),
            // A direct answer is read as it comes, page by page if it has pages; a queued one is waited for.
            S::Sent => matches!(
                next,
                S::Waiting
                    | S::Parsing
                    | S::Done
                    | S::Partial
                    | S::FailedUncharged
                    | S::FailedAnswerKept
                    | S::FailedAnswerLost
                    | S::ChargeUnknown
            ),
            S::ChargeUnknown => matches!(
                next,
                S::Waiting
                    | S::Partial
                    | S::FailedUncharged
                    | S::FailedAnswerKept
                    | S::FailedAnswerLost
            ),
            S::Waiting => matches!(
                next,
                S::Ready | S::Cancelled | S::FailedAnswerLost | S::FailedUncharged
            ),
            S::Ready => matches!(
                next,
                S::Downloading | S::Elsewhere | S::Cancelled | S::FailedAnswerLost
            ),
            S::Elsewhere => matches!(
                next,
                S::Parsing | S::Downloading | S::Cancelled | S::FailedAnswerLost
            ),
            S::Downloading => matches!(
                next,
                S::Parsing
                    | S::Elsewhere
                    | S::Cancelled
                    | S::FailedAnswerKept
                    | S::FailedAnswerLost
            ),
            S::Parsing => matches!(
                next,
                S::Done | S::Cancelled | S::FailedAnswerKept | S::Downloading
            ),
            // Somebody may have the file after all.
            S::FailedAnswerLost => matches!(next, S::Parsing),
            S::Done | S::Partial | S::Cancelled | S::FailedUncharged | S::FailedAnswerKept => false,
        }
    }
}

/// Why a job failed uncharged, told apart by what a program can do about it; the note says it for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// The service refused: the key, the plan or the question.
    Refused,
    /// The account has too few units, or is not active.
    Funds,
    /// The service could not be asked.
    Unreachable,
    /// The service did not take the job, or gave it up without a charge.
    NotMade,
}

impl FailureCause {
    /// Every cause.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Funds, Self::Unreachable, Self::NotMade];

    /// Name in the journal and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Funds => "funds",
            Self::Unreachable => "unreachable",
            Self::NotMade => "not_made",
        }
    }

    /// The cause with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }

    /// Whether the service or its account said no, so that asking again changes nothing.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::Refused | Self::Funds)
    }
}

/// How far the present step is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes fetched or read.
    pub done: u64,
    /// Bytes in all; 0 if not known.
    pub total: u64,
    /// Rows published so far.
    pub rows: u64,
    /// What the service says of its own progress (`AnalysisProgressInfo`), or empty.
    pub remote: String,
}

/// Everything the queue shows of a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobSummary {
    /// Its number.
    pub id: JobId,
    /// What was asked.
    pub query: Query,
    /// Where it stands.
    pub state: JobState,
    /// How far the step is.
    pub progress: Progress,
    /// When it was reserved.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// The price it was reserved at.
    pub price: Price,
    /// What it cost, once settled.
    pub paid: Option<Paid>,
    /// Where its rows are.
    pub dataset: Option<DatasetId>,
    /// The service's own number of it.
    pub remote_id: Option<String>,
    /// When the service removes its file.
    pub expires: Option<Timestamp>,
    /// What went wrong or waits, in one sentence; empty when all is well.
    pub note: String,
    /// The analyst's own label.
    pub tag: Option<String>,
    /// What its dataset holds by now, of an answer that is bought page by page.
    pub held: Option<HeldRows>,
}

impl JobSummary {
    /// Whether the analyst can stop it: where it stands, or between two pages.
    pub fn can_be_stopped(&self) -> bool {
        let between_pages = self.state == JobState::Sent && self.query.comes_in_pages();
        between_pages || self.state.may_become(JobState::Cancelled)
    }

    /// What is said to whoever asks the same again, where this job was charged and brought nothing that can be shown.
    pub fn paid_for_nothing(&self) -> Option<String> {
        let end = match self.state {
            JobState::FailedAnswerLost => "its answer is lost",
            JobState::FailedAnswerKept => "its answer, which is kept, could not be read",
            _ => return None,
        };
        let paid = self.paid.as_ref().filter(|paid| !paid.amounts.is_zero())?;
        Some(format!(
            "job {} asked the same on {}: {} were charged ({}), and {end}; asked again, it is charged again",
            self.id,
            self.created.strftime("%Y-%m-%d"),
            paid.amounts,
            paid.source.title()
        ))
    }
}

/// A download in the account, made by whomever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoteDownload {
    /// The service's number of it.
    pub remote_id: String,
    /// What the service calls it; it cuts the text off.
    pub description: String,
    /// Where it stands, in words.
    pub status: String,
    /// When it was accepted.
    pub created: Option<Timestamp>,
    /// When the service removes its file.
    pub expires: Option<Timestamp>,
    /// Bytes of the file; 0 while there is none.
    pub size: u64,
    /// Address of the file; empty while there is none.
    pub location: String,
    /// The job of ours that it belongs to.
    pub ours: Option<JobId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn final_states_stay() {
        for state in JobState::ALL {
            let goes_on = JobState::ALL.into_iter().any(|next| state.may_become(next));
            // A lost file may be attached by hand, which nothing does by itself.
            let by_hand = state == JobState::FailedAnswerLost;
            assert_eq!(goes_on, !state.is_final() || by_hand, "{}", state.name());
        }
    }

    #[test]
    fn nothing_goes_back_before_the_wire() {
        for state in JobState::ALL {
            assert!(!state.may_become(JobState::Reserved));
            if state != JobState::Reserved {
                assert!(
                    !state.may_become(JobState::Sent),
                    "{} would be sent again",
                    state.name()
                );
            }
        }
    }

    #[test]
    fn names_go_both_ways() {
        for state in JobState::ALL {
            assert_eq!(JobState::from_name(state.name()), Some(state));
        }
        for cause in FailureCause::ALL {
            assert_eq!(FailureCause::from_name(cause.name()), Some(cause));
        }
    }
}
