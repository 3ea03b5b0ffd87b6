//! GetTopics: what an item and the links to it are about.
//!
//! The reference names the columns and no definitions, so these are ours: `Links` are links from pages about the topic,
//! `RefDomains` referring domains about it, `LinksFromRefDomains` all links of these, `Pages` the pages of the item that
//! these links lead to. Page and domain are about their leading topic.

use std::cmp::Ordering;

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::subject;
use crate::index::TopicCount;
use crate::model::catalog::majestic::GET_TOPICS;
use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Table};

/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 100;
/// How the answer spells the default order (sample of the documentation), beside the two ways its pages write it.
const BY_TRUST_FLOW: [&str; 3] = [
    "topicaltrustflow&links",
    "trustflow&links",
    "trust&flowlinks",
];

/// `SortBy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SortBy {
    TrustFlow,
    Topic,
    Links,
    Pages,
    RefDomains,
    DomainLinks,
}

/// The other orders by their names.
const ORDERS: [(&str, SortBy); 5] = [
    ("topic", SortBy::Topic),
    ("links", SortBy::Links),
    ("pages", SortBy::Pages),
    ("refdomains", SortBy::RefDomains),
    ("linksfromrefdomains", SortBy::DomainLinks),
];

/// One row a topic.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    // The documentation counts `From` from 1, and its sample echoes 0 for the default with the strongest topic first:
    // so it is counted from 0, as for the other commands. Unverified.
    let (count, from) = params.page(&GET_TOPICS, USUAL_ROWS)?;
    let (order, order_name) = sort_by(params)?;
    let descending = is_descending(params)?;
    let item = subject(call, GET_TOPICS.subject.param())?;
    let mut found = item.id.map_or_else(Vec::new, |id| index.topic_counts(id));
    found.sort_by(|a, b| {
        let ordered = compare(order, a, b);
        let ordered = if descending {
            ordered.reverse()
        } else {
            ordered
        };
        ordered.then_with(|| a.topic.cmp(b.topic))
    });
    let size = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let page = size(from).min(found.len())..size(from.saturating_add(count)).min(found.len());
    let page = &found[page];
    let amounts = Amounts::new(analysis_cost(&GET_TOPICS), whole(page.len()), 0);
    let charged = charge(call, GET_TOPICS.command, amounts)?;
    let table = table(page)
        .with("Count", count)
        .with("From", from)
        .with("SortBy", order_name)
        .with("SortOrder", if descending { "desc" } else { "asc" })
        .with("TotalResults", whole(found.len()));
    let answer = charged.say(Answer::ok()).with("Cmd", GET_TOPICS.command);
    Ok(with_index(answer, index, fresh).with_table(table))
}

fn sort_by(params: &Params) -> Result<(SortBy, &'static str), Refusal> {
    let sent = params.filled("SortBy").unwrap_or(BY_TRUST_FLOW[0]);
    let is_sent = |name: &str| name.eq_ignore_ascii_case(sent);
    if BY_TRUST_FLOW.into_iter().any(is_sent) {
        return Ok((SortBy::TrustFlow, BY_TRUST_FLOW[0]));
    }
    let known = ORDERS.into_iter().find(|(name, _)| is_sent(name));
    known.map(|(name, order)| (order, name)).ok_or_else(|| {
        Refusal::parameter(format!(
            "The value '{sent}' of the parameter 'SortBy' is none of {}, {}. Nothing was charged.",
            BY_TRUST_FLOW[1],
            ORDERS.map(|(name, _)| name).join(", ")
        ))
    })
}

fn is_descending(params: &Params) -> Result<bool, Refusal> {
    match params.filled("SortOrder").unwrap_or("desc") {
        order if order.eq_ignore_ascii_case("desc") => Ok(true),
        order if order.eq_ignore_ascii_case("asc") => Ok(false),
        other => Err(Refusal::parameter(format!(
            "The value '{other}' of the parameter 'SortOrder' is neither 'asc' nor 'desc'. Nothing was charged."
        ))),
    }
}

fn compare(order: SortBy, a: &TopicCount, b: &TopicCount) -> Ordering {
    match order {
        SortBy::TrustFlow => (a.trust_flow, a.links).cmp(&(b.trust_flow, b.links)),
        SortBy::Topic => a.topic.cmp(b.topic),
        SortBy::Links => a.links.cmp(&b.links),
        SortBy::Pages => a.pages.cmp(&b.pages),
        SortBy::RefDomains => a.ref_domains.cmp(&b.ref_domains),
        SortBy::DomainLinks => a.domain_links.cmp(&b.domain_links),
    }
}

fn table(topics: &[TopicCount]) -> Table {
    let columns = [
        "Topic",
        "Links",
        "TopicalTrustFlow",
        "LinksFromRefDomains",
        "RefDomains",
        "Pages",
    ];
    let mut table = Table::new("Topics", &columns);
    let row = |count: &TopicCount| {
        vec![
            count.topic.into(),
            count.links.into(),
            i64::from(count.trust_flow).into(),
            count.domain_links.into(),
            count.ref_domains.into(),
            count.pages.into(),
        ]
    };
    table.rows = topics.iter().map(row).collect();
    table
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
