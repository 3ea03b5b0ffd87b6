//! Every column of a list: which are shown, in which order, how wide, which stay in view. What is changed is seen in
//! the list behind the sheet at once, and kept.

use ratatui::layout::Rect;
use tui_input::Input;

use super::Overlay;
use crate::app::choosing::choose;
use crate::app::columns::Chosen;
use crate::app::command::{Command, key_of};
use crate::app::effect::{Effect, Pane};
use crate::app::input::{self, Key};
use crate::app::layout::{Layout, Mode};
use crate::app::list::List;
use crate::app::listing::{list, list_mut};
use crate::app::notices::Notice;
use crate::app::state::{Focus, State};

/// Lines of the sheet that are no columns: border, what holds, and what is said of the one under the cursor.
pub const HEAD: u16 = 7;

/// Cells that a column gains or loses at a time.
const STEP: u16 = 2;

/// The narrowest sheet.
const LEAST: u16 = 36;

/// The sheet.
#[derive(Clone, Debug)]
pub struct ColumnsSheet {
    /// Of which list.
    pub pane: Pane,
    /// Every column in the order of the sheet.
    pub order: Vec<usize>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on screen.
    pub top: usize,
    /// What is looked for, while it is typed.
    pub find: Option<Input>,
}

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In view, or scrolled away.
    Shown,
    /// One of those that stay in view.
    Frozen,
    /// Not chosen; there is no room for it now.
    NoRoom,
    /// Hidden.
    Hidden,
    /// No row fills it.
    Unfilled,
}

/// The sheet's place: beside the lists where there is such a place, else over their lower rows.
pub fn area(state: &State) -> Rect {
    let layout: Layout = state.layout();
    let (width, height) = state.size;
    let form = layout.panes[Focus::Form as usize];
    let beside = layout.mode == Mode::Wide && layout.shown[Focus::Form as usize];
    if beside && form.x == 0 && form.width >= LEAST && form.width < width {
        return Rect::new(
            0,
            form.y,
            form.width,
            layout.notice.y.saturating_sub(form.y),
        );
    }
    let below = height.saturating_sub(1);
    let high = (below * 2 / 3).max(HEAD + 3).min(below);
    let wide = width.min(76);
    Rect::new((width - wide) / 2, below - high, wide, high)
}

/// Columns that fit on the sheet.
fn page(state: &State) -> usize {
    usize::from(area(state).height.saturating_sub(HEAD)).max(1)
}

/// How a column of a list stands.
pub fn standing(list: &List, fitted: &[usize], column: usize) -> Standing {
    if list.shape.lacks(column) {
        Standing::Unfilled
    } else if list.chosen.hides(column) {
        Standing::Hidden
    } else if list.chosen.is_frozen(column) {
        Standing::Frozen
    } else if list.chosen.is_own() || fitted.contains(&column) {
        Standing::Shown
    } else {
        Standing::NoRoom
    }
}

/// Opens the sheet on the chosen column.
pub fn open(state: &mut State, pane: Pane) {
    let list = list(state, pane);
    if list.view.is_none() {
        state.notice = Some(Notice::info(
            "no list is here whose columns could be chosen",
        ));
        return;
    }
    let column = list.column;
    let order = order(state, pane);
    let cursor = order.iter().position(|c| *c == column).unwrap_or(0);
    state.overlay = Some(Overlay::Columns(Box::new(ColumnsSheet {
        pane,
        order,
        cursor,
        top: 0,
        find: None,
    })));
    scroll(state);
}

/// Every column as the sheet lists it.
fn order(state: &State, pane: Pane) -> Vec<usize> {
    let width = state.list_width(pane);
    let list = list(state, pane);
    match list.chosen.is_own() {
        true => list.chosen.order().to_vec(),
        false => list.built_in_order(width),
    }
}

