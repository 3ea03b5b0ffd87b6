//! What a fault does to a call, and to which calls.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Drip;

/// A fault that strikes calls of a command, or jobs.
#[derive(Debug)]
pub(super) struct Strike {
    /// Its word in the grammar.
    kind: String,
    /// The command, compared without case; `any` is every one.
    pub command: String,
    pub how: How,
    pub when: When,
    /// Calls of the command so far.
    calls: AtomicU64,
}

/// What is done to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Answered by an HTTP status, before it is carried out or after.
    Status {
        code: u16,
        retry_after: Option<u64>,
        carried_out: bool,
    },
    /// Refused by the protocol's own means.
    Refuse(String),
    /// Withheld.
    Hang { before: bool },
    /// Carried out, and the connection breaks.
    Drop,
    /// The connection breaks after so many bytes.
    Cut(u64),
    /// The body ends after so many bytes, as its length says.
    Short(u64),
    /// The body comes slowly.
    Slow(Drip),
    /// A bit of this byte is wrong.
    Flip(u64),
    /// An HTML page instead of the answer.
    Page,
    /// Other JSON types.
    Types,
    /// Another ETag.
    ETag,
    /// Somebody else has spent so much.
    Spend(i64),
    /// The job ends in an error.
    Fail,
    /// The job's file lapses at once.
    Expire,
}

/// Which calls are struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Every one.
    Always,
    /// Only the n-th, counted from 1.
    Nth(u64),
    /// So many of a hundred.
    PerCent(u64),
}

impl PartialEq for Strike {
    fn eq(&self, other: &Self) -> bool {
        (&self.kind, &self.command, &self.how, self.when)
            == (&other.kind, &other.command, &other.how, other.when)
    }
}

impl Strike {
    pub(super) fn new(kind: &str, command: &str, how: How, when: When) -> Self {
        Self {
            kind: kind.to_owned(),
            command: command.to_owned(),
            how,
            when,
            calls: AtomicU64::new(0),
        }
    }

    /// Whether it concerns a command.
    pub(super) fn concerns(&self, command: &str) -> bool {
        let is_call = command != "job";
        (self.command == "any" && is_call) || self.command.eq_ignore_ascii_case(command)
    }

    /// Counts a call and says whether it is struck; `place` keeps strikes of one seed apart.
    pub(super) fn strikes(&self, seed: u64, place: usize) -> bool {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        match self.when {
            When::Always => true,
            When::Nth(nth) => call == nth,
            When::PerCent(most) => {
                let mut dice = DefaultHasher::new();
                (seed, place, call).hash(&mut dice);
                dice.finish() % 100 < most
            }
        }
    }

    /// Name of its gate.
    pub(super) fn gate(&self) -> String {
        let command = &self.command;
        match self.how {
            How::Hang { before: true } => format!("hang={command}:before"),
            How::Hang { before: false } => format!("hang={command}:after"),
            _ => format!("{}={command}", self.kind),
        }
    }
}
