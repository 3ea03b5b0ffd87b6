//! How the links of a target come and go over time.

use std::collections::HashMap;

use crate::index::Backlink;

/// The links of a target at a moment, and what changed since the moment before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub backlinks: i64,
    pub backlinks_nofollow: i64,
    pub pages: i64,
    pub pages_nofollow: i64,
    pub hosts: i64,
    pub hosts_nofollow: i64,
    pub domains: i64,
    pub domains_nofollow: i64,
    pub ips: i64,
    pub subnets: i64,
    pub new_backlinks: i64,
    pub lost_backlinks: i64,
    pub new_hosts: i64,
    pub lost_hosts: i64,
    pub new_domains: i64,
    pub lost_domains: i64,
}

/// Whether a link stands at a moment.
pub(super) fn stands(link: &Backlink, at: i64) -> bool {
    i64::from(link.first) <= at && (link.lost == 0 || i64::from(link.lost) > at)
}

/// How many links each of some things has, and which of them began or ceased to have any.
#[derive(Default)]
struct Holders {
    links: HashMap<u32, i64>,
    /// Whether those that changed had any at the moment before.
    before: HashMap<u32, bool>,
    holding: i64,
}

impl Holders {
    fn step(&mut self, number: u32, by: i64) {
        let links = self.links.entry(number).or_default();
        let had = *links > 0;
        *links += by;
        let has = *links > 0;
        if had != has {
            self.holding += by;
            self.before.entry(number).or_insert(had);
        }
    }

    /// How many began and ceased since it was asked last.
    fn changes(&mut self) -> (i64, i64) {
        let (mut new, mut lost) = (0, 0);
        for (number, had) in self.before.drain() {
            let has = self.links.get(&number).is_some_and(|links| *links > 0);
            new += i64::from(has && !had);
            lost += i64::from(had && !has);
        }
        (new, lost)
    }
}

#[derive(Default)]
struct Walk {
    point: Point,
    hosts: Holders,
    hosts_nofollow: Holders,
    domains: Holders,
    domains_nofollow: Holders,
    ips: Holders,
    subnets: Holders,
}

impl Walk {
    fn step(&mut self, link: &Backlink, by: i64) {
        let count = i64::from(link.occurrences) * by;
        let point = &mut self.point;
        point.backlinks += count;
        point.pages += by;
        if by > 0 {
            point.new_backlinks += count;
        } else {
            point.lost_backlinks -= count;
        }
        self.hosts.step(link.source_host, by);
        self.domains.step(link.domain, by);
        self.ips.step(link.ip, by);
        self.subnets.step(link.ip >> 8, by);
        if link.is_nofollow() {
            point.backlinks_nofollow += count;
            point.pages_nofollow += by;
            self.hosts_nofollow.step(link.source_host, by);
            self.domains_nofollow.step(link.domain, by);
        }
    }

    fn pause(&mut self) -> Point {
        let (new_hosts, lost_hosts) = self.hosts.changes();
        let (new_domains, lost_domains) = self.domains.changes();
        let point = Point {
            hosts: self.hosts.holding,
            hosts_nofollow: self.hosts_nofollow.holding,
            domains: self.domains.holding,
            domains_nofollow: self.domains_nofollow.holding,
            ips: self.ips.holding,
            subnets: self.subnets.holding,
            new_hosts,
            lost_hosts,
            new_domains,
            lost_domains,
            ..self.point
        };
        (self.point.new_backlinks, self.point.lost_backlinks) = (0, 0);
        point
    }
}

/// The links at each of the moments, which rise; what the first is compared with is the moment `since`.
pub(super) fn walk<'a>(
    links: impl Iterator<Item = &'a Backlink>,
    since: i64,
    moments: &[i64],
) -> Vec<Point> {
    let mut events: Vec<(u32, i64, &Backlink)> = Vec::new();
    for link in links {
        events.push((link.first, 1, link));
        if link.lost > 0 {
            // Found and missed on one visit, it still was there.
            events.push((link.lost.max(link.first), -1, link));
        }
    }
    events.sort_by_key(|&(at, by, _)| (at, -by));
    let mut events = events.into_iter().peekable();
    let mut walk = Walk::default();
    let mut points = Vec::with_capacity(moments.len());
    for &moment in std::iter::once(&since).chain(moments) {
        while let Some((_, by, link)) = events.next_if(|&(at, ..)| i64::from(at) <= moment) {
            walk.step(link, by);
        }
        points.push(walk.pause());
    }
    points.split_off(1)
}
