//! The runner: what the explorer and the headless commands hold to start, watch and stop jobs of one account.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle as Runtime;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::desk::{Asked, Desk, Handle, hold};
use super::error::JobError;
use super::setup::RunnerSetup;
use super::walk::Walk;
use crate::model::catalog::dataforseo::Rates;
use crate::model::catalog::{Entry, Provider, Quote};
use crate::model::job::{JobId, JobState, JobSummary};
use crate::model::money::{Amounts, Budget, Ceiling, Limits, Paid};
use crate::model::query::{NOTIFY_URL, Query};
use crate::model::report::Report;
use crate::model::target::Target;
use crate::store::{JobRecord, NewJob};
use crate::wire::majestic::Answer;

/// How long a job of another process is left alone before it is looked at again.
const GLANCE: Duration = Duration::from_secs(1);

/// Runs the jobs of one account. Clones share it. Journal calls are short transactions made on the calling
/// task; everything longer runs on tasks of its own.
#[derive(Clone)]
pub struct Runner {
    pub(super) desk: Arc<Desk>,
    runtime: Runtime,
}

impl Runner {
    /// Starts, and goes on with every unfinished job of this account. A job that another process works on is
    /// taken over should that process end. Must be called inside a tokio runtime.
    pub async fn start(setup: RunnerSetup) -> Result<Self, JobError> {
        let mut desk = Desk::new(setup);
        desk.receiver = desk.receive().await?;
        let runner = Self {
            desk: Arc::new(desk),
            runtime: Runtime::current(),
        };
        let mut unfinished: Vec<_> = runner
            .records()?
            .into_iter()
            .filter(|job| !job.summary.state.is_at_rest())
            .collect();
        // Nothing can be written down of what became of them.
        if runner.desk.setup.store.is_looked_at() {
            unfinished.clear();
        }
        // Who may be being charged right now keeps the turn; the rest follow in the order they came.
        unfinished.sort_by_key(|job| (job.summary.state == JobState::Reserved, job.summary.id));
        for job in &unfinished {
            runner.spawn(job, true);
        }
        runner.desk.tell_budget().await?;
        Ok(runner)
    }

    /// Binds what is bought from now on by other limits.
    pub fn set_limits(&self, limits: Limits) {
        self.desk.set_limits(limits);
    }

    /// Whom the account is with.
    pub fn provider(&self) -> Provider {
        self.desk.setup.client.provider()
    }

    /// What a function costs that is paid in money, by what is kept.
    pub fn rates(&self, entry: &Entry) -> Result<Rates, JobError> {
        self.desk.rates_of(entry.command)
    }

    /// Opaque name of the account.
    pub fn account(&self) -> &str {
        &self.desk.account
    }

    /// The price by what is kept; sends nothing. Unknown if nothing is kept or the index is newer.
    pub fn quote_from_cache(&self, query: &Query) -> Result<Quote, JobError> {
        match query.provider() {
            Provider::Majestic => self.desk.quote_from_cache(query),
            Provider::DataForSeo => self.desk.quote_in_money(query),
        }
    }

    /// The prices of several queries by what is kept, in their order; sends nothing.
    pub fn quotes_from_cache(&self, queries: &[Query]) -> Result<Vec<Quote>, JobError> {
        queries.iter().map(|q| self.quote_from_cache(q)).collect()
    }

    /// Asks the provider for the price. Majestic: one item unit, journalled, in the ledger, kept for the next time;
    /// DataForSEO: its free price list.
    pub async fn look_up_price(&self, query: &Query) -> Result<Quote, JobError> {
        self.look_up_price_tagged(query, None).await
    }

    /// The same, its charge under a label of the ledger.
    pub async fn look_up_price_tagged(
        &self,
        query: &Query,
        tag: Option<&str>,
    ) -> Result<Quote, JobError> {
        if query.provider() == Provider::DataForSeo {
            self.desk.hear_account().await?;
            return self.desk.quote_in_money(query);
        }
        self.desk.look_up_price(query, tag).await
    }

    /// Counts and price figures of up to 100 targets; `limit` binds.
    pub async fn item_info(
        &self,
        targets: &[Target],
        datasource: &str,
        topics: u8,
        limit: Amounts,
    ) -> Result<(Answer, Paid), JobError> {
        self.desk
            .item_info(targets, datasource, topics, limit, None)
            .await
    }

