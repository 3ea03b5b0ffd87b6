//! Words instead of items. Neither command belongs to one of the two indexes: both answer from the historic one.

mod info;
mod rate;
mod score;
mod search;

pub(super) use info::answer as info;
pub(in crate::server) use rate::Rate;
pub(super) use search::answer as search;
