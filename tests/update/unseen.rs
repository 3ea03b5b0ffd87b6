//! What cannot be seen is not done: keys on a screen that is too small, spending on one that does not show the price, and
//! pasted text without end.

use backtrail::app::{Action, Effect, Focus};

use crate::world::{World, priced, quote, setup};

fn on_the_price_sheet() -> World {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("$");
    let Some(Effect::PriceFromCache(mut queries)) = world.take().pop() else {
        panic!()
    };
    world.act(priced(vec![quote(queries.remove(0), 15_000)]));
    world
}

#[test]
fn nothing_is_spent_on_a_screen_that_does_not_show_it() {
    for (width, height) in [(20, 5), (30, 6), (40, 11), (39, 24)] {
        let mut world = on_the_price_sheet();
        world.act(Action::Resize(width, height));
        world.take();
        world.keys("enter i enter");
        assert_eq!(world.take(), [], "{width}×{height}");
        world.act(Action::Resize(40, 12));
        world.keys("enter");
        let effects = world.take();
        assert!(
            matches!(effects.as_slice(), [Effect::Submit { .. }]),
            "{width}×{height}: {effects:?}"
        );
    }
}

#[test]
fn a_screen_that_says_it_is_too_small_takes_no_key_but_those_that_leave() {
    let mut world = World::with_rows();
    world.act(Action::Resize(20, 5));
    world.take();
    world.keys("1 $ q 2 c");
    assert_eq!(world.state.focus, Focus::Domains);
    assert_eq!(world.take(), []);
    world.keys("ctrl-c");
    assert_eq!(world.take(), [Effect::Quit]);
}

#[test]
fn a_megabyte_is_pasted_up_to_a_bound_and_that_is_said() {
    let text = "a".repeat(1 << 20);
    for keys in ["1 enter", "3 &", "3 /"] {
        let mut world = World::with_rows();
        world.keys(keys);
        world.act(Action::Paste(text.clone()));
        let notice = world.state.notice.as_ref().map(|n| n.text.clone());
        let notice = notice.unwrap_or_default();
        assert!(notice.contains("65,536 characters"), "{keys}: {notice}");
        let state = &world.state;
        let line = state.filtering.as_ref().map(|line| &line.input);
        let line = line.or(state.search.as_ref().map(|search| &search.input));
        let line = line.unwrap_or(&state.form.target);
        let length = line.value().len();
        assert!((65_536..65_600).contains(&length), "{keys}: {length}");
        assert_eq!(line.cursor(), length);
    }
}
