//! GetHostedDomains: the domains at the address of a domain, or at an IPv4 address, and those on its network.
//!
//! Of a domain that uses round-robin DNS the index keeps only the first address: the tables are empty, and the call
//! with that address, which is the global RecommendedIP, is answered (Majestic developer documentation,
//! GetHostedDomains page). Ours: the order of the columns, that RecommendedIP is empty otherwise, one topic a row, that
//! rows come by RefDomains falling, that `MaxDomains` holds for each table, that the totals are those of all domains and
//! not of the rows that came, and that the table of the network has those of the address, too.

use std::cmp::Reverse;
use std::net::Ipv4Addr;

use super::charge::{charge, cost};
use super::dispatch::Call;
use super::domain_columns::{FLOWS, flows, topic_columns, topics};
use super::refusal::Refusal;
use super::server_fields::with_index;
use crate::index::Index;
use crate::model::catalog::majestic::GET_HOSTED_DOMAINS;
use crate::server::item::Item;
use crate::wire::majestic::{Answer, Cell, Table};

/// Rows of a table unless another count is sent.
const USUAL_ROWS: i64 = 10;
/// Topics of a row.
const TOPICS: usize = 1;

/// Number of a domain and its address.
type Hosted = (u32, u32);

/// What is asked about.
enum Place {
    At(u32),
    /// Reached by several addresses, of which this one is kept.
    InTurn(u32),
    Unknown,
}

/// Two tables, and the address to ask with where they are empty for it.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_HOSTED_DOMAINS;
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let text = call.params.required(entry.subject.param())?;
    let (most, _) = call.params.page(entry, USUAL_ROWS)?;
    let most = usize::try_from(most).unwrap_or(0);
    let place = place(index, text);
    let (ip, recommended) = match place {
        Place::At(ip) => (Some(ip), String::new()),
        Place::InTurn(ip) => (None, Ipv4Addr::from(ip).to_string()),
        Place::Unknown => (None, String::new()),
    };
    let network = ip.map_or_else(Vec::new, |ip| index.hosted_beside(ip));
    let here: Vec<Hosted> = network
        .iter()
        .filter(|hosted| Some(hosted.1) == ip)
        .copied()
        .collect();
    let rows = here.len().min(most) + network.len().min(most);
    charge(call, entry.command, cost(entry, 1, rows))?;
    let answer = with_index(Answer::ok(), index, fresh).with("RecommendedIP", recommended);
    let subnet = ip.map(|ip| ip & !255);
    Ok(answer
        .with_table(table("DomainsOnIP", index, ip, here, most))
        .with_table(table("DomainsOnSubnet", index, subnet, network, most)))
}

/// An address, or that of the domain a text belongs to. Malformed texts are unknown.
fn place(index: &Index, text: &str) -> Place {
    if let Ok(ip) = text.trim().parse::<Ipv4Addr>() {
        return Place::At(ip.to_bits());
    }
    let domain = index.domain_number(&Item::parse(text).root_domain());
    let addresses = domain.map_or_else(Vec::new, |domain| index.domain_ips(domain));
    match addresses.as_slice() {
        [] => Place::Unknown,
        [ip] => Place::At(*ip),
        [first, ..] => Place::InTurn(*first),
    }
}

fn table(name: &str, index: &Index, ip: Option<u32>, all: Vec<Hosted>, most: usize) -> Table {
    let mut counted: Vec<_> = all
        .into_iter()
        .map(|hosted| (hosted, index.domain_counts(hosted.0)))
        .collect();
    counted.sort_by_key(|(hosted, counts)| (Reverse(counts.ref_domains), hosted.0));
    let topics_shown = i64::try_from(TOPICS).unwrap_or(0);
    let total = i64::try_from(counted.len()).unwrap_or(i64::MAX);
    let links = counted.iter().map(|(_, c)| i64::from(c.ext_back_links));
    let referrers = counted.iter().map(|(_, c)| i64::from(c.ref_domains));
    let address = ip.map_or_else(String::new, |ip| Ipv4Addr::from(ip).to_string());
    let first = ["Domain", "IPAddress", "RefDomains", "ExtBackLinks"];
    let mut table = Table::new(name, &first)
        .with("IP", address)
        .with("MaxRefDomainTopics", topics_shown)
        .with("RefDomainTopicsCount", topics_shown)
        .with("TotalDomains", total)
        .with("TotalExtBackLinks", links.sum::<i64>())
        .with("TotalRefDomains", referrers.sum::<i64>());
    table.columns.extend(FLOWS.map(str::to_owned));
    table.columns.extend(topic_columns(TOPICS));
    table.rows = counted
        .iter()
        .take(most)
        .map(|(hosted, _)| row(index, hosted))
        .collect();
    table
}

fn row(index: &Index, (domain, ip): &Hosted) -> Vec<Cell> {
    let facts = index.domain_facts_of(*domain);
    let mut row = vec![
        facts.domain.as_str().into(),
        Ipv4Addr::from(*ip).to_string().into(),
        facts.ref_domains.into(),
        facts.ext_back_links.into(),
    ];
    row.extend(flows(Some(&facts)));
    row.extend(topics(Some(&facts), TOPICS, false));
    row
}
