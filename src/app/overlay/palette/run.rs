//! Running what was typed: where a command of another pane works, the keys go to that pane; where it cannot work, that is
//! said. None of this spends: the price sheet is only opened.

use std::cell::RefCell;

use crate::app::command::{Command, Context, Entry, key_of};
use crate::app::detail::Detail;
use crate::app::effect::{Effect, Pane};
use crate::app::export::{self, Choice, Rows};
use crate::app::listing::{held, list, list_mut};
use crate::app::notices::Notice;
use crate::app::overlay::help::{self, Page};
use crate::app::overlay::{goto, pictures, tally};
use crate::app::state::{Focus, State};
use crate::app::typed::{Takes, takes, usage};
use crate::app::update::{list_of, run as perform};
use crate::app::{dataset, docs, filtering, search};
use crate::config::Theme;
use crate::model::export::Format;
use crate::model::filter;
use crate::model::money::LimitChange;
use crate::model::rows::{DatasetId, SortKey, parse_order_of};
use crate::model::text::one_line;

use super::arguments::{column, datasets};

/// Runs a command with what stands behind its name; why it cannot be run.
pub(super) fn run(state: &mut State, entry: &Entry, rest: &str) -> Result<Vec<Effect>, String> {
    let takes = takes(entry.command);
    if takes == Takes::Nothing && !rest.is_empty() {
        return Err(format!(
            "{} takes nothing behind its name",
            usage(entry.command)
        ));
    }
    let pane = go(state, entry)?;
    if rest.is_empty() {
        return Ok(perform(state, entry.command));
    }
    match (takes, pane) {
        (Takes::Order, Some(pane)) => sort(state, pane, rest),
        (Takes::Filter, Some(pane)) => filter_by(state, pane, rest),
        (Takes::Column, Some(pane)) => tally_by(state, pane, rest),
        (Takes::Text, Some(pane)) => Ok(find(state, pane, rest)),
        (Takes::Export, Some(pane)) => export(state, pane, rest),
        (Takes::Row, Some(pane)) => goto::to(state, pane, rest).map(|()| Vec::new()),
        (Takes::Picture, Some(pane)) => pictures::open_by(state, pane, rest),
        (Takes::Limit, _) => Ok(vec![Effect::SetLimit(LimitChange::read(rest)?)]),
        (Takes::Theme, _) => Ok(theme(state, rest)),
        (Takes::Dataset, _) => open(state, rest),
        (Takes::Topic, _) => {
            let page = docs::find(rest)?;
            help::open(state, Page::of(page));
            Ok(Vec::new())
        }
        (_, _) => Ok(perform(state, entry.command)),
    }
}

/// Takes the keys to the pane in which a command works; the list that it is.
fn go(state: &mut State, entry: &Entry) -> Result<Option<Pane>, String> {
    let key = |command| key_of(&state.keymap, command);
    match entry.context {
        Context::Everywhere => {}
        Context::Form => state.focus = Focus::Form,
        Context::Jobs => state.focus = Focus::Jobs,
        Context::List => {
            let pane = nearest_list(state).ok_or_else(|| {
                format!(
                    "no list is shown yet; {} on a job ({}) lists its rows, or type {}",
                    key(Command::Open),
                    key(Command::PaneJobs),
                    usage(Command::Open)
                )
            })?;
            state.focus = pane.into();
            return Ok(Some(pane));
        }
        Context::Detail if state.detail == Detail::default() => {
            return Err(format!(
                "`{}` works on a row in full; {} in a list shows one",
                entry.title,
                key(Command::InFull)
            ));
        }
        Context::Detail => state.focus = Focus::Detail,
        elsewhere => {
            let way = match elsewhere {
                Context::Price => format!("; {} opens it", key(Command::Price)),
                Context::Downloads => format!("; {} lists them", key(Command::Downloads)),
                Context::Doubt => format!("; {} on such a job shows it", key(Command::Doubt)),
                _ => String::new(),
            };
            return Err(format!(
                "`{}` is a key of its own place: {}{way}",
                entry.title,
                elsewhere.title()
            ));
        }
    }
    Ok(list_of(state.focus))
}

/// The list one is in, the one that the row in full is of, or the first that lists something.
pub(super) fn nearest_list(state: &State) -> Option<Pane> {
    let from = match state.focus {
        Focus::Detail => list_of(state.detail.from),
        focus => list_of(focus),
    };
    let lists = from.into_iter().chain([Pane::Domains, Pane::Links]);
    lists
        .into_iter()
        .find(|pane| list(state, *pane).view.is_some())
}

