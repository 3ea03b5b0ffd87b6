//! The pages of help as lines: the keys with those of the pane first, the filters with the columns of the list one is
//! in, and the rest as it is written.

use super::Reader;
use super::find::pages_with;
use crate::app::columns::Shape;
use crate::app::command::Context;
use crate::app::docs::{self, Block, Line, TOPICS};
use crate::app::effect::Pane;
use crate::app::listing;
use crate::app::overlay::Overlay;
use crate::app::state::State;
use crate::app::update::{context_of, list_of};
use crate::model::column::Table;
use crate::model::domain::DOMAINS;
use crate::model::rows::List;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The list of pages.
    Contents,
    /// Commands and signs.
    Keys,
    /// What filters are written in, and the columns they name.
    Filters,
    /// Another one, by its place in the table of pages.
    Topic(usize),
}

impl Page {
    /// The page that shows a topic of the table.
    pub fn of(topic: usize) -> Self {
        match TOPICS.get(topic).map(|topic| topic.id) {
            Some("keys") => Self::Keys,
            Some("filters") => Self::Filters,
            Some(_) => Self::Topic(topic),
            None => Self::Contents,
        }
    }

    /// Every page, in the order in which they are turned.
    pub fn all() -> impl Iterator<Item = Self> {
        let topics = (0..TOPICS.len()).map(Self::of);
        std::iter::once(Self::Contents).chain(topics)
    }

    fn topic(self) -> Option<&'static docs::Topic> {
        let at = (0..TOPICS.len()).find(|at| Self::of(*at) == self);
        at.and_then(|at| TOPICS.get(at))
    }

    /// Its name, as it is typed.
    pub fn id(self) -> &'static str {
        self.topic().map_or("contents", |topic| topic.id)
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        self.topic().map_or("Pages of help", |topic| topic.title)
    }

    /// The next one, or the one before, around the ends.
    pub(super) fn turned(self, forward: bool) -> Self {
        let count = TOPICS.len() + 1;
        let at = Self::all().position(|page| page == self).unwrap_or(0);
        let next = (at + if forward { 1 } else { count - 1 }) % count;
        Self::all().nth(next).unwrap_or(Self::Contents)
    }
}

/// Every line of a page, broken to the sheet's width.
pub fn lines(state: &State, page: Page, reader: &Reader, width: u16) -> Vec<Line> {
    let blocks = match page {
        Page::Contents => contents(state, reader, width),
        Page::Keys => keys(state),
        Page::Filters => filters(state),
        Page::Topic(_) => page
            .topic()
            .map_or_else(Vec::new, |topic| topic.blocks(&state.keymap)),
    };
    docs::lines(&blocks, usize::from(width))
}

/// The pages; while something is looked for, those that say it.
fn contents(state: &State, reader: &Reader, width: u16) -> Vec<Block> {
    let found = pages_with(state, &reader.words(), width);
    let row = |(at, place): (usize, &super::Place)| {
        let mark = if at == reader.cursor { '▸' } else { ' ' };
        let hits = match place.hits {
            0 => String::new(),
            hits => format!(" ({hits})"),
        };
        let title = format!("{}{hits}", place.page.title());
        Block::Row(format!("{mark} {}", place.page.id()), title)
    };
    let rows: Vec<Block> = found.iter().enumerate().map(row).collect();
    match rows.is_empty() {
        true => vec![Block::Text("No page says that.".to_owned())],
        false => rows,
    }
}

/// Every command, the keys of the pane one is in first, and the signs.
fn keys(state: &State) -> Vec<Block> {
    let here = match state.sheet().map(Overlay::context) {
        None | Some(Context::Everywhere) => context_of(state.focus),
        Some(context) => context,
    };
    let others = Context::ALL.into_iter().filter(|context| *context != here);
    let contexts = std::iter::once(here).chain(others);
    let mut blocks = docs::keys_of(&state.keymap, contexts, Some(here));
    blocks.extend(docs::fixed_keys());
    blocks.push(Block::Heading("Signs".to_owned()));
    blocks.extend(docs::signs());
    blocks
}

/// The grammar, and the columns of the list one is in; of the links elsewhere.
fn filters(state: &State) -> Vec<Block> {
    let Some(topic) = Page::Filters.topic() else {
        return Vec::new();
    };
    topic.blocks_with(&state.keymap, &|name| {
        (name == "columns").then(|| columns_here(state))
    })
}

fn columns_here(state: &State) -> Vec<Block> {
    let pane = state.filtering.as_ref().map(|line| line.pane);
    let here = pane.or(list_of(state.focus)).unwrap_or(Pane::Links);
    let list = listing::list(state, here);
    let title = format!("Columns of this list: {}", list.table.name);
    let mut blocks = columns(&title, list.table, &list.shape);
    if here == Pane::Links {
        let shape = state.dataset.as_ref();
        let shape = shape.map_or_else(Shape::default, |facts| Shape::of(&List::Domains, facts));
        let title =
            "Columns of the referring domain; domain.NAME where a link has one of that name";
        blocks.extend(columns(title, &DOMAINS, &shape));
    }
    blocks
}

fn columns(title: &str, table: &Table, shape: &Shape) -> Vec<Block> {
    let filled = table.columns.iter().enumerate();
    let filled = filled.filter(|(at, _)| !shape.lacks(*at));
    let rows = filled.map(|(_, column)| docs::row_of(column));
    std::iter::once(Block::Heading(title.to_owned()))
        .chain(rows)
        .collect()
}
