//! Cells that hold several values: lists of texts, counts by name, and the stops of an indirect link. In answers
//! they come as JSON; so they are read from, and written as, JSON texts.

use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::column::{Kind, Value};
use super::text::one_line;

/// Counts by name, the greatest first and of equals by name, as they are delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Box<[(String, i64)]>);

/// A stop on the way from a link to its target.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hop {
    /// How it leads on, such as `redirect`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// The HTTP status it answered.
    #[serde(default)]
    pub status_code: Option<i64>,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
}

impl Counts {
    /// From names and counts in any order; of a name that comes twice the first counts.
    pub fn new(counts: impl IntoIterator<Item = (String, i64)>) -> Self {
        let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut seen = std::collections::HashSet::new();
        counts.retain(|(name, _)| seen.insert(name.clone()));
        Self(counts.into())
    }

    /// Names and counts.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, i64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// The count of a name.
    pub fn get(&self, name: &str) -> Option<i64> {
        self.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, count)| count)
    }

    /// The count of a name as a person types it: written so, or else in any case.
    pub fn of(&self, typed: &str) -> Option<i64> {
        let other_case = || self.iter().find(|(n, _)| n.eq_ignore_ascii_case(typed));
        self.get(typed).or_else(|| Some(other_case()?.1))
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, count) in self.iter() {
            map.serialize_entry(name, &count)?;
        }
        map.end()
    }
}

/// A JSON array of texts; null among them is left out.
pub fn texts(json: &str) -> Option<Box<[String]>> {
    let texts: Vec<Option<String>> = serde_json::from_str(json).ok()?;
    Some(texts.into_iter().flatten().collect())
}

/// A JSON object of names and whole numbers.
pub fn counts(json: &str) -> Option<Counts> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    let known = object.into_iter().filter(|(_, count)| !count.is_null());
    let counts = known.map(|(name, count)| Some((name, count.as_i64()?)));
    Some(Counts::new(counts.collect::<Option<Vec<_>>>()?))
}

/// A JSON array of stops.
pub fn path(json: &str) -> Option<Box<[Hop]>> {
    let hops: Vec<Hop> = serde_json::from_str(json).ok()?;
    Some(hops.into())
}

/// The name of an element where it is shown by itself; the empty one means that nothing is known of it.
pub fn name(element: &str) -> String {
    match element {
        "" => "(none)".to_owned(),
        other => one_line(other),
    }
}

/// Texts in one line: `nofollow, ugc`.
pub fn texts_line(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().map(|text| name(text)).collect();
    shown.join(", ")
}

/// Counts in one line: `anchor 3, image 1`.
pub fn counts_line(counts: &Counts) -> String {
    let mut line = String::new();
    for (element, count) in counts.iter() {
        let between = if line.is_empty() { "" } else { ", " };
        let count = super::column::grouped(count);
        let _fits = write!(line, "{between}{} {count}", name(element));
    }
    line
}

/// Stops in one line: `redirect 302 https://…`.
pub fn path_line(path: &[Hop]) -> String {
    let shown: Vec<String> = path.iter().map(Hop::line).collect();
    shown.join(", ")
}

/// What is asked of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// How it leads on.
    Kind,
    /// Its HTTP status.
    Status,
    /// Its address.
    Url,
}

impl Part {
    /// Every one with its name.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Kind, "type"),
        (Self::Status, "status_code"),
        (Self::Url, "url"),
    ];

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let is_it = |(_, known): &&(Self, &str)| known.eq_ignore_ascii_case(name);
        Self::ALL.iter().find(is_it).map(|(part, _)| *part)
    }

    /// What it holds.
    pub fn value_kind(self) -> Kind {
        match self {
            Self::Status => Kind::Int,
            Self::Kind | Self::Url => Kind::Text,
        }
    }
}

impl Hop {
    /// One thing of it.
    pub fn part(&self, part: Part) -> Value {
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        match part {
            Part::Kind => text(&self.kind),
            Part::Status => self.status_code.map_or(Value::Null, Value::Int),
            Part::Url => text(&self.url),
        }
    }

    /// The stop in one line.
    pub fn line(&self) -> String {
        let code = self.status_code.map(|code| code.to_string());
        let (kind, url) = (self.kind.as_deref(), self.url.as_deref());
        let told: Vec<String> = [kind, code.as_deref(), url]
            .into_iter()
            .flatten()
            .map(one_line)
            .collect();
        told.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_by_size_and_keep_the_empty_name() {
        let counts = counts(r#"{"b":1,"":4,"a":1,"c":null}"#).unwrap();
        assert_eq!(counts_line(&counts), "(none) 4, a 1, b 1");
        assert_eq!(counts.get(""), Some(4));
        assert_eq!(counts.get("c"), None);
        assert_eq!(
            serde_json::to_string(&counts).unwrap(),
            r#"{"":4,"a":1,"b":1}"#
        );
        for bad in [r#"{"a":"1"}"#, r#"{"a":1.5}"#, "[1]", "x", r#"{"a":true}"#] {
            assert_eq!(super::counts(bad), None, "{bad}");
        }
    }

    #[test]
    fn lists_and_paths_are_read_or_refused() {
        let found = texts(r#"["nofollow",null,"u\u001b[31mgc"]"#).unwrap();
        assert!(!texts_line(&found).contains('\u{1b}'));
        assert_eq!(found.len(), 2);
        assert_eq!(texts(r#"["a",1]"#), None);
        assert_eq!(texts(r#""a""#), None);
        let stops =
            path(r#"[{"type":"redirect","status_code":302,"url":"https://a.example/"},{}]"#);
        let stops = stops.unwrap();
        assert_eq!(stops[0].line(), "redirect 302 https://a.example/");
        assert_eq!(stops[1], Hop::default());
        assert_eq!(path(r#"[{"url":5}]"#), None);
    }
}