/// A key on the sheet.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    // What was said is read; the sheet shows what was said since.
    state.notice = None;
    let Some(Overlay::Columns(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    if let Some(line) = &mut sheet.find {
        match command {
            Some(Command::Open | Command::Back) => sheet.find = None,
            _ => {
                input::edit(line, key);
                find(state);
            }
        }
        return Vec::new();
    }
    update(state, command);
    scroll(state);
    Vec::new()
}

/// Text was pasted into the line that finds.
pub(in crate::app) fn pasted(state: &mut State) {
    find(state);
}

/// The cursor goes to the first column with what is typed, those whose title begins with it before others.
fn find(state: &mut State) {
    let Some(Overlay::Columns(sheet)) = &state.overlay else {
        return;
    };
    let Some(typed) = sheet.find.as_ref() else {
        return;
    };
    let typed = typed.value().trim().to_lowercase();
    let own = list(state, sheet.pane);
    let names = |column: usize| {
        let wire = own.shape.wire(own.table, column).to_lowercase();
        let id = own.table.columns.get(column).map_or("", |c| c.id);
        [own.title(column).to_lowercase(), wire, id.to_owned()]
    };
    let begins = |column: &usize| names(*column).iter().any(|name| name.starts_with(&typed));
    let has = |column: &usize| names(*column).iter().any(|name| name.contains(&typed));
    let found = sheet.order.iter().position(begins);
    let found = found.or_else(|| sheet.order.iter().position(has));
    if let (Some(at), Some(Overlay::Columns(sheet))) = (found, &mut state.overlay) {
        sheet.cursor = at;
    }
    scroll(state);
}

fn update(state: &mut State, command: Option<Command>) {
    let page = page(state);
    let Some(Overlay::Columns(sheet)) = &mut state.overlay else {
        return;
    };
    let pane = sheet.pane;
    match command {
        Some(Command::Down) => sheet.cursor += 1,
        Some(Command::Up) => sheet.cursor = sheet.cursor.saturating_sub(1),
        Some(Command::Top) => sheet.cursor = 0,
        Some(Command::Bottom) => sheet.cursor = usize::MAX,
        Some(Command::HalfDown | Command::PageDown) => sheet.cursor += page.div_ceil(2),
        Some(Command::HalfUp | Command::PageUp) => {
            sheet.cursor = sheet.cursor.saturating_sub(page.div_ceil(2));
        }
        Some(Command::FindColumn) => sheet.find = Some(Input::default()),
        Some(Command::Back | Command::Quit) => state.overlay = None,
        Some(Command::Open) => take(state),
        Some(Command::AsBuiltIn) => {
            choose(state, pane, |chosen| *chosen = Chosen::default());
            let order = order(state, pane);
            if let Some(Overlay::Columns(sheet)) = &mut state.overlay {
                sheet.order = order;
            }
        }
        Some(command) => change(state, command),
        None => {}
    }
}

/// The column under the cursor becomes the chosen one of the list.
fn take(state: &mut State) {
    let Some((pane, column)) = here(state) else {
        return;
    };
    let own = list(state, pane);
    let (title, hidden) = (own.title(column).to_owned(), own.chosen.hides(column));
    if own.shape.lacks(column) {
        let text = format!("no row of this dataset fills {title}: it cannot be chosen");
        state.notice = Some(Notice::info(text));
        return;
    }
    if hidden {
        choose(state, pane, |chosen| chosen.turn(column));
    }
    list_mut(state, pane).column = column;
    state.overlay = None;
}

/// The list and the column under the cursor.
fn here(state: &State) -> Option<(Pane, usize)> {
    match &state.overlay {
        Some(Overlay::Columns(sheet)) => Some((sheet.pane, *sheet.order.get(sheet.cursor)?)),
        _ => None,
    }
}

/// Changes the column under the cursor.
fn change(state: &mut State, command: Command) {
    let (Some((pane, column)), Some(Overlay::Columns(sheet))) = (here(state), &state.overlay)
    else {
        return;
    };
    let order = sheet.order.clone();
    let own = list(state, pane);
    let title = own.title(column).to_owned();
    let width = state.list_width(pane);
    let drawn = own.fitted(width).into_iter().find(|f| f.index == column);
    let drawn = drawn.map_or(own.table.columns[column].width, |fitted| fitted.width);
    let lacks = own.shape.lacks(column);
    let shown = own.shown_columns();
    match command {
        Command::TurnColumn if shown == [column] => {
            let text = format!("{title} is the only column left and stays");
            state.notice = Some(Notice::info(text));
        }
        Command::TurnColumn => choose(state, pane, |chosen| {
            chosen.begin(&order);
            chosen.turn(column);
        }),
        Command::ColumnDown | Command::ColumnUp => choose(state, pane, |chosen| {
            chosen.begin(&order);
            chosen.shift(column, command == Command::ColumnDown, None);
        }),
        Command::FreezeHere => choose(state, pane, |chosen| {
            chosen.begin(&order);
            chosen.freeze(column);
        }),
        Command::WidenHere | Command::NarrowHere => {
            let wanted = match command {
                Command::WidenHere => drawn.saturating_add(STEP),
                _ => drawn.saturating_sub(STEP),
            };
            choose(state, pane, |chosen| {
                chosen.resize(column, wanted);
            });
        }
        _ => return,
    }
    if lacks && command == Command::TurnColumn {
        let key = key_of(&state.keymap, Command::AsBuiltIn);
        let text = format!(
            "no row of this dataset fills {title}; what you chose of it holds where rows do, {key} forgets it"
        );
        state.notice = Some(Notice::info(text));
    }
    let now = list(state, pane).chosen.order().to_vec();
    if let Some(Overlay::Columns(sheet)) = &mut state.overlay
        && !now.is_empty()
    {
        sheet.cursor = now
            .iter()
            .position(|c| *c == column)
            .unwrap_or(sheet.cursor);
        sheet.order = now;
    }
}

fn scroll(state: &mut State) {
    let page = page(state);
    if let Some(Overlay::Columns(sheet)) = &mut state.overlay {
        sheet.cursor = sheet.cursor.min(sheet.order.len().saturating_sub(1));
        let lowest = (sheet.cursor + 1).saturating_sub(page);
        sheet.top = sheet.top.clamp(lowest, sheet.cursor);
    }
}