fn sort(state: &mut State, pane: Pane, rest: &str) -> Result<Vec<Effect>, String> {
    let held = held(state, pane);
    let own = list(state, pane);
    let told = RefCell::new(Vec::<String>::new());
    // A direction alone is meant for the chosen column.
    let order = match rest.to_ascii_lowercase().as_str() {
        "asc" | "desc" => vec![SortKey {
            column: own.column,
            descending: rest.eq_ignore_ascii_case("desc"),
        }],
        _ => parse_order_of(own.table, rest, &|name| {
            column(own, name, &mut told.borrow_mut())
        })?,
    };
    tell_meant(state, &told.into_inner());
    let own = list_mut(state, pane);
    if let Some(first) = order.first() {
        own.column = first.column;
    }
    Ok(own.order_by(order, held))
}

/// Says which columns were taken in the place of those that were typed.
fn tell_meant(state: &mut State, told: &[String]) {
    if !told.is_empty() {
        state.notice = Some(Notice::info(told.join("; ")));
    }
}

/// Counts by the column that is typed, for links also by one of their referring domains.
fn tally_by(state: &mut State, pane: Pane, rest: &str) -> Result<Vec<Effect>, String> {
    let why = match tally::open_by(state, pane, rest) {
        Ok(effects) => return Ok(effects),
        Err(why) => why,
    };
    let (own, mut told) = (list(state, pane), Vec::new());
    let Ok(column) = column(own, rest, &mut told) else {
        return Err(why);
    };
    let id = own.table.columns[column].id;
    tell_meant(state, &told);
    tally::open_by(state, pane, id)
}

fn filter_by(state: &mut State, pane: Pane, rest: &str) -> Result<Vec<Effect>, String> {
    filter::check(list(state, pane).table, rest).map_err(|mistake| {
        let at: String = rest.chars().skip(mistake.at).take(20).collect();
        match at.is_empty() {
            true => mistake.why,
            false => format!("at `{at}`: {}", mistake.why),
        }
    })?;
    Ok(filtering::apply(state, pane, rest))
}

fn find(state: &mut State, pane: Pane, rest: &str) -> Vec<Effect> {
    let effects = search::open(state, pane);
    search::paste(state, rest);
    search::keep_typed(state);
    effects
}

/// Writes the list in a form, into a file of that name or of its own.
fn export(state: &mut State, pane: Pane, rest: &str) -> Result<Vec<Effect>, String> {
    let (word, file) = rest.split_once(' ').unwrap_or((rest, ""));
    let named = Format::from_name(&word.to_ascii_lowercase());
    let ending = || Format::of_ending(rest.rsplit_once('.')?.1);
    let (format, file) = match (named, ending()) {
        (Some(format), _) => (format, file.trim()),
        (None, Some(format)) => (format, rest),
        (None, None) => {
            let names = Format::OFFERED.map(Format::name).join(", ");
            return Err(format!(
                "`{word}` is no form of an export, nor a file whose ending says one; there are {names}"
            ));
        }
    };
    let choice = Choice {
        format,
        rows: Rows::All,
        ..export::last(state)
    };
    let own = list(state, pane).view.as_ref();
    let own = own.map(|view| export::default_name(view, format));
    let file = match file {
        "" => own.unwrap_or_default(),
        file => file.to_owned(),
    };
    export::start(state, pane, choice, Some(&file))
}

/// Other colours until one leaves. One that is not built in is read as the settings would.
fn theme(state: &mut State, name: &str) -> Vec<Effect> {
    match state.theme.other(name) {
        Ok(theme) => {
            themed(state, name, Ok(Box::new(theme)));
            Vec::new()
        }
        Err(_) => vec![Effect::ReadTheme(name.to_owned())],
    }
}

/// A theme is there, or what is wrong with it: then the present one stays.
pub(in crate::app) fn themed(state: &mut State, name: &str, outcome: Result<Box<Theme>, String>) {
    let name = one_line(name);
    state.notice = Some(match outcome {
        Ok(theme) => {
            state.theme = *theme;
            Notice::info(format!(
                "theme {name}, until you leave; `theme = \"{name}\"` in the settings keeps it"
            ))
        }
        Err(why) => Notice::trouble(format!("the colours stay as they are: {}", one_line(&why))),
    });
}

/// Opens a dataset of the jobs by its name or the beginning of it.
fn open(state: &mut State, name: &str) -> Result<Vec<Effect>, String> {
    let held = datasets(state);
    let begins: Vec<&DatasetId> = held.iter().filter(|id| id.0.starts_with(name)).collect();
    let whole = held.iter().find(|id| id.0 == name);
    let newest = held.first().filter(|_| name == "latest");
    let id = match (whole.or(newest), begins.as_slice()) {
        (Some(id), _) => id.clone(),
        (None, [id]) => (*id).clone(),
        (None, []) => {
            return Err(format!(
                "no dataset that was bought or on screen here is called `{name}`; tab lists those, and `backtrail datasets` all"
            ));
        }
        (None, several) => {
            return Err(format!("{} datasets begin with `{name}`", several.len()));
        }
    };
    if state.dataset.as_ref().is_some_and(|facts| facts.id == id) {
        state.focus = Focus::Domains;
        return Ok(Vec::new());
    }
    Ok(dataset::open(state, id, true))
}
