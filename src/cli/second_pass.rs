//! Figures that are counted once all links of a dataset are here: counted before the first answer that shows them.

use std::sync::atomic::AtomicBool;

use super::desk::Desk;
use super::failure::Failure;
use crate::model::column::grouped;
use crate::model::domain::Later;
use crate::model::filter::{Filter, tested};
use crate::model::rows::{Field, List, Of, SortKey};
use crate::store::{Dataset, Haste, Store, second_pass};

/// What an answer reads of a list.
pub struct Reads<'a> {
    /// Which list.
    pub list: &'a List,
    /// Columns that were asked for by name.
    pub names: &'a [String],
    /// Whether every column is written where none is named.
    pub is_whole: bool,
    /// What it is sorted by.
    pub order: &'a [SortKey],
    /// What passes.
    pub filter: Option<&'a Filter>,
    /// What is counted.
    pub tally: Option<Field>,
}

impl Reads<'_> {
    /// Whether any of it is such a figure.
    fn is_later(&self) -> bool {
        let table = self.list.table();
        let tested = self.filter.map(|filter| tested(table, filter.text()));
        let is_later = |field: &Field| {
            let is_of_domain = field.of == Of::Domain || *self.list == List::Domains;
            is_of_domain && Later::is_at(field.column)
        };
        let mut fields = tested.into_iter().flatten().chain(self.tally);
        fields.any(|field| is_later(&field)) || *self.list == List::Domains && self.is_shown()
    }

    /// Whether it decides which rows there are and in which order, so that an answer without it would be another.
    fn is_decisive(&self) -> bool {
        self.filter.is_some() || self.tally.is_some() || !self.order.is_empty()
    }

    /// Whether a list of domains shows one or is sorted by one.
    fn is_shown(&self) -> bool {
        let table = self.list.table();
        let mut named = (self.names.iter()).filter_map(|name| table.position(name.trim()));
        (self.is_whole && self.names.is_empty())
            || named.any(Later::is_at)
            || self.order.iter().any(|key| Later::is_at(key.column))
    }
}

/// The dataset with what the answer reads of it.
pub fn ready(
    desk: &Desk,
    store: &Store,
    dataset: Dataset,
    reads: &Reads<'_>,
) -> Result<Dataset, Failure> {
    if !dataset.manifest().lacks_second_pass() || !reads.is_later() {
        return Ok(dataset);
    }
    if store.is_looked_at() && !reads.is_decisive() {
        desk.talk.insist(
            "medians and different pages, targets and anchors of the domains are not counted yet, and empty: that cannot be \
             written down here",
        );
        return Ok(dataset);
    }
    let domains = i64::try_from(dataset.domains()).unwrap_or(i64::MAX);
    desk.talk.say(&format!(
        "medians and different pages, targets and anchors of {} domains are counted, once",
        grouped(domains)
    ));
    let (id, never) = (dataset.manifest().id.clone(), AtomicBool::new(false));
    second_pass(store, &id, Haste::Awaited, &never)
        .and_then(|_| store.dataset(&id))
        .map_err(|why| Failure::Failed(why.to_string()))
}
