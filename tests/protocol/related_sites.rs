//! GetRelatedSites against the links of every referring domain.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use backtrail::index::{Datasource, ItemKind};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::{call, plain, target};
use crate::sheets::{ask as ask_both, attributes, charges, check_columns, refused, whole};

async fn ask(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![
        ("cmd", "GetRelatedSites"),
        ("item", item),
        ("datasource", "fresh"),
    ];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

fn texts(table: &Table, column: &str) -> Vec<String> {
    let rows = 0..table.rows.len();
    rows.map(|row| table.cell(row, column).unwrap().text().into_owned())
        .collect()
}

fn numbers(table: &Table, column: &str) -> Vec<i64> {
    let texts = texts(table, column);
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[tokio::test]
async fn sites_come_by_the_domains_that_link_to_both() {
    let server = plain().await;
    let index = server.index(Datasource::Fresh);
    let item = target(&server, 8);
    let answer = ask(&server, &item, &[]).await;
    let table = answer.table("Domains").unwrap();
    check_columns(
        table,
        "Domain t,Title t,TrustFlow n,CitationFlow n,Instances n,UniqueContexts n,PrimaryTopicName t,\
PrimaryTopicValue n",
    );
    assert_eq!(
        attributes(table),
        [
            "AvailableLines",
            "Count",
            "From",
            "Item",
            "ItemType",
            "OrigItem",
            "TotalLines"
        ]
    );
    assert_eq!(whole(table, "AvailableLines"), 100);
    assert_eq!(table.rows.len(), 100);
    let sites = texts(table, "Domain");
    let (contexts, trust) = (
        numbers(table, "UniqueContexts"),
        numbers(table, "TrustFlow"),
    );
    let order: Vec<_> = contexts.iter().zip(&trust).collect();
    assert!(order.is_sorted_by(|a, b| a >= b));
    assert!(!sites.contains(&item));
    // The referring domains with a standing link, by the links of the item; then those of some sites.
    let referrers = |name: &str| -> HashMap<String, i64> {
        let id = index.resolve(ItemKind::RootDomain, name).unwrap();
        let mut domains = HashMap::new();
        index.for_each_ref_domain_link(id, usize::MAX, true, &mut |link| {
            *domains.entry(link.source_domain.clone()).or_default() += 1;
            ControlFlow::Continue(())
        });
        domains
    };
    let of_item: HashSet<String> = referrers(&item).into_keys().collect();
    assert!(of_item.len() > 20);
    let instances = numbers(table, "Instances");
    for at in (0..100).step_by(7) {
        let both: Vec<i64> = referrers(&sites[at])
            .into_iter()
            .filter(|(domain, _)| of_item.contains(domain))
            .map(|(_, links)| links)
            .collect();
        assert_eq!(contexts[at], both.len() as i64, "{}", sites[at]);
        assert_eq!(instances[at], both.iter().sum::<i64>(), "{}", sites[at]);
        let facts = index.domain_facts(&sites[at]).unwrap();
        assert_eq!(trust[at], i64::from(facts.trust_flow));
        let topic = facts.topics.first().map_or("", |topic| topic.0);
        assert_eq!(texts(table, "PrimaryTopicName")[at], topic);
        assert_eq!(
            texts(table, "Title")[at].trim(),
            index.domain_content(facts.number).title.trim()
        );
    }
}

#[tokio::test]
async fn a_topic_leaves_out_other_sites() {
    let server = plain().await;
    let item = target(&server, 8);
    let answer = ask(&server, &item, &[]).await;
    let topics = texts(answer.table("Domains").unwrap(), "PrimaryTopicName");
    let wanted = topics.iter().find(|topic| !topic.is_empty()).unwrap();
    let answer = ask(&server, &item, &[("FilterTopic", wanted)]).await;
    let table = answer.table("Domains").unwrap();
    assert!(!table.rows.is_empty());
    assert!(
        texts(table, "PrimaryTopicName")
            .iter()
            .all(|topic| topic == wanted)
    );
    // What no site passes is charged all the same.
    let answer = ask(&server, &item, &[("FilterTopic", "No/Such Topic")]).await;
    assert!(answer.table("Domains").unwrap().rows.is_empty());
    assert_eq!(
        charges(&server).last().unwrap(),
        &("GetRelatedSites".to_owned(), 5_000, 0, 0)
    );
}

#[tokio::test]
async fn a_call_costs_5000_and_each_row_one() {
    let server = plain().await;
    let item = target(&server, 8);
    let mut expected = Vec::new();
    for (item, more, rows) in [
        (item.as_str(), None, 100),
        (&item, Some(("MaxResults", "7")), 7),
        (&item, Some(("MaxResults", "0")), 0),
        (&item, Some(("MaxResults", "99999999999")), 100),
        ("nobody.example", None, 0),
        ("forbes..com", None, 0),
        ("\u{1b}[2J", None, 0),
    ] {
        let fresh = ("datasource", "fresh");
        let mut params = vec![("cmd", "getrelatedsites"), ("item", item), fresh];
        params.extend(more);
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "OK", "{}", answer.error_message);
        assert!(answer.charged().is_none());
        assert_eq!(answer.table("Domains").unwrap().rows.len(), rows);
        expected.push(("GetRelatedSites".to_owned(), 5_000, rows as i64, 0));
    }
    assert_eq!(charges(&server), expected);
}

#[tokio::test]
async fn only_the_fresh_index_answers() {
    let server = plain().await;
    let command = ("cmd", "GetRelatedSites");
    let item = ("item", "a.example");
    let fresh = ("datasource", "fresh");
    for (params, says) in [
        (vec![command, item], "datasource=fresh"),
        (
            vec![command, item, ("datasource", "historic")],
            "datasource=fresh",
        ),
        (vec![command, item, ("datasource", "stale")], "'stale'"),
        (vec![command, fresh], "'item'"),
        (vec![command, item, fresh, ("MaxResults", "-1")], "'-1'"),
    ] {
        refused(&server, &params, "InvalidParameter", says).await;
    }
}
