//! Questions that y and n answer.

use crate::app::effect::Effect;
use crate::app::input::{Code, Key};
use crate::app::state::State;
use crate::model::job::JobId;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Leave although a job is running.
    Quit,
    /// Stop a job.
    Cancel(JobId),
    /// Delete a job's download at the service; the job is still running.
    DeleteRemote(JobId, bool),
}

impl Question {
    /// The question in words.
    pub fn text(self) -> String {
        match self {
            Self::Quit => {
                "A job is running. It goes on at the next start, and is not charged again. Quit?"
                    .to_owned()
            }
            Self::Cancel(id) => format!(
                "Cancel job {id}? Rows held stay, nothing is deleted at the service, and what was charged stays charged."
            ),
            Self::DeleteRemote(id, true) => format!(
                "Delete the download of job {id} at the service? The job is not finished: it is aborted there, and \
                 what was charged stays charged."
            ),
            Self::DeleteRemote(id, false) => format!(
                "Delete the download of job {id} at the service? Free; its file cannot be fetched again. Rows held \
                 stay."
            ),
        }
    }
}

/// A key while a question stands.
pub(super) fn press(state: &mut State, question: Question, key: Key, back: bool) -> Vec<Effect> {
    let yes = matches!(key.code, Code::Char('y' | 'Y')) && !key.ctrl && !key.alt;
    let no = matches!(key.code, Code::Char('n' | 'N' | 'q')) || back;
    if yes || no {
        state.overlay = None;
    }
    match question {
        Question::Quit if yes => vec![Effect::Quit],
        Question::Cancel(id) if yes => vec![Effect::Cancel(id)],
        Question::DeleteRemote(id, _) if yes => vec![Effect::DeleteRemote(id)],
        Question::Quit | Question::Cancel(_) | Question::DeleteRemote(..) => Vec::new(),
    }
}
