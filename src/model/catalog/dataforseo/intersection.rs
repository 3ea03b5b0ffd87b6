//! Domains that link to several targets.

use super::compile::Rows;
use super::json::Shape;
use super::options::{
    BACKLINKS_FILTERS, INDIRECT, LIMIT, MAP_LIMIT, NO_INTERNAL, OFFSET, RANK_SCALE, STATUS,
    SUBDOMAINS, filters, json, order_by,
};
use crate::model::catalog::parameter::choice;
use crate::model::catalog::price::MoneyRows;
use crate::model::catalog::{Brings, Entry, Paging, PriceRule, Provider, Standing, Subject, Takes};

/// Domains that link to all or some of 2 to 20 targets.
pub static DOMAIN_INTERSECTION: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/domain_intersection/live",
    name: "intersect",
    title: "Domain intersection (2 to 20 targets)",
    subject: Subject::Keyed {
        name: "targets",
        least: 2,
        most: super::bounds::MOST_TARGETS,
    },
    takes: Takes::Items,
    options: &[
        LIMIT,
        OFFSET,
        choice(
            "intersection_mode",
            "intersection",
            "Links to",
            &[("all", "all targets"), ("partial", "any target")],
            "all",
            "Domains that link to every target, or to at least one.",
        ),
        json(
            "exclude_targets",
            "exclude",
            "Not linking to",
            Shape::Targets,
            "Up to 10 domains or pages (* in a page's path) that the domains must not link to, such as a.com, b.com.",
        ),
        filters(Rows::Numbered),
        BACKLINKS_FILTERS,
        order_by(Rows::Numbered),
        STATUS,
        SUBDOMAINS,
        INDIRECT,
        NO_INTERNAL,
        MAP_LIMIT,
        RANK_SCALE,
    ],
    price: PriceRule::Money(MoneyRows::Option("limit")),
    brings: Brings::Domains,
    paging: Some(Paging {
        count: "limit",
        from: "offset",
        most: super::MOST_ROWS,
    }),
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Domains that link to several targets, with what they have for each. Fields of filters and order carry the target's number: 1.rank.",
};
