//! Calls of the running minute and of the day, and those that run at once, by account.

use std::collections::HashMap;

use jiff::Timestamp;

/// Calls a minute, all functions together.
pub(super) const PER_MINUTE: u64 = 2_000;
/// Calls at once to live functions.
pub(super) const AT_ONCE: usize = 30;

/// Calls a minute to a free function; `None` where only [`PER_MINUTE`] binds (help pages of the service).
pub(super) fn own_limit(api: &str, name: &str) -> Option<u64> {
    match (api, name) {
        ("appendix", "user_data") => Some(6),
        ("appendix", "errors" | "status") | ("backlinks", "errors" | "id_list") => Some(10),
        _ => None,
    }
}

/// All counts.
#[derive(Debug, Default)]
pub(in crate::server) struct Meter {
    minutes: HashMap<(i64, &'static str), Window>,
    days: HashMap<i64, Window>,
    running: HashMap<i64, usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Window {
    number: i64,
    calls: u64,
}

impl Window {
    /// Counts a call in the window of this number, and says which call it is there.
    fn count(&mut self, number: i64) -> u64 {
        if self.number != number {
            *self = Self { number, calls: 0 };
        }
        self.calls += 1;
        self.calls
    }

    fn calls(self, number: i64) -> u64 {
        if self.number == number { self.calls } else { 0 }
    }
}

impl Meter {
    /// Counts a call, and says how many are left in this minute; `None` if it is one too many. Refused calls count.
    pub(super) fn call(&mut self, user_id: i64, at: Timestamp) -> Option<u64> {
        self.days.entry(user_id).or_default().count(day(at));
        let calls = self.count(user_id, "", at);
        PER_MINUTE.checked_sub(calls)
    }

    /// Counts a call to a function with a limit of its own; whether it may be.
    pub(super) fn call_own(
        &mut self,
        user_id: i64,
        path: &'static str,
        most: u64,
        at: Timestamp,
    ) -> bool {
        self.count(user_id, path, at) <= most
    }

    fn count(&mut self, user_id: i64, what: &'static str, at: Timestamp) -> u64 {
        let window = self.minutes.entry((user_id, what)).or_default();
        window.count(minute(at))
    }

    /// Calls in this minute and on this day.
    pub(super) fn calls(&self, user_id: i64, at: Timestamp) -> (u64, u64) {
        let of_minute = self.minutes.get(&(user_id, ""));
        let of_day = self.days.get(&user_id);
        (
            of_minute.map_or(0, |window| window.calls(minute(at))),
            of_day.map_or(0, |window| window.calls(day(at))),
        )
    }

    /// Whether one more may run at once; if so it does, until [`Meter::leave`].
    pub(super) fn enter(&mut self, user_id: i64) -> bool {
        let running = self.running.entry(user_id).or_default();
        let free = *running < AT_ONCE;
        *running += usize::from(free);
        free
    }

    /// One of those that run at once has ended.
    pub(super) fn leave(&mut self, user_id: i64) {
        if let Some(running) = self.running.get_mut(&user_id) {
            *running = running.saturating_sub(1);
        }
    }
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_ends_and_begins_anew() {
        let mut meter = Meter::default();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let late = at("2026-11-21T12:00:59Z");
        for left in (0..PER_MINUTE).rev() {
            assert_eq!(meter.call(1, late), Some(left));
        }
        assert_eq!(meter.call(1, late), None);
        assert_eq!(meter.call(2, late), Some(1_999));
        let next = at("2026-11-21T12:01:00Z");
        assert_eq!(meter.call(1, next), Some(1_999));
        assert_eq!(meter.calls(1, next), (1, 2_002));
        assert!((0..6).all(|_| meter.call_own(1, "user_data", 6, next)));
        assert!(!meter.call_own(1, "user_data", 6, next));
        assert!((0..AT_ONCE).all(|_| meter.enter(1)));
        assert!(!meter.enter(1) && meter.enter(2));
        meter.leave(1);
        assert!(meter.enter(1));
    }
}
