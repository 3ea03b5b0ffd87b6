//! What both lists share: a cursor, a scroll, and a window of rows around it. The whole list is never
//! held; rows are asked for before the cursor reaches the window's edge.

use std::ops::Range;

use super::columns::{self, Chosen, Fit, Given, Shape};
use super::command::Command;
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::progress::Gone;
use super::window::Window;
use crate::model::column::{Table, Value};
use crate::model::rows::{Generation, Row, View};

mod columns_of;
mod order;
mod range;
mod ranked;
mod reading;
mod seek;

pub use ranked::{Answer, Coming, Standing};
pub use seek::{Hit, Seek};

/// One list.
#[derive(Clone, Debug)]
pub struct List {
    /// Which.
    pub pane: Pane,
    /// Its columns.
    pub table: &'static Table,
    /// What the dataset makes of them.
    pub shape: Shape,
    /// What was asked for last, once something is open.
    pub view: Option<View>,
    /// What the rows on screen are; the old ones stay until the first of a new ranking come.
    pub shown: Option<View>,
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
    /// Rows that the list on screen has without its filter, in the dataset as its ranking knew it.
    pub of: u64,
    /// How far the dataset had come when the ranking on screen was asked for.
    pub known: u64,
    /// All of the ranking on screen is here; else its first page, and the rest is still worked out.
    pub whole: bool,
    /// The ranking on screen broke off after its first page.
    pub broken_off: bool,
    /// The row under the cursor.
    pub cursor: u64,
    /// The first row on screen.
    pub top: u64,
    /// The chosen column.
    pub column: usize,
    /// What was chosen of its columns.
    pub chosen: Chosen,
    /// The first column on screen behind those that stay in view.
    pub(super) from: usize,
    /// Where the range begins that is being marked, and in which ranking.
    pub(super) range: Option<(Generation, u64)>,
    /// The rows that are here.
    pub window: Window,
    /// The last text that was looked for.
    pub needle: String,
    /// The search that is not answered.
    pub seek: Option<Seek>,
    /// How far that search is, where it told.
    pub sought: Option<Gone>,
    /// Where the last search led, and in which ranking.
    hit: Option<(Generation, u64)>,
    /// The cursor was sent to the end of a list that is not whole.
    to_end: bool,
    /// Other rows than before were asked for: without its record the cursor goes to the first.
    other_rows: bool,
    /// Where the cursor stood when the ranking was asked for.
    asked_from: u64,
    reading: Option<Range<u64>>,
    /// How far the ranking is that was asked for, where it told.
    pub gone: Option<Gone>,
}

impl List {
    /// An empty list.
    pub fn new(pane: Pane, table: &'static Table) -> Self {
        Self {
            pane,
            table,
            shape: Shape::default(),
            view: None,
            shown: None,
            generation: Generation::default(),
            ranked_at: 0,
            ranking: false,
            coming: None,
            total: None,
            of: 0,
            known: 0,
            whole: true,
            broken_off: false,
            cursor: 0,
            top: 0,
            column: 0,
            chosen: Chosen::default(),
            from: 0,
            range: None,
            window: Window::default(),
            needle: String::new(),
            seek: None,
            sought: None,
            hit: None,
            to_end: false,
            other_rows: false,
            asked_from: 0,
            reading: None,
            gone: None,
        }
    }

    /// Shows something else: forgets the rows and asks for a ranking.
    pub fn open(&mut self, view: View, facts: &DatasetFacts) -> Vec<Effect> {
        let mut fresh = Self::new(self.pane, view.list.table());
        fresh.generation = self.generation;
        if self.table.name == fresh.table.name {
            fresh.column = self.column;
            fresh.from = self.from;
            fresh.chosen = std::mem::take(&mut self.chosen);
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
            self.keep_column_shown();
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
        let to_end = command == Command::Bottom && !self.whole;
        match command {
            Command::Down => self.cursor += 1,
            Command::Up => self.cursor = self.cursor.saturating_sub(1),
            Command::Top => self.cursor = 0,
            Command::Bottom => self.cursor = last,
            Command::HalfDown => self.cursor += page.div_ceil(2),
            Command::HalfUp => self.cursor = self.cursor.saturating_sub(page.div_ceil(2)),
            Command::PageDown => self.cursor += page,
            Command::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Command::Left | Command::ColumnLeft => self.step(false),
            Command::Right | Command::ColumnRight => self.step(true),
            _ => return false,
        }
        self.to_end = to_end;
        self.cursor = self.cursor.min(last);
        true
    }

    /// Scrolls by so many rows, the cursor on its line; where there is nothing to scroll the cursor goes alone.
    pub fn scroll_by(&mut self, rows: i64, height: u16) {
        let total = self.total.unwrap_or(0);
        let last = total.saturating_sub(1);
        let lowest = total.saturating_sub(u64::from(height.max(1)));
        let top = self.top.saturating_add_signed(rows).min(lowest);
        let moved = match top.cast_signed() - self.top.cast_signed() {
            0 => rows,
            moved => moved,
        };
        self.top = top;
        self.cursor = self.cursor.saturating_add_signed(moved).min(last);
        self.to_end = false;
    }

    /// Puts the cursor on a hit.
    pub fn go_to(&mut self, place: u64) {
        self.cursor = place.min(self.total.unwrap_or(0).saturating_sub(1));
    }

    /// The title of a column of this dataset.
    pub fn title(&self, column: usize) -> &str {
        self.shape.title(self.table, column)
    }

    /// Where the columns stand that are drawn at a width.
    pub fn fit(&self, width: u16) -> Fit {
        let given = Given {
            table: self.table,
            shape: &self.shape,
            chosen: &self.chosen,
            column: self.column,
            order: self.order(),
            from: self.from,
        };
        columns::fit(&given, width)
    }

    /// The columns that are drawn at a width.
    pub fn fitted(&self, width: u16) -> Vec<columns::Fitted> {
        self.fit(width).columns
    }
}
