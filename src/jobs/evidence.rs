//! What the service's free calls tell of a request that brought no usable answer, and whose a listed job is.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::settle::{Rows, fits};
use crate::api::RemoteJob;
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::query::Query;
use crate::model::target::Scope;
use crate::store::JobRecord;
use crate::wire::majestic::code::DownloadStatus;
use crate::wire::majestic::download;

/// How far the service's clock may be behind ours.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// Length of the day in a file's name: `20_Nov_26`. An item that merely begins like ours makes a longer name.
const DAY_WIDTH: usize = 9;

/// What the free calls told.
pub(super) struct Evidence {
    /// A job of the service that is ours by command, time and file name.
    pub found: Option<RemoteJob>,
    /// Jobs that may be ours, but whose file has no name yet.
    pub unnamed: usize,
    /// Jobs that may be ours and ended in an error: their file never gets a name.
    pub ended: usize,
    /// Whether the service's list could be asked.
    pub is_listed: bool,
    /// What the balance fell by since the request was sent; `None` if it is not known.
    pub fell: Option<Amounts>,
    /// Whether nothing else of ours can have been charged meanwhile.
    pub quiet: bool,
}

impl Evidence {
    /// What a call was charged, if the balance fell as it falls for such a call; of one that makes a job only when it
    /// can no longer come up in the list. Retrieval units may be taken a moment later than the others, so a fall without them counts only when doubt is over.
    pub fn proves_charge(&self, record: &JobRecord, settled: bool) -> Option<Paid> {
        let amounts = self.fell?;
        let direct = !record.summary.query.entry().queued();
        let is_known = direct || settled;
        let whole = settled || amounts.retrieval > 0 || amounts.items > 0;
        let rows = Rows::Counted {
            rows: amounts.retrieval,
            domains: 0,
        };
        let within = amounts.exceeds(&record.granted).is_none();
        (is_known && self.quiet && whole && within && fits(record, amounts, rows, false)).then_some(
            Paid {
                amounts,
                source: PaidSource::BalanceDifference,
            },
        )
    }

    pub fn balance_words(&self) -> String {
        match self.fell {
            Some(f) if f.is_zero() => "the balance did not change so far".to_owned(),
            Some(f) => format!("the balance changed by {f}, which others may have caused"),
            None => "the balance before and after is not known".to_owned(),
        }
    }

    pub fn list_words(&self) -> String {
        match (self.is_listed, self.unnamed) {
            (false, _) => "such a call leaves nothing in the service's list".to_owned(),
            (true, 0) if self.ended > 0 => format!(
                "the service lists {} new job(s) that ended in an error",
                self.ended
            ),
            (true, 0) => "the service lists no such job".to_owned(),
            (true, n) => format!("the service lists {n} new job(s) whose file has no name yet"),
        }
    }
}

/// The job among those listed that this request made: of its command, accepted since, known to no other job of
/// ours, with its item in the file's name. Then how many have no name yet, and how many never get one.
pub(super) fn pick(
    record: &JobRecord,
    listed: Vec<RemoteJob>,
    known: &HashSet<String>,
) -> (Option<RemoteJob>, usize, usize) {
    let Some(sent) = record.sent_at else {
        return (None, 0, 0);
    };
    let query = &record.summary.query;
    let since = sent.saturating_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
    let candidates: Vec<_> = listed
        .into_iter()
        .filter(|job| job.is_of(&query.command) && !known.contains(&job.id))
        .filter(|job| job.created.is_some_and(|at| at >= since))
        .collect();
    let nameless = candidates.iter().filter(|job| job.file_name().is_none());
    let (ended, unnamed): (Vec<_>, Vec<_>) =
        nameless.partition(|job| job.status == Some(DownloadStatus::Error));
    let (ended, unnamed) = (ended.len(), unnamed.len());
    let found = candidates
        .into_iter()
        .filter(|job| names(job, query))
        .min_by_key(|job| job.created.map(|at| at.duration_since(sent).abs()));
    (found, unnamed, ended)
}

/// Whether the file's name is the one that this query's file gets, whatever the day in it, a prefix before it or the
/// kind of file behind it.
pub(super) fn names(job: &RemoteJob, query: &Query) -> bool {
    const DAY: &str = "\0";
    let fresh = query.datasource() == "fresh";
    let is_url = query.target.scope == Scope::Url;
    let whole = download::file_name(fresh, &query.target.item, is_url, DAY, &job.id);
    let name = job.file_name().unwrap_or_default();
    let dated = name.rsplit_once(&format!("_{}", job.id));
    match (dated, whole.split_once(DAY)) {
        (Some((dated, _)), Some((head, _))) => dated
            .len()
            .checked_sub(DAY_WIDTH)
            .and_then(|cut| dated.get(..cut))
            .is_some_and(|rest| rest.ends_with(head)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
    use crate::model::job::{JobId, JobState, JobSummary, Progress};
    use crate::model::money::Price;
    use crate::model::target::Target;

    fn record(target: &str) -> JobRecord {
        let sent: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        JobRecord {
            summary: JobSummary {
                id: JobId(1),
                query: Query::new(
                    &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
                    Target::parse(target).unwrap(),
                ),
                state: JobState::ChargeUnknown,
                progress: Progress::default(),
                created: sent,
                updated: sent,
                price: Price::Unknown,
                paid: None,
                dataset: None,
                remote_id: None,
                expires: None,
                note: String::new(),
                tag: None,
                held: None,
            },
            account: "a".into(),
            granted: Amounts::ZERO,
            figures: None,
            remote_file: None,
            remote_size: None,
            balance_before: None,
            sent_at: Some(sent),
            cause: None,
        }
    }

    fn listed(id: &str, created: &str, file: &str) -> RemoteJob {
        RemoteJob {
            description: format!("API Job: DownloadRefDomainBackLinks ({id}"),
            id: id.into(),
            status: None,
            created: Some(created.parse().unwrap()),
            expires: None,
            size: 0,
            last_error: String::new(),
            location: if file.is_empty() {
                String::new()
            } else {
                format!("http://h.example/d/{file}")
            },
            progress: String::new(),
        }
    }

    #[test]
    fn only_a_new_job_with_our_item_in_its_name_is_ours() {
        let ours = listed(
            "C3",
            "2026-11-20T10:00:01Z",
            "download_historical_example_com_20_Nov_26_C3.csv.gz",
        );
        let all = vec![
            listed(
                "A1",
                "2026-11-20T09:00:00Z",
                "download_historical_example_com_20_Nov_26_A1.csv.gz",
            ),
            listed(
                "B2",
                "2026-11-20T10:00:01Z",
                "download_historical_example_com_au_20_Nov_26_B2.csv.gz",
            ),
            listed(
                "D4",
                "2026-11-20T10:00:00Z",
                "download_historical_example_com_20_Nov_26_D4.csv.gz",
            ),
            listed("E5", "2026-11-20T10:00:00Z", ""),
            RemoteJob {
                status: Some(DownloadStatus::Error),
                ..listed("F6", "2026-11-20T10:00:00Z", "")
            },
            ours.clone(),
        ];
        let known = HashSet::from(["D4".to_owned()]);
        let (found, unnamed, ended) = pick(&record("example.com"), all.clone(), &known);
        assert_eq!(found.map(|j| j.id), Some("C3".into()));
        assert_eq!((unnamed, ended), (1, 1));
        let (found, ..) = pick(&record("other.example"), all, &known);
        assert_eq!(found, None);
    }
}
