//! How errors repeat pieces of a body: short, and safe to show.

use super::XmlError;
use crate::model::text::one_line;

/// The longest piece of a body that a sentence repeats, in characters.
const QUOTED: usize = 80;

pub(super) fn table_place(name: &str) -> String {
    format!("table {}", quoted(name))
}

pub(super) fn cut(what: &str) -> XmlError {
    XmlError::Cut(quoted(what))
}

pub(super) fn stray(text: &str) -> XmlError {
    XmlError::Shape(format!("text between elements: {}", quoted(text.trim())))
}

pub(super) fn repeated(name: &str, place: &str) -> XmlError {
    XmlError::Repeated {
        name: quoted(name),
        place: place.to_owned(),
    }
}

/// A piece of a body, short and safe to show.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    one_line(&short)
}
