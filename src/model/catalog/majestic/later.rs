//! Functions that the service has and this program does not speak yet: what they are about and what they cost.
//! Neither client nor server names them otherwise.

use crate::model::catalog::price::{CallPrice, RowBound, Times};
use crate::model::catalog::{Brings, Entry, PriceRule, Provider, Standing, Subject};
use crate::model::rows::Sheet;

const fn later(
    command: &'static str,
    name: &'static str,
    title: &'static str,
    subject: Subject,
    price: CallPrice,
) -> Entry {
    Entry {
        provider: Provider::Majestic,
        command,
        name,
        title,
        subject,
        options: &[],
        price: PriceRule::Call(price),
        brings: Brings::Sheet(Sheet::Items),
        paging: None,
        standing: Standing::Active,
        plan_note: "",
        offered: false,
        about: "",
    }
}

const fn rows(analysis: i64) -> CallPrice {
    CallPrice {
        analysis,
        per_target: 0,
        times: Times::Once,
        rows: RowBound::Option("Count"),
    }
}

const fn targets(analysis: i64, per_target: i64, rows: RowBound) -> CallPrice {
    CallPrice {
        analysis,
        per_target,
        times: Times::Once,
        rows,
    }
}

const ITEM: Subject = Subject::One("item");

const fn numbered(most: usize) -> Subject {
    Subject::Numbered {
        most,
        counted: false,
    }
}

/// What is known of them.
pub static LATER: &[Entry] = &[
    later(
        "GetAnchorText",
        "anchors",
        "Anchor texts",
        ITEM,
        rows(1_000),
    ),
    later(
        "GetTopics",
        "topics",
        "Topics",
        Subject::One("Item"),
        rows(1_000),
    ),
    later(
        "GetTopPages",
        "pages",
        "Top pages",
        Subject::One("Query"),
        rows(5_000),
    ),
    later(
        "GetHostedDomains",
        "neighbours",
        "Hosted domains",
        Subject::One("Domain"),
        rows(5_000),
    ),
    later(
        "GetLinkProfile",
        "profile",
        "Link profile",
        numbered(5),
        rows(500),
    ),
    later(
        "GetBackLinksHistory",
        "history",
        "History",
        numbered(5),
        targets(0, 10, RowBound::None),
    ),
    later(
        "GetNewLostBackLinks",
        "newlost",
        "New and lost links",
        ITEM,
        CallPrice {
            times: Times::Days("Datefrom", "Dateto"),
            ..rows(500)
        },
    ),
    later(
        "GetNewLostBackLinkCalendar",
        "calendar",
        "New and lost by day",
        ITEM,
        targets(0, 0, RowBound::None),
    ),
    later(
        "GetKeywordInfo",
        "keywords",
        "Keywords",
        numbered(1_000),
        targets(500, 50, RowBound::Targets),
    ),
    later(
        "SearchByKeyword",
        "search",
        "Search",
        Subject::One("query"),
        rows(1_000),
    ),
    Entry {
        standing: Standing::Beta,
        ..later(
            "GetRelatedSites",
            "related",
            "Related sites",
            ITEM,
            rows(5_000),
        )
    },
    later(
        "GetPrefixQueryEstimate",
        "estimate",
        "Size of a path",
        ITEM,
        targets(100, 0, RowBound::None),
    ),
    later(
        "SubmitURLsToCrawl",
        "crawl",
        "Ask for a crawl",
        numbered(1_000),
        targets(0, 50, RowBound::None),
    ),
];
