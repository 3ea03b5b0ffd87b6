//! Writing a list out: which rows and columns, in which form, to which file. One export is at work at a time; it is
//! written behind the screen.

use std::sync::Arc;

use super::command::{self, Command};
use super::effect::{Effect, Pane};
use super::listing;
use super::marking::marks;
use super::notices::Notice;
use super::overlay::{ExportSheet, Overlay};
use super::progress::Pace;
use super::state::State;
use crate::config::{ExportFormat, ExportOptions, ExportProfile, LastExport};
use crate::model::export::Format;
use crate::model::rows::View;
use crate::model::rowset::RowSet;

/// Which rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// All that pass its filter.
    All,
    /// Those that are marked.
    Marked,
    /// The first so many.
    First,
}

/// Which columns of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// All that some row fills, in the table's order.
    Filled,
    /// Those on screen, in the order on screen.
    Shown,
}

/// How a list is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The form.
    pub format: Format,
    /// Which rows.
    pub rows: Rows,
    /// How many, where the first are meant.
    pub first: u64,
    /// Which columns.
    pub columns: Columns,
    /// Whether what describes the file is written beside it.
    pub manifest: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            format: Format::CsvExcel,
            rows: Rows::All,
            first: 1_000,
            columns: Columns::Filled,
            manifest: true,
        }
    }
}

impl From<&LastExport> for Choice {
    fn from(last: &LastExport) -> Self {
        let own = Self::default();
        let is = |text: &str, name: &str| text == name;
        Self {
            format: Format::from_name(&last.format)
                .filter(|format| Format::OFFERED.contains(format))
                .unwrap_or(own.format),
            rows: match last.rows.as_str() {
                "marked" => Rows::Marked,
                "first" => Rows::First,
                _ => Rows::All,
            },
            first: last.first.max(1),
            columns: match is(&last.columns, "shown") {
                true => Columns::Shown,
                false => Columns::Filled,
            },
            manifest: last.manifest,
        }
    }
}

impl Choice {
    /// What the settings say, where nothing was chosen yet.
    fn of(options: ExportOptions) -> Self {
        let format = match (options.format, options.profile) {
            (ExportFormat::Csv, ExportProfile::Excel) => Format::CsvExcel,
            (ExportFormat::Csv, ExportProfile::Data) => Format::CsvData,
            (ExportFormat::Tsv, _) => Format::Tsv,
            (ExportFormat::Jsonl, _) => Format::Jsonl,
            (ExportFormat::Parquet, _) => Format::Parquet,
            (ExportFormat::Markdown, _) => Format::Markdown,
            (ExportFormat::Html, _) => Format::Html,
        };
        Self {
            format,
            ..Self::default()
        }
    }

    fn kept(&self) -> LastExport {
        LastExport {
            format: self.format.name().to_owned(),
            rows: match self.rows {
                Rows::All => "all",
                Rows::Marked => "marked",
                Rows::First => "first",
            }
            .to_owned(),
            first: self.first,
            columns: match self.columns {
                Columns::Filled => "filled",
                Columns::Shown => "shown",
            }
            .to_owned(),
            manifest: self.manifest,
        }
    }
}

/// Rows that are picked out of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// None in particular: all.
    All,
    /// These.
    These(Arc<RowSet>),
}

/// A list that is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Which list.
    pub pane: Pane,
    /// What and in which order.
    pub view: View,
    /// Which rows of it.
    pub picked: Picked,
    /// How many of them at the most.
    pub limit: Option<u64>,
    /// Positions of the columns.
    pub columns: Vec<usize>,
    /// How.
    pub format: Format,
    /// Into which file, as it was typed.
    pub file: String,
    /// Whether what describes the file is written beside it.
    pub manifest: bool,
}

/// An export that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// Its file, as it was typed.
    pub file: String,
    /// Rows written.
    pub done: u64,
    /// Rows there will be.
    pub of: u64,
    /// How fast.
    pub pace: Pace,
}

/// What the explorer knows of its exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exporting {
    /// The folder that files go to; empty where the shell has not told.
    pub folder: String,
    /// The one that is being written.
    pub at_work: Option<AtWork>,
}

/// The columns of a list that some row fills, in the table's order.
pub fn filled(state: &State, pane: Pane) -> Vec<usize> {
    let list = listing::list(state, pane);
    let columns = 0..list.table.columns.len();
    columns.filter(|at| !list.shape.lacks(*at)).collect()
}

/// The columns of a list that are on screen, in their order there; those that were chosen also where they are scrolled
/// away.
pub fn on_screen(state: &State, pane: Pane) -> Vec<usize> {
    let list = listing::list(state, pane);
    if list.chosen.is_own() {
        return list.shown_columns();
    }
    let fitted = list.fitted(state.list_width(pane));
    fitted.iter().map(|column| column.index).collect()
}

