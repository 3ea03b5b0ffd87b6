//! Price look-ups: they spend item units themselves, so they are asked for, journalled and kept.

use super::desk::{Asked, Desk};
use super::error::JobError;
use super::trouble::{self, Kind, Rule};
use crate::api::{CallError, item_info};
use crate::model::catalog::{Provider, Quote};
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::query::Query;
use crate::model::target::Target;
use crate::store::{Ahead, AheadLine};
use crate::wire::majestic::Answer;

impl Desk {
    /// The price by what is kept. Figures of an older build of the index price nothing.
    pub fn quote_from_cache(&self, query: &Query) -> Result<Quote, JobError> {
        let datasource = query.datasource();
        let kept = self
            .journal()
            .cached_figures(&self.account, &query.target.item, datasource)?;
        let known = self.known_index(datasource);
        let figures = kept.filter(|f| known.is_none_or(|id| id == f.index_id));
        Ok(Quote::new(query.clone(), figures))
    }

    /// Asks for the figures of one target: one item unit, under the label of what is to be bought.
    pub async fn look_up_price(&self, query: &Query, tag: Option<&str>) -> Result<Quote, JobError> {
        let granted = Amounts::new(0, 0, 1);
        let datasource = query.datasource();
        let targets = std::slice::from_ref(&query.target);
        let asked = self.now();
        self.item_info(targets, datasource, 0, granted, tag).await?;
        let figures = self
            .journal()
            .cached_figures(&self.account, &query.target.item, datasource)?
            .filter(|figures| figures.looked_up >= asked)
            .ok_or(JobError::Lacking("the counts a price rests on"))?;
        Ok(Quote::new(query.clone(), Some(figures)))
    }

    /// Asks for the figures of up to 100 targets; `granted` binds. The answer names no charge (Majestic developer
    /// documentation, GetIndexItemInfo page: as many item units as items), so the ledger has it as assumed.
    pub async fn item_info(
        &self,
        targets: &[Target],
        datasource: &str,
        topics: u8,
        granted: Amounts,
        tag: Option<&str>,
    ) -> Result<(Answer, Paid), JobError> {
        let items = check_batch(targets, granted)?;
        let params = item_info::params(targets, datasource, topics);
        let paid = Paid {
            amounts: Amounts::new(0, 0, items),
            source: PaidSource::Assumed,
        };
        self.has_room().await?;
        let line = self.charge_ahead(targets, paid.amounts, tag)?;
        let asked = self.exchange(None, item_info::COMMAND, &params).await;
        match asked {
            Ok(answer) => {
                self.tell_budget().await?;
                for (n, figures) in item_info::figures(&answer, datasource, self.now()) {
                    self.learn_index(datasource, &figures.index_id);
                    if let Some(target) = targets.get(n) {
                        self.journal()
                            .cache_figures(&self.account, &target.item, &figures)?;
                    }
                }
                Ok((answer, paid))
            }
            Err(Asked::Job(error)) => Err(error),
            Err(Asked::Call(error)) if is_uncharged(&error) => {
                self.journal().take_back(line)?;
                Err(JobError::Uncharged(error))
            }
            Err(Asked::Call(error)) => {
                self.tell_budget().await?;
                Err(JobError::MayBeCharged(error))
            }
        }
    }

    /// The unit is spent in the ledger before it is asked for: a program that is killed meanwhile has not forgotten it.
    fn charge_ahead(
        &self,
        targets: &[Target],
        amounts: Amounts,
        tag: Option<&str>,
    ) -> Result<AheadLine, JobError> {
        let about = match targets {
            [one] => one.item.clone(),
            [first, rest @ ..] => format!("{} and {} more", first.item, rest.len()),
            [] => String::new(),
        };
        let ahead = Ahead {
            account: &self.account,
            command: item_info::COMMAND,
            target: &about,
            tag,
            amounts,
            now: self.now(),
        };
        Ok(self.journal().charge_ahead(ahead, &self.limits())?)
    }
}

/// Whether nothing was charged, by the table of troubles.
fn is_uncharged(error: &CallError) -> bool {
    trouble::charged(Provider::Majestic, Kind::of(error)) == Rule::Uncharged
}

fn check_batch(targets: &[Target], granted: Amounts) -> Result<i64, JobError> {
    if targets.is_empty() || targets.len() > item_info::MOST_ITEMS {
        return Err(JobError::Unfit(format!(
            "one call takes 1 to {} targets, not {}",
            item_info::MOST_ITEMS,
            targets.len()
        )));
    }
    let items = i64::try_from(targets.len()).unwrap_or(i64::MAX);
    let need = Amounts::new(0, 0, items);
    match need.exceeds(&granted) {
        Some((unit, need, granted)) => Err(JobError::Ceiling {
            unit,
            need,
            granted,
        }),
        None => Ok(items),
    }
}
