//! The keys of what lies over the panes.

use super::Offer;
use crate::app::command::{Command, key_of};
use crate::app::overlay::Overlay;
use crate::app::overlay::doubt::Stage;
use crate::app::overlay::help::Page;
use crate::app::price_sheet::{self, Verdict};
use crate::app::state::State;
use crate::app::tables;

/// What lies over the panes takes every key.
pub(super) fn on_sheet(state: &State, overlay: &Overlay) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    match overlay {
        Overlay::Ask(_) => vec![
            ("y".to_owned(), "yes".to_owned()),
            ("n".to_owned(), "no".to_owned()),
        ],
        Overlay::Help { page, .. } => {
            let other = match page {
                Page::Keys => "filters",
                Page::Filters => "keys",
            };
            vec![
                offer(Command::Down, "down"),
                offer(Command::Up, "up"),
                offer(Command::PageDown, "page down"),
                offer(Command::Filter, other),
                offer(Command::Back, "close"),
            ]
        }
        Overlay::Tally(sheet) => {
            let columns = [Command::Left, Command::Right].map(key).join(" ");
            let mut keys = vec![(columns, "column".to_owned())];
            if !sheet.rows().is_empty() {
                keys.insert(0, offer(Command::Open, "filter by value"));
                keys.push(offer(Command::Copy, "copy"));
            }
            keys.push(offer(Command::Reread, "count again"));
            keys.push(offer(Command::Back, "close"));
            keys.push(offer(Command::Help, "help"));
            keys
        }
        Overlay::Tables(_) => match state.tables.counting {
            Some(_) => vec![offer(Command::Back, "stop")],
            None => vec![
                offer(Command::Open, "list"),
                offer(Command::Back, "close"),
                offer(Command::Help, "help"),
            ],
        },
        Overlay::Price(sheet) => {
            let mut keys = Vec::new();
            let queries = sheet.queries();
            if let [query] = queries.as_slice()
                && tables::offered(state, query).is_some()
            {
                keys.push(offer(Command::FromHeldInstead, "from links held"));
            }
            if sheet.stage == price_sheet::Stage::Open && sheet.is_unknown() {
                keys.push(offer(Command::LookUp, "look up"));
            }
            if matches!(sheet.verdict(state), Verdict::Ready { .. }) {
                keys.push(offer(Command::Open, "spend"));
            }
            keys.push(offer(Command::Back, "leave"));
            keys
        }
        Overlay::Balance { .. } => vec![offer(Command::Back, "close")],
        Overlay::Ledger(_) | Overlay::Limits(_) | Overlay::Doubt(_) => about_money(state, overlay),
        Overlay::Attach(_) => vec![
            ("enter".to_owned(), "attach".to_owned()),
            offer(Command::Back, "leave"),
        ],
        Overlay::Downloads(_) => vec![
            offer(Command::MarkDownload, "mark"),
            offer(Command::Open, "take over"),
            offer(Command::Back, "close"),
        ],
    }
}

/// The keys of what shows charges, limits and doubts.
fn about_money(state: &State, overlay: &Overlay) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
    match overlay {
        Overlay::Ledger(_) => vec![
            ("down".to_owned(), "earlier".to_owned()),
            offer(Command::Back, "close"),
        ],
        Overlay::Limits(_) => vec![
            ("enter".to_owned(), "set".to_owned()),
            offer(Command::Back, "close"),
        ],
        Overlay::Doubt(sheet) => match sheet.stage {
            Stage::Shown => vec![
                offer(Command::AskAgain, "reconcile"),
                offer(Command::AcceptCharge, "accept as charged"),
                offer(Command::DismissCharge, "dismiss"),
                offer(Command::Back, "close"),
            ],
            Stage::Amount(_) => vec![
                ("enter".to_owned(), "accept".to_owned()),
                offer(Command::Back, "back"),
            ],
            Stage::Dismiss => vec![
                ("y".to_owned(), "not charged".to_owned()),
                ("n".to_owned(), "back".to_owned()),
            ],
        },
        _ => Vec::new(),
    }
}
