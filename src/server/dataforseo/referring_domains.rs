//! referring_domains/live: registrable domains that refer, one row each.

use super::answer::Given;
use super::dispatch::Call;
use super::listing::{Asked, Entry, Kind};
use super::metrics::Metrics;
use super::refusal::Refusal;

const KIND: Kind = Kind {
    function: "referring_domains",
    item: "backlinks_referring_domain",
    label: "domain",
    with_spam: true,
};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let asked = Asked::read(call, &[])?;
    let entries: Vec<Entry> = asked
        .about
        .by_domain()
        .map(|(domain, links)| Entry {
            label: Some(asked.shown.index.domain_name(domain)),
            metrics: Metrics::of(links),
        })
        .collect();
    asked.answer(&KIND, &entries)
}
