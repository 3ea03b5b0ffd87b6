//! 4: the backlinks.

use super::list::{self, not_ranked};
use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::effect::Pane;
use crate::app::facts::DatasetFacts;
use crate::app::layout::Layout;
use crate::app::marking;
use crate::app::state::{Focus, State};
use crate::model::catalog::Brings;
use crate::model::catalog::majestic::{DOWNLOAD_REF_DOMAIN_BACK_LINKS, GET_BACK_LINK_DATA};
use crate::model::text::one_line;

/// Before a count that is less than all.
const IN_PART: &str = "held in part: ";

/// Draws the list.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let own = &state.links.list;
    let title = match &state.dataset {
        Some(facts) if own.view.is_some() => titles(state, layout, facts),
        _ => Vec::new(),
    };
    let place = list::place(own);
    let area = frame::pane(state, layout, pen, Focus::Links, (&title, &place));
    match own.total {
        Some(total) if total > 0 => list::draw(state, pen, area, own),
        _ => list::empty(pen, area, &nothing(state)),
    }
}

/// What is listed, in ever fewer words: whose links, of how many, how far, in which order, from where.
fn titles(state: &State, layout: &Layout, facts: &DatasetFacts) -> Vec<String> {
    let own = &state.links.list;
    let name = state.links.domain.as_ref().map(|(_, name)| one_line(name));
    let standing = list::standing(own, facts, &state.keymap);
    let marked = marking::told(state, Pane::Links).filter(|_| own.whole);
    if let Some(part) = list::part(own) {
        let part = match marked {
            Some((long, short)) => (
                format!("{} · {long}", part.0),
                format!("{} · {short}", part.1),
            ),
            None => part,
        };
        return list::part_titles((name, part), own, (standing, None), (layout, facts));
    }
    let (whose, count) = counted(state, facts);
    let (marked, brief_marked) = marked.unzip();
    let (state, brief) = (marked.or(standing.0), brief_marked.or(standing.1));
    let order = list::order(own);
    let (source, index) = list::source(layout, facts);
    let [full_said, said, tight_said] = list::applied(facts);
    let full = Some(list::with(count.clone(), full_said.as_ref()));
    let tight = count.trim_start_matches(IN_PART).replace(" known", "");
    let tight = Some(list::with(tight, tight_said.as_ref()));
    let count = Some(list::with(count, said.as_ref()));
    // What the service did goes before order and source; where it did nothing they are as above.
    let unless_said = |what: &Option<String>| what.clone().filter(|_| said.is_none());
    list::joined(&[
        &[
            whose.clone(),
            full.clone(),
            state.clone(),
            order.clone(),
            source.clone(),
        ],
        &[
            whose.clone(),
            full.clone(),
            state.clone(),
            order.clone(),
            index.clone(),
        ],
        &[
            whose.clone(),
            full,
            state.clone(),
            unless_said(&order),
            unless_said(&source),
        ],
        &[
            whose.clone(),
            count.clone(),
            state.clone(),
            order.clone(),
            source,
        ],
        &[
            whose.clone(),
            count.clone(),
            state.clone(),
            order.clone(),
            index.clone(),
        ],
        &[whose.clone(), count.clone(), brief.clone(), index],
        &[whose.clone(), count.clone(), brief.clone(), order],
        &[whose.clone(), count, brief.clone()],
        &[whose, tight.clone(), brief.clone()],
        &[tight, brief],
    ])
}

/// Whose links are listed, and how many are held of how many.
fn counted(state: &State, facts: &DatasetFacts) -> (Option<String>, String) {
    let own = &state.links.list;
    let held = list::count(facts.links_held);
    match &state.links.domain {
        Some((_, name)) => {
            let total = own.total.map_or_else(|| "…".to_owned(), list::count);
            (
                Some(one_line(name)),
                format!("{total} of {held} links held"),
            )
        }
        None => {
            let in_part = facts.is_in_part(facts.links_held, facts.links_known);
            let held = match facts.complete {
                true if in_part => format!("{IN_PART}{held}"),
                true => format!("all {held} held"),
                false if facts.is_arriving() => format!("{held} so far"),
                false => format!("{held} held"),
            };
            let known = facts.links_known.map(list::count);
            let known = known.map_or_else(String::new, |known| format!(" of {known} known"));
            (None, format!("{held}{known}"))
        }
    }
}

fn nothing(state: &State) -> String {
    let own = &state.links.list;
    let key = |command| key_of(&state.keymap, command);
    if let Some(text) = list::awaited(own) {
        text
    } else if let Some(facts) = state.dataset.as_ref().filter(|facts| facts.has_no_links()) {
        no_links(facts, &key(Command::PaneForm))
    } else if let Some(text) = list::nothing_passes(state, own) {
        text
    } else if own.broken_off {
        not_ranked(&key(Command::Reread))
    } else if own.view.is_some()
        && state
            .dataset
            .as_ref()
            .is_some_and(DatasetFacts::is_arriving)
    {
        list::arriving(state)
    } else if own.view.is_some() {
        let back = key(Command::PaneDomains);
        format!("No links are held here. {back} goes back to the domains.")
    } else if state.dataset.is_some() {
        format!(
            "{} on a referring domain lists its links; {} lists all.",
            key(Command::Open),
            key(Command::PaneLinks)
        )
    } else if state.is_offline() {
        list::nothing_offline(state)
    } else {
        format!("No rows yet. {} is the query form.", key(Command::PaneForm))
    }
}

/// What was asked brings no links, or there are none: the question that brings them is named, and nothing is sent.
fn no_links(facts: &DatasetFacts, form: &str) -> String {
    let brings = facts.brings();
    if brings.is_none() {
        return "No links are held here.".to_owned();
    }
    if !matches!(brings, Some(Brings::Domains | Brings::Sheet(_))) {
        return format!(
            "No links: the service knows none of {} that fit the question.",
            one_line(&facts.target)
        );
    }
    let command = &facts.command;
    let (links, file) = (
        GET_BACK_LINK_DATA.title,
        DOWNLOAD_REF_DOMAIN_BACK_LINKS.title,
    );
    format!(
        "An answer of {command} holds no links. `{links}` brings the best of them with their domains in one call, \
         `{file}` a file of them; {form} is the query form."
    )
}
