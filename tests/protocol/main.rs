//! The embedded server against the reference of the protocol it speaks, over real HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod account;
mod back_links;
mod callers;
mod change;
mod client;
mod dataforseo;
mod deliver;
mod delivery;
mod faults;
mod formats;
mod ftp;
mod ftp_server;
mod item_info;
mod job;
mod orders;
mod ref_domains;
mod samples;
mod scale;
mod transport;
mod units;
mod wire_calls;
