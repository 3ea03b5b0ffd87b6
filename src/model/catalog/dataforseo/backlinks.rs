//! Links in the answer itself.

use super::compile::Rows;
use super::json::Shape;
use super::options::{
    LIMIT, NO_INTERNAL, OFFSET_OF_LINKS, RANK_SCALE, STATUS, SUBDOMAINS, filters, json, order_by,
};
use crate::model::catalog::parameter::{choice, text};
use crate::model::catalog::price::MoneyRows;
use crate::model::catalog::{
    Brings, Entry, Opt, Paging, PriceRule, Provider, Standing, Subject, Takes,
};

/// The service dropped it from this function's description in July 2026; it is sent only if it is chosen.
const INDIRECT_ONCE: Opt = choice(
    "include_indirect_links",
    "include-indirect",
    "Indirect links",
    &[("", "not said"), ("true", "yes"), ("false", "no")],
    "",
    "Whether links through redirects and canonical addresses count; the service no longer describes it for links.",
);

/// Backlinks of a target.
pub static BACKLINKS: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/backlinks/live",
    name: "links",
    title: "Backlinks",
    subject: Subject::One("target"),
    takes: Takes::Items,
    options: &[
        LIMIT,
        OFFSET_OF_LINKS,
        choice(
            "mode",
            "mode",
            "Mode",
            &[
                ("as_is", "all links"),
                ("one_per_domain", "one a domain"),
                ("one_per_anchor", "one an anchor"),
            ],
            "as_is",
            "All links, or the strongest of each domain or anchor text.",
        ),
        json(
            "custom_mode",
            "custom-mode",
            "Group by",
            Shape::CustomMode,
            "At most N links for each value of a field, such as domain_from:3; takes the place of Mode.",
        ),
        filters(Rows::Links),
        order_by(Rows::Links),
        STATUS,
        SUBDOMAINS,
        INDIRECT_ONCE,
        NO_INTERNAL,
        RANK_SCALE,
        text(
            "search_after_token",
            "after",
            "After token",
            "Goes on after the token of an earlier answer; everything else must be as it was then.",
        ),
    ],
    price: PriceRule::Money(MoneyRows::Option("limit")),
    brings: Brings::Links,
    paging: Some(Paging {
        count: "limit",
        from: "offset",
        most: super::MOST_ROWS,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Links with both pages, dates and ranks, one a referring page.",
};
