//! What lies over the panes.

mod address;
mod attach;
mod balance;
mod columns;
mod connect;
mod copy;
mod doubt;
mod downloads;
mod export;
mod goto;
mod help;
mod ledger;
mod limits;
mod notices;
mod overview;
mod palette;
mod pictures;
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
        Some(Overlay::Help {
            page,
            top,
            over,
            reader,
        }) => {
            if let Some(tally) = over {
                tally::draw(state, pen, tally);
            }
            help::draw(state, pen, (*page, *top), reader);
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
        Some(Overlay::Connect(shown)) => connect::draw(state, pen, shown),
        Some(Overlay::Overview(shown)) => overview::draw(state, pen, shown),
        Some(Overlay::Tables(shown)) => tables::draw(state, pen, *shown),
        Some(Overlay::Pictures(shown)) => pictures::draw(state, pen, shown),
        Some(Overlay::Notices { top }) => notices::draw(state, pen, *top),
        Some(Overlay::Export(shown)) => export::draw(state, pen, shown),
        Some(Overlay::Palette(palette)) => palette::draw(state, pen, palette),
        Some(Overlay::Columns(shown)) => columns::draw(state, pen, shown),
        Some(Overlay::GoTo(goto)) => goto::draw(state, pen, goto),
        Some(Overlay::Copy(copy)) => copy::draw(state, pen, copy),
        Some(Overlay::Address(address)) => address::draw(state, pen, address),
    }
}

/// An empty sheet in the middle with a title; returns the place inside.
fn sheet(state: &State, pen: &mut Pen, want: (u16, u16), title: &str) -> Rect {
    sheet_at(pen, layout::overlay(state.size, want), title)
}

/// An empty sheet at a place with a title; returns the place inside.
fn sheet_at(pen: &mut Pen, area: Rect, title: &str) -> Rect {
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
