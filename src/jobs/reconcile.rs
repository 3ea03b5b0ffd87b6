//! A request that was sent and brought no usable answer: what the service's free calls tell about it. It is
//! never sent again; it becomes a job found, a proven nothing, or stays unknown with the evidence beside it.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::desk::Asked;
use super::error::JobError;
use super::sentence;
use super::walk::{Next, Walk};
use crate::api::{CallError, RawAnswer, RemoteJob};
use crate::model::job::{FailureCause, JobState};
use crate::model::money::Amounts;
use crate::model::query::Query;
use crate::model::target::Scope;
use crate::store::{JobChange, JobRecord};
use crate::wire::majestic::download;

/// How far the service's clock may be behind ours.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// Length of the day in a file's name: `20_Nov_26`. An item that merely begins like ours makes a longer name.
const DAY_WIDTH: usize = 9;

/// What the free calls told.
struct Evidence {
    /// A job of the service that is ours by command, time and file name.
    found: Option<RemoteJob>,
    /// Jobs that may be ours, but whose file has no name yet.
    unnamed: usize,
    /// What the balance fell by since the request was sent; `None` if it was not known before.
    fell: Option<Amounts>,
}

impl Walk {
    /// Found as sent: the process ended between sending and the next step.
    pub async fn unanswered(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        if let Some(next) = self.kept_answer(record).await? {
            return Ok(next);
        }
        let change = JobChange {
            note: Some("the program ended before the answer came; it may have been charged and is not sent again, the service's free lists are asked what became of it".to_owned()),
            ..JobChange::default()
        };
        self.step(JobState::ChargeUnknown, change).await
    }

    /// The answer may lie in the journal, unread.
    async fn kept_answer(&mut self, record: &JobRecord) -> Result<Option<Next>, JobError> {
        let requests = self.desk.journal().requests(self.id)?;
        let command = &record.summary.query.command;
        let Some(last) = requests.into_iter().rfind(|r| &r.record.command == command) else {
            return Ok(None);
        };
        if last.outcome.as_deref() == Some("not_sent") {
            let sentence = "the service could not be reached; nothing was sent or charged. Press $ to order it again";
            return self
                .fail_uncharged(FailureCause::Unreachable, sentence.to_owned())
                .await
                .map(Some);
        }
        let (Some(status), Some(body)) = (last.http_status, last.body) else {
            return Ok(None);
        };
        let host = self.desk.setup.client.endpoint().host();
        match RawAnswer::kept(status, body.into(), host).decode() {
            Ok(answer) => self.accepted(record, &answer).await.map(Some),
            Err(error @ CallError::Refused { .. }) => {
                let sentence = format!("{error}; nothing was charged. {}", sentence::hint(&error));
                let cause = sentence::cause(&error);
                self.fail_uncharged(cause, sentence).await.map(Some)
            }
            Err(_) => Ok(None),
        }
    }

    /// Asks until the matter is settled or time can settle nothing more.
    pub async fn charge_unknown(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            match self.evidence(record).await {
                Err(Asked::Job(error)) => return Err(error),
                Err(Asked::Call(error)) => {
                    wait = wait.max(error.retry_after().unwrap_or_default());
                    let what = "sent, and it may have been charged; the service's free lists";
                    let note = sentence::repeated(what, &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                }
                Ok(evidence) => {
                    if let Some(next) = self.judge(record, evidence).await? {
                        return Ok(next);
                    }
                }
            }
            self.pause(wait).await;
            wait = pace.next(wait);
        }
    }

    async fn evidence(&self, record: &JobRecord) -> Result<Evidence, Asked> {
        let listed = self.desk.remote_jobs(None).await.map_err(Asked::Call)?;
        let heard = self.desk.balance(record.summary.query.datasource()).await?;
        let journal = self.desk.journal().jobs()?;
        let known: HashSet<_> = journal
            .iter()
            .filter_map(|j| j.summary.remote_id.clone())
            .collect();
        let (found, unnamed) = pick(record, listed, &known);
        Ok(Evidence {
            found,
            unnamed,
            fell: record.balance_before.map(|before| before - heard.left),
        })
    }

