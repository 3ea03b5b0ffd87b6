//! The line in which a filter is typed, and what is said of it in the line of the keys: a mistake under its place,
//! or what may be typed.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::Pen;
use crate::app::filtering::{Choices, FilterLine};
use crate::config::Role;
use crate::model::filter::Mistake;
use crate::model::text::one_line;

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
        let place = place(text, line, mistake);
        if role == Role::Bad && place.width > 0 {
            pen.wash(place, role);
        }
        match below {
            Some(below) if line.choices.is_none() => said(pen, below, place.x, &mistake.why, role),
            Some(_) => {}
            None => behind(pen, text, line, &mistake.why, role),
        }
    }
    if let (Some(below), Some(choices)) = (below, &line.choices) {
        offered(pen, below, choices);
    }
    below.is_some() && (line.mistake.is_some() || line.choices.is_some())
}

/// The cells of a mistake that are on screen.
fn place(text: Rect, line: &FilterLine, mistake: &Mistake) -> Rect {
    let room = usize::from(text.width.saturating_sub(1)).max(1);
    let scroll = line.input.visual_scroll(room);
    let chars = || line.input.value().chars();
    let wide = |count: usize| one_line(&chars().take(count).collect::<String>()).width();
    let (from, to) = (wide(mistake.at), wide(mistake.at + mistake.len));
    let cell = |at: usize| {
        let at = u16::try_from(at.saturating_sub(scroll)).unwrap_or(u16::MAX);
        at.min(text.width.saturating_sub(1))
    };
    Rect::new(text.x + cell(from), text.y, cell(to) - cell(from), 1)
}

/// A sentence whose arrow stands under a cell: to its right where there is room, or to its left.
fn said(pen: &mut Pen, area: Rect, x: u16, text: &str, role: Role) {
    let text = one_line(text);
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
        let room = area.width.saturating_sub(2);
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
    let about = choices.chosen.and_then(|at| all.get(at)).map(|c| c.about);
    let about = about.filter(|text| !text.is_empty());
    let kept = about.map_or(0, |text| (text.width() + 3).min(room / 2));
    let wide = |from: usize, to: usize| -> usize {
        all[from..=to].iter().map(|c| c.text.width() + 2).sum()
    };
    let chosen = choices.chosen.unwrap_or(0).min(all.len() - 1);
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
        if x.saturating_add(need) > end {
            pen.text(x, area.y, end.saturating_sub(x), "…", Role::Dim);
            break;
        }
        x += pen.text(x, area.y, need, &choice.text, role) + 2;
    }
    if let Some(about) = about {
        pen.text_right(
            area.x + 1,
            area.y,
            area.width.saturating_sub(2),
            about,
            Role::Dim,
        );
    }
}
