//! The parameters `SortBy` and `SortDir`.

use super::{Row, ask, identity, int, process, rows, rows_of};
use crate::client::{plain, target};

/// Every documented order with the column that shows it.
const ORDERS: [(&str, &str); 14] = [
    ("AnchorText", "AnchorText"),
    ("DateDeleted", "DateLost"),
    ("DomainCitationFlow", "domain CitationFlow"),
    ("DomainTrustFlow", "domain TrustFlow"),
    ("ExternalOutlinks", "SourceOutLinksExternal"),
    ("FirstSeen", "FirstIndexedDate"),
    ("InternalOutlinks", "SourceOutLinksInternal"),
    ("LastSeen", "LastSeenDate"),
    ("OutDomainsExternal", "SourceOutDomainsExternal"),
    ("SourceCitationFlow", "SourceCitationFlow"),
    ("SourceTrustFlow", "SourceTrustFlow"),
    ("SourceUrl", "SourceURL"),
    ("TargetUrlLength", "length of TargetURL"),
    ("TotalOutlinks", "total"),
];

/// What a row is sorted by: a number, or a text beside zero.
fn key(row: &Row, domains: &[Row], column: &str) -> (i64, String) {
    let text = match column {
        "total" => {
            let (out, own) = ("SourceOutLinksExternal", "SourceOutLinksInternal");
            return (int(row, out) + int(row, own), String::new());
        }
        "length of TargetURL" => return (row["TargetURL"].len() as i64, String::new()),
        column => match column.strip_prefix("domain ") {
            Some(column) => domains[int(row, "DomainID") as usize][column].clone(),
            None => row[column].clone(),
        },
    };
    match text.parse() {
        Ok(number) if column != "AnchorText" => (number, String::new()),
        _ => (0, text),
    }
}

#[tokio::test]
async fn rows_are_sorted_by_every_documented_order_in_both_directions() {
    let server = plain().await;
    let item = target(&server, 2);
    let standard = process(&server, &item, &[]).await;
    let standard: Vec<_> = rows(&standard).iter().map(identity).collect();
    for ((name, column), falling) in ORDERS.into_iter().flat_map(|o| [(o, true), (o, false)]) {
        let dir = if falling { "desc" } else { "asc" };
        let params = [
            ("SortBy1", name),
            ("SortDir1", dir),
            ("ShowDomainInfo", "1"),
        ];
        let answer = process(&server, &item, &params).await;
        let domains = rows_of(answer.table("DomainsInfo").unwrap());
        let sorted = rows(&answer);
        let mut keys: Vec<_> = sorted.iter().map(|r| key(r, &domains, column)).collect();
        if name == "DateDeleted" {
            // Days that are not known come last in both directions.
            let unknown: Vec<bool> = keys.iter().map(|k| k.1.is_empty()).collect();
            assert!(unknown.is_sorted(), "{dir}");
            keys.retain(|key| !key.1.is_empty());
        }
        let in_order = |a: &(i64, String), b: &(i64, String)| if falling { a >= b } else { a <= b };
        assert!(keys.is_sorted_by(in_order), "{name} {dir}");
        assert!(keys.first() != keys.last(), "{name} sorts nothing");
        let mut found: Vec<_> = sorted.iter().map(identity).collect();
        assert_ne!(found, standard, "{name} {dir}");
        found.sort();
        let mut all = standard.clone();
        all.sort();
        assert_eq!(found, all, "{name} {dir}");
    }
}

#[tokio::test]
async fn a_second_order_decides_among_equals_and_none_counts_without_the_processing() {
    let server = plain().await;
    let item = target(&server, 2);
    let params = [
        ("SortBy1", "SourceTrustFlow"),
        ("SortBy2", "lastseen"),
        ("SortDir2", "ASC"),
    ];
    let rows = rows(&process(&server, &item, &params).await);
    assert!(rows.is_sorted_by_key(|r| (-int(r, "SourceTrustFlow"), r["LastSeenDate"].clone())));
    let unused = [
        ("SortBy1", "Nothing"),
        ("Filters", "("),
        ("FilteringDepth", "7"),
    ];
    ask(&server, &item, &unused).await;
}
