//! What is known here of a target: a column a provider, in its own words and never added up, then what is held and what
//! is not.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::sheet;
use crate::app::budget::day;
use crate::app::command::{Command, key_of};
use crate::app::mouse::Spot;
use crate::app::overlay::OverviewSheet;
use crate::app::overlay::overview::area;
use crate::app::state::State;
use crate::config::Role;
use crate::model::column::grouped;
use crate::model::overview::{Held, Lacking, Overview, Side, price_words};
use crate::view::list::count;
use crate::view::widgets::Pen;

/// Lines that the list below has at the least.
const LEAST_LIST: u16 = 8;

/// Cells of a figure's name.
const NAME: u16 = 26;

pub(super) fn draw(state: &State, pen: &mut Pen, shown: &OverviewSheet) {
    let place = area(state.size);
    let title = format!("Overview of {}", shown.target.display());
    let Some(known) = &shown.known else {
        let inner = sheet(state, pen, (place.width, 3), &title);
        if inner.height > 0 {
            let text = "reading what is held …";
            pen.text(inner.x, inner.y, inner.width, text, Role::Dim);
        }
        return;
    };
    let all = lines(state, known, place.width.saturating_sub(4));
    let below = u16::try_from(all.len()).unwrap_or(u16::MAX);
    let most = place.height.saturating_sub(4 + LEAST_LIST.min(below));
    let above = known.sides.iter().map(|side| lines_of(side, most)).max();
    let above = above.unwrap_or(0);
    let height = below.saturating_add(above + 4);
    let inner = sheet(state, pen, (place.width, height.min(place.height)), &title);
    if inner.height == 0 {
        return;
    }
    let about = format!(
        "{}; from what is held here: looking sends nothing and costs nothing",
        shown.target.scope.title()
    );
    pen.text(inner.x, inner.y, inner.width, &about, Role::Dim);
    let top = Rect::new(
        inner.x,
        inner.y + 1,
        inner.width,
        above.min(inner.height - 1),
    );
    sides(pen, top, known);
    let rest = (top.bottom() + 1).min(inner.bottom());
    let below = Rect::new(inner.x, rest, inner.width, inner.bottom() - rest);
    list(pen, below, &all, shown);
}

/// Lines that a provider's side takes: its name, its counts, their answers.
fn lines_of(side: &Side, most: u16) -> u16 {
    let all = match side.figures.len() {
        0 => 2,
        figures => 1 + figures + side.origins.len(),
    };
    u16::try_from(all).unwrap_or(u16::MAX).min(most)
}

/// Both providers beside each other.
fn sides(pen: &mut Pen, area: Rect, known: &Overview) {
    let columns = u16::try_from(known.sides.len()).unwrap_or(1).max(1);
    let width = area.width.saturating_sub(2 * (columns - 1)) / columns;
    for (at, one) in (0u16..).zip(&known.sides) {
        let x = area.x + at * (width + 2);
        side(pen, Rect::new(x, area.y, width, area.height), one);
    }
}

/// One provider's counts, and the answers that they stand in.
fn side(pen: &mut Pen, area: Rect, side: &Side) {
    if area.height == 0 {
        return;
    }
    pen.text(
        area.x,
        area.y,
        area.width,
        side.provider.title(),
        Role::Header,
    );
    if side.figures.is_empty() {
        if area.height > 1 {
            pen.text(area.x, area.y + 1, area.width, "no counts held", Role::Dim);
        }
        return;
    }
    let origins = u16::try_from(side.origins.len()).unwrap_or(u16::MAX);
    let room = area.height.saturating_sub(1);
    let for_figures = room.saturating_sub(origins.min(room / 2)).max(room.min(1));
    let mut y = area.y + 1;
    for figure in side.figures.iter().take(usize::from(for_figures)) {
        let name = NAME.min(area.width * 2 / 3);
        pen.text(area.x, y, name.saturating_sub(1), figure.name, Role::Text);
        let mark = format!(" [{}]", figure.origin + 1);
        let room = area.width.saturating_sub(name);
        let value = crate::model::text::one_line(&figure.value.told());
        let used = pen.text(
            area.x + name,
            y,
            room.saturating_sub(4),
            &value,
            Role::Title,
        );
        pen.text(
            area.x + name + used,
            y,
            room.saturating_sub(used),
            &mark,
            Role::Dim,
        );
        y += 1;
    }
    for (at, origin) in side.origins.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        let own = origin.source.strip_prefix(side.provider.name());
        let source = own.map_or(origin.source.as_str(), |rest| {
            rest.trim_start_matches([',', ' '])
        });
        let dataset = origin.dataset.as_ref();
        let dataset = dataset.map_or_else(String::new, |id| format!(" · {id}"));
        let text = format!("[{}] {source}, {}{dataset}", at + 1, origin.question);
        pen.text(area.x, y, area.width, &text, Role::Dim);
        y += 1;
    }
}

