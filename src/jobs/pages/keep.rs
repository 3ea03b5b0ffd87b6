//! The answers of pages put where they stay, and read into the dataset, while further pages are fetched.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::super::answer::dataforseo::take;
use super::super::error::JobError;
use super::super::fetch::StopOnDrop;
use super::super::parse::bad_rows;
use super::super::read::{Teller, may_pass};
use super::super::sentence;
use super::super::walk::{Next, Walk};
use super::words;
use crate::model::catalog::dataforseo::function;
use crate::model::job::{FailureCause, JobState};
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{
    IngestError, IngestOutcome, JobChange, JobRecord, Origin, Page, PageRecord, PageState,
    ingest_pages,
};
use crate::wire::dataforseo::Envelope;

/// Pages that may wait to be read into the dataset.
const AHEAD: usize = 2;

/// A thread that reads pages into a dataset as they are handed to it.
pub(in crate::jobs) struct Reader {
    sender: mpsc::Sender<Page>,
    task: JoinHandle<Result<IngestOutcome, IngestError>>,
    /// Pages handed over.
    fed: usize,
    _stop: StopOnDrop,
}

/// Why a page was not handed over.
pub(super) enum Unfed {
    /// What it says cannot be read; why.
    Unreadable(String),
    /// Something else; it is tried again at the next start.
    Job(JobError),
}

impl<E: Into<JobError>> From<E> for Unfed {
    fn from(error: E) -> Self {
        Self::Job(error.into())
    }
}

impl Walk {
    /// Hands every page that is held, and was not yet, to the reader. A page is read here already as far as to tell
    /// whether it can be: behind one that cannot, no further one is bought.
    pub(super) async fn feed(
        &mut self,
        record: &JobRecord,
        held: &[PageRecord],
    ) -> Result<(), Unfed> {
        if held.is_empty() {
            return Ok(());
        }
        let dataset = self.dataset_for(record).await?;
        let fed = self.reader.as_ref().map_or(0, |reader| reader.fed);
        for record in held.iter().skip(fed) {
            let page = self.take_page(record, &dataset).await?;
            let reader = match self.reader.take() {
                Some(reader) => reader,
                None => self.start_reader(&dataset),
            };
            let reader = self.reader.insert(reader);
            if reader.sender.send(page).await.is_err() {
                // It ended early; its outcome is asked for at the end.
                return Ok(());
            }
            reader.fed += 1;
        }
        Ok(())
    }

    /// The dataset of a job, made when its first page is held.
    async fn dataset_for(&self, record: &JobRecord) -> Result<DatasetId, JobError> {
        let known = self.desk.journal().job(self.id)?.summary.dataset;
        if let Some(dataset) = known {
            // Whoever goes on may look at the rows through another filter than whoever began.
            let filter = record.summary.query.list_filter();
            if self.reader.is_none() && self.desk.setup.store.manifest(&dataset)?.filter != filter {
                self.desk.setup.store.set_filter(&dataset, &filter)?;
            }
            return Ok(dataset);
        }
        let dataset = self.desk.setup.store.create_dataset(Origin::Query {
            query: Box::new(record.summary.query.clone()),
            job: self.id,
            figures: None,
        })?;
        let change = JobChange {
            dataset: Some(dataset.clone()),
            ..JobChange::default()
        };
        self.desk.annotate(self.id, &change).await?;
        Ok(dataset)
    }

    /// Copies a page's answer from the journal to its dataset, synced, and takes it apart.
    async fn take_page(&self, record: &PageRecord, dataset: &DatasetId) -> Result<Page, Unfed> {
        let (desk, record, dataset) = (self.desk.clone(), record.clone(), dataset.clone());
        let put = move || {
            let request = desk.journal().request(record.request)?;
            let body = request.body.unwrap_or_default();
            let store = &desk.setup.store;
            let raw = store.write_raw(&dataset, &raw_name(&record), &body)?;
            Ok(parsed(raw, &request.record.command, &body))
        };
        self.stored(put).await?.map_err(Unfed::Unreadable)
    }

    fn start_reader(&self, dataset: &DatasetId) -> Reader {
        let (sender, mut receiver) = mpsc::channel(AHEAD);
        let stop = Arc::new(AtomicBool::new(false));
        let guard = StopOnDrop(stop.clone());
        let lock = self.lock.clone();
        let dataset = dataset.clone();
        let mut teller = Teller {
            desk: self.desk.clone(),
            job: self.id,
            dataset: dataset.clone(),
            last: None,
        };
        let store = self.desk.setup.store.clone();
        let task = tokio::task::spawn_blocking(move || {
            let _held_while_reading = lock;
            let mut pages = std::iter::from_fn(move || receiver.blocking_recv().map(Ok));
            let mut tell = |at| teller.tell(at);
            ingest_pages(&store, &dataset, &mut pages, &stop, &mut tell)
        });
        Reader {
            sender,
            task,
            fed: 0,
            _stop: guard,
        }
    }

    /// Ends a job: every page that is held is read first.
    pub(super) async fn finish(
        &mut self,
        to: JobState,
        record: &JobRecord,
        note: String,
    ) -> Result<Next, JobError> {
        self.finish_because(to, record, note, None).await
    }

