//! A file that was delivered to the analyst joins its job, after a look at whether it can be that job's file at all.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use flate2::bufread::MultiGzDecoder;

use super::answer;
use super::desk::Desk;
use super::error::JobError;
use super::import;
use super::runner::Runner;
use super::verify::{self, Verdict};
use crate::model::job::{JobId, JobState};
use crate::model::link::LINKS;
use crate::model::query::Query;
use crate::model::target::Target;
use crate::model::text::one_line;
use crate::store::{JobChange, JobRecord};

/// How much of a file is looked at to know its columns and its first row.
const BEGINNING: u64 = 1 << 18;

impl Runner {
    /// Joins a delivered file with its job: one that was delivered elsewhere, or whose file was lost.
    pub async fn attach(&self, id: JobId, file: &Path) -> Result<(), JobError> {
        let desk = self.desk.clone();
        let record = desk.own_job(id)?;
        let state = record.summary.state;
        if !matches!(state, JobState::Elsewhere | JobState::FailedAnswerLost) {
            return Err(JobError::Declined(format!(
                "job {id} is {}; a file can be attached to a job that was delivered elsewhere or whose file was lost",
                state.title()
            )));
        }
        let lock = desk.setup.store.lock_job(id)?;
        let lock = lock
            .ok_or_else(|| JobError::Declined(format!("job {id} is at work in another process")))?;
        let (file, at) = (file.to_owned(), desk.clone());
        let dataset = desk.dataset_of(&record)?;
        let raw = desk.raw_path(&record, &dataset);
        tokio::task::spawn_blocking(move || take(&at, &record, &file, &raw))
            .await
            .map_err(|e| JobError::Task(e.to_string()))??;
        let change = JobChange {
            dataset: Some(dataset),
            note: Some(String::new()),
            ..JobChange::default()
        };
        desk.step(id, JobState::Parsing, &change).await?;
        drop(lock);
        self.spawn(&desk.own_job(id)?, true);
        Ok(())
    }
}

/// Looks at a file and copies it to where its job's file belongs. Blocks.
fn take(desk: &Arc<Desk>, record: &JobRecord, file: &Path, raw: &Path) -> Result<(), JobError> {
    let refuse =
        |why: String| JobError::Declined(format!("{} cannot be attached: {why}", file.display()));
    let mut from = File::open(file).map_err(|e| refuse(e.to_string()))?;
    let query = &record.summary.query;
    let fits = match query.entry().queued() {
        true => is_file_of(file, query),
        false => is_answer_to(desk, file, query),
    };
    fits.map_err(refuse)?;
    import::copy(&mut from, raw, &AtomicBool::new(false)).map_err(|e| refuse(e.to_string()))
}

/// Whether a file is whole and has the columns of a bought file, and links to what was asked about.
fn is_file_of(path: &Path, query: &Query) -> Result<(), String> {
    let mut start = [0u8; 2];
    let mut file = File::open(path).map_err(|e| e.to_string())?;
    let packed = file.read_exact(&mut start).is_ok() && start == [0x1f, 0x8b];
    if packed {
        let whole = verify::gzip(path, &AtomicBool::new(false));
        if let Verdict::Damaged(why) = whole.map_err(|e| e.to_string())? {
            return Err(format!("it is damaged ({why}); fetch it again"));
        }
    }
    let file = BufReader::new(File::open(path).map_err(|e| e.to_string())?);
    let beginning: Box<dyn Read> = match packed {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(beginning.take(BEGINNING));
    let headers = reader.byte_headers().map_err(|e| e.to_string())?.clone();
    let column = |id: &str| {
        let wanted = LINKS.position(id);
        headers.iter().position(|name| {
            let name = String::from_utf8_lossy(name);
            let name = name.trim_start_matches('\u{feff}').trim();
            wanted.is_some() && LINKS.position(name) == wanted
        })
    };
    let (Some(_), Some(target)) = (column("source_url"), column("target_url")) else {
        return Err("it has no columns Source URL and Target URL".to_owned());
    };
    let Some(Ok(first)) = reader.byte_records().next() else {
        return Ok(());
    };
    let address = String::from_utf8_lossy(first.get(target).unwrap_or_default());
    match Target::parse(&address) {
        Ok(found) if found.domain != query.target.domain => Err(format!(
            "its links are to {}, and the job is about {}",
            one_line(&found.domain),
            query.target.display()
        )),
        _ => Ok(()),
    }
}

/// Whether a file is an answer with the rows that were asked for.
fn is_answer_to(desk: &Desk, path: &Path, query: &Query) -> Result<(), String> {
    let client = &desk.setup.client;
    let answer = match answer::read(path, &client.host(), client.format()) {
        Ok(answer) => answer,
        Err(answer::Trouble::Disk(error)) => return Err(error.to_string()),
        Err(answer::Trouble::Bytes(fault)) => return Err(fault.to_string()),
    };
    let taken = answer::take(query, answer, desk.now());
    taken.map(drop).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::DOWNLOAD_BACK_LINKS;

    fn fits(bytes: &[u8]) -> Result<(), String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        std::fs::write(&path, bytes).unwrap();
        let query = Query::new(&DOWNLOAD_BACK_LINKS, Target::parse("example.com").unwrap());
        is_file_of(&path, &query)
    }

    #[test]
    fn only_a_whole_file_about_the_target_is_taken() {
        let good = "\u{feff}\"Target URL\",\"Source URL\"\r\nhttp://www.example.com/,http://a.example/\r\n";
        assert_eq!(fits(good.as_bytes()), Ok(()));
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, good.as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        assert_eq!(fits(&packed), Ok(()));
        assert!(
            fits(&packed[..packed.len() - 3])
                .unwrap_err()
                .contains("damaged")
        );
        let other = good.replace("example.com", "other.com");
        assert!(fits(other.as_bytes()).unwrap_err().contains("other.com"));
        for bad in ["", "a,b\n1,2\n", "<html></html>"] {
            assert!(fits(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }
}
