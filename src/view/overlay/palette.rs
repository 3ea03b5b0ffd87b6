//! The line in which any command is typed, and what is found for it.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::sheet;
use crate::app::command::{Context, Entry, entry_of, keys_text};
use crate::app::filtering::Choices;
use crate::app::mouse::Spot;
use crate::app::overlay::palette::{HEAD, Palette, area, letters};
use crate::app::state::State;
use crate::app::typed;
use crate::app::update::context_of;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::widgets::Pen;

/// Cells before a title: the sign of the chosen one.
const MARK: u16 = 2;

/// Cells of a title.
const TITLE: u16 = 18;

/// Cells of the keys.
const KEYS: u16 = 11;

pub(super) fn draw(state: &State, pen: &mut Pen, palette: &Palette) {
    let place = area(state.size);
    let inner = sheet(state, pen, (place.width, place.height), "Any command");
    if inner.height == 0 {
        return;
    }
    let used = pen.text(inner.x, inner.y, inner.width, ":", Role::Key);
    let room = inner.width.saturating_sub(used);
    pen.input(inner.x + used, inner.y, room, &palette.line, true);
    let about = about(palette, usize::from(inner.width));
    let most = inner.height.saturating_sub(2);
    let below = u16::try_from(about.len())
        .unwrap_or(0)
        .min(HEAD - 3)
        .min(most);
    let rows = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1 + below),
        ..inner
    };
    match &palette.choices {
        Some(choices) => offered(pen, rows, choices),
        None => found(state, pen, rows, palette),
    }
    let role = match palette.said {
        Some(_) => Role::Bad,
        None => Role::Dim,
    };
    let first = about.len().min(usize::from(below));
    let place = Rect {
        y: inner.bottom() - below,
        height: below,
        ..inner
    };
    pen.lines(place, &about[..first], role);
}

/// What is wrong; else how the chosen command is typed, and what it does.
fn about(palette: &Palette, width: usize) -> Vec<String> {
    if let Some(said) = &palette.said {
        return wrap(&format!("✗ {}", said.text), width);
    }
    if let Some(choices) = &palette.choices {
        let chosen = choices
            .chosen
            .and_then(|at| choices.offered.choices.get(at));
        let text = chosen.map_or("tab goes through what may be typed here", |c| c.about);
        return wrap(text, width);
    }
    let Some(entry) = palette.chosen().and_then(entry_of) else {
        return wrap("no command is called so, and none does that", width);
    };
    let behind = typed::read(palette.line.value()).is_some_and(|(_, rest)| !rest.is_empty());
    let taken = typed::typed_of(entry.command).filter(|_| behind);
    let help = taken.map_or(entry.help, |typed| typed.about);
    let text = format!("{}: {help}", typed::usage(entry.command));
    wrap(&text, width)
}

fn found(state: &State, pen: &mut Pen, area: Rect, palette: &Palette) {
    let rows = usize::from(area.height);
    let top = palette.top(rows);
    let shown = palette.found.iter().enumerate().skip(top);
    for (y, (at, command)) in (area.y..area.bottom()).zip(shown) {
        let row = Rect::new(area.x, y, area.width, 1);
        pen.spot(row, Spot::Row(at, top));
        let chosen = at == palette.cursor;
        if let Some(entry) = entry_of(*command) {
            self::entry(state, pen, row, (entry, chosen));
            let letters = letters(entry.title, palette.line.value());
            let title = (row.x + MARK, row.y, row.width.saturating_sub(MARK));
            pen.hits(title, entry.title, &letters);
        }
    }
}

fn entry(state: &State, pen: &mut Pen, row: Rect, (entry, chosen): (&Entry, bool)) {
    let mark = if chosen { "▸ " } else { "  " };
    let keys = keys_text(&state.keymap, entry);
    let keys_wide = KEYS.min(row.width / 4);
    let room = row.width.saturating_sub(keys_wide + 1);
    let title = format!("{mark}{}", entry.title);
    let wide = u16::try_from(title.width()).unwrap_or(u16::MAX);
    let used = pen.text(row.x, row.y, room.min(wide), &title, Role::Title);
    let x = row.x + used.max(TITLE + 2) + 1;
    let elsewhere = place(state, entry.context);
    let help = format!("{elsewhere}{}", entry.help);
    let left = (row.x + room).saturating_sub(x);
    pen.text(x, row.y, left, &help, Role::Dim);
    pen.text_right(row.x + room + 1, row.y, keys_wide, &keys, Role::Key);
    if chosen {
        pen.wash(row, Role::Cursor);
    }
}

/// Where a command works, if that is not here.
fn place(state: &State, context: Context) -> String {
    match context {
        Context::Everywhere => String::new(),
        context if context == context_of(state.focus) => String::new(),
        context => format!("[{}] ", context.id()),
    }
}

fn offered(pen: &mut Pen, area: Rect, choices: &Choices) {
    let chosen = choices.chosen.unwrap_or(0);
    let rows = usize::from(area.height);
    let top = (chosen + 1).saturating_sub(rows.max(1));
    let all = choices.offered.choices.iter().enumerate().skip(top);
    for (y, (at, choice)) in (area.y..area.bottom()).zip(all) {
        let row = Rect::new(area.x, y, area.width, 1);
        pen.spot(row, Spot::Row(at, top));
        let is_chosen = Some(at) == choices.chosen;
        let mark = if is_chosen { "▸ " } else { "  " };
        let text = format!("{mark}{}", choice.text);
        let used = pen.text(area.x, y, area.width, &text, Role::Title);
        let x = area.x + used.max(TITLE * 2) + 1;
        let left = area.right().saturating_sub(x);
        pen.text(x, y, left, choice.about, Role::Dim);
        if is_chosen {
            pen.wash(row, Role::Cursor);
        }
    }
}
