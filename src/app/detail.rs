//! 5: one row in full, under our titles and the provider's own names: a link, a referring domain or an item.

use super::columns::Shape;
use super::command::Command;
use super::domains;
use super::effect::{Effect, Pane};
use super::links::SOURCE;
use super::notices::Notice;
use super::state::{Focus, State};
use crate::model::column::{EXTRA, Kind, Value};
use crate::model::rows::{Generation, List, Row, RowId};
use crate::model::text::Safe;
use crate::model::unreadable;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// Of which list it is; links without their domain.
    pub list: List,
    /// Which one was asked for.
    pub row: Option<RowId>,
    /// Where the row stood that was opened, counted from 0, and in which ranking.
    opened_at: Option<(Generation, u64)>,
    /// Its cells in the table's order, once they came.
    pub cells: Vec<Value>,
    /// The selected line.
    pub cursor: usize,
    /// What is hidden in texts is named.
    pub marks: bool,
    /// The pane it was opened from.
    pub from: Focus,
}

impl Default for Detail {
    fn default() -> Self {
        Self {
            list: List::Links { domain: None },
            row: None,
            opened_at: None,
            cells: Vec::new(),
            cursor: 0,
            marks: false,
            from: Focus::Links,
        }
    }
}

/// One line: a column of the row, or one of those that only the provider knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its title, safe to show.
    pub title: String,
    /// What it holds.
    pub value: Value,
    /// What the cells of its column hold.
    pub kind: Kind,
    /// The provider's name, safe to show; empty where the figure is ours.
    pub wire: String,
}

/// The lines of the row that is shown: every column that this dataset fills, the unknown ones one by one.
pub fn lines(state: &State) -> Vec<Line> {
    let detail = &state.detail;
    let table = detail.list.table();
    let shape = state
        .dataset
        .as_ref()
        .map_or_else(Shape::default, |facts| Shape::of(&detail.list, facts));
    let mut lines = Vec::new();
    let mut beside = beside(detail);
    let mut place = 0;
    for (at, (column, value)) in table.columns.iter().zip(&detail.cells).enumerate() {
        if column.id == EXTRA {
            place = lines.len();
            continue;
        }
        let arrived = beside
            .iter()
            .position(|line| unreadable::is_of(&line.wire, column));
        if let Some(arrived) = arrived.map(|at| beside.remove(at)) {
            let text = format!(
                "{} ({})",
                arrived.value.plain(),
                unreadable::why(column.kind)
            );
            lines.push(Line {
                title: column.title.to_owned(),
                value: Value::Text(text),
                kind: Kind::Text,
                wire: shape.wire(table, at).to_owned(),
            });
        } else if !shape.lacks(at) {
            lines.push(Line {
                title: column.title.to_owned(),
                value: value.clone(),
                kind: column.kind,
                wire: shape.wire(table, at).to_owned(),
            });
        }
    }
    lines.splice(place..place, beside);
    lines
}

/// What stands beside the columns of the row.
fn beside(detail: &Detail) -> Vec<Line> {
    let at = detail.list.table().position(EXTRA);
    let extra = at.and_then(|at| detail.cells.get(at));
    extra.map_or_else(Vec::new, unknown)
}

/// The columns that no table knows. What is no object of texts is shown as it is.
fn unknown(value: &Value) -> Vec<Line> {
    let line = |name: &str, text: &str| Line {
        title: crate::model::text::one_line(name),
        value: Value::Text(text.to_owned()),
        kind: Kind::Text,
        wire: crate::model::text::one_line(name),
    };
    let Value::Text(text) = value else {
        return Vec::new();
    };
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Object(pairs)) => pairs
            .iter()
            .map(|(name, value)| match value {
                serde_json::Value::String(text) => line(name, text),
                other => line(name, &other.to_string()),
            })
            .collect(),
        _ => vec![line("Other columns", text)],
    }
}

/// Reads the row under the cursor of a list.
pub fn open(state: &mut State, pane: Pane, row: RowId) -> Vec<Effect> {
    let Some(facts) = state.facts(pane) else {
        return Vec::new();
    };
    let dataset = facts.id.clone();
    let (list, kind) = match pane {
        Pane::Domains => (&state.domains.list, state.domains.list_kind()),
        Pane::Links => (&state.links.list, List::Links { domain: None }),
    };
    let opened_at = Some((list.generation, list.cursor));
    let old = std::mem::take(&mut state.detail);
    let same_list = old.list == kind;
    state.detail = Detail {
        row: Some(row),
        opened_at,
        cells: if same_list && old.row == Some(row) {
            old.cells
        } else {
            Vec::new()
        },
        cursor: if same_list { old.cursor } else { 0 },
        marks: old.marks,
        from: pane.into(),
        list: kind.clone(),
    };
    state.focus = Focus::Detail;
    vec![Effect::ReadRow {
        dataset,
        list: kind,
        row,
    }]
}

/// Where the row stands in the list as it is now, counted from 1, and how many there are. None while the list is not
/// whole, and where the row is not among the rows that are here.
pub fn place(state: &State) -> Option<(u64, u64)> {
    let detail = &state.detail;
    let list = match detail.list {
        List::Links { .. } => &state.links.list,
        List::Domains | List::Sheet(_) => &state.domains.list,
    };
    let total = list.total.filter(|_| list.whole)?;
    let at = match detail.opened_at {
        Some((generation, at)) if generation == list.generation => at,
        _ => {
            let is_it = |row: &Row| Some(row.id) == detail.row;
            let at = list.window.rows.iter().position(is_it)?;
            list.window.offset + u64::try_from(at).ok()?
        }
    };
    Some((at + 1, total))
}

/// A row came; one that is no longer wanted is dropped.
pub fn read(state: &mut State, list: &List, row: RowId, cells: Vec<Value>) {
    if state.detail.row == Some(row) && state.detail.list == *list {
        state.detail.cells = cells;
    }
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    let page = usize::from(state.layout().inner(Focus::Detail).height.max(1));
    let lines = lines(state);
    let last = lines.len().saturating_sub(1);
    let detail = &mut state.detail;
    match command {
        Command::Down => detail.cursor += 1,
        Command::Up => detail.cursor = detail.cursor.saturating_sub(1),
        Command::Top => detail.cursor = 0,
        Command::Bottom => detail.cursor = last,
        Command::HalfDown | Command::PageDown => detail.cursor += page / 2,
        Command::HalfUp | Command::PageUp => {
            detail.cursor = detail.cursor.saturating_sub(page / 2);
        }
        Command::Back => state.focus = detail.from,
        Command::ShowMarks => detail.marks = !detail.marks,
        Command::CopyValue => {
            let line = lines.get(detail.cursor.min(last));
            return line.map_or_else(Vec::new, |line| {
                vec![Effect::Copy(Safe::line(&line.value.plain()).kept())]
            });
        }
        Command::BrowsePage => {
            let url = page_of(&state.detail);
            return url.map_or_else(Vec::new, |url| browse(state, &url));
        }
        _ => {}
    }
    state.detail.cursor = state.detail.cursor.min(last);
    Vec::new()
}

/// The page of the row: what carries the link, the domain's home page, the item.
fn page_of(detail: &Detail) -> Option<String> {
    match detail.list {
        List::Links { .. } => Some(detail.cells.get(SOURCE)?.plain().into_owned()),
        List::Sheet(sheet) if !sheet.has_page() => None,
        List::Domains | List::Sheet(_) => {
            let name = detail.cells.get(domains::NAME)?.plain();
            Some(domains::address(&name))
        }
    }
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
