//! The line that asks for a file which was delivered elsewhere.

use tui_input::Input;

use super::Overlay;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::input::{self, Key};
use crate::app::notices::Notice;
use crate::app::state::State;
use crate::model::job::JobId;

/// Which job takes a file, and its path so far.
#[derive(Clone, Debug)]
pub struct Attach {
    /// The job.
    pub job: JobId,
    /// The path.
    pub path: Input,
}

impl Attach {
    /// No path yet.
    pub fn new(job: JobId) -> Self {
        Self {
            job,
            path: Input::default(),
        }
    }
}

/// A key while the path is typed.
pub(super) fn press(state: &mut State, key: Key, command: Option<Command>) -> Vec<Effect> {
    let Some(Overlay::Attach(attach)) = &mut state.overlay else {
        return Vec::new();
    };
    if command == Some(Command::Open) {
        let (job, path) = (attach.job, attach.path.value().trim().to_owned());
        if path.is_empty() {
            return Vec::new();
        }
        state.overlay = None;
        state.notice = Some(Notice::info(format!("reading {path} for job {job}")));
        return vec![Effect::Attach { job, path }];
    }
    if !input::edit(&mut attach.path, key) && command == Some(Command::Back) {
        state.overlay = None;
    }
    Vec::new()
}
