//! What lies over the panes.

mod attach;
mod balance;
mod doubt;
mod downloads;
mod help;
mod ledger;
mod limits;
mod price_sheet;
mod question;
mod tables;
mod tally;

use ratatui::layout::Rect;

use super::widgets::{Pen, frame};
use crate::app::layout;
use crate::app::overlay::Overlay;
use crate::app::state::State;
use crate::config::Role;

/// Draws what lies over the panes, if anything does.
pub fn draw(state: &State, pen: &mut Pen) {
    match &state.overlay {
        None => {}
        Some(Overlay::Help { page, top, over }) => {
            if let Some(tally) = over {
                tally::draw(state, pen, tally);
            }
            help::draw(state, pen, *page, *top);
        }
        Some(Overlay::Ask(question)) => question::draw(state, pen, *question),
        Some(Overlay::Price(sheet)) => price_sheet::draw(state, pen, sheet),
        Some(Overlay::Balance { top }) => balance::draw(state, pen, *top),
        Some(Overlay::Downloads(downloads)) => downloads::draw(state, pen, downloads),
        Some(Overlay::Ledger(ledger)) => ledger::draw(state, pen, ledger),
        Some(Overlay::Limits(limits)) => limits::draw(state, pen, limits),
        Some(Overlay::Doubt(doubt)) => doubt::draw(state, pen, doubt),
        Some(Overlay::Attach(attach)) => attach::draw(state, pen, attach),
        Some(Overlay::Tally(tally)) => tally::draw(state, pen, tally),
        Some(Overlay::Tables(shown)) => tables::draw(state, pen, *shown),
    }
}

/// An empty sheet in the middle with a title; returns the place inside.
fn sheet(state: &State, pen: &mut Pen, want: (u16, u16), title: &str) -> Rect {
    let area = layout::overlay(state.size, want);
    pen.clear(area);
    frame::outline(pen, area, Role::BorderFocused);
    let title = format!(" {title} ");
    pen.text(
        area.x + 2,
        area.y,
        area.width.saturating_sub(4),
        &title,
        Role::TitleFocused,
    );
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}
