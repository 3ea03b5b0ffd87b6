//! The pointer: clicks, the wheel and dragging do what keys do.

use backtrail::app::mouse::{Mouse, Pointed, Spot};
use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus};
use ratatui::layout::Rect;

use crate::world::World;

fn sized(width: u16, height: u16) -> World {
    let mut world = World::with_rows();
    world.act(Action::Resize(width, height));
    world.serve();
    world.take();
    world
}

fn point(world: &mut World, what: Pointed, (x, y): (u16, u16)) {
    let mouse = Mouse {
        what,
        x,
        y,
        spot: None,
    };
    world.act(Action::Mouse(mouse));
}

fn click(world: &mut World, at: (u16, u16)) {
    point(world, Pointed::Down, at);
    point(world, Pointed::Up, at);
    world.serve();
}

fn on_spot(world: &mut World, pane: Focus, spot: Spot) {
    let inner = inner(world, pane);
    let mouse = Mouse {
        what: Pointed::Down,
        x: inner.x,
        y: inner.y,
        spot: Some(spot),
    };
    world.act(Action::Mouse(mouse));
    world.serve();
}

fn inner(world: &World, pane: Focus) -> Rect {
    world.state.layout().inner(pane)
}

/// A row of the list in pane 3, counted from the first on screen.
fn row(world: &World, line: u16) -> (u16, u16) {
    let inner = inner(world, Focus::Domains);
    (inner.x + 5, inner.y + 1 + line)
}

#[test]
fn a_click_chooses_a_row_and_the_second_goes_in() {
    let mut world = sized(120, 40);
    world.keys("1");
    let at = row(&world, 4);
    click(&mut world, at);
    assert_eq!(
        (world.state.focus, world.state.domains.list.cursor),
        (Focus::Domains, 4)
    );
    click(&mut world, at);
    assert_eq!(world.state.focus, Focus::Links);
    let domain = world.state.links.domain.as_ref().unwrap();
    assert_eq!(
        domain.0,
        backtrail::model::rows::RowId(world.state.domains.list.current().unwrap().id.0)
    );
    // Back in the pane the first click only takes the focus, though the row is chosen already.
    click(&mut world, at);
    assert_eq!(world.state.focus, Focus::Domains);
    // Below the last row there is nothing to choose.
    world.domains = 3;
    let places = inner(&world, Focus::Links);
    click(&mut world, (places.x + 4, places.bottom() - 1));
    assert_eq!(
        (world.state.focus, world.state.links.list.cursor),
        (Focus::Links, 0)
    );
}

#[test]
fn a_click_on_a_head_sorts_and_the_next_turns() {
    let mut world = sized(120, 40);
    let area = inner(&world, Focus::Domains);
    let fitted = world.state.domains.list.fitted(area.width);
    let at = (area.x + fitted[2].x, area.y);
    click(&mut world, at);
    let order = world.state.domains.list.order().to_vec();
    assert_eq!((order[0].column, order.len()), (fitted[2].index, 1));
    let first = order[0].descending;
    click(&mut world, at);
    assert_eq!(world.state.domains.list.order()[0].descending, !first);
    assert_eq!(world.state.domains.list.column, fitted[2].index);
    // The gap behind a column is no head.
    let order = world.state.domains.list.order().to_vec();
    click(&mut world, (area.x, area.y));
    assert_eq!(world.state.domains.list.order(), order);
}

