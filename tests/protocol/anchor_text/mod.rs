//! GetAnchorText: texts, who uses them and the links that say them, each against the item's links grouped again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backtrail::index::{Datasource, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::{body, call, plain, target};
use crate::sheets::{
    NOBODY, Row, ask as ask_both, attribute, attributes, check_types, common_path, int,
    last_charge, links, refused, rows, sum,
};

mod charges;
mod links_of;

async fn ask(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetAnchorText"), ("item", item)];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

/// Every row of the table that comes, by pages of a thousand.
async fn all(server: &Running, item: &str, more: &[(&str, &str)]) -> Vec<Row> {
    let mut params = vec![("Count", "1000")];
    params.extend_from_slice(more);
    let answer = ask(server, item, &params).await;
    rows(only_table(&answer))
}

fn only_table(answer: &Answer) -> &Table {
    let tables = answer.tables.as_deref().unwrap();
    assert_eq!(tables.len(), 1);
    &tables[0]
}

/// The links of an item by their text as it is shown.
fn by_text(links: &[LinkRecord]) -> BTreeMap<String, Vec<&LinkRecord>> {
    let mut texts: BTreeMap<String, Vec<&LinkRecord>> = BTreeMap::new();
    for link in links {
        let text = link.anchor.trim().to_owned();
        texts.entry(text).or_default().push(link);
    }
    texts
}

fn domains<'a>(links: &[&'a LinkRecord]) -> BTreeSet<&'a str> {
    links.iter().map(|l| l.source_domain.as_str()).collect()
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

#[tokio::test]
async fn columns_and_variables_stand_as_documented() {
    let server = plain().await;
    let item = target(&server, 3);
    let params = [
        ("cmd", "GetAnchorText"),
        ("item", item.as_str()),
        ("Count", "1000"),
    ];
    let columns = "AnchorText t,RefDomains n,TotalLinks n,DeletedLinks n,NoFollowLinks n,EstimatedLinkCitationFlow n,\
EstimatedLinkTrustFlow n,TopicalTrustFlow_Topic_0 t,TopicalTrustFlow_Value_0 e,TopicalTrustFlow_Topic_1 t,\
TopicalTrustFlow_Value_1 e,TopicalTrustFlow_Topic_2 t,TopicalTrustFlow_Value_2 e";
    check_types(&server, &params, "AnchorText", columns).await;
    let answer = ask(
        &server,
        &item,
        &[("DesiredTopics", "99"), ("Count", "9999")],
    )
    .await;
    let table = only_table(&answer);
    assert_eq!(attribute(table, "TopicsCount"), "10");
    assert_eq!(attribute(table, "Count"), "1000");
}

#[tokio::test]
async fn variables_tell_what_was_asked() {
    let server = plain().await;
    let item = target(&server, 3);
    let answer = ask(
        &server,
        &item.to_uppercase(),
        &[
            ("Count", "7"),
            ("From", "2"),
            ("DesiredTopics", "1"),
            ("FilterAnchorText", "e"),
            ("FilterAnchorTextMode", "2"),
            ("FilterRefDomain", "a.example"),
            ("TextMode", "1"),
        ],
    )
    .await;
    for absent in [
        "ChargedAnalysisResUnits",
        "RemainingRetrievalResUnits",
        "Cmd",
    ] {
        assert!(answer.global(absent).is_none(), "{absent}");
    }
    let table = only_table(&answer);
    assert_eq!(table.name, "AnchorText");
    assert_eq!(
        attributes(table),
        "CanReturnURLs Count FilterAnchorText FilterAnchorTextMode FilterRefDomain From Item MaxTopics Mode OrigItem \
TextMode TopicsCount TotalBackLinks TotalRefDomains TotalResults"
            .split_whitespace()
            .collect::<Vec<_>>()
    );
    assert_eq!(table.columns.len(), 9);
    let known = links(&server, &item);
    let referrers: BTreeSet<_> = known.iter().map(|l| &l.source_domain).collect();
    for (name, value) in [
        ("CanReturnURLs", "1"),
        ("Count", "7"),
        ("FilterAnchorText", "e"),
        ("FilterAnchorTextMode", "2"),
        ("FilterRefDomain", "a.example"),
        ("From", "2"),
        ("Item", &*item),
        ("MaxTopics", "10"),
        ("Mode", "0"),
        ("OrigItem", &*item.to_uppercase()),
        ("TextMode", "1"),
        ("TopicsCount", "1"),
        ("TotalBackLinks", &*known.len().to_string()),
        ("TotalRefDomains", &*referrers.len().to_string()),
    ] {
        assert_eq!(attribute(table, name), value, "{name}");
    }
    let answer = ask(
        &server,
        &item,
        &[("DesiredTopics", "99"), ("Count", "9999")],
    )
    .await;
    let table = only_table(&answer);
    assert_eq!(attribute(table, "TopicsCount"), "10");
    assert_eq!(attribute(table, "Count"), "1000");
}

