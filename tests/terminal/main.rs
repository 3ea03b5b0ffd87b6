//! The real binary in a pseudo-terminal: first run, the whole walk, sizes, and every way out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod leaving;
mod lists;
mod questions;
mod screen;
mod walk;
