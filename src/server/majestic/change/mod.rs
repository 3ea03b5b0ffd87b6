//! What came to an item and what went: by period, by day, and link by link.
//!
//! All of it counts every link of the item, those too of which only an alternative text or a mention speaks, by the
//! days of the asked index's span. How far the span of either index reaches back is ours: the fresh one's window, and
//! the historic one's first link.

mod calendar;
mod history;
mod links;

pub(super) use calendar::answer as calendar;
pub(super) use history::answer as history;
pub(super) use links::answer as links;
