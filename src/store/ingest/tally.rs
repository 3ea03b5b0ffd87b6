//! What the links say of their referring domains, counted while they stream by.

use std::collections::HashMap;
use std::rc::Rc;

use super::cells::Cell;
use super::host;
use crate::model::link::LINKS;

/// Places of the cells that are counted.
#[derive(Debug)]
struct Places {
    trust_flow: Option<usize>,
    citation_flow: Option<usize>,
    nofollow: Option<usize>,
    deleted: Option<usize>,
    first_found: Option<usize>,
    crawled: Option<usize>,
    topic: Option<usize>,
}

/// One referring domain so far.
#[derive(Debug, Default)]
pub(super) struct Domain {
    pub(super) name: Rc<str>,
    pub(super) links: u32,
    pub(super) trust_flow: Option<i64>,
    pub(super) citation_flow: Option<i64>,
    pub(super) follow: Share,
    pub(super) lost: Share,
    pub(super) first: Option<i32>,
    pub(super) last: Option<i32>,
    /// Topic numbers with their links, in order of appearance.
    topics: Vec<(u32, u32)>,
}

/// Yes among those that are known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    yes: u32,
    known: u32,
}

impl Share {
    fn count(&mut self, yes: bool) {
        self.yes += u32::from(yes);
        self.known += 1;
    }

    pub(super) fn value(self) -> Option<f64> {
        (self.known > 0).then(|| f64::from(self.yes) / f64::from(self.known))
    }
}

/// Every referring domain so far, in order of first appearance.
#[derive(Debug)]
pub(super) struct Tally {
    places: Places,
    domains: Vec<Domain>,
    by_name: HashMap<Rc<str>, u32>,
    /// Hosts as written, so that suffix rules are asked once a host.
    by_host: HashMap<String, u32>,
    /// Links of a host mostly come together.
    last: Option<(String, u32)>,
    topics: HashMap<Rc<str>, u32>,
    topic_names: Vec<Rc<str>>,
}

impl Tally {
    pub(super) fn new() -> Self {
        let place = |id| LINKS.position(id);
        Self {
            places: Places {
                trust_flow: place("source_trust_flow"),
                citation_flow: place("source_citation_flow"),
                nofollow: place("nofollow"),
                deleted: place("deleted"),
                first_found: place("first_found_date"),
                crawled: place("source_crawl_date"),
                topic: place("source_topic"),
            },
            domains: Vec::new(),
            by_name: HashMap::new(),
            by_host: HashMap::new(),
            last: None,
            topics: HashMap::new(),
            topic_names: Vec::new(),
        }
    }

    /// The name of a domain.
    pub(super) fn name(&self, row: u32) -> &str {
        self.domains.get(row as usize).map_or("", |d| &d.name)
    }

    /// The row of the domain that a source URL belongs to; none if the URL has no host.
    pub(super) fn domain_row(&mut self, source_url: &str) -> Option<u32> {
        let host = host::host_of(source_url)?;
        if let Some((last, row)) = &self.last
            && last == host
        {
            return Some(*row);
        }
        let row = match self.by_host.get(host) {
            Some(row) => *row,
            None => self.new_host(host)?,
        };
        self.last = Some((host.to_owned(), row));
        Some(row)
    }

    fn new_host(&mut self, host: &str) -> Option<u32> {
        let name: Rc<str> = host::domain_of(host).into();
        let next = u32::try_from(self.domains.len()).ok()?;
        let row = *self.by_name.entry(Rc::clone(&name)).or_insert(next);
        if row == next {
            self.domains.push(Domain {
                name,
                ..Domain::default()
            });
        }
        self.by_host.insert(host.to_owned(), row);
        Some(row)
    }

    /// Counts a link to its domain.
    pub(super) fn count(&mut self, row: u32, cells: &[Cell<'_>]) {
        let at = |place: Option<usize>| place.and_then(|p| cells.get(p));
        let int = |place| match at(place) {
            Some(Cell::Int(n)) => Some(*n),
            _ => None,
        };
        let date = |place| match at(place) {
            Some(Cell::Date(d)) => Some(*d),
            _ => None,
        };
        let topic = match at(self.places.topic) {
            Some(Cell::Text(topic)) => Some(topic.as_ref()),
            _ => None,
        };
        let topic = topic.map(|t| topic_number(&mut self.topics, &mut self.topic_names, t));
        let Some(domain) = self.domains.get_mut(row as usize) else {
            return;
        };
        domain.links += 1;
        domain.trust_flow = domain.trust_flow.max(int(self.places.trust_flow));
        domain.citation_flow = domain.citation_flow.max(int(self.places.citation_flow));
        if let Some(Cell::Flag(nofollow)) = at(self.places.nofollow) {
            domain.follow.count(!nofollow);
        }
        if let Some(Cell::Flag(deleted)) = at(self.places.deleted) {
            domain.lost.count(*deleted);
        }
        if let Some(day) = date(self.places.first_found) {
            domain.first = Some(domain.first.map_or(day, |first| first.min(day)));
        }
        domain.last = domain.last.max(date(self.places.crawled));
        if let Some(topic) = topic {
            match domain.topics.iter_mut().find(|(t, _)| *t == topic) {
                Some((_, links)) => *links += 1,
                None => domain.topics.push((topic, 1)),
            }
        }
    }

    /// Every domain, in the order of rows.
    pub(super) fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// Whether a domain has links.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(host::same_name(name).as_str())
    }

    /// The topic of most links; of equals the one that came first.
    pub(super) fn leading_topic(&self, domain: &Domain) -> Option<&str> {
        let mut best: Option<(u32, u32)> = None;
        for (topic, links) in &domain.topics {
            if best.is_none_or(|(_, most)| *links > most) {
                best = Some((*topic, *links));
            }
        }
        best.and_then(|(topic, _)| self.topic_names.get(topic as usize).map(AsRef::as_ref))
    }
}

fn topic_number(topics: &mut HashMap<Rc<str>, u32>, names: &mut Vec<Rc<str>>, topic: &str) -> u32 {
    if let Some(number) = topics.get(topic) {
        return *number;
    }
    let number = names.len() as u32;
    let name: Rc<str> = topic.into();
    names.push(Rc::clone(&name));
    topics.insert(name, number);
    number
}
