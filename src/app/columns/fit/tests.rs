use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::app::facts::DatasetFacts;
use crate::config::ChosenColumns;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::List;
use crate::model::sheet::ITEMS;

fn given<'a>(
    (table, shape): (&'static Table, &'a Shape),
    chosen: &'a Chosen,
    (column, from): (usize, usize),
    order: &'a [SortKey],
) -> Given<'a> {
    Given {
        table,
        shape,
        chosen,
        column,
        order,
        from,
    }
}

/// The columns of the automatic choice.
fn plain(table: &'static Table, shape: &Shape, width: u16) -> Vec<usize> {
    let none = Chosen::default();
    let fit = fit(&given((table, shape), &none, (0, 0), &[]), width);
    fit.columns.iter().map(|f| f.index).collect()
}

/// Nothing passes the width or lies over something else.
fn assert_apart(fit: &Fit, width: u16) {
    let columns = fit.columns.iter().map(|f| (f.x, f.width));
    let signs = [fit.left, fit.right].into_iter().flatten();
    let mut taken: Vec<(u16, u16)> = columns.chain(signs.map(|(_, x)| (x, SIGN))).collect();
    taken.sort_unstable();
    for pair in taken.windows(2) {
        assert!(pair[0].0 + pair[0].1 + GAP <= pair[1].0, "{fit:?}");
    }
    let (x, wide) = taken.last().copied().unwrap_or_default();
    assert!(x + wide <= width.max(MARK), "{fit:?} in {width}");
}

#[test]
fn columns_never_pass_the_width() {
    let plain = Shape::default();
    for table in [&DOMAINS, &LINKS, &ITEMS] {
        for width in (0..130u16).chain([200, 400, 1_000]) {
            for chosen in 0..table.columns.len() {
                let order = [SortKey {
                    column: chosen,
                    descending: true,
                }];
                let none = Chosen::default();
                let fit = fit(&given((table, &plain), &none, (chosen, 0), &order), width);
                assert_apart(&fit, width);
                assert!(
                    fit.columns.iter().any(|f| f.index == chosen),
                    "{} at {width}",
                    table.name
                );
            }
        }
    }
}

fn facts(absent: &[&str]) -> DatasetFacts {
    DatasetFacts {
        absent: absent.iter().map(|name| (*name).to_owned()).collect(),
        labels: [("item0_links".to_owned(), "BackLinks_example.com".to_owned())].into(),
        links_held: 1,
        complete: true,
        ..DatasetFacts::default()
    }
}

#[test]
fn what_no_row_fills_gives_way() {
    let facts = facts(&["domains.links", "links.topic", "domains.no such"]);
    let shape = Shape::of(&List::Domains, &facts);
    let narrow = plain(&DOMAINS, &shape, 80);
    assert_eq!(narrow[..3], [0, 2, 3]);
    assert_eq!(shape.step(&DOMAINS, 0, true), 2);
    assert_eq!(shape.step(&DOMAINS, 2, false), 0);
    assert_eq!(shape.step(&DOMAINS, 0, false), 0);
    let at = DOMAINS.position("item0_links").unwrap();
    assert_eq!(shape.title(&DOMAINS, at), "BackLinks_example.com");
    assert_eq!(shape.title(&DOMAINS, 0), "Domain");
}

#[test]
fn what_is_counted_from_links_gives_way_without_them() {
    let none = DatasetFacts {
        links_held: 0,
        ..facts(&[])
    };
    let shape = Shape::of(&List::Domains, &none);
    assert!(shape.lacks(1) && shape.lacks(2) && !shape.lacks(0));
    let wide = plain(&DOMAINS, &shape, 400);
    assert!(wide.iter().all(|c| !shape.lacks(*c)));
}

/// A choice of the first ten columns of the domains, of which so many stay.
fn ten(frozen: Option<usize>) -> (Chosen, Shape) {
    let mut own = Chosen::default();
    let all: Vec<usize> = (0..DOMAINS.columns.len()).collect();
    own.begin(&all);
    for column in 10..DOMAINS.columns.len() {
        own.turn(column);
    }
    if let Some(last) = frozen {
        own.freeze(last);
    }
    (own, Shape::default())
}

/// What is scrolled away at the left, what is on screen, what is scrolled away at the right.
fn seen(fit: &Fit) -> (usize, Vec<usize>, usize) {
    let count = |sign: Option<(usize, u16)>| sign.map_or(0, |(count, _)| count);
    let columns = fit.columns.iter().map(|f| f.index).collect();
    (count(fit.left), columns, count(fit.right))
}

