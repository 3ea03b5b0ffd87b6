//! What stands where rows would be: why there are none, and the key that leads on.

use ratatui::layout::Rect;

use super::titles::{count, filter, noun};
use crate::app::command::{Command, key_of};
use crate::app::dataset;
use crate::app::list::{List, Standing};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::unfilled;
use crate::view::widgets::Pen;

/// Longest filter that is repeated where there are no rows.
const LONGEST_FILTER: usize = 200;

/// What is said where nothing is open and nobody can be asked.
pub fn nothing_offline(state: &State) -> String {
    let key = |command| key_of(&state.keymap, command);
    let held = match state.queue.jobs.is_empty() {
        true => format!(" {} says how a service is set up.", key(Command::Balance)),
        false => format!(
            " {} lists the jobs; {} opens the rows of one.",
            key(Command::PaneJobs),
            key(Command::Open)
        ),
    };
    format!("No rows yet. `backtrail open FILE.csv.gz` shows a download you already have.{held}")
}

/// What is said while rows arrive and none can be listed: how far they are, and where to look meanwhile.
pub fn arriving(state: &State) -> String {
    let key = |command| key_of(&state.keymap, command);
    let far = dataset::arriving(state).and_then(|said| said.into_iter().next());
    let far = far.map_or_else(|| " …".to_owned(), |far| format!(": {far}."));
    format!(
        "Rows are arriving{far} {} lists the jobs, {} is the query form meanwhile.",
        key(Command::PaneJobs),
        key(Command::PaneForm)
    )
}

/// What stands in a list whose filter lets no row through; none where rows are still worked out or no filter is
/// in force.
pub fn nothing_passes(state: &State, list: &List) -> Option<String> {
    let filter = filter(list, LONGEST_FILTER)?;
    let empty = list.total == Some(0) && list.standing() == Standing::Whole;
    let key = |command| key_of(&state.keymap, command);
    empty.then(|| {
        format!(
            "None of the {} {} held here passes the filter {filter}. {}{} takes the filter away, {} changes it.",
            count(list.of),
            noun(list),
            unfilled::said(state, list).map_or_else(String::new, |said| said + " "),
            key(Command::Unfilter),
            key(Command::Filter)
        )
    })
}

/// What stands in a list that could not be ranked.
pub fn not_ranked(reread: &str) -> String {
    format!("The list could not be ranked. {reread} tries again.")
}

/// A sentence where rows would be.
pub fn empty(pen: &mut Pen, area: Rect, text: &str) {
    pen.lines(area, &wrap(text, usize::from(area.width)), Role::Dim);
}
