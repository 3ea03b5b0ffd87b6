//! The embedded server against the reference of the protocol it speaks, over real HTTP.

mod account;
mod client;
mod deliver;
mod item_info;
mod job;
mod scale;
