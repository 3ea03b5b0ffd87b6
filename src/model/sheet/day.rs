//! The columns of a day of change, as Majestic's GetNewLostBackLinkCalendar answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("date", &["day"], "Date", &["Date"], Kind::Date, (10, 0, 0), "The day."),
    column("new_links", &[], "New links", &["NewLinks"], Kind::Int, (9, 0, 1), "Links that were first found that day."),
    column("lost_links", &[], "Lost links", &["LostLinks"], Kind::Int, (10, 0, 2), "Links that were found gone that day."),
    EXTRA_COLUMN,
];

/// Every column of a day.
pub static DAYS: Table = Table {
    name: "days",
    columns: COLUMNS,
};
