//! The heart as a whole: keys as text in; state and effects out. No terminal, no shell, no clock.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds the scenes of a test may fail it"
)]

mod account;
mod charges;
mod extend;
mod filters;
mod first_page;
mod form;
mod kinds;
mod lists;
mod money;
mod orders;
mod questions;
mod search;
mod several;
mod tables;
mod tally;
mod walk;
mod world;
