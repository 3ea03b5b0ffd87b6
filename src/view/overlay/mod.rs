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

/// Draws what lies over the panes, if anything does; help lies over that. Nothing below is reached by the pointer.
pub fn draw(state: &State, pen: &mut Pen) {
    let Some(overlay) = &state.overlay else {
        return;
    };
    if let Overlay::Help {
        over: Some(below), ..
    } = overlay
    {
        one(state, pen, below);
    }
    let (width, height) = state.size;
    let footer = state.layout().footer;
    pen.cover(Rect::new(0, 0, width, footer.y.min(height)));
    one(state, pen, overlay);
}

fn one(state: &State, pen: &mut Pen, overlay: &Overlay) {
    match overlay {
        Overlay::Help {
            page, top, reader, ..
        } => help::draw(state, pen, (*page, *top), reader),
        Overlay::Ask(question) => question::draw(state, pen, *question),
        Overlay::Price(sheet) => price_sheet::draw(state, pen, sheet),
        Overlay::Balance { top } => balance::draw(state, pen, *top),
        Overlay::Downloads(downloads) => downloads::draw(state, pen, downloads),
        Overlay::Ledger(ledger) => ledger::draw(state, pen, ledger),
        Overlay::Limits(limits) => limits::draw(state, pen, limits),
        Overlay::Doubt(doubt) => doubt::draw(state, pen, doubt),
        Overlay::Attach(attach) => attach::draw(state, pen, attach),
        Overlay::Tally(tally) => tally::draw(state, pen, tally),
        Overlay::Connect(shown) => connect::draw(state, pen, shown),
        Overlay::Overview(shown) => overview::draw(state, pen, shown),
        Overlay::Tables(shown) => tables::draw(state, pen, *shown),
        Overlay::Pictures(shown) => pictures::draw(state, pen, shown),
        Overlay::Notices { top } => notices::draw(state, pen, *top),
        Overlay::Export(shown) => export::draw(state, pen, shown),
        Overlay::Palette(palette) => palette::draw(state, pen, palette),
        Overlay::Columns(shown) => columns::draw(state, pen, shown),
        Overlay::GoTo(goto) => goto::draw(state, pen, goto),
        Overlay::Copy(copy) => copy::draw(state, pen, copy),
        Overlay::Address(address) => address::draw(state, pen, address),
    }
}

/// An empty sheet in the middle with a title; returns the place inside.
fn sheet(state: &State, pen: &mut Pen, want: (u16, u16), title: &str) -> Rect {
    sheet_at(pen, layout::overlay(state.size, want), title)
}

/// An empty sheet at a place with a title; returns the place inside.
fn sheet_at(pen: &mut Pen, area: Rect, title: &str) -> Rect {
    pen.cover(area);
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
