//! The tables of an answer: one or more of links, and the one of their domains, whose ids all of them share and which
//! count from 0 in the order of first appearance (recorded answers).

use std::collections::HashMap;

use super::columns::{LINK_COLUMNS, row};
use super::domain_table::domain_table;
use super::lines::Line;
use super::sight::Facts;
use crate::index::DOMAIN_TOPICS;
use crate::wire::majestic::Table;

/// The most topics of a target page that the service would show (recorded answers, attribute `MaxTargetTopics`).
const MAX_TARGET_TOPICS: i64 = 10;

/// Tables that are being written.
pub(in crate::server::majestic) struct Sheet<'f, 'a> {
    facts: &'f Facts<'a>,
    with_domains: bool,
    ids: HashMap<u32, i64>,
    domains: Vec<u32>,
}

impl<'f, 'a> Sheet<'f, 'a> {
    /// Begins without tables; `with_domains` asks for that of the domains.
    pub(in crate::server::majestic) fn new(facts: &'f Facts<'a>, with_domains: bool) -> Self {
        Self {
            facts,
            with_domains,
            ids: HashMap::new(),
            domains: Vec::new(),
        }
    }

    /// A table of links with the attributes that do not depend on the command.
    pub(in crate::server::majestic) fn links(&mut self, name: &str, lines: &[Line]) -> Table {
        let domain_topics = whole(DOMAIN_TOPICS);
        let mut table = Table::new(name, &LINK_COLUMNS)
            .with("BackLinkType", name)
            .with("MaxRefDomainTopics", domain_topics)
            .with("MaxSourceTopics", 1)
            .with("MaxTargetTopics", MAX_TARGET_TOPICS)
            .with("RefDomainTopicsCount", domain_topics)
            .with("SourceTopicsCount", 1)
            .with("TargetTopicsCount", 1)
            .with("TotalMatches", whole(lines.len()));
        table.rows.reserve(lines.len());
        for line in lines {
            let id = self.id(line.domain);
            let record = self.facts.record(line);
            let (source, target) = (
                self.facts.page(record.source),
                self.facts.page(record.target),
            );
            table.rows.push(row(line, record, &source, &target, id));
        }
        table
    }

    fn id(&mut self, domain: u32) -> i64 {
        if !self.with_domains {
            return -1;
        }
        let domains = &mut self.domains;
        *self.ids.entry(domain).or_insert_with(|| {
            domains.push(domain);
            whole(domains.len() - 1)
        })
    }

    /// The table of the domains that appeared, if it was asked for.
    pub(in crate::server::majestic) fn domains(self) -> Option<Table> {
        self.with_domains
            .then(|| domain_table(self.facts.index(), &self.domains))
    }
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
