//! The work on a job: 0 → 1 → 2 → 3 → 4, or … 3 → 6 → 4 or 7 if somebody is to be told, each state at rest before the
//! next begins, so that a server that was stopped goes on where it was.

use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::board::Change;
use super::file::{Made, Rows, Source, write, write_body};
use super::job::Job;
use super::order::Kind;
use crate::model::column::grouped;
use crate::server::delivery::deliver;
use crate::server::faults::{Fate, Step};
use crate::server::majestic;
use crate::server::shared::Shared;
use crate::wire::majestic::code::DownloadStatus;

/// Referring domains between two notes of progress.
const NOTE_EVERY: u64 = 500;

/// Why work ended before its end.
enum Halt {
    /// The job was deleted or the server stops: nothing to say.
    Stopped,
    /// It failed.
    Failed(String),
}

impl From<Change> for Halt {
    fn from(change: Change) -> Self {
        match change {
            Change::Gone => Self::Stopped,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(format!("the file cannot be written: {error}"))
    }
}

/// Begins the work on a job, or takes it up again.
pub(in crate::server) fn start(shared: &Arc<Shared>, id: String) {
    let stop = shared.stop.child_token();
    shared.board().running(&id, stop.clone());
    let worker = shared.clone();
    let task = async move {
        match work(&worker, &id, &stop).await {
            Ok(()) | Err(Halt::Stopped) => {}
            Err(Halt::Failed(reason)) => fail(&worker, &id, &reason),
        }
        let board = worker.board();
        if board.job(&id).is_none() {
            // Deleted while its file was being created: nobody else would remove it.
            let _ = std::fs::remove_file(board.home().work(&id));
        }
    };
    let task = shared.runtime.spawn(task);
    shared.keep_task(task);
}

fn fail(shared: &Shared, id: &str, reason: &str) {
    let now = shared.clock.now();
    let mut board = shared.board();
    // A job that ends in an error has no file, so its rows are not owed.
    let noted = board.advance(id, DownloadStatus::Error, now, |job| {
        job.rows = None;
        job.last_error = reason.to_owned();
    });
    if let Err(error) = noted {
        tracing::error!(job = id, %error, "a failed job could not be noted");
    }
    let _ = std::fs::remove_file(board.home().work(id));
}

async fn work(shared: &Arc<Shared>, id: &str, stop: &CancellationToken) -> Result<(), Halt> {
    let job = shared.board().job(id).cloned().ok_or(Halt::Stopped)?;
    let fate = shared.faults.fate("job");
    if !job.is_in_delivery() {
        finish(shared, id, &fate, stop).await?;
    }
    tokio::select! {
        () = stop.cancelled() => return Err(Halt::Stopped),
        delivered = deliver(shared, id) => delivered?,
    }
    if fate.expires() {
        shared.board().lapse(id)?;
    }
    Ok(())
}

/// Makes the file and publishes it. Only so many jobs do so at a time.
async fn finish(
    shared: &Arc<Shared>,
    id: &str,
    fate: &Fate,
    stop: &CancellationToken,
) -> Result<(), Halt> {
    gate(shared, Step::Queued, stop).await?;
    let _turn = tokio::select! {
        () = stop.cancelled() => return Err(Halt::Stopped),
        turn = shared.workers.acquire() => turn.map_err(|_| Halt::Stopped)?,
    };
    let job = shared.board().job(id).cloned().ok_or(Halt::Stopped)?;
    if !is_made(shared, &job) {
        make(shared, job, stop).await?;
    }
    if fate.fails() {
        return Err(Halt::Failed("the work broke off by a fault".to_owned()));
    }
    shared.board().settle(id, shared.clock.now())?;
    gate(shared, Step::Made, stop).await?;
    advance(shared, id, DownloadStatus::Uploading)?;
    gate(shared, Step::Uploading, stop).await?;
    publish(shared, id)
}

/// Whether an earlier server had made the whole file before it was stopped.
fn is_made(shared: &Shared, job: &Job) -> bool {
    let board = shared.board();
    let whole = |path| std::fs::metadata(path).is_ok_and(|m| m.len() == job.size);
    job.rows.is_some()
        && (whole(board.home().work(&job.id)) || whole(board.home().download(&job.id)))
}

async fn make(shared: &Arc<Shared>, job: Job, stop: &CancellationToken) -> Result<(), Halt> {
    let id = job.id.clone();
    let begin = |job: &mut Job| {
        if let Kind::Best { .. } | Kind::All { .. } = job.order.kind {
            job.progress = progress(0, job.ref_domains);
        }
    };
    let now = shared.clock.now();
    shared
        .board()
        .advance(&id, DownloadStatus::Processing, now, begin)?;
    let (worker, token) = (shared.clone(), stop.clone());
    let made = tokio::task::spawn_blocking(move || write_file(&worker, &job, &token))
        .await
        .map_err(|e| Halt::Failed(format!("the work broke off: {e}")))??;
    let now = shared.clock.now();
    let done = |job: &mut Job| {
        job.rows = Some(made.rows);
        job.size = made.bytes;
        job.progress = String::new();
    };
    shared
        .board()
        .advance(&id, DownloadStatus::AwaitingUploading, now, done)?;
    Ok(())
}

fn write_file(shared: &Arc<Shared>, job: &Job, stop: &CancellationToken) -> Result<Made, Halt> {
    let path = shared.board().home().work(&job.id);
    let index = shared.index(job.order.fresh);
    let (what, is_prefix) = match &job.order.kind {
        Kind::Best {
            max_per_domain,
            live_only,
        } => {
            let best = Rows::Best {
                max_per_domain: *max_per_domain,
                live_only: *live_only,
            };
            (best, false)
        }
        Kind::All { is_prefix } => (Rows::All, *is_prefix),
        Kind::Top { params, format } => {
            let made = majestic::top_links_body(shared, &job.order, params, *format);
            let (body, rows) = made.map_err(Halt::Failed)?;
            return Ok(write_body(&path, &body, rows)?);
        }
    };
    let source = Source {
        index,
        item: majestic::find(index, &job.order.item, is_prefix),
        what,
    };
    let each = |domains| heed(shared, job, domains, stop);
    write(&path, &source, each)?.ok_or(Halt::Stopped)
}

/// Notes how far the work is, waits in its middle if a fault wants that, and stops it when it is to stop.
fn heed(shared: &Shared, job: &Job, domains: u64, stop: &CancellationToken) -> ControlFlow<()> {
    let middle = (job.ref_domains / 2).max(1);
    if domains.is_multiple_of(NOTE_EVERY) || domains == middle {
        let text = progress(domains, job.ref_domains);
        let now = shared.clock.now();
        shared.board().note_progress(&job.id, text, now);
    }
    if domains == middle
        && Handle::current()
            .block_on(gate(shared, Step::Processing, stop))
            .is_err()
    {
        return ControlFlow::Break(());
    }
    if stop.is_cancelled() {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

fn progress(domains: u64, of: u64) -> String {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    format!(
        "{} of {} referring domains analysed",
        count(domains),
        count(of)
    )
}

async fn gate(shared: &Shared, step: Step, stop: &CancellationToken) -> Result<(), Halt> {
    if shared.faults.gates.pass(&step.gate(), stop).await {
        Ok(())
    } else {
        Err(Halt::Stopped)
    }
}

fn advance(shared: &Shared, id: &str, status: DownloadStatus) -> Result<(), Halt> {
    let now = shared.clock.now();
    Ok(shared.board().advance(id, status, now, |_| {})?)
}

fn publish(shared: &Shared, id: &str) -> Result<(), Halt> {
    let board = shared.board();
    board.job(id).ok_or(Halt::Stopped)?;
    let (work, download) = (board.home().work(id), board.home().download(id));
    match std::fs::rename(&work, &download) {
        // An earlier server was stopped just after it published the file.
        Err(_) if download.exists() => Ok(()),
        other => Ok(other?),
    }
}
