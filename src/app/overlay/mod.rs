//! What lies over the panes and takes every key: help, a question, the price sheet, the account, a tally.

pub mod attach;
mod balance;
pub mod doubt;
pub mod downloads;
pub mod help;
pub mod ledger;
pub mod limits;
pub mod question;
pub mod tables;
pub mod tally;

pub use attach::Attach;
pub use doubt::DoubtSheet;
pub use downloads::Downloads;
pub use ledger::LedgerSheet;
pub use limits::LimitSheet;
pub use question::Question;
pub use tables::TablesSheet;
pub use tally::TallySheet;

use super::command::{self, Command, Context};
use super::effect::Effect;
use super::input::Key;
use super::price_sheet::{self, PriceSheet};
use super::state::State;

/// What lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every command with its keys, or what filters are written in.
    Help {
        /// Which of both.
        page: help::Page,
        /// Lines scrolled away.
        top: usize,
        /// The tally that it lies over, and that is there again when it is closed.
        over: Option<Box<TallySheet>>,
    },
    /// A question that y and n answer.
    Ask(Question),
    /// The price sheet.
    Price(Box<PriceSheet>),
    /// Balances, and when they lapse.
    Balance {
        /// Subscriptions scrolled away.
        top: usize,
    },
    /// The downloads in the account.
    Downloads(Downloads),
    /// The path of a file that joins a job.
    Attach(Attach),
    /// Every charge.
    Ledger(LedgerSheet),
    /// The limits, and the line in which one is changed.
    Limits(LimitSheet),
    /// A charge in doubt.
    Doubt(DoubtSheet),
    /// The values of a column.
    Tally(Box<TallySheet>),
    /// The tables that links held give.
    Tables(TablesSheet),
}

impl Overlay {
    /// The tally that is open, be it under help.
    pub fn tally(&self) -> Option<&TallySheet> {
        match self {
            Self::Tally(sheet) => Some(sheet),
            Self::Help { over, .. } => over.as_deref(),
            _ => None,
        }
    }

    /// The line that is typed in, if there is one that takes pasted text.
    pub(super) fn line_mut(&mut self) -> Option<&mut tui_input::Input> {
        match self {
            Self::Attach(attach) => Some(&mut attach.path),
            Self::Ledger(sheet) => Some(&mut sheet.filter),
            Self::Limits(sheet) => Some(&mut sheet.line),
            Self::Doubt(sheet) => match &mut sheet.stage {
                doubt::Stage::Amount(line) => Some(line),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a command that means the same everywhere leads away from what is open and closes it.
    pub(super) fn is_left_by(&self, command: Command) -> bool {
        let elsewhere = matches!(
            command,
            Command::NextPane
                | Command::PreviousPane
                | Command::PaneForm
                | Command::PaneJobs
                | Command::PaneDomains
                | Command::PaneLinks
                | Command::PaneDetail
                | Command::Price
                | Command::Balance
        );
        elsewhere && matches!(self, Self::Tally(_))
    }

    /// The same tally, to be changed.
    pub(super) fn tally_mut(&mut self) -> Option<&mut TallySheet> {
        match self {
            Self::Tally(sheet) => Some(sheet),
            Self::Help { over, .. } => over.as_deref_mut(),
            _ => None,
        }
    }
}

/// A key while something lies over the panes.
pub fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let command_in = |context: Context| {
        let id = state.keymap.command(context.id(), key);
        id.and_then(command::by_id)
    };
    match &state.overlay {
        Some(Overlay::Help { .. }) => {
            let command = command_in(Context::List);
            help::update(state, command);
            Vec::new()
        }
        Some(Overlay::Tally(_)) => {
            let command = command_in(Context::List);
            tally::update(state, command)
        }
        Some(Overlay::Tables(_)) => {
            let command = command_in(Context::List);
            tables::update(state, command)
        }
        Some(Overlay::Ask(question)) => {
            let question = *question;
            let back = matches!(command_in(Context::Everywhere), Some(Command::Back));
            question::press(state, question, key, back)
        }
        Some(Overlay::Price(_)) => {
            let command = command_in(Context::Price);
            price_sheet::press(state, key, command)
        }
        Some(Overlay::Balance { .. }) => {
            let command = command_in(Context::Everywhere);
            balance::update(state, command);
            Vec::new()
        }
        Some(Overlay::Downloads(_)) => {
            let command = command_in(Context::Downloads);
            downloads::update(state, command)
        }
        Some(Overlay::Attach(_)) => {
            let back = matches!(command_in(Context::Everywhere), Some(Command::Back));
            attach::press(state, key, back)
        }
        Some(Overlay::Ledger(_)) => {
            let command = command_in(Context::Everywhere);
            ledger::press(state, key, command);
            Vec::new()
        }
        Some(Overlay::Limits(_)) => {
            let back = matches!(command_in(Context::Everywhere), Some(Command::Back));
            limits::press(state, key, back)
        }
        Some(Overlay::Doubt(_)) => {
            let command = command_in(Context::Doubt);
            doubt::press(state, key, command)
        }
        None => Vec::new(),
    }
}
