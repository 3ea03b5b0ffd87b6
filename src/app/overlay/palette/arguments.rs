//! What may stand behind the name of a command: the names that are read, and those that tab offers.

use crate::app::docs;
use crate::app::effect::Pane;
use crate::app::list::List;
use crate::app::listing::{is_unfilled, list};
use crate::app::overlay::pictures;
use crate::app::state::State;
use crate::app::typed::{self, Takes};
use crate::config::theme;
use crate::model::column::{EXTRA, Table};
use crate::model::domain::DOMAINS;
use crate::model::export::Format;
use crate::model::filter::{self, Choice, Completion, nearest};
use crate::model::meant;
use crate::model::money::{Amounts, LimitKind};
use crate::model::rows::{DatasetId, Field, Of};

use super::run::nearest_list;

/// The datasets that jobs here hold, the newest first.
pub(super) fn datasets(state: &State) -> Vec<DatasetId> {
    let mut held: Vec<DatasetId> = Vec::new();
    let bought = state
        .queue
        .jobs
        .iter()
        .filter_map(|job| job.dataset.clone());
    let opened = state.session.opened.iter().cloned().map(DatasetId);
    for id in bought.chain(opened) {
        if !held.contains(&id) {
            held.push(id);
        }
    }
    held
}

/// The column of a list with this id, alias, provider's name or title; blanks and dashes may stand for underscores. One
/// that has no such column, or an empty one, takes the filled one that is meant; what that is, is told.
pub(super) fn column(list: &List, name: &str, told: &mut Vec<String>) -> Result<usize, String> {
    let joined = name.replace([' ', '-'], "_");
    let titled = || {
        let mut all = 0..list.table.columns.len();
        all.find(|at| list.title(*at).eq_ignore_ascii_case(name))
    };
    let found = list.table.position(name);
    let found = found
        .or_else(|| list.table.position(&joined))
        .or_else(titled);
    if let Some(found) = found.filter(|at| !list.shape.lacks(*at)) {
        return Ok(found);
    }
    let meant = match found {
        Some(empty) => meant::instead_of(list.table, empty),
        None => meant::by(list.table, name),
    };
    let meant = meant.into_iter().find(|at| !list.shape.lacks(*at));
    match (found, meant) {
        (Some(empty), Some(meant)) => {
            let (empty, meant_title) = (list.title(empty), list.title(meant));
            told.push(format!(
                "no row fills {empty}, so that {meant_title} is taken"
            ));
            Ok(meant)
        }
        (None, Some(meant)) => {
            told.push(format!("`{name}` is {} here", list.title(meant)));
            Ok(meant)
        }
        (Some(empty), None) => Err(format!(
            "no row of this list fills `{}`; tab offers the columns that are filled",
            list.title(empty)
        )),
        (None, None) => Err(format!(
            "there is no column `{name}` in {}{}",
            list.table.name,
            near(list.table, &joined)
        )),
    }
}

