//! The terminal's background, asked of the terminal itself (OSC 11).
//!
//! The answer comes on the same way as the keys, and nobody but the reader of the keys may read there: a second reader
//! would swallow what is typed meanwhile, and an answer that came after it had given up, as over a slow line, would be
//! taken for keys. So the question is written, and the answer is picked out of the events wherever it turns up. It is
//! waited for only as long as nobody sees; a later one changes the look then.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyModifiers};
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

use crate::app::action::Action;
use crate::config::{Ground, Theme};

/// The themes that a terminal's ground decides between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// For a dark one.
    pub dark: Theme,
    /// For a light one.
    pub light: Theme,
}

impl Grounds {
    /// The theme for a ground.
    pub fn theme(&self, ground: Ground) -> &Theme {
        match ground {
            Ground::Dark => &self.dark,
            Ground::Light => &self.light,
        }
    }
}

const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";
/// A terminal at hand answers within a few milliseconds.
const WAIT: Duration = Duration::from_millis(120);
/// After this no answer comes any more.
const LATE: Duration = Duration::from_secs(10);
/// What an answer begins with.
const NUMBER: &str = "11;";
/// The longest answer: behind its number `rgba:`, and four parts of four digits.
const LONGEST: usize = NUMBER.len() + 5 + 4 * 4 + 3;

/// Events that are kept while the answer is waited for: whoever pastes meanwhile is not let wait.
const MOST_KEPT: usize = 64;

/// Terminal events without the answer about the ground; that becomes a theme.
pub(super) struct Asked<S> {
    events: S,
    actions: mpsc::Sender<Action>,
    /// What was asked; none where nothing was, or nothing comes any more.
    open: Option<Open>,
    /// What came while the answer was waited for, or turned out to be none.
    kept: VecDeque<io::Result<Event>>,
    ended: bool,
    /// What the answer decided.
    theme: Option<Theme>,
}

/// A question without its answer.
struct Open {
    grounds: Grounds,
    since: Instant,
    /// What may be the beginning of the answer.
    held: Vec<Event>,
    text: String,
}

/// What an event is for the answer.
enum Step {
    /// A part of it.
    Part,
    /// Its end.
    End,
    /// Nothing of it.
    Other,
}

impl Open {
    /// The answer as the reader of keys takes it: `alt-]`, its characters, and `alt-\` or `ctrl-g`.
    fn step(&mut self, event: &Event) -> Step {
        let Event::Key(key) = event else {
            return Step::Other;
        };
        let KeyCode::Char(c) = key.code else {
            return Step::Other;
        };
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let begun = !self.held.is_empty();
        match (alt, ctrl, c) {
            (true, false, ']') if !begun => Step::Part,
            (true, false, '\\') | (false, true, 'g') if self.text.len() > NUMBER.len() => Step::End,
            (false, false, c) if begun && self.fits(c) => {
                self.text.push(c);
                Step::Part
            }
            _ => Step::Other,
        }
    }

    fn fits(&self, c: char) -> bool {
        match NUMBER.chars().nth(self.text.len()) {
            Some(wanted) => c == wanted,
            None => {
                let is_of_a_colour = c.is_ascii_hexdigit() || "rgba:/#".contains(c);
                is_of_a_colour && self.text.len() < LONGEST
            }
        }
    }
}

impl<S> Asked<S> {
    /// Asks, where a theme depends on it; the terminal must be in raw mode.
    pub(super) fn new(
        events: S,
        actions: mpsc::Sender<Action>,
        grounds: Option<Grounds>,
        out: &mut impl Write,
    ) -> Self {
        // A terminal that takes nothing is found out when the screen is drawn.
        let ask = |_: &Grounds| out.write_all(QUESTION).and_then(|()| out.flush()).is_ok();
        let open = grounds.filter(ask).map(|grounds| Open {
            grounds,
            since: Instant::now(),
            held: Vec::new(),
            text: String::new(),
        });
        Self {
            events,
            actions,
            open,
            kept: VecDeque::new(),
            ended: false,
            theme: None,
        }
    }

    fn take(&mut self, event: Event) {
        let Some(open) = &mut self.open else {
            self.kept.push_back(Ok(event));
            return;
        };
        let step = match open.since.elapsed() > LATE {
            true => Step::Other,
            false => open.step(&event),
        };
        match step {
            Step::Part => open.held.push(event),
            Step::End => {
                let ground = Ground::of_answer(&open.text[NUMBER.len()..]);
                self.theme = ground.map(|ground| open.grounds.theme(ground).clone());
                self.open = None;
            }
            Step::Other => {
                open.text.clear();
                self.kept.extend(open.held.drain(..).map(Ok));
                if open.since.elapsed() > LATE {
                    self.open = None;
                }
                self.kept.push_back(Ok(event));
            }
        }
    }
}

impl<S: Stream<Item = io::Result<Event>> + Unpin> Asked<S> {
    /// Waits a moment for the answer; what is typed meanwhile comes afterwards.
    pub(super) async fn wait(&mut self) -> Option<Theme> {
        let answer = poll_fn(|cx| {
            while self.open.is_some() && !self.ended && self.kept.len() < MOST_KEPT {
                ready!(self.poll_one(cx));
            }
            Poll::Ready(())
        });
        // None in time is no fault: a later one still counts.
        drop(tokio::time::timeout(WAIT, answer).await);
        self.theme.take()
    }

