//! What an element says of itself: variables, the names of columns, counts.

use std::collections::HashSet;

use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::escape::EscapeError;
use quick_xml::events::BytesStart;

use super::super::answer::Cell;
use super::XmlError;
use super::cells::{split, unguarded};
use super::said::{quoted, repeated, table_place};

/// The attributes of an element, unescaped.
pub(super) type Attributes = Vec<(String, String)>;

/// Reads the attributes of the element that `place` names; two of one name are an error.
pub(super) fn attributes(start: &BytesStart<'_>, place: &str) -> Result<Attributes, XmlError> {
    let mut read = Attributes::new();
    let mut seen = HashSet::new();
    // Looked for here, because the reader's own check does not say which name repeats.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| XmlError::Syntax(quoted(&e.to_string())))?;
        let name = attribute.key.as_ref().to_owned();
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|e| match e {
                Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => {
                    XmlError::Entity(quoted(&name))
                }
                e => XmlError::Syntax(quoted(&e.to_string())),
            })?;
        if !seen.insert(name.clone()) {
            return Err(repeated(&name, place));
        }
        read.push((name, value.into_owned()));
    }
    Ok(read)
}

/// Takes the attribute of a name out.
pub(super) fn take(attributes: &mut Attributes, name: &str) -> Option<String> {
    let at = attributes.iter().position(|(n, _)| n == name)?;
    Some(attributes.remove(at).1)
}

/// The attributes as variables: everything is text.
pub(super) fn variables(attributes: Attributes) -> Vec<(String, Cell)> {
    attributes
        .into_iter()
        .map(|(name, value)| (name, Cell::Text(value)))
        .collect()
}

/// The names of the columns; empty `Headers` are none, not one without a name.
pub(super) fn columns(headers: Option<&str>, table: &str) -> Result<Vec<String>, XmlError> {
    let headers = headers.unwrap_or_default();
    if headers.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<String> = split(headers).into_iter().map(unguarded).collect();
    let mut seen = HashSet::new();
    match columns.iter().find(|column| !seen.insert(column.as_str())) {
        Some(column) => Err(repeated(
            column,
            &format!("Headers of {}", table_place(table)),
        )),
        None => Ok(columns),
    }
}

/// Compares a count with what was found. Where none is said, nothing contradicts.
pub(super) fn check_count(
    said: Option<String>,
    found: usize,
    place: impl Fn() -> String,
) -> Result<(), XmlError> {
    match said {
        Some(said) if said.trim().parse() != Ok(found) => Err(XmlError::Count {
            place: place(),
            said: quoted(&said),
            found,
        }),
        _ => Ok(()),
    }
}
