//! What leaves a list for the clipboard or the browser, and going to a row by its number.

use backtrail::app::copying::{CopyForm, CopyOrder, CopyWhat, Written};
use backtrail::app::overlay::Overlay;
use backtrail::app::overlay::copy::What;
use backtrail::app::{Action, Effect};
use backtrail::model::rows::RowId;

use crate::world::World;

fn orders(world: &mut World) -> Vec<CopyOrder> {
    let effects = world.take().into_iter();
    let orders = effects.filter_map(|effect| match effect {
        Effect::CopyRows(order) => Some(*order),
        _ => None,
    });
    orders.collect()
}

fn sheet(world: &World) -> &backtrail::app::overlay::CopySheet {
    match &world.state.overlay {
        Some(Overlay::Copy(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sheet_says_what_it_comes_to_before_it_copies() {
    let mut world = World::with_rows();
    world.keys("Y");
    let first = orders(&mut world);
    assert_eq!(first[0].what, CopyWhat::Row(RowId(999)));
    assert!(!first[0].go && first[0].form == CopyForm::Text);
    world.keys("l");
    let second = orders(&mut world);
    assert!(second[0].number > first[0].number && second[0].form == CopyForm::Tsv);
    let written = |number, first: &str| Action::CopyWritten {
        number,
        written: Ok(Written {
            rows: 1,
            bytes: 12,
            first: first.into(),
            to_file: false,
        }),
    };
    world.act(written(first[0].number, "old"));
    assert!(
        sheet(&world).written.is_none(),
        "an answer to what is no longer asked"
    );
    world.act(written(second[0].number, "a\u{1b}[31m"));
    let said = sheet(&world).written.clone().unwrap().unwrap();
    assert_eq!((said.first.as_str(), said.bytes), ("a [31m", 12));
    world.keys("enter");
    let copied = orders(&mut world);
    assert!(copied[0].go && copied[0].form == CopyForm::Tsv);
    assert!(world.state.overlay.is_none());
}

#[test]
fn marked_rows_are_copied_with_the_columns_that_are_shown() {
    let mut world = World::with_rows();
    world.keys("space space } H Y");
    assert_eq!(sheet(&world).what, What::Marked);
    let order = orders(&mut world).remove(0);
    let CopyWhat::Rows(rows) = &order.what else {
        panic!("{order:?}")
    };
    assert_eq!(rows.iter().collect::<Vec<_>>(), [RowId(998), RowId(999)]);
    assert_eq!(order.columns[..2], [0, 2]);
    world.keys("h");
    let order = orders(&mut world).remove(0);
    assert_eq!(
        (order.form, order.columns),
        (CopyForm::Urls, vec![0]),
        "domains as such"
    );
    world.keys("k k esc");
    assert_eq!(orders(&mut world).len(), 2);
    assert!(world.state.overlay.is_none());
}

#[test]
fn without_marks_nothing_is_copied_and_that_is_said() {
    let mut world = World::with_rows();
    world.keys("Y j");
    assert_eq!(sheet(&world).what, What::Marked);
    assert_eq!(sheet(&world).written, Some(Err("no row is marked".into())));
    orders(&mut world);
    world.keys("enter");
    assert!(orders(&mut world).is_empty());
    assert!(world.state.overlay.is_some());
    world.keys("j");
    let order = orders(&mut world).remove(0);
    assert_eq!(
        (order.what, order.columns),
        (CopyWhat::Cell(RowId(999)), vec![0])
    );
}

#[test]
fn links_are_copied_as_the_addresses_of_their_pages() {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.keys("Y h");
    let order = orders(&mut world).pop().unwrap();
    assert_eq!(order.columns, [2]);
}

#[test]
fn a_row_is_gone_to_by_its_number_or_by_a_share() {
    let mut world = World::with_rows();
    let go = |world: &mut World, typed: &str| {
        world.keys("#");
        world.type_text(typed);
        world.keys("enter");
        world.serve();
    };
    go(&mut world, "900");
    assert_eq!(world.state.domains.list.cursor, 899);
    assert_eq!(world.state.domains.list.current().unwrap().id, RowId(100));
    go(&mut world, "50%");
    assert_eq!(world.state.domains.list.cursor, 500);
    go(&mut world, "5,000");
    let Some(Overlay::GoTo(goto)) = &world.state.overlay else {
        panic!("it is told where it was typed")
    };
    assert_eq!(goto.said.as_deref(), Some("this list has 1,000 rows"));
    world.keys("ctrl-u 7 enter");
    assert_eq!(world.state.domains.list.cursor, 6);
    world.keys("# 5 esc");
    assert_eq!(world.state.domains.list.cursor, 6);
    world.act(Action::Paste("12\n".into()));
    world.keys("#");
    world.act(Action::Paste("12\n".into()));
    world.keys("enter");
    assert_eq!(world.state.domains.list.cursor, 11);
}

#[test]
fn an_address_that_cannot_be_opened_is_shown_in_full_and_copied() {
    let mut world = World::with_rows();
    world.keys("o");
    let short = Action::Address {
        url: "http://site999.example/".into(),
        why: "no display".into(),
    };
    world.act(short);
    assert_eq!(world.told(), "no display: http://site999.example/");
    let url = format!("https://site.example/{}", "long/".repeat(60));
    world.act(Action::Address {
        url: url.clone(),
        why: "no display".into(),
    });
    assert!(matches!(&world.state.overlay, Some(Overlay::Address(sheet)) if sheet.url == url));
    world.take();
    world.keys("y");
    assert_eq!(world.take(), [Effect::Copy(url.as_str().into())]);
    assert!(world.state.overlay.is_none());
}
