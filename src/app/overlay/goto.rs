//! The line in which a row's number is typed, or a share of the list.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::{Effect, Pane};
use crate::app::input::{self, Key};
use crate::app::listing::{list, list_mut};
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::column::grouped;

/// The line.
#[derive(Clone, Debug)]
pub struct GoTo {
    /// In which list.
    pub pane: Pane,
    /// What is typed.
    pub line: Input,
    /// Why it does not go there, safe to show.
    pub said: Option<String>,
}

/// Opens the line.
pub fn open(state: &mut State, pane: Pane) -> Vec<Effect> {
    if list(state, pane).total.unwrap_or(0) == 0 {
        state.notice = Some(Notice::info("there are no rows to go to"));
        return Vec::new();
    }
    state.overlay = Some(Overlay::GoTo(GoTo {
        pane,
        line: Input::default(),
        said: None,
    }));
    Vec::new()
}

/// A key while the line is open.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    match command {
        Some(Command::Open) => go(state),
        Some(Command::Back) => state.overlay = None,
        _ => {
            if let Some(Overlay::GoTo(goto)) = &mut state.overlay {
                input::edit(&mut goto.line, key);
                goto.said = None;
            }
        }
    }
    Vec::new()
}

fn go(state: &mut State) {
    let Some(Overlay::GoTo(goto)) = &state.overlay else {
        return;
    };
    let (pane, typed) = (goto.pane, goto.line.value().to_owned());
    let went = to(state, pane, &typed);
    match (went, &mut state.overlay) {
        (Err(why), Some(Overlay::GoTo(goto))) => goto.said = Some(why),
        _ => state.overlay = None,
    }
}

/// Goes to the row that is typed, or says why not.
pub(super) fn to(state: &mut State, pane: Pane, typed: &str) -> Result<(), String> {
    let own = list(state, pane);
    let (total, whole) = (own.total.unwrap_or(0), own.whole);
    let place = place(typed, total).map_err(|why| match whole {
        true => why,
        false => format!("{why}, its first page; the rest is still worked out"),
    })?;
    if let Some(place) = place {
        list_mut(state, pane).go_to(place);
    }
    Ok(())
}

/// The place that is meant, counted from 0; none where nothing is typed.
fn place(typed: &str, total: u64) -> Result<Option<u64>, String> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '_' | '\''))
        .collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let rows = grouped(i64::try_from(total).unwrap_or(i64::MAX));
    let beyond = || format!("this list has {rows} rows");
    let unread = || "type a row's number, such as 1200, or a share, such as 50%".to_owned();
    if let Some(share) = plain.strip_suffix('%') {
        let share: f64 = share.parse().map_err(|_| unread())?;
        if !(0.0..=100.0).contains(&share) {
            return Err(format!("{share}% is beyond the list; 100% is its end"));
        }
        // The last row is all of the list, the first none of it.
        let place = (share / 100.0 * total.saturating_sub(1) as f64).round();
        return Ok(Some(place as u64));
    }
    if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit()) {
        return Err(unread());
    }
    match plain.parse::<u64>() {
        Ok(0) => Err("rows are counted from 1".to_owned()),
        Ok(row) if row <= total => Ok(Some(row - 1)),
        _ => Err(beyond()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_shares_are_read() {
        for (typed, place_of) in [
            ("1", 0),
            (" 12,400 ", 12_399),
            ("12_400", 12_399),
            ("0%", 0),
            ("50%", 6_200),
            ("100 %", 12_399),
            ("0.5%", 62),
        ] {
            assert_eq!(place(typed, 12_400), Ok(Some(place_of)), "{typed}");
        }
        assert_eq!(place("  ", 12_400), Ok(None));
        for (typed, said) in [
            ("12401", "this list has 12,400 rows"),
            ("99999999999999999999999", "this list has 12,400 rows"),
            ("0", "counted from 1"),
            ("101%", "beyond the list"),
            ("nan%", "beyond the list"),
            ("x", "type a row's number"),
            ("-1", "type a row's number"),
            ("1e3", "type a row's number"),
        ] {
            let why = place(typed, 12_400).unwrap_err();
            assert!(why.contains(said), "{typed}: {why}");
        }
    }
}
