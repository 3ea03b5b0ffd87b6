//! Balance and prices of the account: one free call, which the service allows six times a minute.

use jiff::SignedDuration;

use super::super::desk::Desk;
use super::super::error::JobError;
use crate::api::dataforseo::Trouble;
use crate::model::catalog::dataforseo::{Rates, check_tag};
use crate::model::catalog::{Provider, Quote};
use crate::model::dollars::dollars;
use crate::model::job::{JobId, JobState, JobSummary};
use crate::model::money::Amounts;
use crate::model::query::{Continued, Query};

/// The least time between two calls.
const APART: SignedDuration = SignedDuration::from_secs(10);

impl Desk {
    /// Whether a query can be asked of this account under such a label.
    pub fn fits(&self, query: &Query, tag: Option<&str>) -> Result<(), JobError> {
        let (asked, here) = (query.provider(), self.setup.client.provider());
        if asked != here {
            return Err(JobError::Unfit(format!(
                "{} is a function of {}, and this account is with {}",
                query.command,
                asked.title(),
                here.title()
            )));
        }
        if let (Provider::DataForSeo, Some(tag)) = (asked, tag) {
            check_tag(tag).map_err(JobError::Unfit)?;
        }
        Ok(())
    }

    /// Asks for balance and prices, unless they were heard a moment ago.
    pub async fn hear_account(&self) -> Result<(), JobError> {
        let known = self.journal().prices(&self.account)?;
        let now = self.now();
        if known.is_some_and(|list| now.duration_since(list.heard).abs() < APART) {
            return self.tell_budget().await;
        }
        let heard = self.dataforseo()?.user_data(now).await;
        let heard = heard.map_err(|trouble| match trouble {
            Trouble::Busy { error, .. }
            | Trouble::Uncharged { error, .. }
            | Trouble::Charged { error, .. }
            | Trouble::Unknown(error) => JobError::Uncharged(error),
        })?;
        match self.journal().keep_prices(&self.account, &heard.prices) {
            Err(why) if !why.is_of_writing() => return Err(why.into()),
            _ => {}
        }
        self.keep_balance(Amounts::money(heard.balance), None)?;
        self.tell_budget().await
    }

    /// What a function costs by the account's list as it was last heard, or by the public one.
    pub fn rates(&self, query: &Query) -> Result<Rates, JobError> {
        self.rates_of(&query.command)
    }

    /// The same by the function's path.
    pub fn rates_of(&self, command: &str) -> Result<Rates, JobError> {
        let list = self.journal().prices(&self.account)?;
        Ok(Rates::of(list.as_ref(), command, self.now()))
    }

    /// The price by what is kept; sends nothing.
    pub fn quote_in_money(&self, query: &Query) -> Result<Quote, JobError> {
        let query = self.continuing(query)?;
        let rates = self.rates(&query)?;
        Ok(Quote::at(query, rates))
    }

    /// The query as one that goes on where the newest purchase of the same stopped, if that stopped before its end;
    /// one that names the dataset it goes on with goes on with that.
    fn continuing(&self, query: &Query) -> Result<Query, JobError> {
        let jobs = self.journal().jobs()?.into_iter();
        let mut same = jobs
            .filter(|job| job.account == self.account && job.summary.query.asks_for_rows_of(query));
        let before = match &query.continues {
            Some(named) => {
                let of_it = same.filter(|job| job.summary.dataset.as_ref() == Some(&named.dataset));
                let of_it: Vec<_> = of_it.map(|job| job.summary).collect();
                Some(extended(named, of_it)?)
            }
            None => same
                .next()
                .map(|job| job.summary)
                .filter(|job| job.state == JobState::Partial),
        };
        let mut query = query.clone();
        query.continues = None;
        if let Some(job) = before
            && let (Some(dataset), Some(held)) = (job.dataset, job.held)
        {
            let wanted = query.number("limit").unwrap_or(0);
            let goes_on = held.rows > 0 && held.rows < wanted;
            query.continues = goes_on.then_some(Continued {
                dataset,
                rows: held.rows,
                total: held.total,
            });
        }
        Ok(query)
    }

    /// An answer cost something else than the price list says: told, and the list is fetched anew.
    pub(super) async fn note_drift(
        &self,
        id: JobId,
        paid: i64,
        expected: i64,
    ) -> Result<(), JobError> {
        self.trouble(format!(
            "job {id}: a page cost {} where the price list says {}; the ledger has what the answer says, and the list is fetched anew",
            dollars(paid),
            dollars(expected)
        ))
        .await;
        // What it says is told where it matters: should it not be had, the old list stays.
        let _old_list_stays = self.hear_account().await;
        Ok(())
    }
}

/// The newest job of a dataset that is to be gone on with; refused while one is at work on it, and where none is: to
/// buy anew what was meant to go on would pay twice.
fn extended(named: &Continued, jobs: Vec<JobSummary>) -> Result<JobSummary, JobError> {
    if let Some(job) = jobs.iter().find(|job| !job.state.is_final()) {
        return Err(JobError::Unfit(format!(
            "job {} is `{}` and brings rows of the dataset {}: nothing was sent. Wait for its end",
            job.id,
            job.state.title(),
            named.dataset
        )));
    }
    jobs.into_iter().next().ok_or_else(|| {
        JobError::Unfit(format!(
            "no purchase of this account began the dataset {}: nothing was sent. Ask for the rows anew",
            named.dataset
        ))
    })
}
