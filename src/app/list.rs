//! What both lists share: a cursor, a scroll, and a window of rows around it. The whole list is never
//! held; rows are asked for before the cursor reaches the window's edge.

use std::ops::Range;

use tui_input::Input;

use super::action::DatasetFacts;
use super::columns::{self, Shape};
use super::command::Command;
use super::effect::{Effect, Pane};
use super::window::Window;
use crate::model::column::{Table, Value};
use crate::model::rows::{Direction, Generation, Row, SortKey, View};

/// Rows kept beyond each edge of the screen.
const MARGIN: u64 = 100;

/// A read starts when fewer rows than this lie beyond an edge.
const NEAR: u64 = 40;

/// A search being typed.
#[derive(Clone, Debug)]
pub struct Search {
    /// In which list.
    pub pane: Pane,
    /// The text so far.
    pub input: Input,
}

/// An answered ranking whose first rows have not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Rows in it.
    pub total: u64,
    /// Where the cursor will stand.
    pub cursor: u64,
}

/// One list.
#[derive(Clone, Debug)]
pub struct List {
    /// Which.
    pub pane: Pane,
    /// Its columns.
    pub table: &'static Table,
    /// What the dataset makes of them.
    pub shape: Shape,
    /// What it shows, once something is open.
    pub view: Option<View>,
    /// Number of the last ranking asked for.
    pub generation: Generation,
    /// Size of the dataset when that ranking was asked for.
    pub ranked_at: u64,
    /// The last ranking was asked for and is not answered.
    pub ranking: bool,
    /// The last ranking is answered, its rows are awaited; the old rows stay on screen till then.
    pub coming: Option<Coming>,
    /// Rows in the ranking on screen; none before the first.
    pub total: Option<u64>,
    /// The row under the cursor.
    pub cursor: u64,
    /// The first row on screen.
    pub top: u64,
    /// The chosen column.
    pub column: usize,
    /// The rows that are here.
    pub window: Window,
    /// The last search.
    pub needle: String,
    reading: Option<Range<u64>>,
}

impl List {
    /// An empty list.
    pub fn new(pane: Pane, table: &'static Table) -> Self {
        Self {
            pane,
            table,
            shape: Shape::default(),
            view: None,
            generation: Generation::default(),
            ranked_at: 0,
            ranking: false,
            coming: None,
            total: None,
            cursor: 0,
            top: 0,
            column: 0,
            window: Window::default(),
            needle: String::new(),
            reading: None,
        }
    }

    /// Shows something else: forgets the rows and asks for a ranking.
    pub fn open(&mut self, view: View, facts: &DatasetFacts) -> Vec<Effect> {
        let mut fresh = Self::new(self.pane, view.list.table());
        fresh.generation = self.generation;
        if self.table.name == fresh.table.name {
            fresh.column = self.column;
        }
        *self = fresh;
        self.view = Some(view);
        self.reshape(facts);
        self.rank(facts.size())
    }

    /// Takes what is known of the dataset's columns now.
    pub fn reshape(&mut self, facts: &DatasetFacts) {
        if let Some(view) = &self.view {
            self.shape = Shape::of(&view.list, facts);
            if self.shape.lacks(self.column) {
                self.column = self.shape.step(self.table, self.column, false);
            }
            if self.shape.lacks(self.column) {
                self.column = self.shape.step(self.table, self.column, true);
            }
        }
    }

    /// Shows nothing.
    pub fn close(&mut self) {
        let mut fresh = Self::new(self.pane, self.table);
        // Counting on keeps answers to the old list out.
        fresh.generation = self.generation.next();
        fresh.column = self.column;
        *self = fresh;
    }

    /// Asks for the ranking anew; the record under the cursor is kept. A cursor on the first row stays on the
    /// first row instead: whoever has not moved wants to see what leads the list now.
    pub fn rank(&mut self, held: u64) -> Vec<Effect> {
        let Some(view) = self.view.clone() else {
            return Vec::new();
        };
        self.generation = self.generation.next();
        self.ranked_at = held;
        self.ranking = true;
        self.coming = None;
        self.reading = None;
        vec![Effect::Rank {
            pane: self.pane,
            generation: self.generation,
            view,
            keep: self.current().map(|row| row.id).filter(|_| self.cursor > 0),
        }]
    }

    /// Sorts by the chosen column.
    pub fn sort(&mut self, descending: bool, held: u64) -> Vec<Effect> {
        let column = self.column;
        match &mut self.view {
            Some(view) => view.order = vec![SortKey { column, descending }],
            None => return Vec::new(),
        }
        self.rank(held)
    }

    /// A ranking was answered. One of an older generation is dropped.
    pub fn ranked(&mut self, generation: Generation, total: u64, kept: Option<u64>) {
        if generation != self.generation || !self.ranking {
            return;
        }
        self.ranking = false;
        self.reading = None;
        let cursor = kept.unwrap_or(self.cursor).min(total.saturating_sub(1));
        self.coming = Some(Coming { total, cursor });
        if total == 0 {
            self.arrive(Window::default());
        }
    }

