//! A target as a whole: today, and month by month.

use super::options::{
    BACKLINKS_FILTERS, INDIRECT, MAP_LIMIT, NO_INTERNAL, RANK_SCALE, STATUS, SUBDOMAINS, date,
};
use crate::model::catalog::price::MoneyRows;
use crate::model::catalog::{Brings, Entry, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::query::Query;
use crate::model::rows::Sheet;

/// Counts of a target.
pub static SUMMARY: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/summary/live",
    name: "info",
    title: "Overview",
    subject: Subject::One("target"),
    takes: Takes::Items,
    options: &[
        BACKLINKS_FILTERS,
        STATUS,
        SUBDOMAINS,
        INDIRECT,
        NO_INTERNAL,
        MAP_LIMIT,
        RANK_SCALE,
    ],
    price: PriceRule::Money(MoneyRows::One),
    brings: Brings::Sheet(Sheet::Items),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Rank, counts and maps of one target. One that the service never crawled is charged all the same.",
};

/// The first day of every history (documentation of history/live, `date_from`).
const FIRST_DAY: &str = "2019-01-01";

/// Holds the days of a history against what the service takes.
pub(in crate::model) fn check_days(query: &Query) -> Result<(), String> {
    let (from, to) = (query.value("date_from"), query.value("date_to"));
    // Days are written so that their texts are in their order.
    if !from.is_empty() && from < FIRST_DAY {
        return Err(format!(
            "DataForSEO's history begins on {FIRST_DAY}, not before: {from} would be refused"
        ));
    }
    if !to.is_empty() && to < from.max(FIRST_DAY) {
        return Err(format!(
            "a history to {to} ends before it begins, on {}",
            from.max(FIRST_DAY)
        ));
    }
    Ok(())
}

/// A domain's counts, month by month.
pub static HISTORY: Entry = Entry {
    provider: Provider::DataForSeo,
    command: "backlinks/history/live",
    name: "history",
    title: "History",
    subject: Subject::One("target"),
    takes: Takes::Items,
    options: &[
        date(
            "date_from",
            "from",
            "From day",
            "First day, 2019-01-01 or later; the service's default is 2019-01-01.",
        ),
        date(
            "date_to",
            "to",
            "To day",
            "Last day; today if nothing is said.",
        ),
        RANK_SCALE,
    ],
    price: PriceRule::Money(MoneyRows::Months("date_from", "date_to")),
    brings: Brings::Sheet(Sheet::Periods),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Counts of a domain at the first day of each month, with new and lost links since the month before.",
};
