//! A page that was sent and not answered: the service's list of tasks tells whether it was made, and what it cost. It
//! is never sent again by itself.

use jiff::SignedDuration;

use super::super::error::JobError;
use super::super::sentence;
use super::super::trouble::Kind;
use super::super::walk::{Next, Walk};
use super::{open_page, words};
use crate::api::CallError;
use crate::api::dataforseo::{Past, PastTask};
use crate::model::dollars::dollars;
use crate::model::job::FailureCause;
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::store::{JobRecord, PageEnd, PageRecord, PageState};

impl Walk {
    /// Asks until the matter is settled or time can settle nothing more.
    pub(super) async fn missing(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let pages = self.desk.journal().pages_of(self.id)?;
        let Some(page) = open_page(&pages).cloned() else {
            // Settled by a process that did not live to step on.
            return self.go_on_from_doubt(record).await;
        };
        let client = self.dataforseo()?;
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            let over = self.is_over(&page);
            let past = client.past_task(&page.tag, page.at, self.desk.now()).await;
            match past {
                Ok(Past::Found(task)) => return self.found(record, &page, task).await,
                Ok(Past::Absent) if over => return self.never_made(&page).await,
                Ok(Past::Unclear) if over => return self.unclear().await,
                Ok(_) => {
                    let note = sentence::repeated(
                        "sent without a usable answer, and not in the service's list of tasks so far",
                        &"it may appear there a little later",
                        self.desk.after(wait),
                    );
                    self.desk.note(self.id, &note).await?;
                }
                // That it was asked too often is no reason to give up asking.
                Err(trouble) if over && Kind::of_page(&trouble) != Kind::TooMany => {
                    return self.unasked(trouble.error()).await;
                }
                Err(trouble) => {
                    let what = "sent without a usable answer, and the service's list of tasks";
                    let note = sentence::repeated(what, trouble.error(), self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                }
            }
            self.pause(wait).await;
            wait = pace.next(wait);
        }
    }

    /// Whether a task that was made would stand in the list by now.
    fn is_over(&self, page: &PageRecord) -> bool {
        let doubt =
            SignedDuration::try_from(self.desk.setup.pace.doubt).unwrap_or(SignedDuration::MAX);
        self.desk.now().duration_since(page.at) >= doubt
    }

    /// It was made: it was charged, and its answer is not to be had any more.
    async fn found(
        &mut self,
        record: &JobRecord,
        page: &PageRecord,
        task: PastTask,
    ) -> Result<Next, JobError> {
        let source = match task.cost {
            Some(_) => PaidSource::Reported,
            None => PaidSource::Assumed,
        };
        let cost = match task.cost {
            Some(cost) => cost,
            None => self.most_of(record, page)?,
        };
        if cost == 0 {
            return self.never_made(page).await;
        }
        let end = PageEnd {
            state: PageState::Lost,
            remote_id: Some(task.id.clone()),
            paid: Some(Paid {
                amounts: Amounts::money(cost),
                source,
            }),
            ..PageEnd::uncharged()
        };
        self.end_page(page, &end).await?;
        let task = format!("task {} in the service's list", task.id);
        let known = format!(" ({})", source.title());
        let note = self.lost_note(page, &task, cost, &known)?;
        let to = self.lost_state(record)?;
        let now = self.desk.journal().job(self.id)?;
        self.finish(to, &now, note).await
    }

    /// The most that a page can have cost.
    fn most_of(&self, record: &JobRecord, page: &PageRecord) -> Result<i64, JobError> {
        let rows = page.task.get("limit").and_then(serde_json::Value::as_i64);
        let rate = self.desk.rates(&record.summary.query)?.rate;
        Ok(rate.cost(1, rows.unwrap_or(1)))
    }

    /// It was not made, and will not be: nothing was charged for it.
    async fn never_made(&mut self, page: &PageRecord) -> Result<Next, JobError> {
        self.end_page(page, &PageEnd::uncharged()).await?;
        let note = format!(
            "page {} was sent without a usable answer, and the service's list of tasks does not charge for it: nothing was charged. The same again asks for it anew",
            page.number
        );
        let now = self.desk.journal().job(self.id)?;
        self.refused(&now, FailureCause::NotMade, note).await
    }

    /// More tasks of that time than can be looked at.
    async fn unclear(&mut self) -> Result<Next, JobError> {
        let note = words::doubt(
            "sent without a usable answer, and the account has too many tasks of that time to look through",
        );
        self.desk.note(self.id, &note).await?;
        Ok(Next::Rest)
    }

    /// The list that could tell cannot be had.
    async fn unasked(&mut self, error: &CallError) -> Result<Next, JobError> {
        let note = words::doubt(&format!(
            "sent without a usable answer, and the service's list of tasks cannot be had ({error})"
        ));
        self.desk.note(self.id, &note).await?;
        Ok(Next::Rest)
    }

    /// What became of an answer that is no answer: its bytes are kept all the same.
    fn lost_words(&self, page: &PageRecord) -> Result<String, JobError> {
        let stored = self.desk.journal().request(page.request)?;
        let is_kept = stored.http_status.is_some() && stored.body.is_some_and(|b| !b.is_empty());
        Ok(match is_kept {
            true => format!(
                "charged, and the answer cannot be read: its bytes are kept in the journal as request {}",
                page.request.0
            ),
            false => "charged, answer lost".to_owned(),
        })
    }

    /// The page is settled; the job ends as that says.
    async fn go_on_from_doubt(&mut self, record: &JobRecord) -> Result<Next, JobError> {
        let pages = self.desk.journal().pages_of(self.id)?;
        match pages.last() {
            Some(page) if page.state == PageState::Lost => {
                let note = self.lost_note(page, "in the service's list of tasks", page.cost, "")?;
                let to = self.lost_state(record)?;
                self.finish(to, record, note).await
            }
            _ => {
                let note = "a page was sent without a usable answer, and nothing was charged for it. The same again asks for it anew";
                self.refused(record, FailureCause::NotMade, note.to_owned())
                    .await
            }
        }
    }

    /// Where the service has it, what it cost and how that is known.
    fn lost_note(
        &self,
        page: &PageRecord,
        place: &str,
        cost: i64,
        known: &str,
    ) -> Result<String, JobError> {
        Ok(format!(
            "{}: page {} is {place}, {}{known}. Asking again is a new charge",
            self.lost_words(page)?,
            page.number,
            dollars(cost)
        ))
    }
}
