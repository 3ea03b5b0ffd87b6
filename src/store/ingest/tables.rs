//! A file that lists referring domains instead of links, such as a web site exports it: small enough to be read like
//! the table of an answer.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Limits;
use super::answer::{AnswerRows, Grid};
use super::fault::IngestError;
use super::header::Header;
use super::raw::{self, Kind};
use super::record::Fields;
use super::source::{RawReader, listed_in};
use crate::model::domain::DOMAINS;
use crate::model::text::from_csv_cell;

/// The most rows of such a table.
const MOST_ROWS: usize = 1_000_000;

/// The most bytes that its cells take.
const MOST_TEXT: usize = 256 << 20;

/// Rows between two looks at the flag that stops.
const LOOK: usize = 1_024;

/// The rows of a file that lists domains, and why they end before the file does.
pub(super) type Listed = (AnswerRows, Option<IngestError>);

/// The rows of a file that lists domains; none if it lists something else, or cannot be read.
pub(super) fn domains_in(
    raw: &Path,
    limits: Limits,
    cancel: &AtomicBool,
) -> Result<Option<Listed>, IngestError> {
    domains_within(raw, limits, cancel, MOST_TEXT)
}

/// Whether these are the names of a list of domains, and not of links.
pub(super) fn lists_domains(names: &[String]) -> bool {
    listed_in(names).name == DOMAINS.name
        && Header::of(&DOMAINS, names).lacks(&["domain"]).is_none()
}

fn domains_within(
    raw: &Path,
    limits: Limits,
    cancel: &AtomicBool,
    most_text: usize,
) -> Result<Option<Listed>, IngestError> {
    if raw::kind(raw)? == Kind::Parquet {
        return Ok(None);
    }
    let bytes = AtomicU64::new(0);
    let mut source = RawReader::open(raw, None, &bytes, limits)?;
    // What is wrong with the file is said when it is read for its links.
    let Ok(names) = source.names() else {
        return Ok(None);
    };
    if !lists_domains(&names) {
        return Ok(None);
    }
    let is_defused = Header::of(&DOMAINS, &names).is_ours && source.may_be_defused();
    let mut grid = Grid {
        columns: names,
        rows: Vec::new(),
        heads: 1,
    };
    let (mut text, mut cut) = (0, None);
    loop {
        match source.next() {
            Ok(Some(row)) => {
                let cells: Vec<String> = (0..row.count())
                    .map(|at| row.text(at).unwrap_or_default())
                    .map(|text| match is_defused {
                        true => from_csv_cell(&text).to_owned(),
                        false => text.into_owned(),
                    })
                    .collect();
                text += held(&cells);
                grid.rows.push(cells);
            }
            Ok(None) => break,
            Err(error) => {
                let mut error = source.explain(error);
                if let IngestError::Truncated { rows, .. } = &mut error {
                    *rows = grid.rows.len() as u64;
                }
                if grid.rows.is_empty() {
                    return Err(error);
                }
                cut = Some(error);
                break;
            }
        }
        let long = |limit: usize, of| IngestError::LongTable {
            path: raw.to_owned(),
            limit: limit as u64,
            of,
        };
        if grid.rows.len() > MOST_ROWS {
            return Err(long(MOST_ROWS, "rows"));
        }
        if text > most_text {
            return Err(long(most_text, "bytes of text"));
        }
        if grid.rows.len().is_multiple_of(LOOK) && cancel.load(Ordering::Relaxed) {
            return Err(IngestError::Cancelled);
        }
    }
    let rows = AnswerRows {
        domains: Some(grid),
        ..AnswerRows::default()
    };
    Ok(Some((rows, cut)))
}

/// Bytes of a row in memory: an empty cell takes some too.
fn held(cells: &[String]) -> usize {
    let text: usize = cells.iter().map(String::len).sum();
    text + size_of_val(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ingest::IngestOptions;

    #[test]
    fn a_list_of_much_text_is_stopped_and_so_is_one_that_is_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("domains.csv");
        let rows: String = (0..3_000).map(|n| format!("d{n}.example,,,\n")).collect();
        std::fs::write(&file, "Domain,TrustFlow,A,B\n".to_owned() + &rows).unwrap();
        let limits = Limits::from(&IngestOptions::default());
        let read = |stop: bool, most| domains_within(&file, limits, &AtomicBool::new(stop), most);
        let (whole, _) = read(false, 1 << 20).unwrap().unwrap();
        assert_eq!(whole.domains.unwrap().rows.len(), 3_000);
        let long = read(false, 100_000);
        assert!(
            matches!(long, Err(IngestError::LongTable { limit: 100_000, .. })),
            "{long:?}"
        );
        let stopped = read(true, 1 << 20);
        assert!(
            matches!(stopped, Err(IngestError::Cancelled)),
            "{stopped:?}"
        );
    }
}
