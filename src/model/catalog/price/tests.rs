//! Prices, what the skip limit does and the words of the formula, after the service's documentation.

use jiff::Timestamp;

use super::*;
use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;
use crate::model::target::Target;

fn quote(ref_domains: i64, links: i64, listed: i64) -> Quote {
    let query = Query::new(
        &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
        Target::parse("example.com").unwrap(),
    );
    let figures = ItemFigures {
        ref_domains,
        ext_back_links: links,
        listed_cost: listed,
        listed_links_cost: 0,
        datasource: "historic".into(),
        index_id: "20261120000000-HISTORICAL".into(),
        index_date: "2026-11-20 00:00:00".into(),
        looked_up: Timestamp::UNIX_EPOCH,
    };
    Quote::new(query, Some(figures))
}

#[test]
fn the_download_costs_what_its_page_says() {
    assert_eq!(
        quote(15_000, 90_000, 350_000).price,
        Price::UpTo(Amounts::new(350_000, 90_000, 0))
    );
    assert_eq!(
        quote(7, 500, 25_000).price,
        Price::UpTo(Amounts::new(50_140, 70, 0))
    );
    assert_eq!(
        quote(0, 0, 25_000).price,
        Price::UpTo(Amounts::new(50_000, 0, 0))
    );
}

#[test]
fn calls_cost_what_they_ask_for() {
    let of = |entry, sets: &[(&str, &str)]| {
        let mut query = Query::new(entry, Target::parse("example.com").unwrap());
        for (name, value) in sets {
            query.set(name, value).unwrap();
        }
        Quote::new(query, None).price
    };
    let up_to = |analysis, retrieval| Price::UpTo(Amounts::new(analysis, retrieval, 0));
    use crate::model::catalog::majestic as m;
    assert_eq!(
        of(&m::GET_BACK_LINK_DATA, &[("count", "70")]),
        up_to(5_000, 70)
    );
    assert_eq!(
        of(
            &m::GET_BACK_LINK_DATA,
            &[("count", "70"), ("extra-processing", "1")]
        ),
        up_to(10_000, 70)
    );
    assert_eq!(
        of(
            &m::GET_TOP_BACK_LINKS,
            &[("count", "10"), ("url-data", "yes")]
        ),
        up_to(10_000, 20)
    );
    assert_eq!(of(&m::GET_REF_DOMAINS, &[("count", "5")]), up_to(1_000, 5));
    assert_eq!(of(&m::GET_REF_DOMAIN_INFO, &[]), up_to(1_000, 1));
    assert_eq!(
        of(&m::GET_INDEX_ITEM_INFO, &[]),
        Price::Exact(Amounts::new(0, 0, 1))
    );
}

/// Literals from the service's documentation, each command's "resource units".
#[test]
fn each_other_answer_costs_what_its_page_says() {
    use crate::model::catalog::majestic as m;
    let of =
        |entry: &'static crate::model::catalog::Entry, targets: &[&str], sets: &[(&str, &str)]| {
            let targets = targets.iter().map(|text| entry.takes.read(text).unwrap());
            let mut query = Query::about_all(entry, targets.collect()).remove(0);
            for (name, value) in sets {
                query.set(name, value).unwrap();
            }
            assert_eq!(query.check(), Ok(()), "{}", entry.command);
            Quote::new(query, None).price.ceiling().unwrap()
        };
    let one = &["example.com"];
    let page = &["https://example.com/a", "https://example.com/b"];
    let cost = Amounts::new;
    assert_eq!(
        of(&m::GET_ANCHOR_TEXT, one, &[("count", "7")]),
        cost(1_000, 7, 0)
    );
    assert_eq!(
        of(&m::GET_TOPICS, one, &[("count", "7")]),
        cost(1_000, 7, 0)
    );
    assert_eq!(
        of(&m::GET_TOP_PAGES, one, &[("count", "0")]),
        cost(5_000, 0, 0)
    );
    let five = &["a.com", "b.com", "c.com", "d.com", "e.com"];
    assert_eq!(of(&m::GET_LINK_PROFILE, five, &[]), cost(500, 51_005, 0));
    assert_eq!(of(&m::GET_BACK_LINKS_HISTORY, five, &[]), cost(50, 0, 0));
    assert_eq!(
        of(&m::GET_NEW_LOST_BACK_LINKS, one, &[]),
        cost(500, 1_000, 0)
    );
    let month = [
        ("since", "2026-01-01"),
        ("until", "2026-01-31"),
        ("count", "9"),
    ];
    assert_eq!(
        of(&m::GET_NEW_LOST_BACK_LINKS, one, &month),
        cost(15_000, 9, 0)
    );
    assert_eq!(
        of(&m::GET_NEW_LOST_BACK_LINK_CALENDAR, one, &[]),
        cost(0, 0, 0)
    );
    assert_eq!(
        of(&m::GET_HOSTED_DOMAINS, &["192.0.2.7"], &[("count", "9")]),
        cost(5_000, 18, 0)
    );
    assert_eq!(
        of(&m::GET_RELATED_SITES, one, &[("count", "9")]),
        cost(5_000, 9, 0)
    );
    assert_eq!(
        of(&m::SEARCH_BY_KEYWORD, &["garden shed"], &[("count", "9")]),
        cost(1_000, 9, 9)
    );
    let words = &["garden shed", "moon", "c#"];
    assert_eq!(of(&m::GET_KEYWORD_INFO, words, &[]), cost(650, 3, 0));
    assert_eq!(
        of(&m::GET_PREFIX_QUERY_ESTIMATE, &page[..1], &[]),
        cost(100, 0, 0)
    );
    assert_eq!(of(&m::SUBMIT_URLS_TO_CRAWL, page, &[]), cost(100, 0, 0));
}

