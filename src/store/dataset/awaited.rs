//! Long work over rows and whoever waits for it: they may stop it, and hear how far it is.

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use crate::model::far::{Far, Step};

/// Hears after each batch of rows how far the work is. It is called by whichever thread read them: what it does with
/// most reports is to let them go.
pub struct Listener<'a> {
    far: Mutex<Far>,
    hear: &'a (dyn Fn(Far) + Sync),
}

impl<'a> Listener<'a> {
    /// One that hands on what it hears.
    pub fn new(hear: &'a (dyn Fn(Far) + Sync)) -> Self {
        Self {
            far: Mutex::default(),
            hear,
        }
    }

    fn change(&self, change: impl FnOnce(&mut Far)) -> Far {
        let mut far = self.far.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut far);
        *far
    }
}

/// Work that somebody waits for.
#[derive(Clone, Copy)]
pub struct Awaited<'a> {
    cancel: &'a AtomicBool,
    listener: Option<&'a Listener<'a>>,
}

impl<'a> From<&'a AtomicBool> for Awaited<'a> {
    /// It can be stopped, and nobody hears how far it is.
    fn from(cancel: &'a AtomicBool) -> Self {
        Self {
            cancel,
            listener: None,
        }
    }
}

impl<'a> Awaited<'a> {
    /// Work that is stopped by `cancel` and whose listener hears how far it is.
    pub fn by(cancel: &'a AtomicBool, listener: &'a Listener<'a>) -> Self {
        Self {
            cancel,
            listener: Some(listener),
        }
    }

    /// What stops it.
    pub(super) fn cancel(&self) -> &'a AtomicBool {
        self.cancel
    }

    /// A step begins that takes so many passes over so many rows.
    pub(super) fn begin(&self, step: Step, rows: u64, passes: u64) {
        if let Some(listener) = self.listener {
            listener.change(|far| {
                *far = Far {
                    step,
                    rows,
                    passes,
                    ..Far::default()
                };
            });
        }
    }

    /// The next pass of the step begins.
    pub(super) fn pass(&self) {
        if let Some(listener) = self.listener {
            listener.change(|far| {
                far.pass += 1;
                far.passes = far.passes.max(far.pass);
                far.done = 0;
            });
        }
    }

    /// It turns out to take so many passes more.
    pub(super) fn more_passes(&self, more: u64) {
        if let Some(listener) = self.listener {
            listener.change(|far| far.passes += more);
        }
    }

    /// A step of one pass begins.
    pub(super) fn one_pass(&self, step: Step, rows: u64) {
        self.begin(step, rows, 1);
        self.pass();
    }

    /// So many rows more are done.
    pub(super) fn done(&self, rows: u64) {
        if let Some(listener) = self.listener {
            let far = listener.change(|far| {
                far.done += rows;
                far.read += rows;
            });
            (listener.hear)(far);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_add_up_and_another_step_begins_with_nothing() {
        let heard = Mutex::new(Vec::new());
        let hear = |far: Far| heard.lock().unwrap().push(far);
        let (listener, stop) = (Listener::new(&hear), AtomicBool::new(false));
        let awaited = Awaited::by(&stop, &listener);
        awaited.begin(Step::Sort, 100, 1);
        awaited.pass();
        awaited.done(60);
        awaited.more_passes(2);
        awaited.pass();
        awaited.done(100);
        awaited.one_pass(Step::Look, 7);
        awaited.done(7);
        let told: Vec<_> = heard.into_inner().unwrap();
        let told: Vec<_> = told
            .iter()
            .map(|far| {
                (
                    far.step,
                    far.done,
                    far.pass,
                    far.passes,
                    far.read,
                    far.left(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (Step::Sort, 60, 1, 1, 60, 40),
                (Step::Sort, 100, 2, 3, 160, 100),
                (Step::Look, 7, 1, 1, 7, 0),
            ]
        );
        // Nobody listens: nothing is worked out.
        let alone = Awaited::from(&stop);
        alone.one_pass(Step::Test, 5);
        alone.done(5);
    }
}
