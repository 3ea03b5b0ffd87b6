//! Several jobs on one price sheet: each with a grant of its own, none bought twice.

use backtrail::app::overlay::Overlay;
use backtrail::app::price_sheet::Verdict;
use backtrail::app::{Effect, Focus};
use backtrail::model::catalog::Quote;
use backtrail::model::money::Amounts;

use crate::money::{purchases, refused, sheet_with, verdict};
use crate::world::{World, all_started, priced, quote, setup};

#[test]
fn several_jobs_are_priced_looked_up_and_bought_each_with_its_own_grant() {
    let mut world = World::new(setup(Some("a.com b.com c.com")));
    world.keys("$");
    let Some(Effect::PriceFromCache(queries)) = world.take().pop() else {
        panic!()
    };
    let mut quotes: Vec<_> = queries
        .iter()
        .cloned()
        .map(|q| Quote::new(q, None))
        .collect();
    quotes[1] = quote(queries[1].clone(), 10);
    world.act(priced(quotes));
    assert_eq!(verdict(&world), Verdict::NeedsCeiling);
    world.keys("i");
    let missing = vec![queries[0].clone(), queries[2].clone()];
    assert_eq!(
        world.take(),
        [Effect::LookUpPrice(missing)],
        "only what is missing is paid for"
    );
    world.act(priced(vec![
        quote(queries[0].clone(), 15_000),
        quote(queries[2].clone(), 1),
    ]));
    let each = [(350_000, 90_000), (50_200, 60), (50_020, 6)].map(|(a, r)| Amounts::new(a, r, 0));
    let sum: Amounts = each.into_iter().sum();
    assert_eq!(
        verdict(&world),
        Verdict::Ready {
            granted: sum,
            confirmed: false
        }
    );
    world.keys("enter enter");
    let effects = world.take();
    let granted: Vec<_> = purchases(&effects).iter().map(|p| p.granted).collect();
    assert_eq!(granted, each);
    world.act(all_started(3));
    assert!(world.state.overlay.is_none());
    assert_eq!(world.state.focus, Focus::Jobs);
}

#[test]
fn what_was_started_before_a_refusal_is_not_bought_again() {
    let mut world = sheet_with(setup(Some("a.com b.com c.com")), Some(10));
    world.keys("enter");
    world.take();
    world.act(refused(1, "over the day's limit", true));
    let Some(Overlay::Price(sheet)) = &world.state.overlay else {
        panic!()
    };
    let left: Vec<_> = sheet
        .queries()
        .iter()
        .map(|q| q.target.item.clone())
        .collect();
    assert_eq!(left, ["b.com", "c.com"]);
    let why = &sheet.refused.as_ref().unwrap().0;
    assert!(why.contains("1 of 3 jobs were started"), "{why}");
    world.keys("enter");
    assert!(world.take().is_empty(), "the amount must be typed");
    world.type_text("100400");
    world.keys("enter");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::Submit { purchases, confirmed: true }] if purchases.len() == 2),
        "{effects:?}"
    );
}

#[test]
fn a_call_whose_price_is_known_needs_no_look_up() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("up right right $");
    let Some(Effect::PriceFromCache(queries)) = world.take().pop() else {
        panic!()
    };
    let quotes = queries.into_iter().map(|q| Quote::new(q, None)).collect();
    world.act(priced(quotes));
    let granted = Amounts::new(5_000, 1_000, 0);
    assert_eq!(
        verdict(&world),
        Verdict::Ready {
            granted,
            confirmed: false
        }
    );
    world.keys("i");
    assert!(world.take().is_empty());
}
