//! The dataset that the lists show: opening it, and following it while rows arrive.

use super::action::DatasetFacts;
use super::effect::Effect;
use super::notices::Notice;
use super::state::{Focus, Opening, State};
use super::{command, domains};
use crate::model::job::JobId;
use crate::model::rows::DatasetId;

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
        state.links.close();
        state.detail = super::detail::Detail::default();
        effects = domains::open(state, &facts);
    }
    if !late {
        state.dataset = Some(facts);
    }
    effects.extend(refresh(state));
    effects
}

/// A dataset could not be opened.
pub fn not_opened(state: &mut State, why: &str) -> Vec<Effect> {
    state.opening = None;
    state.notice = Some(Notice::trouble(why));
    Vec::new()
}

/// Rows became readable: of a job, or of a file that is read in.
pub fn published(
    state: &mut State,
    (job, id): (Option<JobId>, &DatasetId),
    rows: u64,
    domains: u64,
    complete: bool,
) -> Vec<Effect> {
    match &mut state.dataset {
        // Beats and facts come by different ways: what is whole is not made unfinished by a late one.
        Some(facts) if facts.id == *id && facts.complete && !complete => Vec::new(),
        Some(facts) if facts.id == *id => {
            let finished = complete && !facts.complete;
            facts.links_held = rows;
            facts.domains_held = domains;
            facts.complete = complete;
            let mut effects = refresh(state);
            if finished {
                // The manifest now knows what the last rows brought: bad rows, totals.
                effects.push(Effect::OpenDataset(id.clone()));
            }
            effects
        }
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
    let (held, complete) = (facts.links_held, facts.complete);
    let mut effects = Vec::new();
    for list in [&mut state.domains.list, &mut state.links.list] {
        let busy = list.ranking || list.coming.is_some() || list.view.is_none();
        let doubled = held >= list.ranked_at.saturating_mul(2).max(1);
        let grown = held != list.ranked_at && (doubled || complete);
        if !busy && grown {
            effects.extend(list.rank(held));
        }
    }
    effects
}
