//! Rows written as text for the clipboard: as exports write them, a bounded number of bytes, and safe for a terminal.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::Timestamp;

use super::clipboard::{self, Text};
use super::perform::Performer;
use crate::app::action::Action;
use crate::app::copying::{CopyForm, CopyOrder, CopyWhat, Written};
use crate::model::column::{Value, bytes};
use crate::model::export::Format;
use crate::model::rowset::RowSet;
use crate::model::text::{Safe, csv_cell, one_line};
use crate::store::{Asked, Dataset, Export, Piece, Ranking, StoreError};

/// Bytes of a copy at the most: more is an export.
const MOST: usize = 32 << 20;

/// Rows read at a time.
const CHUNK: u64 = 8_192;

/// The newest order to copy. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Copying(Arc<AtomicU64>);

/// One order: whether anybody still waits for what it comes to.
pub(super) struct Current {
    newest: Arc<AtomicU64>,
    number: u64,
}

impl Copying {
    /// Marks an order as the newest; what is written for those before it stops.
    pub(super) fn announce(&self, number: u64) -> Current {
        self.0.store(number, Ordering::Relaxed);
        Current {
            newest: Arc::clone(&self.0),
            number,
        }
    }
}

impl Current {
    fn is_waited_for(&self) -> bool {
        self.newest.load(Ordering::Relaxed) == self.number
    }
}

/// Text that grows to a bound, as long as somebody waits for it.
struct Bounded<'a> {
    text: Vec<u8>,
    current: &'a Current,
    /// It is copied whatever is asked for next.
    go: bool,
}

impl Write for Bounded<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.text.len() + piece.len() > MOST {
            let most = bytes(MOST as u64);
            let why = format!("that is more than {most} bytes; export the rows instead");
            return Err(io::Error::other(why));
        }
        if !self.go && !self.current.is_waited_for() {
            return Err(io::Error::other("nobody waits for it any more"));
        }
        self.text.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Performer {
    /// Copies a text.
    pub(super) fn copy(&self, text: &Safe<'_>) -> Action {
        let text = Text {
            text,
            what: None,
            ending: "txt",
        };
        clipboard::copy(&text, self.clipboard, &self.exports)
    }

    /// Writes rows, and copies them or says what they come to.
    pub(super) fn copy_rows(&self, order: &CopyOrder, current: &Current) -> Option<Action> {
        let written = self.written(order, current);
        if !order.go && !current.is_waited_for() {
            return None;
        }
        if !order.go {
            let told = written.map(|(text, rows)| Written {
                rows,
                bytes: text.as_str().len() as u64,
                first: first(order, text.as_str()),
                to_file: clipboard::becomes_file(text.as_str().len() as u64, self.clipboard),
            });
            return Some(Action::CopyWritten {
                number: order.number,
                written: told,
            });
        }
        Some(match written {
            Ok((text, rows)) => {
                let text = Text {
                    text: &text,
                    what: Some(what(order, rows)),
                    ending: order.form.ending(),
                };
                clipboard::copy(&text, self.clipboard, &self.exports)
            }
            Err(why) => Action::Trouble(format!("not copied: {why}")),
        })
    }

    fn written(
        &self,
        order: &CopyOrder,
        current: &Current,
    ) -> Result<(Safe<'static>, u64), String> {
        let (dataset, ranking) = self
            .rows_of(order.pane, &order.view, &AtomicBool::new(false))
            .map_err(|e| e.to_string())?;
        let ranking = match &order.what {
            CopyWhat::Cell(row) | CopyWhat::Row(row) => {
                ranking.only(&[*row].into_iter().collect::<RowSet>())
            }
            CopyWhat::Rows(rows) => ranking.only(rows),
        };
        if ranking.is_empty() {
            return Err("none of these rows is in the list any more".to_owned());
        }
        let mut out = Bounded {
            text: Vec::new(),
            current,
            go: order.go,
        };
        let now = self.now();
        write(order, (&dataset, &ranking), now, &mut out).map_err(|e| match e {
            StoreError::Export(why) => why.to_string(),
            other => other.to_string(),
        })?;
        let text = String::from_utf8_lossy(&out.text);
        let text = match order.what {
            CopyWhat::Rows(_) => &text,
            // One row needs no line end behind it.
            CopyWhat::Cell(_) | CopyWhat::Row(_) => text.trim_end_matches('\n'),
        };
        Ok((Safe::lines(text), ranking.len()))
    }
}

fn write(
    order: &CopyOrder,
    (dataset, ranking): (&Dataset, &Ranking),
    at: Timestamp,
    out: &mut Bounded<'_>,
) -> Result<(), StoreError> {
    let is_cell = matches!(order.what, CopyWhat::Cell(_));
    let many = matches!(order.what, CopyWhat::Rows(_));
    let format = match order.form {
        CopyForm::Urls | CopyForm::Tsv => None,
        CopyForm::Text | CopyForm::Csv if is_cell => None,
        CopyForm::Text => Some(Format::Table),
        CopyForm::Csv => Some(Format::Csv),
        CopyForm::Json if many => Some(Format::Json),
        CopyForm::Json => Some(Format::Jsonl),
    };
    if let Some(format) = format {
        let piece = Piece {
            dataset,
            ranking,
            limit: None,
            about: None,
            asked: Asked::default(),
        };
        let export = Export {
            pieces: &[piece],
            columns: &order.columns,
            format,
            at,
            figures: &[],
        };
        return export.write(out, &mut |_| true).map(drop);
    }
    if order.form == CopyForm::Tsv && !is_cell {
        let columns = ranking.list().table().columns;
        let heads = order.columns.iter().filter_map(|c| columns.get(*c));
        let heads: Vec<&str> = heads.map(|column| column.id).collect();
        line(&heads.join("\t"), out)?;
    }
    let mut from = 0;
    while from < ranking.len() {
        let to = (from + CHUNK).min(ranking.len());
        for row in dataset.read(ranking, from..to, &order.columns)? {
            let cells = row.cells.iter().map(|cell| plain(cell, order.form));
            line(&cells.collect::<Vec<_>>().join("\t"), out)?;
        }
        from = to;
    }
    Ok(())
}

/// A cell in one line: a tab or a line end in it would begin another one. What is pasted into a spreadsheet must not be
/// calculated there.
fn plain(cell: &Value, form: CopyForm) -> String {
    let text = one_line(&cell.plain());
    match (form, cell) {
        (CopyForm::Tsv | CopyForm::Csv, Value::Text(_)) => csv_cell(&text).into_owned(),
        _ => text,
    }
}

fn line(text: &str, out: &mut Bounded<'_>) -> Result<(), StoreError> {
    writeln!(out, "{text}").map_err(StoreError::Export)
}

/// The line of the first row: behind the head, where there is one.
fn first(order: &CopyOrder, text: &str) -> String {
    let is_cell = matches!(order.what, CopyWhat::Cell(_));
    let many = matches!(order.what, CopyWhat::Rows(_));
    let heads = match order.form {
        CopyForm::Urls => 0,
        CopyForm::Json => usize::from(many),
        _ => usize::from(!is_cell),
    };
    text.lines().nth(heads).unwrap_or_default().to_owned()
}

/// What was copied, in words.
fn what(order: &CopyOrder, rows: u64) -> String {
    let form = order.form.title();
    match (&order.what, rows) {
        (CopyWhat::Cell(_), _) => format!("the cell as {form}"),
        (_, 1) => format!("1 row as {form}"),
        (_, rows) => format!("{} rows as {form}", bytes(rows)),
    }
}
