//! Download jobs: what was ordered, how far it is, and the work itself.

mod board;
mod file;
mod job;
mod order;
mod work;

pub(super) use board::{Board, Change};
pub(super) use job::{Expected, Job};
pub(super) use order::{Kind, Order};
pub(super) use work::start;
