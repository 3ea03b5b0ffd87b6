//! What came and what went: the three answers against the links' own dates and against each other.

use std::ops::ControlFlow;

use backtrail::index::{Datasource, Index, ItemKind, LinkRecord};

mod calendar;
mod history;
mod links;

/// Every link to an item.
fn all_links(index: &Index, kind: ItemKind, name: &str) -> Vec<LinkRecord> {
    let id = index.resolve(kind, name).unwrap();
    let mut links = Vec::new();
    index.for_each_ref_domain_link(id, usize::MAX, false, &mut |link| {
        links.push(link.clone());
        ControlFlow::Continue(())
    });
    links
}

/// Both indexes with the names that calls have for them.
const VIEWS: [(&str, Datasource); 2] = [
    ("fresh", Datasource::Fresh),
    ("historic", Datasource::Historic),
];
