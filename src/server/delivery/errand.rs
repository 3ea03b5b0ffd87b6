//! What is to be done with a job's file, as it lies at rest: an upload and a notification, each until it succeeds or
//! is given up. Afterwards its password is forgotten.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::catalog::without_password;

/// What is to be done with a file besides serving it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) struct Delivery {
    /// Scheme and host by which the client that ordered it reached the server; empty where that is not known.
    #[serde(default)]
    pub base: String,
    /// Where it is put.
    #[serde(default)]
    pub upload: Option<Errand>,
    /// Who is told.
    #[serde(default)]
    pub notice: Option<Errand>,
}

/// One errand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) struct Errand {
    address: Address,
    attempts: u32,
    /// Not before then; at once if it says nothing.
    not_before: Option<Timestamp>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Due,
    Done,
    GivenUp,
}

/// An address whose password is not for showing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Address(String);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", without_password(&self.0))
    }
}

/// How often something is tried, and after which pauses. The figures are ours but for the ten minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Pause after the first failure.
    pub first: SignedDuration,
    /// How much longer each pause is than the one before.
    pub factor: i32,
    /// Tries in all.
    pub attempts: u32,
}

/// A failed upload is tried again after ten minutes (Majestic developer documentation, GetDownloadsList page), for an hour.
pub(super) const UPLOAD: Patience = Patience {
    first: SignedDuration::from_mins(10),
    factor: 1,
    attempts: 7,
};

/// A failed notification is tried again with growing pauses (the same documentation): 10 s, 20 s, … 640 s.
pub(super) const NOTICE: Patience = Patience {
    first: SignedDuration::from_secs(10),
    factor: 2,
    attempts: 8,
};

impl Patience {
    /// The pause after so many failures; `None` if that was enough.
    fn pause(self, failures: u32) -> Option<SignedDuration> {
        let grown = self.factor.checked_pow(failures.saturating_sub(1))?;
        (failures < self.attempts).then(|| self.first.saturating_mul(grown))
    }
}

impl Errand {
    /// A new one.
    pub(in crate::server) fn new(address: &str) -> Self {
        Self {
            address: Address(address.to_owned()),
            attempts: 0,
            not_before: None,
            state: State::Due,
        }
    }

    /// Its address, with its password as long as it is due.
    pub(super) fn address(&self) -> &str {
        &self.address.0
    }

    /// Whether it is still to be tried.
    pub(in crate::server) fn is_due(&self) -> bool {
        self.state == State::Due
    }

    /// Whether it was tried often enough in vain.
    pub(in crate::server) fn is_given_up(&self) -> bool {
        self.state == State::GivenUp
    }

    /// When it is to be tried next, if not at once.
    pub(super) fn not_before(&self) -> Option<Timestamp> {
        self.not_before
    }

    /// Notes that it succeeded.
    pub(super) fn succeed(&mut self) {
        self.end(State::Done);
    }

    /// Notes a failure.
    pub(super) fn fail(&mut self, now: Timestamp, patience: Patience) {
        self.attempts += 1;
        match patience.pause(self.attempts) {
            Some(pause) => self.not_before = now.checked_add(pause).ok(),
            None => self.end(State::GivenUp),
        }
    }

    fn end(&mut self, state: State) {
        self.state = state;
        self.not_before = None;
        self.address = Address(without_password(&self.address.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_is_repeated_with_pauses_and_forgets_its_password_in_the_end() {
        let mut errand = Errand::new("ftp://u:secret@localhost/in/");
        let mut now = Timestamp::UNIX_EPOCH;
        let mut pauses = Vec::new();
        while errand.is_due() {
            assert!(errand.address().contains("secret"));
            assert!(!format!("{errand:?}").contains("secret"));
            errand.fail(now, NOTICE);
            if let Some(next) = errand.not_before() {
                pauses.push(next.duration_since(now).as_secs());
                now = next;
            }
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640]);
        assert!(errand.is_given_up());
        assert_eq!(errand.address(), "ftp://u:***@localhost/in/");
        assert!(!serde_json::to_string(&errand).unwrap().contains("secret"));
        assert_eq!(UPLOAD.pause(1), UPLOAD.pause(6));
        assert_eq!(UPLOAD.pause(7), None);
    }
}
