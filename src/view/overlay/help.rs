//! Help: its pages, and what is looked for in them.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::sheet;
use crate::app::docs::Line;
use crate::app::mouse::Spot;
use crate::app::overlay::help::{Page, Reader, area, marks, shown};
use crate::app::state::State;
use crate::config::Role;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, (page, top): (Page, usize), reader: &Reader) {
    let place = area(state.size);
    let inner = sheet(state, pen, (place.width, place.height), page.title());
    let all = shown(state, page, reader, inner.width);
    let words = reader.words();
    let entries = entries(page, &all);
    for (y, (at, line)) in (inner.y..inner.bottom()).zip(all.iter().enumerate().skip(top)) {
        let row = Rect::new(inner.x, y, inner.width, 1);
        if let Some(entry) = entries.get(at).copied().flatten() {
            pen.spot(row, Spot::Row(entry, top));
        }
        let is_hit = self::line(pen, row, line, &words);
        if is_hit && inner.x > place.x {
            pen.text(inner.x - 1, y, 1, "›", Role::Warn);
        }
    }
    let below = inner.bottom();
    if inner.height < 3 {
        return;
    }
    let rest = all.len().saturating_sub(top + usize::from(inner.height));
    if rest > 0 {
        let text = format!(" {rest} more lines below ");
        pen.text_right(inner.x, below, inner.width, &text, Role::Dim);
    }
    if reader.typing {
        let used = pen.text(inner.x, below, inner.width, " find ", Role::Key);
        let room = (inner.width / 2).saturating_sub(used);
        pen.input(inner.x + used, below, room, &reader.needle, true);
    } else if !words.is_empty() {
        let text = format!(" `{}` ", words.join(" "));
        pen.text(inner.x, below, inner.width / 2, &text, Role::Key);
    }
}

/// Which entry of the list of pages each of its lines belongs to; none of another page.
fn entries(page: Page, all: &[Line]) -> Vec<Option<usize>> {
    if page != Page::Contents {
        return Vec::new();
    }
    let mut next = 0;
    let entry = |line: &Line| {
        let is_row = matches!(line, Line::Row(..));
        next += usize::from(is_row && !line.goes_on());
        usize::checked_sub(next, 1).filter(|_| is_row)
    };
    all.iter().map(entry).collect()
}

/// Draws a line; true if it has a word that is looked for.
fn line(pen: &mut Pen, row: Rect, line: &Line, words: &[String]) -> bool {
    let whole = |role| (row.x, row.width, role);
    let (pieces, texts): (Vec<_>, Vec<&str>) = match line {
        Line::Heading(text) => (vec![whole(Role::Title)], vec![text]),
        Line::Row(name, text) if text.is_empty() => (vec![whole(Role::Key)], vec![name]),
        Line::Row(name, text) => {
            let left = u16::try_from(name.width())
                .unwrap_or(row.width)
                .min(row.width);
            let x = row.x.saturating_add(left + 1).min(row.right());
            let room = row.right().saturating_sub(x);
            let pieces = vec![(row.x, left, Role::Key), (x, room, Role::Text)];
            (pieces, vec![name, text])
        }
        Line::Code(text) => (vec![whole(Role::Key)], vec![text]),
        Line::Text(text) | Line::More(text) => (vec![whole(Role::Text)], vec![text]),
        Line::Blank => return false,
    };
    let mut is_hit = false;
    for ((x, width, role), text) in pieces.into_iter().zip(texts) {
        pen.text(x, row.y, width, text, role);
        let found = marks(text, words);
        is_hit |= !found.is_empty();
        pen.hits((x, row.y, width), text, &found);
    }
    is_hit
}
