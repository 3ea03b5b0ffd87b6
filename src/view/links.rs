//! 4: the backlinks.

use super::list;
use super::widgets::{Pen, frame};
use crate::app::action::DatasetFacts;
use crate::app::command::{Command, key_of};
use crate::app::layout::Layout;
use crate::app::state::{Focus, State};
use crate::model::text::one_line;

/// Draws the list.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let own = &state.links.list;
    let title = match &state.dataset {
        Some(facts) if own.view.is_some() => title(state, layout, facts),
        _ => String::new(),
    };
    let place = list::place(own);
    let area = frame::pane(state, layout, pen, Focus::Links, (&title, &place));
    match own.total {
        Some(total) if total > 0 => list::draw(state, pen, area, own),
        _ => list::empty(pen, area, &nothing(state)),
    }
}

fn title(state: &State, layout: &Layout, facts: &DatasetFacts) -> String {
    let own = &state.links.list;
    let held = list::count(facts.links_held);
    let mut parts = Vec::new();
    match &state.links.domain {
        Some((_, name)) => {
            parts.push(one_line(name));
            parts.push(match own.total {
                Some(total) => format!("{} of {held} links held", list::count(total)),
                None => format!("of {held} links held"),
            });
        }
        None => parts.push(match facts.links_known {
            Some(known) => format!("all {held} held of {} known", list::count(known)),
            None => format!("all {held} held"),
        }),
    }
    if !facts.complete {
        parts.push("more arriving".to_owned());
    } else if own.ranking && own.total.is_some() {
        parts.push("ranking …".to_owned());
    }
    parts.extend(list::order(own));
    parts.extend(list::source(layout, facts));
    parts.join(" · ")
}

fn nothing(state: &State) -> String {
    let own = &state.links.list;
    let key = |command| key_of(&state.keymap, command);
    if own.ranking {
        "ranking …".to_owned()
    } else if own.coming.is_some() {
        "reading rows …".to_owned()
    } else if own.view.is_some() {
        "No links are held here.".to_owned()
    } else if state.dataset.is_some() {
        format!(
            "{} on a referring domain lists its links; {} lists all.",
            key(Command::Open),
            key(Command::PaneLinks)
        )
    } else {
        format!("No rows yet. {} is the query form.", key(Command::PaneForm))
    }
}
