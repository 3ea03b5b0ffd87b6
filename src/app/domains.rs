//! 3: the referring domains.

use super::action::DatasetFacts;
use super::command::Command;
use super::effect::{Effect, Pane};
use super::list::List;
use super::state::{Focus, State};
use super::{links, notices::Notice};
use crate::model::domain::DOMAINS;
use crate::model::rows::{self, SortKey, View};

/// Position of the domain's name in its table; read always, because its links are headed by it.
pub const DOMAIN: usize = 0;

/// The list of domains.
#[derive(Clone, Debug)]
pub struct Domains {
    /// Its rows.
    pub list: List,
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
        }
    }
}

/// Lists the domains of a dataset, the best source TrustFlow first.
pub fn open(state: &mut State, facts: &DatasetFacts) -> Vec<Effect> {
    let column = DOMAINS.position("best_source_trust_flow");
    let order = column.map(|column| SortKey {
        column,
        descending: true,
    });
    let view = View {
        dataset: facts.id.clone(),
        list: rows::List::Domains,
        order: order.into_iter().collect(),
    };
    state.domains.list.open(view, facts.links_held)
}

/// A command of this pane.
pub fn update(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => enter(state),
        Command::Back => {
            state.focus = Focus::Jobs;
            Vec::new()
        }
        Command::Browse => match name(state) {
            Some(name) => vec![Effect::OpenInBrowser(format!("http://{name}/"))],
            None => Vec::new(),
        },
        _ => links::update_list(state, Pane::Domains, command),
    }
}

fn enter(state: &mut State) -> Vec<Effect> {
    let row = state.domains.list.current().map(|row| row.id);
    match (row, name(state)) {
        (Some(row), Some(name)) => links::open(state, Some((row, name))),
        _ => {
            state.notice = Some(Notice::info("no domain is under the cursor yet"));
            Vec::new()
        }
    }
}

fn name(state: &State) -> Option<String> {
    let cell = state.domains.list.current_cell(DOMAIN)?;
    Some(crate::model::text::one_line(&cell.plain()))
}
