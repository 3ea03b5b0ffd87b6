//! What can go wrong on the way, told apart by what matters: whether the request can have been charged.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::sources::Refused;
use crate::model::column::bytes;

/// Why a call brought no usable answer. No variant ever holds the key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CallError {
    /// Proven unsent: no connection came about.
    #[error("{host} could not be reached ({reason})")]
    NotSent {
        /// Whom we tried.
        host: String,
        /// What the connection said.
        reason: String,
    },
    /// Sent, at least in part, and nothing whole came back.
    #[error("{host} was asked, but no whole answer came ({reason})")]
    NoAnswer {
        /// Whom we asked.
        host: String,
        /// What happened.
        reason: String,
    },
    /// An answer of HTTP's own instead of the service's, which says 200 even when it refuses.
    #[error("{host} answered HTTP {status} instead of the service's own answer")]
    HttpStatus {
        /// Whom we asked.
        host: String,
        /// The status.
        status: u16,
        /// How long it asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// A body that is no answer: a proxy's page, a cut one, one of another shape.
    #[error("{host} sent something that cannot be read: {reason}")]
    NotAnswer {
        /// Whom we asked.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The service understood and refused, with one of the codes that refusals are known by. Refused calls are
    /// not charged.
    #[error("the service refused: {message} ({code})")]
    Refused {
        /// Its code.
        code: String,
        /// Its short text, one printable line.
        message: String,
        /// Its long text (`FullError`), printable lines; for whoever asks why.
        full: String,
    },
    /// An answer with a code that no page or recording knows: no success, but no proof either that nothing was
    /// charged.
    #[error(
        "{host} answered with the code {code}, which is no success: {}",
        message.trim_end_matches('.')
    )]
    UnknownCode {
        /// Whom we asked.
        host: String,
        /// The code, one printable line.
        code: String,
        /// Its short text, one printable line.
        message: String,
        /// Its long text (`FullError`), printable lines.
        full: String,
    },
}

impl CallError {
    /// Whether it is proven that nothing was charged.
    pub fn proves_uncharged(&self) -> bool {
        matches!(self, Self::NotSent { .. } | Self::Refused { .. })
    }

    /// The service's long text, where it sent one.
    pub fn full(&self) -> Option<&str> {
        match self {
            Self::Refused { full, .. } | Self::UnknownCode { full, .. } => {
                (!full.is_empty()).then_some(full.as_str())
            }
            _ => None,
        }
    }

    /// How long the service asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::HttpStatus { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// One word for the journal.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::NotSent { .. } => "not_sent",
            Self::NoAnswer { .. } => "no_answer",
            Self::HttpStatus { .. } => "http_status",
            Self::NotAnswer { .. } => "not_an_answer",
            Self::Refused { .. } => "refused",
            Self::UnknownCode { .. } => "unknown_code",
        }
    }
}

/// Why a file is not here whole. What was fetched stays beside it and is continued from.
#[derive(Debug, Error)]
pub enum DownloadError {
    /// The address is not one that files of this service come from.
    #[error("the file is said to be at {0}")]
    Refused(#[from] Refused),
    /// The file is no longer there.
    #[error("the service no longer has the file (HTTP {0})")]
    Gone(u16),
    /// Something that may pass: no connection, a cut transfer, a busy server.
    #[error("the file could not be fetched just now ({reason})")]
    Interrupted {
        /// What happened.
        reason: String,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The file is longer or shorter than announced.
    #[error("the file has {got} bytes where {expected} were announced")]
    WrongSize {
        /// Announced.
        expected: u64,
        /// Received.
        got: u64,
    },
    /// It goes on and on, and nobody said how long it is; what came is kept.
    #[error("the file has no end: {0} bytes came, which is more than any real file has")]
    Endless(u64),
    /// There is too little room for what is to come; nothing of it was fetched.
    #[error(
        "the disk has too little room: {} bytes are to come, {} more stay free for the journal, and {} are free beside {path}",
        bytes(*.to_come), bytes(*.spare), bytes(*.free), path = .path.display()
    )]
    NoRoom {
        /// The file being written.
        path: PathBuf,
        /// Bytes to come.
        to_come: u64,
        /// Bytes that must stay free beside them.
        spare: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// There is no room.
    #[error("the disk is full: {path} cannot grow")]
    DiskFull {
        /// The file being written.
        path: PathBuf,
    },
    /// The file cannot be written for another reason.
    #[error("{path} cannot be written ({source})")]
    Disk {
        /// The file being written.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_services_full_stop_is_not_doubled() {
        let error = CallError::UnknownCode {
            host: "h".to_owned(),
            code: "Odd".to_owned(),
            message: "Refused by a fault.".to_owned(),
            full: String::new(),
        };
        let told = format!("{error}. It may have been charged");
        assert!(told.contains("fault. It may"), "{told}");
    }
}
