//! The table `DomainsInfo` (Majestic developer documentation, GetTopBackLinks page, 2017: 15 columns and ten topic
//! pairs). It has no attributes in any recording.

use crate::index::{DOMAIN_TOPICS, Index};
use crate::server::majestic::domain_columns::{
    FIGURES, FLOWS, figures, flows, topic_columns, topics,
};
use crate::wire::majestic::{Cell, Table};

/// One row a domain, given by its number in the index; its id is its position.
pub(super) fn domain_table(index: &Index, domains: &[u32]) -> Table {
    let first = ["DomainID", "Domain", "AlexaRank", "RefDomains"];
    let mut table = Table::new("DomainsInfo", &first);
    let names = FIGURES.into_iter().chain(FLOWS).map(str::to_owned);
    table.columns.extend(names);
    table.columns.extend(topic_columns(DOMAIN_TOPICS));
    let rows = (0_i64..)
        .zip(domains)
        .map(|(id, &number)| row(index, id, number));
    table.rows.extend(rows);
    table
}

fn row(index: &Index, id: i64, number: u32) -> Vec<Cell> {
    let facts = index.domain_facts_of(number);
    let mut row = vec![
        id.into(),
        facts.domain.as_str().into(),
        facts.alexa_rank.into(),
        facts.ref_domains.into(),
    ];
    row.extend(figures(Some(&facts)));
    row.extend(flows(Some(&facts)));
    row.extend(topics(Some(&facts), DOMAIN_TOPICS, false));
    row
}
