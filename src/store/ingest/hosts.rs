//! Hosts of sources and the domains that they belong to; suffix rules are asked once a host.

use super::host;
use super::names::{NONE as UNKNOWN, Names};
use crate::model::target::{main_domain, main_suffix, public_suffix};

/// Every domain so far, numbered in order of first appearance, and the hosts below them.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    domains: Names,
    /// Whether a domain's name with `www.` before it was met and belongs to it, as it does not below a public suffix.
    has_www: Vec<bool>,
    /// Hosts as written that are neither their domain nor that with `www.`, and the rows of their domains.
    others: Names,
    others_rows: Vec<u32>,
    /// Private suffixes part domains too.
    by_main_domain: bool,
}

impl Hosts {
    /// From now on private suffixes part domains too.
    pub(super) fn count_by_main_domain(&mut self) {
        self.by_main_domain = true;
    }

    /// The public suffix of a domain.
    pub(super) fn suffix<'n>(&self, domain: &'n str) -> &'n str {
        match self.by_main_domain {
            true => main_suffix(domain),
            false => public_suffix(domain),
        }
    }

    /// Domains so far.
    pub(super) fn len(&self) -> usize {
        self.has_www.len()
    }

    /// The name of a domain.
    #[inline]
    pub(super) fn domain(&self, row: u32) -> &str {
        self.domains.get(row)
    }

    /// Whether there is such a domain.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.domains.find(&host::same_name(name)).is_some()
    }

    /// The rows of the domains of hosts, in their order; they end before a host whose name finds no room.
    ///
    /// All are looked up before any is added, a table at a time: each look waits for memory, and many of them wait
    /// together.
    pub(super) fn rows<'h>(
        &mut self,
        hosts: impl Iterator<Item = &'h str> + Clone,
        rows: &mut Vec<u32>,
    ) {
        self.domains
            .find_all(hosts.clone().map(|host| without_www(host).0), rows);
        for (host, row) in hosts.clone().zip(rows.iter_mut()) {
            if !self.belongs(host, *row) {
                *row = self.as_other(host);
            }
        }
        for (at, host) in hosts.enumerate() {
            if rows[at] == UNKNOWN {
                match self.row_or_new(host) {
                    Some(row) => rows[at] = row,
                    None => return rows.truncate(at),
                }
            }
        }
    }

    /// Whether a host belongs to the domain that its name without `www.` is.
    #[inline]
    fn belongs(&self, host: &str, row: u32) -> bool {
        row != UNKNOWN && (!without_www(host).1 || self.has_www.get(row as usize) == Some(&true))
    }

    /// The row of a host that is a domain, or one with `www.` before it.
    fn as_domain(&self, host: &str) -> u32 {
        let row = self.domains.find(without_www(host).0);
        row.filter(|row| self.belongs(host, *row))
            .unwrap_or(UNKNOWN)
    }

    /// The row of a host that is neither; `www.` may begin a domain's own name.
    fn as_other(&self, host: &str) -> u32 {
        let as_written = match host.starts_with("www.") {
            true => self.domains.find(host),
            false => None,
        };
        let other = || {
            let number = self.others.find(host)?;
            self.others_rows.get(number as usize).copied()
        };
        as_written.or_else(other).unwrap_or(UNKNOWN)
    }

    fn row_or_new(&mut self, host: &str) -> Option<u32> {
        // The same host may have been added just before.
        let row = match self.as_domain(host) {
            UNKNOWN => self.as_other(host),
            row => row,
        };
        match row {
            UNKNOWN => self.add(host),
            row => Some(row),
        }
    }

    /// None if there is no room for its name.
    fn add(&mut self, host: &str) -> Option<u32> {
        let name = match self.by_main_domain {
            true => main_domain(&host::same_name(host)).to_owned(),
            false => host::domain_of(host),
        };
        let row = match self.domains.find(&name) {
            Some(row) => row,
            None => {
                let row = self.domains.add(&name)?;
                self.has_www.push(false);
                row
            }
        };
        if host.strip_prefix("www.") == Some(name.as_str()) {
            self.has_www[row as usize] = true;
        } else if host != name {
            self.others.add(host)?;
            self.others_rows.push(row);
        }
        Some(row)
    }
}

/// A host without `www.` before it, and whether that was there.
#[inline]
fn without_www(host: &str) -> (&str, bool) {
    match host.strip_prefix("www.") {
        Some(rest) => (rest, true),
        None => (host, false),
    }
}

#[cfg(test)]
impl Hosts {
    /// As if there were so many that no further one has room.
    pub(super) fn full() -> Self {
        Self {
            domains: Names::full(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::target::registrable_domain;

    #[test]
    fn hosts_find_their_domain_in_whatever_order_and_company_they_come() {
        let names = [
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
        for turn in 0..names.len() {
            for together in [1, 3, 2 * names.len()] {
                let mut hosts = Hosts::default();
                let order: Vec<&str> = (0..2 * names.len())
                    .map(|at| names[(at * 7 + turn) % names.len()])
                    .collect();
                for group in order.chunks(together) {
                    let mut rows = Vec::new();
                    hosts.rows(group.iter().copied(), &mut rows);
                    for (host, row) in group.iter().zip(rows) {
                        let lower = host.to_ascii_lowercase();
                        assert_eq!(
                            hosts.domain(row),
                            registrable_domain(&lower),
                            "{host} {turn}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn domains_are_numbered_as_they_first_appear() {
        let mut hosts = Hosts::default();
        let mut rows = Vec::new();
        let group = [
            "b.example",
            "www.a.example",
            "x.b.example",
            "a.example",
            "www.a.example",
        ];
        hosts.rows(group.into_iter(), &mut rows);
        assert_eq!(rows, [0, 1, 0, 1, 1]);
        assert_eq!(
            (hosts.domain(0), hosts.domain(1)),
            ("b.example", "a.example")
        );
        hosts.rows(["c.example", "a.example"].into_iter(), &mut rows);
        assert_eq!(rows, [2, 1]);
        assert_eq!(hosts.len(), 3);
    }
}
