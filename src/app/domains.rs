//! 3: the main list of a dataset: the referring domains, or the items of an overview.

use super::command::Command;
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::list::List;
use super::marks::Marks;
use super::notices::Notice;
use super::state::{Focus, State};
use super::{detail, enrich, links, listing, way};
use crate::model::catalog::Brings;
use crate::model::column::{DATAFORSEO, Value};
use crate::model::computed::way_columns;
use crate::model::domain::DOMAINS;
use crate::model::rows::{self, RowId, SortKey, View};

/// Position of the name in either table; read always, because links are headed by it.
pub const NAME: usize = 0;

/// Position of the count of links held from a domain; read always, because it decides what Enter opens.
pub const LINKS_HELD: usize = 1;

/// The list, and what is marked in it.
#[derive(Clone, Debug)]
pub struct Domains {
    /// Its rows.
    pub list: List,
    /// Marked rows.
    pub marks: Marks,
    /// What heads the list, where it is a table beside the dataset with the links.
    pub table: Option<DatasetFacts>,
    /// What was listed before, each with its cursor, the last on top: the way back.
    pub(super) under: Vec<Under>,
}

/// A list that another one took the place of.
#[derive(Clone, Debug)]
pub(super) struct Under {
    list: List,
    marks: Marks,
    table: Option<DatasetFacts>,
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
            table: None,
            under: Vec::new(),
        }
    }

    /// Whether referring domains are listed, not items.
    pub fn lists_domains(&self) -> bool {
        self.list.table.name == DOMAINS.name
    }
}

impl Domains {
    /// What is listed.
    pub fn list_kind(&self) -> rows::List {
        match self.lists_domains() {
            true => rows::List::Domains,
            false => rows::List::Sheet(self.sheet()),
        }
    }

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
    state.domains.marks = Marks::default();
    state.domains.table = None;
    state.domains.under.clear();
    state.domains.list.open(own_view(facts), facts)
}

/// The list that a dataset opens with.
pub(super) fn own_view(facts: &DatasetFacts) -> View {
    let list = facts.main_list();
    let asked = matches!(facts.brings(), Some(Brings::Domains | Brings::Sheet(_)));
    let order = match !asked && list == rows::List::Domains {
        true => order_of(facts),
        false => Vec::new(),
    };
    View {
        dataset: facts.id.clone(),
        filter: facts.filter_of(&list),
        list,
        order,
    }
}

/// The strongest domains first, as their links or the provider tell it.
pub(super) fn order_of(facts: &DatasetFacts) -> Vec<SortKey> {
    let column = DOMAINS.position(match facts.provider.as_str() {
        DATAFORSEO => "domain_from_rank",
        _ => "best_source_trust_flow",
    });
    let order = column.map(|column| SortKey {
        column,
        descending: true,
    });
    order.into_iter().collect()
}

/// The columns that are read whatever is on screen: the name, what Enter opens, where a row leads.
pub fn always(state: &State) -> Vec<usize> {
    if state.domains.lists_domains() {
        return vec![NAME, LINKS_HELD];
    }
    let table = state.domains.list.table;
    let columns = way_columns(state.domains.sheet()).iter();
    let columns = columns.filter_map(|id| table.position(id));
    std::iter::once(NAME).chain(columns).collect()
}

/// Lists something else of the open dataset, or a table beside it; Back leads back to what was listed.
pub(super) fn list_over(state: &mut State, view: View, table: Option<DatasetFacts>) -> Vec<Effect> {
    let (Some(facts), own) = (&state.dataset, &mut state.domains) else {
        return Vec::new();
    };
    state.focus = Focus::Domains;
    own.under.push(Under {
        list: own.list.clone(),
        marks: std::mem::take(&mut own.marks),
        table: std::mem::replace(&mut own.table, table),
    });
    let facts = own.table.as_ref().unwrap_or(facts);
    own.list.open(view, facts)
}

/// Lists what was listed before, its cursor where it was; none if there is nothing.
pub(super) fn list_back(state: &mut State) -> Option<Vec<Effect>> {
    let own = &mut state.domains;
    let Under { list, marks, table } = own.under.pop()?;
    // Counting on keeps answers to either list out of the other.
    let generation = own.list.generation;
    (own.list, own.marks, own.table) = (list, marks, table);
    own.list.generation = generation;
    let facts = own.table.as_ref().or(state.dataset.as_ref())?;
    own.list.reshape(facts);
    Some(own.list.rank(facts.size()))
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    if let Some(effects) = listing::first(state, Pane::Domains, command) {
        return effects;
    }
    match command {
        Command::Open => enter(state),
        Command::Back => list_back(state).unwrap_or_else(|| {
            state.focus = Focus::Jobs;
            Vec::new()
        }),
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
    if !state.domains.lists_domains() {
        return way::enter(state, row);
    }
    let list = &state.domains.list;
    let none = matches!(
        list.current_cell(LINKS_HELD),
        Some(Value::Null | Value::Int(0))
    );
    let no_links = state
        .dataset
        .as_ref()
        .is_some_and(DatasetFacts::has_no_links);
    if no_links || none {
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
