//! What a reader asks a manifest: what is held of what is known, from where, and what it is about.

use super::Manifest;
use crate::model::catalog::{self, Brings};
use crate::model::column::DATAFORSEO;
use crate::model::rows::List;

impl Manifest {
    /// Links that the provider knows of the target: as the answer says, else as the price look-up said.
    pub fn links_known(&self) -> Option<i64> {
        let looked_up = self.figures.as_ref().map(|f| f.ext_back_links);
        self.known_links.or(looked_up)
    }

    /// Referring domains that the provider knows of the target: as the answer says, else as the price look-up said.
    pub fn domains_known(&self) -> Option<i64> {
        let looked_up = self.figures.as_ref().map(|f| f.ref_domains);
        self.known_domains.or(looked_up)
    }

    /// How many rows of a list are held, and how many the provider knows.
    pub fn held_and_known(&self, list: &List) -> (u64, Option<i64>) {
        match list {
            List::Sheet(_) => (self.items, self.known_rows),
            List::Domains => (self.domains, self.domains_known()),
            List::Links { .. } => (self.rows, self.links_known()),
        }
    }

    /// Whether no row of a list fills the column with this id, so that a screen can leave it out.
    pub fn is_absent(&self, list: &List, id: &str) -> bool {
        let table = list.table().name;
        let named = |name: &String| name.split_once('.') == Some((table, id));
        self.absent.iter().any(named)
    }

    /// Where its numbers come from: `majestic historic index of 2026-11-20`, `dataforseo, asked on 2026-11-20` where
    /// what was asked belongs to no index, or the file.
    pub fn source(&self) -> String {
        let Some(provider) = &self.provider else {
            return format!("from the file {}", self.title());
        };
        let entry = self.command.as_deref().and_then(catalog::entry);
        // The index in an answer of these is the answering machine's own, and years old.
        let of_no_index = entry.is_some_and(|entry| entry.option("datasource").is_none());
        if provider == DATAFORSEO || of_no_index {
            let day = self.created.strftime("%Y-%m-%d");
            return format!("{provider}, asked on {day}");
        }
        let asked = self.params.iter().find(|(name, _)| name == "datasource");
        let figures = self.figures.as_ref();
        let datasource = figures
            .map(|f| f.datasource.as_str())
            .or(asked.map(|(_, value)| value.as_str()))
            .unwrap_or_default();
        let day = self.index_date.as_deref().and_then(|d| d.split(' ').next());
        match day.filter(|day| !day.is_empty()) {
            Some(day) if datasource.is_empty() => format!("{provider} index of {day}"),
            Some(day) => format!("{provider} {datasource} index of {day}"),
            None => format!("{provider}, index date not known"),
        }
    }

    /// The filter that a list opens with; empty where it shows every row.
    pub fn filter_of(&self, list: &List) -> &str {
        match self.brings().map(Brings::list) {
            Some(brought) if brought.table().name == list.table().name => &self.filter,
            _ => "",
        }
    }

    /// What the question brings that was asked, where one was.
    pub fn brings(&self) -> Option<Brings> {
        let entry = self.command.as_deref().and_then(catalog::entry)?;
        let mode = self.params.iter().find(|(name, _)| name == "Mode");
        Some(entry.brings_in(mode.map_or("", |(_, value)| value)))
    }

    /// What the dataset is about, for a list: the target or the file's name.
    pub fn title(&self) -> String {
        match (&self.target, &self.source_name) {
            (Some(target), _) => target.display(),
            (None, Some(name)) => crate::model::text::one_line(name),
            (None, None) => self.id.0.clone(),
        }
    }
}
