//! What the screen remembers from one start to the next: where the analyst was and how it was laid out. It is not the
//! settings: nobody writes it by hand, and without it everything still works.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lines::place;
use super::splits::Splits;

/// Datasets that are remembered.
const OPENED: usize = 20;

/// What is remembered. What a file of an older or newer program names otherwise is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Names of the datasets that were on screen, the last one first.
    pub opened: Vec<String>,
    /// Whether the tour of the demo was offered.
    pub tour_seen: bool,
    /// Where the panes were moved apart.
    pub splits: Splits,
    /// How a list was written out last.
    pub export: Option<LastExport>,
    /// What was chosen of the columns of the lists, by the name of their table.
    pub columns: BTreeMap<String, ChosenColumns>,
}

/// How a list was written out, by names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastExport {
    /// The form.
    pub format: String,
    /// `all`, `marked` or `first`.
    pub rows: String,
    /// How many, where the first are meant.
    pub first: u64,
    /// `filled` or `shown`.
    pub columns: String,
    /// Whether what describes the file is written beside it.
    pub manifest: bool,
}

impl Default for LastExport {
    fn default() -> Self {
        Self {
            format: "csv-excel".to_owned(),
            rows: "all".to_owned(),
            first: 1_000,
            columns: "filled".to_owned(),
            manifest: true,
        }
    }
}

/// What was chosen of the columns of a table, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenColumns {
    /// Their order; none where it was left to what fits.
    pub order: Vec<String>,
    /// Those that are not shown.
    pub hidden: Vec<String>,
    /// The last of those that stay in view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frozen: Option<String>,
    /// The widths that were chosen.
    pub widths: BTreeMap<String, u16>,
}

impl Session {
    /// Reads what was remembered; the error names what is wrong, by its line.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let (line, what) = place(text, &error);
            format!("line {line}: {what}")
        })
    }

    /// As it is written; none where it cannot be.
    pub fn to_toml(&self) -> Option<String> {
        toml::to_string(self).ok()
    }

    /// A dataset is on screen.
    pub fn open(&mut self, dataset: &str) {
        if self.opened.first().is_some_and(|last| last == dataset) {
            return;
        }
        self.opened.retain(|other| other != dataset);
        self.opened.insert(0, dataset.to_owned());
        self.opened.truncate(OPENED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_remembered_is_read_again() {
        let mut session = Session::default();
        for name in ["a", "b", "a"] {
            session.open(name);
        }
        assert_eq!(session.opened, ["a", "b"]);
        let links = ChosenColumns {
            order: vec!["source_url".to_owned(), "target_url".to_owned()],
            hidden: vec!["target_url".to_owned()],
            frozen: Some("source_url".to_owned()),
            widths: [("source_url".to_owned(), 30)].into(),
        };
        session.columns.insert("links".to_owned(), links);
        let text = session.to_toml().unwrap();
        assert_eq!(Session::from_toml(&text).unwrap(), session);
        for n in 0..2 * OPENED {
            session.open(&n.to_string());
        }
        assert_eq!(session.opened.len(), OPENED);
    }

    #[test]
    fn a_file_of_another_program_is_read_as_far_as_it_goes() {
        let session = Session::from_toml("later = 3\nopened = [\"a\"]\n").unwrap();
        assert_eq!(session.opened, ["a"]);
        assert_eq!(Session::from_toml("").unwrap(), Session::default());
        let why = Session::from_toml("opened = [\"a\"]\nopened = 3\n").unwrap_err();
        assert!(why.starts_with("line 2: "), "{why}");
    }
}
