//! 1: the query form.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::form::{Choice, Form};
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::text::one_line;

/// Cells for the labels.
const LABEL: u16 = 20;

/// Draws the form.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let who = super::budget::who(state);
    let room = usize::from(layout.panes[Focus::Form as usize].width);
    let who = who.iter().skip(1).find(|who| who.width() + 20 <= room);
    let who = who.map_or("", String::as_str);
    let area = frame::pane(state, layout, pen, Focus::Form, (&[], who));
    let form = &state.form;
    let mut y = area.y;
    for field in 0..form.fields() {
        if y >= area.bottom() {
            return;
        }
        row(state, pen, Rect::new(area.x, y, area.width, 1), field);
        y += 1;
        if field == 0 && y < area.bottom() {
            scope(form, pen, Rect::new(area.x, y, area.width, 1));
            y += 1;
        }
    }
    let rest = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
    about(state, pen, rest);
}

fn row(state: &State, pen: &mut Pen, area: Rect, field: usize) {
    let form = &state.form;
    let here = state.focus == Focus::Form && form.field == field;
    let live = here && state.overlay.is_none();
    let mark = if here { "▸ " } else { "  " };
    let title = match field
        .checked_sub(1)
        .and_then(|at| form.entry.options.get(at))
    {
        Some(option) => option.title,
        None => "Target",
    };
    let label = LABEL.min(area.width * 3 / 5);
    let role = if here { Role::Title } else { Role::Dim };
    pen.pieces(
        area.x,
        area.y,
        label.saturating_sub(1),
        &[(mark, role), (title, role)],
    );
    let (x, room) = (area.x + label, area.width.saturating_sub(label));
    let Some(at) = field.checked_sub(1) else {
        pen.input(x, area.y, room, &form.target, live && form.editing);
        return;
    };
    match form.choices.get(at) {
        Some(Choice::Number(input)) if live => pen.input(x, area.y, room, input, true),
        Some(Choice::Number(_)) => {
            let text = shown_number(form, at);
            pen.text(x, area.y, room, &text, Role::Text);
        }
        Some(Choice::Of(_)) | None => {
            let value = form.value(at).unwrap_or_default();
            let words = form.entry.options[at].words(&value);
            let text = if here {
                format!("‹ {words} ›")
            } else {
                words
            };
            pen.text(x, area.y, room, &text, Role::Text);
        }
    }
}

fn shown_number(form: &Form, at: usize) -> String {
    match form.value(at) {
        Ok(value) => form.entry.options[at].words(&value),
        Err(_) => match form.choices.get(at) {
            Some(Choice::Number(input)) => format!("✗ {}", one_line(input.value())),
            _ => "✗".to_owned(),
        },
    }
}

/// What the target's text was recognised as.
fn scope(form: &Form, pen: &mut Pen, area: Rect) {
    let label = LABEL.min(area.width * 3 / 5);
    let (x, room) = (area.x + label, area.width.saturating_sub(label));
    match form.target() {
        Ok(target) => {
            let own_script = target.display();
            let mut text = target.scope.title().to_owned();
            if own_script != target.item {
                text = format!("{text} · {}", one_line(&own_script));
            } else if target.item != form.target.value().trim() {
                text = format!("{text} · {}", one_line(&target.item));
            }
            // A long name in its own script may begin further left than the other values.
            let wide = u16::try_from(text.width()).unwrap_or(u16::MAX);
            let more = wide.saturating_sub(room).min(label.saturating_sub(4));
            pen.text(x - more, area.y, room + more, &text, Role::Good);
        }
        Err(_) if form.target.value().trim().is_empty() => {
            pen.text(x, area.y, room, "domain, host or URL", Role::Dim);
        }
        Err(_) => {
            pen.text(x, area.y, room, "✗ not a target yet", Role::Bad);
        }
    }
}

/// What is wrong, else what the field means and which key goes on.
fn about(state: &State, pen: &mut Pen, area: Rect) {
    if area.height == 0 {
        return;
    }
    let form = &state.form;
    if state.is_offline() {
        how_to_begin(pen, area);
        return;
    }
    let width = usize::from(area.width);
    let key = |command| key_of(&state.keymap, command);
    let mut y = area.y + u16::from(area.height > 4);
    let mut put = |pen: &mut Pen, text: &str, role| {
        let room = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
        y = pen.lines(room, &wrap(text, width), role);
    };
    let empty = form.target.value().trim().is_empty();
    match form.query() {
        Err((_, why)) if !empty => put(pen, &format!("✗ {}", one_line(&why)), Role::Bad),
        _ => {
            let about = form.option().map_or(
                "What is asked about: a domain with all its hosts, one host, or one page.",
                |option| option.about,
            );
            put(pen, about, Role::Dim);
        }
    }
    if form.query().is_ok() {
        let text = format!(
            "{} shows the price; nothing is spent before you say so.",
            key(Command::Price)
        );
        put(pen, &text, Role::Text);
    }
}

/// What a first run without a key can do.
fn how_to_begin(pen: &mut Pen, area: Rect) {
    let width = usize::from(area.width);
    let mut lines = Vec::new();
    if area.height > 8 {
        lines.push((String::new(), Role::Text));
    }
    let mut put = |text: &str, role| {
        lines.extend(wrap(text, width).into_iter().map(|line| (line, role)));
    };
    put(
        "No service is set up: nothing is asked, nothing is spent. Ways to begin:",
        Role::Warn,
    );
    for (command, what) in [
        ("backtrail demo", "explores a made-up index; no key needed"),
        (
            "BACKTRAIL_MAJESTIC_KEY=… backtrail",
            "asks Majestic with your key",
        ),
        (
            "backtrail open FILE.csv.gz",
            "shows a download you already have",
        ),
    ] {
        put(command, Role::Key);
        put(what, Role::Dim);
    }
    for (y, (text, role)) in (area.y..area.bottom()).zip(&lines) {
        pen.text(area.x, y, area.width, text, *role);
    }
}
