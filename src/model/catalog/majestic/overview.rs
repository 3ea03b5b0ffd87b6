//! Counts and flows of items.

use super::options::{DATASOURCE, switch};
use crate::model::catalog::parameter::number;
use crate::model::catalog::{Brings, Entry, PriceRule, Provider, Standing, Subject, Takes};
use crate::model::rows::Sheet;

/// Counts and price figures of items; each costs one IndexItemInfo unit.
pub static GET_INDEX_ITEM_INFO: Entry = Entry {
    provider: Provider::Majestic,
    command: "GetIndexItemInfo",
    name: "info",
    title: "Overview of up to 100 targets",
    subject: Subject::Numbered {
        most: 100,
        counted: true,
        matched: false,
    },
    takes: Takes::Items,
    options: &[
        DATASOURCE,
        number(
            "DesiredTopics",
            "topics",
            "Topics",
            (0, 30),
            "3",
            "How many topics come for each item; capped at 30, 20 or 10 by the kind of item.",
        ),
        switch(
            "AddAllTopics",
            "all-topics",
            "All topics",
            "Adds one column with every topic.",
        ),
    ],
    price: PriceRule::ItemUnits,
    brings: Brings::Sheet(Sheet::Items),
    paging: None,
    per_second: None,
    standing: Standing::Active,
    plan_note: "",
    offered: true,
    about: "Counts, flows and what a download would cost, for up to 100 items.",
};
