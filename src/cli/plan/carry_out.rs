//! The work of a plan: each call ordered and waited for, its rows written, and what became of it kept for the summary.

use super::Offices;
use super::price::{Course, Priced};
use super::read::{Item, Out, Plan};
use super::summary::{End, Ended, Summary};
use crate::cli::ask_args::Spending;
use crate::cli::buy;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::filter;
use crate::cli::max_cost::Allowance;
use crate::cli::purchase::Purchase;
use crate::cli::sheet::{self, Sheet};
use crate::cli::verdict;
use crate::model::job::JobSummary;
use crate::model::rows::DatasetId;
use crate::store::{Store, StoreError};
use std::sync::atomic::AtomicBool;

/// What the work is done with.
pub struct Work<'a> {
    /// Flags, settings, voices.
    pub desk: &'a Desk,
    /// What is at rest.
    pub store: &'a Store,
    /// The plan.
    pub plan: &'a Plan,
    /// What it may cost.
    pub spending: &'a Spending,
}

impl Work<'_> {
    /// All of it, then the summary; ends with the worst of what happened.
    pub async fn all(
        &self,
        coming: Vec<Priced>,
        offices: &mut Offices,
        allowance: &mut Allowance,
    ) -> Result<(), Failure> {
        let mut summary = Summary::new(self.plan);
        let mut coming = coming.into_iter().peekable();
        let mut stopped = false;
        while let Some(first) = coming.next() {
            let at = first.item;
            let item = &self.plan.items[at];
            let mut calls = vec![first];
            while let Some(next) = coming.next_if(|next| next.item == at) {
                calls.push(next);
            }
            let mut ends = Vec::new();
            for call in calls {
                let end = match stopped {
                    true => End::NotStarted,
                    false => {
                        self.one(item, &call, summary.ends(), &ends, offices, allowance)
                            .await
                    }
                };
                stopped |= end.stops(self.plan.stop_on_error);
                ends.push(Ended::new(self.store, item, call, end));
            }
            let written = self.write(item, &mut ends);
            if let Err(why) = written {
                self.desk.talk.insist(&format!("{}: {why}", item.name));
                stopped |= self.plan.stop_on_error;
                summary.fail(why);
            }
            summary.take(ends);
        }
        summary.deliver(self.desk)
    }

    /// One call: what is held, or another call of this plan brought, is taken as it is. One that failed is not tried
    /// once more either, for it may have been charged.
    async fn one(
        &self,
        item: &Item,
        call: &Priced,
        earlier: &[Ended],
        own: &[Ended],
        offices: &mut Offices,
        allowance: &mut Allowance,
    ) -> End {
        let twin = earlier
            .iter()
            .chain(own)
            .find(|ended| ended.query.asks_the_same(&call.query));
        match twin.map(|twin| &twin.end) {
            Some(End::Bought(job) | End::Held(job)) => return End::Held(job.clone()),
            Some(End::Failed(job, why)) => {
                return End::Failed(job.clone(), why.saying(why.to_string()));
            }
            Some(End::NotStarted) | None => {}
        }
        let step = match &call.course {
            Course::Held(job) => return End::Held(job.clone()),
            Course::Not(why) => return End::Failed(None, why.saying(why.to_string())),
            Course::Buy(step) => step,
        };
        let spending = Spending {
            tag: item.tag.clone(),
            ..self.spending.clone()
        };
        let purchase = Purchase {
            desk: self.desk,
            spending: &spending,
        };
        let Some(office) = offices.of(call.query.provider()) else {
            return End::NotStarted;
        };
        match buy::one(&purchase, office, allowance, step).await {
            Ok(job) => {
                buy::tell_end(self.desk, &job);
                match verdict::of_job(&job, self.store) {
                    Ok(()) => End::Bought(Box::new(job)),
                    Err(why) => {
                        self.desk.talk.insist(&format!("{}: {why}", item.name));
                        End::Failed(Some(Box::new(job)), why)
                    }
                }
            }
            Err(why) => {
                self.desk.talk.insist(&format!("{}: {why}", item.name));
                End::Failed(None, why)
            }
        }
    }

    /// Writes the rows of an item's answers; of what is not whole under a name that says so.
    fn write(&self, item: &Item, ends: &mut [Ended]) -> Result<(), Failure> {
        let Some(out) = &item.out else {
            return Ok(());
        };
        let answers: Vec<(&JobSummary, &DatasetId)> = ends
            .iter()
            .filter_map(|ended| ended.end.job())
            .filter_map(|job| Some((job, job.dataset.as_ref()?)))
            .collect();
        if answers.is_empty() {
            return Ok(());
        }
        let failed = |why: StoreError| Failure::Failed(why.to_string());
        let filter = filter::read(self.desk, &out.list, &out.filter)?;
        let never = AtomicBool::new(false);
        let mut sheets = Vec::new();
        let is_apart = item.queries.len() > 1;
        for (job, id) in answers {
            let dataset = self.store.dataset(id).map_err(failed)?;
            let ranking = dataset
                .rank(&out.list, filter.as_ref(), &out.order, &never)
                .map_err(failed)?;
            sheets.push(Sheet {
                dataset,
                ranking,
                about: is_apart.then(|| job.query.title()),
                filter: out.filter.clone(),
                order: out.order.clone(),
            });
        }
        let is_whole = ends.iter().all(|ended| ended.end.is_well());
        let desk = self.writing(out);
        let written = sheet::deliver_bought(&desk, is_whole, &sheets, &out.columns, out.limit)?;
        let written = written.map(|file| file.display().to_string());
        for ended in ends.iter_mut().filter(|ended| ended.end.job().is_some()) {
            ended.file.clone_from(&written);
        }
        Ok(())
    }

    /// The desk as if the item's output had been asked for on the command line.
    fn writing(&self, out: &Out) -> Desk {
        let mut desk = self.desk.clone();
        desk.common.format = Some(out.form);
        desk.common.output = Some(out.file.clone());
        desk
    }
}
