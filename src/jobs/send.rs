//! From reserved to accepted: the balance before, the question in the journal, then the one time it is sent.

use backon::{ExponentialBuilder, Retryable};

use super::desk::Asked;
use super::error::JobError;
use super::sentence;
use super::trouble::{self, Kind, Rule};
use super::walk::{Next, Walk};
use crate::api::{CallError, Subscription};
use crate::model::catalog::PriceRule;
use crate::model::column::grouped;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::{Amounts, amount_words};
use crate::model::query::SKIP_LIMIT;
use crate::store::{JobChange, JobRecord};

impl Walk {
    /// Nothing was sent yet.
    pub async fn reserved(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let cancel = self.cancel.clone();
        let before = tokio::select! {
            biased;
            () = cancel.cancelled() => {
                self.cancelled().await?;
                return Ok(Next::Rest);
            }
            before = self.turn_and_balance(record) => before?,
        };
        let before = match before {
            Ok(before) => before,
            Err(error) => {
                let sentence = format!(
                    "{error}; the job was not sent and nothing was charged. {}",
                    sentence::hint(&error)
                );
                return self.fail_uncharged(sentence::cause(&error), sentence).await;
            }
        };
        if let Some(sentence) = too_little(record, &before) {
            return self.fail_uncharged(FailureCause::Funds, sentence).await;
        }
        self.desk.has_room().await?;
        let command = &record.summary.query.command;
        let params = bound_params(record);
        let request = self.desk.record(Some(self.id), command, &params)?;
        let change = JobChange {
            sent_at: Some(self.desk.now()),
            balance_before: before.left,
            note: Some(self.stale_note(record, &before)),
            ..JobChange::default()
        };
        self.step(JobState::Sent, change).await?;
        let desk = self.desk.clone();
        let sent = desk.send(request, command, &params).await;
        match sent {
            Ok(answer) => self.arrived(record, Ok(answer)).await,
            Err(Asked::Call(error)) => self.arrived(record, Err(error)).await,
            Err(Asked::Job(error)) => Err(error),
        }
    }

    /// Takes this job's turn to be charged and asks for the balance before it.
    async fn turn_and_balance(
        &mut self,
        record: &JobRecord,
    ) -> Result<Result<Subscription, CallError>, JobError> {
        if self.turn.is_none() {
            let turn = self.desk.turn.clone();
            self.turn = match turn.clone().try_acquire_owned() {
                Ok(permit) => Some(permit),
                Err(_) => {
                    let note = "waits for its turn: the service does not say what every call cost, so they are charged one at a time";
                    self.desk.note(self.id, note).await?;
                    // The semaphore is never closed; should it be, the job goes on and is settled as assumed.
                    let permit = turn.acquire_owned().await.ok();
                    self.desk.note(self.id, "").await?;
                    permit
                }
            };
        }
        let datasource = record.summary.query.datasource().to_owned();
        let tries = self.desk.setup.pace.connect_tries.max(1);
        let patience = ExponentialBuilder::default()
            .with_min_delay(self.desk.setup.pace.first)
            .with_max_delay(self.desk.setup.pace.longest)
            .with_max_times(tries - 1);
        let desk = self.desk.clone();
        let asked = (|| desk.balance(&datasource))
            .retry(patience)
            .when(
                |e| matches!(e, Asked::Call(error) if trouble::free(Kind::of(error)) == Rule::Again),
            )
            .await;
        match asked {
            Ok(heard) => {
                self.in_time(record).await;
                Ok(Ok(heard))
            }
            Err(Asked::Job(error)) => Err(error),
            Err(Asked::Call(error)) => Ok(Err(error)),
        }
    }

    /// Waits until one more call of the command is within its limit a second.
    async fn in_time(&self, record: &JobRecord) {
        let query = &record.summary.query;
        if let Some(most) = query.entry().per_second {
            let wait = self.desk.rate.take(&query.command, most, self.desk.now());
            tokio::time::sleep(wait).await;
        }
    }

    /// The price rests on figures of one build of the index; another may hold more rows.
    fn stale_note(&self, record: &JobRecord, before: &Subscription) -> String {
        if !is_priced_by_figures(record) {
            return match before.left {
                Some(_) => String::new(),
                None => "the service tells an application no balance: the cost is what its answer says, or assumed".to_owned(),
            };
        }
        match &record.figures {
            None => "the price was not known: the analysis cost is bound by what was granted, the rows (one retrieval unit each) are not".to_owned(),
            Some(figures) if !before.index_id.is_empty() && before.index_id != figures.index_id => format!(
                "the index was rebuilt since the price was looked up ({}): the analysis cost stays bound, the rows may be more than {}",
                figures.index_date,
                grouped(record.granted.retrieval)
            ),
            Some(_) => String::new(),
        }
    }
}

/// Whether its price rests on what a look-up said of the target.
fn is_priced_by_figures(record: &JobRecord) -> bool {
    matches!(
        record.summary.query.entry().price,
        PriceRule::RefDomainDownload { .. } | PriceRule::LinkDownload { .. }
    )
}

/// The parameters, with what was granted as the most that the service may charge for the analysis.
fn bound_params(record: &JobRecord) -> Vec<(String, String)> {
    let mut params = record.summary.query.params();
    for (name, value) in &mut params {
        if name == SKIP_LIMIT {
            let asked = value.parse::<i64>().unwrap_or(i64::MAX);
            *value = asked.min(record.granted.analysis).to_string();
        }
    }
    params
}

/// Why the account cannot pay this job, if it cannot.
fn too_little(record: &JobRecord, before: &Subscription) -> Option<String> {
    if !before.active {
        return Some("the account's subscription is not active; nothing was sent or charged. Renew it, then ask again".to_owned());
    }
    let need: Amounts = record.summary.price.ceiling().unwrap_or(record.granted);
    let (unit, need, left) = need.exceeds(&before.left?)?;
    Some(format!(
        "units exhausted: it may cost {} and the account has {}; nothing was sent or charged. Wait for the renewal or ask for less",
        amount_words(unit, need),
        grouped(left)
    ))
}
