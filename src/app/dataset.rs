//! The dataset that the lists show: opening it, and following it while rows arrive.

use super::effect::Effect;
use super::facts::DatasetFacts;
use super::list::Standing;
use super::notices::Notice;
use super::progress::{self, Pace, Unit};
use super::state::{FileRead, Focus, Opening, State};
use super::{command, domains, listing, tables, way};
use crate::model::job::{JobId, JobSummary};
use crate::model::rows::{DatasetId, List};

/// Asks for a dataset; `follow` takes the focus to its domains when it comes.
pub fn open(state: &mut State, id: DatasetId, follow: bool) -> Vec<Effect> {
    state.opening = Some(Opening {
        id: id.clone(),
        follow,
    });
    vec![Effect::OpenDataset(id)]
}

/// A dataset's facts came: of a new one, or newer facts of the open one.
pub fn opened(state: &mut State, facts: DatasetFacts) -> Vec<Effect> {
    // What the program was started with comes without being asked for here.
    let first = state.dataset.is_none() && state.opening.is_none();
    let follow = match &state.opening {
        Some(opening) if opening.id == facts.id => opening.follow,
        _ => first,
    };
    let wanted = first || state.opening.as_ref().is_some_and(|o| o.id == facts.id);
    let same = state.dataset.as_ref().is_some_and(|d| d.id == facts.id);
    let late = same && !facts.complete && state.dataset.as_ref().is_some_and(|d| d.complete);
    if !wanted && !same {
        return Vec::new();
    }
    if wanted {
        state.opening = None;
    }
    if follow {
        state.focus = Focus::Domains;
    }
    let mut effects = Vec::new();
    if !same {
        state.session.open(&facts.id.0);
        if let Some(why) = &facts.stopped {
            state.notice = Some(Notice::trouble(format!("only a part is held here: {why}")));
        }
        state.links.close();
        listing::leave(state);
        effects.extend(tables::leave(state));
        state.detail = super::detail::Detail::default();
        if let Some(clues) = tables::awaited_way(state, &facts.id) {
            // The rows that led here stay in pane 3.
            state.domains.table = state.domains.table.take().or(state.dataset.take());
            state.dataset = Some(facts);
            effects.extend(way::follow(state, &clues));
            effects.extend(count(state));
            return effects;
        }
        effects.extend(domains::open(state, &facts));
    }
    if !late {
        if state.domains.table.is_none() {
            state.domains.list.reshape(&facts);
        }
        state.links.list.reshape(&facts);
        state.dataset = Some(facts);
    }
    effects.extend(tables::awaited_table(state));
    effects.extend(refresh(state));
    effects.extend(count(state));
    effects
}

/// So much of a file was read.
pub fn grow(state: &mut State, dataset: &DatasetId, (done, total): (u64, u64)) {
    let before = state.file.take().filter(|file| file.dataset == *dataset);
    let mut pace = before.map_or_else(Pace::default, |file| file.pace);
    pace.report(state.now, done);
    state.file = Some(FileRead {
        dataset: dataset.clone(),
        done,
        total,
        pace,
    });
}

/// How far the rows of the open dataset have come, in ever fewer words; none where nothing tells it, or all are here.
pub fn arriving(state: &State) -> Option<Vec<String>> {
    let facts = state.dataset.as_ref().filter(|facts| facts.is_arriving())?;
    if let Some(file) = state.file.as_ref().filter(|file| file.dataset == facts.id) {
        return Some(progress::said(
            Unit::Bytes,
            file.done,
            file.total,
            &file.pace,
        ));
    }
    let is_its =
        |job: &&JobSummary| job.dataset.as_ref() == Some(&facts.id) && !job.state.is_final();
    let job = state.queue.jobs.iter().find(is_its)?;
    let (at, pace) = (&job.progress, state.queue.paces.get(&job.id)?);
    (at.done > 0).then(|| progress::said(Unit::Bytes, at.done, at.total, pace))
}

/// Counts what can be counted of the domains only when every link is here.
fn count(state: &mut State) -> Option<Effect> {
    let facts = state.dataset.as_ref()?;
    let is_asked = state.counting.as_ref() == Some(&facts.id);
    (facts.lacks_second_pass && !is_asked).then(|| {
        state.counting = Some(facts.id.clone());
        Effect::CountDomains(facts.id.clone())
    })
}

/// The domains of a dataset are counted, or are not.
pub fn counted(
    state: &mut State,
    dataset: &DatasetId,
    outcome: Result<bool, String>,
) -> Vec<Effect> {
    let is_shown = state.dataset.as_ref().is_some_and(|d| d.id == *dataset);
    match outcome {
        Ok(true) if is_shown => return reread(state),
        Ok(true) => {}
        Ok(false) => state.counting = None,
        Err(why) if is_shown => state.notice = Some(Notice::trouble(why)),
        Err(_) => {}
    }
    Vec::new()
}

/// A file was not read to its end: the rows before stay in view, and nothing of a dataset that holds none.
pub fn reading_stopped(
    state: &mut State,
    dataset: Option<&DatasetId>,
    facts: Option<Box<DatasetFacts>>,
    why: &str,
) -> Vec<Effect> {
    let effects = match facts {
        Some(facts) => opened(state, *facts),
        None => {
            close(state, dataset);
            Vec::new()
        }
    };
    state.notice = Some(Notice::trouble(why));
    effects
}

