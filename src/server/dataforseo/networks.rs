//! referring_networks/live and domain_pages_summary/live: the links of a target by address or network they come from,
//! and by page they lead to. Counted are the links that backlinks/live tells of the target: of a page that refers to
//! several pages of it, the one it tells.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{self, Entry, Kind, LIST, Shown};
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::Backlink;

const NETWORKS: Kind = Kind {
    function: "referring_networks",
    item: "backlinks_referring_network",
    label: "network_address",
    with_spam: false,
};

const PAGES: Kind = Kind {
    function: "domain_pages_summary",
    item: "backlinks_page_summary",
    label: "url",
    with_spam: true,
};

/// referring_networks/live
pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["target", "backlinks_filters", "network_address_type"];
    taken.extend(LIST);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let is_subnet = params.word("network_address_type", &["ip", "subnet"])? == "subnet";
    let about = About::read(call, &params, Takes::All)?;
    let network = |link: &Backlink| if is_subnet { link.ip & !0xFF } else { link.ip };
    let name = |network: u32| {
        let address = Ipv4Addr::from(network);
        if is_subnet {
            format!("{address}/24")
        } else {
            address.to_string()
        }
    };
    let entries = grouped(&about, &network, &name);
    listing::answer(
        shown,
        &params,
        &NETWORKS,
        Some(&about.target.text),
        &entries,
    )
}

/// domain_pages_summary/live
pub(super) fn pages(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec!["target", "backlinks_filters"];
    taken.extend(LIST);
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let about = About::read(call, &params, Takes::All)?;
    let page = |link: &Backlink| (link.target_host, link.target_page);
    let name = |(host, page)| shown.index.page_url(crate::index::PagePlace { host, page });
    let entries = grouped(&about, &page, &name);
    listing::answer(shown, &params, &PAGES, Some(&about.target.text), &entries)
}

fn grouped<K: Ord + Copy>(
    about: &About,
    key: &dyn Fn(&Backlink) -> K,
    name: &dyn Fn(K) -> String,
) -> Vec<Entry> {
    let mut groups: BTreeMap<K, Vec<&Backlink>> = BTreeMap::new();
    for link in about.links() {
        groups.entry(key(link)).or_default().push(link);
    }
    let entry = |(key, links): (K, Vec<&Backlink>)| Entry {
        label: Some(name(key)),
        metrics: Metrics::of(links.into_iter()),
    };
    groups.into_iter().map(entry).collect()
}
