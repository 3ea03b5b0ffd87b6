//! Work that outlives a keystroke: the walk of a purchase from its reservation to its rows, so that it can be
//! stopped at any moment and goes on at the next start without a second charge.
//!
//! A purchase is queued or direct. A queued one becomes a job of the service, whose file is waited for and fetched, or
//! attached if it was delivered elsewhere; the answer to a direct one holds the rows itself. Both meet in `parsing`.
//!
//! The rule behind every file here: what is about to happen is in the journal before it happens, a request that
//! may have been charged is never sent again, and what only costs time (the service's free calls, the file) is
//! repeated until it works.

mod adopt;
mod answer;
mod arrive;
mod attach;
mod desk;
mod doubt;
mod enrich;
mod error;
mod evidence;
mod fetch;
mod guards;
mod import;
mod keeping;
mod lanes;
mod look_up;
mod notify;
mod overview;
mod pages;
mod parse;
mod poll;
mod rate;
mod read;
mod reconcile;
mod remote;
mod runner;
mod send;
mod sentence;
mod settle;
mod setup;
mod trouble;
mod try_access;
mod verify;
mod walk;

pub use doubt::{doubt, resolve};
pub use error::JobError;
pub use guards::Guards;
pub use import::{ImportError, import, import_with};
pub use notify::NotifyError;
pub use overview::overview;
pub use runner::Runner;
pub use setup::{Clock, NotifySetup, Pace, RunnerSetup};
pub use try_access::try_access;
pub use walk::ON_ITS_WAY;