/// Shows nothing of a dataset that is gone.
fn close(state: &mut State, gone: Option<&DatasetId>) {
    if state.opening.as_ref().map(|o| &o.id) == gone {
        state.opening = None;
    }
    if gone.is_some() && state.dataset.as_ref().map(|d| &d.id) == gone {
        state.dataset = None;
        state.domains.table = None;
        state.domains.under.clear();
        state.domains.list.close();
        state.links.close();
        state.detail = super::detail::Detail::default();
    }
}

/// A dataset could not be opened.
pub fn not_opened(state: &mut State, why: &str) -> Vec<Effect> {
    state.opening = None;
    state.notice = Some(Notice::trouble(why));
    Vec::new()
}

/// What became readable of a dataset.
#[derive(Clone, Copy, Debug)]
pub struct Arrived {
    /// Links held now.
    pub links: u64,
    /// Referring domains held now.
    pub domains: u64,
    /// Items held now.
    pub items: u64,
    /// No more will come.
    pub complete: bool,
}

/// Rows became readable: of a job, or of a file that is read in.
pub fn published(
    state: &mut State,
    (job, id): (Option<JobId>, &DatasetId),
    arrived: Arrived,
) -> Vec<Effect> {
    let enriched = job.is_some_and(|job| state.queue.enriches(job).is_some_and(|d| d == id));
    match &mut state.dataset {
        Some(facts) if facts.id == *id && enriched => refilled(state),
        // Beats and facts come by different ways: what is whole is not made unfinished by a late one.
        Some(facts) if facts.id == *id && facts.complete && !arrived.complete => Vec::new(),
        Some(facts) if facts.id == *id => {
            let finished = arrived.complete && !facts.complete;
            // Facts from before the first row say nothing of what the rows fill.
            let first = facts.size() == 0;
            facts.links_held = arrived.links;
            facts.domains_held = arrived.domains;
            facts.items_held = arrived.items;
            facts.complete = arrived.complete;
            facts.stopped = None;
            let mut effects = refresh(state);
            if finished || first {
                // The manifest now knows what the last rows brought: bad rows, totals, what no row fills.
                effects.push(Effect::OpenDataset(id.clone()));
            }
            effects
        }
        // What fills another dataset's domains is no list of its own to follow.
        _ if enriched => Vec::new(),
        _ if state.opening.as_ref().is_some_and(|o| o.id == *id) => Vec::new(),
        _ if job.is_none() => open(state, id.clone(), true),
        None if state.opening.is_none() => {
            let follow = state.follow_first && state.overlay.is_none() && !state.form.editing;
            state.follow_first = false;
            if !follow {
                let key = command::key_of(&state.keymap, command::Command::PaneDomains);
                state.notice = Some(Notice::info(format!("rows are arriving: {key} shows them")));
            }
            open(state, id.clone(), follow)
        }
        _ => {
            offer(state, job, id);
            Vec::new()
        }
    }
}

/// The metrics of the shown domains came.
fn refilled(state: &mut State) -> Vec<Effect> {
    let effects = reread(state);
    let text = "the metrics are here: the list of referring domains is filled";
    state.notice = Some(Notice::info(text));
    effects
}

/// The shown domains have cells that they had not: the list is read again in place.
fn reread(state: &mut State) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let id = facts.id.clone();
    let mut effects = match state.domains.table {
        None => state.domains.list.rank(facts.size()),
        Some(_) => Vec::new(),
    };
    effects.push(Effect::OpenDataset(id.clone()));
    if let (List::Domains, Some(row)) = (&state.detail.list, state.detail.row) {
        effects.push(Effect::ReadRow {
            dataset: id,
            list: List::Domains,
            row,
        });
    }
    effects
}

/// Whoever waits in the jobs pane on a job is told once that its first rows can be looked at.
fn offer(state: &mut State, job: Option<JobId>, id: &DatasetId) {
    let waited_for = state.queue.current().map(|job| job.id);
    let waiting = state.focus == Focus::Jobs && state.overlay.is_none() && waited_for == job;
    if let (true, Some(job)) = (waiting && state.offered.as_ref() != Some(id), job) {
        state.offered = Some(id.clone());
        let key = command::key_of(&state.keymap, command::Command::Open);
        let text = format!("job {job}: the first rows are here, {key} opens them");
        state.notice = Some(Notice::info(text));
    }
}

/// Ranks the lists again when the dataset has doubled since, or is whole: often enough to watch, seldom
/// enough that ranking costs no more than twice the last one.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let (held, complete) = (facts.size(), facts.complete);
    let mut effects = Vec::new();
    // A table beside the dataset does not grow with it.
    let domains = state
        .domains
        .table
        .is_none()
        .then_some(&mut state.domains.list);
    for list in domains.into_iter().chain([&mut state.links.list]) {
        let working = matches!(list.standing(), Standing::Asked | Standing::FirstPage);
        let busy = working || list.view.is_none();
        let doubled = held >= list.ranked_at.saturating_mul(2).max(1);
        let grown = held != list.ranked_at && (doubled || complete);
        if !busy && grown {
            effects.extend(list.rank(held));
        }
    }
    effects
}
