//! The line in which a filter is typed, and what is said of it in the line of the keys: a mistake under its place,
//! or what may be typed.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::Pen;
use super::widgets::text::cut;
use super::widgets::typed::{Spot, Typed};
use crate::app::filtering::{Choices, FilterLine};
use crate::config::Role;
use crate::model::text::one_line;

/// Cells between the choices and what the chosen one is.
const APART: usize = 3;

/// Cells in which that says something.
const LEAST_ABOUT: usize = 16;

/// Cells behind the chosen one that show that there are more.
const MORE: usize = 3;

/// Before the text.
const NAME: &str = "filter ";

/// Draws the line into `area`, and what is said of it into `below` if there is such a line. True if something was.
pub fn draw(pen: &mut Pen, area: Rect, below: Option<Rect>, line: &FilterLine) -> bool {
    let room = area.width.saturating_sub(2);
    let used = pen.text(area.x + 1, area.y, room, NAME, Role::Key);
    let text = Rect::new(area.x + 1 + used, area.y, room.saturating_sub(used), 1);
    pen.input(text.x, text.y, text.width, &line.input, true);
    if let Some(mistake) = &line.mistake {
        let role = if line.is_unfinished() {
            Role::Dim
        } else {
            Role::Bad
        };
        let typed = Typed::new(&line.input, text.width, true);
        let spot = typed.spot(mistake.at, mistake.len);
        if let (Spot::Seen(from, to), Role::Bad) = (spot, role) {
            let place = Rect::new(text.x + from, text.y, to - from, 1);
            pen.wash(place, role);
        }
        match below {
            Some(below) if line.choices.is_none() => {
                said(pen, below, (text.x, spot), &mistake.why, role);
            }
            Some(_) => {}
            None => behind(pen, text, line, &mistake.why, role),
        }
    }
    if let (Some(below), Some(choices)) = (below, &line.choices) {
        offered(pen, below, choices);
    }
    below.is_some() && (line.mistake.is_some() || line.choices.is_some())
}

/// A sentence whose arrow stands under a cell: to its right where there is room, or to its left. Where the cell is
/// not on screen the arrow tells on which side it is.
fn said(pen: &mut Pen, area: Rect, (first, spot): (u16, Spot), text: &str, role: Role) {
    let text = one_line(text);
    let room = area.width.saturating_sub(2);
    let x = match spot {
        Spot::Seen(from, _) => first + from,
        Spot::Before | Spot::Behind => {
            let arrow = if spot == Spot::Before { "←" } else { "→" };
            let text = format!("{arrow} {text}");
            pen.text(area.x + 1, area.y, room, &text, role);
            return;
        }
    };
    let wide = u16::try_from(text.width()).unwrap_or(u16::MAX);
    let right = (area.right().saturating_sub(1)).saturating_sub(x + 2);
    let left = x.saturating_sub(area.x + 2);
    if wide <= right {
        pen.text(x, area.y, 1, "↑", role);
        pen.text(x + 2, area.y, right, &text, role);
    } else if wide <= left {
        pen.text(x, area.y, 1, "↑", role);
        pen.text_right(area.x + 1, area.y, left, &text, role);
    } else {
        // What is wrong matters more than the arrow: its place is marked in the line itself.
        pen.text(area.x + 1, area.y, room, &text, role);
    }
}

/// On a screen without a second line: behind what is typed.
fn behind(pen: &mut Pen, text: Rect, line: &FilterLine, why: &str, role: Role) {
    let typed = one_line(line.input.value()).width() + 2;
    let x = u16::try_from(typed).unwrap_or(u16::MAX);
    let room = text.width.saturating_sub(x);
    if room > 8 {
        pen.text(text.x + x, text.y, room, &one_line(why), role);
    }
}

/// The choices, from one on so that the chosen one is seen, and what that is.
fn offered(pen: &mut Pen, area: Rect, choices: &Choices) {
    let all = &choices.offered.choices;
    let room = usize::from(area.width.saturating_sub(2));
    let chosen = choices.chosen.unwrap_or(0).min(all.len().saturating_sub(1));
    let about = choices.chosen.and_then(|at| all.get(at));
    let (about, kept) = about.map_or(("", 0), |choice| {
        let beside = room.saturating_sub(choice.text.width() + 2 + MORE);
        let kept = (choice.about.width() + APART).min(beside).min(room * 3 / 5);
        match choice.about.is_empty() || kept < LEAST_ABOUT {
            true => ("", 0),
            false => (choice.about, kept),
        }
    });
    let wide = |from: usize, to: usize| -> usize {
        all[from..=to].iter().map(|c| c.text.width() + 2).sum()
    };
    let first = (0..=chosen).find(|from| wide(*from, chosen) <= room - kept);
    let mut x = area.x + 1;
    let end = area.x + 1 + u16::try_from(room - kept).unwrap_or(0);
    for (at, choice) in all.iter().enumerate().skip(first.unwrap_or(chosen)) {
        let role = if Some(at) == choices.chosen {
            Role::HeaderCurrent
        } else {
            Role::Text
        };
        let need = u16::try_from(choice.text.width()).unwrap_or(u16::MAX);
        let left = end.saturating_sub(x);
        if need > left {
            // The one that is to be seen is cut; of the others it is said that there are more.
            let (text, role) = match at == chosen {
                true => (choice.text.as_str(), role),
                false => ("…", Role::Dim),
            };
            pen.text(x, area.y, left, text, role);
            break;
        }
        x += pen.text(x, area.y, need, &choice.text, role) + 2;
    }
    let about = cut(about, kept.saturating_sub(APART));
    let right = (area.right().saturating_sub(1)).saturating_sub(end);
    pen.text_right(end, area.y, right, &about, Role::Dim);
}
