//! The heart: state, commands, actions, effects and the pure update.
//!
//! [`update()`] takes what happened and answers with what the world must do; nothing here reads a file,
//! a clock or a socket. The root routes; each pane owns its own update in the file of its name.

pub mod action;
pub mod arrange;
pub mod budget;
pub mod choosing;
pub mod columns;
pub mod command;
pub mod copying;
pub mod dataset;
pub mod detail;
pub mod docs;
pub mod domains;
pub mod effect;
pub mod enrich;
pub mod export;
pub mod extend;
pub mod facts;
pub mod filtering;
pub mod form;
pub mod input;
pub mod layout;
pub mod line_keys;
pub mod links;
pub mod list;
pub mod listing;
pub mod marking;
pub mod marks;
pub mod mouse;
pub mod notices;
pub mod overlay;
pub mod price_sheet;
pub mod progress;
pub mod queue;
mod refill;
pub mod search;
pub mod sparks;
pub mod state;
pub mod stopping;
pub mod tables;
pub mod targets;
mod told;
pub mod tour;
pub mod typed;
pub mod update;
pub mod way;
pub mod window;
pub mod wrap;

pub use action::Action;
pub use effect::Effect;
pub use state::{Focus, Setup, State};
pub use update::{start, update};
