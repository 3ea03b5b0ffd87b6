//! What a runner is given: where things are, whom to tell, what time it is, and how patient to be.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use url::Url;

use crate::api::Client;
use crate::model::catalog::Provider;
use crate::model::money::Limits;
use crate::model::report::Report;
use crate::store::Store;

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Everything a runner needs.
pub struct RunnerSetup {
    /// The data folder.
    pub store: Store,
    /// The client of one account.
    pub client: Client,
    /// Where everything is told. Must be drained or dropped: changes of jobs and balances wait for room.
    pub reports: mpsc::Sender<Report>,
    /// The clock.
    pub clock: Clock,
    /// The limits that bind every purchase.
    pub limits: Limits,
    /// How patient to be.
    pub pace: Pace,
    /// Where the service may tell that a file is ready; none: it is only asked.
    pub notify: Option<NotifySetup>,
}

/// Where notifications are taken, and how the service reaches that place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifySetup {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// The same place as the service sees it; a random path is added for each job.
    pub public: Url,
}

/// How patient a runner is. Only waiting depends on it, never what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Time before the first question after a job, and before the first repetition of a free call.
    pub first: Duration,
    /// Longest time between two questions; each wait is twice the last.
    pub longest: Duration,
    /// How long after sending an unanswered request may still come to be charged.
    pub doubt: Duration,
    /// How often a connection is tried before a job is given up unsent.
    pub connect_tries: usize,
}

impl Pace {
    /// For a server on this machine.
    pub const LOOPBACK: Self = Self {
        first: Duration::from_secs(1),
        longest: Duration::from_secs(2),
        doubt: Duration::from_secs(10),
        connect_tries: 3,
    };

    /// For the live service, which asks not to be polled every few seconds (Majestic developer documentation,
    /// GetDownloadsList page).
    pub const LIVE: Self = Self {
        first: Duration::from_secs(10),
        longest: Duration::from_secs(300),
        doubt: Duration::from_secs(600),
        connect_tries: 3,
    };

    /// The pace that suits a service.
    pub fn of(client: &Client) -> Self {
        let pace = if client.is_loopback() {
            Self::LOOPBACK
        } else {
            Self::LIVE
        };
        match client.provider() {
            Provider::Majestic => pace,
            // A live call may run for 120 seconds before it stands in the list of tasks, and that list is asked for
            // ten times a minute at the most (DataForSEO documentation, pages on live calls and on id_list).
            Provider::DataForSeo => Self {
                first: pace.first.max(Duration::from_secs(6)),
                longest: pace.longest.max(Duration::from_secs(6)),
                doubt: pace.doubt.max(Duration::from_secs(180)),
                ..pace
            },
        }
    }

    /// The wait after a wait of `last`.
    pub(super) fn next(&self, last: Duration) -> Duration {
        last.saturating_mul(2)
            .clamp(self.first, self.longest.max(self.first))
    }
}
