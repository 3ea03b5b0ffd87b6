//! `datasets --check`: every stored file against what its manifest says.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::headline::number;
use super::records::{Records, text};
use crate::model::rows::DatasetId;
use crate::store::{Finding, Store, StoreError};

const COLUMNS: [&str; 3] = ["dataset", "file", "finding"];

/// Runs the command for one dataset, or for all that are stored. Findings are data; that there are some is a failure.
pub fn run(desk: &Desk, name: &str) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let asked = if name.is_empty() {
        all(&store)?
    } else {
        vec![dataset_name::find(&store, name)?]
    };
    let mut records = Records::new(COLUMNS);
    let (mut damaged, mut findings) = (0, 0);
    for id in &asked {
        desk.talk.progress(&format!("checking {id}"));
        let found = look(&store, id)?;
        damaged += u64::from(!found.is_empty());
        findings += found.len() as u64;
        for finding in found {
            records.push(vec![
                text(id.0.clone()),
                text(finding.file),
                text(finding.what),
            ]);
        }
    }
    desk.deliver(&records)?;
    let checked = number(asked.len() as u64);
    if findings == 0 {
        desk.talk.say(&format!(
            "{checked} datasets checked: every file is as its manifest says"
        ));
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "{} findings in {} of {checked} datasets; nothing was changed. Where the raw file in `raw/` is whole, \
         `backtrail import` reads it again",
        number(findings),
        number(damaged)
    )))
}

/// A manifest that cannot be read is a finding too; only a folder that is not there is none.
fn look(store: &Store, id: &DatasetId) -> Result<Vec<Finding>, Failure> {
    let running = AtomicBool::new(false);
    match store.check(id, &running) {
        Ok(findings) => Ok(findings),
        Err(missing @ StoreError::NoSuchDataset(_)) => Err(Failure::Usage(missing.to_string())),
        Err(why) => Ok(vec![finding(why)]),
    }
}

/// What stopped the looking is found in the file that it is about.
fn finding(why: StoreError) -> Finding {
    let (path, what) = match why {
        StoreError::Damaged { path, why } => (path, why),
        StoreError::Part(error) => (error.path, error.why),
        StoreError::Io { path, source, .. } => (path, source.to_string()),
        other => (PathBuf::from("manifest.json"), other.to_string()),
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    Finding {
        file: file.into_owned(),
        what,
    }
}

/// Every folder that a dataset was begun in, whether its manifest can be read or not.
fn all(store: &Store) -> Result<Vec<DatasetId>, Failure> {
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    store.begun_datasets().map_err(failed)
}
