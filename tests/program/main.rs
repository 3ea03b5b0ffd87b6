//! The real binary, headless, against its own `serve`: what it prints, how it exits, what it spends.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[cfg(unix)]
mod asking;
mod bench;
#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod demo;
mod imports;
mod lists;
mod refusals;
#[cfg(unix)]
mod restarts;
mod serving;
#[cfg(unix)]
mod terminal;
mod walk;
