//! referring_networks/live and domain_pages_summary/live: the links of a target by address or network they come from,
//! and by page they lead to. Counted are the links that backlinks/live tells of the target: of a page that refers to
//! several pages of it, the one it tells.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::{Asked, Entry, Kind};
use super::metrics::Metrics;
use super::refusal::Refusal;
use crate::index::{Backlink, PagePlace};

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
    let asked = Asked::read(call, &["network_address_type"])?;
    let kind = asked
        .params
        .word("network_address_type", &["ip", "subnet"])?;
    let is_subnet = kind == "subnet";
    let network = |link: &Backlink| if is_subnet { link.ip & !0xFF } else { link.ip };
    let name = |network: u32| {
        let address = Ipv4Addr::from(network);
        if is_subnet {
            format!("{address}/24")
        } else {
            address.to_string()
        }
    };
    let entries = grouped(&asked.about, &network, &name);
    asked.answer(&NETWORKS, &entries)
}

/// domain_pages_summary/live
pub(super) fn pages(call: &Call<'_>) -> Result<Given, Refusal> {
    let asked = Asked::read(call, &[])?;
    let page = |link: &Backlink| (link.target_host, link.target_page);
    let name = |(host, page)| asked.shown.index.page_url(PagePlace { host, page });
    let entries = grouped(&asked.about, &page, &name);
    asked.answer(&PAGES, &entries)
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
