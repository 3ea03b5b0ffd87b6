//! The loop: wait for something, take everything that has arrived, draw once.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind, MouseEvent};
use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::Rect;
use thiserror::Error;
use tokio::sync::mpsc;

use super::ground::{Asked, Grounds};
use super::job_control::JobControl;
use super::keys;
use super::perform::Performer;
use super::terminal;
use super::trace::Trace;
use crate::app::action::Action;
use crate::app::effect::{Effect, Next};
use crate::app::mouse::{Mouse, Pointed};
use crate::app::overlay::Overlay;
use crate::app::{self, State};
use crate::config::Session;
use crate::model::report::Report;
use crate::view::{self, spot::Spots};

/// How the loop ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The analyst left.
    Left,
    /// The analyst goes on with something else in the same process.
    GoesOn(Next),
    /// The terminal went away or a signal asked to leave.
    Ended,
}

/// Why the loop could not go on.
#[derive(Debug, Error)]
pub enum LoopError {
    /// The terminal does not take what is drawn.
    #[error("the terminal could not be drawn on: {0}")]
    Draw(String),
}

/// Reports alone draw at most this often. Keys and the answers to them are drawn at once.
const PACE: Duration = Duration::from_millis(33);

/// What the screen owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// It shows all there is.
    Nothing,
    /// A frame within the pace of reports.
    Soon,
    /// A frame now.
    Now,
}

/// The state, what performs its effects, and where actions come from.
pub struct Loop {
    /// All that the screen shows.
    pub state: State,
    performer: Performer,
    actions: mpsc::Receiver<Action>,
    reports: mpsc::Receiver<Report>,
    /// Hears of ctrl-z and of going on after it; not where there is no real terminal.
    pub(super) job_control: Option<JobControl>,
    leaving: bool,
    /// What is gone on with after leaving.
    next: Option<Next>,
    suspending: bool,
    resized: bool,
    due: Due,
    drawn: Instant,
    trace: Option<Trace>,
    /// How often something woke it.
    #[cfg(test)]
    woken: u64,
    /// What is remembered of the screen, or about to be.
    remembered: Session,
}

impl Loop {
    /// A loop that has not begun.
    pub(super) fn new(
        state: State,
        performer: Performer,
        actions: mpsc::Receiver<Action>,
        reports: mpsc::Receiver<Report>,
        trace: Option<Trace>,
    ) -> Self {
        Self {
            remembered: state.session.clone(),
            state,
            performer,
            actions,
            reports,
            job_control: None,
            leaving: false,
            next: None,
            suspending: false,
            resized: false,
            due: Due::Now,
            drawn: Instant::now(),
            trace,
            #[cfg(test)]
            woken: 0,
        }
    }

    /// Terminal events from which the answer about the ground is picked, which is asked for here.
    pub(super) fn asking<S>(
        &self,
        events: S,
        grounds: Option<Grounds>,
        out: &mut impl io::Write,
    ) -> Asked<S> {
        Asked::new(events, self.performer.actions.clone(), grounds, out)
    }

    /// Ends exports that are unfinished, once the loop has ended; says which. Nothing stays of them.
    pub(super) fn end_exports(&self) -> Vec<String> {
        self.performer.exports.end()
    }

    /// Writes what the screen remembers and no task has written, once the loop has ended; says what went wrong.
    pub(super) fn write_remembered(&self) -> Option<String> {
        let performer = &self.performer;
        performer.remembering.write(&performer.store).err()
    }

    /// Stops what is read in, for good: nothing is heard from it any more.
    pub(super) async fn stop_importing(&mut self) {
        // Whoever has something to say must not wait until it is heard.
        self.actions.close();
        self.reports.close();
        self.performer.imports.stop().await;
    }

