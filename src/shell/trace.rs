//! What `--trace-latency FILE` writes: for every key when it was read and when the frame that answers it was finished,
//! and every frame. One JSON object a line; times are milliseconds since the program began.
//!
//! Kept in a buffer, so that writing does not delay what is measured; given out when it is full and at the end.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime};

use serde_json::{Value, json};

use crate::app::State;
use crate::app::input::Key;

/// A long session of fast typing fits into it.
const BUFFER: usize = 4 << 20;

static BEGAN: OnceLock<(Instant, SystemTime)> = OnceLock::new();

/// Notes when the program began; what is measured counts from the first call.
pub fn note_start() {
    began();
}

fn began() -> (Instant, SystemTime) {
    *BEGAN.get_or_init(|| (Instant::now(), SystemTime::now()))
}

/// The trace of one session.
pub(super) struct Trace {
    out: BufWriter<File>,
    began: Instant,
    waiting: Vec<(Key, Instant)>,
    frames: u64,
    rows_shown: bool,
}

impl Trace {
    /// Starts a trace in a new file, or over an old one.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let (began, clock) = began();
        let mut trace = Self {
            out: BufWriter::with_capacity(BUFFER, File::create(path)?),
            began,
            waiting: Vec::new(),
            frames: 0,
            rows_shown: false,
        };
        let since = clock.duration_since(SystemTime::UNIX_EPOCH);
        let unix = since.map_or(0.0, |since| since.as_secs_f64() * 1e3);
        trace.line(&json!({"what": "start", "unix_ms": unix}));
        Ok(trace)
    }

    /// A key was read.
    pub(super) fn key(&mut self, key: Key) {
        self.waiting.push((key, Instant::now()));
    }

    /// A frame that was begun at `drawing` is finished: it answers every key that was read before it.
    pub(super) fn frame(&mut self, drawing: Instant, state: &State, running: &str) {
        let now = Instant::now();
        self.frames += 1;
        let rows = state.dataset.as_ref().map_or(0, |facts| facts.size());
        let mut frame = json!({
            "what": "frame",
            "number": self.frames,
            "at_ms": self.at(now),
            "draw_ms": millis(now - drawing),
            "rows": rows,
        });
        if self.frames == 1 {
            frame["first"] = Value::from("screen");
        } else if !self.rows_shown && shows_rows(state) {
            self.rows_shown = true;
            frame["first"] = Value::from("rows");
        }
        self.line(&frame);
        for (key, read) in std::mem::take(&mut self.waiting) {
            self.line(&json!({
                "what": "key",
                "key": key.to_string(),
                "at_ms": self.at(read),
                "frame_at_ms": self.at(now),
                "ms": millis(now - read),
                "frame": self.frames,
                "rows": rows,
                "running": running,
            }));
        }
    }

    fn at(&self, moment: Instant) -> f64 {
        millis(moment.saturating_duration_since(self.began))
    }

    /// A trace that cannot be written must not end the session; the missing end tells.
    fn line(&mut self, line: &Value) {
        if let Err(error) = writeln!(self.out, "{line}") {
            tracing::warn!(%error, "the trace of latencies is not written");
        }
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        self.line(&json!({"what": "end", "at_ms": self.at(Instant::now()), "frames": self.frames}));
    }
}

fn millis(span: std::time::Duration) -> f64 {
    (span.as_secs_f64() * 1e6).round() / 1e3
}

fn shows_rows(state: &State) -> bool {
    [&state.domains.list, &state.links.list]
        .iter()
        .any(|list| !list.window.rows.is_empty())
}
