//! Work that outlives a keystroke: the walk of a purchase from its reservation to its rows, so that it can be
//! stopped at any moment and goes on at the next start without a second charge.
//!
//! The rule behind every file here: what is about to happen is in the journal before it happens, a request that
//! may have been charged is never sent again, and what only costs time (the service's free calls, the file) is
//! repeated until it works.

mod desk;
mod error;
mod fetch;
mod import;
mod look_up;
mod parse;
mod poll;
mod reconcile;
mod runner;
mod send;
mod sentence;
mod settle;
mod setup;
mod verify;
mod walk;

pub use error::JobError;
pub use import::{ImportError, import};
pub use runner::Runner;
pub use setup::{Clock, Pace, RunnerSetup};
