//! The query form: what it recognises, what it refuses, what it asks.

use backtrail::app::{Action, Effect, Focus};
use backtrail::model::target::Scope;

use crate::world::{World, setup};

#[test]
fn a_target_is_recognised_while_it_is_typed() {
    let mut world = World::new(setup(None));
    world.type_text("blog.q5.example.com");
    assert_eq!(world.state.form.target().unwrap().scope, Scope::SubDomain);
    assert_eq!(world.state.focus, Focus::Form, "digits and q are text here");
    assert!(world.take().is_empty());
}

#[test]
fn the_price_key_works_inside_the_target() {
    let mut world = World::new(setup(None));
    world.type_text("example.com$");
    let effects = world.take();
    let [Effect::PriceFromCache(query)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
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
    assert_eq!(world.state.form.field, 2, "the cursor goes to the mistake");
    world.keys("backspace down right $");
    let effects = world.take();
    let [Effect::PriceFromCache(query)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
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
    world.act(Action::Paste("  https://example.com/page \nmore".into()));
    assert_eq!(world.state.form.target().unwrap().scope, Scope::Url);
    world.keys("esc q");
    assert_eq!(world.take(), [Effect::Quit]);
}

#[test]
fn enter_walks_the_fields_and_prices_at_the_end() {
    let mut world = World::new(setup(None));
    world.type_text("example.com");
    world.keys("enter enter enter enter");
    assert!(world.take().is_empty());
    world.keys("enter");
    assert!(matches!(
        world.take().as_slice(),
        [Effect::PriceFromCache(_)]
    ));
}
