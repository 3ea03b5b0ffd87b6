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

/// Characters of pasted text that a line takes.
pub const MOST: usize = 65_536;

/// Whether a key edits a line.
pub fn edits(key: Key) -> bool {
    request(key).is_some()
}

/// Puts pasted text into a line: the first line of it, without controls.
pub fn paste(input: &mut Input, text: &str) {
    let fresh = pasted(text).filter(|c| !c.is_control()).take(MOST);
    let mut joined: String = input.value().chars().take(input.cursor()).collect();
    let before = joined.chars().count();
    joined.extend(fresh);
    let cursor = joined.chars().count();
    joined.extend(input.value().chars().skip(before));
    *input = Input::new(joined).with_cursor(cursor);
}

/// Whether a line does not take all of a pasted text.
pub fn is_cut(text: &str) -> bool {
    pasted(text).nth(MOST).is_some()
}

fn pasted(text: &str) -> impl Iterator<Item = char> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or("").chars()
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
