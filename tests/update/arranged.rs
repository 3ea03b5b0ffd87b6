//! Layouts, splits and zoom: where the panes stand, and which keys move them.

use backtrail::app::layout::{LEAST, Layout, Mode};
use backtrail::app::{Action, Focus};
use backtrail::config::Splits;
use ratatui::layout::Rect;

use crate::world::World;

fn sized(width: u16, height: u16) -> World {
    let mut world = World::with_rows();
    world.act(Action::Resize(width, height));
    world.serve();
    world
}

fn shown(layout: &Layout) -> Vec<usize> {
    let numbers = Focus::ALL.into_iter().filter(|f| layout.shown[*f as usize]);
    numbers.map(Focus::number).collect()
}

/// Each layout with the keys that lead to a pane, and the panes that are shown then.
#[test]
fn a_screen_is_divided_by_its_size() {
    for (size, keys, mode, panes) in [
        ((120, 24), "3", Mode::Wide, &[1, 2, 3, 4][..]),
        ((120, 24), "5", Mode::Wide, &[1, 2, 3, 5]),
        ((200, 50), "1", Mode::Wide, &[1, 2, 3, 4, 5]),
        ((119, 24), "3", Mode::Medium, &[3, 4]),
        ((90, 20), "4", Mode::Medium, &[3, 4]),
        ((90, 20), "4 enter", Mode::Medium, &[4, 5]),
        ((90, 20), "d", Mode::Medium, &[3, 5]),
        ((90, 20), "2", Mode::Medium, &[2]),
        ((120, 23), "3", Mode::Medium, &[3, 4]),
        ((120, 12), "3", Mode::Medium, &[3, 4]),
        ((120, 11), "3", Mode::Narrow, &[3]),
        ((119, 19), "3", Mode::Narrow, &[3]),
        ((89, 50), "3", Mode::Narrow, &[3]),
        ((80, 24), "4", Mode::Narrow, &[4]),
        ((29, 24), "3", Mode::TooSmall, &[]),
    ] {
        let mut world = sized(size.0, size.1);
        for key in keys.split(' ') {
            world.keys(key);
            world.serve();
        }
        let layout = world.state.layout();
        assert_eq!(layout.mode, mode, "{size:?}");
        assert_eq!(shown(&layout), panes, "{size:?} {keys}");
    }
}

/// Shown panes lie inside the body, apart from each other, and fill it.
fn check(layout: &Layout, (width, height): (u16, u16)) {
    if layout.mode == Mode::TooSmall {
        return;
    }
    let places: Vec<Rect> = Focus::ALL
        .into_iter()
        .filter(|f| layout.shown[*f as usize])
        .map(|f| layout.panes[f as usize])
        .collect();
    let lines = [layout.budget, layout.crumb, layout.footer];
    let all: Vec<Rect> = lines.into_iter().chain(places.iter().copied()).collect();
    for (at, one) in all.iter().enumerate() {
        assert!(one.right() <= width && one.bottom() <= height, "{layout:?}");
        for other in &all[at + 1..] {
            assert!(!one.intersects(*other) || one.area() == 0, "{layout:?}");
        }
    }
    let filled: u32 = places.iter().map(|place| place.area()).sum();
    let around = 1 + layout.crumb.height + if layout.notice == layout.footer { 1 } else { 2 };
    assert_eq!(
        filled,
        u32::from(width) * u32::from(height - around),
        "{layout:?}"
    );
    if layout.mode != Mode::Narrow {
        for place in places {
            assert!(
                place.width >= LEAST.0 && place.height >= LEAST.1,
                "{layout:?}"
            );
        }
    }
}

/// Every breakpoint and its neighbours on both axes, each pane, zoomed and not, with splits pushed to either end.
#[test]
fn panes_fill_the_body_at_every_breakpoint() {
    let widths = [
        29, 30, 31, 89, 90, 91, 119, 120, 121, 179, 185, 186, 187, 250,
    ];
    let heights = [5, 6, 7, 11, 12, 13, 19, 20, 21, 23, 24, 25, 29, 30, 31, 80];
    for moves in ["", "< < < < < < - - - -", "> > > > > > + + + +"] {
        for pane in ["1", "2", "3", "4", "5"] {
            let mut world = sized(200, 50);
            for _ in 0..20 {
                world.keys(&format!("{pane} esc {pane} {moves}"));
            }
            for zoomed in [false, true] {
                world.state.zoomed = zoomed;
                for width in widths {
                    for height in heights {
                        world.act(Action::Resize(width, height));
                        check(&world.state.layout(), (width, height));
                    }
                }
            }
        }
    }
}

