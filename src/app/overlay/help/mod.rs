//! Help: the keys of the pane one is in first, then the pages of the program's own book; all of it can be searched.

mod find;
mod pages;

use tui_input::Input;

pub use find::{Place, marks};
pub use pages::{Page, lines};

use super::Overlay;
use crate::app::command::Command;
use crate::app::docs::Line;
use crate::app::input::{self, Key};
use crate::app::layout;
use crate::app::state::State;

/// How a page is read.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// What is looked for.
    pub needle: Input,
    /// It is being typed.
    pub typing: bool,
    /// The line of the hit that was gone to last.
    at: Option<usize>,
    /// The chosen page, on the page that lists them.
    pub cursor: usize,
}

impl Reader {
    /// What is looked for, in lower case; empty where nothing is.
    pub fn words(&self) -> Vec<String> {
        let words = self.needle.value().split_whitespace();
        words.map(str::to_lowercase).collect()
    }
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (92, size.1.saturating_sub(2)))
}

/// Lines and cells of a page in the sheet.
fn room(size: (u16, u16)) -> (usize, u16) {
    let area = area(size);
    let height = usize::from(area.height.saturating_sub(2)).max(1);
    (height, area.width.saturating_sub(4))
}

/// Opens a page. What is open stays so under it.
pub fn open(state: &mut State, page: Page) {
    let over = match state.overlay.take() {
        Some(Overlay::Help { over, .. }) => over,
        sheet => sheet.map(Box::new),
    };
    show(state, page, over, Reader::default());
}

fn show(state: &mut State, page: Page, over: Option<Box<Overlay>>, reader: Reader) {
    state.overlay = Some(Overlay::Help {
        page,
        top: 0,
        over,
        reader: Box::new(reader),
    });
}

/// Another page; what is looked for is kept.
fn turn(state: &mut State, page: Page) {
    if let Some(Overlay::Help { over, reader, .. }) = state.overlay.take() {
        let reader = Reader {
            needle: reader.needle,
            cursor: reader.cursor,
            ..Reader::default()
        };
        show(state, page, over, reader);
    }
}

/// Closes help: what lay under it is there again.
fn close(state: &mut State) {
    if let Some(Overlay::Help { over, .. }) = state.overlay.take() {
        state.overlay = over.map(|below| *below);
    }
}

/// What is on the sheet: the page, or while a search is typed the lines of it that have it.
pub fn shown(state: &State, page: Page, reader: &Reader, width: u16) -> Vec<Line> {
    let all = lines(state, page, reader, width);
    let words = reader.words();
    if !reader.typing || words.is_empty() || page == Page::Contents {
        return all;
    }
    let found = find::narrowed(&all, &words);
    if found.is_empty() {
        return find::elsewhere(state, page, &words, width);
    }
    found
}

/// A key on the sheet; `command` is what it means in a list.
pub fn press(state: &mut State, key: Key, command: Option<Command>) {
    let Some(Overlay::Help { page, reader, .. }) = &mut state.overlay else {
        return;
    };
    let page = *page;
    if !reader.typing {
        update(state, page, command);
        return;
    }
    use Command as C;
    match command {
        Some(C::Open) => found(state, page),
        Some(C::Back) => forget(state),
        Some(C::Up | C::Down | C::PageUp | C::PageDown) => update(state, page, command),
        _ => {
            input::edit(&mut reader.needle, key);
            if let Some(Overlay::Help { top, reader, .. }) = &mut state.overlay {
                (*top, reader.cursor) = (0, 0);
            }
        }
    }
}

/// Nothing is looked for any more.
fn forget(state: &mut State) {
    if let Some(Overlay::Help { top, reader, .. }) = &mut state.overlay {
        let cursor = 0;
        *top = 0;
        **reader = Reader {
            cursor,
            ..Reader::default()
        };
    }
}

