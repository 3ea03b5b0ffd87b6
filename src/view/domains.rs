//! 3: the referring domains.

use super::list;
use super::widgets::{Pen, frame};
use crate::app::action::DatasetFacts;
use crate::app::command::{Command, key_of};
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::model::text::one_line;

/// Draws the list.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let own = &state.domains.list;
    let title = state
        .dataset
        .as_ref()
        .map_or_else(String::new, |facts| title(state, layout, facts));
    let place = list::place(own);
    let area = frame::pane(state, layout, pen, Focus::Domains, (&title, &place));
    match own.total {
        Some(total) if total > 0 => list::draw(state, pen, area, own),
        _ => list::empty(pen, area, &nothing(state)),
    }
}

fn title(state: &State, layout: &Layout, facts: &DatasetFacts) -> String {
    let own = &state.domains.list;
    let held = list::count(facts.domains_held);
    let mut parts = vec![match facts.domains_known {
        Some(known) => format!("{held} held of {} known", list::count(known)),
        None => format!("{held} held"),
    }];
    if !facts.complete {
        parts.push("more arriving".to_owned());
    } else if own.ranking && own.total.is_some() {
        parts.push("ranking …".to_owned());
    }
    parts.extend(list::order(own));
    if facts.bad_rows > 0 {
        parts.push(bad_rows(facts.bad_rows));
    }
    parts.extend(list::source(layout, facts));
    parts.join(" · ")
}

/// What became of rows that could not be read.
pub fn bad_rows(n: u64) -> String {
    let rows = if n == 1 { "row" } else { "rows" };
    format!("! {} unreadable {rows}, kept in raw file", list::count(n))
}

fn nothing(state: &State) -> String {
    let key = |command| key_of(&state.keymap, command);
    match (&state.dataset, &state.opening) {
        (_, Some(_)) => "opening …".to_owned(),
        (None, None) => format!(
            "No rows yet. {} is the query form: type a target, then {} shows what it costs. {} lists the jobs; {} opens the rows of one.",
            key(Command::PaneForm),
            key(Command::Price),
            key(Command::PaneJobs),
            key(Command::Open)
        ),
        (Some(_), None) if state.domains.list.ranking => "ranking …".to_owned(),
        (Some(_), None) if state.domains.list.coming.is_some() => "reading rows …".to_owned(),
        (Some(facts), None) if !facts.complete => "rows are arriving …".to_owned(),
        (Some(facts), None) => format!(
            "No referring domains: nothing links to {} in this index. {} goes back to the query.",
            one_line(&facts.target),
            key(Command::PaneForm)
        ),
    }
}
