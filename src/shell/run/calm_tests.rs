//! The loop is calm: a frame a key, none while nothing happens, and few in a storm.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::{TerminalOptions, Viewport};

use super::tests::{Rig, rig, told};
use super::*;
use crate::shell::whole_frame::WholeFrame;

/// Takes what is drawn as a terminal would, and counts it.
#[derive(Clone, Default)]
struct Wire {
    frames: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.bytes.fetch_add(n, Ordering::Relaxed);
        self.frames.fetch_add(1, Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn key(c: char) -> io::Result<Event> {
    let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    Ok(Event::Key(event))
}

#[tokio::test]
async fn keys_pressed_one_at_a_time_are_a_frame_each() {
    const KEYS: u64 = 60;
    let Rig {
        home, mut screen, ..
    } = rig();
    let size = Rect::new(0, 0, 200, 50);
    let wire = Wire::default();
    let options = TerminalOptions {
        viewport: Viewport::Fixed(size),
    };
    let backend = CrosstermBackend::new(WholeFrame::new(wire.clone()));
    let mut terminal = Terminal::with_options(backend, options).unwrap();
    let (press, mut pressed) = mpsc::channel::<io::Result<Event>>(1);
    let events = stream::poll_fn(move |cx| pressed.poll_recv(cx));
    let typist = async {
        for n in 0..KEYS {
            // The one before was answered.
            while wire.frames.load(Ordering::Relaxed) <= n {
                tokio::task::yield_now().await;
            }
            // To the jobs and back to the lists, so that every key changes the screen.
            let _ = press.send(key(if n % 2 == 0 { '2' } else { '3' })).await;
        }
        while wire.frames.load(Ordering::Relaxed) <= KEYS {
            tokio::task::yield_now().await;
        }
    };
    let outcome = screen.run(&mut terminal, events, typist).await;
    assert_eq!(outcome.unwrap(), Outcome::Ended);
    drop(screen);
    let frames = told(home.path(), "frame").len() as u64;
    assert_eq!(frames, 1 + KEYS, "the first, and one a key");
    assert_eq!(
        wire.frames.load(Ordering::Relaxed),
        frames,
        "each in one piece"
    );
}

#[tokio::test]
async fn an_idle_screen_is_neither_drawn_nor_woken_for_five_seconds() {
    let Rig {
        home,
        mut screen,
        reports: _reports,
    } = rig();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let five = Duration::from_secs(5);
    let running = screen.run(&mut terminal, stream::pending(), std::future::pending());
    let ended = tokio::time::timeout(five, running).await;
    assert!(ended.is_err(), "it waits for something to happen");
    assert_eq!(screen.woken, 0, "nothing happened");
    drop(screen);
    assert_eq!(told(home.path(), "frame").len(), 1, "the first");
}

#[tokio::test]
async fn a_storm_of_sizes_is_a_frame_or_two_and_ends_at_the_last() {
    let Rig {
        home, mut screen, ..
    } = rig();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let sizes = (0..700u16).map(|n| Event::Resize(n % 251, n % 83));
    let sizes = sizes.chain([Event::Resize(80, 24)]).map(Ok);
    let outcome = screen
        .run(&mut terminal, stream::iter(sizes), std::future::pending())
        .await;
    assert_eq!(outcome.unwrap(), Outcome::Ended);
    assert_eq!(screen.state.size, (80, 24));
    drop(screen);
    // As many as are taken at once at the most are between two frames.
    let frames = told(home.path(), "frame").len();
    assert!(frames <= 5, "{frames}");
}

#[tokio::test]
async fn a_size_that_only_the_terminal_tells_is_drawn_at_the_next_key() {
    for size in [(40, 24), (200, 50)] {
        let Rig {
            home: _home,
            mut screen,
            ..
        } = rig();
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        assert_eq!(screen.state.screen, (80, 24), "as it was told");
        let events = stream::iter([key('3')]);
        let outcome = screen
            .run(&mut terminal, events, std::future::pending())
            .await;
        assert_eq!(outcome.unwrap(), Outcome::Ended);
        assert_eq!(screen.state.size, size);
        let shown = terminal.backend().to_string();
        assert!(shown.contains("Referring domains"), "{shown}");
        let last = shown.lines().last().unwrap_or_default();
        assert!(
            last.contains("help"),
            "the footer is on the last line: {shown}"
        );
    }
}
