//! What one call meets: the strikes that hit it.

use super::gates::Gates;
use super::spoil::Spoils;
use super::strike::{How, Strike};

/// What one call, or one job, meets.
#[derive(Debug, Default)]
pub(in crate::server) struct Fate(Vec<(How, String)>);

/// An HTTP status instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) struct Turned {
    pub code: u16,
    /// Seconds to stay away.
    pub retry_after: Option<u64>,
}

impl Fate {
    /// Counts the call with every strike that concerns it and takes those that hit and are not released.
    pub(super) fn drawn(strikes: &[Strike], command: &str, seed: u64, gates: &Gates) -> Self {
        let hit = strikes.iter().enumerate().filter(|(place, strike)| {
            strike.concerns(command)
                && strike.strikes(seed, *place)
                && gates.is_closed(&strike.gate())
        });
        Self(hit.map(|(_, s)| (s.how.clone(), s.gate())).collect())
    }

    fn find<T>(&self, read: impl Fn(&How) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|(how, _)| read(how))
    }

    /// The status that stands for the answer, of a call that is carried out before or not.
    pub(in crate::server) fn turned(&self, after: bool) -> Option<Turned> {
        self.find(|how| match *how {
            How::Status {
                code,
                retry_after,
                carried_out,
            } if carried_out == after => Some(Turned { code, retry_after }),
            _ => None,
        })
    }

    /// The code it is refused by.
    pub(in crate::server) fn refusal(&self) -> Option<String> {
        self.find(|how| match how {
            How::Refuse(code) => Some(code.clone()),
            _ => None,
        })
    }

    /// The gate at which its answer is withheld.
    pub(in crate::server) fn hangs(&self, when_before: bool) -> Option<&str> {
        let hang = How::Hang {
            before: when_before,
        };
        let found = self.0.iter().find(|(how, _)| *how == hang);
        found.map(|(_, gate)| gate.as_str())
    }

    /// What somebody else has spent just before.
    pub(in crate::server) fn spent(&self) -> Option<i64> {
        self.find(|how| match how {
            How::Spend(amount) => Some(*amount),
            _ => None,
        })
    }

    /// Whether the connection breaks instead of an answer.
    pub(in crate::server) fn breaks(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::Drop)
    }

    /// Whether an HTML page comes instead of the answer.
    pub(in crate::server) fn is_page(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::Page)
    }

    /// Whether JSON types are other than documented.
    pub(in crate::server) fn has_other_types(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::Types)
    }

    /// Whether a file has another ETag.
    pub(in crate::server) fn has_other_etag(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::ETag)
    }

    /// Whether a job ends in an error.
    pub(in crate::server) fn fails(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::Fail)
    }

    /// Whether the file of a job lapses at once.
    pub(in crate::server) fn expires(&self) -> bool {
        self.0.iter().any(|(how, _)| *how == How::Expire)
    }

    /// What happens to the bytes of its answer.
    pub(in crate::server) fn spoils(&self) -> Spoils {
        let mut spoils = Spoils::default();
        for (how, _) in &self.0 {
            match *how {
                How::Cut(at) => spoils.cut = Some(at),
                How::Short(at) => spoils.short = Some(at),
                How::Flip(at) => spoils.flip = Some(at),
                How::Slow(drip) => spoils.slow = Some(drip),
                _ => {}
            }
        }
        spoils
    }
}
