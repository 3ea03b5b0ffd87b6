//! Rows as lists show them: whatever is filtered, sorted, read, found and counted equals a plain evaluation of the
//! same rows.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod far;
mod grammar;
mod naive;
mod pictures;
mod scene;
mod sequences;
mod terms;
