//! The lines at the bottom and the breadcrumb: where one is, what just happened, what the keys do.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::Pen;
use crate::app::command::{Command, footer, key_of};
use crate::app::layout::{Layout, Mode};
use crate::app::notices::Notice;
use crate::app::overlay::Overlay;
use crate::app::price_sheet::{Stage, Verdict};
use crate::app::state::{Focus, State};
use crate::app::update::context_of;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::text::one_line;

/// Draws the breadcrumb of a narrow screen: `example.com › quietharbour.example › link 3 of 12`.
pub fn crumb(state: &State, layout: &Layout, pen: &mut Pen) {
    let area = layout.crumb;
    if area.height == 0 {
        return;
    }
    let mut parts: Vec<String> = vec!["backtrail".to_owned()];
    if let Some(facts) = state
        .dataset
        .as_ref()
        .filter(|_| state.focus >= Focus::Domains)
    {
        parts = vec![one_line(&facts.target)];
        if state.focus >= Focus::Links {
            let name = state.links.domain.as_ref().map(|(_, name)| one_line(name));
            parts.push(name.unwrap_or_else(|| "all links".to_owned()));
        }
        if let (Focus::Detail, Some((place, total))) = (state.focus, state.detail.place) {
            parts.push(format!("link {place} of {total}"));
        }
    }
    if let Some(last) = parts.len().checked_sub(1)
        && state.focus < Focus::Links
    {
        parts[last] = format!("{} › {}", parts[last], state.focus.title());
        if let Some(facts) = state
            .dataset
            .as_ref()
            .filter(|_| state.focus == Focus::Domains)
        {
            parts[last] = format!("{} · {}", parts[last], one_line(&facts.source));
        }
    }
    let panes: Vec<String> = Focus::ALL
        .into_iter()
        .map(|f| {
            if f == state.focus {
                format!("[{}]", f.number())
            } else {
                f.number().to_string()
            }
        })
        .collect();
    let panes = panes.join(" ");
    let room = area.width.saturating_sub(2);
    let used = u16::try_from(panes.width()).unwrap_or(0) + 2;
    pen.text(
        area.x + 1,
        area.y,
        room.saturating_sub(used),
        &parts.join(" › "),
        Role::Dim,
    );
    pen.text_right(area.x + 1, area.y, room, &panes, Role::Dim);
}

/// Draws the notice line and the keys.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let shared = layout.notice == layout.footer;
    let told = state.search.is_some() || state.notice.is_some();
    if !shared || !told {
        keys(state, layout, pen);
    }
    let area = layout.notice;
    let (x, room) = (area.x + 1, area.width.saturating_sub(2));
    if let Some(search) = &state.search {
        let used = pen.pieces(x, area.y, room, &[("find ", Role::Key)]);
        pen.input(
            x + used,
            area.y,
            room.saturating_sub(used),
            &search.input,
            true,
        );
    } else if let Some(notice) = &state.notice {
        notice_lines(pen, area, notice);
    }
}

/// A long notice grows upwards over the panes: it is read, then a key takes it away.
fn notice_lines(pen: &mut Pen, area: Rect, notice: &Notice) {
    let (text, role) = if notice.trouble {
        (format!("✗ {}", notice.text), Role::Bad)
    } else {
        (notice.text.clone(), Role::Text)
    };
    let lines = wrap(&text, usize::from(area.width.saturating_sub(2)));
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let count = count.clamp(1, 5.min(area.y.max(1)));
    let top = area.bottom().saturating_sub(count);
    let place = Rect::new(area.x, top, area.width, count);
    pen.clear(place);
    let inner = Rect::new(area.x + 1, top, area.width.saturating_sub(2), count);
    pen.lines(inner, &lines, role);
}

fn keys(state: &State, layout: &Layout, pen: &mut Pen) {
    let area = layout.footer;
    let right = area.right().saturating_sub(1);
    let mut x = area.x + 1;
    for (key, title) in offered(state) {
        let wide = u16::try_from(key.width() + 1 + title.width()).unwrap_or(u16::MAX);
        if x.saturating_add(wide) > right {
            break;
        }
        x += pen.pieces(
            x,
            area.y,
            wide,
            &[(&key, Role::Key), (" ", Role::Dim), (title, Role::Dim)],
        );
        x += 2 + u16::from(layout.mode == Mode::Wide);
    }
}

fn offered(state: &State) -> Vec<(String, &'static str)> {
    let key = |command| key_of(&state.keymap, command);
    match &state.overlay {
        None if state.search.is_some() => {
            vec![("enter".to_owned(), "find"), ("esc".to_owned(), "leave")]
        }
        None if state.focus == Focus::Form && state.form.editing => vec![
            (key(Command::Price), "price"),
            (key(Command::Open), "next field"),
            (key(Command::Back), "end typing"),
            (key(Command::NextPane), "next pane"),
            (key(Command::QuitNow), "quit"),
        ],
        None => footer(&state.keymap, context_of(state.focus)),
        Some(Overlay::Ask(_)) => vec![("y".to_owned(), "yes"), ("n".to_owned(), "no")],
        Some(Overlay::Help { .. }) => vec![
            (key(Command::Down), "down"),
            (key(Command::Up), "up"),
            (key(Command::PageDown), "page down"),
            (key(Command::Back), "close"),
        ],
        Some(Overlay::Price(sheet)) => {
            let mut keys = Vec::new();
            if sheet.stage == Stage::Open && sheet.is_unknown() {
                keys.push((key(Command::LookUp), "look up"));
            }
            if matches!(sheet.verdict(state), Verdict::Ready { .. }) {
                keys.push((key(Command::Open), "spend"));
            }
            keys.push((key(Command::Back), "leave"));
            keys
        }
    }
}
