//! Tables counted from links held: asked for, counted behind the screen, listed in pane 3. Nothing here spends.

use jiff::Timestamp;

use super::command::{self, Command};
use super::domains;
use super::effect::{Effect, Pane};
use super::facts::DatasetFacts;
use super::notices::Notice;
use super::overlay::{Overlay, TablesSheet};
use super::progress::Pace;
use super::state::{Focus, Opening, State};
use super::way::Clues;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::computed::{Reach, answers, computed, gives_tables, known_behind};
use crate::model::job::{JobState, JobSummary};
use crate::model::query::Query;
use crate::model::rows::{DatasetId, List, Sheet, View};
use crate::model::target::Target;

/// What is under way.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The table that is being counted.
    pub counting: Option<Counting>,
    /// What is done once a dataset with links is open.
    awaited: Option<(DatasetId, Then)>,
}

/// A table on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// From which dataset.
    pub dataset: DatasetId,
    /// Which.
    pub sheet: Sheet,
    /// Links gone through.
    pub done: u64,
    /// How fast.
    pub pace: Pace,
}

/// What is done once a dataset is open.
#[derive(Clone, Debug)]
enum Then {
    /// A row leads into it.
    Way(Clues),
    /// A table is counted from it.
    Count(Sheet),
}

impl Tables {
    fn is(&self, dataset: &DatasetId, sheet: Sheet) -> bool {
        let now = self.counting.as_ref();
        now.is_some_and(|now| now.dataset == *dataset && now.sheet == sheet)
    }

    /// So many links were gone through.
    pub(super) fn grow(&mut self, dataset: &DatasetId, sheet: Sheet, done: u64, now: Timestamp) {
        if let Some(counting) = &mut self.counting
            && counting.dataset == *dataset
            && counting.sheet == sheet
        {
            counting.done = done;
            counting.pace.report(now, done);
        }
    }
}

/// The sheet of tables, for the open dataset; without links in it that is said.
pub fn open(state: &mut State) -> Vec<Effect> {
    let listed = state.domains.table.as_ref();
    let listed = listed.filter(|table| table.counted_from.is_some());
    let listed = listed.map(|table| table.sheet);
    let Some(facts) = state
        .dataset
        .as_ref()
        .filter(|facts| !facts.tables.is_empty())
    else {
        let text = "no links are held here: tables are counted from links, which a download or `Backlinks` brings";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    };
    let at = facts
        .tables
        .iter()
        .position(|(sheet, _)| Some(*sheet) == listed);
    let cursor = at.map_or(0, |at| at + 1);
    state.overlay = Some(Overlay::Tables(TablesSheet { cursor }));
    Vec::new()
}

/// Counts a table of the open dataset; where it is there already it is listed at once.
pub fn count(state: &mut State, sheet: Sheet) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let dataset = facts.id.clone();
    let shown = state.domains.table.as_ref();
    let is_listed = shown.and_then(|table| table.counted_from.as_ref());
    let is_fresh = facts
        .tables
        .contains(&(sheet, shown.map(|table| table.items_held)));
    if is_fresh
        && shown.is_some_and(|table| table.sheet == sheet)
        && is_listed.is_some_and(|from| from.dataset == dataset)
    {
        state.overlay = None;
        state.focus = Focus::Domains;
        return Vec::new();
    }
    state.tables.counting = Some(Counting {
        dataset: dataset.clone(),
        sheet,
        done: 0,
        pace: Pace::default(),
    });
    vec![Effect::CountTable { dataset, sheet }]
}

/// Stops what is being counted; false if nothing is.
pub fn stop(state: &mut State) -> Option<Effect> {
    state.tables.counting.take().map(|_| Effect::StopCounting)
}

/// Another dataset is opened.
pub(super) fn leave(state: &mut State) -> Option<Effect> {
    state.domains.under.clear();
    stop(state)
}

/// A table came. It is listed unless whoever asked has turned to something else.
pub(super) fn counted(
    state: &mut State,
    dataset: &DatasetId,
    sheet: Sheet,
    outcome: Result<Option<Box<DatasetFacts>>, String>,
) -> Vec<Effect> {
    if !state.tables.is(dataset, sheet) {
        return Vec::new();
    }
    state.tables.counting = None;
    let title = sheet.title().to_lowercase();
    let table = match outcome {
        Ok(Some(table)) => *table,
        Ok(None) => {
            let text = format!("these links give no {title}: nothing was counted");
            state.notice = Some(Notice::info(text));
            return Vec::new();
        }
        Err(why) => {
            state.notice = Some(Notice::trouble(why));
            return Vec::new();
        }
    };
    if let Some(facts) = &mut state.dataset {
        let own = facts.tables.iter_mut().find(|(known, _)| *known == sheet);
        if let Some((_, rows)) = own {
            *rows = Some(table.items_held);
        }
    }
    match state.overlay {
        Some(Overlay::Tables(_)) => {
            state.overlay = None;
            list(state, table)
        }
        _ => {
            let key = command::key_of(&state.keymap, Command::Tables);
            let text = format!("{title} are counted from the links held: {key} lists them");
            state.notice = Some(Notice::info(text));
            Vec::new()
        }
    }
}

/// Lists a table in pane 3, over what the dataset itself lists there.
fn list(state: &mut State, table: DatasetFacts) -> Vec<Effect> {
    let order = computed(table.sheet).map(|computed| computed.keys());
    let view = View {
        dataset: table.id.clone(),
        list: List::Sheet(table.sheet),
        filter: String::new(),
        order: order.unwrap_or_default(),
    };
    let mut effects = to_base(state);
    effects.extend(domains::list_over(state, view, Some(table)));
    effects
}