    /// Runs until the analyst leaves, `leave` resolves, or the events end.
    pub async fn run<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        mut events: impl Stream<Item = io::Result<Event>> + Unpin,
        leave: impl Future<Output = ()>,
    ) -> Result<Outcome, LoopError> {
        tokio::pin!(leave);
        let first = app::start(&mut self.state);
        self.perform(first);
        loop {
            self.suspend()?;
            if self.due == Due::Now || self.due == Due::Soon && self.drawn.elapsed() >= PACE {
                self.draw(terminal)?;
            }
            if self.leaving {
                return Ok(self.next.take().map_or(Outcome::Left, Outcome::GoesOn));
            }
            let next_frame = tokio::time::Instant::from_std(self.drawn + PACE);
            tokio::select! {
                // Keys before everything else: they are answered within a frame, whatever is arriving.
                biased;
                () = &mut leave => return Ok(Outcome::Ended),
                () = gone_on(&mut self.job_control) => self.take_again(terminal::take_again())?,
                event = events.next() => match event {
                    Some(Ok(event)) => self.take_event(event),
                    // A vanished terminal reports errors or the end for ever; leaving is the only answer.
                    Some(Err(_)) | None => return Ok(Outcome::Ended),
                },
                Some(action) = self.actions.recv() => self.take_answer(action),
                Some(report) = self.reports.recv() => self.take(Action::Report(report), Due::Soon),
                () = tokio::time::sleep_until(next_frame), if self.due == Due::Soon => {}
            }
            #[cfg(test)]
            {
                self.woken += 1;
            }
            self.take_all_waiting(&mut events).await;
        }
    }

    /// A burst of keys or reports costs one drawing, not one each; bounded, so that no flood starves the screen.
    async fn take_all_waiting(
        &mut self,
        events: &mut (impl Stream<Item = io::Result<Event>> + Unpin),
    ) {
        for _ in 0..256 {
            if self.leaving {
                return;
            }
            // Looked at with this task's own waker: the terminal's events remember the last one they were polled
            // with, and one that wakes nobody would leave the next key unheard.
            let event = poll_fn(|cx| Poll::Ready(events.poll_next_unpin(cx))).await;
            if let Poll::Ready(Some(Ok(event))) = event {
                self.take_event(event);
            } else if let Ok(action) = self.actions.try_recv() {
                self.take_answer(action);
            } else if let Ok(report) = self.reports.try_recv() {
                self.take(Action::Report(report), Due::Soon);
            } else {
                return;
            }
        }
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(key) = keys::key(key) {
                    // What is typed of a key or a password stands in no trace.
                    let is_secret = matches!(self.state.overlay, Some(Overlay::Connect(_)));
                    if let Some(trace) = self.trace.as_mut().filter(|_| !is_secret) {
                        trace.key(key);
                    }
                    self.take(Action::Key(key), Due::Now);
                    self.performer.look_around();
                }
            }
            Event::Mouse(event) => self.point(event),
            Event::Paste(text) => self.take(Action::Paste(text), Due::Now),
            Event::Resize(width, height) => {
                self.resized = true;
                self.take(Action::Resize(width, height), Due::Now);
            }
            _ => {}
        }
    }

    /// The pointer did something; what it is on is told by what was drawn.
    fn point(&mut self, event: MouseEvent) {
        let (x, y) = (event.column, event.row);
        if let Some(what) = keys::pointed(event) {
            let is_asked = what == Pointed::Down && self.state.options.mouse;
            let spots = is_asked.then(|| Spots::of(&self.state));
            let spot = spots.and_then(|spots| spots.at(x, y));
            self.take(Action::Mouse(Mouse { what, x, y, spot }), Due::Now);
        }
    }

    /// What was asked for is shown at once; how far it is waits for the next frame, like all that is told unasked.
    fn take_answer(&mut self, action: Action) {
        let due = match action {
            Action::ListGrows { .. } => Due::Soon,
            _ => Due::Now,
        };
        self.take(action, due);
    }

    fn take(&mut self, action: Action, due: Due) {
        self.due = self.due.max(due);
        let now = self.performer.now();
        app::update(&mut self.state, Action::Clock(now));
        let effects = app::update(&mut self.state, action);
        if self.state.session != self.remembered {
            self.remembered = self.state.session.clone();
            self.performer.remember(&self.remembered);
        }
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::GoOn(next) => {
                    self.next = Some(next);
                    self.leaving = true;
                }
                Effect::Quit => self.leaving = true,
                Effect::Suspend => self.suspending = true,
                // Without a real terminal there is none to hear it from.
                Effect::Mouse(heard) if self.job_control.is_some() => terminal::hear_mouse(heard),
                effect => self.performer.perform(effect),
            }
        }
    }

    /// Stops the program if that was asked for; jobs stop with it and go on with it.
    fn suspend(&mut self) -> Result<(), LoopError> {
        if !std::mem::take(&mut self.suspending) {
            return Ok(());
        }
        match &self.job_control {
            Some(control) => {
                let taken = control.suspend();
                self.take_again(taken)
            }
            None => Ok(()),
        }
    }

    /// The terminal is ours again, and nothing on it is as it was.
    fn take_again(&mut self, taken: io::Result<()>) -> Result<(), LoopError> {
        taken.map_err(|e| LoopError::Draw(e.to_string()))?;
        self.resized = true;
        self.due = Due::Now;
        Ok(())
    }

    fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), LoopError> {
        self.drawn = Instant::now();
        while !self.draw_once(terminal).map_err(failed::<B>)? {}
        self.due = Due::Nothing;
        if let Some(trace) = &mut self.trace {
            trace.frame(self.drawn, &self.state, &self.performer.running.names());
        }
        Ok(())
    }

    /// Whether what was drawn has the size that the terminal had in the end.
    fn draw_once<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<bool, B::Error> {
        // A terminal that grew and shrank back between two drawings has lost cells that we believe are there,
        // so every change of size draws the whole screen. (`clear` would ask the terminal for its cursor, and
        // the answer would have to compete with the keys.)
        if std::mem::take(&mut self.resized) {
            let size = terminal.size()?;
            terminal.resize(Rect::new(0, 0, size.width, size.height))?;
        }
        terminal.autoresize()?;
        self.fit(terminal.get_frame().area());
        let drawn = terminal.draw(|frame| view::draw(&self.state, frame))?;
        Ok((drawn.area.width, drawn.area.height) == self.state.screen)
    }

    /// A size that changes while a key arrives is told by no event (crossterm reads one of the two and forgets the
    /// other), so the terminal is believed and not what was told of it.
    fn fit(&mut self, area: Rect) {
        if (area.width, area.height) != self.state.screen {
            self.take(Action::Resize(area.width, area.height), Due::Nothing);
        }
    }
}

fn failed<B: Backend>(error: B::Error) -> LoopError {
    LoopError::Draw(error.to_string())
}

/// Waits until the program goes on after it was stopped.
async fn gone_on(control: &mut Option<JobControl>) {
    match control {
        Some(control) => control.continued().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod calm_tests;
#[cfg(test)]
mod tests;
