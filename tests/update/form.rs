//! The query form: what it recognises, what it refuses, what it asks.

use backtrail::app::{Action, Effect, Focus};
use backtrail::model::catalog::majestic;
use backtrail::model::query::Query;
use backtrail::model::target::Scope;

use crate::world::{World, setup};

/// The only query of the only effect.
fn only(effects: &[Effect]) -> &Query {
    match effects {
        [Effect::PriceFromCache(queries)] if queries.len() == 1 => &queries[0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_target_is_recognised_while_it_is_typed() {
    let mut world = World::new(setup(None));
    world.type_text("blog.q5.example.com");
    assert_eq!(
        world.state.form.targets().unwrap()[0].scope,
        Scope::SubDomain
    );
    assert_eq!(world.state.focus, Focus::Form, "digits and q are text here");
    assert!(world.take().is_empty());
}

#[test]
fn the_price_key_works_inside_the_target() {
    let mut world = World::new(setup(None));
    world.type_text("example.com$");
    let effects = world.take();
    let query = only(&effects);
    assert_eq!(query.target.item, "example.com");
    assert_eq!(query.value("datasource"), "historic");
}

#[test]
fn options_are_chosen_and_checked() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("down space down backspace backspace 1 1 $");
    assert!(world.take().is_empty(), "11 links per domain are too many");
    let notice = world.state.notice.clone().unwrap();
    assert!(
        notice.trouble && notice.text.contains("from 1 to 10"),
        "{notice:?}"
    );
    assert_eq!(world.state.form.field, 3, "the cursor goes to the mistake");
    world.keys("backspace down right $");
    let effects = world.take();
    let query = only(&effects);
    assert_eq!(query.value("datasource"), "fresh");
    assert_eq!(query.value("MaxSourceURLsPerRefDomain"), "1");
    assert_eq!(query.value("Mode"), "1");
}

#[test]
fn a_wrong_target_is_said_and_nothing_is_asked() {
    let mut world = World::new(setup(None));
    world.type_text("forbes..com$");
    assert!(world.take().is_empty());
    assert!(world.state.notice.as_ref().is_some_and(|n| n.trouble));
    assert!(world.state.overlay.is_none());
}

#[test]
fn escape_ends_typing_so_that_letters_are_keys() {
    let mut world = World::new(setup(None));
    world.keys("esc 2");
    assert_eq!(world.state.focus, Focus::Jobs);
    world.keys("1 enter");
    world.act(Action::Paste(
        "  https://example.com/page \nmore.example".into(),
    ));
    let targets = world.state.form.targets().unwrap();
    assert_eq!((targets.len(), targets[0].scope), (2, Scope::Url));
    world.keys("esc q");
    assert_eq!(world.take(), [Effect::Quit]);
}

#[test]
fn enter_walks_the_fields_and_prices_at_the_end() {
    let mut world = World::new(setup(None));
    world.type_text("example.com");
    world.keys("enter enter enter enter enter enter enter");
    assert!(world.take().is_empty());
    world.keys("enter");
    assert!(matches!(
        world.take().as_slice(),
        [Effect::PriceFromCache(_)]
    ));
}

#[test]
fn what_was_chosen_for_a_question_is_kept_while_others_are_looked_at() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("down down backspace backspace 3 g");
    assert_eq!(world.state.form.field, 0);
    world.keys("right right");
    assert_eq!(world.state.form.entry.command, "GetBackLinkData");
    world.keys("$");
    assert_eq!(only(&world.take()).command, "GetBackLinkData");
    world.keys("esc left left $");
    let effects = world.take();
    let query = only(&effects);
    assert_eq!(query.command, "DownloadRefDomainBackLinks");
    assert_eq!(query.value("MaxSourceURLsPerRefDomain"), "3");
    assert_eq!(
        query.target.item, "example.com",
        "the target is everybody's"
    );
}

/// The form asks what has this command.
pub fn asking(command: &str, target: &str) -> World {
    let mut world = World::new(setup(Some(target)));
    world.keys("up");
    for _ in 0..majestic::offered().count() {
        if world.state.form.entry.command == command {
            return world;
        }
        world.keys("right");
    }
    panic!("{command} is not offered");
}

#[test]
fn a_deprecated_question_offers_the_one_that_takes_its_place() {
    let mut world = asking("GetTopBackLinks", "example.com");
    world.keys("down ctrl-n");
    assert_eq!(world.state.form.entry.command, "GetBackLinkData");
    world.keys("ctrl-n $");
    let effects = world.take();
    let query = only(&effects);
    assert_eq!(
        (query.command.as_str(), query.target.item.as_str()),
        ("GetBackLinkData", "example.com")
    );
}

#[test]
fn targets_are_joined_where_a_call_takes_several_and_split_where_it_takes_one() {
    let mut world = asking("GetRefDomains", "a.com, b.com a.com");
    world.keys("$");
    let effects = world.take();
    let query = only(&effects);
    let items: Vec<_> = query.targets().map(|t| t.item.as_str()).collect();
    assert_eq!(items, ["a.com", "b.com"], "each once");
    let mut world = asking("GetBackLinkData", "a.com, b.com a.com");
    world.keys("$");
    assert!(matches!(world.take().as_slice(), [Effect::PriceFromCache(q)] if q.len() == 2));
}

#[test]
fn letters_digits_and_dollars_go_into_an_options_text() {
    let mut world = asking("DownloadBackLinks", "example.com");
    world.keys("G up");
    assert_eq!(world.state.form.option().unwrap().wire, "UploadToFTP");
    world.type_text("ftp://u:p$2q@h.example/in/");
    assert!(world.take().is_empty() && world.state.overlay.is_none());
    world.keys("ctrl-enter");
    let effects = world.take();
    let query = only(&effects);
    assert_eq!(query.value("UploadToFTP"), "ftp://u:p$2q@h.example/in/");
    assert!(query.is_delivered_elsewhere());
}

#[test]
fn what_would_be_charged_and_bring_nothing_is_refused_before_pricing() {
    let mut world = asking("GetBackLinkData", "example.com");
    world.keys("G");
    world.type_text("NoFollow(\"eq\",\"false\")");
    world.keys("ctrl-enter");
    assert!(world.take().is_empty() && world.state.overlay.is_none());
    let notice = world.state.notice.clone().unwrap();
    assert!(
        notice.trouble && notice.text.contains("Sort and filter"),
        "{notice:?}"
    );
}

#[test]
fn all_can_be_chosen_by_its_number() {
    let mut world = asking("GetBackLinkData", "example.com");
    let at = world
        .state
        .form
        .entry
        .options
        .iter()
        .position(|o| o.wire == "MaxSameSourceURLs");
    for _ in 0..at.unwrap() + 2 {
        world.keys("down");
    }
    world.keys("backspace backspace - 1 $");
    assert_eq!(only(&world.take()).value("MaxSameSourceURLs"), "-1");
}