    /// Reserves the units and starts the job. `granted` binds; `confirmed`: the amount was typed, so that a
    /// configured limit may be passed.
    pub async fn submit(
        &self,
        quote: &Quote,
        granted: Amounts,
        confirmed: bool,
        tag: Option<&str>,
    ) -> Result<JobId, JobError> {
        if !quote.query.entry().is_bought() {
            return Err(JobError::Unfit(format!(
                "{} brings nothing that is kept",
                quote.query.command
            )));
        }
        quote.query.check().map_err(JobError::Unfit)?;
        self.desk.has_room().await?;
        self.desk.fits(&quote.query, tag)?;
        let most = quote.price.ceiling();
        // Pages are bought until the granted amount is used up; whatever has none must be granted whole.
        let least = match (quote.query.entry().paging, quote.rates) {
            (Some(_), Some(rates)) => Some(Amounts::money(rates.rate.cost(1, 1))),
            _ => most,
        };
        if let Some((unit, need, granted)) = least.and_then(|least| least.exceeds(&granted)) {
            return Err(JobError::Ceiling {
                unit,
                need,
                granted,
            });
        }
        let quote = self.with_notification(quote)?;
        let new = NewJob {
            quote: &quote,
            granted,
            account: &self.desk.account,
            tag,
            now: self.desk.now(),
        };
        let journal = self.desk.journal();
        let id = journal.reserve(new, &self.desk.limits(), confirmed)?;
        let record = journal.job(id)?;
        self.desk.tell_job(record.summary.clone()).await;
        self.desk.tell_budget().await?;
        self.spawn(&record, false);
        Ok(id)
    }

    /// The quote with an address of ours to be notified at, where there is one and the analyst typed none.
    fn with_notification(&self, quote: &Quote) -> Result<Quote, JobError> {
        let mut quote = quote.clone();
        let takes_one = quote.query.entry().option(NOTIFY_URL).is_some();
        if let Some(receiver) = &self.desk.receiver
            && takes_one
            && quote.query.value(NOTIFY_URL).is_empty()
        {
            let address = receiver
                .address()
                .map_err(|e| JobError::Unfit(format!("no random numbers are to be had ({e})")))?;
            quote.query.options.insert(NOTIFY_URL.to_owned(), address);
        }
        Ok(quote)
    }

    /// Asks for the balances: free. Also learns which build of each index in use answers.
    pub async fn refresh_budget(&self) -> Result<Budget, JobError> {
        if self.desk.setup.client.provider() == Provider::DataForSeo {
            self.desk.hear_account().await?;
            return self.budget();
        }
        let mut refused = None;
        let mut heard = false;
        for datasource in self.datasources()? {
            match self.desk.balance(&datasource).await {
                Ok(_) => heard = true,
                Err(Asked::Job(error)) => return Err(error),
                // A plan may lack one of the two indexes.
                Err(Asked::Call(error)) => refused = Some(error),
            }
        }
        match refused {
            Some(error) if !heard => Err(JobError::Uncharged(error)),
            _ => self.budget(),
        }
    }

    /// The indexes that the account's jobs ask, or the one that is asked by default.
    fn datasources(&self) -> Result<BTreeSet<String>, JobError> {
        let asked = self.records()?.into_iter();
        let mut asked: BTreeSet<String> = asked
            .map(|job| job.summary.query.datasource().to_owned())
            .filter(|datasource| !datasource.is_empty())
            .collect();
        if asked.is_empty() {
            asked.insert("historic".to_owned());
        }
        Ok(asked)
    }

    /// Stops a job for good; what is held stays and nothing is deleted at the service.
    pub fn cancel(&self, id: JobId) {
        if let Some(handle) = hold(&self.desk.walks).get(&id) {
            handle.cancel.cancel();
            return;
        }
        if let Ok(record) = self.desk.own_job(id)
            && record.summary.state == JobState::Elsewhere
        {
            let desk = self.desk.clone();
            self.runtime
                .spawn(async move { desk.give_up(&record).await });
            return;
        }
        self.say(format!(
            "job {id} is not at work here, there is nothing to cancel; nothing was sent or charged"
        ));
    }

