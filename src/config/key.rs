//! One key press as a plain value with a name, so that keymaps, help and tests speak of `ctrl-d`
//! and no terminal library is named below the shell.

use std::fmt;

use thiserror::Error;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A key that writes a character.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator; with shift it goes back.
    Tab,
    /// Deletes before the cursor.
    Backspace,
    /// Deletes under the cursor.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Start.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// A key with what was held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control was down.
    pub ctrl: bool,
    /// Alt was down.
    pub alt: bool,
    /// Shift was down; never set with a character, whose case says it.
    pub shift: bool,
}

/// A name that is no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no key; write them like q, G, ctrl-d, alt-3, shift-tab, enter, esc, space, pgdn, f1"
)]
pub struct KeyError(pub String);

const NAMES: [(&str, Code); 20] = [
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("del", Code::Delete),
    ("ins", Code::Insert),
    ("left", Code::Left),
    ("right", Code::Right),
    ("up", Code::Up),
    ("down", Code::Down),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("space", Code::Char(' ')),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("escape", Code::Esc),
];

impl Key {
    /// A key with what was held down; shift is dropped for characters, and a character with control is lower case.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            Code::Char(c) if ctrl => Self {
                code: Code::Char(c.to_ascii_lowercase()),
                ctrl,
                alt,
                shift: false,
            },
            Code::Char(_) => Self {
                code,
                ctrl,
                alt,
                shift: false,
            },
            _ => Self {
                code,
                ctrl,
                alt,
                shift,
            },
        }
    }

    /// A key alone.
    pub fn plain(code: Code) -> Self {
        Self::new(code, false, false, false)
    }

    /// The key of a name such as `ctrl-d`, `G`, `shift-tab`, `space`.
    pub fn parse(name: &str) -> Result<Self, KeyError> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = name;
        loop {
            let (held, after) = match rest.split_once('-') {
                Some((held, after)) if !after.is_empty() => (held, after),
                _ => break,
            };
            match held {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return Err(KeyError(name.to_owned())),
            }
            rest = after;
        }
        let code = code_of(rest).ok_or_else(|| KeyError(name.to_owned()))?;
        Ok(Self::new(code, ctrl, alt, shift))
    }

    /// The character this key writes into a text field, if it writes one.
    pub fn text(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

fn code_of(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    if let Some((_, code)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some(*code);
    }
    let number = name.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for name in [
            "q",
            "G",
            "$",
            "-",
            "ctrl--",
            "ctrl-d",
            "alt-3",
            "shift-tab",
            "enter",
            "esc",
            "space",
            "pgdn",
            "f12",
            "ctrl-enter",
            "é",
            "{",
        ] {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
        assert_eq!(Key::parse("ctrl-D"), Key::parse("ctrl-d"));
        assert_eq!(
            Key::new(Code::Char('G'), false, false, true),
            Key::parse("G").unwrap()
        );
    }

    #[test]
    fn what_is_no_key_is_named() {
        for name in ["", "ctrl-", "hyper-x", "f13", "f0", "enterr", "\u{1b}"] {
            assert_eq!(Key::parse(name), Err(KeyError(name.to_owned())), "{name:?}");
        }
    }
}
