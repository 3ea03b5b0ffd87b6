//! Download jobs on the service's side: the answer that accepts one, GetDownloadsList, and DeleteDownloads.

use jiff::Timestamp;

use super::account::text;
use crate::model::text::one_line;
use crate::wire::majestic::code::DownloadStatus;
use crate::wire::majestic::{Answer, Cell, time};

/// The command that lists them.
pub const LIST: &str = "GetDownloadsList";
/// The command that deletes them. Free; it aborts a job still running, and leaves files that were uploaded to a
/// customer's own FTP (Majestic developer documentation, DeleteDownloads page).
pub const DELETE: &str = "DeleteDownloads";

/// One row of GetDownloadsList.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteJob {
    /// `API Job: <command> (<JobID>)`, cut to 64 characters by the service.
    pub description: String,
    /// The service's number of it.
    pub id: String,
    /// Where it stands; `None` for a number that no page names.
    pub status: Option<DownloadStatus>,
    /// When it was accepted.
    pub created: Option<Timestamp>,
    /// When its file is removed.
    pub expires: Option<Timestamp>,
    /// Bytes of the file; 0 while there is none.
    pub size: u64,
    /// What the service says went wrong.
    pub last_error: String,
    /// Where the file is; empty while there is none.
    pub location: String,
    /// What the service says of its progress.
    pub progress: String,
}

impl RemoteJob {
    /// Whether this is a job of a command.
    pub fn is_of(&self, command: &str) -> bool {
        self.description
            .strip_prefix("API Job: ")
            .and_then(|rest| rest.strip_prefix(command))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// The name of its file, once there is one.
    pub fn file_name(&self) -> Option<&str> {
        let name = self.location.rsplit('/').next()?;
        (!name.is_empty()).then_some(name)
    }
}

/// The parameters that ask for one job.
pub fn one(id: &str) -> Vec<(String, String)> {
    vec![("DownloadJobID".to_owned(), id.to_owned())]
}

/// What became of one job that was to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// The service's number of it.
    pub id: String,
    /// What the service says, one printable line; `Deleted successfully.` is the only recorded text.
    pub result: String,
    /// What it was, cut to 64 characters by the service.
    pub description: String,
    /// The name of its file.
    pub file_name: String,
}

impl Deletion {
    /// Whether it is gone. No page has the text of a failure, so only the text of success counts.
    pub fn is_done(&self) -> bool {
        self.result.to_ascii_lowercase().starts_with("deleted")
    }
}

/// The parameters that delete jobs.
pub fn delete(ids: &[String]) -> Vec<(String, String)> {
    vec![("DownloadJobIDs".to_owned(), ids.join(","))]
}

/// Reads what was deleted, one entry a job that the answer names; `None` if the table is missing.
pub fn read_deletions(answer: &Answer) -> Option<Vec<Deletion>> {
    let table = answer.table("DeletionResults")?;
    let rows = 0..table.rows.len();
    Some(
        rows.map(|row| {
            let text = |column: &str| {
                let cell = table.cell(row, column);
                cell.map(|c| one_line(&c.text()).trim().to_owned())
                    .unwrap_or_default()
            };
            Deletion {
                id: text("DownloadJobID"),
                result: text("Result"),
                description: text("Description"),
                file_name: text("FileName"),
            }
        })
        .collect(),
    )
}

/// The number of the job that a queued answer accepted.
pub fn accepted(answer: &Answer) -> Option<String> {
    let id = text(answer, "JobID");
    let plausible = !id.is_empty()
        && id.len() <= 128
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plausible.then_some(id)
}

/// Reads the list; an empty table reveals no columns, which is an empty list. `None` if the table is missing.
pub fn read(answer: &Answer) -> Option<Vec<RemoteJob>> {
    let table = answer.table("Downloads")?;
    let rows = 0..table.rows.len();
    Some(
        rows.map(|row| {
            let cell = |column: &str| table.cell(row, column);
            let text = |column: &str| {
                cell(column)
                    .map(|c| one_line(&c.text()))
                    .unwrap_or_default()
            };
            let moment = |column: &str| time::parse_download(&text(column));
            RemoteJob {
                description: text("Description"),
                id: text("JobID").trim().to_owned(),
                status: cell("Status")
                    .and_then(Cell::int)
                    .and_then(DownloadStatus::from_number),
                created: moment("Created"),
                expires: moment("Expires"),
                size: cell("FileSize")
                    .and_then(Cell::int)
                    .and_then(|n| u64::try_from(n).ok())
                    .unwrap_or(0),
                last_error: text("LastError").trim().to_owned(),
                location: text("PublicDownloadLocation").trim().to_owned(),
                progress: text("AnalysisProgressInfo").trim().to_owned(),
            }
        })
        .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::majestic::Table;

    #[test]
    fn a_row_of_texts_is_read() {
        let mut table = Table::new(
            "Downloads",
            &[
                "Description",
                "JobID",
                "Status",
                "Created",
                "FileSize",
                "PublicDownloadLocation",
                "AnalysisProgressInfo",
            ],
        );
        table.rows.push(
            [
                "API Job: DownloadRefDomainBackLinks (0123456789ABCDEF0123456789",
                "0123",
                "4",
                "16/10/2017 14:27:29",
                "6483009",
                "http://h.example/d/f.csv.gz",
                " ",
            ]
            .map(Into::into)
            .to_vec(),
        );
        let jobs = read(&Answer::ok().with_table(table)).unwrap();
        assert_eq!(jobs[0].status, Some(DownloadStatus::Ready));
        assert_eq!(jobs[0].size, 6_483_009);
        assert_eq!(jobs[0].file_name(), Some("f.csv.gz"));
        assert_eq!(jobs[0].progress, "");
        assert_eq!(jobs[0].created, time::parse_download("16/10/2017 14:27:29"));
        assert!(jobs[0].is_of("DownloadRefDomainBackLinks"));
        assert!(!jobs[0].is_of("DownloadRefDomain"));
        assert_eq!(read(&Answer::ok()), None);
        assert_eq!(
            read(&Answer::ok().with_table(Table::new("Downloads", &[]))),
            Some(vec![])
        );
    }

    #[test]
    fn an_accepted_job_has_a_number() {
        assert_eq!(
            accepted(&Answer::queued().with("JobID", "AB12")),
            Some("AB12".into())
        );
        assert_eq!(accepted(&Answer::queued()), None);
        assert_eq!(
            accepted(&Answer::queued().with("JobID", "a b\u{1b}[2J")),
            None
        );
    }

    #[test]
    fn deletions_are_read() {
        assert_eq!(
            delete(&["A1".to_owned(), "B2".to_owned()]),
            [("DownloadJobIDs".to_owned(), "A1,B2".to_owned())]
        );
        let columns = ["DownloadJobID", "Result", "Description", "FileName"];
        let mut table = Table::new("DeletionResults", &columns);
        let row = |id: &str, result: &str| vec![id.into(), result.into(), "".into(), "".into()];
        table.rows.push(row("A1", "Deleted successfully."));
        table.rows.push(row("B2", "Not found\u{1b}[2J"));
        let read = read_deletions(&Answer::ok().with_table(table)).unwrap();
        assert_eq!(
            read.iter()
                .map(|d| (d.id.as_str(), d.is_done()))
                .collect::<Vec<_>>(),
            [("A1", true), ("B2", false)]
        );
        assert_eq!(read[1].result, "Not found [2J");
        assert_eq!(read_deletions(&Answer::ok()), None);
    }
}
