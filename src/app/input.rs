//! Keys as they reach the heart, and what they do inside a line of text.

use tui_input::{Input, InputRequest};

pub use crate::config::key::{Code, Key, KeyError};

/// Lets a text line take an editing key; true if it was one. Cursor keys that leave a line
/// (up, down, enter, esc, tab) are never taken.
pub fn edit(input: &mut Input, key: Key) -> bool {
    let Some(request) = request(key) else {
        return false;
    };
    input.handle(request);
    true
}

/// Puts pasted text into a line: the first line of it, without controls.
pub fn paste(input: &mut Input, text: &str) {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    for c in line.unwrap_or("").chars().filter(|c| !c.is_control()) {
        input.handle(InputRequest::InsertChar(c));
    }
}

fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    if let Some(c) = key.text() {
        return Some(R::InsertChar(c));
    }
    match (key.code, key.ctrl, key.alt) {
        (Code::Backspace, false, false) => Some(R::DeletePrevChar),
        (Code::Backspace, ..) | (Code::Char('w'), true, false) => Some(R::DeletePrevWord),
        (Code::Delete, false, false) => Some(R::DeleteNextChar),
        (Code::Left, false, false) => Some(R::GoToPrevChar),
        (Code::Right, false, false) => Some(R::GoToNextChar),
        (Code::Left, ..) => Some(R::GoToPrevWord),
        (Code::Right, ..) => Some(R::GoToNextWord),
        (Code::Home, ..) | (Code::Char('a'), true, false) => Some(R::GoToStart),
        (Code::End, ..) | (Code::Char('e'), true, false) => Some(R::GoToEnd),
        (Code::Char('u'), true, false) => Some(R::DeleteLine),
        (Code::Char('k'), true, false) => Some(R::DeleteTillEnd),
        _ => None,
    }
}