#[test]
fn what_brings_nothing_is_said_to_cost_the_same_and_what_is_not_documented_so() {
    use crate::model::catalog::majestic as m;
    let formula = |entry: &'static crate::model::catalog::Entry, text: &str| {
        let query = Query::new(entry, entry.takes.read(text).unwrap());
        Quote::new(query, None).formula().join("\n")
    };
    let topics = formula(&m::GET_TOPICS, "example.com");
    assert!(
        topics.contains("If none    match, the analysis is charged all the same"),
        "{topics}"
    );
    let search = formula(&m::SEARCH_BY_KEYWORD, "moon");
    assert!(
        search.contains("Items      one a row, at most 100"),
        "{search}"
    );
    for (entry, said) in [
        (&m::GET_BACK_LINKS_HISTORY, true),
        (&m::GET_NEW_LOST_BACK_LINK_CALENDAR, true),
        (&m::GET_TOPICS, false),
    ] {
        let text = formula(entry, "example.com");
        assert_eq!(
            text.contains("no page says this price in full"),
            said,
            "{text}"
        );
    }
    let crawl = formula(&m::SUBMIT_URLS_TO_CRAWL, "https://example.com/");
    assert!(
        crawl.contains("Analysis   50 × 1 address = 50") && crawl.contains("Retrieval  none"),
        "{crawl}"
    );
    assert!(!crawl.contains("If none"), "{crawl}");
    let days = formula(&m::GET_NEW_LOST_BACK_LINKS, "example.com");
    assert!(
        days.contains("fewer days a call do, at the same price"),
        "{days}"
    );
    assert!(!topics.contains("The rest"), "pages follow: {topics}");
}

#[test]
fn the_skip_limit_is_foretold() {
    assert_eq!(quote(10, 10, 0).skip_effect(), SkipEffect::Passes);
    let refused = quote(50_000, 90_000, 0).skip_effect();
    assert_eq!(
        refused,
        SkipEffect::Refuses {
            cost: 1_050_000,
            limit: 1_000_000
        }
    );
    assert_eq!(
        Quote::new(quote(1, 1, 1).query, None).skip_effect(),
        SkipEffect::Unknown
    );
}

#[test]
fn the_formula_shows_its_numbers() {
    let lines = quote(15_000, 90_000, 0).formula();
    assert!(
        lines[0].contains("50,000 + 20 × 15,000") && lines[0].ends_with("350,000"),
        "{lines:?}"
    );
    assert!(lines[1].ends_with("90,000"), "{lines:?}");
}

#[test]
fn a_target_without_links_is_warned_of() {
    let warning = quote(0, 0, 25_000).warning().unwrap();
    assert!(
        warning.contains("knows no links of example.com"),
        "{warning}"
    );
    assert!(warning.contains("50,000 analysis units"), "{warning}");
    assert_eq!(quote(1, 1, 25_000).warning(), None);
    let query = quote(0, 0, 0).query;
    assert_eq!(Quote::new(query, None).warning(), None, "nothing is known");
}
