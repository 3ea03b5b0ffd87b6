//! What lies over the panes and takes every key: help, a question, the price sheet, the account, a tally.

pub mod address;
pub mod attach;
mod balance;
pub mod columns;
pub mod connect;
pub mod copy;
pub mod doubt;
pub mod downloads;
pub mod export;
pub mod goto;
pub mod help;
pub mod ledger;
pub mod limits;
pub mod notices;
pub mod overview;
pub mod palette;
pub mod pictures;
pub(super) mod pointer;
pub mod question;
pub mod tables;
pub mod tally;

pub use address::AddressSheet;
pub use attach::Attach;
pub use columns::ColumnsSheet;
pub use connect::ConnectSheet;
pub use copy::CopySheet;
pub use doubt::DoubtSheet;
pub use downloads::Downloads;
pub use export::ExportSheet;
pub use goto::GoTo;
use help::Page;
pub use ledger::LedgerSheet;
pub use limits::LimitSheet;
pub use overview::OverviewSheet;
pub use palette::Palette;
pub use pictures::PictureSheet;
pub use question::Question;
pub use tables::TablesSheet;
pub use tally::TallySheet;

use super::action::Action;
use super::command::{self, Command, Context};
use super::effect::Effect;
use super::input::{self, Key};
use super::line_keys;
use super::price_sheet::{self, PriceSheet};
use super::state::State;

/// What lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The pages of help, the keys first.
    Help {
        /// Which one.
        page: help::Page,
        /// Lines scrolled away.
        top: usize,
        /// What it lies over, and what is there again when it is closed; never help itself.
        over: Option<Box<Overlay>>,
        /// What is looked for in it.
        reader: Box<help::Reader>,
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
    /// Pictures of a list.
    Pictures(Box<PictureSheet>),
    /// The demo, a key, or a file.
    Connect(Box<ConnectSheet>),
    /// What is known here of a target.
    Overview(Box<OverviewSheet>),
    /// What was told, to be read again.
    Notices {
        /// Lines scrolled away.
        top: usize,
    },
    /// How a list is written out.
    Export(Box<ExportSheet>),
    /// The line in which any command is typed.
    Palette(Box<Palette>),
    /// Every column of a list.
    Columns(Box<ColumnsSheet>),
    /// The line in which a row's number is typed.
    GoTo(GoTo),
    /// What is copied, and how.
    Copy(CopySheet),
    /// An address that cannot be opened here.
    Address(AddressSheet),
}

impl Overlay {
    /// What lies over the panes, be it under help.
    pub fn below_help(&self) -> &Self {
        match self {
            Self::Help {
                over: Some(below), ..
            } => below,
            own => own,
        }
    }

    /// The same, to be changed.
    pub(super) fn below_help_mut(&mut self) -> &mut Self {
        match self {
            Self::Help {
                over: Some(below), ..
            } => below,
            own => own,
        }
    }

    /// The line that is typed in, if there is one that takes pasted text.
    pub(super) fn line_mut(&mut self) -> Option<&mut tui_input::Input> {
        match self {
            Self::Attach(attach) => Some(&mut attach.path),
            Self::GoTo(goto) => Some(&mut goto.line),
            Self::Columns(sheet) => sheet.find.as_mut(),
            Self::Ledger(sheet) => Some(&mut sheet.filter),
            Self::Limits(sheet) => Some(&mut sheet.line),
            Self::Export(sheet) => (sheet.line == export::Line::File).then_some(&mut sheet.name),
            Self::Connect(sheet) => sheet.line_mut(),
            Self::Help { reader, .. } => reader.typing.then_some(&mut reader.needle),
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
        let is_turned = matches!(command, Command::NextPane | Command::PreviousPane);
        let is_read = match self {
            Self::Tally(_)
            | Self::Pictures(_)
            | Self::Balance { .. }
            | Self::Downloads(_)
            | Self::Overview(_)
            | Self::Notices { .. } => true,
            Self::Help { reader, .. } => !reader.typing,
            _ => false,
        };
        let is_list = match self {
            Self::Tally(_) => elsewhere,
            Self::Pictures(_) => elsewhere && !is_turned,
            _ => false,
        };
        is_list || (command == Command::Palette && is_read)
    }

    /// Where its keys are listed.
    fn context(&self) -> Context {
        match self {
            Self::Help { .. }
            | Self::Tally(_)
            | Self::Tables(_)
            | Self::Pictures(_)
            | Self::Copy(_)
            | Self::Address(_) => Context::List,
            Self::Price(_) => Context::Price,
            Self::Downloads(_) => Context::Downloads,
            Self::Doubt(_) => Context::Doubt,
            Self::Export(_) => Context::Export,
            Self::Columns(_) => Context::Columns,
            Self::Ask(_)
            | Self::Balance { .. }
            | Self::Attach(_)
            | Self::Ledger(_)
            | Self::Limits(_)
            | Self::Connect(_)
            | Self::Overview(_)
            | Self::Notices { .. }
            | Self::Palette(_)
            | Self::GoTo(_) => Context::Everywhere,
        }
    }

    /// Whether what writes a character goes into a line of it.
    fn is_typed_in(&mut self) -> bool {
        matches!(self, Self::Palette(_)) || self.line_mut().is_some()
    }
}

impl State {
    /// What lies over the panes, be it under help: what answers are for.
    pub fn sheet(&self) -> Option<&Overlay> {
        self.overlay.as_ref().map(Overlay::below_help)
    }