#[tokio::test]
async fn texts_add_up_to_the_links_and_stand_by_referring_domains() {
    let server = plain().await;
    let item = target(&server, 3);
    let links = links(&server, &item);
    let expected = by_text(&links);
    assert!(expected.len() > 100 && expected.len() < 1_000);
    let got = all(&server, &item, &[]).await;
    assert_eq!(got.len(), expected.len());
    assert_eq!(sum(&got, "TotalLinks"), whole(links.len()));
    for row in &got {
        let of_text = &expected[&row["AnchorText"]];
        check_counts(row, of_text);
        check_flows_and_topics(row, of_text);
    }
    let order: Vec<_> = got
        .iter()
        .map(|row| {
            let size = (-int(row, "RefDomains"), -int(row, "TotalLinks"));
            (size, row["AnchorText"].clone())
        })
        .collect();
    assert!(order.is_sorted());
    let mut joined = Vec::new();
    for from in (0..got.len() + 90).step_by(90) {
        let more = [("Count", "90"), ("From", &*from.to_string())];
        let answer = ask(&server, &item, &more).await;
        assert_eq!(
            attribute(only_table(&answer), "TotalResults"),
            got.len().to_string()
        );
        joined.extend(rows(only_table(&answer)));
    }
    assert_eq!(joined, got);
}

fn check_counts(row: &Row, links: &[&LinkRecord]) {
    let count =
        |keep: &dyn Fn(&LinkRecord) -> bool| whole(links.iter().filter(|l| keep(l)).count());
    assert_eq!(int(row, "TotalLinks"), whole(links.len()));
    assert_eq!(int(row, "RefDomains"), whole(domains(links).len()));
    assert_eq!(int(row, "DeletedLinks"), count(&|l| l.deleted));
    assert_eq!(int(row, "NoFollowLinks"), count(&|l| l.nofollow));
}

fn check_flows_and_topics(row: &Row, links: &[&LinkRecord]) {
    let mean = |flow: &dyn Fn(&LinkRecord) -> u8| {
        let sum: f64 = links.iter().map(|l| f64::from(flow(l))).sum();
        (sum / links.len() as f64).round() as i64
    };
    assert_eq!(
        int(row, "EstimatedLinkCitationFlow"),
        mean(&|l| l.source_cf)
    );
    assert_eq!(int(row, "EstimatedLinkTrustFlow"), mean(&|l| l.source_tf));
    let mut topics: HashMap<&str, u8> = HashMap::new();
    for link in links {
        let (name, value) = link.source_topic;
        let best = topics.entry(name).or_default();
        *best = (*best).max(value);
    }
    topics.remove("");
    let mut topics: Vec<_> = topics
        .into_iter()
        .map(|(name, value)| (255 - value, name))
        .collect();
    topics.sort_unstable();
    for n in 0..3 {
        let (value, name) = topics
            .get(n)
            .map_or((String::new(), ""), |t| ((255 - t.0).to_string(), t.1));
        assert_eq!(row[&format!("TopicalTrustFlow_Topic_{n}")], name);
        assert_eq!(row[&format!("TopicalTrustFlow_Value_{n}")], value);
    }
}