    /// Asks the provider's free calls now what became of a job: one whose charge is unknown, or one that waits.
    pub fn reconcile(&self, id: JobId) {
        if let Some(handle) = hold(&self.desk.walks).get(&id) {
            handle.poke.notify_one();
            return;
        }
        match self.desk.journal().job(id) {
            Ok(job) if job.account == self.desk.account && !job.summary.state.is_at_rest() => {
                self.spawn(&job, true);
            }
            Ok(job) => self.say(format!(
                "job {id} is {}, there is nothing to reconcile; nothing was sent or charged",
                job.summary.state.title()
            )),
            Err(error) => self.say(error.to_string()),
        }
    }

    /// Every job of the account, newest first.
    pub fn jobs(&self) -> Result<Vec<JobSummary>, JobError> {
        let records = self.records()?.into_iter();
        Ok(records
            .map(|job| self.desk.with_progress(job.summary))
            .collect())
    }

    /// Whether all of these purchases together, and each of them, keep the limits and are paid for by the account as
    /// last heard; nothing is reserved.
    pub fn bears(&self, needs: &[Amounts]) -> Result<(), JobError> {
        let (limits, budget) = (self.desk.limits(), self.budget()?);
        for need in needs {
            limits.check(need, &budget).map_err(JobError::Limit)?;
        }
        let together = Limits {
            per_job: Ceiling::default(),
            ..limits
        };
        let sum: Amounts = needs.iter().copied().sum();
        together.check(&sum, &budget).map_err(JobError::Limit)
    }

    /// The account as last heard, with what is held and spent.
    pub fn budget(&self) -> Result<Budget, JobError> {
        self.desk.budget()
    }

    /// Whether the balance that was heard last could not be written down.
    pub fn is_balance_unwritten(&self) -> bool {
        self.desk.is_balance_unwritten()
    }

    /// Waits until a job is final, or rests with its charge unknown.
    pub async fn finished(&self, id: JobId) -> Result<JobSummary, JobError> {
        let mut changed = self.desk.changed.subscribe();
        loop {
            changed.borrow_and_update();
            let here = hold(&self.desk.walks).contains_key(&id);
            let job = self.desk.journal().job(id)?;
            if job.summary.state.is_final() || (!here && job.account == self.desk.account) {
                return Ok(self.desk.with_progress(job.summary));
            }
            tokio::select! {
                _ = changed.changed() => {}
                () = tokio::time::sleep(GLANCE) => {}
            }
        }
    }

    /// Stops every walk at a safe point; the jobs go on at the next start.
    pub async fn shutdown(self) {
        self.desk.stopping.cancel();
        let tasks: Vec<_> = hold(&self.desk.walks)
            .values_mut()
            .filter_map(|handle| handle.task.take())
            .collect();
        for task in tasks {
            let _ended_either_way = task.await;
        }
    }

    fn records(&self) -> Result<Vec<JobRecord>, JobError> {
        let mut jobs = self.desk.journal().jobs()?;
        jobs.retain(|job| job.account == self.desk.account);
        Ok(jobs)
    }

    fn say(&self, sentence: String) {
        let desk = self.desk.clone();
        self.runtime
            .spawn(async move { desk.tell(Report::Trouble(sentence)).await });
    }

    pub(super) fn spawn(&self, job: &JobRecord, resumed: bool) {
        let id = job.summary.id;
        if let Some(receiver) = &self.desk.receiver {
            receiver.expect(id, job.summary.query.value(NOTIFY_URL));
        }
        // Held until the task is entered: a walk that ends at once must find its entry to remove it.
        let mut walks = hold(&self.desk.walks);
        let handle = Handle {
            cancel: CancellationToken::new(),
            poke: Arc::new(Notify::new()),
            task: None,
        };
        let being_charged = matches!(
            job.summary.state,
            JobState::Sent | JobState::ChargeUnknown | JobState::Waiting
        ) && job.summary.paid.is_none()
            && job.summary.query.provider() == Provider::Majestic;
        let walk = Walk {
            desk: self.desk.clone(),
            id,
            cancel: handle.cancel.clone(),
            poke: handle.poke.clone(),
            turn: being_charged
                .then(|| self.desk.turn.clone().try_acquire_owned().ok())
                .flatten(),
            lock: None,
            resumed,
            reader: None,
        };
        let task = self.runtime.spawn(walk.run());
        walks.insert(
            id,
            Handle {
                task: Some(task),
                ..handle
            },
        );
    }
}
