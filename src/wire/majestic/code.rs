//! Result codes and the recorded texts of failures.

/// Done.
pub const OK: &str = "OK";
/// A job was accepted, or the same job exists already.
pub const QUEUED: &str = "QueuedForProcessing";
/// The recorded generic failure: key, plan, unknown command; by our choice also units and limits of the account.
pub const FAILED_REQUEST: &str = "FailedRequestViaAPI";
/// A parameter value was refused.
pub const INVALID_PARAMETER: &str = "InvalidParameter";

/// A prefix matches too much to be read in one call (Majestic developer documentation, pages of the commands that
/// take UsePrefixScan).
pub const PREFIX_TOO_LARGE: &str = "RealTimePrefixQueryNotPossible";

/// Whether a code is one of the refusals that pages or recordings know. Refused calls are not charged; of any
/// other code nobody knows that.
pub fn is_refusal(code: &str) -> bool {
    matches!(code, FAILED_REQUEST | INVALID_PARAMETER | PREFIX_TOO_LARGE)
}

/// Whether a code is one of the two successes that every vendor connector knows.
pub fn is_success(code: &str) -> bool {
    code == OK || code == QUEUED
}

/// Recorded text for a key that is not known. It repeats the key in clear: redact before showing or logging.
pub fn bad_key(key: &str) -> String {
    format!("API Key does not appear to be correct: API_KEY - '{key}'")
}

/// Recorded text for a command that is not known.
pub fn unknown_command(command: &str) -> String {
    format!("The command '{command}' is not in the list of supported commands.")
}

/// State of a download job on the service's side (GetDownloadsList page).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadStatus {
    /// 0
    AwaitingProcessing,
    /// 1
    Processing,
    /// 2
    AwaitingUploading,
    /// 3
    Uploading,
    /// 4
    Ready,
    /// 5
    Error,
    /// 6: the file is there, the notification is not sent yet.
    PendingNotification,
    /// 7: the file is there, the notification was given up.
    NotificationFailed,
}

impl DownloadStatus {
    /// From its number.
    pub fn from_number(n: i64) -> Option<Self> {
        Some(match n {
            0 => Self::AwaitingProcessing,
            1 => Self::Processing,
            2 => Self::AwaitingUploading,
            3 => Self::Uploading,
            4 => Self::Ready,
            5 => Self::Error,
            6 => Self::PendingNotification,
            7 => Self::NotificationFailed,
            _ => return None,
        })
    }

    /// Its number.
    pub fn number(self) -> i64 {
        match self {
            Self::AwaitingProcessing => 0,
            Self::Processing => 1,
            Self::AwaitingUploading => 2,
            Self::Uploading => 3,
            Self::Ready => 4,
            Self::Error => 5,
            Self::PendingNotification => 6,
            Self::NotificationFailed => 7,
        }
    }

    /// Whether the file can be fetched.
    pub fn has_file(self) -> bool {
        matches!(
            self,
            Self::Ready | Self::PendingNotification | Self::NotificationFailed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_go_both_ways() {
        for n in 0..=7 {
            assert_eq!(
                DownloadStatus::from_number(n).map(DownloadStatus::number),
                Some(n)
            );
        }
        assert_eq!(DownloadStatus::from_number(8), None);
    }
}