    /// The same, with why there is no more.
    pub(super) async fn finish_because(
        &mut self,
        to: JobState,
        record: &JobRecord,
        note: String,
        cause: Option<FailureCause>,
    ) -> Result<Next, JobError> {
        let mut pages = self.desk.journal().pages(self.chain(record)?)?;
        pages.retain(|page| page.state == PageState::Held);
        if pages.is_empty() {
            return self.end(to, vec![note], cause).await;
        }
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        let outcome = loop {
            match self.feed(record, &pages).await {
                Ok(()) => {}
                Err(Unfed::Unreadable(why)) => return self.unreadable(&why).await,
                Err(Unfed::Job(error)) => return Err(error),
            }
            match self.read_to_the_end().await? {
                Ok(outcome) => break outcome,
                Err(IngestError::Cancelled) => return Ok(Next::Rest),
                Err(error) if may_pass(&error) => {
                    let note = sentence::repeated("the rows", &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                    self.pause(wait).await;
                    wait = pace.next(wait);
                }
                Err(error) => return self.unreadable(&error.to_string()).await,
            }
        };
        let dataset = self.dataset_for(record).await?;
        let now = self.desk.journal().job(self.id)?.summary.paid;
        let cost = Paid {
            amounts: Amounts::money(pages.iter().map(|page| page.cost).sum()),
            source: now.map_or(PaidSource::Reported, |paid| paid.source),
        };
        self.desk.setup.store.record_cost(&dataset, cost)?;
        let published = Report::Published {
            job: Some(self.id),
            dataset,
            rows: outcome.rows,
            domains: outcome.domains,
            items: outcome.items,
            complete: true,
        };
        self.desk.tell(published).await;
        self.tell_those_before(record).await?;
        let notes = std::iter::once(note).chain(bad_rows(&outcome)).collect();
        self.end(to, notes, cause).await
    }

    /// The jobs that this one went on behind no longer say that they can be gone on with, and are told anew with what
    /// their dataset holds now.
    async fn tell_those_before(&self, record: &JobRecord) -> Result<(), JobError> {
        let Some(continued) = &record.summary.query.continues else {
            return Ok(());
        };
        if !self.holds_pages(record)? {
            return Ok(());
        }
        let jobs = self.desk.journal().jobs()?.into_iter();
        let before = jobs.map(|job| job.summary).filter(|job| {
            job.id < record.summary.id && job.dataset.as_ref() == Some(&continued.dataset)
        });
        for job in before {
            let change = JobChange {
                note: words::gone_on_with(&job.note, record.summary.id),
                ..JobChange::default()
            };
            self.desk.annotate(job.id, &change).await?;
        }
        Ok(())
    }

    /// What the reader made of all pages; none was there if there is no reader.
    async fn read_to_the_end(&mut self) -> Result<Result<IngestOutcome, IngestError>, JobError> {
        let Some(reader) = self.reader.take() else {
            return Ok(Err(IngestError::Cancelled));
        };
        let Reader {
            sender,
            task,
            fed: _,
            _stop,
        } = reader;
        drop(sender);
        task.await.map_err(|e| JobError::Task(e.to_string()))
    }

    async fn end(
        &mut self,
        to: JobState,
        mut notes: Vec<String>,
        cause: Option<FailureCause>,
    ) -> Result<Next, JobError> {
        notes.retain(|note| !note.is_empty());
        let change = JobChange {
            note: Some(notes.join("; ")),
            cause,
            ..JobChange::default()
        };
        self.step(to, change).await
    }

    /// A page came whole and cannot be read: its bytes stay, and so do the rows of the pages before it.
    pub(super) async fn unreadable(&mut self, why: &str) -> Result<Next, JobError> {
        self.reader = None;
        let job = self.desk.journal().job(self.id)?.summary;
        let charged = job
            .paid
            .as_ref()
            .map_or_else(|| "nothing was charged".to_owned(), sentence::charged);
        let place = job
            .dataset
            .map_or_else(String::new, |dataset| format!(" in the dataset {dataset}"));
        let note = format!(
            "{why}; {charged}. The answers are kept as they came{place}. Asking again is a new charge"
        );
        self.end(JobState::FailedAnswerKept, vec![note], None).await
    }
}

/// Name of a page in its dataset.
fn raw_name(page: &PageRecord) -> String {
    format!("page-{:05}.json", page.number)
}

/// A page taken apart.
fn parsed(raw: PathBuf, command: &str, body: &[u8]) -> Result<Page, String> {
    let name = raw.file_name().unwrap_or_default().to_string_lossy();
    let envelope = Envelope::decode(body).map_err(|why| format!("{name} cannot be read: {why}"))?;
    let task = envelope.tasks.unwrap_or_default().into_iter().next();
    let result = task.and_then(|task| task.result);
    let result = result.map_or(Value::Null, Value::from);
    let rows = take(function(command), &result).map_err(|why| format!("{name}: {why}"))?;
    Ok(Page { raw, rows })
}
