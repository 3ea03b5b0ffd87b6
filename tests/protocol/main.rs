//! The embedded server against the reference of the protocol it speaks, over real HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod account;
mod anchor_text;
mod back_links;
mod callers;
mod change;
mod client;
mod dataforseo;
mod deliver;
mod delivery;
mod faults;
mod ftp;
mod ftp_server;
mod hosted_domains;
mod item_info;
mod job;
mod keyword_info;
mod link_profile;
mod orders;
mod prefix;
mod ref_domains;
mod related_sites;
mod samples;
mod scale;
mod search_by_keyword;
mod shape;
mod sheets;
mod submit_urls;
mod top_pages;
mod topics;
mod transport;
mod units;
mod wire_calls;
