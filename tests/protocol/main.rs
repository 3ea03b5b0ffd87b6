//! The embedded server against the reference of the protocol it speaks, over real HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod account;
mod client;
mod deliver;
mod item_info;
mod job;
mod samples;
mod scale;
