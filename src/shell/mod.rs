//! The only room that knows the terminal: it turns events into actions, performs the heart's effects in
//! background tasks, and draws when something changed.

mod browser;
mod clipboard;
mod explorer;
mod keys;
mod lists;
mod names;
mod perform;
mod run;
mod service;
mod signals;
mod terminal;

pub use explorer::{ExplorerSetup, OpenWhat, ShellError, run};
pub use run::{Loop, Outcome};
