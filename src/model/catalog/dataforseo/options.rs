//! Parameters that several functions share.

use super::bounds::{LAST_OFFSET, MOST_ENTRIES};
use super::compile::Rows;
use super::json::Shape;
use crate::model::catalog::parameter::{choice, number, option};
use crate::model::catalog::{Opt, OptKind};

const NO_YES: OptKind = OptKind::Choice(&[("true", "yes"), ("false", "no")]);

pub(super) const fn switch(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, NO_YES, "true", about)
}

pub(super) const fn json(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    shape: Shape,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Json(shape), "", about)
}

pub(super) const fn date(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Date, "", about)
}

/// The rows of a purchase; they come in calls of at most 1,000.
pub(super) const LIMIT: Opt = number(
    "limit",
    "limit",
    "Rows",
    (1, 10_000_000),
    "1000",
    "At most so many rows; they come in pages of up to 1,000, each a request of its own.",
);

pub(super) const OFFSET: Opt = number(
    "offset",
    "offset",
    "From row",
    (0, 1_000_000_000),
    "0",
    "Rows that are passed over, in the order asked for.",
);

/// The same where the service takes no more (DataForSEO documentation, backlinks/live: `offset`).
pub(super) const OFFSET_OF_LINKS: Opt = number(
    "offset",
    "offset",
    "From row",
    (0, LAST_OFFSET),
    "0",
    "Rows that are passed over, in the order asked for, 20,000 at the most; a purchase of more rows goes on behind them by itself.",
);

pub(super) const fn filters(rows: Rows) -> Opt {
    json(
        "filters",
        "filters",
        "Filters",
        Shape::Filters(rows),
        "Only rows that match: an expression as in the lists, such as rank>80, or the service's JSON of up to 8 conditions. Rows that the service leaves out cost nothing; what of an expression it cannot do, the list filters by itself.",
    )
}

pub(super) const BACKLINKS_FILTERS: Opt = json(
    "backlinks_filters",
    "backlinks-filters",
    "Links filters",
    Shape::LinksFilters,
    "Only links that match are counted: the service's JSON with fields of its backlinks, such as [\"dofollow\",\"=\",true], or an expression. It does not change the price.",
);

pub(super) const fn order_by(rows: Rows) -> Opt {
    let about = match rows {
        Rows::Numbered => "Up to 3 rules, such as 1.rank,desc;2.backlinks,desc.",
        _ => "Up to 3 rules, such as rank,desc;first_seen,asc.",
    };
    json("order_by", "order-by", "Order by", Shape::Sort(rows), about)
}

pub(super) const STATUS: Opt = choice(
    "backlinks_status_type",
    "status",
    "Links",
    &[("live", "live"), ("all", "all"), ("lost", "lost")],
    "live",
    "Which links exist for the call: those found at the last visit, those that were lost, or all.",
);

pub(super) const SUBDOMAINS: Opt = switch(
    "include_subdomains",
    "include-subdomains",
    "Sub-domains",
    "Whether links to sub-domains of the target count.",
);

pub(super) const INDIRECT: Opt = switch(
    "include_indirect_links",
    "include-indirect",
    "Indirect links",
    "Whether links through redirects and canonical addresses count.",
);

pub(super) const NO_INTERNAL: Opt = switch(
    "exclude_internal_backlinks",
    "exclude-internal",
    "No internal",
    "Whether links from the target's own sub-domains are left out.",
);

pub(super) const MAP_LIMIT: Opt = number(
    "internal_list_limit",
    "map-limit",
    "Map entries",
    (1, MOST_ENTRIES),
    "10",
    "How many entries each map of a row keeps (TLDs, types, attributes, platforms, places, countries).",
);

pub(super) const RANK_SCALE: Opt = choice(
    "rank_scale",
    "rank-scale",
    "Rank scale",
    &[("one_thousand", "0 to 1000"), ("one_hundred", "0 to 100")],
    "one_thousand",
    "Scale of every rank in the answer.",
);
