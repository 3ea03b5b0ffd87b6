//! A job whose charge is in doubt: its evidence, and the three ways to settle it.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Code, Key};
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::catalog::Provider;
use crate::model::charge::{Doubt, Verdict};
use crate::model::job::{JobId, JobState};
use crate::model::money::Amounts;
use crate::model::text::one_line;

/// How far the settling is.
#[derive(Clone, Debug)]
pub enum Stage {
    /// The evidence is shown.
    Shown,
    /// The amount is typed that was charged.
    Amount(Input),
    /// Whether nothing was charged is asked.
    Dismiss,
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct DoubtSheet {
    /// Which job.
    pub job: JobId,
    /// What is known; none while it is read.
    pub known: Option<Doubt>,
    /// How far it is.
    pub stage: Stage,
    /// What is wrong with what was typed.
    pub trouble: Option<String>,
}

/// Opens the sheet for the job under the cursor, where its charge is in doubt.
pub fn open(state: &mut State) -> Vec<Effect> {
    let Some(job) = state.queue.current() else {
        return Vec::new();
    };
    let id = job.id;
    if job.state != JobState::ChargeUnknown {
        let text = format!(
            "job {id} is `{}`: nothing of it is in doubt",
            job.state.title()
        );
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    state.overlay = Some(Overlay::Doubt(DoubtSheet {
        job: id,
        known: None,
        stage: Stage::Shown,
        trouble: None,
    }));
    vec![Effect::ReadDoubt(id)]
}

/// The evidence came.
pub fn read(state: &mut State, answer: Result<Doubt, String>) {
    match (state.sheet_mut(), answer) {
        (Some(Overlay::Doubt(sheet)), Ok(known)) if sheet.job == known.job => {
            sheet.known = Some(known);
        }
        (_, Err(why)) => state.notice = Some(Notice::trouble(why)),
        (_, Ok(_)) => {}
    }
}

/// A job's newest account came: the sheet shows what is known now, and closes when nothing is in doubt any more.
pub fn heard(state: &mut State, job: JobId, now: JobState) -> Vec<Effect> {
    match state.sheet() {
        Some(Overlay::Doubt(sheet)) if sheet.job == job => {}
        _ => return Vec::new(),
    }
    if now == JobState::ChargeUnknown {
        return vec![Effect::ReadDoubt(job)];
    }
    state.take_sheet();
    Vec::new()
}

/// A key on the sheet.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let in_money = |job: JobId| {
        let job = state.queue.jobs.iter().find(|known| known.id == job);
        job.is_some_and(|job| job.query.provider() == Provider::DataForSeo)
    };
    let Some(Overlay::Doubt(sheet)) = &state.overlay else {
        return Vec::new();
    };
    let (job, in_money) = (sheet.job, in_money(sheet.job));
    let Some(Overlay::Doubt(sheet)) = &mut state.overlay else {
        return Vec::new();
    };
    match &mut sheet.stage {
        Stage::Shown => match command {
            Some(Command::AskAgain) => return vec![Effect::Reconcile(job)],
            Some(Command::AcceptCharge) => {
                let expected = sheet.known.as_ref().map(|known| known.expected.typed());
                sheet.stage = Stage::Amount(Input::from(expected.unwrap_or_default()));
            }
            Some(Command::DismissCharge) => sheet.stage = Stage::Dismiss,
            Some(Command::Back | Command::Quit) => state.overlay = None,
            _ => {}
        },
        Stage::Amount(line) if command == Some(Command::Open) => {
            let typed = line.value().trim();
            let amounts = match typed {
                "" => Ok(None),
                typed => Amounts::read(typed, in_money).map(Some),
            };
            match amounts {
                Ok(amounts) => {
                    let verdict = Verdict::Accepted(amounts);
                    state.overlay = None;
                    return vec![Effect::Resolve { job, verdict }];
                }
                Err(why) => sheet.trouble = Some(one_line(&why)),
            }
        }
        Stage::Amount(line) => {
            if !input::edit(line, key) && command == Some(Command::Back) {
                sheet.stage = Stage::Shown;
            }
            sheet.trouble = None;
        }
        Stage::Dismiss => match key.code {
            Code::Char('y' | 'Y') if !key.ctrl && !key.alt => {
                let verdict = Verdict::Dismissed;
                state.overlay = None;
                return vec![Effect::Resolve { job, verdict }];
            }
            Code::Char('n' | 'N' | 'q') => sheet.stage = Stage::Shown,
            _ if command == Some(Command::Back) => sheet.stage = Stage::Shown,
            _ => {}
        },
    }
    Vec::new()
}
