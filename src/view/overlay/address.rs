//! An address that cannot be opened here, in full.

use ratatui::layout::Rect;

use super::sheet;
use crate::app::overlay::AddressSheet;
use crate::app::overlay::address::{area, lines};
use crate::app::state::State;
use crate::config::Role;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, address: &AddressSheet) {
    let place = area(state, address);
    let inner = sheet(state, pen, (place.width, place.height), "Address");
    pen.text(inner.x, inner.y, inner.width, &address.why, Role::Dim);
    let below = Rect::new(
        inner.x,
        inner.y + 2,
        inner.width,
        inner.height.saturating_sub(2),
    );
    let lines = lines(&address.url, place.width.saturating_sub(4));
    pen.lines(below, &lines[address.top.min(lines.len())..], Role::Text);
}
