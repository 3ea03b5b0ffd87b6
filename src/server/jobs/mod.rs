//! Download jobs: what was ordered, how far it is, and the work itself.

mod board;
mod file;
mod job;
mod work;

pub(super) use board::{Board, Change};
pub(super) use job::{Expected, Job, Order};
pub(super) use work::start;
