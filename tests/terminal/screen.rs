//! The real binary in a pseudo-terminal, with a screen that a test can read.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Generous: it only bounds how long a failing test takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Seen {
    parser: vt100::Parser,
    /// The beginning of a frame whose end has not come: a terminal does not show it either.
    frame: Vec<u8>,
    /// Everything that was written.
    written: Vec<u8>,
    ended: bool,
}

const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

impl Seen {
    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        self.frame.extend_from_slice(bytes);
        let whole = whole_frames(&self.frame);
        self.parser.process(&self.frame[..whole]);
        self.frame.drain(..whole);
    }
}

/// How many bytes are no unfinished frame, and no unfinished mark of one.
fn whole_frames(bytes: &[u8]) -> usize {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|found| found == mark);
    match (last(FRAME_BEGINS), last(FRAME_ENDS)) {
        (Some(begin), None) => begin,
        (Some(begin), Some(end)) if end < begin => begin,
        _ => {
            let begun = |n: &usize| bytes.ends_with(&FRAME_BEGINS[..*n]);
            bytes.len() - (1..FRAME_BEGINS.len()).rev().find(begun).unwrap_or(0)
        }
    }
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap()
}

/// A program running in a terminal.
pub struct Screen {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    keyboard: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Screen {
    /// Starts the binary with these arguments, its data folder inside `home`.
    pub fn start(home: &Path, arguments: &[&str], rows: u16, cols: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backtrail"));
        command.args(arguments);
        Self::spawn(command, home, rows, cols)
    }

    /// The same at 24 × 100 in an environment that differs by this; what is empty is not set.
    pub fn start_in(home: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backtrail"));
        command.args(arguments);
        Self::settle(&mut command, home);
        for (name, value) in environment {
            match value.is_empty() {
                true => command.env_remove(name),
                false => command.env(name, value),
            }
        }
        Self::spawn_settled(command, 24, 100)
    }

    /// The same at 50 × 200.
    pub fn start_large(home: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backtrail"));
        command.args(arguments);
        Self::settle(&mut command, home);
        for (name, value) in environment {
            command.env(name, value);
        }
        Self::spawn_settled(command, 50, 200)
    }

    /// Starts any command.
    pub fn spawn(mut command: CommandBuilder, home: &Path, rows: u16, cols: u16) -> Self {
        Self::settle(&mut command, home);
        Self::spawn_settled(command, rows, cols)
    }

    /// An environment in which nothing is the machine's own.
    fn settle(command: &mut CommandBuilder, home: &Path) {
        command.cwd(home);
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(name, home);
        }
        for name in [
            "BACKTRAIL_MAJESTIC_KEY",
            "BACKTRAIL_MAJESTIC_URL",
            "BACKTRAIL_CONFIG",
            "BACKTRAIL_THEME",
            "COLORFGBG",
            "COLORTERM",
            "DISPLAY",
            "LC_ALL",
            "LC_CTYPE",
            "WAYLAND_DISPLAY",
            "SSH_CONNECTION",
            "SSH_TTY",
            "STY",
            "TMUX",
            "NO_COLOR",
        ] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("BACKTRAIL_DATA_DIR", home.join("data"));
    }

    fn spawn_settled(command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let pty = native_pty_system()
            .openpty(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(size(rows), size(cols), 0),
                frame: Vec::new(),
                written: Vec::new(),
                ended: false,
            }),
            Condvar::new(),
        ));
        let mut output = pty.master.try_clone_reader().unwrap();
        let watched = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let read = output.read(&mut bytes).unwrap_or(0);
                let (seen, changed) = &*watched;
                let mut seen = seen.lock().unwrap();
                if read == 0 {
                    seen.ended = true;
                } else {
                    seen.take(&bytes[..read]);
                }
                changed.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        // The slave stays open in `pty`'s pair only as long as the child needs it.
        drop(pty.slave);
        Self {
            seen,
            keyboard: pty.master.take_writer().unwrap(),
            master: pty.master,
            child,
        }
    }

    /// Types text or control bytes.
    pub fn keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Waits until the screen satisfies a condition; shows the screen when it does not.
    #[track_caller]
    pub fn wait(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> String {
        let (seen, changed) = &*self.seen;
        let deadline = Instant::now() + PATIENCE;
        let mut seen = seen.lock().unwrap();
        loop {
            let screen = seen.parser.screen();
            if condition(screen) {
                return screen.contents();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.ended,
                "waited for {what} in vain (ended: {}); the screen:\n{}",
                seen.ended,
                screen.contents()
            );
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits for text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait(&format!("`{text}`"), |screen| {
            screen.contents().contains(text)
        })
    }

    /// Everything that was written to the terminal, as text.
    pub fn written(&self) -> String {
        let seen = self.seen.0.lock().unwrap();
        String::from_utf8_lossy(&seen.written).into_owned()
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Something else writes to the terminal.
    pub fn disturb(&self, bytes: &[u8]) {
        self.seen.0.lock().unwrap().parser.process(bytes);
    }

    /// Changes the terminal's size.
    pub fn resize(&self, rows: u16, cols: u16) {
        self.seen
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(size(rows), size(cols));
        self.master
            .resize(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Waits for the end; the exit code, after checking that the terminal is as it was.
    #[track_caller]
    pub fn end(self) -> u32 {
        self.end_saying().0
    }

    /// The same, with what was on the terminal in the end.
    #[track_caller]
    pub fn end_saying(mut self) -> (u32, String) {
        let (seen, changed) = &*self.seen;
        let mut seen = seen.lock().unwrap();
        let deadline = Instant::now() + PATIENCE;
        while !seen.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "it did not end; the screen:\n{}",
                seen.parser.screen().contents()
            );
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "the other screen was not left");
        assert!(!screen.hide_cursor(), "the cursor stayed hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste stayed on");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(
            mouse,
            vt100::MouseProtocolMode::None,
            "the mouse stayed taken"
        );
        let said = screen.contents();
        (self.child.wait().unwrap().exit_code(), said)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
