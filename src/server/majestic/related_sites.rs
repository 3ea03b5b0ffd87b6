//! GetRelatedSites: sites that are linked to by those that link to an item. A beta of the service, answered from the
//! fresh index only.
//!
//! Ours: what counts. `UniqueContexts` are the domains with a link to the item and one to the site that both stand,
//! `Instances` their links to the site. Sites come by UniqueContexts, then TrustFlow, falling; the item's own site is
//! not among them. `MaxResults` and `FilterTopic` are used by clients and not documented.

use std::cmp::Reverse;

use super::charge::{charge, cost};
use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, read};
use super::topic_filter::TopicFilter;
use crate::index::{Index, Linked, PagePlace};
use crate::model::catalog::majestic::GET_RELATED_SITES;
use crate::server::item::type_word;
use crate::wire::majestic::{Answer, Cell, Table};

/// Most sites there are for an item (documented sample, attribute `AvailableLines`), and rows unless fewer are wanted.
const AVAILABLE_LINES: usize = 100;

const COLUMNS: [&str; 8] = [
    "Domain",
    "Title",
    "TrustFlow",
    "CitationFlow",
    "Instances",
    "UniqueContexts",
    "PrimaryTopicName",
    "PrimaryTopicValue",
];

/// One table of sites.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_RELATED_SITES;
    let params = call.params;
    if !params.fresh()? {
        return Err(Refusal::parameter(
            "GetRelatedSites answers from the fresh index only: ask with datasource=fresh. Nothing was charged.",
        ));
    }
    let index = call.shared.index(true);
    let item = read(index, params.required(entry.subject.param())?, false)?;
    let (count, _) = params.page(entry, whole(AVAILABLE_LINES))?;
    let sites = related(index, &item, TopicFilter::read(params).as_ref());
    let rows = sites.len().min(usize::try_from(count).unwrap_or(0));
    charge(call, entry.command, cost(entry, 1, rows))?;
    let mut table = Table::new("Domains", &COLUMNS)
        .with("AvailableLines", whole(AVAILABLE_LINES))
        .with("Count", count)
        .with("From", 0)
        .with("Item", item.name(index))
        .with("ItemType", type_word(item.kind))
        .with("OrigItem", item.text)
        .with("TotalLines", whole(sites.len()));
    table.rows = sites[..rows]
        .iter()
        .map(|linked| row(index, linked))
        .collect();
    Ok(with_index(Answer::ok(), index, true).with_table(table))
}

/// The best sites, in their order.
fn related(index: &Index, item: &Subject<'_>, topic: Option<&TopicFilter>) -> Vec<Linked> {
    let Some(id) = item.id else {
        return Vec::new();
    };
    let own = index.domain_of_host(index.hosts(id).start);
    let referrers = index.standing_ref_domains(id);
    let mut sites = index.linked_by(&referrers, false);
    sites.retain(|linked| {
        let passes = |filter: &TopicFilter| {
            let topics = index.domain_topics(linked.number, 1);
            filter.passes(topics.first().map_or("", |topic| topic.0))
        };
        linked.number != own && topic.is_none_or(passes)
    });
    sites.sort_by_cached_key(|linked| {
        let (_, trust) = index.domain_flows(linked.number);
        (Reverse((linked.domains, trust)), linked.number)
    });
    sites.truncate(AVAILABLE_LINES);
    sites
}

fn row(index: &Index, linked: &Linked) -> Vec<Cell> {
    let (citation, trust) = index.domain_flows(linked.number);
    let topics = index.domain_topics(linked.number, 1);
    let (topic, value) = match topics.first() {
        Some((topic, value)) => (Cell::from(*topic), Cell::Int(i64::from(*value))),
        None => (Cell::from(""), Cell::from("")),
    };
    let home = PagePlace {
        host: index.world().population().hosts_of(linked.number).start,
        page: 0,
    };
    vec![
        index.domain_name(linked.number).into(),
        index.title(home).into(),
        i64::from(trust).into(),
        i64::from(citation).into(),
        i64::from(linked.links).into(),
        i64::from(linked.domains).into(),
        topic,
        value,
    ]
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
