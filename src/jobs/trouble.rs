//! ONE table of what may be asked again, what waits and what becomes "charge unknown".
//!
//! A *free* call is asked again by itself until it is answered, for that costs only time. A call that is *charged* is
//! sent once; what became of it without a usable answer decides the table:
//!
//! | trouble | Majestic, charged | DataForSEO, charged | free | why |
//! | --- | --- | --- | --- | --- |
//! | no connection came about | uncharged | uncharged | again | proven unsent |
//! | the service refused | uncharged | uncharged | uncharged | refused calls are not charged, as both document |
//! | too many calls | doubt | again | again | only DataForSEO documents that such a call is not carried out |
//! | no whole answer | doubt | doubt | again | it may have been carried out |
//! | an HTTP status of another's | doubt | doubt | again | a proxy may have lost an answer that was paid for |
//! | an answer that cannot be read | kept | doubt | again | Majestic's bytes are here, and are read where rows would be |
//! | a code that nobody knows | doubt | doubt | again | no success, and no proof that nothing was charged |
//! | a failure that names its cost | charged | charged | again | the answer itself says so |
//! | the program ended | doubt | doubt | again | it was written down before it was sent, and perhaps sent |
//!
//! *uncharged*: the job ends, nothing was charged, and it is ordered anew only by a person. *doubt*:
//! [`JobState::ChargeUnknown`](crate::model::job::JobState::ChargeUnknown): all that was granted counts as held, free
//! calls are asked what became of it, and a person may say so. *kept*: the bytes go where the rows would be, and are
//! looked at there; where a job has no rows of its own it is doubt. *charged*: in the ledger, once.

use crate::api::CallError;
use crate::api::dataforseo::Trouble;
use crate::model::catalog::Provider;

/// What can become of a call that brings no usable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Unsent,
    Refused,
    TooMany,
    NoAnswer,
    HttpStatus,
    Unreadable,
    UnknownCode,
    CostNamed,
    ProgramEnded,
}

/// What follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nothing was charged, and it ends there.
    Uncharged,
    /// The same may be asked again by itself.
    Again,
    /// It may have been charged.
    Doubt,
    /// Its bytes are here, and are looked at.
    Kept,
    /// It was charged, and there are no rows.
    Charged,
}

/// One row of the table.
struct Row {
    kind: Kind,
    majestic: Rule,
    dataforseo: Rule,
    free: Rule,
}

const fn row(kind: Kind, majestic: Rule, dataforseo: Rule, free: Rule) -> Row {
    Row {
        kind,
        majestic,
        dataforseo,
        free,
    }
}

use Rule::{Again, Charged, Doubt, Kept, Uncharged};

/// The table above.
static TABLE: [Row; 9] = [
    row(Kind::Unsent, Uncharged, Uncharged, Again),
    row(Kind::Refused, Uncharged, Uncharged, Uncharged),
    row(Kind::TooMany, Doubt, Again, Again),
    row(Kind::NoAnswer, Doubt, Doubt, Again),
    row(Kind::HttpStatus, Doubt, Doubt, Again),
    row(Kind::Unreadable, Kept, Doubt, Again),
    row(Kind::UnknownCode, Doubt, Doubt, Again),
    row(Kind::CostNamed, Charged, Charged, Again),
    row(Kind::ProgramEnded, Doubt, Doubt, Again),
];

/// What follows for a call that is charged.
pub(super) fn charged(provider: Provider, kind: Kind) -> Rule {
    // A kind without a row proves nothing.
    TABLE
        .iter()
        .find(|row| row.kind == kind)
        .map_or(Doubt, |row| match provider {
            Provider::Majestic => row.majestic,
            Provider::DataForSeo => row.dataforseo,
        })
}

/// What follows for a free call.
pub(super) fn free(kind: Kind) -> Rule {
    let row = TABLE.iter().find(|row| row.kind == kind);
    row.map_or(Again, |row| row.free)
}

impl Kind {
    /// The kind of a failed call.
    pub fn of(error: &CallError) -> Self {
        match error {
            CallError::NotSent { .. } => Self::Unsent,
            CallError::NoAnswer { .. } => Self::NoAnswer,
            CallError::HttpStatus { status: 429, .. } => Self::TooMany,
            CallError::HttpStatus { .. } => Self::HttpStatus,
            CallError::NotAnswer { .. } => Self::Unreadable,
            CallError::Refused { .. } => Self::Refused,
            CallError::UnknownCode { .. } => Self::UnknownCode,
        }
    }

    /// The kind of a page's trouble: its answer tells more than HTTP does.
    pub fn of_page(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Busy { .. } => Self::TooMany,
            Trouble::Charged { .. } => Self::CostNamed,
            Trouble::Uncharged { error, .. } => match Self::of(error) {
                Self::Unsent => Self::Unsent,
                _ => Self::Refused,
            },
            Trouble::Unknown(error) => Self::of(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [(Kind, &str); 9] = [
        (Kind::Unsent, "no connection came about"),
        (Kind::Refused, "the service refused"),
        (Kind::TooMany, "too many calls"),
        (Kind::NoAnswer, "no whole answer"),
        (Kind::HttpStatus, "an HTTP status of another's"),
        (Kind::Unreadable, "an answer that cannot be read"),
        (Kind::UnknownCode, "a code that nobody knows"),
        (Kind::CostNamed, "a failure that names its cost"),
        (Kind::ProgramEnded, "the program ended"),
    ];

    #[test]
    fn the_documentation_is_the_table() {
        let text = include_str!("trouble.rs");
        for (kind, words) in KINDS {
            let rules = [
                charged(Provider::Majestic, kind),
                charged(Provider::DataForSeo, kind),
                free(kind),
            ];
            let rules = rules.map(|rule| format!("{rule:?}").to_lowercase());
            let line = format!("//! | {words} | {} |", rules.join(" | "));
            assert!(text.contains(&line), "{line}");
        }
        assert_eq!(KINDS.len(), TABLE.len());
    }

    #[test]
    fn nothing_that_may_have_been_charged_is_sent_again() {
        let text = String::new;
        let errors = [
            CallError::NotSent {
                host: text(),
                reason: text(),
            },
            CallError::NoAnswer {
                host: text(),
                reason: text(),
            },
            CallError::HttpStatus {
                host: text(),
                status: 429,
                retry_after: None,
            },
            CallError::HttpStatus {
                host: text(),
                status: 503,
                retry_after: None,
            },
            CallError::NotAnswer {
                host: text(),
                reason: text(),
            },
            CallError::UnknownCode {
                host: text(),
                code: text(),
                message: text(),
                full: text(),
            },
            CallError::Refused {
                code: text(),
                message: text(),
                full: text(),
            },
        ];
        for error in errors {
            let proven = error.proves_uncharged();
            let kind = Kind::of(&error);
            let majestic = charged(Provider::Majestic, kind);
            assert_eq!(majestic == Uncharged, proven, "{kind:?}");
            assert_ne!(majestic, Again, "{kind:?}");
            let page = Kind::of_page(&Trouble::from(error));
            let dataforseo = charged(Provider::DataForSeo, page);
            assert!(dataforseo != Again || page == Kind::TooMany, "{page:?}");
        }
    }
}
