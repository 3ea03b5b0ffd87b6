//! The real binary, headless, against its own `serve`: what it prints, how it exits, what it spends.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod access;
mod accounts;
mod answers;
#[cfg(unix)]
mod asking;
mod bench;
mod bulk;
mod charges;
mod checking;
mod config;
#[cfg(unix)]
mod damage;
mod dataforseo;
mod dataforseo_questions;
mod delivery;
#[cfg(unix)]
mod demo;
mod enrich;
mod exports;
mod filtering;
mod foreign;
mod ftp;
mod generating;
mod held;
mod hostile;
mod imports;
mod leaving;
#[path = "../attacks/list.rs"]
mod list;
mod lists;
mod network;
mod other_answers;
mod output;
mod overview;
mod pictures;
mod plans;
mod refusals;
#[cfg(unix)]
mod restarts;
mod secrets;
mod serving;
mod shapes;
#[cfg(unix)]
mod terminal;
mod walk;
