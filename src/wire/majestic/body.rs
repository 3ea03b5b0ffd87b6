//! A body in either form: which one it is, reading it, writing it.

use thiserror::Error;

use super::answer::Answer;
use super::json::{self, JsonError};
use super::xml::{self, XmlError};
use crate::model::wire_format::WireFormat;

/// The most cells that one answer may fill: several times the largest documented answer (100,000 rows of some
/// 40 columns), and little enough that a body made to fill the memory does not.
pub(super) const MOST_CELLS: usize = 20_000_000;

/// What some writers put before UTF-8; none of the recorded bodies has it, and it means nothing.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why bytes are no answer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum AnswerError {
    /// Read as JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Read as XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
}

/// Reads an answer of a form.
pub fn decode(bytes: &[u8], format: WireFormat) -> Result<Answer, AnswerError> {
    Ok(match format {
        WireFormat::Json => json::decode(bytes)?,
        WireFormat::Xml => xml::decode(bytes)?,
    })
}

/// Writes an answer in a form.
pub fn encode(answer: &Answer, format: WireFormat) -> Vec<u8> {
    match format {
        WireFormat::Json => json::encode(answer),
        WireFormat::Xml => xml::encode(answer),
    }
}

/// The form that a body clearly is of, by its first characters; `None` for anything else.
pub fn format_of(bytes: &[u8]) -> Option<WireFormat> {
    let start = start(bytes);
    if start.first() == Some(&b'{') {
        Some(WireFormat::Json)
    } else if begins(start, "<?xml") || begins(start, "<Result") {
        Some(WireFormat::Xml)
    } else {
        None
    }
}

/// Whether a body is a page for people: a proxy's, a login's, a server's that is down.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let start = start(bytes);
    begins(start, "<!doctype html") || begins(start, "<html")
}

/// The bytes after a byte-order mark.
pub(super) fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

fn start(bytes: &[u8]) -> &[u8] {
    unmarked(bytes).trim_ascii_start()
}

fn begins(bytes: &[u8], with: &str) -> bool {
    bytes
        .get(..with.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_shows_its_form() {
        for (body, format) in [
            ("{\"Code\"", Some(WireFormat::Json)),
            ("\u{feff}\r\n {}", Some(WireFormat::Json)),
            ("<?xml version=\"1.0\"?>", Some(WireFormat::Xml)),
            ("\u{feff}<Result Code=\"OK\"/>", Some(WireFormat::Xml)),
            ("<html>", None),
            ("[]", None),
            ("", None),
        ] {
            assert_eq!(format_of(body.as_bytes()), format, "{body}");
        }
        assert!(is_page(b"\n<!DocType HTML>"));
        assert!(!is_page(b"<Result/>"));
    }
}
