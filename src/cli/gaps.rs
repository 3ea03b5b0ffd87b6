//! What a dataset does not hold: told with every list and every import, because a number read without it would
//! mislead.

use super::desk::Desk;
use super::in_part;
use crate::model::column::grouped;
use crate::store::{Gap, Manifest};

/// Tells what is missing of a dataset's raw file.
pub fn tell(desk: &Desk, manifest: &Manifest) {
    let rest = match manifest.complete {
        true => None,
        false => desk.open_store().ok().and_then(|s| s.gap(manifest)),
    };
    for note in &manifest.notes {
        desk.talk.say(note);
    }
    for sentence in sentences(manifest, rest) {
        desk.talk.insist(&sentence);
    }
    if let Some(sentence) = in_part(desk, manifest) {
        desk.talk.insist(&format!("this dataset is {sentence}"));
    }
}

/// What is held of a purchase that stopped before its end.
fn in_part(desk: &Desk, manifest: &Manifest) -> Option<String> {
    manifest.job?;
    let jobs = desk.open_store().ok()?.journal().jobs().ok()?;
    in_part::sentence(manifest, &jobs)
}

fn sentences(manifest: &Manifest, rest: Option<Gap>) -> Vec<String> {
    let mut sentences = Vec::new();
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
    if manifest.bad_cells > 0 {
        let cells = grouped(i64::try_from(manifest.bad_cells).unwrap_or(i64::MAX));
        let first = manifest
            .bad_samples
            .iter()
            .find_map(|sample| sample.column());
        let first = first.map_or_else(String::new, |column| format!(" (the first in {column})"));
        sentences.push(format!(
            "cells that could not be read and are empty here: {cells}{first}; what was in them is kept in the raw answer"
        ));
    }
    match rest {
        None => {}
        Some(Gap::Arriving) => {
            sentences.push("this dataset is not complete: rows are being read into it".to_owned());
        }
        Some(Gap::Stopped(why)) => {
            sentences.push(format!("this dataset is not complete: {why}"));
            sentences.extend(lag(manifest));
        }
    }
    sentences
}

/// The table of domains is written less often than links come.
fn lag(manifest: &Manifest) -> Option<String> {
    let covered = manifest.domain_table.as_ref().map_or(0, |t| t.first_row);
    let shown = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    (covered < manifest.rows).then(|| {
        format!(
            "its referring domains are those of its first {} links of {}: what is asked of a later link's domain is not known",
            shown(covered),
            shown(manifest.rows)
        )
    })
}
