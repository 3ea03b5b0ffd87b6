//! GetDownloadsList: the account's jobs. Every column is text, as recorded.

use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_job_machine;
use crate::server::jobs::Job;
use crate::wire::majestic::time::download_text;
use crate::wire::majestic::{Answer, Cell, Table};

const COLUMNS: [&str; 10] = [
    "Description",
    "JobID",
    "Status",
    "Created",
    "Expires",
    "LastUpdated",
    "FileSize",
    "LastError",
    "PublicDownloadLocation",
    "AnalysisProgressInfo",
];

/// All jobs, or the one asked for; an unknown one gives no rows. An application sees only a job that it names.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    if call.is_application {
        call.params.required("DownloadJobID")?;
    }
    let only = call.params.filled("DownloadJobID");
    let mut board = call.shared.board();
    board.sweep(call.now);
    let mut table = Table::new("Downloads", &COLUMNS);
    table.rows = board
        .jobs_of(call.user_id)
        .into_iter()
        .filter(|job| only.is_none_or(|id| job.id.eq_ignore_ascii_case(id)))
        .map(|job| row(job, call.base))
        .collect();
    Ok(with_job_machine(Answer::ok().with_table(table)))
}

fn row(job: &Job, base: &str) -> Vec<Cell> {
    [
        job.description(),
        job.id.clone(),
        job.status().number().to_string(),
        download_text(job.created),
        download_text(job.expires()),
        download_text(job.updated),
        job.size.to_string(),
        job.last_error.clone(),
        job.public_location(base),
        job.progress.clone(),
    ]
    .into_iter()
    .map(Cell::from)
    .collect()
}
