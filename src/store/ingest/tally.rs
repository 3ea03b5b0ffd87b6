//! What the links say of their referring domains, counted while they stream by.

use super::host;
use super::names::Names;
use super::topics::{Lead, Topics};

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
    /// Its name with `www.` before it was met and belongs to it, as it does not below a public suffix.
    has_www: bool,
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
        has_www: false,
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

/// Why a source URL is not counted under a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDomain {
    /// It has no host.
    NoHost,
    /// There is no room for further names.
    Full,
}

/// Every referring domain so far, in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Tally {
    names: Names,
    domains: Vec<Domain>,
    /// Hosts as written that are neither their domain nor that with `www.`, so that suffix rules are asked once a
    /// host; and the rows of their domains.
    hosts: Names,
    hosts_rows: Vec<u32>,
    /// Links of a host mostly come together: the last address as far as its host goes.
    last: Option<(String, u32)>,
    topics: Topics,
}

impl Tally {
    /// The name of a domain.
    #[inline]
    pub(super) fn name(&self, row: u32) -> &str {
        self.names.get(row)
    }

    /// Domains so far.
    pub(super) fn len(&self) -> usize {
        self.domains.len()
    }

    /// The row of the domain that a source URL belongs to.
    #[inline]
    pub(super) fn domain_row(&mut self, source_url: &str) -> Result<u32, NoDomain> {
        if let Some((last, row)) = &self.last
            && let Some(rest) = source_url.strip_prefix(last.as_str())
            && (rest.is_empty() || rest.starts_with(host::BEHIND))
        {
            return Ok(*row);
        }
        let host = host::host_of(source_url).ok_or(NoDomain::NoHost)?;
        let row = match self.known_host(host) {
            Some(row) => row,
            None => self.new_host(host).ok_or(NoDomain::Full)?,
        };
        let (last, last_row) = self.last.get_or_insert_default();
        last.clear();
        last.push_str(host::before_path(source_url));
        *last_row = row;
        Ok(row)
    }

    fn known_host(&self, host: &str) -> Option<u32> {
        if let Some(row) = self.names.find(host) {
            return Some(row);
        }
        if let Some(rest) = host.strip_prefix("www.")
            && let Some(row) = self.names.find(rest)
            && self.domains[row as usize].has_www
        {
            return Some(row);
        }
        let number = self.hosts.find(host)?;
        self.hosts_rows.get(number as usize).copied()
    }

    /// None if there is no room for its name.
    fn new_host(&mut self, host: &str) -> Option<u32> {
        let name = host::domain_of(host);
        let row = match self.names.find(&name) {
            Some(row) => row,
            None => {
                let row = self.names.add(&name)?;
                self.domains.push(Domain::NEW);
                row
            }
        };
        if host.strip_prefix("www.") == Some(name.as_str()) {
            self.domains[row as usize].has_www = true;
        } else if host != name {
            self.hosts.add(host)?;
            self.hosts_rows.push(row);
        }
        Some(row)
    }

    /// Links of each domain.
    pub(super) fn links(&self) -> Vec<u32> {
        self.domains.iter().map(|d| d.links).collect()
    }

    /// Counts a link to its domain.
    #[inline]
    pub(super) fn count(&mut self, row: u32, facts: &Facts, topic: Option<&str>) {
        if let Some(domain) = self.domains.get_mut(row as usize) {
            domain.count(facts);
            if let Some(topic) = topic {
                self.topics.count(&mut domain.lead, row, topic);
            }
        }
    }

    /// One of the domains.
    pub(super) fn domain(&self, row: u32) -> Option<&Domain> {
        self.domains.get(row as usize)
    }

    /// Whether a domain has links.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.find(&host::same_name(name)).is_some()
    }

    /// The topic of most links; of equals the one that came first.
    pub(super) fn leading_topic(&self, domain: &Domain) -> Option<&str> {
        self.topics.leading(domain.lead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::target::registrable_domain;

    #[test]
    fn a_domain_takes_little_memory() {
        assert!(size_of::<Domain>() <= 64);
    }

    #[test]
    fn names_that_find_no_room_are_no_missing_hosts() {
        let mut tally = Tally {
            names: Names::full(),
            ..Tally::default()
        };
        assert_eq!(tally.domain_row("http:///x"), Err(NoDomain::NoHost));
        assert_eq!(tally.domain_row("http://a.example/"), Err(NoDomain::Full));
    }

    #[test]
    fn hosts_find_their_domain_in_whatever_order_they_come() {
        let hosts = [
            "www.example.co.uk",
            "co.uk",
            "www.co.uk",
            "a.example.co.uk",
            "example.co.uk",
            "www.a.example.co.uk",
            "com",
            "www.com",
            "www.www.com",
            "192.0.2.7",
            "www.192.0.2.7",
            "blogspot.com",
            "www.blogspot.com",
            "x.blogspot.com",
            "WWW.Example.co.uk",
            "Example.CO.UK",
        ];
        for turn in 0..hosts.len() {
            let mut tally = Tally::default();
            for round in 0..2 {
                for at in 0..hosts.len() {
                    let host = hosts[(at * 7 + turn) % hosts.len()];
                    let row = tally.domain_row(&format!("http://{host}/{round}")).unwrap();
                    let lower = host.to_ascii_lowercase();
                    assert_eq!(tally.name(row), registrable_domain(&lower), "{host} {turn}");
                }
            }
        }
    }
}
