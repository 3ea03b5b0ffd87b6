//! The words and signs of a filter, one after the other. What may come next decides how it is read: an address is one
//! value though it holds signs.

use super::Mistake;
use super::grammar::{OPERATORS, Operator};

/// A piece of the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Characters before it.
    pub(super) at: usize,
    /// Characters of it as typed, quotes among them.
    pub(super) len: usize,
    /// What it says.
    pub(super) text: String,
    /// It stood in quotes.
    pub(super) quoted: bool,
}

impl Piece {
    pub(super) fn mistake(&self, why: impl Into<String>) -> Mistake {
        Mistake {
            at: self.at,
            len: self.len,
            why: why.into(),
        }
    }
}

#[derive(Debug)]
pub(super) struct Scanner {
    chars: Vec<char>,
    at: usize,
}

impl Scanner {
    pub(super) fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
        }
    }

    /// Characters before what comes next, blanks passed over.
    pub(super) fn next_at(&mut self) -> usize {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.at
    }

    /// Characters that were read.
    pub(super) fn read(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        let at = self.next_at();
        self.chars.get(at).copied()
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn piece(&self, from: usize, to: usize) -> Piece {
        Piece {
            at: from,
            len: to - from,
            text: self.chars[from..to].iter().collect(),
            quoted: false,
        }
    }

    /// The name that comes next.
    pub(super) fn peek_name(&mut self) -> Option<Piece> {
        let from = self.next_at();
        let is_name = |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let len = self.chars[from..].iter().take_while(is_name).count();
        (len > 0).then(|| self.piece(from, from + len))
    }

    pub(super) fn name(&mut self) -> Option<Piece> {
        let name = self.peek_name()?;
        self.at = name.at + name.len;
        Some(name)
    }

    /// Passes over a word if it comes next.
    pub(super) fn keyword(&mut self, word: &str) -> Option<Piece> {
        let name = self.peek_name()?;
        if !name.text.eq_ignore_ascii_case(word) {
            return None;
        }
        self.name()
    }

    /// The operator that comes next.
    pub(super) fn operator(&mut self) -> Option<(&'static Operator, Piece)> {
        let from = self.next_at();
        let operator = OPERATORS.iter().find(|o| self.is_next(o))?;
        for word in operator.sign.split(' ').filter(|_| operator.is_word()) {
            self.keyword(word)?;
        }
        if !operator.is_word() {
            self.at += operator.sign.len();
        }
        Some((operator, self.piece(from, self.at)))
    }

    fn is_next(&mut self, operator: &Operator) -> bool {
        let start = self.next_at();
        let found = if operator.is_word() {
            let mut words = operator.sign.split(' ');
            words.all(|word| self.keyword(word).is_some())
        } else {
            let mut sign = operator.sign.chars();
            let is_there = sign
                .by_ref()
                .zip(&self.chars[start..])
                .all(|(s, c)| s == *c);
            let behind = self.chars.get(start + operator.sign.len());
            let is_whole = self.chars.len() >= start + operator.sign.len();
            // `~w` is one only where the word it looks for stands apart: `~web` contains "web".
            let apart = behind.is_none_or(|c| c.is_whitespace() || *c == '"');
            is_there && is_whole && (!operator.sign.ends_with('w') || apart)
        };
        self.at = start;
        found
    }

    /// The value that comes next; none at the end, before a closing parenthesis and, in a list, before a comma.
    /// With `raw` a backslash before anything but a quote stays what it is.
    pub(super) fn value(&mut self, in_list: bool, raw: bool) -> Result<Option<Piece>, Mistake> {
        let from = self.next_at();
        if self.chars.get(from) == Some(&'"') {
            return self.quoted(from, raw).map(Some);
        }
        let mut open = 0usize;
        let mut to = from;
        while let Some(c) = self.chars.get(to) {
            match c {
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                ',' if in_list => break,
                c if c.is_whitespace() => break,
                _ => {}
            }
            to += 1;
        }
        self.at = to;
        Ok((to > from).then(|| self.piece(from, to)))
    }

    /// What stands in quotes from here on.
    pub(super) fn quoted(&mut self, from: usize, raw: bool) -> Result<Piece, Mistake> {
        let mut text = String::new();
        let mut at = from + 1;
        while let Some(c) = self.chars.get(at) {
            match (c, self.chars.get(at + 1)) {
                ('"', _) => {
                    self.at = at + 1;
                    return Ok(Piece {
                        at: from,
                        len: self.at - from,
                        text,
                        quoted: true,
                    });
                }
                ('\\', Some('"')) => {
                    text.push('"');
                    at += 2;
                }
                ('\\', Some(_)) if !raw => {
                    let (c, len) = escaped(&self.chars[at..]);
                    text.push(c);
                    at += len;
                }
                // A backslash and what it stands before stay together, lest `\\"` be read as `\` and `\"`.
                ('\\', Some(next)) => {
                    text.extend(['\\', *next]);
                    at += 2;
                }
                (c, _) => {
                    text.push(*c);
                    at += 1;
                }
            }
        }
        self.at = self.chars.len();
        Err(Mistake {
            at: from,
            len: self.at - from,
            why: "this quote is never closed".to_owned(),
        })
    }

    /// Characters of the filter up to the `chars`-th of a value's text, for a mistake within it.
    pub(super) fn place_in(&self, value: &Piece, chars: usize) -> usize {
        if !value.quoted {
            return value.at + chars;
        }
        let mut at = value.at + 1;
        for _ in 0..chars {
            let is_quote =
                self.chars.get(at) == Some(&'\\') && self.chars.get(at + 1) == Some(&'"');
            at += 1 + usize::from(is_quote);
        }
        at.min(value.at + value.len)
    }
}

/// The character that a backslash begins, and how many it takes up. One that means nothing is a backslash.
fn escaped(chars: &[char]) -> (char, usize) {
    match chars.get(1) {
        Some('\\') => ('\\', 2),
        Some('n') => ('\n', 2),
        Some('r') => ('\r', 2),
        Some('t') => ('\t', 2),
        Some('u') if chars.get(2) == Some(&'{') => {
            let digits: String = chars[3..]
                .iter()
                .take(6)
                .take_while(|c| c.is_ascii_hexdigit())
                .collect();
            let code = u32::from_str_radix(&digits, 16).ok();
            let c = code.and_then(char::from_u32);
            let closed = chars.get(3 + digits.len()) == Some(&'}');
            match c {
                Some(c) if closed => (c, 4 + digits.len()),
                _ => ('\\', 1),
            }
        }
        _ => ('\\', 1),
    }
}
