//! The pointer: what it is on, and what a click, a drag or the wheel means there. Whatever it does a key does too; it
//! never spends.

use ratatui::layout::{Position, Rect};

use super::columns::Fitted;
use super::command::Command;
use super::effect::{Effect, Pane};
use super::input::Key;
use super::layout::{Layout, Mode, Seam};
use super::list::List;
use super::notices::Notice;
use super::state::{Focus, State};
use super::update::{focus, led, list_of, press, run};
use super::{arrange, listing, overlay};
use crate::config::Split;

/// Rows that a turn of the wheel scrolls.
const TURN: u16 = 3;

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// Its button went down.
    Down,
    /// It was moved with its button down.
    Drag,
    /// Its button was let go.
    Up,
    /// The wheel was turned towards the first row.
    WheelUp,
    /// The wheel was turned towards the last row.
    WheelDown,
}

/// What stands on a cell and has its place from the words around it, so that only drawing knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A key of the footer.
    Key(Key),
    /// A field of the form.
    Field(usize),
    /// A job of the queue.
    Job(usize),
    /// A line of the row in full.
    Line(usize),
    /// An entry of what lies over the panes, and the first one on screen.
    Row(usize, usize),
    /// One of several that stand beside each other there.
    Tab(usize),
    /// A mark of a picture, and one of its numbers.
    Number(usize, usize),
}

/// One thing the pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub what: Pointed,
    /// In which column of the screen.
    pub x: u16,
    /// In which row.
    pub y: u16,
    /// What is drawn there.
    pub spot: Option<Spot>,
}

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InList {
    /// The head of a column.
    Head(usize),
    /// A row, counted in the ranking.
    Row(u64),
}

/// Hears the mouse for this session, or leaves it to the terminal.
pub(super) fn switch(state: &mut State) -> Vec<Effect> {
    state.options.mouse = !state.options.mouse;
    state.dragged = None;
    let text = match state.options.mouse {
        true => "the mouse is heard; text is selected with shift held down",
        false => "the mouse is left to the terminal",
    };
    state.notice = Some(Notice::info(text));
    vec![Effect::Mouse(state.options.mouse)]
}

/// The pointer did something.
pub(super) fn update(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if !state.options.mouse {
        return Vec::new();
    }
    match mouse.what {
        Pointed::Up => {
            state.dragged = None;
            Vec::new()
        }
        Pointed::Drag => {
            drag(state, mouse);
            Vec::new()
        }
        Pointed::Down => down(state, mouse),
        Pointed::WheelUp => wheel(state, mouse, Command::Up),
        Pointed::WheelDown => wheel(state, mouse, Command::Down),
    }
}

/// The line between panes that stands on a cell: either of the two borders beside it.
pub fn seam_at(layout: &Layout, x: u16, y: u16) -> Option<Split> {
    let is_on = |seam: &&Seam| {
        let (across, along) = if seam.upright { (x, y) } else { (y, x) };
        let beside = across == seam.at || across.saturating_add(1) == seam.at;
        beside && (seam.run.0..seam.run.1).contains(&along)
    };
    layout.seams.iter().rev().find(is_on).map(|seam| seam.split)
}

/// What of a list stands on a cell of its place, the same sums as it is drawn by.
pub fn in_list(list: &List, area: Rect, x: u16, y: u16) -> Option<InList> {
    if !area.contains(Position::new(x, y)) {
        return None;
    }
    if y > area.y {
        let row = list.top + u64::from(y - area.y - 1);
        return (row < list.total.unwrap_or(0)).then_some(InList::Row(row));
    }
    let is_under = |column: &Fitted| {
        let start = area.x + column.x;
        (start..start + column.width).contains(&x)
    };
    let column = list.fitted(area.width).into_iter().find(is_under);
    column.map(|column| InList::Head(column.index))
}

fn drag(state: &mut State, mouse: Mouse) {
    let layout = state.layout();
    let is_dragged = |seam: &&Seam| Some(seam.split) == state.dragged;
    let Some(seam) = layout.seams.iter().find(is_dragged).copied() else {
        return;
    };
    let to = if seam.upright { mouse.x } else { mouse.y };
    arrange::put(state, &seam, to);
}

