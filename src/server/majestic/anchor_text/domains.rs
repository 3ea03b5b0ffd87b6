//! Mode 1: who uses a text, one row a referring domain. The columns are not documented; these are ours, and so is the
//! order: like that of the texts, then by name.

use std::cmp::Reverse;

use super::text::TextFilter;
use crate::index::{Index, ItemId, flag};
use crate::wire::majestic::Table;

/// The links of one domain with the text.
pub(super) struct User {
    domain: u32,
    name: String,
    ref_domains: i64,
    links: i64,
    deleted: i64,
    nofollow: i64,
}

/// The domains that use a text which passes.
pub(super) fn users(index: &Index, item: ItemId, filter: &TextFilter) -> Vec<User> {
    let mut users: Vec<User> = Vec::new();
    index.for_each_link(item, &mut |domain, found, seen| {
        if !filter.passes(&index.anchor(found)) {
            return;
        }
        if users.last().is_none_or(|user| user.domain != domain) {
            users.push(User {
                domain,
                name: index.domain_name(domain),
                ref_domains: i64::from(index.domain_counts(domain).ref_domains),
                links: 0,
                deleted: 0,
                nofollow: 0,
            });
        }
        if let Some(user) = users.last_mut() {
            user.links += 1;
            user.deleted += i64::from(seen.lost.is_some());
            user.nofollow += i64::from(found.link.has(flag::NOFOLLOW));
        }
    });
    users.sort_unstable_by(|a, b| {
        let size = |user: &User| Reverse((user.ref_domains, user.links));
        size(a).cmp(&size(b)).then_with(|| a.name.cmp(&b.name))
    });
    users
}

/// Their table.
pub(super) fn table(users: &[User]) -> Table {
    let columns = [
        "Domain",
        "RefDomains",
        "TotalLinks",
        "DeletedLinks",
        "NoFollowLinks",
    ];
    let mut table = Table::new("RefDomains", &columns);
    let row = |user: &User| {
        vec![
            user.name.as_str().into(),
            user.ref_domains.into(),
            user.links.into(),
            user.deleted.into(),
            user.nofollow.into(),
        ]
    };
    table.rows = users.iter().map(row).collect();
    table
}
