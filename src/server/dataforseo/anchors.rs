//! anchors/live: texts of links, one row each. Links without a text are one row without one.

use std::collections::HashMap;

use super::answer::Given;
use super::dispatch::Call;
use super::listing::{Asked, Entry, Kind};
use super::metrics::Metrics;
use super::refusal::Refusal;
use crate::index::{Backlink, LinkReader};

const KIND: Kind = Kind {
    function: "anchors",
    item: "backlinks_anchor",
    label: "anchor",
    with_spam: true,
};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let asked = Asked::read(call, &[])?;
    let reader = LinkReader::new(asked.shown.index);
    let mut groups: HashMap<Option<String>, Vec<&Backlink>> = HashMap::new();
    for link in asked.about.links() {
        groups.entry(reader.anchor(link)).or_default().push(link);
    }
    let mut entries: Vec<Entry> = groups
        .into_iter()
        .map(|(label, links)| Entry {
            label,
            metrics: Metrics::of(links.into_iter()),
        })
        .collect();
    entries.sort_by(|a, b| a.label.cmp(&b.label));
    asked.answer(&KIND, &entries)
}
