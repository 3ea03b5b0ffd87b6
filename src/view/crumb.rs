//! The breadcrumb: where one is, `example.com › quietharbour.example › link 3 of 62`, and where the
//! numbers come from.

use unicode_width::UnicodeWidthStr;

use super::list::{COMPUTED, count};
use super::widgets::Pen;
use super::widgets::text::cut_middle;
use crate::app::detail::place;
use crate::app::effect::Pane;
use crate::app::facts::DatasetFacts;
use crate::app::layout::{Layout, Mode};
use crate::app::state::{Focus, State};
use crate::app::tables::is_counted_here;
use crate::config::Role;
use crate::model::column::DATAFORSEO;
use crate::model::rows::List;
use crate::model::text::one_line;

/// What stands for parts of the way that there is no room for.
const LEFT_OUT: &str = "…";

/// Between two parts of the way.
const STEP: &str = " › ";

/// Cells that are left of a part at least.
const LEAST: usize = 12;

/// Draws the line.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let area = layout.crumb;
    if area.height == 0 {
        return;
    }
    let room = area.width.saturating_sub(2);
    // Where every pane is seen their numbers are too.
    let panes = match layout.mode {
        Mode::Wide if !layout.zoomed => String::new(),
        _ => panes(state.focus),
    };
    let used = match panes.width() {
        0 => 0,
        cells => u16::try_from(cells).unwrap_or(0) + 2,
    };
    let left = room.saturating_sub(used);
    let text = text(state, usize::from(left));
    pen.text(area.x + 1, area.y, left, &text, Role::Crumb);
    pen.text_right(area.x + 1, area.y, room, &panes, Role::Crumb);
}

/// The numbers of the panes, that of the focused one in brackets.
fn panes(here: Focus) -> String {
    let number = |focus: Focus| match focus == here {
        true => format!("[{}]", focus.number()),
        false => focus.number().to_string(),
    };
    Focus::ALL.map(number).join(" ")
}

fn text(state: &State, room: usize) -> String {
    let facts = state.dataset.as_ref();
    let Some(facts) = facts.filter(|_| state.focus >= Focus::Domains) else {
        return fit(
            &["backtrail".to_owned(), state.title(state.focus).to_owned()],
            room,
        );
    };
    let parts = way(state, facts);
    let is_counted = state.focus == Focus::Domains && is_counted_here(state, Pane::Domains);
    let mut end = String::new();
    if is_counted {
        end.push_str(&format!(" · {COMPUTED}"));
    }
    let whole = format!("{}{end}", parts.join(STEP));
    let source = one_line(&facts.source);
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
        .map(|source| format!("{whole} · {source}"))
        .find(|text| text.width() <= room)
        .unwrap_or_else(|| match whole.width() <= room {
            true => whole,
            false => fit(&parts, room),
        })
}

/// The way in at most so many cells: its longest parts lose their middles, then parts between the first and the last
/// are left out.
fn fit(parts: &[String], room: usize) -> String {
    let mut parts = parts.to_vec();
    loop {
        let text = parts.join(STEP);
        let over = text.width().saturating_sub(room);
        if over == 0 {
            return text;
        }
        let longest = (0..parts.len()).max_by_key(|at| parts[*at].width());
        let wide = longest.map_or(0, |at| parts[at].width());
        match longest {
            Some(at) if wide > LEAST => {
                let fewer = wide.saturating_sub(over).max(LEAST);
                parts[at] = cut_middle(&parts[at], fewer);
            }
            _ if parts.len() > 2 && parts[1] != LEFT_OUT => parts[1] = LEFT_OUT.to_owned(),
            _ if parts.len() > 3 => {
                parts.remove(2);
            }
            _ => return cut_middle(&text, room),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_keeps_its_ends() {
        let parts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let long = parts(&[
            "example.com",
            "a-very-long-name-of-a-domain.quietharbour.example",
            "link 3 of 62",
        ]);
        assert_eq!(fit(&long, 100), long.join(STEP));
        let cut = fit(&long, 60);
        assert_eq!(cut.width(), 60, "{cut}");
        assert!(cut.starts_with("example.com › a-very-l"), "{cut}");
        assert!(cut.ends_with("harbour.example › link 3 of 62"), "{cut}");
        assert_eq!(fit(&long, 35), "example.com › … › link 3 of 62");
        for room in 0..110 {
            for way in [
                &long,
                &parts(&["日本語日本語日本語.example", "مثال.example", "link 1 of 2"]),
            ] {
                assert!(fit(way, room).width() <= room, "{way:?} in {room}");
            }
        }
    }
}
