//! SearchByKeyword: pages or root domains that have all words of a query in a title, an address or the text of a
//! link.
//!
//! A row costs a retrieval unit and an item unit. Ours: that a first row beyond 1,000 is refused, and that only the
//! table `Results` comes (the name of the other one is not known).

use std::cmp::Reverse;
use std::sync::PoisonError;

use super::score::Score;
use crate::index::{FoundPage, Index, ItemKind, PagePlace, Topic};
use crate::model::catalog::majestic::SEARCH_BY_KEYWORD;
use crate::server::majestic::charge::{charge, cost};
use crate::server::majestic::dispatch::Call;
use crate::server::majestic::domain_columns::{FLOWS, topic_columns};
use crate::server::majestic::item_columns::max_topics;
use crate::server::majestic::refusal::Refusal;
use crate::server::majestic::server_fields::with_index;
use crate::wire::majestic::{Answer, Cell, Table};

/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 10;
/// The first row that can be asked for, at the most.
const FARTHEST: i64 = 1_000;
/// Topics of a row.
const TOPICS: usize = 3;
/// Value of `scope` for root domains, and for pages.
const ROOT_DOMAINS: i64 = 0;
const PAGES: i64 = 2;

const COLUMNS: [&str; 9] = [
    "RankID",
    "Item",
    "Title",
    "SearchScore",
    "ScoreInTitle",
    "ScoreInURL",
    "ScoreInAnchor",
    "ScoreOther",
    "ScoreMultiplier",
];

/// A hit: its pages, one of them unless domains are asked for.
struct Hit<'a> {
    pages: &'a [FoundPage],
    score: Score,
}

/// One table of hits, the best first.
pub(in crate::server::majestic) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &SEARCH_BY_KEYWORD;
    let params = call.params;
    let query = params.required(entry.subject.param())?;
    let scope = scope(call)?;
    let count = params.int("count", USUAL_ROWS, 1..=i64::MAX)?;
    let count = count.min(entry.paging.map_or(count, |paging| paging.most));
    let from = params.int("from", 0, 0..=FARTHEST)?;
    within_rate(call)?;
    let index = call.shared.index(false);
    let found = index.keywords().find(query);
    let hits = hits(index, &found, scope);
    let size = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let page: Vec<&Hit<'_>> = hits.iter().skip(size(from)).take(size(count)).collect();
    charge(call, entry.command, cost(entry, 1, page.len()))?;
    let mut table = Table::new("Results", &COLUMNS)
        .with("Count", count)
        .with("From", from)
        // Nobody is anywhere in particular here, which the service calls so (documented sample).
        .with("GeoTarget", "us")
        .with("GeoTargetSource", "Default country code: US")
        .with("Matches", whole(hits.len()))
        .with("MatchesAfterFilter", whole(hits.len()))
        .with("MaxTargetTopics", most_topics(ItemKind::RootDomain))
        .with(
            "MaxTargetTopicsRootDomains",
            most_topics(ItemKind::RootDomain),
        )
        .with(
            "MaxTargetTopicsSubDomains",
            most_topics(ItemKind::SubDomain),
        )
        .with("MaxTargetTopicsURLs", most_topics(ItemKind::Url))
        .with("Query", query)
        .with("Scope", scope)
        .with("TargetTopicsCount", whole(TOPICS));
    table.columns.extend(FLOWS.map(str::to_owned));
    table
        .columns
        .extend(["RefDomains", "ExtBackLinks"].map(str::to_owned));
    table.columns.extend(topic_columns(TOPICS));
    table.rows = (from..)
        .zip(page)
        .map(|(rank, hit)| row(index, rank, hit, scope))
        .collect();
    Ok(with_index(Answer::ok(), index, false).with_table(table))
}

fn scope(call: &Call<'_>) -> Result<i64, Refusal> {
    match call.params.int("scope", PAGES, i64::MIN..=i64::MAX)? {
        scope @ (ROOT_DOMAINS | PAGES) => Ok(scope),
        other => Err(Refusal::parameter(format!(
            "The value '{other}' of the parameter 'scope' is neither 0 for root domains nor 2 for URLs. Nothing was charged."
        ))),
    }
}

fn within_rate(call: &Call<'_>) -> Result<(), Refusal> {
    let rate = &call.shared.keyword_rate;
    let mut rate = rate.lock().unwrap_or_else(PoisonError::into_inner);
    if rate.allows(call.user_id, call.now) {
        return Ok(());
    }
    Err(Refusal::account(
        "Too many requests: SearchByKeyword takes 3 a second from an account. Nothing was charged. Ask again in a second.",
    ))
}

/// The hits in their order.
fn hits<'a>(index: &Index, found: &'a [FoundPage], scope: i64) -> Vec<Hit<'a>> {
    let is_one = |a: &FoundPage, b: &FoundPage| scope == ROOT_DOMAINS && a.domain == b.domain;
    let population = index.world().population();
    let mut hits: Vec<Hit<'a>> = found
        .chunk_by(is_one)
        .map(|pages| Hit {
            pages,
            score: Score::of(
                pages,
                flows(index, &pages[0], scope),
                population.is_farm(pages[0].domain),
            ),
        })
        .collect();
    hits.sort_by_key(|hit| Reverse(hit.score.sum()));
    hits
}

/// CitationFlow and TrustFlow of the item that a page stands for.
fn flows(index: &Index, page: &FoundPage, scope: i64) -> (u8, u8) {
    if scope == ROOT_DOMAINS {
        index.domain_flows(page.domain)
    } else {
        (page.citation_flow, page.trust_flow)
    }
}

fn row(index: &Index, rank: i64, hit: &Hit<'_>, scope: i64) -> Vec<Cell> {
    let page = &hit.pages[0];
    let (citation, trust) = flows(index, page, scope);
    let of_domain = scope == ROOT_DOMAINS;
    let home = PagePlace {
        host: index.world().population().hosts_of(page.domain).start,
        page: 0,
    };
    let title = index
        .page_facts(if of_domain { home } else { page.place })
        .title;
    let (item, ref_domains, links, topics) = if of_domain {
        let counts = index.domain_counts(page.domain);
        (
            index.domain_name(page.domain),
            counts.ref_domains,
            counts.ext_back_links,
            index.domain_topics(page.domain, TOPICS),
        )
    } else {
        (
            index.found_address(page),
            page.ref_domains,
            page.links,
            index.found_topics(page, TOPICS),
        )
    };
    let score = &hit.score;
    let mut row: Vec<Cell> = vec![
        rank.into(),
        item.into(),
        title.into(),
        score.sum().into(),
        score.title.into(),
        score.address.into(),
        score.anchor.into(),
        score.other.into(),
        format!("{:.3}", score.multiplier).into(),
        i64::from(citation).into(),
        i64::from(trust).into(),
        i64::from(ref_domains).into(),
        i64::from(links).into(),
    ];
    row.extend(topic_cells(&topics));
    row
}

fn topic_cells(topics: &[Topic]) -> impl Iterator<Item = Cell> {
    (0..TOPICS).flat_map(|n| match topics.get(n) {
        Some((topic, value)) => [Cell::from(*topic), Cell::Int(i64::from(*value))],
        None => [Cell::from(""), Cell::from("")],
    })
}

fn most_topics(kind: ItemKind) -> i64 {
    whole(max_topics(kind))
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
