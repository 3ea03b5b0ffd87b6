//! The only room that knows the terminal: it turns events into actions, performs the heart's effects in
//! background tasks, and draws when something changed.

mod access;
mod around;
mod browser;
mod clipboard;
mod copying;
mod counting;
mod explorer;
mod exporting;
mod exports;
mod facts;
mod fault;
mod ground;
mod hidden_line;
mod imports;
mod job_control;
mod keys;
mod lists;
mod marks;
mod money;
mod names;
mod perform;
mod remembering;
mod run;
mod running;
mod service;
pub mod settings_file;
mod signals;
mod sparing;
mod terminal;
mod themes;
mod trace;
mod whole_frame;
mod width;

pub use access::{Connector, keep_access};
pub use explorer::{ExplorerSetup, OpenWhat, ShellError, assemble, run};
pub use ground::Grounds;
pub use hidden_line::hidden_line;
pub use run::{Loop, Outcome};
pub use sparing::Sparing;
pub use themes::{OwnThemes, ThemeReader};
pub use trace::note_start;
pub use width::terminal_width;
