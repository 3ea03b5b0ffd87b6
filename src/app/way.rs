//! From a row of a sheet to its links: an anchor text's, a page's, those of a topic, a cell, a day, a period. They are
//! looked up in what is held; where nothing is, the form is filled with the question that fetches them. Enter never
//! spends.

use super::command::{self, Command};
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::notices::Notice;
use super::state::{Focus, State};
use super::{detail, domains, links, tables};
use crate::model::catalog::majestic::{
    GET_ANCHOR_TEXT, GET_BACK_LINK_DATA, GET_NEW_LOST_BACK_LINKS,
};
use crate::model::catalog::{Entry, Provider, dataforseo};
use crate::model::column::{Table, Value, date_text};
use crate::model::computed::{Way, way, way_columns};
use crate::model::rows::{List, RowId, Sheet, View};
use crate::model::target::Target;
use tui_input::Input;

/// What a row says of where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Clues {
    sheet: Sheet,
    cells: Vec<(&'static str, Value)>,
    /// Periods are days.
    by_day: bool,
}

impl Clues {
    fn cell(&self, id: &str) -> Value {
        let found = self.cells.iter().find(|(name, _)| *name == id);
        found.map_or(Value::Null, |(_, value)| value.clone())
    }

    /// Where the row leads in a dataset with links.
    fn way(&self, facts: &DatasetFacts) -> Option<Way> {
        let is_absent = |table: &Table, id: &str| facts.lacks(table, id);
        way(self.sheet, &|id| self.cell(id), &is_absent, self.by_day)
    }
}

/// Enter on a row of a sheet; one that leads nowhere is shown in full.
pub(super) fn enter(state: &mut State, row: RowId) -> Vec<Effect> {
    let Some(clues) = clues(state) else {
        return detail::open(state, Pane::Domains, row);
    };
    let listed = state.facts(Pane::Domains);
    let own = listed.filter(|facts| facts.links_held > 0 || facts.counted_from.is_some());
    if own.is_some() {
        return follow_or_show(state, &clues, row);
    }
    let Some((provider, target)) = asked_about(state, &clues) else {
        return detail::open(state, Pane::Domains, row);
    };
    let held = tables::held(state, provider, &target);
    let held = held.and_then(|job| Some((job.id, job.created, job.dataset.clone()?)));
    let open = state.dataset.as_ref().map(|facts| &facts.id);
    match held {
        Some((_, _, dataset)) if open == Some(&dataset) => follow_or_show(state, &clues, row),
        Some((job, bought, dataset)) => {
            let text = format!(
                "from the links of job {job}, bought {}, that are held; nothing is sent",
                super::budget::day(bought)
            );
            state.notice = Some(Notice::info(text));
            tables::open_for_way(state, dataset, clues)
        }
        None => ask(state, provider, &target, &clues, row),
    }
}

fn follow_or_show(state: &mut State, clues: &Clues, row: RowId) -> Vec<Effect> {
    let facts = state.dataset.as_ref();
    match facts.and_then(|facts| clues.way(facts)) {
        Some(_) => follow(state, clues),
        None => detail::open(state, Pane::Domains, row),
    }
}

/// What the row under the cursor says; none where its sheet leads nowhere.
fn clues(state: &State) -> Option<Clues> {
    let sheet = state.domains.sheet();
    let list = &state.domains.list;
    let cell = |id: &&'static str| {
        let cell = list.current_cell(list.table.position(id)?)?;
        Some((*id, cell.clone()))
    };
    let columns = way_columns(sheet);
    let cells: Option<Vec<_>> = columns.iter().map(cell).collect();
    let facts = state.facts(Pane::Domains)?;
    Some(Clues {
        sheet,
        cells: cells.filter(|cells| !cells.is_empty())?,
        // The fresh index tells of days (Majestic developer documentation, GetBackLinksHistory page).
        by_day: facts.datasource == "fresh" && facts.counted_from.is_none(),
    })
}

/// Goes where a row leads in the open dataset.
pub(super) fn follow(state: &mut State, clues: &Clues) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    match clues.way(facts) {
        Some(Way::Links(filter)) => links::open_through(state, filter),
        Some(Way::Domains(filter)) => {
            let view = View {
                dataset: facts.id.clone(),
                list: List::Domains,
                filter,
                order: domains::order_of(facts),
            };
            domains::list_over(state, view, None)
        }
        None => Vec::new(),
    }
}

