//! The parameters of a task, by type. Every refusal names the parameter.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::model::catalog::dataforseo::bounds::MOST_ROWS;
use crate::wire::dataforseo::time;

/// Most characters of `tag`.
const MOST_TAG: usize = 255;

/// The parameters of a task; none of them is `null`.
pub(super) struct Params<'a>(&'a Map<String, Value>);

impl<'a> Params<'a> {
    /// Those of a task whose function takes these, and `tag`.
    pub(super) fn new(task: &'a Map<String, Value>, taken: &[&str]) -> Result<Self, Refusal> {
        let is_taken = |name: &&String| *name == "tag" || taken.contains(&name.as_str());
        if let Some(unknown) = task.keys().find(|name| !is_taken(name)) {
            return Err(Refusal::unknown(unknown));
        }
        let params = Self(task);
        if params
            .text("tag")?
            .is_some_and(|tag| tag.chars().count() > MOST_TAG)
        {
            return Err(Refusal::field("tag"));
        }
        Ok(params)
    }

    /// A parameter as it was sent.
    pub(super) fn raw(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// All of them.
    pub(super) fn all(&self) -> &'a Map<String, Value> {
        self.0
    }

    fn typed<T>(
        &self,
        name: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let value = self.0.get(name);
        value
            .map(|value| read(value).ok_or_else(|| Refusal::field(name)))
            .transpose()
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        self.typed(name, Value::as_str)
    }

    /// A truth.
    pub(super) fn flag(&self, name: &str, default: bool) -> Result<bool, Refusal> {
        Ok(self.typed(name, Value::as_bool)?.unwrap_or(default))
    }

    /// An integer between two.
    pub(super) fn number(
        &self,
        name: &str,
        default: u64,
        range: std::ops::RangeInclusive<u64>,
    ) -> Result<u64, Refusal> {
        let read = |value: &Value| value.as_u64().filter(|n| range.contains(n));
        Ok(self.typed(name, read)?.unwrap_or(default))
    }

    /// How many rows: `limit`.
    pub(super) fn limit(&self, default: u64) -> Result<u64, Refusal> {
        self.number("limit", default, 1..=MOST_ROWS.unsigned_abs())
    }

    /// One of some words; the first of them if there is none.
    pub(super) fn word(&self, name: &str, words: &[&'static str]) -> Result<&'static str, Refusal> {
        let read = |value: &Value| words.iter().copied().find(|word| value == word);
        let given = self.typed(name, read)?;
        given
            .or(words.first().copied())
            .ok_or_else(|| Refusal::field(name))
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<&'a str>>, Refusal> {
        self.typed(name, |value| {
            value.as_array()?.iter().map(Value::as_str).collect()
        })
    }

    /// A day.
    pub(super) fn date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        self.typed(name, |value| time::date(value.as_str()?))
    }

    /// A moment.
    pub(super) fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        self.typed(name, |value| time::parse(value.as_str()?))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_names_the_parameter() {
        let task = json!({"limit": 1001, "mode": "x", "flag": "true", "list": ["a", 1], "day": "2021-1-1", "text": 5});
        let task = task.as_object().unwrap();
        let names: Vec<&str> = task.keys().map(String::as_str).collect();
        let params = Params::new(task, &names).unwrap();
        for (name, refused) in [
            ("limit", params.limit(100).err()),
            ("mode", params.word("mode", &["as_is"]).err()),
            ("flag", params.flag("flag", true).err()),
            ("list", params.texts("list").err()),
            ("day", params.date("day").err()),
            ("text", params.text("text").err()),
        ] {
            assert_eq!(refused, Some(Refusal::field(name)));
        }
        assert_eq!(params.number("offset", 7, 0..=9).unwrap(), 7);
        let unknown = Params::new(task, &["limit"]).err().unwrap();
        assert_eq!(unknown.message, "Unknown Fields in POST Data: 'mode'.");
        let long = json!({"tag": "x".repeat(256)});
        assert_eq!(
            Params::new(long.as_object().unwrap(), &[]).err(),
            Some(Refusal::field("tag"))
        );
    }
}
