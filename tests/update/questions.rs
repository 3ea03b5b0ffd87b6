//! Every question of the form with what it takes for a target: words, hosts, addresses of pages, days.

use backtrail::app::effect::Effect;
use backtrail::app::{Action, Focus};
use backtrail::model::catalog::{Brings, Takes, majestic};
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, List, Sheet};

use crate::form::asking;
use crate::world::World;

fn asked(effects: &[Effect]) -> &[Query] {
    match effects {
        [Effect::PriceFromCache(queries)] => queries,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_question_is_priced_about_what_it_takes() {
    for entry in majestic::offered() {
        let target = match entry.takes {
            // Its first level is that of a single page.
            Takes::Items if entry.command == "GetTopBackLinks" => "https://example.com/",
            Takes::Items => "example.com",
            Takes::Hosts => "192.0.2.7",
            Takes::Urls => "https://example.com/blog/",
            Takes::Words => "garden shed",
        };
        let mut world = asking(entry.command, target);
        world.keys("$");
        let effects = world.take();
        let queries = asked(&effects);
        assert_eq!(queries.len(), 1, "{}", entry.command);
        assert_eq!(queries[0].command, entry.command);
        assert_eq!(queries[0].target.item, target);
        assert_eq!(queries[0].check(), Ok(()));
    }
}

#[test]
fn another_kind_of_target_is_refused_and_nothing_is_asked() {
    for (command, target) in [
        ("SubmitURLsToCrawl", "example.com"),
        ("GetPrefixQueryEstimate", "example.com"),
        ("GetHostedDomains", "https://example.com/"),
        ("GetTopics", "garden shed"),
    ] {
        let mut world = asking(command, target);
        world.keys("$");
        assert!(world.take().is_empty(), "{command}");
        assert!(
            world.state.notice.as_ref().is_some_and(|n| n.trouble),
            "{command}"
        );
        assert!(world.state.overlay.is_none(), "{command}");
    }
}

#[test]
fn keywords_are_set_apart_by_commas_and_lines() {
    let mut world = asking("GetKeywordInfo", "garden shed, c#");
    world.keys("down G");
    world.keys("up");
    world.state.form.go(backtrail::app::form::TARGET);
    world.act(Action::Paste(",\ngreen house\nmoon\n".into()));
    world.keys("$");
    let effects = world.take();
    let queries = asked(&effects);
    let words: Vec<_> = queries[0].targets().map(|t| t.item.as_str()).collect();
    assert_eq!(queries.len(), 1, "one call takes many");
    assert!(
        words.starts_with(&["garden shed"]) && words.ends_with(&["moon"]),
        "{words:?}"
    );
    let mut world = asking("SearchByKeyword", "garden shed, moon");
    world.keys("$");
    assert_eq!(asked(&world.take()).len(), 2, "a call each");
}

#[test]
fn a_range_of_days_is_asked_whole_and_forwards() {
    let typed = |from: &str, to: &str| {
        let mut world = asking("GetNewLostBackLinks", "example.com");
        let at = |flag: &str| {
            let options = majestic::GET_NEW_LOST_BACK_LINKS.options.iter();
            2 + options.take_while(|o| o.flag != flag).count()
        };
        for (flag, text) in [("since", from), ("until", to)] {
            world.state.form.go(at(flag));
            world.type_text(text);
        }
        world.keys("ctrl-enter");
        world.take()
    };
    let effects = typed("2026-09-01", "2026-09-08");
    let query = &asked(&effects)[0];
    assert_eq!(
        (query.value("Datefrom"), query.value("Dateto")),
        ("2026-09-01", "2026-09-08")
    );
    assert!(typed("2026-09-08", "2026-09-01").is_empty());
    assert!(typed("2026-09-08", "").is_empty());
    assert_eq!(asked(&typed("", "")).len(), 1);
}

#[test]
fn what_the_mode_brings_is_listed() {
    let mut facts = crate::kinds::answer("GetAnchorText", 0, 1_000);
    facts.sheet = Sheet::Anchors;
    assert_eq!(facts.brings(), Some(Brings::Sheet(Sheet::Anchors)));
    assert_eq!(facts.main_list(), List::Sheet(Sheet::Anchors));
    let mut world = World::showing(facts.clone());
    assert_eq!(world.state.title(Focus::Domains), "Anchor texts");
    world.keys("o");
    let notice = world.state.notice.as_ref().unwrap();
    assert!(notice.text.contains("no page"), "a text is no address");
    facts.mode = "1".to_owned();
    (facts.items_held, facts.domains_held) = (0, 7);
    facts.id = DatasetId("d2".into());
    assert_eq!(
        (facts.brings(), facts.main_list()),
        (Some(Brings::Domains), List::Domains)
    );
    facts.mode = "2".to_owned();
    assert_eq!(facts.brings(), Some(Brings::Links));
}