/// What was typed is looked for: the first hit of the page, or the first page that has one.
fn found(state: &mut State, page: Page) {
    let (_, width) = room(state.size);
    let Some(Overlay::Help { reader, .. }) = &mut state.overlay else {
        return;
    };
    reader.typing = false;
    let words = reader.words();
    if words.is_empty() {
        return;
    }
    if page == Page::Contents {
        return enter(state);
    }
    let reader = reader.clone();
    let here = lines(state, page, &reader, width);
    if find::hits(&here, &words).is_empty()
        && let Some(other) = find::pages_with(state, &words, width).first()
    {
        turn(state, other.page);
    }
    go(state, true);
}

/// To the next hit, or the one before, around the ends.
fn go(state: &mut State, forward: bool) {
    let (height, width) = room(state.size);
    let Some(Overlay::Help { page, reader, .. }) = &state.overlay else {
        return;
    };
    let all = lines(state, *page, reader, width);
    let hits = find::hits(&all, &reader.words());
    let next = match reader.at {
        None => hits.first(),
        Some(at) if forward => hits.iter().find(|hit| **hit > at).or(hits.first()),
        Some(at) => hits.iter().rev().find(|hit| **hit < at).or(hits.last()),
    };
    let next = next.copied();
    if let (Some(hit), Some(Overlay::Help { top, reader, .. })) = (next, &mut state.overlay) {
        reader.at = Some(hit);
        *top = hit.saturating_sub(2).min(all.len().saturating_sub(height));
    }
}

/// Opens the chosen page of the list of pages.
fn enter(state: &mut State) {
    let (_, width) = room(state.size);
    let Some(Overlay::Help { reader, .. }) = &state.overlay else {
        return;
    };
    let words = reader.words();
    let found = find::pages_with(state, &words, width);
    if let Some(place) = found.get(reader.cursor) {
        turn(state, place.page);
        if !words.is_empty() {
            go(state, true);
        }
    }
}

/// Scrolls, turns or closes help.
fn update(state: &mut State, here: Page, command: Option<Command>) {
    let (height, width) = room(state.size);
    let Some(Overlay::Help { page, reader, .. }) = &state.overlay else {
        return;
    };
    let count = shown(state, *page, reader, width).len();
    let last = count.saturating_sub(height);
    let pages = find::pages_with(state, &reader.words(), width).len();
    let Some(Overlay::Help { top, reader, .. }) = &mut state.overlay else {
        return;
    };
    let searched = !reader.needle.value().is_empty();
    match command {
        Some(Command::Down) if here == Page::Contents => reader.cursor += 1,
        Some(Command::Up) if here == Page::Contents => {
            reader.cursor = reader.cursor.saturating_sub(1);
        }
        Some(Command::Open) if here == Page::Contents => return enter(state),
        Some(Command::Down) => *top += 1,
        Some(Command::Up) => *top = top.saturating_sub(1),
        Some(Command::Top) => (*top, reader.cursor) = (0, 0),
        Some(Command::Bottom) => (*top, reader.cursor) = (last, pages),
        Some(Command::HalfDown) => *top += height / 2,
        Some(Command::HalfUp) => *top = top.saturating_sub(height / 2),
        Some(Command::PageDown) => *top += height,
        Some(Command::PageUp) => *top = top.saturating_sub(height),
        Some(Command::Find) => {
            (reader.typing, reader.at) = (true, None);
            *top = 0;
            return;
        }
        Some(Command::FindNext) if searched => return go(state, true),
        Some(Command::FindPrevious) if searched => return go(state, false),
        Some(Command::NextPane | Command::Right) => return turn(state, here.turned(true)),
        Some(Command::PreviousPane | Command::Left) => return turn(state, here.turned(false)),
        Some(Command::Filter) => {
            return turn(
                state,
                match here {
                    Page::Filters => Page::Keys,
                    _ => Page::Filters,
                },
            );
        }
        Some(Command::Back) if searched => return forget(state),
        Some(Command::Back | Command::Help | Command::Quit | Command::Open) => {
            return close(state);
        }
        _ => {}
    }
    *top = (*top).min(last);
    reader.cursor = reader.cursor.min(pages.saturating_sub(1));
}
