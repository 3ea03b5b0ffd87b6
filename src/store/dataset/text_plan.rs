//! Where the passes of a sort by text end, learnt from a sample of the column.

use std::sync::atomic::AtomicBool;

use super::Dataset;
use super::rank::Ids;
use super::scan::{Rows, Wanted};
use super::text::NOTED;
use crate::model::rows::List;
use crate::store::StoreError;

/// Stretches that are looked at to learn where passes end, and rows of each.
const SAMPLES: u64 = 64;
const SAMPLED: u64 = 256;

/// Bytes that are held of a text: a pass may end at the beginning of one as well.
const MOST_OF_TEXT: usize = 512;

impl Dataset {
    /// Where passes over a column are to end, from texts of stretches all over it.
    pub(super) fn plan(
        &self,
        list: &List,
        ids: &Ids,
        column: usize,
        room: usize,
        cancel: &AtomicBool,
    ) -> Result<Plan, StoreError> {
        let wanted = Wanted {
            columns: &[column],
            domains: false,
        };
        let step = (ids.len() / SAMPLES).max(1);
        let mut texts = Vec::new();
        let (mut seen, mut bytes) = (0, 0);
        for start in (0..ids.len()).step_by(step as usize) {
            let end = (start + SAMPLED).min(ids.len());
            let rows = match ids {
                Ids::All(_) => Rows::Range(start..end),
                Ids::These(ids) => Rows::These(&ids[start as usize..end as usize]),
            };
            seen += end - start;
            self.scan(list, &rows, wanted, cancel, &mut |batch| {
                let known = batch.texts(0).into_iter().flat_map(|texts| texts.iter());
                for text in known.flatten() {
                    bytes += text.len() + NOTED;
                    texts.push(beginning(text).to_owned());
                }
                Ok(true)
            })?;
        }
        let all = bytes as f64 * ids.len() as f64 / seen.max(1) as f64;
        texts.sort_unstable();
        // A tenth of the room is left, because a sample is not the whole.
        let of_a_pass = texts.len() as f64 * 0.9 * room as f64 / all.max(1.0);
        Ok(Plan {
            texts,
            of_a_pass: (of_a_pass as usize).max(1),
            next: 0,
            last: None,
        })
    }
}

/// What is held of a text.
fn beginning(text: &str) -> &str {
    let most = text.len().min(MOST_OF_TEXT);
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Where passes end.
pub(super) struct Plan {
    /// Texts of the sample, in order.
    texts: Vec<String>,
    /// How many of the sample a pass takes.
    of_a_pass: usize,
    /// The first of them that was not passed.
    next: usize,
    /// Where the last pass ended.
    last: Option<String>,
}

impl Plan {
    /// How many passes it takes, as far as the sample tells.
    pub(super) fn passes(&self) -> u64 {
        self.texts.len().div_ceil(self.of_a_pass).max(1) as u64
    }

    /// Where the next pass ends; none if it is the last.
    pub(super) fn next_end(&self) -> Option<String> {
        // A text that is in most of the rows would end several passes; it ends one.
        let texts = self.texts.get(self.next + self.of_a_pass..)?;
        let mut texts = texts.iter();
        texts.find(|text| Some(*text) > self.last.as_ref()).cloned()
    }

    /// A pass ended here.
    pub(super) fn passed(&mut self, end: &str) {
        self.next = self.texts.partition_point(|text| text.as_str() < end);
        self.last = Some(end.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_its_beginning_is_held() {
        assert_eq!(beginning("short"), "short");
        let long = format!("a{}", "é".repeat(1_000));
        let held = beginning(&long);
        assert!(long.starts_with(held));
        assert_eq!(held.len(), MOST_OF_TEXT - 1, "no character is cut");
    }
}
