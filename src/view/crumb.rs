//! The breadcrumb of a narrow screen: where one is and where the numbers come from,
//! `example.com › quietharbour.example · majestic historic index of 2026-11-20`.

use unicode_width::UnicodeWidthStr;

use super::list::{COMPUTED, count};
use super::widgets::Pen;
use crate::app::action::DatasetFacts;
use crate::app::detail::place;
use crate::app::effect::Pane;
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::app::tables::is_counted_here;
use crate::config::Role;
use crate::model::column::DATAFORSEO;
use crate::model::rows::List;
use crate::model::text::one_line;

/// Draws the line.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let area = layout.crumb;
    if area.height == 0 {
        return;
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
    let left = room.saturating_sub(used);
    let text = text(state, usize::from(left));
    pen.text(area.x + 1, area.y, left, &text, Role::Dim);
    pen.text_right(area.x + 1, area.y, room, &panes, Role::Dim);
}

fn text(state: &State, room: usize) -> String {
    let facts = state.dataset.as_ref();
    let Some(facts) = facts.filter(|_| state.focus >= Focus::Domains) else {
        return format!("backtrail › {}", state.title(state.focus));
    };
    let mut way = way(state, facts).join(" › ");
    let is_counted = state.focus == Focus::Domains && is_counted_here(state, Pane::Domains);
    let source = one_line(&facts.source);
    if is_counted {
        way.push_str(&format!(" · {COMPUTED}"));
    }
    let shorter = source
        .replace(" index of ", " ")
        .replace(", asked on ", " ");
    let index = match facts.provider.as_str() {
        // Its answers name no index: the day alone would say nothing.
        DATAFORSEO => "",
        _ => shorter.split_once(' ').map_or("", |(_, rest)| rest),
    };
    [source.as_str(), &shorter, index]
        .into_iter()
        .filter(|source| !source.is_empty())
        .map(|source| format!("{way} · {source}"))
        .find(|text| text.width() <= room)
        .unwrap_or(way)
}

fn way(state: &State, facts: &DatasetFacts) -> Vec<String> {
    let mut parts = vec![one_line(&facts.target)];
    let of_links = state.detail.from == Focus::Links || state.focus == Focus::Links;
    if state.focus >= Focus::Links && of_links && !facts.has_no_links() {
        let name = state.links.domain.as_ref().map(|(_, name)| one_line(name));
        parts.push(name.unwrap_or_else(|| "all links".to_owned()));
    }
    if let (Focus::Detail, Some((at, total))) = (state.focus, place(state)) {
        let row = match state.detail.list {
            List::Links { .. } => "link",
            List::Domains => "domain",
            List::Sheet(sheet) => sheet.nouns().0,
        };
        parts.push(format!("{row} {} of {}", count(at), count(total)));
    }
    parts
}
