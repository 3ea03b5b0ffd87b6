//! 4: the backlinks of a domain, or all of them.

use super::command::Command;
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::list::List;
use super::marks::Marks;
use super::notices::Notice;
use super::state::{Focus, State};
use super::{command, detail, listing};
use crate::model::column::DATAFORSEO;
use crate::model::link::LINKS;
use crate::model::rows::{self, RowId, SortKey, View};

/// Position of the source page in its table; read always, because the browser opens it.
pub const SOURCE: usize = 2;

/// A referring domain and its name.
type Domain = (RowId, String);

/// The list of links.
#[derive(Clone, Debug)]
pub struct Links {
    /// Its rows.
    pub list: List,
    /// Marked links, whichever listing they were marked in.
    pub marks: Marks,
    /// The domain whose links are listed, with its name; none lists all.
    pub domain: Option<Domain>,
    /// The other listing of the same dataset, with its cursor: all links beside one domain's, or the other way.
    aside: Option<(Option<Domain>, List)>,
}

impl Default for Links {
    fn default() -> Self {
        Self::new()
    }
}

impl Links {
    /// Nothing listed.
    pub fn new() -> Self {
        Self {
            list: List::new(Pane::Links, &LINKS),
            marks: Marks::default(),
            domain: None,
            aside: None,
        }
    }

    /// Shows nothing.
    pub fn close(&mut self) {
        self.list.close();
        self.marks.clear();
        self.domain = None;
        self.aside = None;
    }

    /// The domain whose links the key of this pane leads back to, while all are listed.
    pub fn other_domain(&self) -> Option<&str> {
        let (domain, _) = self.aside.as_ref()?;
        domain.as_ref().map(|(_, name)| name.as_str())
    }

    /// Keeps what is listed, when something of the other sort takes its place.
    fn put_aside(&mut self, next: Option<&Domain>) {
        if self.list.view.is_some() && self.domain.is_some() != next.is_some() {
            self.aside = Some((self.domain.clone(), self.list.clone()));
        }
    }

    /// What was put aside and what is listed change places.
    fn change_places(&mut self, facts: &DatasetFacts) -> Vec<Effect> {
        let Some((domain, mut list)) = self.aside.take() else {
            return Vec::new();
        };
        // Counting on keeps answers to either list out of the other.
        list.generation = self.list.generation;
        let domain = std::mem::replace(&mut self.domain, domain);
        let list = std::mem::replace(&mut self.list, list);
        self.aside = Some((domain, list));
        self.list.reshape(facts);
        self.list.rank(facts.size())
    }
}

/// Lists the links of a domain, or all; what is listed already keeps its cursor.
pub fn open(state: &mut State, domain: Option<(RowId, String)>) -> Vec<Effect> {
    state.focus = Focus::Links;
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    // An answer without links has none to rank; the pane says which question brings them.
    if facts.has_no_links() {
        return Vec::new();
    }
    if state.links.list.view.is_some() && state.links.domain == domain {
        return Vec::new();
    }
    if state
        .links
        .aside
        .as_ref()
        .is_some_and(|(d, _)| *d == domain)
    {
        return state.links.change_places(facts);
    }
    state.links.put_aside(domain.as_ref());
    let of_links = rows::List::Links { domain: None };
    let row = domain.as_ref().map(|(row, _)| *row);
    let view = view_of(facts, row, facts.filter_of(&of_links));
    state.links.domain = domain;
    state.links.list.open(view, facts)
}

/// Lists the links that pass a filter; listed already, they keep their cursor.
pub(super) fn open_through(state: &mut State, filter: String) -> Vec<Effect> {
    state.focus = Focus::Links;
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let view = view_of(facts, None, filter);
    let is_listed = |now: &View| (&now.list, &now.filter) == (&view.list, &view.filter);
    if state.links.list.view.as_ref().is_some_and(is_listed) {
        return Vec::new();
    }
    state.links.put_aside(None);
    state.links.domain = None;
    state.links.list.open(view, facts)
}

/// Links of a domain, or all, the strongest first.
fn view_of(facts: &DatasetFacts, domain: Option<RowId>, filter: String) -> View {
    let column = LINKS.position(match facts.provider.as_str() {
        DATAFORSEO => "rank",
        _ => "source_trust_flow",
    });
    let order = column.map(|column| SortKey {
        column,
        descending: true,
    });
    View {
        dataset: facts.id.clone(),
        filter,
        list: rows::List::Links { domain },
        order: order.into_iter().collect(),
    }
}

/// The pane was chosen by its number: with nothing listed yet, all links are.
pub fn focus(state: &mut State) -> Vec<Effect> {
    state.focus = Focus::Links;
    if state.links.list.view.is_none() {
        return open(state, None);
    }
    Vec::new()
}

/// The pane's own number, pressed inside it: from a domain's links to all, and back.
pub fn toggle(state: &mut State) -> Vec<Effect> {
    if state.links.list.view.is_none() || state.links.domain.is_some() {
        return open(state, None);
    }
    if let (Some(facts), Some(_)) = (&state.dataset, &state.links.aside) {
        return state.links.change_places(facts);
    }
    let pane = command::key_of(&state.keymap, Command::PaneDomains);
    let enter = command::key_of(&state.keymap, Command::Open);
    state.notice = Some(Notice::info(format!(
        "these are all links; {pane} and then {enter} on a domain lists its links alone"
    )));
    Vec::new()
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    if let Some(effects) = listing::first(state, Pane::Links, command) {
        return effects;
    }
    match command {
        Command::Open | Command::InFull => {
            let row = state.links.list.current().map(|row| row.id);
            row.map_or_else(Vec::new, |row| detail::open(state, Pane::Links, row))
        }
        Command::FetchMetrics => {
            let pane = command::key_of(&state.keymap, Command::PaneDomains);
            let text = format!("metrics are fetched for referring domains; {pane} lists them");
            state.notice = Some(Notice::info(text));
            Vec::new()
        }
        Command::Back => {
            state.focus = Focus::Domains;
            Vec::new()
        }
        Command::Browse => {
            let cell = state.links.list.current_cell(SOURCE);
            let url = cell.map(|cell| cell.plain().into_owned());
            url.map_or_else(Vec::new, |url| detail::browse(state, &url))
        }
        _ => listing::update(state, Pane::Links, command),
    }
}