/// A line of the list below: a head, or an entry with its place and the line that goes on with it.
struct Line {
    left: String,
    right: String,
    /// Whose line it is; none of a head.
    entry: Option<usize>,
    /// Whether it goes on with the entry above.
    is_more: bool,
}

impl Line {
    fn head(text: String) -> Self {
        Self {
            left: text,
            right: String::new(),
            entry: None,
            is_more: false,
        }
    }
}

/// What is held, then what is not. Where an entry does not fit into a line it takes two.
fn lines(state: &State, known: &Overview, width: u16) -> Vec<Line> {
    let key = key_of(&state.keymap, Command::Price);
    let mut all = vec![Line::head(match known.held.len() {
        0 => "Nothing of it is held".to_owned(),
        1 => "Held: 1 dataset".to_owned(),
        n => format!("Held: {n} datasets"),
    })];
    for (at, held) in known.held.iter().enumerate() {
        let (left, right) = held_line(held, &key);
        let fits = left.width() + right.width() + 4 <= usize::from(width);
        let (here, below) = match fits {
            true => (right, None),
            false => (String::new(), Some(right)),
        };
        all.push(Line {
            left,
            right: here,
            entry: Some(at),
            is_more: false,
        });
        all.extend(below.map(|left| Line {
            left,
            right: String::new(),
            entry: Some(at),
            is_more: true,
        }));
    }
    if !known.lacking.is_empty() {
        all.push(Line::head("Not held".to_owned()));
    }
    for (at, lacking) in known.lacking.iter().enumerate() {
        let (left, right) = lacking_line(lacking, &key);
        all.push(Line {
            left,
            right,
            entry: Some(known.held.len() + at),
            is_more: false,
        });
    }
    all
}

/// Draws them, scrolled so that the cursor is seen.
fn list(pen: &mut Pen, area: Rect, all: &[Line], shown: &OverviewSheet) {
    let height = usize::from(area.height);
    let is_here = |line: &Line| line.entry == Some(shown.cursor);
    let last = all.iter().rposition(is_here).unwrap_or(0);
    let lowest = (last + 1).saturating_sub(height.max(1));
    let first = shown.top.clamp(lowest, last);
    for (y, line) in (area.y..area.bottom()).zip(all.iter().skip(first)) {
        let Some(entry) = line.entry else {
            pen.text(area.x, y, area.width, &line.left, Role::Header);
            continue;
        };
        let place = Rect::new(area.x, y, area.width, 1);
        pen.spot(place, Spot::Row(entry, first));
        let (mark, role) = match (line.is_more, is_here(line)) {
            (true, _) => ("    ", Role::Dim),
            (false, true) => ("▸ ", Role::Text),
            (false, false) => ("  ", Role::Text),
        };
        let used = pen.text_right(area.x, y, area.width, &line.right, Role::Dim);
        let room = area.width.saturating_sub(used + u16::from(used > 0));
        pen.text(area.x, y, room, &format!("{mark}{}", line.left), role);
        if is_here(line) {
            pen.wash(place, Role::Cursor);
        }
    }
}

/// What is held, and beside it what it cost and would cost again.
fn held_line(held: &Held, key: &str) -> (String, String) {
    let known = held.known.map(|n| format!(" of {} known", grouped(n)));
    let part = if held.complete { "" } else { ", not whole yet" };
    let left = format!(
        "{} {} {}: {}{} {}{part}",
        day(held.since),
        held.provider.title(),
        held.question,
        count(held.rows),
        known.unwrap_or_default(),
        held.noun,
    );
    let paid = held
        .paid
        .as_ref()
        .map(|paid| format!("paid {}", paid.amounts));
    let again = held
        .query
        .as_ref()
        .map(|_| format!("again {}", price_words(&held.again, key)));
    let words: Vec<String> = paid.into_iter().chain(again).collect();
    (left, words.join(" · "))
}

fn lacking_line(lacking: &Lacking, key: &str) -> (String, String) {
    let entry = lacking.query.entry();
    let left = format!("{} {}: {}", entry.provider.title(), entry.name, entry.title);
    (left, price_words(&lacking.price, key))
}
