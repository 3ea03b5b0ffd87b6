//! What a dataset does not hold: told with every list and every import, because a number read without it would
//! mislead.

use super::desk::Desk;
use crate::model::column::grouped;
use crate::store::Manifest;

/// Tells what is missing of a dataset's raw file.
pub fn tell(desk: &Desk, manifest: &Manifest) {
    for sentence in sentences(manifest) {
        desk.talk.insist(&sentence);
    }
}

fn sentences(manifest: &Manifest) -> Vec<String> {
    let mut sentences = manifest.notes.clone();
    if !manifest.missing_columns.is_empty() {
        sentences.push(format!(
            "columns that the raw file does not have, empty here: {}",
            manifest.missing_columns.join(", ")
        ));
    }
    if manifest.bad_rows > 0 {
        let rows = grouped(i64::try_from(manifest.bad_rows).unwrap_or(i64::MAX));
        sentences.push(format!(
            "rows of the raw file that could not be read: {rows}; they are kept in it"
        ));
    }
    if !manifest.complete {
        let why = manifest
            .trouble
            .as_deref()
            .unwrap_or("it is still being read");
        sentences.push(format!("this dataset is not complete: {why}"));
    }
    sentences
}
