//! anchors/live: texts of links, one row each. Links without a text are one row without one.

use std::collections::HashMap;

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{self, Entry, Kind, LIST, Shown};
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::{Backlink, LinkReader};

const KIND: Kind = Kind {
    function: "anchors",
    item: "backlinks_anchor",
    label: "anchor",
    with_spam: true,
};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["target", "backlinks_filters"];
    taken.extend(LIST);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let about = About::read(call, &params, Takes::All)?;
    let reader = LinkReader::new(shown.index);
    let mut groups: HashMap<Option<String>, Vec<&Backlink>> = HashMap::new();
    for link in about.links() {
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
    listing::answer(shown, &params, &KIND, Some(&about.target.text), &entries)
}