#[test]
fn the_wheel_scrolls_the_list_under_the_pointer_and_leaves_the_focus() {
    let mut world = sized(120, 40);
    world.keys("1");
    let at = row(&world, 2);
    point(&mut world, Pointed::WheelDown, at);
    let list = &world.state.domains.list;
    assert_eq!(
        (list.top, list.cursor),
        (3, 3),
        "the cursor stays on its line"
    );
    assert_eq!(world.state.focus, Focus::Form);
    for _ in 0..2 {
        point(&mut world, Pointed::WheelUp, at);
    }
    assert_eq!(
        (
            world.state.domains.list.top,
            world.state.domains.list.cursor
        ),
        (0, 0)
    );
    for _ in 0..400 {
        point(&mut world, Pointed::WheelDown, at);
        world.serve();
    }
    let rows = u64::from(world.state.layout().list_rows(Focus::Domains));
    let list = &world.state.domains.list;
    assert_eq!(
        (list.top, list.cursor),
        (1_000 - rows, 999),
        "its end is reached"
    );
    // A sheet takes the wheel wherever the pointer is.
    world.keys("?");
    point(&mut world, Pointed::WheelDown, at);
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help { top: 3, .. })
    ));
    assert_eq!(world.state.domains.list.cursor, 999);
    click(&mut world, at);
    assert_eq!(
        world.state.focus,
        Focus::Form,
        "nothing under the sheet is chosen"
    );
}

#[test]
fn a_split_is_dragged_as_far_as_its_panes_let_it() {
    let mut world = sized(200, 50);
    let edge = world.state.layout().panes[2].x;
    for border in [edge - 1, edge] {
        point(&mut world, Pointed::Down, (border, 10));
        point(&mut world, Pointed::Drag, (edge + 9, 12));
        point(&mut world, Pointed::Up, (edge + 9, 12));
        assert_eq!(world.state.layout().panes[2].x, edge + 9);
        world.keys("=");
    }
    point(&mut world, Pointed::Drag, (80, 12));
    assert_eq!(world.state.layout().panes[2].x, edge, "let go is let go");
    let below = world.state.layout().panes[3].y;
    point(&mut world, Pointed::Down, (edge + 30, below));
    point(&mut world, Pointed::Drag, (edge + 30, 0));
    let upper = world.state.layout().panes[2];
    assert_eq!(upper.height, 6, "the least size is kept");
}

#[test]
fn jobs_fields_and_lines_are_chosen_and_keys_of_the_footer_pressed() {
    let mut world = sized(200, 50);
    on_spot(&mut world, Focus::Form, Spot::Field(2));
    assert_eq!(
        (world.state.focus, world.state.form.field),
        (Focus::Form, 2)
    );
    let before = world.state.form.value(0);
    on_spot(&mut world, Focus::Form, Spot::Field(2));
    assert_ne!(world.state.form.value(0), before, "the next choice");
    on_spot(&mut world, Focus::Jobs, Spot::Job(0));
    assert_eq!(world.state.focus, Focus::Jobs);
    on_spot(&mut world, Focus::Jobs, Spot::Job(0));
    assert_eq!(world.state.focus, Focus::Domains, "its rows");
    world.keys("d");
    world.serve();
    on_spot(&mut world, Focus::Detail, Spot::Line(3));
    assert_eq!(world.state.detail.cursor, 3);
    let help = backtrail::app::input::Key::parse("?").unwrap();
    on_spot(&mut world, Focus::Detail, Spot::Key(help));
    assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
}

#[test]
fn a_mouse_that_is_left_to_the_terminal_does_nothing() {
    let mut world = sized(120, 40);
    world.keys("1");
    world.state.options.mouse = false;
    let at = row(&world, 4);
    click(&mut world, at);
    point(&mut world, Pointed::WheelDown, at);
    assert_eq!(
        (world.state.focus, world.state.domains.list.cursor),
        (Focus::Form, 0)
    );
    assert!(
        !world
            .take()
            .iter()
            .any(|effect| matches!(effect, Effect::Mouse(_)))
    );
}

/// A click on what is drawn there.
fn on(world: &mut World, spot: Spot) {
    let mouse = Mouse {
        what: Pointed::Down,
        x: 0,
        y: 0,
        spot: Some(spot),
    };
    world.act(Action::Mouse(mouse));
}

