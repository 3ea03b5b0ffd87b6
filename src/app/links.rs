//! 4: the backlinks of a domain, or all of them; and the commands that both lists share.

use tui_input::Input;

use super::action::DatasetFacts;
use super::command::Command;
use super::effect::{Effect, ExportFormat, Pane};
use super::list::{List, Search};
use super::notices::Notice;
use super::state::{Focus, State};
use super::{command, detail};
use crate::model::link::LINKS;
use crate::model::rows::{self, Direction, RowId, SortKey, View};

/// Position of the source page in its table; read always, because the browser opens it.
pub const SOURCE: usize = 2;

/// A referring domain and its name.
type Domain = (RowId, String);

/// The list of links.
#[derive(Clone, Debug)]
pub struct Links {
    /// Its rows.
    pub list: List,
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
            domain: None,
            aside: None,
        }
    }

    /// Shows nothing.
    pub fn close(&mut self) {
        self.list.close();
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
    let column = LINKS.position("source_trust_flow");
    let view = View {
        dataset: facts.id.clone(),
        list: rows::List::Links {
            domain: domain.as_ref().map(|(row, _)| *row),
        },
        order: column
            .map(|column| SortKey {
                column,
                descending: true,
            })
            .into_iter()
            .collect(),
    };
    state.links.domain = domain;
    state.links.list.open(view, facts)
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
    match command {
        Command::Open | Command::InFull => {
            let row = state.links.list.current().map(|row| row.id);
            row.map_or_else(Vec::new, |row| detail::open(state, Pane::Links, row))
        }
        Command::Mark | Command::MarkAll | Command::FetchMetrics => {
            let pane = command::key_of(&state.keymap, Command::PaneDomains);
            let text = format!("only referring domains are marked; {pane} lists them");
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
        _ => update_list(state, Pane::Links, command),
    }
}

/// A command that means the same in both lists.
pub fn update_list(state: &mut State, pane: Pane, command: Command) -> Vec<Effect> {
    let height = state.layout().list_rows(pane.into());
    let held = state.dataset.as_ref().map_or(0, DatasetFacts::size);
    let list = list_mut(state, pane);
    if list.moved(command, height) {
        let about = list.table.columns[list.column].about;
        let title = list.title(list.column).to_owned();
        if matches!(
            command,
            Command::ColumnLeft | Command::ColumnRight | Command::Left | Command::Right
        ) {
            state.notice = Some(Notice::info(format!("{title}: {about}")));
        }
        return Vec::new();
    }
    match command {
        Command::SortAscending => list.sort(false, held),
        Command::SortDescending => list.sort(true, held),
        Command::Reread => list.rank(held),
        Command::Find => {
            if list.total.is_some() {
                let input = Input::default();
                state.search = Some(Search { pane, input });
            }
            Vec::new()
        }
        Command::FindNext => find_again(state, pane, Direction::Forward),
        Command::FindPrevious => find_again(state, pane, Direction::Backward),
        Command::Copy => copy(list),
        Command::Export => export(state, pane, ExportFormat::Csv),
        Command::ExportJson => export(state, pane, ExportFormat::Jsonl),
        _ => Vec::new(),
    }
}

/// The list of a pane.
pub fn list_mut(state: &mut State, pane: Pane) -> &mut List {
    match pane {
        Pane::Domains => &mut state.domains.list,
        Pane::Links => &mut state.links.list,
    }
}

/// A search was typed to its end.
pub fn find(state: &mut State, search: &Search) -> Vec<Effect> {
    let list = list_mut(state, search.pane);
    let typed = search.input.value().trim();
    if !typed.is_empty() {
        list.needle = typed.to_owned();
    }
    find_again(state, search.pane, Direction::Forward)
}

fn find_again(state: &mut State, pane: Pane, direction: Direction) -> Vec<Effect> {
    let key = command::key_of(&state.keymap, Command::Find);
    let list = list_mut(state, pane);
    let effects = list.find(direction);
    let needle = list.needle.clone();
    state.notice = Some(Notice::info(if needle.is_empty() {
        format!("{key} finds text")
    } else if effects.is_empty() {
        "there are no rows to look in".to_owned()
    } else {
        format!("looking for `{needle}`")
    }));
    effects
}

fn copy(list: &List) -> Vec<Effect> {
    let cell = list.current_cell(list.column);
    cell.map_or_else(Vec::new, |cell| {
        vec![Effect::Copy(crate::model::text::one_line(&cell.plain()))]
    })
}

fn export(state: &mut State, pane: Pane, format: ExportFormat) -> Vec<Effect> {
    let list = list_mut(state, pane);
    let Some(view) = list.view.clone() else {
        state.notice = Some(Notice::info("there is nothing to export yet"));
        return Vec::new();
    };
    let columns = 0..list.table.columns.len();
    let columns = columns.filter(|c| !list.shape.lacks(*c)).collect();
    state.notice = Some(Notice::info("exporting"));
    vec![Effect::Export {
        format,
        pane,
        view,
        columns,
    }]
}
