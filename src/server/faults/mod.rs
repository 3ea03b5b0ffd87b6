//! Faults that can be switched on, so that a test stops a client at a chosen moment instead of by luck.
//!
//! The grammar is a comma list of `KIND=WHOM[/MORE][@WHEN]`:
//!
//! | fault | effect |
//! |---|---|
//! | `status=CMD/CODE[:SECONDS]` | HTTP status CODE, with `Retry-After: SECONDS` if given; not carried out |
//! | `busy=CMD[/SECONDS]` | the same as `status=CMD/503:SECONDS` (1) |
//! | `gateway=CMD/CODE[:SECONDS]` | carried out (and charged), then HTTP status CODE instead of the answer |
//! | `refuse=CMD/CODE` | refused by the protocol's own means (`summary/50303`, `GetBackLinkData/FailedRequest`); not carried out |
//! | `hang=CMD[:before\|after]` | the answer is withheld, before it is carried out (and charged) or, the default, after |
//! | `drop=CMD` | carried out (and charged), then the connection breaks instead of an answer |
//! | `cut=CMD/BYTES` | the connection breaks after BYTES of the answer |
//! | `short=CMD/BYTES` | the answer ends after BYTES, and its length says so |
//! | `slow=CMD/BYTES:MS` | the answer comes in pieces of BYTES, MS milliseconds apart |
//! | `flip=CMD/BYTE` | one bit of a byte of the (packed) answer is wrong |
//! | `page=CMD` | carried out (and charged), then an HTML page with status 200 instead of the answer |
//! | `types=CMD` | numbers of a JSON answer are texts, texts that are numbers are numbers, yes and no are 1 and 0 |
//! | `etag=file` | a file has another ETag at every call |
//! | `spend=CMD/AMOUNT` | somebody else has spent AMOUNT (analysis units, micro-dollars) when the call comes |
//! | `fail=job` | a job ends in an error instead of a file |
//! | `expire=job` | the file of a job lapses as soon as it is there |
//! | `step=STATE` | jobs wait in a state: `queued`, `processing` (in the middle of the work, with progress shown), `made`, `uploading` |
//! | `hold=BYTES` | file deliveries stop after BYTES of their body |
//! | `drip=BYTES/MS` (`drip=4096/50ms`) | files are delivered in pieces of BYTES, MS milliseconds apart |
//! | `skew=SECONDS` | the server's clock is ahead (behind, with `-`) |
//!
//! CMD is a command of Majestic's (`GetIndexItemInfo`), a function of DataForSEO's (`referring_domains`, `user_data`),
//! `file` for the delivery of a file, or `any`. WHEN is a number (only the n-th such call), or per cent (`20%`: so many
//! of a hundred calls, drawn from the seed); without it every call.
//!
//! Whatever strikes calls or jobs has a gate, named by what stands before `/` and `@` (`drop=GetIndexItemInfo`,
//! `hang=CMD:after`, `step=made`, `hold`): the fault strikes, or makes wait, until `POST /admin/release?what=GATE`. A
//! released gate stays open. `POST /admin/faults?spec=FAULTS` (from this machine only) replaces all faults at once;
//! gates of the old ones open.

mod fate;
mod gates;
mod grammar;
mod spoil;
mod strike;
mod types;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::server::clock::{Clock, Skewed};

pub(super) use fate::{Fate, Turned};
pub(super) use gates::Gates;
pub use grammar::FaultError;
pub(super) use spoil::spoil;
use strike::Strike;
pub(super) use types::other_types;

/// The faults of a server; none by default.
#[derive(Debug, Default, PartialEq)]
pub struct Faults {
    /// Slow delivery of files.
    drip: Option<Drip>,
    /// File deliveries stop after so many bytes.
    hold: Option<u64>,
    /// What happens to single calls and jobs.
    strikes: Vec<Strike>,
    /// States in which jobs wait.
    steps: Vec<Step>,
    /// Seconds that the server's clock is ahead.
    skew: i64,
}

/// Slow delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drip {
    /// Bytes of one piece.
    pub bytes: u64,
    /// Pause before each piece.
    pub pause: Duration,
}

/// A state in which a job can be made to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Accepted and charged, not begun.
    Queued,
    /// In the middle of the work.
    Processing,
    /// The file is made and its rows are charged; it is not published.
    Made,
    /// About to be published.
    Uploading,
}

impl Step {
    const ALL: [Self; 4] = [Self::Queued, Self::Processing, Self::Made, Self::Uploading];

    /// Its word in the grammar.
    fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Processing => "processing",
            Self::Made => "made",
            Self::Uploading => "uploading",
        }
    }

    /// Name of its gate.
    pub(super) fn gate(self) -> String {
        format!("step={}", self.word())
    }
}

impl Faults {
    /// Slow delivery of files.
    pub(super) fn drip(&self) -> Option<Drip> {
        self.drip
    }

    /// After how many bytes file deliveries stop.
    pub(super) fn hold(&self) -> Option<u64> {
        self.hold
    }

    /// The names of all gates.
    fn gates(&self) -> impl Iterator<Item = String> {
        let strikes = self.strikes.iter().map(Strike::gate);
        let steps = self.steps.iter().map(|step| step.gate());
        let hold = self.hold.map(|_| "hold".to_owned());
        strikes.chain(steps).chain(hold)
    }
}

/// The faults that hold now.
pub(super) struct Switch {
    faults: RwLock<Arc<Faults>>,
    seed: u64,
    /// Seconds that the server's clock is ahead.
    skew: Arc<AtomicI64>,
    pub gates: Gates,
}

impl Switch {
    pub(super) fn new(faults: Faults, seed: u64) -> Self {
        let gates = Gates::default();
        gates.put(faults.gates());
        Self {
            skew: Arc::new(faults.skew.into()),
            faults: RwLock::new(Arc::new(faults)),
            seed,
            gates,
        }
    }

    /// A clock that goes wrong as the faults say.
    pub(super) fn clock(&self, right: Arc<dyn Clock>) -> Arc<dyn Clock> {
        Arc::new(Skewed::new(right, self.skew.clone()))
    }

    /// The faults that hold now.
    pub(super) fn now(&self) -> Arc<Faults> {
        let faults = self.faults.read().unwrap_or_else(PoisonError::into_inner);
        faults.clone()
    }

    /// Replaces all faults; who waits at a gate of the old ones goes on.
    pub(super) fn set(&self, faults: Faults) {
        let mut held = self.faults.write().unwrap_or_else(PoisonError::into_inner);
        self.gates.put(faults.gates());
        self.skew.store(faults.skew, Ordering::SeqCst);
        *held = Arc::new(faults);
    }

    /// What one call of a command, or one job, meets. Counts it.
    pub(super) fn fate(&self, command: &str) -> Fate {
        Fate::drawn(&self.now().strikes, command, self.seed, &self.gates)
    }
}
