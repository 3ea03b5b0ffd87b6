//! What is drawn: a purchase, and the rounds in which the program tries to make it.

use backtrail::model::catalog::{Entry, majestic};
use proptest::prelude::*;

/// One purchase under faults.
#[derive(Clone, Debug)]
pub struct Script {
    pub kind: Kind,
    /// Which target, the largest first.
    pub target: usize,
    /// Per cent of the price that is granted where less than it may be.
    pub share: i64,
    /// Runs of the program before the last, which meets no fault.
    pub rounds: Vec<Round>,
}

/// Majestic's other answers that are drawn, each with options and the kind of its rows.
pub const OTHERS: [(&Entry, &[(&str, &str)]); 10] = [
    (&majestic::GET_ANCHOR_TEXT, &[("count", "50")]),
    (&majestic::GET_TOPICS, &[("count", "50")]),
    (&majestic::GET_TOP_PAGES, &[("count", "50")]),
    (&majestic::GET_LINK_PROFILE, &[]),
    (&majestic::GET_BACK_LINKS_HISTORY, &[]),
    (
        &majestic::GET_NEW_LOST_BACK_LINKS,
        &[("since", "2026-07-01"), ("until", "2026-07-31")],
    ),
    (&majestic::GET_NEW_LOST_BACK_LINK_CALENDAR, &[]),
    (&majestic::GET_RELATED_SITES, &[]),
    (&majestic::SEARCH_BY_KEYWORD, &[("count", "20")]),
    (&majestic::GET_KEYWORD_INFO, &[]),
];

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A job of Majestic's with a file.
    Bulk,
    /// An answer of Majestic's that holds its rows.
    Direct,
    /// Another answer of Majestic's, by its place in [`OTHERS`].
    Other(usize),
    /// Pages of DataForSEO's links.
    Links,
    /// Pages of DataForSEO's referring domains.
    Domains,
}

/// One run of the program.
#[derive(Clone, Debug)]
pub struct Round {
    /// Faults of the server.
    pub faults: Vec<String>,
    pub kill: Kill,
}

/// When a run is ended from outside.
#[derive(Clone, Copy, Debug)]
pub enum Kill {
    /// It is not.
    Never,
    /// At the n-th call, before or after the service carried it out.
    AtCall { nth: u64, before: bool },
    /// At the n-th thing that the runner tells.
    AtReport(usize),
}

impl Kill {
    /// The fault that stops the world at that moment.
    pub fn gate(self) -> Option<String> {
        match self {
            Self::AtCall { before, .. } if before => Some("hang=any:before".to_owned()),
            Self::AtCall { .. } => Some("hang=any:after".to_owned()),
            _ => None,
        }
    }
}

impl Round {
    /// The faults as they are written.
    pub fn spec(&self) -> String {
        let mut all = self.faults.clone();
        if let (Kill::AtCall { nth, .. }, Some(gate)) = (self.kill, self.kill.gate()) {
            all.push(format!("{gate}@{nth}"));
        }
        all.join(",")
    }
}

fn when() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1..5u8).prop_map(|n| format!("@{n}")),
        1 => (5..30u8).prop_map(|n| format!("@{n}%")),
    ]
}

fn fault() -> impl Strategy<Value = String> {
    // What "too many" (429) means is that nothing ran: it comes only before a call is carried out. DataForSEO's client
    // then waits for the next minute, which is longer than a script may take.
    let status = prop_oneof![Just(500), Just(502), Just(503), Just(504)];
    let many = prop_oneof![
        Just("DownloadRefDomainBackLinks"),
        Just("GetBackLinkData"),
        Just("GetAnchorText"),
        Just("SearchByKeyword"),
        Just("GetIndexItemInfo"),
        Just("GetDownloadsList"),
        Just("GetSubscriptionInfo"),
        Just("file")
    ];
    let later = prop_oneof![Just(""), Just(":0"), Just(":1")];
    let kind = prop_oneof![
        (Just("status=any"), status.clone(), later.clone())
            .prop_map(|(kind, code, later)| format!("{kind}/{code}{later}")),
        (Just("gateway=any"), status, later.clone())
            .prop_map(|(kind, code, later)| format!("{kind}/{code}{later}")),
        (many, later.clone()).prop_map(|(whom, later)| format!("status={whom}/429{later}")),
        Just("drop=any".to_owned()),
        Just("page=any".to_owned()),
        Just("types=any".to_owned()),
        (0..3_000u32).prop_map(|n| format!("cut=any/{n}")),
        (0..3_000u32).prop_map(|n| format!("short=any/{n}")),
        (1..40_000u32).prop_map(|n| format!("cut=file/{n}")),
        (1..40_000u32).prop_map(|n| format!("flip=file/{n}")),
        (1..40_000u32).prop_map(|n| format!("short=file/{n}")),
        Just("slow=any/2000:1".to_owned()),
        Just("etag=file".to_owned()),
        Just("drop=file".to_owned()),
        Just("fail=job".to_owned()),
        Just("expire=job".to_owned()),
        Just("spend=backlinks/5000".to_owned()),
        Just("spend=referring_domains/5000".to_owned()),
    ];
    (kind, when()).prop_map(|(kind, when)| format!("{kind}{when}"))
}

fn round() -> impl Strategy<Value = Round> {
    let kill = prop_oneof![
        2 => Just(Kill::Never),
        3 => (1..9u64, any::<bool>()).prop_map(|(nth, before)| Kill::AtCall { nth, before }),
        2 => (1..14usize).prop_map(Kill::AtReport),
    ];
    let faults = prop::collection::vec(fault(), 0..4);
    (faults, kill).prop_map(|(faults, kill)| Round { faults, kill })
}

/// Any script.
pub fn script() -> impl Strategy<Value = Script> {
    let kind = prop_oneof![
        Just(Kind::Bulk),
        Just(Kind::Direct),
        (0..OTHERS.len()).prop_map(Kind::Other),
        Just(Kind::Links),
        Just(Kind::Domains)
    ];
    let rounds = prop::collection::vec(round(), 1..4);
    (kind, 0..14usize, 30..=100i64, rounds).prop_map(|(kind, target, share, rounds)| Script {
        kind,
        target,
        share,
        rounds,
    })
}
