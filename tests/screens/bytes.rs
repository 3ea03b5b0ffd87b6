//! What a key costs on a slow line: the bytes that a frame sends to the terminal.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use backtrail::app::Action;
use backtrail::shell::Sparing;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::scene::Scene;

/// A move of the cursor, with the marks around a frame.
const A_MOVE: usize = 1_200;

/// A row that comes into a list with other panes beside it: the terminal moves whole lines, so what stands beside the
/// list is written once more.
const A_ROW: usize = 5 * 1024;

/// A page of rows that are all new, at 200 × 50.
const A_PAGE: usize = 16 * 1024;

/// The marks of a synchronized update, which the explorer puts around a frame.
const AROUND: usize = 16;

#[derive(Clone, Default)]
struct Line(Arc<AtomicUsize>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A screen at the end of a line.
struct Remote {
    scene: Scene,
    terminal: Terminal<Sparing<Line>>,
    line: Line,
}

impl Remote {
    fn of(scene: Scene) -> Self {
        let line = Line::default();
        let (width, height) = scene.state.size;
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = Sparing::new(line.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let mut remote = Self {
            scene,
            terminal,
            line,
        };
        remote.frame();
        remote
    }

    fn frame(&mut self) -> usize {
        let before = self.line.0.load(Ordering::Relaxed);
        let state = &self.scene.state;
        self.terminal
            .draw(|frame| backtrail::view::draw(state, frame))
            .unwrap();
        self.line.0.load(Ordering::Relaxed) - before + AROUND
    }

    /// What each of these keys costs, one after the other.
    fn costs(&mut self, key: &str, times: usize) -> Vec<usize> {
        let cost = |_| {
            self.scene.keys(key).serve();
            self.frame()
        };
        (0..times).map(cost).collect()
    }
}

/// Lists full of wide, combining and right-to-left text; each layout and pane in which rows are gone through.
fn remotes() -> Vec<(&'static str, Remote)> {
    let large = (200, 50);
    let domains = |size| Scene::listed(size, true);
    let links = |size| {
        let mut scene = domains(size);
        scene.keys("4").serve();
        scene
    };
    let mut zoomed = links(large);
    zoomed.keys("z").serve();
    let mut detail = links(large);
    detail.keys("enter").serve();
    let mut jobs = domains(large);
    jobs.keys("2");
    let scenes = [
        ("domains", domains(large)),
        ("links", links(large)),
        ("zoomed", zoomed),
        ("detail", detail),
        ("medium", links((119, 50))),
        ("narrow", links((80, 24))),
    ];
    scenes.map(|(name, scene)| (name, Remote::of(scene))).into()
}

#[test]
fn a_move_of_the_cursor_costs_little() {
    for (name, mut remote) in remotes() {
        let costs = [remote.costs("j", 12), remote.costs("k", 12)].concat();
        assert!(
            costs.iter().all(|cost| *cost <= A_MOVE),
            "{name}: {costs:?}"
        );
    }
}

#[test]
fn what_scrolls_costs_a_page_at_the_most() {
    for (name, mut remote) in remotes() {
        for key in ["ctrl-f", "j", "ctrl-d", "G", "g"] {
            let most = remote.costs(key, 4).into_iter().max().unwrap();
            let bound = match (key, name) {
                ("j", "zoomed" | "medium" | "narrow" | "detail") => A_MOVE,
                ("j", _) => A_ROW,
                _ => A_PAGE,
            };
            assert!(most <= bound, "{name}, {key}: {most}");
            println!("{name}, {key}: {most} bytes at the most");
        }
    }
}

#[test]
fn what_changes_nothing_sends_nothing() {
    for (name, mut remote) in remotes() {
        let now = remote.scene.state.now;
        remote
            .scene
            .act(Action::Clock(now + jiff::SignedDuration::from_secs(1)));
        // Hiding the terminal's cursor once more is all there is.
        let sent = remote.frame();
        assert!(sent <= AROUND + 32, "{name}: {sent}");
    }
}
