//! What lies over the panes and takes every key: help, a question, the price sheet, the account.

pub mod attach;
mod balance;
pub mod downloads;
pub mod help;
pub mod question;

pub use attach::Attach;
pub use downloads::Downloads;
pub use question::Question;

use super::command::{self, Command, Context};
use super::effect::Effect;
use super::input::Key;
use super::price_sheet::{self, PriceSheet};
use super::state::State;

/// What lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every command with its keys; the first line on screen.
    Help {
        /// Lines scrolled away.
        top: usize,
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
}

/// A key while something lies over the panes.
pub fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let command_in = |context: Context| {
        let id = state.keymap.command(context.id(), key);
        id.and_then(command::by_id)
    };
    match &state.overlay {
        Some(Overlay::Help { .. }) => {
            let command = command_in(Context::Everywhere);
            help::update(state, command);
            Vec::new()
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
        None => Vec::new(),
    }
}