fn down(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if let Some(Spot::Key(key)) = mouse.spot {
        return match overlay::pointer::may_press(state, key) {
            true => press(state, key),
            false => Vec::new(),
        };
    }
    led(state);
    if state.overlay.is_some() {
        return overlay::pointer::click(state, mouse.spot);
    }
    if is_typed(state) {
        return Vec::new();
    }
    let layout = state.layout();
    state.dragged = seam_at(&layout, mouse.x, mouse.y);
    let Some(pane) = layout.pane_at(mouse.x, mouse.y) else {
        return Vec::new();
    };
    let was_here = state.focus == pane;
    let mut effects = match was_here {
        true => Vec::new(),
        false => focus(state, pane),
    };
    let more = match (mouse.spot, list_of(pane)) {
        (Some(Spot::Field(field)), _) => on_field(state, field, was_here),
        (Some(Spot::Job(job)), _) => {
            let again = was_here && state.queue.cursor == job;
            state.queue.cursor = job.min(state.queue.jobs.len().saturating_sub(1));
            enter_if(state, again)
        }
        (Some(Spot::Line(line)), _) => {
            state.detail.cursor = line;
            Vec::new()
        }
        (_, Some(list)) => on_list(state, list, layout.inner(pane), (mouse, was_here)),
        _ => Vec::new(),
    };
    effects.extend(more);
    effects
}

/// Whether a line that is typed has every key: the pointer then has the footer.
fn is_typed(state: &State) -> bool {
    state.search.is_some() || state.filtering.is_some()
}

fn enter_if(state: &mut State, again: bool) -> Vec<Effect> {
    match again {
        true => run(state, Command::Open),
        false => Vec::new(),
    }
}

fn on_field(state: &mut State, field: usize, was_here: bool) -> Vec<Effect> {
    let again = was_here && state.form.field == field;
    if !again {
        state.form.go(field);
        return Vec::new();
    }
    match state.form.is_text() {
        true => {
            state.form.editing = true;
            Vec::new()
        }
        false => run(state, Command::NextChoice),
    }
}

fn on_list(
    state: &mut State,
    pane: Pane,
    area: Rect,
    (mouse, was_here): (Mouse, bool),
) -> Vec<Effect> {
    let area = Rect {
        width: state.list_width(pane),
        ..area
    };
    let list = listing::list_mut(state, pane);
    match in_list(list, area, mouse.x, mouse.y) {
        None => Vec::new(),
        Some(InList::Row(row)) => {
            let again = was_here && list.cursor == row;
            list.go_to(row);
            enter_if(state, again)
        }
        Some(InList::Head(column)) => {
            list.column = column;
            let leads = list.order().first().filter(|key| key.column == column);
            let command = match leads.is_some_and(|key| key.descending) {
                true => Command::SortAscending,
                false => Command::SortDescending,
            };
            listing::update(state, pane, command)
        }
    }
}

fn wheel(state: &mut State, mouse: Mouse, command: Command) -> Vec<Effect> {
    led(state);
    let layout = state.layout();
    if state.overlay.is_some() {
        return match layout.mode {
            // Nothing of it is on screen.
            Mode::TooSmall => Vec::new(),
            _ => overlay::pointer::wheel(state, command, TURN),
        };
    }
    let Some(pane) = layout
        .pane_at(mouse.x, mouse.y)
        .filter(|_| !is_typed(state))
    else {
        return Vec::new();
    };
    if let Some(listed) = list_of(pane) {
        let by = match command {
            Command::Up => -i64::from(TURN),
            _ => i64::from(TURN),
        };
        listing::list_mut(state, listed).scroll_by(by, layout.list_rows(pane));
        return Vec::new();
    }
    let here = std::mem::replace(&mut state.focus, pane);
    let mut effects = Vec::new();
    for _ in 0..if pane == Focus::Form { 1 } else { TURN } {
        effects.extend(run(state, command));
    }
    state.focus = here;
    effects
}
