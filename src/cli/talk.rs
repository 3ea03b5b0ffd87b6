//! Standard error: what is told to the person, apart from the data. Everything passes the filter for hostile text.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::text::Safe;

/// The voice of a command. Clones speak with the same mouth, so that a progress line never mixes with a sentence.
#[derive(Clone, Debug)]
pub struct Talk {
    quiet: bool,
    asks: bool,
    progress: bool,
    line: Arc<Mutex<Line>>,
}

#[derive(Debug, Default)]
struct Line {
    /// A progress line stands on the screen without a line end.
    open: bool,
    /// A question waits for its answer: progress keeps still.
    held: bool,
}

impl Talk {
    /// A voice over the process's own standard error.
    pub fn new(quiet: bool, no_input: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        Self {
            quiet,
            asks: terminal && io::stdin().is_terminal() && !no_input,
            progress: terminal && !quiet,
            line: Arc::default(),
        }
    }

    /// Whether there is a person to ask.
    pub fn can_ask(&self) -> bool {
        self.asks
    }

    /// One sentence, left out under `--quiet`.
    pub fn say(&self, sentence: &str) {
        if !self.quiet {
            self.write_line(sentence);
        }
    }

    /// One sentence that is always told.
    pub fn insist(&self, sentence: &str) {
        self.write_line(sentence);
    }

    /// Shows how far something is, in one line that the next overwrites; only on a terminal.
    pub fn progress(&self, text: &str) {
        if !self.progress {
            return;
        }
        let mut line = self.lock();
        if !line.held {
            let shown: String = text.chars().take(78).collect();
            line.open = put(OVER, &Safe::line(&shown), "").is_ok();
        }
    }

    /// Asks a question that `y` or `yes` answers in the affirmative; anything else, and the end of input, is no.
    /// Blocks.
    pub fn ask(&self, question: &str) -> bool {
        self.write_line("");
        self.lock().held = true;
        let asked = put("", &Safe::line(question), " [y/N] ");
        // Standard error is free while the answer is awaited: whoever interrupts has something to say.
        let mut answer = String::new();
        let answered = asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
        self.lock().held = false;
        answered.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }

    /// A sentence that cannot be told (standard error closed) is lost; there is nobody else to tell.
    fn write_line(&self, sentence: &str) {
        let mut line = self.lock();
        let start = if line.open { OVER } else { "" };
        line.open = false;
        if !(sentence.is_empty() && start.is_empty()) {
            let end = if sentence.is_empty() { "" } else { "\n" };
            drop(put(start, &Safe::line(sentence), end));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins the line anew, over what stands there.
const OVER: &str = "\r\u{1b}[K";

/// A safe line between our own signs.
fn put(start: &'static str, line: &Safe<'_>, end: &'static str) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    stderr.write_all(format!("{start}{line}{end}").as_bytes())?;
    stderr.flush()
}