#[tokio::test]
async fn texts_are_filtered_whole_or_by_a_part() {
    let server = plain().await;
    let item = target(&server, 3);
    let every = all(&server, &item, &[]).await;
    let wanted = every[1]["AnchorText"].clone();
    assert!(wanted.len() > 3 && wanted.to_uppercase() != wanted);
    let filtered = async |text: &str, mode: &str| {
        let more = [("FilterAnchorText", text), ("FilterAnchorTextMode", mode)];
        all(&server, &item, &more).await
    };
    assert_eq!(filtered(&wanted, "0").await, every);
    assert_eq!(filtered(&wanted, "1").await, every[1..2]);
    assert!(filtered(&wanted.to_uppercase(), "1").await.is_empty());
    let part = wanted[1..].to_uppercase();
    let contains = |row: &&Row| {
        row["AnchorText"]
            .to_lowercase()
            .contains(&part.to_lowercase())
    };
    let expected: Vec<Row> = every.iter().filter(contains).cloned().collect();
    assert!(expected.len() > 1 && expected.len() < every.len());
    assert_eq!(filtered(&part, "2").await, expected);
    let empty = filtered("", "1").await;
    assert_eq!(empty.len(), 1);
    assert_eq!(empty[0]["AnchorText"], "");
    assert!(filtered("no link says this", "2").await.is_empty());
    assert_eq!(last_charge(&server), (1_000, 0));
}

#[tokio::test]
async fn texts_without_punctuation_are_fewer_and_add_up_too() {
    let server = plain().await;
    let item = target(&server, 3);
    let found = all(&server, &item, &[]).await;
    let words = all(&server, &item, &[("TextMode", "1")]).await;
    assert!(words.len() < found.len());
    assert_eq!(sum(&words, "TotalLinks"), sum(&found, "TotalLinks"));
    let cleaned = |text: &str| {
        let kept = text.replace(|c: char| !c.is_alphanumeric(), " ");
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for row in &found {
        *expected.entry(cleaned(&row["AnchorText"])).or_default() += int(row, "TotalLinks");
    }
    let got: BTreeMap<String, i64> = words
        .iter()
        .map(|row| (row["AnchorText"].clone(), int(row, "TotalLinks")))
        .collect();
    assert_eq!(got, expected);
}

#[tokio::test]
async fn the_domains_of_a_text_are_those_its_row_counts() {
    let server = plain().await;
    let item = target(&server, 3);
    let links = links(&server, &item);
    let texts = by_text(&links);
    for row in all(&server, &item, &[("Count", "4")]).await {
        let text = row["AnchorText"].as_str();
        let more = [("Mode", "1"), ("FilterAnchorText", text)];
        let users = all(&server, &item, &more).await;
        assert_eq!(whole(users.len()), int(&row, "RefDomains"));
        for column in ["TotalLinks", "DeletedLinks", "NoFollowLinks"] {
            assert_eq!(sum(&users, column), int(&row, column));
        }
        let names: BTreeSet<&str> = users.iter().map(|user| user["Domain"].as_str()).collect();
        assert_eq!(names, domains(&texts[text]));
        for user in &users {
            let of_user: Vec<&LinkRecord> = texts[text]
                .iter()
                .copied()
                .filter(|l| l.source_domain == user["Domain"])
                .collect();
            assert_eq!(int(user, "TotalLinks"), whole(of_user.len()));
            let facts = server
                .index(Datasource::Historic)
                .domain_facts(&user["Domain"])
                .unwrap();
            assert_eq!(int(user, "RefDomains"), facts.ref_domains);
        }
        let sizes: Vec<i64> = users.iter().map(|user| -int(user, "RefDomains")).collect();
        assert!(sizes.is_sorted());
    }
    let params = [
        ("cmd", "GetAnchorText"),
        ("item", item.as_str()),
        ("Mode", "1"),
        ("FilterAnchorText", ""),
    ];
    let columns = "Domain t,RefDomains n,TotalLinks n,DeletedLinks n,NoFollowLinks n";
    check_types(&server, &params, "RefDomains", columns).await;
}

#[tokio::test]
async fn a_path_says_what_the_links_below_it_say() {
    let server = plain().await;
    let item = target(&server, 0);
    let links = links(&server, &item);
    let path = common_path(&links);
    let below: Vec<LinkRecord> = links
        .into_iter()
        .filter(|l| l.target_url.starts_with(&path))
        .collect();
    let expected = by_text(&below);
    let got = all(&server, &path, &[("UsePrefixScan", "1")]).await;
    assert!(expected.len() > 3);
    assert_eq!(got.len(), expected.len());
    for row in &got {
        check_counts(row, &expected[&row["AnchorText"]]);
    }
    assert!(all(&server, &path, &[]).await.len() < got.len());
}
