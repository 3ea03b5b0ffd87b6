//! 3: the main list of a dataset: the referring domains, or the items of an overview.

use super::action::DatasetFacts;
use super::command::Command;
use super::effect::{Effect, Pane};
use super::list::List;
use super::marks::Marks;
use super::notices::Notice;
use super::state::{Focus, State};
use super::{detail, enrich, links, listing};
use crate::model::catalog::Brings;
use crate::model::column::{DATAFORSEO, Value};
use crate::model::domain::DOMAINS;
use crate::model::rows::{self, RowId, SortKey, View};

/// Position of the name in either table; read always, because links are headed by it and marks keep it.
pub const NAME: usize = 0;

/// Position of the count of links held from a domain; read always, because it decides what Enter opens.
pub const LINKS_HELD: usize = 1;

/// The list, and what is marked in it.
#[derive(Clone, Debug)]
pub struct Domains {
    /// Its rows.
    pub list: List,
    /// Marked referring domains.
    pub marks: Marks,
}

impl Default for Domains {
    fn default() -> Self {
        Self::new()
    }
}

impl Domains {
    /// Nothing listed.
    pub fn new() -> Self {
        Self {
            list: List::new(Pane::Domains, &DOMAINS),
            marks: Marks::default(),
        }
    }

    /// Whether referring domains are listed, not items.
    pub fn lists_domains(&self) -> bool {
        self.list.table.name == DOMAINS.name
    }
}

impl Domains {
    /// Which sheet is listed, where no domains are.
    pub fn sheet(&self) -> rows::Sheet {
        let is_listed = |sheet: &rows::Sheet| sheet.table().name == self.list.table.name;
        let found = rows::Sheet::all().find(|sheet| is_listed(sheet));
        found.unwrap_or_default()
    }
}

/// Lists a dataset's domains or items. Where links are held, the best source TrustFlow or the provider's
/// rank comes first; what came in an
/// order that was asked for stays in it.
pub fn open(state: &mut State, facts: &DatasetFacts) -> Vec<Effect> {
    let list = facts.main_list();
    let asked = matches!(facts.brings(), Some(Brings::Domains | Brings::Sheet(_)));
    let column = (!asked && list == rows::List::Domains)
        .then(|| {
            DOMAINS.position(match facts.provider.as_str() {
                DATAFORSEO => "domain_from_rank",
                _ => "best_source_trust_flow",
            })
        })
        .flatten();
    let order = column.map(|column| SortKey {
        column,
        descending: true,
    });
    let view = View {
        dataset: facts.id.clone(),
        filter: facts.filter_of(&list),
        list,
        order: order.into_iter().collect(),
    };
    state.domains.marks = Marks::default();
    state.domains.list.open(view, facts)
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => enter(state),
        Command::Back => {
            state.focus = Focus::Jobs;
            Vec::new()
        }
        Command::InFull => {
            let row = state.domains.list.current().map(|row| row.id);
            row.map_or_else(Vec::new, |row| detail::open(state, Pane::Domains, row))
        }
        Command::Browse if !state.domains.sheet().has_page() => {
            state.notice = Some(Notice::info("such a row has no page"));
            Vec::new()
        }
        Command::Browse => match current(state) {
            Some((_, name)) => detail::browse(state, &address(&name)),
            None => Vec::new(),
        },
        Command::Mark | Command::MarkAll if !state.domains.lists_domains() => {
            state.notice = Some(Notice::info("only referring domains are marked"));
            Vec::new()
        }
        Command::Mark => {
            if let Some((row, name)) = current(state) {
                state.domains.marks.toggle(row, name);
                let height = state.layout().list_rows(Focus::Domains);
                state.domains.list.moved(Command::Down, height);
            }
            Vec::new()
        }
        Command::MarkAll => {
            let total = state.domains.list.total.unwrap_or(0);
            state.domains.marks.turn(total);
            Vec::new()
        }
        Command::FetchMetrics => enrich::ask(state),
        _ => listing::update(state, Pane::Domains, command),
    }
}

/// The home page of a domain, or an item that is an address itself.
pub fn address(name: &str) -> String {
    if name.contains("://") {
        name.to_owned()
    } else {
        format!("http://{name}/")
    }
}

/// To a domain's links; where there are none, to the row in full.
fn enter(state: &mut State) -> Vec<Effect> {
    let Some((row, name)) = current(state) else {
        state.notice = Some(Notice::info("no row is under the cursor yet"));
        return Vec::new();
    };
    let list = &state.domains.list;
    let none = matches!(
        list.current_cell(LINKS_HELD),
        Some(Value::Null | Value::Int(0))
    );
    let no_links = state
        .dataset
        .as_ref()
        .is_some_and(DatasetFacts::has_no_links);
    if !state.domains.lists_domains() || no_links || none {
        return detail::open(state, Pane::Domains, row);
    }
    links::open(state, Some((row, name)))
}

/// The row under the cursor and its name.
fn current(state: &State) -> Option<(RowId, String)> {
    let list = &state.domains.list;
    let name = list.current_cell(NAME)?.plain();
    Some((list.current()?.id, crate::model::text::one_line(&name)))
}
