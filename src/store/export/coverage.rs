//! What rows are to be read against: how many of how many, in which order.

use crate::model::column::{Table, grouped};
use crate::model::rows::{List, SortKey};
use crate::model::text::one_line;
use crate::store::{CountedFrom, Manifest};

/// A count as people read it.
pub fn number(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The rows that numbers are to be read against: `62,400 links held (of 104,972 known)`; with a filter the rows that
/// pass it before them.
pub fn coverage(manifest: &Manifest, list: &List, filter: Option<(&str, u64)>) -> String {
    if let Some(from) = &manifest.computed {
        return counted_here(manifest, from, filter);
    }
    let (held, known) = manifest.held_and_known(list);
    let name = list.noun();
    let known = known.map_or_else(String::new, |n| format!(" (of {} known)", grouped(n)));
    let held = number(held);
    match filter {
        None => format!("{held} {name} held{known}"),
        Some((filter, passing)) => format!(
            "{} {name} that pass `{}`, of {held} held{known}",
            number(passing),
            one_line(filter.trim()),
        ),
    }
}

/// `1,204 anchor texts of 43,813 links held (of 85,527 known), computed here`
fn counted_here(manifest: &Manifest, from: &CountedFrom, filter: Option<(&str, u64)>) -> String {
    let known = manifest.links_known();
    let known = known.map_or_else(String::new, |n| format!(" (of {} known)", grouped(n)));
    let (one, several) = manifest.sheet.nouns();
    let noun = if manifest.items == 1 { one } else { several };
    let held = number(manifest.items);
    let all = format!(
        "{held} {noun} of {} links held{known}, computed here",
        number(from.links)
    );
    match filter {
        None => all,
        Some((filter, passing)) => format!(
            "{} that pass `{}`, of {all}",
            number(passing),
            one_line(filter.trim())
        ),
    }
}

/// `by trust_flow desc, domain asc`, or `as delivered`.
pub fn order_text(table: &Table, order: &[SortKey]) -> String {
    let keys = order.iter().filter_map(|key| {
        let direction = if key.descending { "desc" } else { "asc" };
        let column = table.columns.get(key.column)?;
        Some(format!("{} {direction}", column.id))
    });
    let order = keys.collect::<Vec<_>>().join(", ");
    match order.is_empty() {
        true => "as delivered".to_owned(),
        false => format!("by {order}"),
    }
}
