//! Links counted by referring domain or by anchor text.

use super::compile::Rows;
use super::options::{
    BACKLINKS_FILTERS, INDIRECT, LIMIT, MAP_LIMIT, NO_INTERNAL, OFFSET, RANK_SCALE, STATUS,
    SUBDOMAINS, filters, order_by,
};
use crate::model::catalog::price::MoneyRows;
use crate::model::catalog::{
    Brings, Entry, Opt, Paging, PriceRule, Provider, Standing, Subject, Takes,
};
use crate::model::rows::Sheet;

const fn options(rows: Rows) -> [Opt; 11] {
    [
        LIMIT,
        OFFSET,
        filters(rows),
        BACKLINKS_FILTERS,
        order_by(rows),
        STATUS,
        SUBDOMAINS,
        INDIRECT,
        NO_INTERNAL,
        MAP_LIMIT,
        RANK_SCALE,
    ]
}

static OF_DOMAINS: [Opt; 11] = options(Rows::Domains);
static OF_ANCHORS: [Opt; 11] = options(Rows::Anchors);

const PAGING: Option<Paging> = Some(Paging {
    count: "limit",
    from: "offset",
    most: super::MOST_ROWS,
});

/// Main domains that link to a target.
pub static REFERRING_DOMAINS: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/referring_domains/live",
    name: "domains",
    title: "Referring domains",
    subject: Subject::One("target"),
    takes: Takes::Items,
    options: &OF_DOMAINS,
    price: PriceRule::Money(MoneyRows::Option("limit")),
    brings: Brings::Domains,
    paging: PAGING,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Main domains that link to a target, each with its counts and maps.",
};

/// Anchor texts of the links to a target.
pub static ANCHORS: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/anchors/live",
    name: "anchors",
    title: "Anchor texts",
    subject: Subject::One("target"),
    takes: Takes::Items,
    options: &OF_ANCHORS,
    price: PriceRule::Money(MoneyRows::Option("limit")),
    brings: Brings::Sheet(Sheet::Anchors),
    paging: PAGING,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Anchor texts of the links to a target, each with its counts and maps.",
};