    /// Takes one event from the terminal.
    fn poll_one(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match ready!(self.events.poll_next_unpin(cx)) {
            Some(Ok(event)) => self.take(event),
            Some(Err(why)) => self.kept.push_back(Err(why)),
            None => {
                let open = self.open.take();
                let held = open.into_iter().flat_map(|open| open.held);
                self.kept.extend(held.map(Ok));
                self.ended = true;
            }
        }
        Poll::Ready(())
    }
}

impl<S: Stream<Item = io::Result<Event>> + Unpin> Stream for Asked<S> {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(theme) = self.theme.take() {
                // The looks can wait for ever; the loop cannot.
                drop(self.actions.try_send(Action::Themed(Box::new(theme))));
            }
            if let Some(event) = self.kept.pop_front() {
                return Poll::Ready(Some(event));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            ready!(self.poll_one(cx));
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;
    use futures_util::stream;

    use super::*;

    /// Keys as the reader of the terminal takes bytes: an escape makes alt of the next one.
    fn keys(bytes: &str) -> Vec<Event> {
        let mut alt = KeyModifiers::NONE;
        let mut events = Vec::new();
        for c in bytes.chars() {
            let with = std::mem::replace(&mut alt, KeyModifiers::NONE);
            let key = match c {
                '\u{1b}' => {
                    alt = KeyModifiers::ALT;
                    continue;
                }
                '\u{7}' => KeyEvent::new(KeyCode::Char('g'), with | KeyModifiers::CONTROL),
                c => KeyEvent::new(KeyCode::Char(c), with),
            };
            events.push(Event::Key(key));
        }
        events
    }

    fn grounds() -> Grounds {
        Grounds {
            dark: Theme::builtin("dark").unwrap(),
            light: Theme::builtin("light").unwrap(),
        }
    }

    /// What the loop hears of these bytes, and the look it is told of afterwards or had before.
    async fn heard(bytes: &str) -> (Option<Theme>, Vec<Event>, Option<Theme>) {
        let (sender, mut actions) = mpsc::channel(1);
        let mut out = Vec::new();
        let events = stream::iter(keys(bytes).into_iter().map(Ok));
        let mut asked = Asked::new(events, sender, Some(grounds()), &mut out);
        assert_eq!(out, QUESTION);
        let at_once = asked.wait().await;
        let mut events = Vec::new();
        while let Some(event) = asked.next().await {
            events.push(event.unwrap());
        }
        let later = match actions.try_recv() {
            Ok(Action::Themed(theme)) => Some(*theme),
            _ => None,
        };
        (at_once, events, later)
    }

    #[tokio::test]
    async fn the_answer_is_taken_and_no_key_with_it() {
        for (before, answer, after, light) in [
            ("", "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", "", true),
            ("jj", "\u{1b}]11;rgb:1e1e/1E1E/2a2a\u{7}", "q", false),
            ("1]", "\u{1b}]11;rgba:fd/f6/e3/ff\u{1b}\\", ":11;", true),
        ] {
            let (theme, events, later) = heard(&format!("{before}{answer}{after}")).await;
            let expected = if light {
                grounds().light
            } else {
                grounds().dark
            };
            assert_eq!(theme, Some(expected), "{answer}");
            assert_eq!(events, keys(&format!("{before}{after}")));
            assert_eq!(later, None);
        }
    }

    #[tokio::test]
    async fn what_is_no_answer_is_keys() {
        for typed in [
            "\u{1b}]x",
            "\u{1b}]11x",
            "\u{1b}]12;rgb:0/0/0\u{1b}\\",
            "\u{1b}]11;rgb:0000/0000/0000/0000/0000/0000/0000\u{7}",
            "\u{1b}]11",
            "\u{1b}\u{1b}]]",
        ] {
            let (theme, events, later) = heard(typed).await;
            assert_eq!((theme, later), (None, None));
            assert_eq!(events, keys(typed), "{typed:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_in_no_time_changes_the_look_later() {
        let (sender, mut actions) = mpsc::channel(1);
        let (terminal, events) = mpsc::unbounded_channel();
        let events = stream::unfold(events, |mut events| async {
            events.recv().await.map(|event| (Ok(event), events))
        });
        let events = Box::pin(events);
        let mut asked = Asked::new(events, sender, Some(grounds()), &mut io::sink());
        assert_eq!(asked.wait().await, None);
        for event in keys("j\u{1b}]11;rgb:ff/ff/ff\u{7}k") {
            terminal.send(event).unwrap();
        }
        for key in keys("jk") {
            assert_eq!(asked.next().await.unwrap().unwrap(), key);
        }
        let Some(Action::Themed(theme)) = actions.recv().await else {
            panic!("nothing was told");
        };
        assert_eq!(*theme, grounds().light);
    }

    #[tokio::test]
    async fn nothing_is_asked_where_the_theme_is_settled() {
        let (sender, _actions) = mpsc::channel(1);
        let mut out = Vec::new();
        let answer = keys("\u{1b}]11;rgb:ff/ff/ff\u{7}");
        let events = stream::iter(answer.clone().into_iter().map(Ok));
        let mut asked = Asked::new(events, sender, None, &mut out);
        assert_eq!(asked.wait().await, None);
        assert!(out.is_empty());
        assert_eq!(asked.next().await.unwrap().unwrap(), answer[0]);
    }
}