    /// The same, to be changed.
    pub(super) fn sheet_mut(&mut self) -> Option<&mut Overlay> {
        self.overlay.as_mut().map(Overlay::below_help_mut)
    }

    /// Takes the sheet away; help that lies over it stays.
    pub(super) fn take_sheet(&mut self) -> Option<Overlay> {
        match &mut self.overlay {
            Some(Overlay::Help { over, .. }) => over.take().map(|below| *below),
            _ => self.overlay.take(),
        }
    }
}

/// A key while something lies over the panes. Help opens over all of it, by a key that writes nothing where a line is
/// typed, and leads back.
pub fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(overlay) = &mut state.overlay else {
        return Vec::new();
    };
    let id = state.keymap.command(overlay.context().id(), key);
    // While an export is written, its sheet has no line.
    let is_at_work = matches!(overlay, Overlay::Export(_)) && state.export.at_work.is_some();
    let is_typed_in = overlay.is_typed_in() && !is_at_work;
    let command = line_keys::meant(key, id.and_then(command::by_id), is_typed_in);
    let is_help = matches!(overlay, Overlay::Help { .. });
    let is_written = key.text().is_some() && is_typed_in;
    if command == Some(Command::Help) && !is_help && !is_written {
        help::open(state, Page::Keys);
        return Vec::new();
    }
    take(state, key, command)
}

/// A key for what lies over the panes; `command` is what it means there.
fn take(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(overlay) = &state.overlay else {
        return Vec::new();
    };
    let back = command == Some(Command::Back);
    match overlay {
        Overlay::Help { .. } => {
            help::press(state, key, command);
            Vec::new()
        }
        Overlay::Tally(_) => tally::update(state, command),
        Overlay::Tables(_) => tables::update(state, command),
        Overlay::Pictures(_) => pictures::update(state, command),
        Overlay::Ask(question) => {
            let question = *question;
            question::press(state, question, key, back)
        }
        Overlay::Price(_) => price_sheet::press(state, key, command),
        Overlay::Balance { .. } => {
            balance::update(state, command);
            Vec::new()
        }
        Overlay::Downloads(_) => downloads::update(state, command),
        Overlay::Attach(_) => attach::press(state, key, command),
        Overlay::Ledger(_) => {
            ledger::press(state, key, command);
            Vec::new()
        }
        Overlay::Limits(_) => limits::press(state, key, command),
        Overlay::Doubt(_) => doubt::press(state, key, command),
        Overlay::Connect(_) => connect::press(state, key, command),
        Overlay::Overview(_) => overview::update(state, command),
        Overlay::Notices { .. } => {
            notices::update(state, command);
            Vec::new()
        }
        Overlay::Export(_) => export::press(state, key, command),
        Overlay::Palette(_) => palette::press(state, key, command),
        Overlay::Columns(_) => columns::press(state, key, command),
        Overlay::GoTo(_) => goto::press(state, key, command),
        Overlay::Copy(_) => copy::update(state, command),
        Overlay::Address(_) => address::update(state, command),
    }
}

/// What the first screen and the overview of a target waited for.
pub fn guided(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::AccessTried(tried) => connect::tried(state, tried),
        Action::AccessKept(kept) => connect::kept(state, kept),
        Action::PathChecked { path, outcome } => {
            return connect::path_checked(state, &path, outcome);
        }
        Action::PathCompleted {
            typed,
            completed,
            choices,
        } => connect::path_completed(state, &typed, completed, &choices),
        Action::OverviewRead { target, outcome } => overview::read(state, &target, outcome),
        _ => {}
    }
    Vec::new()
}

/// Text was pasted while something lies over the panes: it goes into the line that is typed in, if there is one.
pub fn paste(state: &mut State, text: &str) {
    match &mut state.overlay {
        Some(Overlay::Palette(_)) => palette::paste(state, text),
        Some(overlay) => {
            if let Some(line) = overlay.line_mut() {
                input::paste(line, text);
            }
        }
        None => {}
    }
}