/// The columns that may have been meant.
fn near(table: &Table, name: &str) -> String {
    let ids = table.columns.iter().map(|column| column.id);
    let aliases = table.columns.iter().flat_map(|c| c.aliases.iter().copied());
    let near = nearest(name, ids.chain(aliases).map(str::to_owned));
    match near.as_slice() {
        [] => "; tab lists those there are".to_owned(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}

/// What may be typed at the cursor, behind so many characters; none where the name of the command is typed yet, or where
/// it takes nothing.
pub(super) fn offered(state: &State, line: &str, cursor: usize) -> Option<Completion> {
    let before: String = line.chars().take(cursor).collect();
    let (entry, rest) = typed::read(&before)?;
    if rest.is_empty() && !before.ends_with(' ') {
        return None;
    }
    let start = match rest.is_empty() {
        true => before.len(),
        false => before.trim_end().len() - rest.len(),
    };
    let rest = &before[start..];
    let pane = nearest_list(state).unwrap_or(Pane::Domains);
    let own = list(state, pane);
    let at = before.chars().count() - rest.chars().count();
    let part = rest.rsplit(',').next().unwrap_or("").trim_start();
    let words: Vec<&str> = part.split(' ').collect();
    let word = words.last().copied().unwrap_or("");
    let choices = match (typed::takes(entry.command), words.len()) {
        (Takes::Filter, _) => {
            let mut offered = filter::complete(own.table, rest, rest.chars().count());
            offered.at += at;
            return Some(offered);
        }
        (Takes::Order, 0 | 1) => columns(own, word),
        (Takes::Order, _) => matching(
            word,
            [
                ("desc", "largest, latest, last first"),
                ("asc", "the other way around"),
            ],
        ),
        (Takes::Column, _) => tallied(state, own, word),
        (Takes::Limit, 0 | 1) => matching(word, LimitKind::ALL.map(|kind| (kind.name(), ""))),
        (Takes::Limit, _) => matching(word, Amounts::ZERO.named().map(|(name, _)| (name, ""))),
        (Takes::Export, 0 | 1) => matching(
            word,
            Format::OFFERED.map(|form| (form.name(), form.title())),
        ),
        (Takes::Picture, _) => {
            let names = pictures::offered(state, pane).into_iter();
            matching(word, names.map(|name| (name.id(), name.title())))
        }
        (Takes::Theme, _) => themes(state, word),
        (Takes::Topic, _) => matching(word, docs::TOPICS.iter().map(|t| (t.id, t.title))),
        (Takes::Dataset, _) => held(state, word),
        (Takes::Nothing | Takes::Text | Takes::Row | Takes::Export, _) => return None,
    };
    let len = word.chars().count();
    Some(Completion {
        at: before.chars().count() - len,
        len,
        choices,
    })
}

fn choice(text: &str, about: &'static str) -> Choice {
    Choice {
        text: text.to_owned(),
        about,
    }
}

/// Those that begin as typed, then those that hold it.
fn matching<'a>(
    typed: &str,
    all: impl IntoIterator<Item = (&'a str, &'static str)>,
) -> Vec<Choice> {
    let typed = typed.to_lowercase();
    let (mut begin, mut hold) = (Vec::new(), Vec::new());
    for (text, about) in all {
        match text.to_lowercase().find(&typed) {
            Some(0) => begin.push(choice(text, about)),
            Some(_) => hold.push(choice(text, about)),
            None => {}
        }
    }
    begin.append(&mut hold);
    begin
}

/// The columns of a list that are filled; one that is named by an alias comes under its id.
fn columns(list: &List, typed: &str) -> Vec<Choice> {
    let filled = || {
        let columns = list.table.columns.iter().enumerate();
        columns
            .filter(|(at, _)| !list.shape.lacks(*at))
            .map(|(_, column)| column)
    };
    let mut choices = matching(typed, filled().map(|c| (c.id, c.about)));
    let begins = |alias: &&str| !typed.is_empty() && alias.starts_with(typed);
    for column in filled().filter(|c| c.aliases.iter().any(&begins)) {
        if choices.iter().all(|choice| choice.text != column.id) {
            choices.push(choice(column.id, column.about));
        }
    }
    // What the name leads to where no filled column has it.
    if choices.is_empty()
        && let Ok(at) = column(list, typed, &mut Vec::new())
    {
        let column = &list.table.columns[at];
        choices.push(choice(column.id, column.about));
    }
    choices
}

/// The columns that can be counted by: for links also those of their referring domains.
fn tallied(state: &State, list: &List, typed: &str) -> Vec<Choice> {
    let mut choices = columns(list, typed);
    choices.retain(|choice| choice.text != EXTRA);
    if list.pane == Pane::Links {
        let further = DOMAINS.columns.iter().enumerate();
        let further = further.filter(|(column, c)| {
            let field = Field {
                of: Of::Domain,
                column: *column,
            };
            list.table.position(c.id).is_none() && !is_unfilled(state, list, field)
        });
        choices.extend(matching(typed, further.map(|(_, c)| (c.id, c.about))));
    }
    choices
}

/// Those that are built in, and those of a person's own.
fn themes(state: &State, typed: &str) -> Vec<Choice> {
    let built_in = theme::BUILTIN.map(|(name, _)| (name, ""));
    let own = state.themes.iter().map(|name| (name.as_str(), "your own"));
    matching(typed, built_in.into_iter().chain(own))
}

fn held(state: &State, typed: &str) -> Vec<Choice> {
    let held = datasets(state);
    let names = held.iter().map(|id| (id.0.as_str(), ""));
    let latest = (!held.is_empty()).then_some(("latest", "the newest of them"));
    matching(typed, latest.into_iter().chain(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_before_what_holds_it() {
        let all = [("best_tf", ""), ("tf", ""), ("cf", "")];
        let found: Vec<_> = matching("TF", all).into_iter().map(|c| c.text).collect();
        assert_eq!(found, ["tf", "best_tf"]);
    }
}
