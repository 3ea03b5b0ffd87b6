//! Draws for what a crawler sees of hosts, pages and links.

use crate::index::dice::{Dice, Stream, mix};
use crate::index::world::World;

/// Dice for a host; `what` keeps its traits apart.
pub(super) fn host_dice(world: &World, host: u32, what: u64) -> Dice {
    Dice::of(
        world.population.seed(),
        Stream::Crawl,
        u64::from(host),
        what,
    )
}

/// Dice for a page; `what` keeps its traits apart.
pub(super) fn page_dice(world: &World, host: u32, page: u32, what: u64) -> Dice {
    let subject = (u64::from(host) << 32) | u64::from(page);
    Dice::of(
        world.population.seed(),
        Stream::Crawl,
        subject | 1 << 63,
        what,
    )
}

/// The second of a day at which a page was visited, the same for everything that was seen on that visit.
pub(super) fn moment(host: u32, page: u32, day: i32) -> u32 {
    let subject = (u64::from(host) << 32) | u64::from(page);
    let second = mix(subject ^ mix(day.unsigned_abs().into())) % 86_400;
    day.unsigned_abs() * 86_400 + second as u32
}
