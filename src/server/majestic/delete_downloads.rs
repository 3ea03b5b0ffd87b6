//! DeleteDownloads: deletes finished downloads, aborts running ones. Every column is text.

use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_job_machine;
use crate::wire::majestic::{Answer, Table};

/// One row for each id that was named. The text for an id that is not the account's is ours.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let ids = call.params.required("DownloadJobIDs")?;
    let columns = ["DownloadJobID", "Result", "Description", "FileName"];
    let mut table = Table::new("DeletionResults", &columns);
    let mut board = call.shared.board();
    board.sweep(call.now);
    for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
        let known = id.to_ascii_uppercase();
        let own = board
            .job(&known)
            .is_some_and(|job| job.order.user_id == call.user_id);
        let row = match own.then(|| board.forget(&known)).flatten() {
            Some(job) => [
                id.to_owned(),
                "Deleted successfully.".to_owned(),
                job.description(),
                job.file_name(),
            ],
            None => [
                id.to_owned(),
                "There is no such download.".to_owned(),
                String::new(),
                String::new(),
            ],
        };
        table.rows.push(row.into_iter().map(Into::into).collect());
    }
    Ok(with_job_machine(Answer::ok().with_table(table)))
}
