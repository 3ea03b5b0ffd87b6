//! What is known of a dataset whose rows are listed: where it came from, how much of it is held, and what a reader of its
//! numbers must know.

use std::collections::BTreeMap;

use crate::model::catalog::{self, Brings, Entry};
use crate::model::column::{DATAFORSEO, Table};
use crate::model::rows::{DatasetId, List, Sheet};

/// What the service itself did to an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What it was narrowed by, safe to show: `filters ["rank",">",80]`, `links lost`.
    pub narrowed: Vec<String>,
    /// What else its figures are not as usual in, in few words: the scale of its ranks, lost links among them.
    pub other: Vec<String>,
}

/// Facts of a dataset that head its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Which.
    pub id: DatasetId,
    /// The target asked about, or the name of the file it came from.
    pub target: String,
    /// Where the numbers come from: `majestic historic index of 2026-11-20`, or the file's name.
    pub source: String,
    /// The provider's command that brought it; empty for a file.
    pub command: String,
    /// The value of its option `Mode`, which may say what came; empty where it has none.
    pub mode: String,
    /// Which of the provider's indexes it is of: `historic` or `fresh`; empty for a file.
    pub datasource: String,
    /// Who answered, as the provider is called; empty for a file.
    pub provider: String,
    /// Which sheet it holds, where it holds one.
    pub sheet: Sheet,
    /// Rows of the sheet held, such as items of an overview.
    pub items_held: u64,
    /// Rows of the sheet the provider knows, where it said so.
    pub rows_known: Option<u64>,
    /// Links held.
    pub links_held: u64,
    /// Links the provider knows, where it said so.
    pub links_known: Option<u64>,
    /// Referring domains held.
    pub domains_held: u64,
    /// Referring domains the provider knows, where it said so.
    pub domains_known: Option<u64>,
    /// What the service itself did to the answer.
    pub applied: Applied,
    /// Rows of the raw file that could not be read.
    pub bad_rows: u64,
    /// Cells that could not be read as what their column holds, and are empty.
    pub bad_cells: u64,
    /// Whether every row is here.
    pub complete: bool,
    /// Why no more rows come although not every row is here.
    pub stopped: Option<String>,
    /// What a reader of its numbers must know, one sentence each.
    pub notes: Vec<String>,
    /// Whether figures of its domains wait to be counted now that every link is here.
    pub lacks_second_pass: bool,
    /// The filter that the list of what was asked for opens with; empty where it shows every row.
    pub filter: String,
    /// Columns that no row fills, as `list.column id`: `links.extra`.
    pub absent: Vec<String>,
    /// Titles of columns that mean something else in every dataset, by column id.
    pub labels: BTreeMap<String, String>,
    /// The links that it was counted from, where it was not bought.
    pub counted_from: Option<CountedFrom>,
    /// The tables that its links give, each with its rows where it was counted from these links.
    pub tables: Vec<(Sheet, Option<u64>)>,
}

/// What a table was counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedFrom {
    /// The dataset with the links.
    pub dataset: DatasetId,
    /// How many there were.
    pub links: u64,
}

impl DatasetFacts {
    /// The catalog entry that brought it, where one did.
    pub fn entry(&self) -> Option<&'static Entry> {
        catalog::entry(&self.command)
    }

    /// What the question brings that was asked, where one was.
    pub fn brings(&self) -> Option<Brings> {
        self.entry().map(|entry| entry.brings_in(&self.mode))
    }

    /// What pane 3 lists: the items of an overview or another sheet, else the referring domains.
    pub fn main_list(&self) -> List {
        let brought = match self.brings() {
            Some(Brings::Sheet(sheet)) => Some(sheet),
            _ => None,
        };
        let held = (self.items_held > 0).then_some(self.sheet);
        held.or(brought).map_or(List::Domains, List::Sheet)
    }

    /// Whether fewer rows are held of an answer bought page by page than the service counts.
    pub fn is_in_part(&self, held: u64, known: Option<u64>) -> bool {
        self.complete && self.provider == DATAFORSEO && known.is_some_and(|known| held < known)
    }

    /// The filter that a list opens with.
    pub fn filter_of(&self, list: &List) -> String {
        let brought = self.brings().map(Brings::list);
        let is_brought = brought.is_some_and(|it| it.table().name == list.table().name);
        if is_brought {
            self.filter.clone()
        } else {
            String::new()
        }
    }

    /// Whether no row fills the column of a table with this id.
    pub fn lacks(&self, table: &Table, id: &str) -> bool {
        let is_it = |name: &String| name.split_once('.') == Some((table.name, id));
        self.absent.iter().any(is_it)
    }

    /// Whether more rows come.
    pub fn is_arriving(&self) -> bool {
        !self.complete && self.stopped.is_none()
    }

    /// Whether there are no links in it, and none will come.
    pub fn has_no_links(&self) -> bool {
        self.complete && self.links_held == 0
    }

    /// A number that grows while rows arrive: of links where there are any, else of domains and items.
    pub fn size(&self) -> u64 {
        if self.links_held > 0 {
            self.links_held
        } else {
            self.domains_held + self.items_held
        }
    }
}
