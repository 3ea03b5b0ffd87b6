//! One page: written down, sent once, its answer kept before it is read, its cost in the ledger.

use std::time::Duration;

use jiff::Timestamp;

use super::super::error::JobError;
use super::super::trouble::{self, Kind, Rule};
use super::super::walk::Walk;
use super::words;
use crate::api::CallError;
use crate::api::dataforseo::{Page as Answered, RawPage, Trouble};
use crate::model::catalog::dataforseo::{Page, task};
use crate::model::catalog::{MoneyRows, PriceRule, Provider};
use crate::model::job::{FailureCause, JobId};
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::store::{JobRecord, NewPage, PageEnd, PageRecord, PageState};
use crate::wire::dataforseo::status;

/// The outcome of a request whose answer came, whatever it says.
const ARRIVED: &str = "arrived";
/// The outcome of a request that is proven unsent.
const NOT_SENT: &str = "not_sent";
/// The longest pause before a page that was turned away is asked for again.
const MINUTE: i64 = 60;

/// What a page came to.
pub(super) enum Asked {
    /// Its answer is kept and its cost written down.
    Held,
    /// Turned away, not charged; the same may be asked again.
    Busy(Busy),
    /// Refused, not charged: why, and in a sentence.
    Refused(FailureCause, String),
    /// Charged, and there are no rows.
    InVain(String),
    /// It may have been charged.
    Unknown(CallError),
}

/// Too many calls.
pub(super) struct Busy {
    pub error: CallError,
    code: i64,
    retry_after: Option<Duration>,
}

impl Busy {
    /// How long to wait: to the next minute where calls a minute are counted, else a while that grows.
    pub fn pause(&self, now: Timestamp, grown: Duration) -> Duration {
        let least = match self.code {
            status::RATE_LIMIT => {
                let left = MINUTE - now.as_second().rem_euclid(MINUTE);
                Duration::from_secs(u64::try_from(left).unwrap_or_default())
            }
            _ => grown,
        };
        least.max(self.retry_after.unwrap_or_default())
    }
}

impl Walk {
    /// Asks for a page.
    pub(super) async fn ask(
        &mut self,
        record: &JobRecord,
        chain: JobId,
        number: u64,
        page: Option<&Page>,
    ) -> Result<Asked, JobError> {
        self.desk.has_room().await?;
        let query = &record.summary.query;
        let label = record.summary.tag.as_deref().unwrap_or_default();
        let task = task(query, page, label);
        let journal = self.desk.journal();
        let begun = journal.begin_page(&NewPage {
            job: self.id,
            chain,
            number,
            command: &query.command,
            task: &task,
            label,
            account: &record.account,
            now: self.desk.now(),
        })?;
        let client = self.dataforseo()?;
        let called = client.post(&query.command, &begun.task).await;
        let desk = self.desk.clone();
        let request = begun.request;
        let now = desk.now();
        // Answers can be large: packing them keeps no other task waiting.
        let kept = tokio::task::spawn_blocking(move || {
            let journal = desk.journal();
            match &called {
                Ok(raw) => {
                    journal.record_answer(request, ARRIVED, Some(raw.status), &raw.body, now)
                }
                Err(error) => {
                    let text = error.to_string();
                    journal.record_answer(request, error.outcome(), None, text.as_bytes(), now)
                }
            }
            .map(|()| called)
        });
        let called = kept.await.map_err(|e| JobError::Task(e.to_string()))??;
        self.settle_page(record, &begun, called).await
    }

    /// A page whose outcome a process did not live to write down: its answer may be in the journal.
    pub(super) async fn take_up(
        &mut self,
        record: &JobRecord,
        page: &PageRecord,
    ) -> Result<Asked, JobError> {
        let stored = self.desk.journal().request(page.request)?;
        let host = self.desk.setup.client.host();
        let called = match (stored.outcome.as_deref(), stored.http_status, stored.body) {
            (Some(ARRIVED), Some(status), Some(body)) => {
                Ok(RawPage::kept(status, body.into(), host))
            }
            (Some(NOT_SENT), ..) => Err(CallError::NotSent {
                host,
                reason: "no connection".to_owned(),
            }),
            _ => Err(CallError::NoAnswer {
                host,
                reason: "the program ended, or the connection did, before the answer came"
                    .to_owned(),
            }),
        };
        self.settle_page(record, page, called).await
    }

