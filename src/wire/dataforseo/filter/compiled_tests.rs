//! What the lists' filter language becomes at the service: every row that passes here passes there, and what the list
//! then looks at again comes to the same rows, however the service takes fields that are null.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{Cell, FieldType, Filter as Sent, read};
use crate::model::catalog::dataforseo::{Rows, compile};
use crate::model::column::{Table, Value};
use crate::model::filter::Filter;
use crate::model::nested::Counts;
use crate::wire::dataforseo::fields;

/// A row as the service has it.
pub(super) type Row = Json;

fn texts() -> impl Strategy<Value = Json> {
    let words = [
        "SEO",
        "seo tools",
        "Casino bonus",
        "Straße",
        "STRASSE",
        "a_b",
        "axb",
        "50% off",
        "Üx",
        "no",
    ];
    prop::option::of(prop::sample::select(words.to_vec())).prop_map(|text| json!(text))
}

fn row() -> impl Strategy<Value = Row> {
    let days = prop::sample::select(vec![
        "2025-01-01 23:59:59 +00:00",
        "2025-01-02 00:00:00 +00:00",
        "2025-01-02 23:59:59 +00:00",
        "2025-01-03 00:00:00 +00:00",
        "2024-06-30 12:00:00 +00:00",
    ]);
    let attributes = prop::sample::subsequence(vec!["nofollow", "NoFollow", "ugc"], 0..=3);
    let platforms = prop::sample::subsequence(vec!["cms", "blogs", "news"], 0..=3);
    let list = |texts: Vec<&str>| match texts.is_empty() {
        true => Json::Null,
        false => json!(texts),
    };
    (
        prop::option::of(0..4_i64),
        prop::option::of(any::<bool>()),
        texts(),
        texts(),
        prop::option::of(days),
        attributes.prop_map(list),
        platforms.prop_map(list),
    )
        .prop_map(
            |(rank, dofollow, anchor, pre, day, attributes, platforms)| {
                json!({"rank": rank, "dofollow": dofollow, "anchor": anchor, "text_pre": pre,
                "first_seen": day, "attributes": attributes,
                "domain_from_platform_type": platforms})
            },
        )
}

fn term() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let of_text = prop::sample::select(vec![
        "=", "!=", "==", "~", "!~", "~w", " starts ", " ends ", " =~ ",
    ]);
    let value = prop::sample::select(vec![
        "seo",
        "SEO",
        "\"seo tools\"",
        "strasse",
        "stra",
        "a_b",
        "50%",
        "üx",
        "no",
        "\"^s.*o$\"",
        "\"\\d\"",
    ]);
    let field = prop::sample::select(vec!["anchor", "text_pre"]);
    let day = prop::sample::select(vec!["2025-01-02", "2025-01", "2024", "2025-01-01"]);
    prop_oneof![
        (signs.clone(), 0..4_i64).prop_map(|(sign, n)| format!("rank{sign}{n}")),
        (signs.clone(), day.clone()).prop_map(|(sign, day)| format!("first_seen{sign}{day}")),
        (signs, day.clone()).prop_map(|(sign, day)| format!("first_seen_time{sign}{day}")),
        (field.clone(), of_text, value.clone()).prop_map(|(f, op, v)| format!("{f}{op}{v}")),
        (field, any::<bool>(), value.clone(), value).prop_map(|(f, not, a, b)| {
            format!("{f} {} ({a}, {b})", if not { "not in" } else { "in" })
        }),
        Just("rank in (1, 3)".to_owned()),
        Just("rank not in (1, 3)".to_owned()),
        (day.clone(), day).prop_map(|(a, b)| format!("first_seen in ({a}, {b})")),
        Just("dofollow".to_owned()),
        Just("dofollow=no".to_owned()),
        Just("attributes has nofollow".to_owned()),
        Just("attributes==nofollow".to_owned()),
        Just("attributes!~ugc".to_owned()),
        Just("platform has cms".to_owned()),
        Just("anchor is null".to_owned()),
        Just("rank is not null".to_owned()),
        Just("domain~x".to_owned()),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    let term = (prop::bool::weighted(0.2), term())
        .prop_map(|(not, term)| format!("{}{term}", if not { "not " } else { "" }));
    let nested = term.prop_recursive(2, 12, 3, |inner| {
        let word = prop::sample::select(vec![" and ", " or ", " "]);
        (word, any::<bool>(), prop::collection::vec(inner, 2..4)).prop_map(|(word, not, parts)| {
            format!("{}({})", if not { "not " } else { "" }, parts.join(word))
        })
    });
    let word = prop::sample::select(vec![" and ", " or ", " "]);
    (word, prop::collection::vec(nested, 1..5)).prop_map(|(word, parts)| parts.join(word))
}

