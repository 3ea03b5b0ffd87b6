//! Help: every command of the one table, by context, with its effective keys, and the signs of the screen; on a
//! page of its own, what filters are written in.

use unicode_width::UnicodeWidthStr;

use super::Overlay;
use crate::app::columns::Shape;
use crate::app::command::{COMMANDS, Command, Context, keys_text};
use crate::app::effect::Pane;
use crate::app::state::State;
use crate::app::update::{context_of, list_of};
use crate::app::wrap::wrap;
use crate::app::{layout, listing};
use crate::config::Keymap;
use crate::model::column::Table;
use crate::model::computed::DIFFERENCES;
use crate::model::domain::DOMAINS;
use crate::model::filter::{GRAMMAR, NOTES};
use crate::model::rows::List;

/// Cells for the keys.
pub const KEYS: usize = 20;

/// The pages of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Commands and signs.
    Keys,
    /// What filters are written in, and the columns they name.
    Filters,
}

/// Cells for a filter or the names of a column, where there is room.
const WRITTEN: usize = 36;

/// One line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Name of a context.
    Heading(String),
    /// Keys, and what they do.
    Row(String, String),
    /// A line of its own.
    Text(String),
    /// Nothing.
    Blank,
}

/// The sheet's place.
pub fn area(size: (u16, u16)) -> ratatui::layout::Rect {
    layout::overlay(size, (92, size.1.saturating_sub(2)))
}

/// What the short figures and marks on the screen mean.
const SIGNS: [(&str, &str); 10] = [
    (
        "An Re It",
        "Analysis, retrieval and item-info units of the account, where there is no room for the words.",
    ),
    (
        "350K+90K+1",
        "Units in the order analysis + retrieval + items. Short figures are cut, never rounded up.",
    ),
    (
        "held",
        "Of the budget line: reserved for jobs that are not settled yet.",
    ),
    (
        "12 of 90 held",
        "Counts of a list say what they are part of: of the rows held, or of what the service knows.",
    ),
    (
        "Best TF ↓",
        "The list's order: ↓ largest first, ↑ smallest first.",
    ),
    (
        "TF↓1 Links↑2",
        "Sorted by TF, and rows of equal TF by Links.",
    ),
    (
        "as of 900",
        "While rows arrive: the list is ranked over the first 900 of them.",
    ),
    (
        "[Links]",
        "The chosen column: what sorting, counting and copying take.",
    ),
    (
        "*",
        "Before a row: it is marked, so that its metrics can be fetched.",
    ),
    ("–", "Not known."),
];

/// Cells for what stands at the left of a page.
pub fn left(page: Page, width: u16) -> usize {
    let width = usize::from(width);
    match page {
        Page::Keys => KEYS.min(width / 2),
        Page::Filters => (width * 2 / 5).min(WRITTEN),
    }
}

/// Opens a page. A tally stays open under it.
pub fn open(state: &mut State, page: Page) {
    let over = match state.overlay.take() {
        Some(Overlay::Tally(sheet)) => Some(sheet),
        Some(Overlay::Help { over, .. }) => over,
        _ => None,
    };
    let top = 0;
    state.overlay = Some(Overlay::Help { page, top, over });
}

/// Closes help: what lay under it is there again.
fn close(state: &mut State) {
    if let Some(Overlay::Help { over, .. }) = state.overlay.take() {
        state.overlay = over.map(Overlay::Tally);
    }
}

/// Every line of a page, broken to the sheet's width.
pub fn lines(state: &State, page: Page, width: u16) -> Vec<Line> {
    match page {
        Page::Keys => keys(&state.keymap, width, context_of(state.focus)),
        Page::Filters => filters(state, width),
    }
}

