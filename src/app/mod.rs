//! The heart: state, commands, actions, effects and the pure update.
//!
//! [`update()`] takes what happened and answers with what the world must do; nothing here reads a file,
//! a clock or a socket. The root routes; each pane owns its own update in the file of its name.

pub mod action;
pub mod budget;
pub mod columns;
pub mod command;
pub mod dataset;
pub mod detail;
pub mod domains;
pub mod effect;
pub mod enrich;
pub mod extend;
pub mod filtering;
pub mod form;
pub mod input;
pub mod layout;
pub mod links;
pub mod list;
pub mod listing;
pub mod marks;
pub mod notices;
pub mod overlay;
pub mod price_sheet;
pub mod queue;
pub mod search;
pub mod state;
pub mod tables;
pub mod targets;
pub mod update;
pub mod way;
pub mod window;
pub mod wrap;

pub use action::Action;
pub use effect::Effect;
pub use state::{Focus, Setup, State};
pub use update::{start, update};
