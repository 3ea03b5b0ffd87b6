//! Tables from links held: counted for nothing, told apart from the provider's own, and equal to it where both count the
//! same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::bench::{Home, Server};

fn rows(json: Json) -> Vec<Json> {
    match json {
        Json::Array(rows) => rows,
        other => panic!("{other}"),
    }
}

/// A server and a home that holds every link of one of its targets.
fn with_links() -> (Server, Home, String) {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let target = server.middling();
    let bought = ["download-all", &target, "--yes"];
    home.run(&bought).ended(0);
    (server, home, target)
}

fn counted(home: &Home, view: &str) -> Vec<Json> {
    let args = ["show", "latest", "--view", view, "--format", "json"];
    rows(home.run(&args).ended(0).json())
}

fn int(row: &Json, id: &str) -> i64 {
    row[id].as_i64().unwrap_or(0)
}

fn text(row: &Json, id: &str) -> String {
    row[id].as_str().unwrap_or_default().to_owned()
}

/// Some figures of each row by its name.
fn by<K: Ord>(
    rows: &[Json],
    key: impl Fn(&Json) -> Option<K>,
    ids: &[&str],
) -> BTreeMap<K, Vec<i64>> {
    let figures = |row: &Json| ids.iter().map(|id| int(row, id)).collect();
    let named = rows
        .iter()
        .filter_map(|row| Some((key(row)?, figures(row))));
    named.collect()
}

fn asked(home: &Home, args: &[&str]) -> Vec<Json> {
    let all = [args, &["--yes", "--format", "json"]].concat();
    rows(home.run(&all).ended(0).json())
}

#[test]
fn what_is_counted_says_of_how_many_and_what_differs() {
    let (server, home, target) = with_links();
    let charged = server.charges();
    let told = home
        .run(&[
            "show", "latest", "--view", "anchors", "--limit", "3", "--format", "json",
        ])
        .ended(0)
        .says(&[
            "counted here from the",
            "the provider's own count differs by spelling of texts, coverage, cap per domain, index date",
            "anchor texts of",
            "links held (of",
            "computed here, by ref_domains desc",
            "majestic historic index of",
        ]);
    assert_eq!(rows(told.json()).len(), 3);
    let offered = ["anchors", &target, "--dry-run"];
    home.run(&offered)
        .says(&["are held in", "cost nothing, with --held"]);
    let held = home
        .run(&["anchors", &target, "--held", "--format", "json"])
        .ended(0);
    assert_eq!(rows(held.json()), counted(&home, "anchors"));
    assert_eq!(server.charges(), charged, "all of it for nothing");
    let whole = counted(&home, "anchors");
    let few = ["links", &target, "--count", "5", "--yes"];
    home.run(&few).ended(0);
    let charged = server.charges();
    let again = ["anchors", &target, "--held", "--format", "json"];
    let again = home
        .run(&again)
        .ended(0)
        .says(&["links known of", "fetched 20"]);
    assert_eq!(rows(again.json()), whole, "not from the newer part");
    let nothing = home.run(&["anchors", "nobody.example", "--held"]);
    nothing
        .ended(2)
        .says(&["no links of nobody.example are held", "nothing was sent"]);
    home.run(&["links", &target, "--held"])
        .ended(2)
        .says(&["and nothing else; nothing was sent"]);
    home.run(&[
        "anchors",
        &target,
        "--mode",
        "domains that use one",
        "--anchor",
        "x",
        "--held",
    ])
    .ended(2);
    assert_eq!(server.charges(), charged, "all of it for nothing");
    home.run(&["datasets", "--check"]).ended(0);
    let filtered = [
        "show",
        "latest",
        "--view",
        "topics",
        "--tally",
        "ref_domains",
        "--format",
        "json",
    ];
    assert!(!rows(home.run(&filtered).ended(0).json()).is_empty());
}

