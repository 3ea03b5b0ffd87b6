//! Cells for the eye: hidden marks named, texts of a length that can be read.

use super::coverage::number;
use crate::model::column::Value;
use crate::model::export::MOST_LETTERS;
use crate::model::text::marked;

/// Makes cells for the eye, and counts those it had to cut.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Eye {
    cut: u64,
}

impl Eye {
    /// A cell as it is read.
    pub fn cell(&mut self, cell: &Value) -> String {
        match cell {
            Value::Text(text) => self.text(text, marked),
            other => self.text(&other.told(), str::to_owned),
        }
    }

    fn text(&mut self, text: &str, made: impl Fn(&str) -> String) -> String {
        match text.char_indices().nth(MOST_LETTERS) {
            None => made(text),
            Some((end, _)) => {
                self.cut += 1;
                let letters = number(text.chars().count() as u64);
                format!("{}… (cut, {letters} letters)", made(&text[..end]))
            }
        }
    }

    /// What is said of cells that were cut; none where none was.
    pub fn cuts(&self) -> Option<String> {
        let cells = match self.cut {
            0 => return None,
            1 => "1 cell is".to_owned(),
            n => format!("{} cells are", number(n)),
        };
        let most = number(MOST_LETTERS as u64);
        Some(format!(
            "{cells} cut after {most} letters; CSV, JSON and Parquet hold them whole."
        ))
    }
}
