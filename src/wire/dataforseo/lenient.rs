//! Values that arrive in another JSON type than the documentation says: read alike.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A number, also out of a text; nothing for `null` and for what is no number.
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// An integer; 0 for what is none.
pub(super) fn integer<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|x| x as i64))
            .unwrap_or(0),
        Value::String(text) => text.trim().parse().unwrap_or(0),
        _ => 0,
    })
}

/// A text, also out of a number; nothing for `null`.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

/// A list of texts; empty for what is no list.
pub(super) fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let Value::Array(items) = Value::deserialize(from)? else {
        return Ok(Vec::new());
    };
    let text = |item| match item {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(items.into_iter().map(text).collect())
}