#[test]
fn keys_move_the_line_beside_the_focused_pane_and_put_it_back() {
    let mut world = sized(200, 50);
    let usual = world.state.layout();
    let width = |world: &World, pane: Focus| world.state.layout().panes[pane as usize].width;
    let height = |world: &World, pane: Focus| world.state.layout().panes[pane as usize].height;
    world.keys("> >");
    assert_eq!(width(&world, Focus::Form), usual.panes[0].width + 4);
    assert_eq!(width(&world, Focus::Domains), usual.panes[2].width - 4);
    world.keys("+ + -");
    assert_eq!(height(&world, Focus::Domains), usual.panes[2].height + 1);
    assert_eq!(height(&world, Focus::Form), usual.panes[0].height);
    world.keys("2 -");
    assert_eq!(height(&world, Focus::Form), usual.panes[0].height - 1);
    let before = width(&world, Focus::Links);
    world.keys("4 <");
    assert_eq!(width(&world, Focus::Links), before - 2);
    // Another layout has its own.
    world.act(Action::Resize(100, 40));
    let medium = world.state.layout();
    world.keys("3 - -");
    assert_eq!(height(&world, Focus::Domains), medium.panes[2].height - 2);
    world.keys("=");
    assert_eq!(world.state.layout(), medium_at_3(&mut world));
    world.act(Action::Resize(200, 50));
    world.serve();
    assert_ne!(
        world.state.session.splits,
        Splits::default(),
        "those of the wide layout stay"
    );
    world.keys("=");
    assert_eq!(world.state.session.splits, Splits::default());
    assert_eq!(world.state.layout(), usual);
}

fn medium_at_3(world: &mut World) -> Layout {
    let mut fresh = sized(100, 40);
    fresh.keys("3");
    assert_eq!(world.state.focus, Focus::Domains);
    fresh.state.layout()
}

#[test]
fn a_split_stops_at_the_least_size_of_a_pane_and_says_so() {
    let mut world = sized(120, 40);
    for _ in 0..200 {
        world.keys("<");
    }
    assert_eq!(world.state.layout().panes[0].width, LEAST.0);
    assert!(world.told().contains("least size"), "{}", world.told());
    // The next key the other way moves it at once.
    world.keys(">");
    assert_eq!(world.state.layout().panes[0].width, LEAST.0 + 2);
    world.act(Action::Resize(80, 24));
    world.keys("<");
    assert!(
        world.told().contains("no panes stand side by side"),
        "{}",
        world.told()
    );
}

#[test]
fn a_zoomed_pane_keeps_the_room_while_one_goes_in_and_gives_it_back() {
    let mut world = sized(120, 40);
    world.keys("z");
    let layout = world.state.layout();
    assert!(layout.zoomed);
    assert_eq!(shown(&layout), [3]);
    assert_eq!(layout.panes[2], Rect::new(0, 2, 120, 36));
    world.keys("enter");
    world.serve();
    assert_eq!(shown(&world.state.layout()), [4], "drilling keeps it");
    world.keys("<");
    assert!(
        world.told().contains("z shows the others"),
        "{}",
        world.told()
    );
    world.keys("esc esc esc");
    assert_eq!(world.state.focus, Focus::Form);
    assert!(world.state.zoomed, "esc went out");
    world.keys("esc");
    world.keys("esc");
    assert!(!world.state.zoomed, "esc had nothing else to do");
    world.keys("3 z z");
    assert_eq!(shown(&world.state.layout()), [1, 2, 3, 4]);
    world.act(Action::Resize(80, 24));
    world.keys("z");
    assert!(!world.state.zoomed && world.told().contains("one pane at a time"));
}
