//! Which links are shown: pages, caps, modes, domains, topics, prefixes.

use std::collections::{BTreeMap, HashMap};

use super::{Row, ask, identity, int, rows, rows_of};
use crate::client::{plain, target};

#[tokio::test]
async fn pages_put_together_are_one_large_call() {
    let server = plain().await;
    let item = target(&server, 2);
    for more in [
        &[][..],
        &[("MaxSourceURLsPerRefDomain", "3"), ("Mode", "1")],
        &[
            ("ConsumeResourcesForAdditionalProcessing", "1"),
            ("SortBy1", "LastSeen"),
        ],
    ] {
        let mut large = vec![("Count", "50000")];
        large.extend_from_slice(more);
        let whole = rows(&ask(&server, &item, &large).await);
        assert!(whole.len() > 300);
        let mut pieces = Vec::new();
        let step = whole.len() / 3 + 1;
        for from in (0..whole.len() + step).step_by(step) {
            let (count, from) = (step.to_string(), from.to_string());
            let mut paged = vec![("Count", count.as_str()), ("From", from.as_str())];
            paged.extend_from_slice(more);
            pieces.extend(rows(&ask(&server, &item, &paged).await));
        }
        assert_eq!(pieces, whole);
    }
}

#[tokio::test]
async fn caps_modes_and_domains_choose_among_the_links() {
    let server = plain().await;
    let item = target(&server, 1);
    let all = rows(&ask(&server, &item, &[("Count", "50000")]).await);
    let domain = |row: &Row| {
        let host = row["SourceURL"].split('/').nth(2).unwrap();
        psl::domain_str(host).unwrap().to_owned()
    };
    let capped = |most: usize, key: &dyn Fn(&Row) -> String| -> Vec<Row> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut kept = all.clone();
        kept.retain(|row| {
            let count = seen.entry(key(row)).or_default();
            *count += 1;
            *count <= most
        });
        kept
    };
    for cap in [1, 3, 10] {
        let text = cap.to_string();
        let params = [("Count", "50000"), ("MaxSourceURLsPerRefDomain", &text)];
        let got = rows(&ask(&server, &item, &params).await);
        assert!(got.len() < all.len());
        assert_eq!(got, capped(cap, &domain));
    }
    let params = [("Count", "50000"), ("MaxSameSourceURLs", "1")];
    let got = rows(&ask(&server, &item, &params).await);
    assert!(got.len() < all.len());
    assert_eq!(got, capped(1, &|row| row["SourceURL"].clone()));

    let live = rows(&ask(&server, &item, &[("Count", "50000"), ("Mode", "1")]).await);
    let expected: Vec<_> = all.iter().filter(|r| r["FlagDeleted"] == "0").collect();
    assert!(live.len() < all.len());
    assert_eq!(live.iter().collect::<Vec<_>>(), expected);

    let mut counts: HashMap<String, usize> = HashMap::new();
    all.iter()
        .for_each(|r| *counts.entry(domain(r)).or_default() += 1);
    let (most, _) = counts.iter().max_by_key(|c| c.1).unwrap();
    for asked in [
        most.clone(),
        format!("https://www.{most}/x"),
        most.to_uppercase(),
    ] {
        let got = rows(&ask(&server, &item, &[("RefDomain", &asked)]).await);
        let expected: Vec<Row> = all
            .iter()
            .filter(|r| domain(r) == *most)
            .take(10)
            .cloned()
            .collect();
        assert_eq!(got, expected, "{asked}");
        assert_eq!(got.len(), 10);
    }
    let got = rows(&ask(&server, &item, &[("RefDomain", "nobody.example")]).await);
    assert!(got.is_empty());
}

#[tokio::test]
async fn a_topic_is_the_page_s_or_its_domain_s() {
    let server = plain().await;
    let item = target(&server, 0);
    let large = [("Count", "50000"), ("ShowDomainInfo", "1")];
    let answer = ask(&server, &item, &large).await;
    let all = rows(&answer);
    let domains = rows_of(answer.table("DomainsInfo").unwrap());
    let of_domain =
        |row: &Row| domains[int(row, "DomainID") as usize]["TopicalTrustFlow_Topic_0"].clone();
    let of_page = |row: &Row| row["SourceTopicalTrustFlow_Topic_0"].clone();
    let check = async |mode: &str, pattern: &str, keep: &dyn Fn(&Row) -> bool| {
        let params = [
            ("Count", "50000"),
            ("FilterTopic", pattern),
            ("FilterTopicsRefDomainsMode", mode),
        ];
        let got = rows(&ask(&server, &item, &params).await);
        let got: Vec<_> = got.iter().map(identity).collect();
        let expected: Vec<_> = all.iter().filter(|r| keep(r)).map(identity).collect();
        assert!(!got.is_empty() && got.len() < all.len(), "{pattern} {mode}");
        assert_eq!(got, expected, "{pattern} {mode}");
    };
    check("0", "computers", &|r| of_page(r).starts_with("Computers/")).await;
    check("0", "*Gardening", &|r| of_page(r).ends_with("Gardening")).await;
    check("1", "Arts/Music", &|r| of_domain(r) == "Arts/Music").await;
    check("1", "Arts*", &|r| of_domain(r).starts_with("Arts/")).await;
}

#[tokio::test]
async fn a_prefix_takes_every_link_below_it() {
    let server = plain().await;
    let item = target(&server, 0);
    let all = rows(&ask(&server, &item, &[("Count", "50000")]).await);
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in &all {
        let url = &row["TargetURL"];
        let end = url.rfind('/').unwrap() + 1;
        if end < url.len() && url[..end].split('/').count() > 4 {
            *places.entry(url[..end].to_owned()).or_default() += 1;
        }
    }
    let (prefix, count) = places.iter().max_by_key(|p| p.1).unwrap();
    assert!(*count > 5, "{count}");
    let params = [("Count", "50000"), ("UsePrefixScan", "1")];
    let got = rows(&ask(&server, prefix, &params).await);
    let expected: Vec<_> = all
        .iter()
        .filter(|r| r["TargetURL"].starts_with(prefix.as_str()))
        .map(identity)
        .collect();
    assert_eq!(got.iter().map(identity).collect::<Vec<_>>(), expected);
}