/// Lists what the open dataset itself lists in pane 3; its cursor is where it was.
pub(super) fn to_own_list(state: &mut State) -> Vec<Effect> {
    let effects = to_base(state);
    // Rows that were bought lead here from another dataset: then there is no list of this one to come back to.
    let facts = state.dataset.clone();
    match facts.filter(|_| state.domains.table.is_some()) {
        Some(facts) => {
            let view = domains::own_view(&facts);
            domains::list_over(state, view, None)
        }
        None => effects,
    }
}

/// Lists what pane 3 listed before any table.
fn to_base(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some(back) = domains::list_back(state) {
        effects = back;
    }
    effects
}

/// The purchase with links of a target that are held: the newest with all of them, else that with the most.
pub fn held<'a>(state: &'a State, provider: Provider, target: &Target) -> Option<&'a JobSummary> {
    let has_links = |job: &&JobSummary| {
        let entry = job.query.entry();
        entry.provider == provider
            && job.query.target == *target
            && job.query.enriches.is_none()
            && job.dataset.is_some()
            && gives_tables(entry)
            && links_of(job) > 0
    };
    let jobs = state.queue.jobs.iter();
    jobs.filter(has_links)
        .max_by_key(|job| (reach(job), job.id))
}

fn reach(job: &JobSummary) -> Reach {
    let (links, total) = (links_of(job), job.held.and_then(|held| held.total));
    let known = known_behind(job.query.entry(), links, total);
    let known = known.filter(|_| job.state == JobState::Done);
    Reach::of(links, known, job.created, &|wire| {
        Some(job.query.value(wire).to_owned())
    })
}

/// Rows that a purchase holds.
fn links_of(job: &JobSummary) -> u64 {
    let held = job.held.as_ref().map(|held| held.rows);
    held.map_or(job.progress.rows, |rows| u64::try_from(rows).unwrap_or(0))
}

/// What a question asks that links held answer too: which table, and whose purchase holds them.
pub fn offered<'a>(state: &'a State, query: &Query) -> Option<(Sheet, &'a JobSummary)> {
    let sheet = answers(query)?;
    let mut targets = query.targets();
    let target = targets.next().filter(|_| targets.next().is_none())?;
    Some((sheet, held(state, query.provider(), target)?))
}

/// The sentence that offers it; `key` is the key that takes it.
pub fn offer(state: &State, query: &Query, key: Command) -> Option<String> {
    let (sheet, job) = offered(state, query)?;
    let links = grouped(i64::try_from(links_of(job)).unwrap_or(i64::MAX));
    Some(format!(
        "{links} links of {} are held (job {}, {}): {} counts {} from them, which costs nothing.",
        crate::model::text::one_line(&job.query.target.display()),
        job.id,
        super::budget::day(job.created),
        command::key_of(&state.keymap, key),
        sheet.title().to_lowercase()
    ))
}

/// Takes the offer for the form's question, or the one on the price sheet.
pub(super) fn take_offer(state: &mut State, queries: &[Query]) -> Vec<Effect> {
    let found = match queries {
        [query] => offered(state, query),
        _ => None,
    };
    let found = found.and_then(|(sheet, job)| Some((sheet, job.dataset.clone()?)));
    let Some((sheet, dataset)) = found else {
        let text = "no links are held that answer this question for nothing";
        state.notice = Some(Notice::info(text));
        return Vec::new();
    };
    state.overlay = None;
    state.form.editing = false;
    state.tables.awaited = Some((dataset.clone(), Then::Count(sheet)));
    if state
        .dataset
        .as_ref()
        .is_some_and(|open| open.id == dataset)
    {
        return awaited_table(state);
    }
    open_first(state, dataset, true)
}

/// Opens a dataset with links that a row of another one leads into.
pub(super) fn open_for_way(state: &mut State, dataset: DatasetId, clues: Clues) -> Vec<Effect> {
    state.tables.awaited = Some((dataset.clone(), Then::Way(clues)));
    open_first(state, dataset, false)
}

fn open_first(state: &mut State, id: DatasetId, follow: bool) -> Vec<Effect> {
    state.opening = Some(Opening {
        id: id.clone(),
        follow,
    });
    vec![Effect::OpenDataset(id)]
}

/// The row that waits to lead into this dataset.
pub(super) fn awaited_way(state: &mut State, dataset: &DatasetId) -> Option<Clues> {
    match state.tables.awaited.take() {
        Some((of, Then::Way(clues))) if of == *dataset => Some(clues),
        // Whoever opened something else meanwhile leads.
        Some((of, other)) if of == *dataset => {
            state.tables.awaited = Some((of, other));
            None
        }
        _ => None,
    }
}

/// Begins to count the table that waited for the dataset that is open now.
pub(super) fn awaited_table(state: &mut State) -> Vec<Effect> {
    let open = state.dataset.as_ref().map(|facts| facts.id.clone());
    match state.tables.awaited.take() {
        Some((of, Then::Count(sheet))) if Some(&of) == open.as_ref() => {
            let mut effects = self::open(state);
            if let (Some(Overlay::Tables(shown)), Some(facts)) =
                (&mut state.overlay, &state.dataset)
            {
                let at = facts.tables.iter().position(|(known, _)| *known == sheet);
                shown.cursor = at.map_or(0, |at| at + 1);
                effects.extend(count(state, sheet));
            }
            effects
        }
        other => {
            state.tables.awaited = other;
            Vec::new()
        }
    }
}

/// Whether pane 3 lists what was counted here.
pub fn is_counted_here(state: &State, pane: Pane) -> bool {
    let facts = state.facts(pane);
    facts.is_some_and(|facts| facts.counted_from.is_some())
}