fn field(name: &str) -> Option<(String, FieldType)> {
    Some((name.to_owned(), fields::field_type("backlinks", name)?))
}

fn cell_of(row: &Row, name: &str) -> Json {
    row.get(name).cloned().unwrap_or(Json::Null)
}

/// What the service may make of a field that is not there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Missing {
    /// Negative conditions hold.
    IsNot,
    /// No condition holds.
    Fails,
    /// A count is 0.
    IsZero,
}

/// Whether the service sends a row of a function.
pub(super) fn is_sent(filter: &Sent, row: &Row, missing: Missing, function: &str) -> bool {
    let each = |f: &Sent| is_sent(f, row, missing, function);
    match filter {
        Sent::All(all) => all.iter().all(each),
        Sent::Any(any) => any.iter().any(each),
        Sent::Condition(condition) => {
            let name = &condition.field;
            let in_map = name
                .split_once('.')
                .map(|(map, key)| cell_of(&cell_of(row, map), key));
            let value = in_map.clone().unwrap_or_else(|| cell_of(row, name));
            let value = match missing {
                Missing::IsZero if value.is_null() && in_map.is_some() => json!(0),
                _ => value,
            };
            let kind = fields::field_type(function, name).unwrap();
            (missing != Missing::Fails || !value.is_null())
                && filter.matches(&|_: &String| Cell::of_json(&value, kind))
        }
    }
}

/// Whether a row passes a filter here.
pub(super) fn passes(table: &'static Table, filter: &str, row: &Row) -> bool {
    if filter.is_empty() {
        return true;
    }
    let filter = Filter::parse(table, filter, &|_| Err(String::new())).unwrap();
    filter.matches(&|field| {
        let column = field.column_in(table);
        let wire = column
            .wires
            .iter()
            .map(|w| w.strip_suffix(" (time)").unwrap_or(w))
            .find(|w| row.get(w).is_some());
        let value = wire.map_or(Json::Null, |wire| row[wire].clone());
        at_rest(column.kind, &value)
    })
}

fn at_rest(kind: crate::model::column::Kind, value: &Json) -> Value {
    use crate::model::column::Kind;
    let second = |text: &str| super::super::time::parse(text).unwrap().as_second();
    match (kind, value) {
        (_, Json::Null) => Value::Null,
        (Kind::Int, n) => Value::Int(n.as_i64().unwrap()),
        (Kind::Flag, on) => Value::Flag(on.as_bool().unwrap()),
        (Kind::Date, day) => {
            Value::Date(i32::try_from(second(day.as_str().unwrap()).div_euclid(86_400)).unwrap())
        }
        (Kind::Time, at) => Value::Time(second(at.as_str().unwrap())),
        (Kind::Texts, all) => {
            let all = all.as_array().unwrap().iter();
            Value::Texts(all.map(|t| t.as_str().unwrap().to_owned()).collect())
        }
        (Kind::Counts, map) => {
            let map = map.as_object().unwrap().iter();
            Value::Counts(Counts::new(
                map.map(|(name, n)| (name.clone(), n.as_i64().unwrap())),
            ))
        }
        (_, text) => Value::Text(text.as_str().unwrap().to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn what_is_sent_and_what_stays_come_to_the_whole(
        text in expression(),
        rows in prop::collection::vec(row(), 1..12),
    ) {
        let table = Rows::Links.table();
        let compiled = compile(Rows::Links, &text).unwrap();
        let rest = compiled.rest();
        let sent = compiled.sent.as_ref().map(|sent| read(sent, &field).unwrap().unwrap());
        for row in &rows {
            let whole = passes(table, &text, row);
            for missing in [Missing::IsNot, Missing::Fails] {
                let came = sent
                    .as_ref()
                    .is_none_or(|sent| is_sent(sent, row, missing, "backlinks"));
                prop_assert!(came || !whole, "left out by the service: {} of {}", row, text);
                let shown = came && passes(table, &rest, row);
                prop_assert_eq!(shown, whole, "{} by {:?} and `{}`: {}", text, compiled.sent, rest, row);
            }
        }
    }
}
