//! How often SearchByKeyword may be called: three times a second by an account (Majestic developer documentation,
//! SearchByKeyword page). Ours: that a second is any second, and that refused calls do not count.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// Calls in a second.
const CALLS: usize = 3;
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// When each account called of late.
#[derive(Debug, Default)]
pub(in crate::server) struct Rate(HashMap<i64, VecDeque<Timestamp>>);

impl Rate {
    /// Whether an account may call now; if so, it does.
    pub(super) fn allows(&mut self, user_id: i64, now: Timestamp) -> bool {
        let calls = self.0.entry(user_id).or_default();
        // A clock that was set back has not called in what is now the future.
        calls.retain(|&at| at <= now && now.duration_since(at) < SECOND);
        let fits = calls.len() < CALLS;
        if fits {
            calls.push_back(now);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fourth_call_of_any_second_waits() {
        let mut rate = Rate::default();
        let start: Timestamp = "2026-11-21T12:00:00.700Z".parse().unwrap();
        let at = |millis: i64| start + SignedDuration::from_millis(millis);
        for (millis, allowed) in [
            (0, true),
            (400, true),
            (400, true),
            (999, false),
            (1_000, true),
            (1_300, false),
            (1_400, true),
            (1_401, true),
            (1_402, false),
        ] {
            assert_eq!(rate.allows(1, at(millis)), allowed, "{millis}");
        }
        assert!(rate.allows(2, at(1_402)), "another account");
        assert!(rate.allows(1, start - SignedDuration::from_secs(60)));
    }
}