/// How many rows a choice means; none while the list is being ranked.
pub fn rows(state: &State, pane: Pane, choice: &Choice) -> Option<u64> {
    let list = listing::list(state, pane);
    let total = list.total.filter(|_| list.whole && !list.ranking)?;
    let marks = marks(state, pane);
    let here = || marks.here(list.generation).unwrap_or(marks.count());
    Some(match choice.rows {
        Rows::All => total,
        Rows::Marked => here(),
        Rows::First => choice.first.min(total),
    })
}

/// How lists were written out last, on this machine.
pub fn last(state: &State) -> Choice {
    let own = || Choice::of(state.options.export);
    let last = state.session.export.as_ref();
    last.map_or_else(own, Choice::from)
}

/// The name that a file gets by itself.
pub fn default_name(view: &View, format: Format) -> String {
    // A table of a dataset has its name behind that of the dataset.
    let dataset = view.dataset.0.split('/').next().unwrap_or_default();
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    let dataset: String = dataset.chars().map(plain).take(LONGEST_NAME).collect();
    format!(
        "backtrail-{dataset}-{}.{}",
        view.list.table().name,
        format.ending()
    )
}

/// Letters of a dataset in the name of a file.
const LONGEST_NAME: usize = 100;

/// Opens the sheet.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    let Some(view) = listing::list(state, pane).view.clone() else {
        return nothing(state);
    };
    let mut choice = last(state);
    let marked = rows(
        state,
        pane,
        &Choice {
            rows: Rows::Marked,
            ..choice
        },
    );
    if choice.rows == Rows::Marked && marked.is_none_or(|marked| marked == 0) {
        choice.rows = Rows::All;
    }
    let mut sheet = ExportSheet::new(pane, view, choice);
    sheet.is_waiting = state.export.at_work.is_some();
    state.overlay = Some(Overlay::Export(Box::new(sheet)));
    Vec::new()
}

/// Writes a list as the last one was written, under the name it gets by itself.
pub fn again(state: &mut State, pane: Pane) -> Vec<Effect> {
    let choice = last(state);
    start(state, pane, choice, None).unwrap_or_else(|why| {
        state.notice = Some(Notice::info(why));
        Vec::new()
    })
}

/// Starts an export, or says why not.
pub fn start(
    state: &mut State,
    pane: Pane,
    choice: Choice,
    file: Option<&str>,
) -> Result<Vec<Effect>, String> {
    if let Some(now) = &state.export.at_work {
        let key = command::key_of(&state.keymap, Command::Export);
        return Err(format!(
            "{} is still being written; {key} shows how far, and stops it",
            now.file
        ));
    }
    let Some(view) = listing::list(state, pane).view.clone() else {
        return Err(NOTHING.to_owned());
    };
    let marks = marks(state, pane);
    let picked = match choice.rows {
        Rows::Marked if marks.count() == 0 => {
            return Err("no row is marked; nothing was written".to_owned());
        }
        Rows::Marked => Picked::These(marks.rows()),
        Rows::All | Rows::First => Picked::All,
    };
    let columns = match choice.columns {
        Columns::Filled => filled(state, pane),
        Columns::Shown => on_screen(state, pane),
    };
    let file = file.map_or_else(|| default_name(&view, choice.format), str::to_owned);
    state.export.at_work = Some(AtWork {
        file: file.clone(),
        done: 0,
        pace: Pace::default(),
        of: rows(state, pane, &choice).unwrap_or(0),
    });
    state.session.export = Some(choice.kept());
    state.notice = Some(Notice::info(match view.filter.is_empty() {
        true => format!("writing {file}"),
        false => format!("writing the rows that pass the filter to {file}"),
    }));
    Ok(vec![Effect::Export(Box::new(Order {
        pane,
        view,
        picked,
        limit: (choice.rows == Rows::First).then_some(choice.first),
        columns,
        format: choice.format,
        file,
        manifest: choice.manifest,
    }))])
}

const NOTHING: &str = "there is nothing to export yet";

fn nothing(state: &mut State) -> Vec<Effect> {
    state.notice = Some(Notice::info(NOTHING));
    Vec::new()
}

/// How far the export is that is being written, in a line.
pub fn told(state: &State) -> Option<String> {
    let now = state.export.at_work.as_ref()?;
    let share = (now.done * 100).checked_div(now.of).unwrap_or(0).min(100);
    let key = command::key_of(&state.keymap, Command::Export);
    Some(format!(
        "writing {}: {share}%; {key} shows and stops it",
        now.file
    ))
}

/// So many rows are written.
pub fn grows(state: &mut State, done: u64, of: u64) {
    if let Some(now) = &mut state.export.at_work {
        (now.done, now.of) = (done, of);
        now.pace.report(state.now, done);
    }
}

/// It is written, or why it is not. A sheet that showed how far it was is done.
pub fn ended(state: &mut State, outcome: Result<String, String>) {
    state.export.at_work = None;
    if matches!(state.sheet(), Some(Overlay::Export(sheet)) if sheet.is_waiting) {
        state.take_sheet();
    }
    state.notice = Some(match outcome {
        Ok(said) => Notice::info(said),
        Err(why) => Notice::trouble(why),
    });
}
