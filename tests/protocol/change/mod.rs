//! What came and what went: the three answers against the links' own dates and against each other.

use std::ops::ControlFlow;

use backtrail::index::{Datasource, Index, ItemKind, LinkRecord};

use crate::client::{ManualClock, Wanted, start, target};
use crate::sheets::refused;

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

#[tokio::test]
async fn a_path_that_is_too_wide_is_refused_uncharged() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let wide = format!("www.{}", target(&server, 0));
    for (command, param) in [
        ("GetBackLinksHistory", "item0"),
        ("GetNewLostBackLinks", "item"),
        ("GetNewLostBackLinkCalendar", "item"),
    ] {
        let params = [
            ("cmd", command),
            (param, wide.as_str()),
            ("UsePrefixScan", "1"),
        ];
        refused(&server, &params, "RealTimePrefixQueryNotPossible", "20,000").await;
    }
}
