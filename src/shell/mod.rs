//! The only room that knows the terminal: it turns events into actions, performs the heart's effects in
//! background tasks, and draws when something changed.

mod around;
mod browser;
mod clipboard;
mod counting;
mod explorer;
mod exports;
mod facts;
mod fault;
mod imports;
mod job_control;
mod keys;
mod lists;
mod money;
mod names;
mod perform;
mod run;
mod running;
mod service;
mod signals;
mod terminal;
mod trace;
mod whole_frame;

pub use explorer::{ExplorerSetup, OpenWhat, ShellError, run};
pub use run::{Loop, Outcome};
pub use trace::note_start;
