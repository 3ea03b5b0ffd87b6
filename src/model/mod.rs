//! Words of the trade: plain data and pure rules. No I/O, no async, no clock.

pub mod catalog;
pub mod charge;
pub mod column;
pub mod computed;
pub mod dollars;
pub mod domain;
pub mod filter;
pub mod job;
pub mod link;
pub mod metrics;
pub mod moment;
pub mod money;
pub mod nested;
pub mod query;
pub mod report;
pub mod rows;
pub mod sheet;
pub mod tally;
pub mod target;
pub mod text;
pub mod unreadable;
pub mod wire_format;