    /// Rows came. Those of an older generation, or not those that were asked for, are dropped.
    pub fn rows_read(
        &mut self,
        generation: Generation,
        offset: u64,
        columns: Vec<usize>,
        rows: Vec<Row>,
    ) {
        let Some(end) = self
            .reading
            .as_ref()
            .filter(|r| r.start == offset)
            .map(|r| r.end)
        else {
            return;
        };
        if generation != self.generation || self.ranking {
            return;
        }
        self.reading = None;
        self.arrive(Window {
            offset,
            end,
            columns,
            rows,
        });
    }

    /// New rows take the place of the old ones, and with them the ranking they belong to.
    fn arrive(&mut self, window: Window) {
        if let Some(coming) = self.coming.take() {
            let line = self.cursor.saturating_sub(self.top);
            self.total = Some(coming.total);
            self.cursor = coming.cursor;
            self.top = coming.cursor.saturating_sub(line);
        }
        self.window = window;
    }

    /// A read failed: it may be tried again.
    pub fn forget_reading(&mut self) {
        self.reading = None;
    }

    /// The row under the cursor, if it is here.
    pub fn current(&self) -> Option<&Row> {
        self.window.row(self.cursor)
    }

    /// A cell of the row under the cursor.
    pub fn current_cell(&self, column: usize) -> Option<&Value> {
        self.window.cell(self.current()?, column)
    }

    /// Moves the cursor or chooses a column; false if the command does neither.
    pub fn moved(&mut self, command: Command, height: u16) -> bool {
        let page = u64::from(height.max(1));
        let last = self.total.unwrap_or(0).saturating_sub(1);
        match command {
            Command::Down => self.cursor += 1,
            Command::Up => self.cursor = self.cursor.saturating_sub(1),
            Command::Top => self.cursor = 0,
            Command::Bottom => self.cursor = last,
            Command::HalfDown => self.cursor += page.div_ceil(2),
            Command::HalfUp => self.cursor = self.cursor.saturating_sub(page.div_ceil(2)),
            Command::PageDown => self.cursor += page,
            Command::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Command::Left | Command::ColumnLeft => {
                self.column = self.shape.step(self.table, self.column, false);
            }
            Command::Right | Command::ColumnRight => {
                self.column = self.shape.step(self.table, self.column, true);
            }
            _ => return false,
        }
        self.cursor = self.cursor.min(last);
        true
    }

    /// Puts the cursor on a hit.
    pub fn go_to(&mut self, place: u64) {
        self.cursor = place.min(self.total.unwrap_or(0).saturating_sub(1));
    }

    /// The effect of looking for the last needle.
    pub fn find(&self, direction: Direction) -> Vec<Effect> {
        let total = self.total.unwrap_or(0);
        if self.needle.is_empty() || total == 0 {
            return Vec::new();
        }
        let from = match direction {
            Direction::Forward => (self.cursor + 1) % total,
            Direction::Backward => self.cursor.checked_sub(1).unwrap_or(total - 1),
        };
        vec![Effect::Find {
            pane: self.pane,
            generation: self.generation,
            needle: self.needle.clone(),
            from,
            direction,
        }]
    }

    /// The title of a column of this dataset.
    pub fn title(&self, column: usize) -> &str {
        self.shape.title(self.table, column)
    }

    /// The order on screen.
    pub fn order(&self) -> &[SortKey] {
        self.view.as_ref().map_or(&[], |view| &view.order)
    }

    /// The columns that are drawn at a width.
    pub fn fitted(&self, width: u16) -> Vec<columns::Fitted> {
        columns::fit((self.table, &self.shape), width, self.column, self.order())
    }

    /// Scrolls so that the cursor is on screen, and asks for rows when the window's edge is near.
    /// `always` names columns that are needed although they may not be drawn.
    pub fn settle(&mut self, width: u16, height: u16, always: &[usize]) -> Option<Effect> {
        let height = u64::from(height.max(1));
        if self.coming.is_none() {
            self.scroll(height);
        }
        if self.ranking || self.reading.is_some() || self.view.is_none() {
            return None;
        }
        let (top, total) = match self.coming {
            Some(coming) => (
                coming
                    .cursor
                    .saturating_sub(self.cursor.saturating_sub(self.top)),
                coming.total,
            ),
            None => (self.top, self.total?),
        };
        let clip = |margin: u64| {
            let end = top.saturating_add(height).saturating_add(margin);
            top.saturating_sub(margin)..end.min(total)
        };
        let mut columns: Vec<usize> = self.fitted(width).iter().map(|f| f.index).collect();
        columns.extend(
            always
                .iter()
                .filter(|c| !columns.contains(c))
                .copied()
                .collect::<Vec<_>>(),
        );
        columns.sort_unstable();
        if total == 0 || self.coming.is_none() && self.window.covers(&clip(NEAR), &columns) {
            return None;
        }
        let range = clip(MARGIN);
        self.reading = Some(range.clone());
        Some(Effect::Read {
            pane: self.pane,
            generation: self.generation,
            range,
            columns,
        })
    }

    fn scroll(&mut self, height: u64) {
        let total = self.total.unwrap_or(0);
        let lowest = (self.cursor + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.cursor.max(lowest));
        self.top = self.top.min(total.saturating_sub(height.min(total)));
    }
}