/// The grammar, and the columns of the list one is in; of the links elsewhere.
fn filters(state: &State, width: u16) -> Vec<Line> {
    let written = left(Page::Filters, width);
    let room = usize::from(width).saturating_sub(written + 1).max(8);
    let mut lines = vec![Line::Heading("Filters".to_owned())];
    let row = |lines: &mut Vec<Line>, left: &str, right: &str| {
        // What is written may be longer than its place: then what it means goes below.
        let mut left = left.to_owned();
        if left.width() > written {
            lines.push(Line::Row(std::mem::take(&mut left), String::new()));
        }
        for part in wrap(right, room) {
            lines.push(Line::Row(std::mem::take(&mut left), part));
        }
    };
    for rule in GRAMMAR {
        row(&mut lines, rule.write, rule.means);
    }
    for note in NOTES {
        lines.extend(
            wrap(note, usize::from(width).max(8))
                .into_iter()
                .map(Line::Text),
        );
    }
    let pane = state.filtering.as_ref().map(|line| line.pane);
    let here = pane.or(list_of(state.focus)).unwrap_or(Pane::Links);
    let list = listing::list(state, here);
    let mut columns = |title: &str, table: &'static Table, shape: &Shape| {
        lines.push(Line::Blank);
        lines.push(Line::Heading(title.to_owned()));
        for (_, column) in (0..).zip(table.columns).filter(|(at, _)| !shape.lacks(*at)) {
            let names: Vec<&str> = std::iter::once(column.id)
                .chain(column.aliases.iter().copied())
                .collect();
            row(&mut lines, &names.join(" "), column.about);
        }
    };
    let title = format!("Columns of this list: {}", list.table.name);
    columns(&title, list.table, &list.shape);
    if here == Pane::Links {
        let shape = state.dataset.as_ref();
        let shape = shape.map_or_else(Shape::default, |facts| Shape::of(&List::Domains, facts));
        let title =
            "Columns of the referring domain; domain.NAME where a link has one of that name";
        columns(title, &DOMAINS, &shape);
    }
    lines
}

/// Every command, the keys of the pane one is in first, and the signs.
fn keys(keymap: &Keymap, width: u16, here: Context) -> Vec<Line> {
    let room = usize::from(width).saturating_sub(KEYS + 1).max(8);
    let mut lines = Vec::new();
    let others = Context::ALL.into_iter().filter(|context| *context != here);
    for context in std::iter::once(here).chain(others) {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        let mark = if context == here { " (this pane)" } else { "" };
        lines.push(Line::Heading(format!("{}{mark}", context.title())));
        for entry in COMMANDS.iter().filter(|e| e.context == context) {
            let mut keys = keys_text(keymap, entry);
            if keys.is_empty() {
                keys.push('–');
            }
            for part in wrap(entry.help, room) {
                lines.push(Line::Row(std::mem::take(&mut keys), part));
            }
        }
    }
    lines.push(Line::Blank);
    let heading = "Tables counted from links held, and how they differ from the provider's own";
    lines.push(Line::Heading(heading.to_owned()));
    for difference in &DIFFERENCES {
        let mut name = difference
            .of
            .map_or("all", |sheet| sheet.table().name)
            .to_owned();
        let text = format!("{}: {}", difference.name, difference.says);
        for part in wrap(&text, room) {
            lines.push(Line::Row(std::mem::take(&mut name), part));
        }
    }
    lines.push(Line::Blank);
    lines.push(Line::Heading("Signs".to_owned()));
    for (sign, meaning) in SIGNS {
        let mut sign = sign.to_owned();
        for part in wrap(meaning, room) {
            lines.push(Line::Row(std::mem::take(&mut sign), part));
        }
    }
    lines
}

/// Scrolls, turns or closes help.
pub fn update(state: &mut State, command: Option<Command>) {
    let area = area(state.size);
    let page_height = usize::from(area.height.saturating_sub(2)).max(1);
    let Some(Overlay::Help { page, .. }) = &state.overlay else {
        return;
    };
    let count = lines(state, *page, area.width.saturating_sub(4)).len();
    let last = count.saturating_sub(page_height);
    let Some(Overlay::Help { page, top, .. }) = &mut state.overlay else {
        return;
    };
    match command {
        Some(Command::Down) => *top += 1,
        Some(Command::Up) => *top = top.saturating_sub(1),
        Some(Command::Top) => *top = 0,
        Some(Command::Bottom) => *top = last,
        Some(Command::HalfDown) => *top += page_height / 2,
        Some(Command::HalfUp) => *top = top.saturating_sub(page_height / 2),
        Some(Command::PageDown) => *top += page_height,
        Some(Command::PageUp) => *top = top.saturating_sub(page_height),
        Some(Command::Filter | Command::NextPane | Command::Left | Command::Right) => {
            let other = match page {
                Page::Keys => Page::Filters,
                Page::Filters => Page::Keys,
            };
            open(state, other);
            return;
        }
        Some(Command::Back | Command::Help | Command::Quit | Command::Open) => {
            close(state);
            return;
        }
        _ => {}
    }
    *top = (*top).min(last);
}
