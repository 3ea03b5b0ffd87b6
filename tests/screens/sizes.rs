//! Every breakpoint and many sizes: each pane keeps to its place, and nothing falls over.

use backtrail::app::{Action, Focus, State};
use backtrail::view;
use backtrail::view::widgets::Pen;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::scene::Scene;
use crate::sweep::{check, scenes};

/// What stands on cells that no pane has drawn.
const GROUND: &str = "▒";

/// Both sides of every breakpoint.
const WIDTHS: [u16; 10] = [30, 31, 89, 90, 91, 119, 120, 121, 184, 250];
const HEIGHTS: [u16; 13] = [6, 7, 11, 12, 13, 19, 20, 21, 23, 24, 25, 30, 60];

/// Draws each shown pane alone and looks at what is around it.
fn check_places(state: &State) {
    let layout = state.layout();
    for focus in Focus::ALL {
        if !layout.shown[focus as usize] {
            continue;
        }
        let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
        let drawn = terminal.draw(|frame| {
            for cell in &mut frame.buffer_mut().content {
                cell.set_symbol(GROUND);
            }
            view::pane(
                state,
                &layout,
                &mut Pen::new(frame.buffer_mut(), &state.theme),
                focus,
            );
        });
        let buffer = drawn.unwrap().buffer;
        let place = layout.panes[focus as usize];
        for y in 0..state.size.1 {
            for x in 0..state.size.0 {
                let cell = &buffer[(x, y)];
                let outside = !place.contains((x, y).into());
                assert!(
                    !outside || cell.symbol() == GROUND,
                    "{focus:?} at {:?} drew {:?} on {x}, {y} outside {place:?}",
                    state.size,
                    cell.symbol()
                );
            }
        }
    }
}

/// Lists, the row in full, the form and jobs, with texts that try to break them.
fn with_panes() -> Vec<Scene> {
    let size = (200, 50);
    let mut links = Scene::listed(size, true);
    links.keys("enter").serve();
    let mut detail = Scene::listed(size, true);
    detail.keys("enter").serve().keys("enter").serve();
    let mut form = Scene::listed(size, true);
    form.keys("1 j j");
    vec![links, detail, form]
}

fn resize(scene: &mut Scene, width: u16, height: u16) {
    scene.act(Action::Resize(width, height));
    scene.serve();
}

#[test]
fn panes_keep_to_their_places_at_every_breakpoint() {
    for mut scene in with_panes() {
        for width in WIDTHS {
            for height in HEIGHTS {
                resize(&mut scene, width, height);
                check_places(&scene.state);
            }
        }
    }
}

#[test]
fn moved_splits_and_zoomed_panes_keep_to_their_places() {
    for (moves, zoomed) in [
        ("<", false),
        (">", false),
        ("-", false),
        ("+", false),
        (">", true),
    ] {
        for mut scene in with_panes() {
            for size in [(200, 50), (100, 30), (130, 20)] {
                resize(&mut scene, size.0, size.1);
                for _ in 0..60 {
                    scene.keys(moves);
                }
            }
            scene.state.zoomed = zoomed;
            for size in [
                (90, 20),
                (119, 24),
                (120, 12),
                (120, 24),
                (121, 31),
                (184, 40),
                (250, 80),
            ] {
                resize(&mut scene, size.0, size.1);
                check_places(&scene.state);
                check(&scene.state);
            }
        }
    }
}

/// Numbers that look like chance and are the same in every run.
fn sizes(count: usize) -> Vec<(u16, u16)> {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |most: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        u16::try_from(seed % most).unwrap() + 1
    };
    (0..count).map(|_| (next(250), next(80))).collect()
}

#[test]
fn three_hundred_sizes_are_drawn() {
    let mut scenes = scenes();
    // Every scene at every fifth of them, all of them by some scene.
    for (at, (width, height)) in sizes(300).into_iter().enumerate() {
        for (own, scene) in scenes.iter_mut().enumerate() {
            if (at + own) % 5 == 0 {
                resize(scene, width, height);
                check(&scene.state);
            }
        }
    }
}

#[test]
#[ignore = "every size from 1×1 to 250×80 takes long"]
fn every_size_is_drawn() {
    for mut scene in scenes() {
        for width in 1..=250 {
            for height in 1..=80 {
                resize(&mut scene, width, height);
                check(&scene.state);
                check_places(&scene.state);
            }
        }
    }
}
