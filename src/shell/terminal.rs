//! The terminal taken and given back: raw mode, the other screen, bracketed paste, the mouse.
//!
//! It is given back on every way out: the guard's drop, the panic hook (a panic on another thread leaves a
//! living screen alone), and signals, which end the loop in good order. While the program is stopped it is the
//! shell's.

use std::io::{self, Stdout, Write};
use std::panic;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;

use super::sparing::Sparing;
use super::whole_frame::WholeFrame;

/// The taken terminal; dropping it gives it back.
pub(super) struct Guard {
    /// What is drawn on.
    pub(super) terminal: Terminal<Sparing<WholeFrame<Stdout>>>,
}

/// Whether the mouse is heard: it is asked for again after the program was stopped.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Buttons and what is dragged, in the form that knows no end of columns. Motion alone, which crossterm's own command
/// asks for too, would wake the program with nothing to do.
const HEAR: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const HEAR_NOT: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

static SCREEN_THREAD: OnceLock<ThreadId> = OnceLock::new();

impl Guard {
    /// Takes the terminal. Must be called on the thread that draws.
    pub(super) fn take() -> io::Result<Self> {
        hook_panics();
        enable_raw_mode()?;
        let entered = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste);
        let out = WholeFrame::new(io::stdout());
        let terminal = entered.and_then(|()| Terminal::new(Sparing::new(out)));
        terminal
            .map(|terminal| Self { terminal })
            .inspect_err(|_| give_back())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Hears the mouse, or leaves it to the terminal. One that does not take it has none to hear.
pub(super) fn hear_mouse(heard: bool) {
    MOUSE.store(heard, Ordering::Relaxed);
    let _ = send(if heard { HEAR } else { HEAR_NOT });
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes)?;
    out.flush()
}

/// Nothing can be done about a terminal that no longer takes bytes.
pub(super) fn give_back() {
    if MOUSE.load(Ordering::Relaxed) {
        let _ = send(HEAR_NOT);
    }
    let _ = execute!(
        io::stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// Takes it once more after the program was stopped: whoever had it meanwhile left it as they like it.
pub(super) fn take_again() -> io::Result<()> {
    // Raw mode that is believed to be on would not be set.
    disable_raw_mode()?;
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    match MOUSE.load(Ordering::Relaxed) {
        true => send(HEAR),
        false => Ok(()),
    }
}

fn hook_panics() {
    if SCREEN_THREAD.set(thread::current().id()).is_err() {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if SCREEN_THREAD.get() == Some(&thread::current().id()) {
            give_back();
            before(info);
        } else {
            tracing::error!("a background task panicked: {info}");
        }
    }));
}