#[test]
fn columns_scroll_no_further_than_the_chosen_one_asks_for() {
    let (own, shape) = ten(Some(0));
    let at = |column, from| fit(&given((&DOMAINS, &shape), &own, (column, from), &[]), 70);
    let first = at(0, 0);
    assert_eq!(seen(&first), (0, vec![0, 1, 2, 3, 4], 5));
    assert_eq!(seen(&at(4, first.from)), seen(&first), "it is in view");
    let next = at(5, first.from);
    assert_eq!(seen(&next), (1, vec![0, 2, 3, 4, 5], 4));
    assert_eq!(seen(&at(3, next.from)), seen(&next), "it stays where it is");
    assert_eq!(
        seen(&at(0, next.from)),
        seen(&next),
        "what stays moves nothing"
    );
    let back = at(1, next.from);
    assert_eq!(seen(&back), seen(&first));
    let end = at(9, back.from);
    assert_eq!(seen(&end).2, 0);
    let wide = fit(&given((&DOMAINS, &shape), &own, (9, end.from), &[]), 200);
    assert_eq!(
        seen(&wide),
        (0, (0..10).collect(), 0),
        "room is filled again"
    );
}

#[test]
fn what_stays_is_cut_on_a_narrow_screen_and_gives_way_at_last() {
    let (own, shape) = ten(Some(2));
    let at = |column, width| fit(&given((&DOMAINS, &shape), &own, (column, 0), &[]), width);
    let narrow = at(8, 62);
    assert_eq!(seen(&narrow), (5, vec![0, 1, 2, 8], 1));
    assert!(narrow.columns[0].width < 22, "{narrow:?}");
    let moved = at(0, 62);
    assert_eq!(moved.columns[0].x, narrow.columns[0].x);
    assert_eq!(
        seen(&at(8, 44)),
        (7, vec![0, 8], 1),
        "the last of them gave way"
    );
    assert_eq!(
        seen(&at(8, 24)),
        (0, vec![8], 0),
        "not even a sign has room"
    );
    assert_eq!(at(8, 12).columns[0].width, 10, "cut to what there is");
}

#[test]
fn a_width_of_the_analysts_own_holds_and_does_not_grow() {
    let (mut own, shape) = ten(None);
    own.resize(0, 12);
    let wide = fit(&given((&DOMAINS, &shape), &own, (0, 0), &[]), 300);
    assert_eq!(wide.columns[0].width, 12);
    let topic = wide.columns.iter().find(|f| f.index == 8).unwrap();
    assert!(topic.width > 100, "the others take the room: {topic:?}");
}

fn choices(count: usize) -> impl Strategy<Value = (Chosen, usize)> {
    let order = Just((0..count).collect::<Vec<_>>()).prop_shuffle();
    let hidden = prop::collection::vec(0..count, 0..count);
    let widths = prop::collection::vec((0..count, 0_u16..300), 0..6);
    let picked = (0..count, prop::option::of(0..count));
    (order, hidden, widths, picked).prop_map(|(order, hidden, widths, (column, frozen))| {
        let mut own = Chosen::default();
        own.begin(&order);
        for column in hidden {
            own.turn(column);
        }
        for (column, width) in widths {
            own.resize(column, width);
        }
        if let Some(last) = frozen {
            own.freeze(last);
        }
        (own, column)
    })
}

proptest! {
    #[test]
    fn a_choice_never_passes_the_width_and_never_drifts(
        (own, column) in choices(DOMAINS.columns.len()),
        width in 0_u16..300,
        from in 0_usize..60,
        lacking in prop::collection::btree_set(0..DOMAINS.columns.len(), 0..30),
        is_own in prop::bool::weighted(0.8),
    ) {
        let shape = Shape { absent: lacking, ..Shape::default() };
        let widths = ChosenColumns { widths: own.kept(&DOMAINS).widths, ..Default::default() };
        let none = Chosen::recalled(&DOMAINS, &widths);
        let own = if is_own { own } else { none };
        let order = [SortKey { column, descending: true }];
        let at = |from| fit(&given((&DOMAINS, &shape), &own, (column, from), &order), width);
        let once = at(from);
        assert_apart(&once, width);
        prop_assert_eq!(&at(once.from), &once, "drawn again it stands where it stood");
        if is_own {
            let shown = own.shown(&shape);
            let (left, seen, right) = seen(&once);
            prop_assert_eq!(seen.contains(&column), shown.contains(&column));
            prop_assert!(seen.iter().all(|c| shown.contains(c)));
            if once.left.is_some() || once.right.is_some() {
                prop_assert_eq!(left + seen.len() + right, shown.len());
            }
            let places: BTreeMap<usize, usize> = shown.iter().copied().zip(0..).collect();
            let places: Vec<usize> = seen.iter().map(|c| places[c]).collect();
            prop_assert!(places.is_sorted(), "in the order that was chosen");
        }
    }
}
