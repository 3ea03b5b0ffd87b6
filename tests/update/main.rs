//! The heart as a whole: keys as text in; state and effects out. No terminal, no shell, no clock.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds the scenes of a test may fail it"
)]

mod account;
mod arranged;
mod charges;
mod columns;
mod copying;
mod export;
mod extend;
mod filters;
mod first_page;
mod first_run;
mod form;
mod help;
mod keys;
mod kinds;
mod lists;
mod marks;
mod money;
mod notices;
mod orders;
mod overview;
mod pace;
mod palette;
mod pictures;
mod pointer;
mod questions;
mod search;
mod several;
mod sparks;
mod tables;
mod tally;
mod tour;
mod unseen;
mod walk;
mod world;
