//! referring_domains/live: registrable domains that refer, one row each.

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{self, Entry, Kind, LIST, Shown};
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::target::Takes;

const KIND: Kind = Kind {
    function: "referring_domains",
    item: "backlinks_referring_domain",
    label: "domain",
    with_spam: true,
};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["target", "backlinks_filters"];
    taken.extend(LIST);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let about = About::read(call, &params, Takes::All)?;
    let entries: Vec<Entry> = about
        .by_domain()
        .map(|(domain, links)| Entry {
            label: Some(shown.index.domain_name(domain)),
            metrics: Metrics::of(links),
        })
        .collect();
    listing::answer(shown, &params, &KIND, Some(&about.target.text), &entries)
}
