//! The hit of a search: its letters where they can be seen, and where it is that cannot be seen in its row: behind the
//! end of a cell, or in no column on screen.

use ratatui::layout::Rect;

use super::list::cell_text;
use super::widgets::Pen;
use super::widgets::text::cut;
use crate::app::columns::Fitted;
use crate::app::effect::Pane;
use crate::app::list::List;
use crate::app::listing::list;
use crate::app::overlay::help::marks;
use crate::app::state::State;
use crate::model::column::Value;
use crate::model::filter::TextCheck;

/// Shows the letters that are looked for in the cells of a row: while they are typed, and while the cursor stands where
/// they led it.
pub(super) fn letters(
    state: &State,
    pen: &mut Pen,
    (own, line): (&List, Rect),
    (columns, place): (&[Fitted], u64),
) {
    let is_typed = state.search.as_ref().is_some_and(|s| s.pane == own.pane);
    if own.needle.is_empty() || !(is_typed || own.is_on_hit()) {
        return;
    }
    let needle = [own.needle.to_lowercase()];
    let Some(row) = own.window.row(place) else {
        return;
    };
    for column in columns {
        if let Some(value @ Value::Text(_)) = own.window.cell(row, column.index) {
            let shown = value.shown();
            let shown = cut(
                cell_text(own, column.index, &shown),
                usize::from(column.width),
            );
            let cells = (line.x + column.x, line.y, column.width);
            pen.hits(cells, &shown, &marks(&shown, &needle));
        }
    }
}

/// Says where the text is that the cursor was led to. None where it can be seen, where the cursor went on since, and
/// while the row is not here.
pub(super) fn unseen(state: &State, pane: Pane) -> Option<String> {
    let list = list(state, pane);
    let row = list.current().filter(|_| list.is_on_hit())?;
    let check = TextCheck::contains(&list.needle);
    let width = state.list_width(pane);
    let text_of = |column: usize| match list.window.cell(row, column) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    for column in list.fitted(width) {
        let shown = text_of(column.index).map(|text| Value::Text(text.clone()).shown());
        let shown = shown.map(|text| cell_text(list, column.index, &text).to_owned());
        if shown.is_some_and(|text| check.is_match(&cut(&text, usize::from(column.width)))) {
            return None;
        }
    }
    let mut read = list.window.columns.iter().copied();
    let found = read.find(|column| text_of(*column).is_some_and(|text| check.is_match(text)));
    Some(match found {
        Some(column) => format!("found in {}", list.title(column)),
        None => "found in a column that is not shown".to_owned(),
    })
}
