//! Where the hit of a search is that cannot be seen in its row: behind the end of a cell, or in no column on screen.

use super::list::cell_text;
use super::widgets::text::cut;
use crate::app::effect::Pane;
use crate::app::listing::list;
use crate::app::state::State;
use crate::model::column::Value;
use crate::model::filter::TextCheck;

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