    /// What the evidence comes to; `None`: ask again later.
    async fn judge(
        &mut self,
        record: &JobRecord,
        evidence: Evidence,
    ) -> Result<Option<Next>, JobError> {
        if let Some(job) = evidence.found {
            let change = JobChange {
                remote_id: Some(job.id),
                note: Some(
                    "the answer was lost, the job was found in the service's list".to_owned(),
                ),
                ..JobChange::default()
            };
            return self.step(JobState::Waiting, change).await.map(Some);
        }
        let settled = self.doubt_is_over(record) && evidence.unnamed == 0;
        let fell = evidence
            .fell
            .map(|f| Amounts::new(f.analysis, f.retrieval, 0));
        if settled && fell.is_some_and(|f| f.is_zero()) {
            let sentence = "sent, but the service has no such job and the balance did not change: nothing was charged. Press $ to order it again";
            return self
                .fail_uncharged(FailureCause::NotMade, sentence.to_owned())
                .await
                .map(Some);
        }
        let balance = match fell {
            Some(f) if f.is_zero() => "the balance did not change so far".to_owned(),
            Some(f) => format!("the balance changed by {f}, which others may have caused"),
            None => "the balance before is not known".to_owned(),
        };
        let list = match evidence.unnamed {
            0 => "the service lists no such job".to_owned(),
            n => format!("the service lists {n} new job(s) whose file has no name yet"),
        };
        let next = if settled {
            "Reconcile asks again (headless: backtrail jobs); it is never sent again by itself"
        } else {
            "It is asked again by itself"
        };
        let note = format!(
            "sent without a usable answer, it may have been charged: {list}, {balance}. {next}"
        );
        self.desk.note(self.id, &note).await?;
        if settled {
            self.turn = None;
            return Ok(Some(Next::Rest));
        }
        Ok(None)
    }

    /// Whether an unanswered request can no longer come to be charged.
    fn doubt_is_over(&self, record: &JobRecord) -> bool {
        let Some(sent) = record.sent_at else {
            return true;
        };
        let doubt =
            SignedDuration::try_from(self.desk.setup.pace.doubt).unwrap_or(SignedDuration::MAX);
        self.desk.now().duration_since(sent) >= doubt
    }
}

/// The job among those listed that this request made: of its command, accepted since, known to no other job of
/// ours, with its item in the file's name. The second number counts those that have no name yet.
fn pick(
    record: &JobRecord,
    listed: Vec<RemoteJob>,
    known: &HashSet<String>,
) -> (Option<RemoteJob>, usize) {
    let Some(sent) = record.sent_at else {
        return (None, 0);
    };
    let query = &record.summary.query;
    let since = sent.saturating_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
    let candidates: Vec<_> = listed
        .into_iter()
        .filter(|job| job.is_of(&query.command) && !known.contains(&job.id))
        .filter(|job| job.created.is_some_and(|at| at >= since))
        .collect();
    let unnamed = candidates
        .iter()
        .filter(|job| job.file_name().is_none())
        .count();
    let found = candidates
        .into_iter()
        .filter(|job| names(job, query))
        .min_by_key(|job| job.created.map(|at| at.duration_since(sent).abs()));
    (found, unnamed)
}

/// Whether the file's name is the one that this query's file gets, whatever the day in it.
fn names(job: &RemoteJob, query: &Query) -> bool {
    const DAY: &str = "\0";
    let fresh = query.datasource() == "fresh";
    let is_url = query.target.scope == Scope::Url;
    let whole = download::file_name(fresh, &query.target.item, is_url, DAY, &job.id);
    match (job.file_name(), whole.split_once(DAY)) {
        (Some(name), Some((head, tail))) => {
            name.len() == head.len() + DAY_WIDTH + tail.len()
                && name.starts_with(head)
                && name.ends_with(tail)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
    use crate::model::job::{JobId, JobSummary, Progress};
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
            },
            account: "a".into(),
            granted: Amounts::ZERO,
            figures: None,
            remote_file: None,
            remote_size: None,
            balance_before: None,
            sent_at: Some(sent),
            tag: None,
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
            ours.clone(),
        ];
        let known = HashSet::from(["D4".to_owned()]);
        let (found, unnamed) = pick(&record("example.com"), all.clone(), &known);
        assert_eq!(found.map(|j| j.id), Some("C3".into()));
        assert_eq!(unnamed, 1);
        let (found, _) = pick(&record("other.example"), all, &known);
        assert_eq!(found, None);
    }
}
