//! What the links say of their referring domains, counted while they stream by.

use super::hosts::Hosts;
use super::topics::{Lead, Topics};
use super::waiting::{Link, Waiting};

/// What counts of a link.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) trust_flow: Option<i64>,
    pub(super) citation_flow: Option<i64>,
    pub(super) nofollow: Option<bool>,
    pub(super) deleted: Option<bool>,
    pub(super) first_found: Option<i32>,
    pub(super) crawled: Option<i32>,
}

/// No number was seen yet. A number that is so low counts as none.
const NO_NUMBER: i64 = i64::MIN;
/// The same for days.
const NO_DAY: i32 = i32::MIN;

/// One referring domain so far. There may be millions of them: 64 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Domain {
    trust_flow: i64,
    citation_flow: i64,
    pub(super) links: u32,
    pub(super) follow: Share,
    pub(super) lost: Share,
    first: i32,
    last: i32,
    lead: Lead,
}

impl Domain {
    const NEW: Self = Self {
        trust_flow: NO_NUMBER,
        citation_flow: NO_NUMBER,
        links: 0,
        follow: Share { yes: 0, known: 0 },
        lost: Share { yes: 0, known: 0 },
        first: NO_DAY,
        last: NO_DAY,
        lead: Lead::NONE,
    };

    pub(super) fn trust_flow(&self) -> Option<i64> {
        Some(self.trust_flow).filter(|n| *n != NO_NUMBER)
    }

    pub(super) fn citation_flow(&self) -> Option<i64> {
        Some(self.citation_flow).filter(|n| *n != NO_NUMBER)
    }

    pub(super) fn first(&self) -> Option<i32> {
        Some(self.first).filter(|day| *day != NO_DAY)
    }

    pub(super) fn last(&self) -> Option<i32> {
        Some(self.last).filter(|day| *day != NO_DAY)
    }

    #[inline]
    fn count(&mut self, facts: &Facts) {
        self.links += 1;
        self.trust_flow = self.trust_flow.max(facts.trust_flow.unwrap_or(NO_NUMBER));
        self.citation_flow = (self.citation_flow).max(facts.citation_flow.unwrap_or(NO_NUMBER));
        if let Some(nofollow) = facts.nofollow {
            self.follow.count(!nofollow);
        }
        if let Some(deleted) = facts.deleted {
            self.lost.count(deleted);
        }
        if let Some(day) = facts.first_found
            && (self.first == NO_DAY || day < self.first)
        {
            self.first = day;
        }
        self.last = self.last.max(facts.crawled.unwrap_or(NO_DAY));
    }
}

/// Yes among those that are known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    yes: u32,
    known: u32,
}

impl Share {
    #[inline]
    fn count(&mut self, yes: bool) {
        self.yes += u32::from(yes);
        self.known += 1;
    }

    pub(super) fn value(self) -> Option<f64> {
        (self.known > 0).then(|| f64::from(self.yes) / f64::from(self.known))
    }
}

/// Every referring domain so far, in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Tally {
    hosts: Hosts,
    domains: Vec<Domain>,
    topics: Topics,
    /// Links taken in, and not yet counted to their domains.
    waiting: Waiting,
    /// Rows of the domains of the hosts that wait.
    rows: Vec<u32>,
}

impl Tally {
    /// From now on domains are main domains, which private suffixes part too. Before the first link.
    pub(super) fn count_by_main_domain(&mut self) {
        self.hosts.count_by_main_domain();
    }

    /// The public suffix of a domain.
    pub(super) fn suffix<'n>(&self, domain: &'n str) -> &'n str {
        self.hosts.suffix(domain)
    }

    /// The name of a domain.
    #[inline]
    pub(super) fn name(&self, row: u32) -> &str {
        self.hosts.domain(row)
    }

    /// Domains so far.
    pub(super) fn len(&self) -> usize {
        self.domains.len()
    }

    /// Takes in the source URL of the link that is taken in next; says whether it has a host.
    #[inline]
    pub(super) fn meet(&mut self, source_url: &str) -> bool {
        self.waiting.meet(source_url)
    }

    /// Takes in a link from the source met last.
    #[inline]
    pub(super) fn take_in(&mut self, facts: Facts, topic: Option<&str>) {
        let topic = topic.and_then(|topic| self.topics.number(topic));
        self.waiting.take_in(facts, topic);
    }

    /// Counts the links taken in to their domains, and tells each link's. Ends before a link whose host finds no room;
    /// says how many were not counted.
    pub(super) fn settle(&mut self, mut tell: impl FnMut(u32, &str)) -> usize {
        self.hosts.rows(self.waiting.hosts(), &mut self.rows);
        self.domains.resize(self.hosts.len(), Domain::NEW);
        let links = self.waiting.links();
        let met = links.partition_point(|link| (link.host as usize) < self.rows.len());
        let (links, left) = (&links[..met], links.len() - met);
        let row = |link: &Link| self.rows[link.host as usize];
        // One thing after the other for all: each looks into memory far away.
        for link in links {
            self.domains[row(link) as usize].count(&link.facts);
        }
        for link in links {
            if let Some(topic) = link.topic {
                let lead = &mut self.domains[row(link) as usize].lead;
                self.topics.count(lead, row(link), topic);
            }
        }
        for link in links {
            tell(row(link), self.hosts.domain(row(link)));
        }
        self.waiting.clear();
        left
    }

    /// Links of each domain.
    pub(super) fn links(&self) -> Vec<u32> {
        self.domains.iter().map(|d| d.links).collect()
    }

    /// One of the domains.
    pub(super) fn domain(&self, row: u32) -> Option<&Domain> {
        self.domains.get(row as usize)
    }

    /// Whether a domain has links.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.hosts.knows(name)
    }

    /// The topic of most links; of equals the one that came first.
    pub(super) fn leading_topic(&self, domain: &Domain) -> Option<&str> {
        self.topics.leading(domain.lead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_takes_little_memory() {
        assert!(size_of::<Domain>() <= 64);
    }

    #[test]
    fn names_that_find_no_room_are_no_missing_hosts() {
        let mut tally = Tally {
            hosts: Hosts::full(),
            ..Tally::default()
        };
        assert!(!tally.meet("http:///x"));
        assert!(tally.meet("http://a.example/"));
        tally.take_in(Facts::default(), None);
        let left = tally.settle(|row, name| panic!("{row} {name}"));
        assert_eq!((left, tally.len()), (1, 0));
    }

    #[test]
    fn links_are_told_in_their_order_and_counted_once() {
        let mut tally = Tally::default();
        for urls in [
            &[
                "http://b.example/1",
                "http://b.example/2",
                "http://www.a.example",
            ][..],
            &["http://www.a.example/", "http://b.example?x"],
            &[],
        ] {
            for url in urls {
                assert!(tally.meet(url));
                tally.take_in(Facts::default(), Some("Arts"));
            }
            let mut told = Vec::new();
            let left = tally.settle(|row, name| told.push(format!("{row} {name}")));
            assert_eq!(left, 0);
            let names = urls.iter().map(|url| match url.contains("b.example") {
                true => "0 b.example",
                false => "1 a.example",
            });
            assert_eq!(told, names.collect::<Vec<_>>());
        }
        assert_eq!(tally.links(), [3, 2]);
    }
}
