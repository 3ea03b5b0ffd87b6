//! 3: the referring domains, the items of an overview, or another sheet.

use super::list::{self, COMPUTED, not_ranked};
use super::sparks;
use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::effect::Pane;
use crate::app::facts::{Applied, DatasetFacts};
use crate::app::layout::Layout;
use crate::app::marking;
use crate::app::state::{Focus, State};
use crate::model::rows::Sheet;
use crate::model::text::one_line;

/// Before a count that is less than all.
const IN_PART: &str = "in part, ";

/// Draws the list.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let own = &state.domains.list;
    let facts = state.facts(Pane::Domains);
    let title = facts.map_or_else(Vec::new, |facts| titles(state, layout, facts));
    let place = list::place(own);
    let area = frame::pane(state, layout, pen, Focus::Domains, (&title, &place));
    match own.total {
        Some(total) if total > 0 => {
            let (area, beside) = sparks::part(state, area);
            list::draw(state, pen, area, own);
            sparks::draw(state, pen, beside);
        }
        _ => list::empty(pen, area, &nothing(state)),
    }
}

/// How many rows are held, and of how many: at length and in short.
fn held_of(state: &State, facts: &DatasetFacts) -> (String, String) {
    let domains = state.domains.lists_domains();
    let (held, known) = match domains {
        true => (facts.domains_held, facts.domains_known),
        false => (facts.items_held, facts.rows_known),
    };
    let in_part = facts.is_in_part(held, known);
    let held = list::count(held);
    if let Some(from) = &facts.counted_from {
        // What was counted is to be read against the links that it was counted from.
        let nouns = facts.sheet.nouns();
        let noun = if facts.items_held == 1 {
            nouns.0
        } else {
            nouns.1
        };
        let links = list::count(from.links);
        let known = facts.links_known.map(list::count);
        let of = known.map_or_else(String::new, |known| format!(" of {known} known"));
        return (
            format!("{held} {noun} of {links} links held{of} · {COMPUTED}"),
            format!(
                "{held} of {links} links{} · computed",
                of.replace(" known", "").replace(" of", ", of")
            ),
        );
    }
    if domains && facts.links_held > 0 && known.is_none() {
        // Those of the links that are here, whatever other links would bring.
        let links = list::count(facts.links_held);
        let all = facts.links_known.map(list::count);
        let of = all.map_or_else(String::new, |all| format!(", of {all}"));
        return (
            format!("{held} domains of the {links} links held{of}"),
            format!("{held} in {links} links{of}"),
        );
    }
    match known.map(list::count) {
        Some(known) if in_part => (
            format!("held in part: {held} of {known} known"),
            format!("{IN_PART}{held} of {known}"),
        ),
        Some(known) => (
            format!("{held} held of {known} known"),
            format!("{held} of {known}"),
        ),
        None if !domains && state.domains.sheet() == Sheet::Items => {
            (format!("{held} asked about"), format!("{held} items"))
        }
        None => (format!("{held} held"), format!("{held} held")),
    }
}

/// The count with what the service did to the answer, in ever fewer words.
fn counts(facts: &DatasetFacts, long: String, short: &str) -> [String; 4] {
    let [full_said, said, tight_said] = list::applied(facts);
    [
        list::with(long.clone(), full_said.as_ref()),
        list::with(long, said.as_ref()),
        list::with(short.to_owned(), said.as_ref()),
        list::with(tight(short), tight_said.as_ref()),
    ]
}

/// A count in the fewest words: `3,000/104,972`, `56 of 100 links`.
fn tight(short: &str) -> String {
    match short.split_once(" links, of ") {
        // That it was counted here is said as long as anything is.
        Some((held, rest)) => match rest.split_once(" · ") {
            Some((_, counted)) => format!("{held} links · {counted}"),
            None => format!("{held} links"),
        },
        None => short.trim_start_matches(IN_PART).replace(" of ", "/"),
    }
}