#[test]
fn pages_topics_and_profile_are_those_of_the_service() {
    let (_server, home, target) = with_links();
    let page = |row: &Json| (int(row, "ext_back_links") > 0).then(|| text(row, "url"));
    let figures = [
        "ref_domains",
        "ext_back_links",
        "trust_flow",
        "citation_flow",
        "acrank",
    ];
    let own = by(&counted(&home, "pages"), page, &figures[..4]);
    let topic = |row: &Json| {
        let any = int(row, "links") + int(row, "links_from_ref_domains") > 0;
        any.then(|| text(row, "topic"))
    };
    let of_topics = ["links", "ref_domains", "links_from_ref_domains", "pages"];
    let own_topics = by(&counted(&home, "topics"), topic, &of_topics);
    let cell = |row: &Json| {
        let of_links = text(row, "counted") == "Links";
        of_links.then(|| (int(row, "citation_flow"), int(row, "trust_flow")))
    };
    let own_cells = by(&counted(&home, "profile"), cell, &["value"]);

    let theirs = asked(&home, &["pages", &target, "--count", "10000"]);
    assert_eq!(own, by(&theirs, page, &figures[..4]));
    assert!(own.len() > 3, "{}", own.len());
    let theirs = asked(&home, &["topics", &target, "--count", "100000"]);
    assert_eq!(own_topics, by(&theirs, topic, &of_topics));
    assert!(own_topics.len() > 3);
    let theirs = asked(&home, &["profile", &target]);
    assert_eq!(own_cells, by(&theirs, cell, &["value"]));
    assert!(own_cells.len() > 10);
}

#[test]
fn anchor_texts_are_those_of_the_service_but_for_their_spelling() {
    let (_server, home, target) = with_links();
    let ids = [
        "total_links",
        "deleted_links",
        "nofollow_links",
        "ref_domains",
        "trust_flow",
        "citation_flow",
    ];
    // The service answers in lower case, trimmed and cut: only texts that nothing else is folded with are the same.
    let folded = |row: &Json| text(row, "anchor").trim().to_lowercase();
    let mut groups: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    let links = counted(&home, "links").len() as i64;
    for row in counted(&home, "anchors") {
        groups.entry(folded(&row)).or_default().push(row);
    }
    let theirs = asked(&home, &["anchors", &target, "--count", "1000"]);
    let theirs = by(&theirs, |row| Some(folded(row)), &ids);
    let mut alone = 0;
    for (name, figures) in &theirs {
        let Some(own) = groups.get(name) else {
            assert!(name.ends_with("..."), "{name}");
            continue;
        };
        let sum = |id: &str| own.iter().map(|row| int(row, id)).sum::<i64>();
        let sums: Vec<i64> = ids[..3].iter().map(|id| sum(id)).collect();
        assert_eq!(sums, figures[..3], "{name}");
        if let [own] = own.as_slice() {
            let own: Vec<i64> = ids.iter().map(|id| int(own, id)).collect();
            assert_eq!(own, *figures, "{name}");
            alone += 1;
        }
    }
    assert!(alone > 10, "{alone}");
    let all: i64 = groups
        .values()
        .flatten()
        .map(|row| int(row, "total_links"))
        .sum();
    assert_eq!(all, links);
}

#[test]
fn days_and_months_add_up_to_the_links_own_dates() {
    let (_server, home, target) = with_links();
    let links = counted(&home, "links");
    let days = counted(&home, "days");
    let sum = |rows: &[Json], id: &str| rows.iter().map(|row| int(row, id)).sum::<i64>();
    assert_eq!(sum(&days, "new_links"), links.len() as i64);
    let lost = links.iter().filter(|link| link["deleted"] == true).count();
    assert_eq!(sum(&days, "lost_links"), lost as i64);
    let ids = [
        "total_links",
        "ref_domains",
        "text_links",
        "image_links",
        "redirects",
        "frames",
        "nofollow_links",
        "mentions",
        "deleted_links",
        "alt_text_links",
    ];
    let month = |row: &Json| {
        let any = int(row, "total_links") > 0;
        any.then(|| text(row, "date")[..7].to_owned())
    };
    let periods = counted(&home, "periods");
    assert_eq!(sum(&periods, "total_links"), links.len() as i64);
    let domains: BTreeSet<String> = links
        .iter()
        .map(|link| text(link, "source_domain"))
        .collect();
    assert_eq!(sum(&periods, "ref_domains"), domains.len() as i64);
    let own = by(&periods, month, &ids);

    let theirs = asked(&home, &["history", &target]);
    assert_eq!(own, by(&theirs, month, &ids));
    assert!(own.len() > 10, "{}", own.len());
    let new = |row: &Json| (int(row, "new_links") > 0).then(|| text(row, "date"));
    let theirs = asked(&home, &["calendar", &target]);
    assert_eq!(
        by(&days, new, &["new_links"]),
        by(&theirs, new, &["new_links"])
    );
    assert_eq!(sum(&days, "lost_links"), sum(&theirs, "lost_links"));
}
