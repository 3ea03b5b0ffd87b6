//! The links that say a text.

use super::*;
use crate::client::{ManualClock, Wanted, start};

async fn links_with(server: &Running, item: &str, more: &[(&str, &str)]) -> Vec<Row> {
    let mut params = vec![("Mode", "2"), ("Count", "1000")];
    params.extend_from_slice(more);
    let answer = ask(server, item, &params).await;
    let table = only_table(&answer);
    assert_eq!(table.name, "BackLinks");
    assert_eq!(attribute(table, "Mode"), "2");
    assert_eq!(attribute(table, "CanReturnURLs"), "1");
    rows(table)
}

fn identities<'a>(links: impl Iterator<Item = &'a LinkRecord>) -> BTreeSet<(String, String)> {
    links
        .map(|l| (l.source_url.clone(), l.target_url.clone()))
        .collect()
}

fn shown(rows: &[Row]) -> BTreeSet<(String, String)> {
    rows.iter()
        .map(|row| (row["SourceURL"].clone(), row["TargetURL"].clone()))
        .collect()
}

#[tokio::test]
async fn the_links_of_a_text_are_those_its_row_counts() {
    let server = plain().await;
    let item = target(&server, 3);
    let links = links(&server, &item);
    let texts = by_text(&links);
    for row in all(&server, &item, &[("Count", "4")]).await {
        let text = row["AnchorText"].as_str();
        let got = links_with(&server, &item, &[("FilterAnchorText", text)]).await;
        assert_eq!(whole(got.len()), int(&row, "TotalLinks"), "{text}");
        assert_eq!(shown(&got), identities(texts[text].iter().copied()));
        assert_eq!(sum(&got, "FlagDeleted"), int(&row, "DeletedLinks"));
        assert_eq!(sum(&got, "FlagNoFollow"), int(&row, "NoFollowLinks"));
        assert_eq!(got[0].len(), 41);
        let ranks: Vec<i64> = got.iter().map(|link| -int(link, "ACRank")).collect();
        assert!(ranks.is_sorted());
    }
    let hints = links.iter().filter(|l| l.alt_text || l.mention).count();
    assert!(hints > 0, "some links are mere hints");
}

#[tokio::test]
async fn they_are_narrowed_to_a_domain_and_widened_to_a_part_of_the_text() {
    let server = plain().await;
    let item = target(&server, 3);
    let links = links(&server, &item);
    let texts = by_text(&links);
    let (text, of_text) = texts.iter().max_by_key(|t| domains(t.1).len()).unwrap();
    let domain = of_text[0].source_domain.as_str();
    let more = [
        ("FilterAnchorText", text.as_str()),
        ("FilterRefDomain", domain),
    ];
    let got = links_with(&server, &item, &more).await;
    let of_both = of_text
        .iter()
        .copied()
        .filter(|l| l.source_domain == domain);
    assert_eq!(shown(&got), identities(of_both));
    let got = links_with(&server, &item, &[("FilterRefDomain", domain)]).await;
    let of_domain = links.iter().filter(|l| l.source_domain == domain);
    assert_eq!(shown(&got), identities(of_domain));
    let more = [("FilterAnchorText", "WWW"), ("FilterAnchorTextMode", "2")];
    let got = links_with(&server, &item, &more).await;
    let containing = links
        .iter()
        .filter(|l| l.anchor.to_lowercase().contains("www"));
    assert!(got.len() > 10);
    assert_eq!(shown(&got), identities(containing));
    let more = [
        ("FilterAnchorText", text.as_str()),
        ("FilterRefDomain", "nobody.example"),
    ];
    assert!(links_with(&server, &item, &more).await.is_empty());
    let whole_list = links_with(&server, &item, &[("FilterAnchorText", text)]).await;
    let mut joined = Vec::new();
    for from in ["0", "5", "10"] {
        let more = [
            ("FilterAnchorText", text.as_str()),
            ("Count", "5"),
            ("From", from),
        ];
        let mut params = vec![("Mode", "2")];
        params.extend_from_slice(&more);
        joined.extend(rows(only_table(&ask(&server, &item, &params).await)));
    }
    assert_eq!(joined, whole_list[..joined.len()]);
}

#[tokio::test]
async fn of_a_large_item_no_links_are_returned() {
    let wanted = Wanted {
        links: Some(130_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let item = target(&server, 0);
    assert!(links(&server, &item).len() > 50_000);
    let answer = call(&server, &[("cmd", "GetAnchorText"), ("item", &item)]).await;
    let table = only_table(&answer);
    assert_eq!(attribute(table, "CanReturnURLs"), "0");
    assert_eq!(attribute(table, "TotalResults"), "1000");
    assert_eq!(table.rows.len(), 10);
    let params = [
        ("cmd", "GetAnchorText"),
        ("item", &item),
        ("Mode", "2"),
        ("FilterAnchorText", "here"),
    ];
    refused(&server, &params, "InvalidParameter", "CanReturnURLs").await;
    let wide = format!("www.{item}");
    let params = [
        ("cmd", "GetAnchorText"),
        ("item", &wide),
        ("UsePrefixScan", "1"),
    ];
    let code = "RealTimePrefixQueryNotPossible";
    refused(&server, &params, code, "20,000").await;
}
