//! The downloads that are in the account, made here or elsewhere: those that are not ours yet can be taken over.

use std::collections::BTreeSet;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::layout;
use crate::app::notices::Notice;
use crate::app::state::{Focus, State};
use crate::model::column::grouped;
use crate::model::job::RemoteDownload;

/// The list, once it came.
#[derive(Clone, Debug, Default)]
pub struct Downloads {
    /// What is in the account; none while it is asked for.
    pub rows: Option<Vec<RemoteDownload>>,
    /// Why it could not be listed.
    pub trouble: Option<String>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row on screen, where the cursor is seen from it.
    pub top: usize,
    /// The service's numbers of those that are marked.
    pub marked: BTreeSet<String>,
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (118, size.1.saturating_sub(4)))
}

/// The list came, or what went wrong.
pub fn listed(state: &mut State, answer: Result<Vec<RemoteDownload>, String>) {
    match (state.sheet_mut(), answer) {
        (Some(Overlay::Downloads(sheet)), Ok(rows)) => {
            sheet.rows = Some(rows);
            sheet.trouble = None;
        }
        (Some(Overlay::Downloads(sheet)), Err(why)) => {
            sheet.trouble = Some(crate::model::text::one_line(&why));
        }
        (_, Err(why)) => state.notice = Some(Notice::trouble(why)),
        (_, Ok(_)) => {}
    }
}

/// A command on the sheet.
pub(super) fn update(state: &mut State, command: Option<Command>) -> Vec<Effect> {
    let page = usize::from(area(state.size).height.saturating_sub(8) / 2).max(1);
    let Some(Overlay::Downloads(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    let last = sheet
        .rows
        .as_ref()
        .map_or(0, |rows| rows.len().saturating_sub(1));
    match command {
        Some(Command::Down) => sheet.cursor += 1,
        Some(Command::Up) => sheet.cursor = sheet.cursor.saturating_sub(1),
        Some(Command::Top) => sheet.cursor = 0,
        Some(Command::Bottom) => sheet.cursor = last,
        Some(Command::PageDown | Command::HalfDown) => sheet.cursor += page,
        Some(Command::PageUp | Command::HalfUp) => {
            sheet.cursor = sheet.cursor.saturating_sub(page);
        }
        Some(Command::MarkDownload) => mark(sheet),
        Some(Command::Open) => return take_over(state),
        Some(Command::Back | Command::Quit) => state.overlay = None,
        _ => {}
    }
    if let Some(Overlay::Downloads(sheet)) = &mut state.overlay {
        sheet.cursor = sheet.cursor.min(last);
    }
    Vec::new()
}

fn mark(sheet: &mut Downloads) {
    let row = sheet.rows.as_ref().and_then(|rows| rows.get(sheet.cursor));
    let foreign = row.filter(|row| row.ours.is_none());
    let id = foreign.map(|row| row.remote_id.clone());
    if let Some(id) = id
        && !sheet.marked.remove(&id)
    {
        sheet.marked.insert(id);
    }
    sheet.cursor += 1;
}

/// The marked ones become jobs; without marks the one under the cursor does, or its job is shown if it has one.
fn take_over(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Downloads(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let row = sheet.rows.as_ref().and_then(|rows| rows.get(sheet.cursor));
    let ids: Vec<String> = if sheet.marked.is_empty() {
        let foreign = row.filter(|row| row.ours.is_none());
        foreign
            .map(|row| row.remote_id.clone())
            .into_iter()
            .collect()
    } else {
        sheet.marked.iter().cloned().collect()
    };
    if ids.is_empty() {
        if let Some(job) = row.and_then(|row| row.ours) {
            state.queue.select(job);
            state.focus = Focus::Jobs;
            state.overlay = None;
        }
        return Vec::new();
    }
    let count = grouped(i64::try_from(ids.len()).unwrap_or(i64::MAX));
    let noun = if ids.len() == 1 {
        "download"
    } else {
        "downloads"
    };
    state.overlay = None;
    state.focus = Focus::Jobs;
    state.notice = Some(Notice::info(format!(
        "taking over {count} {noun}; nothing is charged for that"
    )));
    vec![Effect::Adopt(ids)]
}
