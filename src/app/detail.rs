//! 5: one link in full, under our titles and the provider's own names.

use super::command::Command;
use super::effect::Effect;
use super::links::SOURCE;
use super::notices::Notice;
use super::state::{Focus, State};
use crate::model::column::Value;
use crate::model::link::LINKS;
use crate::model::rows::RowId;

/// One link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// Which one was asked for.
    pub row: Option<RowId>,
    /// Its place in the list it was opened from, counted from 1, and how many there were.
    pub place: Option<(u64, u64)>,
    /// Its cells in the table's order, once they came.
    pub cells: Vec<Value>,
    /// The selected value.
    pub cursor: usize,
}

/// Reads a link.
pub fn open(state: &mut State, row: RowId) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let list = &state.links.list;
    let place = list.total.map(|total| (list.cursor + 1, total));
    let known = state.detail.row == Some(row) && !state.detail.cells.is_empty();
    let (cells, cursor) = if known {
        (std::mem::take(&mut state.detail.cells), state.detail.cursor)
    } else {
        (Vec::new(), state.detail.cursor)
    };
    state.detail = Detail {
        row: Some(row),
        place,
        cells,
        cursor,
    };
    state.focus = Focus::Detail;
    vec![Effect::ReadLink {
        dataset: facts.id.clone(),
        row,
    }]
}

/// A link came; one that is no longer wanted is dropped.
pub fn read(state: &mut State, row: RowId, cells: Vec<Value>) {
    if state.detail.row == Some(row) {
        state.detail.cells = cells;
    }
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    let page = usize::from(state.layout().inner(Focus::Detail).height.max(1));
    let detail = &mut state.detail;
    let last = LINKS.columns.len() - 1;
    match command {
        Command::Down => detail.cursor += 1,
        Command::Up => detail.cursor = detail.cursor.saturating_sub(1),
        Command::Top => detail.cursor = 0,
        Command::Bottom => detail.cursor = last,
        Command::HalfDown | Command::PageDown => detail.cursor += page / 2,
        Command::HalfUp | Command::PageUp => {
            detail.cursor = detail.cursor.saturating_sub(page / 2);
        }
        Command::Back => state.focus = Focus::Links,
        Command::CopyValue => {
            let value = state.detail.cells.get(state.detail.cursor);
            return value.map_or_else(Vec::new, |value| {
                vec![Effect::Copy(crate::model::text::one_line(&value.plain()))]
            });
        }
        Command::BrowseSource => {
            let url = state.detail.cells.get(SOURCE);
            let url = url.map(|value| value.plain().into_owned());
            return url.map_or_else(Vec::new, |url| browse(state, &url));
        }
        _ => {}
    }
    state.detail.cursor = state.detail.cursor.min(last);
    Vec::new()
}

/// Opens a page in the browser. Addresses come from strangers: only the web's own schemes are handed over,
/// and nothing with a control character in it.
pub fn browse(state: &mut State, url: &str) -> Vec<Effect> {
    let lower = url.to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower.starts_with("https://");
    if web && !url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return vec![Effect::OpenInBrowser(url.to_owned())];
    }
    state.notice = Some(Notice::trouble(format!("not a web address: {url}")));
    Vec::new()
}
