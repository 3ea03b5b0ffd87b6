//! What the screen remembers, written behind it: the newest is what stays, however the tasks overtake each other.

use std::sync::{Arc, Mutex, PoisonError};

use super::perform::Performer;
use super::running::Work;
use crate::app::action::Action;
use crate::config::Session;
use crate::store::Store;

/// What is not written yet, and the right to write.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembering {
    waiting: Arc<Mutex<Option<Session>>>,
    writing: Arc<Mutex<()>>,
}

impl Remembering {
    /// Writes what waits, if anything does.
    pub(super) fn write(&self, store: &Store) -> Result<(), String> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = waiting.take();
        drop(waiting);
        let Some(text) = newest.and_then(|session| session.to_toml()) else {
            return Ok(());
        };
        let written = store.remember(&text);
        written.map_err(|why| format!("how the screen is laid out is not remembered: {why}"))
    }
}

/// What was remembered, and what is told where it cannot be read.
pub(super) fn recall(store: &Store) -> (Session, Option<String>) {
    let told = |why: String| {
        format!("how the screen was laid out is forgotten, its file cannot be read: {why}")
    };
    let text = match store.remembered() {
        Ok(text) => text.unwrap_or_default(),
        Err(why) => return (Session::default(), Some(told(why.to_string()))),
    };
    match Session::from_toml(&text) {
        Ok(session) => (session, None),
        Err(why) => (
            Session::default(),
            Some(told(format!("session.toml, {why}"))),
        ),
    }
}

impl Performer {
    /// Remembers how the screen stands now.
    pub(super) fn remember(&self, session: &Session) {
        let waiting = &self.remembering.waiting;
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // A task that has not begun writes this too.
        if waiting.replace(session.clone()).is_none() {
            self.blocking(Work::Other, |p| {
                let written = p.remembering.write(&p.store);
                written.err().map(Action::Notice)
            });
        }
    }
}
