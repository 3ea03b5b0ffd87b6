//! The keys of what lies over the panes.

use super::Offer;
use super::guides;
use crate::app::command::{Command, key_of};
use crate::app::overlay::doubt::Stage;
use crate::app::overlay::help::{Page, Reader};
use crate::app::overlay::{Overlay, PictureSheet};
use crate::app::price_sheet::{self, PriceSheet, Verdict};
use crate::app::state::State;
use crate::app::tables;
use crate::model::picture::Drawn;

/// What lies over the panes takes every key.
pub(super) fn on_sheet(state: &State, overlay: &Overlay) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    match overlay {
        Overlay::Ask(_) => vec![
            ("y".to_owned(), "yes".to_owned()),
            ("n".to_owned(), "no".to_owned()),
        ],
        Overlay::Overview(sheet) => guides::overview(state, sheet),
        Overlay::Price(sheet) => on_price(state, sheet),
        Overlay::Connect(sheet) => guides::connect(state, sheet),
        Overlay::Help { page, reader, .. } => in_help(state, *page, reader),
        Overlay::Palette(_) => in_palette(state),
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
        Overlay::Pictures(sheet) => on_picture(state, sheet),
        Overlay::Tables(_) => match state.tables.counting {
            Some(_) => vec![offer(Command::Back, "stop")],
            None => vec![
                offer(Command::Open, "list"),
                offer(Command::Back, "close"),
                offer(Command::Help, "help"),
            ],
        },
        Overlay::Notices { .. } => scrolled(state),
        Overlay::Balance { .. } => vec![offer(Command::Back, "close")],
        Overlay::Ledger(_) | Overlay::Limits(_) | Overlay::Doubt(_) => about_money(state, overlay),
        Overlay::Attach(_) | Overlay::Downloads(_) | Overlay::Export(_) => {
            about_files(state, overlay)
        }
        other => of_list(state, other),
    }
}

/// The keys of the line of commands, which are the same whatever the keys file says.
fn in_palette(state: &State) -> Vec<Offer> {
    let earlier = (!state.typed.is_empty()).then_some(("up", "earlier"));
    let before = [("enter", "run"), ("tab", "complete")].into_iter();
    let all = before.chain(earlier).chain([("esc", "leave")]);
    all.map(|(key, title)| (key.to_owned(), title.to_owned()))
        .collect()
}

/// The keys of help.
fn in_help(state: &State, page: Page, reader: &Reader) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    if reader.typing {
        return vec![
            ("enter".to_owned(), "go there".to_owned()),
            ("esc".to_owned(), "leave".to_owned()),
        ];
    }
    let mut offers = Vec::new();
    if page == Page::Contents {
        offers.push(offer(Command::Open, "read"));
    }
    if reader.needle.value().is_empty() {
        offers.push(offer(Command::Find, "find"));
    } else if page != Page::Contents {
        let keys = [Command::FindNext, Command::FindPrevious]
            .map(key)
            .join(" ");
        offers.push((keys, "hits".to_owned()));
    }
    let turn = [Command::Left, Command::Right].map(key).join(" ");
    offers.push((turn, "other pages".to_owned()));
    let other = match page {
        Page::Filters => "keys",
        _ => "filters",
    };
    offers.push(offer(Command::Filter, other));
    offers.push(offer(Command::PageDown, "page down"));
    offers.push(offer(Command::Back, "close"));
    offers
}

/// The keys of what is only read.
fn scrolled(state: &State) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
    vec![
        offer(Command::Down, "down"),
        offer(Command::Up, "up"),
        offer(Command::PageDown, "page down"),
        offer(Command::Back, "close"),
    ]
}

/// The keys of a picture.
fn on_picture(state: &State, sheet: &PictureSheet) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    let pair = |one, other| [one, other].map(key).join(" ");
    let pictures = pair(Command::Left, Command::Right);
    let mut keys = vec![(pictures, "picture".to_owned())];
    if let Some(picture) = sheet.picture() {
        keys.push((pair(Command::Down, Command::Up), "mark".to_owned()));
        if matches!(picture.drawn, Drawn::Grid(_)) || picture.numbers().len() > 1 {
            let across = pair(Command::ColumnLeft, Command::ColumnRight);
            keys.push((across, "across".to_owned()));
        }
        keys.push(offer(Command::Open, "filter by mark"));
        let other = if sheet.as_table { "drawn" } else { "table" };
        keys.push(offer(Command::Tables, other));
        keys.push(offer(Command::Copy, "copy"));
    }
    keys.push(offer(Command::Back, "close"));
    keys
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

/// The keys of what brings files and writes them.
fn about_files(state: &State, overlay: &Overlay) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
    match overlay {
        Overlay::Attach(_) => vec![
            ("enter".to_owned(), "attach".to_owned()),
            offer(Command::Back, "leave"),
        ],
        Overlay::Downloads(_) => vec![
            offer(Command::MarkDownload, "mark"),
            offer(Command::Open, "take over"),
            offer(Command::Back, "close"),
        ],
        _ => on_export(state),
    }
}

/// The keys of the export sheet; while one is written it shows how far that is.
fn on_export(state: &State) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    if state.export.at_work.is_some() {
        return vec![
            offer(Command::StopExport, "stop"),
            offer(Command::Back, "close"),
        ];
    }
    let choices = [Command::Left, Command::Right].map(key).join(" ");
    vec![
        ("enter".to_owned(), "write".to_owned()),
        (choices, "choose".to_owned()),
        offer(Command::Down, "down"),
        offer(Command::Back, "leave"),
    ]
}

/// The keys of the price sheet.
fn on_price(state: &State, sheet: &PriceSheet) -> Vec<Offer> {
    let offer = |command, title: &str| (key_of(&state.keymap, command), title.to_owned());
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

/// The keys of what belongs to a list: its columns, the line of a row's number, what is copied.
fn of_list(state: &State, overlay: &Overlay) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    match overlay {
        Overlay::Columns(sheet) if sheet.find.is_some() => {
            vec![("enter".to_owned(), "stay here".to_owned())]
        }
        Overlay::Columns(_) => {
            let moves = [Command::ColumnDown, Command::ColumnUp].map(key).join(" ");
            let sizes = [Command::WidenHere, Command::NarrowHere].map(key).join(" ");
            vec![
                offer(Command::TurnColumn, "show/hide"),
                (moves, "move".to_owned()),
                offer(Command::FreezeHere, "freeze"),
                (sizes, "width".to_owned()),
                offer(Command::FindColumn, "find"),
                offer(Command::AsBuiltIn, "as built in"),
                offer(Command::Open, "choose"),
                offer(Command::Back, "close"),
            ]
        }
        Overlay::GoTo(_) => vec![
            ("enter".to_owned(), "go there".to_owned()),
            ("esc".to_owned(), "leave".to_owned()),
        ],
        Overlay::Copy(_) => {
            let what = [Command::Down, Command::Up].map(key).join(" ");
            let form = [Command::Left, Command::Right].map(key).join(" ");
            vec![
                (what, "what".to_owned()),
                (form, "as".to_owned()),
                offer(Command::Open, "copy"),
                offer(Command::Back, "leave"),
            ]
        }
        Overlay::Address(_) => vec![offer(Command::Copy, "copy"), offer(Command::Back, "close")],
        _ => Vec::new(),
    }
}
