//! Files that the service removes before they are here.

use jiff::Timestamp;

use super::{JobState, JobSummary};

/// A file that is removed within so many hours is warned about.
const SOON: i64 = 48;

impl JobSummary {
    /// `expires in 5 h`, if its file is not here yet and the service soon removes it.
    pub fn expires_soon(&self, now: Timestamp) -> Option<String> {
        let needs_file = matches!(
            self.state,
            JobState::Waiting | JobState::Ready | JobState::Elsewhere | JobState::Downloading
        );
        let left = self.expires.filter(|_| needs_file)?.as_second() - now.as_second();
        match left {
            ..=0 => Some("has expired".to_owned()),
            1..3600 => Some(format!("expires in {} min", (left / 60).max(1))),
            _ if left / 3600 < SOON => Some(format!("expires in {} h", left / 3600)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::DOWNLOAD_BACK_LINKS;
    use crate::model::job::{JobId, Progress};
    use crate::model::money::{Amounts, Price};
    use crate::model::query::Query;
    use crate::model::target::Target;

    #[test]
    fn a_file_that_goes_soon_and_is_not_here_is_warned_about() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let said = |state, left: i64| {
            let job = JobSummary {
                id: JobId(1),
                query: Query::new(&DOWNLOAD_BACK_LINKS, Target::parse("example.com").unwrap()),
                state,
                progress: Progress::default(),
                created: now,
                updated: now,
                price: Price::Exact(Amounts::ZERO),
                paid: None,
                dataset: None,
                remote_id: None,
                expires: Some(Timestamp::from_second(1_000_000 + left).unwrap()),
                note: String::new(),
                tag: None,
                held: None,
            };
            job.expires_soon(now)
        };
        let fetching = JobState::Downloading;
        assert_eq!(
            said(fetching, 5 * 3600 + 9).as_deref(),
            Some("expires in 5 h")
        );
        assert_eq!(said(fetching, 61).as_deref(), Some("expires in 1 min"));
        assert_eq!(said(fetching, 1).as_deref(), Some("expires in 1 min"));
        assert_eq!(said(JobState::Elsewhere, 0).as_deref(), Some("has expired"));
        assert_eq!(said(fetching, 48 * 3600), None);
        assert_eq!(said(JobState::Parsing, 60), None);
        assert_eq!(said(JobState::Done, 60), None);
    }
}
