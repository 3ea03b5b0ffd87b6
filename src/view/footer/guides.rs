//! The keys of the first screen and of a target's overview.

use super::Offer;
use crate::app::command::{Command, key_of};
use crate::app::overlay::connect::Stage;
use crate::app::overlay::{ConnectSheet, OverviewSheet};
use crate::app::state::State;

/// Of the first screen.
pub(super) fn connect(state: &State, sheet: &ConnectSheet) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
    let back = offer(Command::Back, "back");
    match sheet.stage {
        Stage::Choose | Stage::Account => vec![
            offer(Command::Down, "down"),
            offer(Command::Open, "choose"),
            back,
        ],
        Stage::Typing => vec![offer(Command::Open, "try it"), back],
        Stage::File => vec![
            offer(Command::Open, "open"),
            ("tab".to_owned(), "complete".to_owned()),
            back,
        ],
        Stage::Trying | Stage::Keeping => Vec::new(),
        Stage::Heard(_) | Stage::Kept(_) => vec![offer(Command::Open, "go on"), back],
    }
}

/// Of an overview.
pub(super) fn overview(state: &State, sheet: &OverviewSheet) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
    let mut keys = Vec::new();
    if let Some(known) = &sheet.known {
        let held = sheet.cursor < known.held.len();
        let (enter, price) = if held {
            ("open", "ask again")
        } else {
            ("ask", "price")
        };
        keys.push(offer(Command::Open, enter));
        if known.question(sheet.cursor).is_some() {
            keys.push(offer(Command::Price, price));
        }
    }
    keys.push(offer(Command::Back, "close"));
    keys
}
