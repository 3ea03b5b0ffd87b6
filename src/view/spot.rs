//! What is drawn on a cell and has its place from the words around it: for the pointer, by the sums that draw it.

use crate::app::mouse::Spot;
use crate::app::state::{Focus, State};

use super::{detail, footer, form, queue};

/// What a click on a cell means there; none where geometry alone tells it, or nothing stands there.
pub fn spot(state: &State, x: u16, y: u16) -> Option<Spot> {
    let layout = state.layout();
    if layout.footer.contains((x, y).into()) {
        return footer::key_at(state, &layout, x).map(Spot::Key);
    }
    if state.overlay.is_some() {
        return None;
    }
    let pane = layout.pane_at(x, y)?;
    let area = layout.inner(pane);
    if !area.contains((x, y).into()) {
        return None;
    }
    let line = y - area.y;
    match pane {
        Focus::Form => form::field_at(state, area, line).map(Spot::Field),
        Focus::Jobs => queue::job_at(state, area, line).map(Spot::Job),
        Focus::Detail => detail::line_at(state, area, line).map(Spot::Line),
        Focus::Domains | Focus::Links => None,
    }
}
