//! GetNewLostBackLinkCalendar: how many links came and went on each day of the index's span, which is also the range
//! that GetNewLostBackLinks answers about.
//!
//! Ours: that days on which nothing happened come too, and that it costs nothing.

use crate::model::catalog::majestic::GET_NEW_LOST_BACK_LINK_CALENDAR;
use crate::model::column::date_text;
use crate::server::item::type_word;
use crate::server::majestic::charge::{charge, cost};
use crate::server::majestic::dispatch::Call;
use crate::server::majestic::refusal::Refusal;
use crate::server::majestic::server_fields::with_index;
use crate::server::majestic::subject::subject;
use crate::wire::majestic::{Answer, Table};

/// A row a day.
pub(in crate::server::majestic) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_NEW_LOST_BACK_LINK_CALENDAR;
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let item = subject(call, entry.subject.param())?;
    let mut table = Table::new("Calendar", &["Date", "NewLinks", "LostLinks"])
        .with("Item", item.name(index))
        .with("ItemType", type_word(item.kind))
        .with("OrigItem", item.text);
    let days = index.days_of_links(item.id);
    charge(call, entry.command, cost(entry, 1, days.len()))?;
    let row = |(day, links): (i32, &crate::index::DayOfLinks)| {
        vec![
            date_text(day).into(),
            links.came.links.into(),
            links.lost.into(),
        ]
    };
    table.rows = index.datasource().span().zip(&days).map(row).collect();
    Ok(with_index(Answer::ok(), index, fresh).with_table(table))
}
