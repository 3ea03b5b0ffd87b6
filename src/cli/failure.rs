//! How a command ends when it does not end well: one sentence and an exit code.

use std::io;

use thiserror::Error;

/// Exit codes, a promise to scripts.
pub mod code {
    /// Failed.
    pub const FAILED: u8 = 1;
    /// The command line or a setting is wrong.
    pub const USAGE: u8 = 2;
    /// Refused by price or limit; nothing was sent.
    pub const LIMIT: u8 = 3;
    /// The service refused: key or funds.
    pub const REFUSED: u8 = 4;
    /// Something was sent and may have been charged.
    pub const CHARGE_UNKNOWN: u8 = 5;
    /// Ctrl-C or a signal.
    pub const INTERRUPTED: u8 = 130;
}

/// Why a command did not end well. Each holds the sentence for the person.
#[derive(Debug, Error)]
pub enum Failure {
    /// Anything without a code of its own.
    #[error("{0}")]
    Failed(String),
    /// The command line or a setting is wrong.
    #[error("{0}")]
    Usage(String),
    /// A price or a limit forbids it, or nobody said yes. Nothing was sent.
    #[error("{0}")]
    Limit(String),
    /// The service refused: key or funds.
    #[error("{0}")]
    Refused(String),
    /// Sent, no usable answer: it may have been charged.
    #[error("{0}")]
    ChargeUnknown(String),
    /// Stopped by the person.
    #[error("{0}")]
    Interrupted(String),
    /// The reader of standard output went away (`| head`): nothing to say, nothing wrong.
    #[error("the reader of the output went away")]
    ReaderGone,
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => code::FAILED,
            Self::Usage(_) => code::USAGE,
            Self::Limit(_) => code::LIMIT,
            Self::Refused(_) => code::REFUSED,
            Self::ChargeUnknown(_) => code::CHARGE_UNKNOWN,
            Self::Interrupted(_) => code::INTERRUPTED,
            Self::ReaderGone => 0,
        }
    }

    /// The same end with another sentence.
    pub fn saying(&self, sentence: String) -> Self {
        match self {
            Self::Failed(_) => Self::Failed(sentence),
            Self::Usage(_) => Self::Usage(sentence),
            Self::Limit(_) => Self::Limit(sentence),
            Self::Refused(_) => Self::Refused(sentence),
            Self::ChargeUnknown(_) => Self::ChargeUnknown(sentence),
            Self::Interrupted(_) => Self::Interrupted(sentence),
            Self::ReaderGone => Self::ReaderGone,
        }
    }

    /// A failure to read or write a file, which names it.
    pub fn file(doing: &str, path: &std::path::Path, why: &io::Error) -> Self {
        Self::Failed(format!("{doing} {} failed: {why}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_a_promise() {
        let text = String::new;
        let codes = [
            Failure::Failed(text()),
            Failure::Usage(text()),
            Failure::Limit(text()),
            Failure::Refused(text()),
            Failure::ChargeUnknown(text()),
            Failure::Interrupted(text()),
            Failure::ReaderGone,
        ]
        .map(|failure| failure.code());
        assert_eq!(codes, [1, 2, 3, 4, 5, 130, 0]);
    }
}