/// What is listed, in ever fewer words: of how many, how far, in which order, from where.
fn titles(state: &State, layout: &Layout, facts: &DatasetFacts) -> Vec<String> {
    let own = &state.domains.list;
    let bad = unread(facts);
    let marked = marking::told(state, Pane::Domains).filter(|_| own.whole);
    let standing = list::standing(own, facts, &state.keymap);
    if let Some((long, short)) = list::part(own) {
        let part = match &marked {
            Some((marked, brief)) => (format!("{long} · {marked}"), format!("{short} · {brief}")),
            None => (long, short),
        };
        return list::part_titles((None, part), own, (standing, bad), (layout, facts));
    }
    let (long, short) = held_of(state, facts);
    let [full, long, short, tight] = counts(facts, long, &short);
    let (long_state, short_state) = standing;
    let (marked, brief_marked) = marked.unzip();
    let state = marked.or(long_state);
    let short_state = brief_marked.or(short_state);
    let brief = unread_in_short(facts);
    let order = list::order(own);
    let (source, index) = source(layout, facts);
    // What the service did goes before order and source; where it did nothing they are as above.
    let is_plain = facts.applied == Applied::default();
    let unless_said = |what: &Option<String>| what.clone().filter(|_| is_plain);
    list::joined(&[
        &[
            Some(full.clone()),
            state.clone(),
            bad.clone(),
            order.clone(),
            source.clone(),
        ],
        &[
            Some(full.clone()),
            state.clone(),
            bad.clone(),
            order.clone(),
            index.clone(),
        ],
        &[
            Some(full),
            state.clone(),
            bad.clone(),
            unless_said(&order),
            unless_said(&source),
        ],
        &[Some(long.clone()), state.clone(), bad, order, index.clone()],
        &[
            Some(long.clone()),
            state.clone(),
            brief.clone(),
            index.clone(),
        ],
        &[
            Some(short.clone()),
            brief.clone(),
            short_state.clone(),
            index.clone(),
        ],
        &[
            Some(tight.clone()),
            brief.clone(),
            short_state.clone(),
            index,
        ],
        &[Some(long), short_state.clone(), brief.clone()],
        &[Some(short.clone()), brief.clone(), short_state.clone()],
        &[Some(tight.clone()), short_state.clone(), brief],
        &[Some(short), short_state.clone()],
        &[Some(tight), short_state],
    ])
}

/// Where the rows come from; that they were counted here stands beside their number.
fn source(layout: &Layout, facts: &DatasetFacts) -> (Option<String>, Option<String>) {
    let plain = |source: String| source.replace(&format!("{COMPUTED} · "), "");
    let (full, brief) = list::source(layout, facts);
    (full.map(plain), brief.map(plain))
}

/// What could not be read, at length.
fn unread(facts: &DatasetFacts) -> Option<String> {
    let rows = (facts.bad_rows > 0).then(|| bad_rows(facts.bad_rows));
    let cells = (facts.bad_cells > 0).then(|| bad_cells(facts.bad_cells));
    match (rows, cells) {
        (Some(rows), Some(cells)) => Some(format!("{rows} · {cells}")),
        (rows, cells) => rows.or(cells),
    }
}

/// What could not be read, in short.
fn unread_in_short(facts: &DatasetFacts) -> Option<String> {
    let rows = (facts.bad_rows, "bad rows");
    let cells = (facts.bad_cells, "bad cells");
    let said = [rows, cells].into_iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = said
        .map(|(n, what)| format!("! {} {what}", list::count(n)))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// What became of cells that could not be read.
fn bad_cells(n: u64) -> String {
    let cells = if n == 1 { "cell" } else { "cells" };
    format!("! {} unreadable {cells}, empty here", list::count(n))
}

/// What became of rows that could not be read.
pub fn bad_rows(n: u64) -> String {
    let rows = if n == 1 { "row" } else { "rows" };
    format!("! {} unreadable {rows}, kept in raw file", list::count(n))
}

fn nothing(state: &State) -> String {
    let own = &state.domains.list;
    let key = |command| key_of(&state.keymap, command);
    match (state.facts(Pane::Domains), &state.opening) {
        (_, Some(_)) => format!(
            "Opening the rows … {} lists the jobs.",
            key(Command::PaneJobs)
        ),
        (None, None) if state.is_offline() => list::nothing_offline(state),
        (None, None) => format!(
            "No rows yet. {} is the query form: type a target, then {} shows what it costs. {} lists the jobs; {} opens the rows of one.",
            key(Command::PaneForm),
            key(Command::Price),
            key(Command::PaneJobs),
            key(Command::Open)
        ),
        (Some(_), None) if list::awaited(own).is_some() => list::awaited(own).unwrap_or_default(),
        (Some(_), None) if list::nothing_passes(state, own).is_some() => {
            list::nothing_passes(state, own).unwrap_or_default()
        }
        (Some(_), None) if own.broken_off => not_ranked(&key(Command::Reread)),
        (Some(facts), None) if facts.is_arriving() => list::arriving(state),
        (Some(facts), None) if !facts.complete => format!(
            "No rows: {}. {} lists the jobs, {} is the query form.",
            one_line(facts.stopped.as_deref().unwrap_or_default()).trim_end_matches('.'),
            key(Command::PaneJobs),
            key(Command::PaneForm)
        ),
        (Some(facts), None) if !state.domains.lists_domains() => {
            let (_, nouns) = state.domains.sheet().nouns();
            // Why there are none, and what to ask instead, where the answer says so.
            let notes: Vec<String> = facts.notes.iter().map(|note| one_line(note)).collect();
            let target = one_line(&facts.target);
            let none = format!("No {nouns}: the answer about {target} holds none.");
            let form = key(Command::PaneForm);
            let next = format!("{form} goes back to the query.");
            [none, notes.join(" "), next]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        (Some(facts), None) => format!(
            "No referring domains: nothing links to {} in this index. {} goes back to the query.",
            one_line(&facts.target),
            key(Command::PaneForm)
        ),
    }
}