#[test]
fn a_click_on_an_entry_goes_there_and_the_next_does_what_enter_does() {
    let mut world = sized(120, 40);
    world.keys("F");
    on(&mut world, Spot::Row(0, 0));
    assert!(
        matches!(world.state.overlay, Some(Overlay::Tally(_))),
        "nothing is counted yet"
    );
    world.keys("esc :");
    world.type_text("help");
    on(&mut world, Spot::Row(1, 0));
    let Some(Overlay::Palette(sheet)) = &world.state.overlay else {
        panic!("{:?}", world.state.overlay);
    };
    assert_eq!(sheet.cursor, 1);
    on(&mut world, Spot::Row(0, 0));
    on(&mut world, Spot::Row(0, 0));
    assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
    world.keys("h");
    on(&mut world, Spot::Row(3, 0));
    on(&mut world, Spot::Row(3, 0));
    let Some(Overlay::Help { page, .. }) = &world.state.overlay else {
        panic!("{:?}", world.state.overlay);
    };
    let wanted = backtrail::app::overlay::help::Page::all().nth(4);
    assert_eq!(Some(*page), wanted, "the pages but the list itself");
    // Beside the sheet nothing is done.
    click(&mut world, (0, 0));
    assert!(matches!(world.state.overlay, Some(Overlay::Help { .. })));
}

#[test]
fn a_choice_that_is_clicked_twice_is_turned_and_nothing_is_written() {
    let mut world = sized(120, 40);
    world.keys("e");
    world.take();
    let sheet = |world: &World| match &world.state.overlay {
        Some(Overlay::Export(sheet)) => (**sheet).clone(),
        other => panic!("{other:?}"),
    };
    let first = sheet(&world).choice.manifest;
    on(&mut world, Spot::Row(3, 0));
    assert_eq!(sheet(&world).choice.manifest, first);
    on(&mut world, Spot::Row(3, 0));
    assert_eq!(sheet(&world).choice.manifest, !first);
    on(&mut world, Spot::Row(4, 0));
    on(&mut world, Spot::Row(4, 0));
    assert!(world.take().is_empty(), "only enter writes the file");
}

#[test]
fn a_click_never_spends() {
    for ref_domains in [Some(2_000), None] {
        let setup = crate::world::setup(Some("example.com"));
        let mut world = crate::money::sheet_with(setup, ref_domains);
        for key in ["enter", "r", "l", "$", "space"] {
            let key = backtrail::app::input::Key::parse(key).unwrap();
            on(&mut world, Spot::Key(key));
        }
        for spot in [Spot::Row(0, 0), Spot::Tab(0), Spot::Number(0, 0)] {
            on(&mut world, spot);
            on(&mut world, spot);
        }
        let effects = world.take();
        assert!(effects.is_empty(), "{effects:?}");
        let Some(Overlay::Price(sheet)) = &world.state.overlay else {
            panic!("{:?}", world.state.overlay);
        };
        let said = sheet.trouble.as_deref().unwrap_or_default();
        assert!(said.contains("a click never spends"), "{said}");
        let esc = backtrail::app::input::Key::parse("esc").unwrap();
        on(&mut world, Spot::Key(esc));
        assert!(world.state.overlay.is_none(), "what spends nothing is done");
    }
}

#[test]
fn the_wheel_scrolls_in_sheets_and_brings_nothing_typed_back() {
    let mut world = sized(120, 40);
    world.state.typed.push("sort tf".to_owned());
    world.keys(":");
    let cursor = |world: &World| match &world.state.overlay {
        Some(Overlay::Palette(sheet)) => (sheet.cursor, sheet.line.value().to_owned()),
        other => panic!("{other:?}"),
    };
    point(&mut world, Pointed::WheelUp, (5, 5));
    assert_eq!(cursor(&world), (0, String::new()));
    point(&mut world, Pointed::WheelDown, (5, 5));
    assert_eq!(cursor(&world).0, 3);
    world.keys("esc c");
    let before = world.state.overlay.clone();
    point(&mut world, Pointed::WheelDown, (5, 5));
    let Some((Overlay::Columns(before), Overlay::Columns(after))) =
        before.as_ref().zip(world.state.overlay.as_ref())
    else {
        panic!("{:?}", world.state.overlay);
    };
    assert_eq!(after.cursor, before.cursor + 3);
}
