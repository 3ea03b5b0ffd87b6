//! How often a command is called: some have a limit a second, and what passes it is refused.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::desk::hold;

/// The second within which calls are counted, and a little for a way that is shorter for the later call.
const SECOND: SignedDuration = SignedDuration::from_millis(1_100);

/// When the latest calls of each command were sent, or will be.
#[derive(Default)]
pub(super) struct Rate {
    sent: Mutex<HashMap<String, VecDeque<Timestamp>>>,
}

impl Rate {
    /// How long a call must wait that could be sent now. The call counts from here on.
    pub(super) fn take(&self, command: &str, most: usize, now: Timestamp) -> Duration {
        let mut all = hold(&self.sent);
        let sent = all.entry(command.to_owned()).or_default();
        while sent.len() > most.saturating_sub(1) {
            let Some(oldest) = sent.pop_front() else {
                break;
            };
            let free = oldest.saturating_add(SECOND).unwrap_or(now);
            if sent.len() < most && free > now {
                // A clock that was set back keeps nobody waiting for longer than the second.
                let wait = free.duration_since(now).min(SECOND);
                sent.push_back(now.saturating_add(wait).unwrap_or(now));
                return wait.unsigned_abs();
            }
        }
        sent.push_back(now);
        Duration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_so_many_calls_begin_within_a_second() {
        let rate = Rate::default();
        let mut clock = Timestamp::from_second(1_000).unwrap();
        let mut begun = Vec::new();
        for step in [0, 5, 5, 5, 5, 5, 5, 5, 400, 2_000, 0, 0, 0, 0] {
            clock += SignedDuration::from_millis(step);
            // One job waits before the next one is looked at: they take turns.
            clock += SignedDuration::try_from(rate.take("SearchByKeyword", 3, clock)).unwrap();
            begun.push(clock);
        }
        for four in begun.windows(4) {
            let within = four[3].duration_since(four[0]);
            assert!(within > SignedDuration::from_secs(1), "{four:?}");
        }
        assert!(begun[2].duration_since(begun[0]) < SignedDuration::from_millis(11));
        let whole = begun[13].duration_since(begun[0]);
        assert!(whole < SignedDuration::from_secs(8), "{whole:?}");
        assert_eq!(rate.take("GetTopics", 3, clock), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let rate = Rate::default();
        let late = Timestamp::from_second(9_000).unwrap();
        for _ in 0..3 {
            rate.take("x", 3, late);
        }
        let early = Timestamp::from_second(10).unwrap();
        assert!(rate.take("x", 3, early) <= SECOND.unsigned_abs());
    }
}
