//! The real binary in a pseudo-terminal: first run, the whole walk, sizes, and every way out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod columns;
mod copying;
mod first_run;
mod journey;
mod leaving;
mod lists;
mod looks;
mod pointer;
mod questions;
mod screen;
mod walk;
