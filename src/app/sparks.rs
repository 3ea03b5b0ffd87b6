//! Beside the referring domains on screen: when their links were first found, month by month. Read only for the rows
//! that are seen.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::{Effect, Pane};
use super::notices::Notice;
use super::state::{Focus, State};
use crate::model::picture::{SPARK_MONTHS, Spark};
use crate::model::rows::{DatasetId, RowId};

/// Cells of a list at which months stand beside it unless they were sent away.
const ROOMY: u16 = 170;

/// Cells of a list below which there is no room for them.
const LEAST: u16 = 60;

/// Rows that are kept.
const MOST: usize = 2_000;

/// The months, and of which rows they are here.
#[derive(Clone, Debug, Default)]
pub struct Sparks {
    /// They were asked for, or sent away.
    pub wanted: Option<bool>,
    /// The latest month that is told.
    pub last: i32,
    held: BTreeMap<RowId, Spark>,
    asked: BTreeSet<RowId>,
    of: Option<(DatasetId, u64)>,
}

impl Sparks {
    /// Those of a domain, once they are here.
    pub fn of(&self, row: RowId) -> Option<&Spark> {
        self.held.get(&row)
    }
}

/// Cells beside the list of domains that the months take; 0 where they are not shown.
pub fn width(state: &State, room: u16) -> u16 {
    let facts = state.facts(Pane::Domains);
    let has_days = facts.is_some_and(|facts| {
        facts.links_held > 0 && !facts.lacks(&crate::model::link::LINKS, "first_found_date")
    });
    let is_domains = state.domains.lists_domains() && state.domains.table.is_none();
    let wanted = state.sparks.wanted.unwrap_or(room >= ROOMY);
    if is_domains && has_days && wanted && room >= LEAST {
        u16::try_from(SPARK_MONTHS).unwrap_or(0) + 2
    } else {
        0
    }
}

/// Shows them or sends them away.
pub fn toggle(state: &mut State) {
    let room = state.layout().inner(Focus::Domains).width;
    let is_shown = width(state, room) > 0;
    state.sparks.wanted = Some(!is_shown);
    if !is_shown && width(state, room) == 0 {
        let text =
            "months stand beside referring domains whose links are held, in 60 columns or more";
        state.notice = Some(Notice::info(text));
    }
}

/// The effect that reads what is seen and not here.
pub(super) fn ask(state: &mut State) -> Option<Effect> {
    let layout = state.layout();
    if width(state, layout.inner(Focus::Domains).width) == 0
        || !layout.shown[Focus::Domains as usize]
    {
        return None;
    }
    let facts = state.facts(Pane::Domains)?;
    let of = (facts.id.clone(), facts.links_held);
    if state.sparks.of.as_ref() != Some(&of) || state.sparks.held.len() > MOST {
        let wanted = state.sparks.wanted;
        state.sparks = Sparks {
            wanted,
            of: Some(of),
            ..Sparks::default()
        };
    }
    let own = &state.domains.list;
    let height = u64::from(layout.list_rows(Focus::Domains));
    let seen = (own.top..own.top.saturating_add(height)).filter_map(|at| own.window.row(at));
    let lacking = seen.map(|row| row.id);
    let known =
        |row: &RowId| state.sparks.held.contains_key(row) || state.sparks.asked.contains(row);
    let rows: Vec<RowId> = lacking.filter(|row| !known(row)).collect();
    if rows.is_empty() {
        return None;
    }
    state.sparks.asked.extend(rows.iter().copied());
    let dataset = state.facts(Pane::Domains)?.id.clone();
    Some(Effect::ReadSparks { dataset, rows })
}

/// They came; those of another dataset are dropped.
pub(super) fn read(
    state: &mut State,
    dataset: &DatasetId,
    (last, sparks): (i32, Vec<(RowId, Spark)>),
) {
    let own = &mut state.sparks;
    if own.of.as_ref().is_some_and(|(of, _)| of == dataset) {
        own.last = last;
        for (row, spark) in sparks {
            own.asked.remove(&row);
            own.held.insert(row, spark);
        }
    }
}