    /// Writes down what a page came to.
    async fn settle_page(
        &mut self,
        record: &JobRecord,
        page: &PageRecord,
        called: Result<RawPage, CallError>,
    ) -> Result<Asked, JobError> {
        let read = match called {
            Ok(raw) => tokio::task::spawn_blocking(move || raw.read())
                .await
                .map_err(|e| JobError::Task(e.to_string()))?,
            Err(error) => Err(error.into()),
        };
        let (end, asked) = match read {
            Ok(answer) => {
                let end = self.held(record, &answer).await?;
                match self.repeats(page, &answer).await? {
                    true => {
                        let cost = end.paid.map_or(0, |paid| paid.amounts.usd);
                        let end = PageEnd {
                            state: PageState::Lost,
                            rows: 0,
                            ..end
                        };
                        (end, Asked::InVain(words::repeated(page.number, cost)))
                    }
                    false => (end, Asked::Held),
                }
            }
            Err(trouble) => match in_trouble(trouble) {
                Ok(ended) => ended,
                // It stays open: the service's list is asked what became of it.
                Err(error) => return Ok(Asked::Unknown(error)),
            },
        };
        self.end_page(page, &end).await?;
        Ok(asked)
    }

    /// Writes a page's end down and tells what changed.
    pub(super) async fn end_page(&self, page: &PageRecord, end: &PageEnd) -> Result<(), JobError> {
        let now = self.desk.now();
        let summary = self.desk.journal().settle_page(page.request, end, now)?;
        self.desk.tell_job(summary).await;
        self.desk.tell_budget().await
    }

    /// What a page that was carried out brings, and what it cost by the answer, or by the price rule if the answer
    /// does not say it.
    async fn held(&self, record: &JobRecord, answer: &Answered) -> Result<PageEnd, JobError> {
        let query = &record.summary.query;
        let rows = answer.rows();
        let charged_rows = match query.entry().price {
            // A target that was never crawled is charged like any other.
            PriceRule::Money(MoneyRows::One) => 1,
            _ => rows,
        };
        let expected = self.desk.rates(query)?.rate.cost(1, charged_rows);
        let sandbox = self.desk.setup.client.is_sandbox();
        let paid = match (answer.cost, sandbox) {
            (Some(cost), _) => Paid {
                amounts: Amounts::money(cost),
                source: PaidSource::Reported,
            },
            (None, sandbox) => Paid {
                amounts: Amounts::money(if sandbox { 0 } else { expected }),
                source: PaidSource::Assumed,
            },
        };
        if paid.amounts.usd != expected && !sandbox {
            self.desk
                .note_drift(self.id, paid.amounts.usd, expected)
                .await?;
        }
        Ok(PageEnd {
            state: PageState::Held,
            remote_id: Some(crate::model::text::one_line(&answer.task.id)),
            rows,
            total: answer.total(),
            paid: Some(paid),
            token: answer.token().map(str::to_owned),
        })
    }
}

/// What a page without rows came to, by the table of troubles; the error where it may have been charged.
fn in_trouble(trouble: Trouble) -> Result<(PageEnd, Asked), CallError> {
    let rule = trouble::charged(Provider::DataForSeo, Kind::of_page(&trouble));
    match (rule, trouble) {
        (
            Rule::Again,
            Trouble::Busy {
                code,
                error,
                retry_after,
            },
        ) => {
            let busy = Busy {
                error,
                code,
                retry_after,
            };
            Ok((PageEnd::uncharged(), Asked::Busy(busy)))
        }
        (Rule::Uncharged, Trouble::Uncharged { code, error }) => {
            let note = words::refused(&error, code);
            let asked = Asked::Refused(words::cause(code), note);
            Ok((PageEnd::uncharged(), asked))
        }
        (Rule::Charged, Trouble::Charged { cost, error }) => {
            let end = PageEnd {
                state: PageState::Lost,
                paid: Some(Paid {
                    amounts: Amounts::money(cost),
                    source: PaidSource::Reported,
                }),
                ..PageEnd::uncharged()
            };
            Ok((end, Asked::InVain(words::in_vain(&error, cost))))
        }
        (_, trouble) => Err(trouble.into_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_service_is_left_alone_until_it_counts_anew() {
        let busy = |code, retry_after| Busy {
            error: CallError::Refused {
                code: String::new(),
                message: String::new(),
                full: String::new(),
            },
            code,
            retry_after,
        };
        let at: Timestamp = "2026-11-20T10:00:48Z".parse().unwrap();
        let grown = Duration::from_secs(4);
        assert_eq!(
            busy(status::RATE_LIMIT, None).pause(at, grown),
            Duration::from_secs(12)
        );
        assert_eq!(busy(status::SIMULTANEOUS, None).pause(at, grown), grown);
        let asked = Some(Duration::from_secs(90));
        assert_eq!(
            busy(status::SIMULTANEOUS, asked).pause(at, grown),
            Duration::from_secs(90)
        );
    }
}