/// Whom the listed sheet is about, and who answered; of several targets the one of the row.
fn asked_about(state: &State, clues: &Clues) -> Option<(Provider, Target)> {
    let facts = state.facts(Pane::Domains)?;
    let of_it = |job: &&crate::model::job::JobSummary| job.dataset.as_ref() == Some(&facts.id);
    let job = state.queue.jobs.iter().find(of_it)?;
    let target = match (job.query.more.is_empty(), clues.cell("item")) {
        (false, Value::Text(item)) => Target::parse(&item).ok()?,
        _ => job.query.target.clone(),
    };
    Some((job.query.provider(), target))
}

/// Fills the form with the question that fetches the links of a row. It spends nothing: the price sheet does.
fn ask(
    state: &mut State,
    provider: Provider,
    target: &Target,
    clues: &Clues,
    row: RowId,
) -> Vec<Effect> {
    let (entry, about, options) = match provider {
        Provider::Majestic => majestic(target, clues),
        Provider::DataForSeo => of_dataforseo(target, clues),
    };
    if !state.can_ask(provider) {
        return detail::open(state, Pane::Domains, row);
    }
    let form = &mut state.form;
    form.ask(entry);
    form.target = Input::new(about);
    for (name, value) in &options {
        form.choose(name, value);
    }
    form.go(super::form::ASK);
    state.focus = Focus::Form;
    let text = format!(
        "no links of {} are held; the form asks `{}` for them, and {} shows what that costs",
        crate::model::text::one_line(&target.display()),
        entry.title,
        command::key_of(&state.keymap, Command::Price)
    );
    state.notice = Some(Notice::info(text));
    Vec::new()
}

/// A question, whom it is about, and options that are not as usual.
type Question = (&'static Entry, String, Vec<(&'static str, String)>);

fn majestic(target: &Target, clues: &Clues) -> Question {
    let text = |id: &str| clues.cell(id).plain().into_owned();
    let day = |days: i64| date_text(i32::try_from(days).unwrap_or(i32::MAX));
    let between = |from: i64, behind: i64| {
        let days = vec![("Datefrom", day(from)), ("Dateto", day(behind))];
        (&GET_NEW_LOST_BACK_LINKS, target.item.clone(), days)
    };
    let (entry, about, options) = match (clues.sheet, clues.cell("date")) {
        (Sheet::Anchors, _) => {
            let options = vec![
                ("Mode", "2".to_owned()),
                ("FilterAnchorText", text("anchor")),
                ("FilterAnchorTextMode", "1".to_owned()),
            ];
            (&GET_ANCHOR_TEXT, target.item.clone(), options)
        }
        (Sheet::Pages, _) => (&GET_BACK_LINK_DATA, text("url"), Vec::new()),
        (Sheet::Topics, _) => {
            let options = vec![
                ("FilterTopic", text("topic")),
                ("FilterTopicsRefDomainsMode", "1".to_owned()),
            ];
            (&GET_BACK_LINK_DATA, target.item.clone(), options)
        }
        (Sheet::Days, Value::Date(days)) => between(i64::from(days), i64::from(days) + 1),
        (Sheet::Periods, Value::Time(seconds)) => {
            let first = seconds.div_euclid(86_400);
            between(
                first,
                first
                    + if clues.by_day {
                        1
                    } else {
                        days_of_month(first)
                    },
            )
        }
        _ => (&GET_BACK_LINK_DATA, target.item.clone(), Vec::new()),
    };
    // What cannot be asked yet gives way to what can.
    match entry.offered {
        true => (entry, about, options),
        false => (&GET_BACK_LINK_DATA, about, Vec::new()),
    }
}

fn of_dataforseo(target: &Target, clues: &Clues) -> Question {
    let anchor = clues.cell("anchor");
    let options = match (clues.sheet, &anchor) {
        (Sheet::Anchors, Value::Text(text)) => {
            let filter = serde_json::json!(["anchor", "=", text]);
            vec![("filters", filter.to_string())]
        }
        _ => Vec::new(),
    };
    (&dataforseo::BACKLINKS, target.item.clone(), options)
}

/// Days of the month that begins on a day.
fn days_of_month(first: i64) -> i64 {
    let date = date_text(i32::try_from(first).unwrap_or(i32::MAX));
    let date = date.parse::<jiff::civil::Date>();
    date.map_or(1, |date| i64::from(date.days_in_month()))
}
