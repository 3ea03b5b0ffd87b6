//! How far work over a list is, told from time to time and only while somebody waits for it.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Waiting;
use crate::app::action::{Action, Work};
use crate::app::effect::Pane;
use crate::model::far::Far;
use crate::model::rows::Generation;
use crate::store::{Awaited, Listener};

/// How often it is told.
const EVERY: Duration = match cfg!(test) {
    true => Duration::ZERO,
    false => Duration::from_millis(200),
};

/// Does work; of the batches of rows that it hears of it tells few. That all is done is told by the answer.
pub(super) fn telling<T>(
    (pane, generation): (Pane, Generation),
    work: Work,
    waiting: Waiting<'_>,
    run: impl FnOnce(Awaited<'_>) -> T,
) -> T {
    let told = Mutex::new(Instant::now());
    let hear = |far: Far| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = far.left() > 0 && told.elapsed() >= EVERY;
        if is_due && !waiting.cancel.load(Ordering::Relaxed) {
            *told = Instant::now();
            (waiting.tell)(Action::ListGrows {
                pane,
                generation,
                work: work.clone(),
                far,
            });
        }
    };
    let listener = Listener::new(&hear);
    run(Awaited::by(waiting.cancel, &listener))
}
