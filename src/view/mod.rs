//! State → screen. Drawing only reads: every figure it needs stands in the state or is worked out from it.

mod ascii;
pub mod budget;
pub mod crumb;
pub mod detail;
pub mod domains;
pub mod filter_line;
pub mod footer;
pub mod form;
mod hit;
pub mod links;
pub mod list;
pub mod overlay;
pub mod queue;
mod rtl;
mod sparks;
pub mod spot;
mod tour;
mod unfilled;
pub mod widgets;

use ratatui::Frame;

use crate::app::layout::{LEAST, Layout, Mode};
use crate::app::state::{Focus, State};
use crate::config::Role;
use widgets::Pen;

/// Draws the whole screen.
pub fn draw(state: &State, frame: &mut Frame) {
    let mut pen = Pen::new(frame.buffer_mut(), &state.theme);
    everything(state, &mut pen);
    if let Some(cursor) = pen.cursor_at() {
        frame.set_cursor_position(cursor);
    }
    match state.options.ascii {
        true => ascii::rewrite(frame.buffer_mut()),
        false => rtl::isolate(frame.buffer_mut()),
    }
}

fn everything(state: &State, pen: &mut Pen) {
    let layout = state.layout();
    let area = pen.area();
    if area.width < state.size.0 || area.height < state.size.1 {
        // The terminal shrank and its new size is still on the way: the next frame fits.
        return;
    }
    pen.wash(area, Role::Text);
    if layout.mode == Mode::TooSmall {
        too_small(pen, &layout);
        return;
    }
    budget::draw(state, &layout, pen);
    crumb::draw(state, &layout, pen);
    for focus in Focus::ALL {
        if layout.shown[focus as usize] {
            pane(state, &layout, pen, focus);
        }
    }
    footer::draw(state, &layout, pen);
    overlay::draw(state, pen);
    tour::draw(state, pen);
}

/// Draws one pane.
pub fn pane(state: &State, layout: &Layout, pen: &mut Pen, focus: Focus) {
    match focus {
        Focus::Form => form::draw(state, layout, pen),
        Focus::Jobs => queue::draw(state, layout, pen),
        Focus::Domains => domains::draw(state, layout, pen),
        Focus::Links => links::draw(state, layout, pen),
        Focus::Detail => detail::draw(state, layout, pen),
    }
}

fn too_small(pen: &mut Pen, layout: &Layout) {
    let area = layout.notice;
    let text = format!("backtrail needs {}×{} cells", LEAST.0, LEAST.1);
    for (y, line) in crate::app::wrap::wrap(&text, usize::from(area.width))
        .into_iter()
        .enumerate()
    {
        let y = area.y + u16::try_from(y).unwrap_or(u16::MAX);
        if y < area.bottom() {
            pen.text(area.x, y, area.width, &line, Role::Text);
        }
    }
}
