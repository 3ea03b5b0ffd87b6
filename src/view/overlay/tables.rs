//! The tables that links held give, each with its rows where they are counted, and what differs from the provider's own.

use ratatui::layout::Rect;

use super::sheet;
use crate::app::facts::DatasetFacts;
use crate::app::mouse::Spot;
use crate::app::overlay::TablesSheet;
use crate::app::overlay::tables::area;
use crate::app::progress::time;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::computed::differences;
use crate::model::rows::Sheet;
use crate::model::text::one_line;
use crate::view::list::count;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, shown: TablesSheet) {
    let Some(facts) = &state.dataset else {
        return;
    };
    let place = area(state.size);
    let title = "Tables of the links held";
    let inner = sheet(state, pen, (place.width, place.height), title);
    let mut y = put(pen, inner, inner.y, &about(facts), Role::Dim) + 1;
    let base = match facts.main_list() {
        crate::model::rows::List::Sheet(sheet) => (sheet.title(), facts.items_held),
        _ => ("Referring domains", facts.domains_held),
    };
    line(pen, (inner, y), (0, &shown), (base.0, &count(base.1)));
    for (at, (table, rows)) in facts.tables.iter().enumerate() {
        y += 1;
        let standing = standing(state, facts, (*table, *rows));
        line(
            pen,
            (inner, y),
            (at + 1, &shown),
            (table.title(), &standing),
        );
    }
    let chosen = shown.cursor.checked_sub(1);
    let chosen = chosen.and_then(|at| facts.tables.get(at));
    let Some((table, _)) = chosen else {
        return;
    };
    y = put(
        pen,
        inner,
        y + 2,
        "Differs from the provider's own count:",
        Role::Title,
    );
    for difference in differences(*table) {
        let text = format!("{}: {}", difference.name, difference.says);
        y = put(pen, inner, y, &text, Role::Dim);
    }
}

/// Lines of text from a height on; returns where the next one goes.
fn put(pen: &mut Pen, area: Rect, y: u16, text: &str, role: Role) -> u16 {
    let height = area.bottom().saturating_sub(y);
    let place = Rect::new(area.x, y.min(area.bottom()), area.width, height);
    pen.lines(place, &wrap(text, usize::from(area.width).max(1)), role)
}

/// Of how many links, of whom, from where.
fn about(facts: &DatasetFacts) -> String {
    let known = facts.links_known.map(count);
    let known = known.map_or_else(String::new, |known| format!(" of {known} known"));
    format!(
        "{}: counted from the {} links held{known}, {}. Nothing is sent or spent.",
        one_line(&facts.target),
        count(facts.links_held),
        one_line(&facts.source)
    )
}

fn standing(state: &State, facts: &DatasetFacts, (table, rows): (Sheet, Option<u64>)) -> String {
    let counting = state.tables.counting.as_ref();
    match (counting, rows) {
        (Some(now), _) if now.sheet == table => {
            let share = (now.done * 100).checked_div(facts.links_held).unwrap_or(0);
            let left = now.pace.left(facts.links_held);
            let left = left.map_or_else(String::new, |left| format!(" · {} left", time(left)));
            format!("counting, {}% of the links{left}", share.min(100))
        }
        (_, Some(rows)) => count(rows),
        (_, None) => "not counted yet".to_owned(),
    }
}

fn line(
    pen: &mut Pen,
    (area, y): (Rect, u16),
    (at, shown): (usize, &TablesSheet),
    (name, standing): (&str, &str),
) {
    if y >= area.bottom() {
        return;
    }
    let place = Rect::new(area.x, y, area.width, 1);
    pen.spot(place, Spot::Row(at, 0));
    let is_here = at == shown.cursor;
    let mark = if is_here { "▸ " } else { "  " };
    let used = pen.text_right(area.x, y, area.width, standing, Role::Text);
    let room = area.width.saturating_sub(used + 1);
    pen.text(area.x, y, room, &format!("{mark}{name}"), Role::Text);
    if is_here {
        pen.wash(place, Role::Cursor);
    }
}
