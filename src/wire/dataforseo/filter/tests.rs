//! The language of filters, by example and against a second reading.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Cell, FieldType, Filter, FilterError, Operator, read};
use crate::model::catalog::dataforseo::OPERATORS;

const FIELDS: [(&str, FieldType); 6] = [
    ("rank", FieldType::Num),
    ("dofollow", FieldType::Bool),
    ("anchor", FieldType::Str),
    ("first_seen", FieldType::Time),
    ("attributes", FieldType::ArrayStr),
    ("referring_links_tld.co.uk", FieldType::Num),
];

fn field(name: &str) -> Option<(String, FieldType)> {
    let found = FIELDS.iter().find(|(known, _)| *known == name)?;
    Some((name.to_owned(), found.1))
}

fn parsed(filter: &Value) -> Result<Option<Filter>, FilterError> {
    read(filter, &field)
}

fn keeps(filter: &Value, row: &Value) -> bool {
    let filter = parsed(filter).unwrap().unwrap();
    filter.matches(&|name| Cell::of_json(&row[name], field(name).unwrap().1))
}

#[test]
fn documented_filters_choose_rows() {
    let row = json!({"rank": 80, "dofollow": true, "anchor": "Best SEO tool", "attributes": ["ugc"],
        "first_seen": "2017-10-23 11:31:46 +00:00", "referring_links_tld.co.uk": 4});
    for (filter, kept) in [
        (json!(["rank", ">", 80]), false),
        (json!(["rank", ">=", "80"]), true),
        (json!(["rank", "in", [1, "80"]]), true),
        (json!(["rank", "not_in", [1, 2]]), true),
        (json!([["dofollow", "=", true]]), true),
        (json!([["dofollow", "=", "false"]]), false),
        (json!(["anchor", "like", "%SEO%"]), true),
        (json!(["anchor", "like", "%seo%"]), false),
        (json!(["anchor", "ilike", "best%"]), true),
        (json!(["anchor", "not_ilike", "best%"]), false),
        (json!(["anchor", "regex", "SEO|sea"]), true),
        (json!(["anchor", "not_regex", "^SEO"]), true),
        (json!(["anchor", "match", "tool best"]), true),
        (json!(["anchor", "match", "tools"]), false),
        (json!(["anchor", "not_match", "tools"]), true),
        (json!(["anchor", "in", ["x", "Best SEO tool"]]), true),
        (json!(["attributes", "has", "ugc"]), true),
        (json!(["attributes", "has_not", "ugc"]), false),
        (json!(["attributes", "=", null]), false),
        (json!(["referring_links_tld.co.uk", "<", 5]), true),
        (
            json!(["first_seen", ">", "2017-10-23 11:31:45 +00:00"]),
            true,
        ),
        (
            json!(["first_seen", "<", "2017-10-23 11:31:46 +00:00"]),
            false,
        ),
        (
            json!([
                ["rank", ">", 90],
                "or",
                [["dofollow", "=", true], "and", ["rank", "=", 80]]
            ]),
            true,
        ),
        // From left to right.
        (
            json!([
                ["rank", "=", 80],
                "or",
                ["rank", "=", 80],
                "and",
                ["rank", "=", 1]
            ]),
            false,
        ),
    ] {
        assert_eq!(keeps(&filter, &row), kept, "{filter}");
    }
}

#[test]
fn where_there_is_nothing_only_negatives_hold() {
    let row = json!({});
    for (filter, kept) in [
        (json!(["anchor", "=", null]), true),
        (json!(["anchor", "<>", null]), false),
        (json!(["anchor", "=", ""]), false),
        (json!(["anchor", "<>", "x"]), true),
        (json!(["rank", ">", -1]), false),
        (json!(["attributes", "has", "x"]), false),
        (json!(["attributes", "has_not", "x"]), true),
        (json!(["first_seen", "=", null]), true),
    ] {
        assert_eq!(keeps(&filter, &row), kept, "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_refused() {
    let one = json!(["rank", ">", 1]);
    let chain = |n: usize| {
        let mut all = vec![one.clone()];
        (1..n).for_each(|_| all.extend([json!("and"), one.clone()]));
        Value::Array(all)
    };
    assert_eq!(parsed(&chain(8)).unwrap().unwrap().conditions(), 8);
    assert_eq!(parsed(&chain(9)).unwrap_err(), FilterError::TooMany(9));
    assert!(parsed(&json!([])).unwrap().is_none());
    let long = "a".repeat(1_001);
    for (filter, word) in [
        (json!("rank"), "write"),
        (json!({"rank": 1}), "write"),
        (json!(["rank", ">"]), "write"),
        (json!([["rank", ">", 1], "and"]), "write"),
        (json!([["rank", ">", 1], "xor", ["rank", ">", 1]]), "write"),
        (
            json!([["rank", ">", 1], ["rank", ">", 1], ["rank", ">", 1]]),
            "write",
        ),
        (json!(["nothing", "=", 1]), "nothing"),
        (json!(["rank", "like", "1%"]), "takes no `like`"),
        (json!(["rank", "around", 1]), "takes no `around`"),
        (json!(["first_seen", "=", "2020-01-01"]), "takes no `=`"),
        (json!(["rank", ">", "many"]), "\"many\""),
        (json!(["rank", "in", []]), "[]"),
        (json!(["dofollow", "=", 1]), "bool: 1"),
        (json!(["anchor", "=", 1]), "str: 1"),
        (json!(["anchor", "regex", "("]), "str"),
        (json!(["anchor", "regex", long]), "str"),
        (json!(["first_seen", ">", "soon"]), "time"),
    ] {
        let error = parsed(&filter).unwrap_err().to_string();
        assert!(error.contains(word), "{filter}: {error}");
    }
    let mut deep = one;
    (0..40).for_each(|_| deep = json!([deep]));
    assert_eq!(parsed(&deep).unwrap_err(), FilterError::Shape);
}

fn tree() -> impl Strategy<Value = Value> {
    let number = prop::sample::select(vec!["<", "<=", ">", ">=", "=", "<>"]);
    let condition = prop_oneof![
        (number, 0..4_i64).prop_map(|(op, n)| json!(["rank", op, n])),
        any::<bool>().prop_map(|on| json!(["dofollow", "=", on])),
    ];
    condition.prop_recursive(3, 8, 3, |inner| {
        let word = prop::sample::select(vec!["and", "or"]);
        (word, prop::collection::vec(inner, 2..4)).prop_map(|(word, parts)| {
            let mut chain = Vec::new();
            for part in parts {
                if !chain.is_empty() {
                    chain.push(json!(word));
                }
                chain.push(part);
            }
            Value::Array(chain)
        })
    })
}

/// The same by the book: a chain of one word.
fn naive(filter: &Value, rank: i64, dofollow: bool) -> bool {
    let parts = filter.as_array().unwrap();
    if let Some(name) = parts[0].as_str() {
        let than = parts[2].as_i64().unwrap_or_default();
        return match (name, parts[1].as_str().unwrap()) {
            ("dofollow", _) => parts[2] == dofollow,
            (_, "<") => rank < than,
            (_, "<=") => rank <= than,
            (_, ">") => rank > than,
            (_, ">=") => rank >= than,
            (_, "=") => rank == than,
            _ => rank != than,
        };
    }
    let mut all = parts
        .iter()
        .step_by(2)
        .map(|part| naive(part, rank, dofollow));
    if parts.get(1) == Some(&json!("or")) {
        all.any(|kept| kept)
    } else {
        all.all(|kept| kept)
    }
}

proptest! {
    #[test]
    fn trees_are_evaluated_and_written_as_they_were_read(tree in tree(), rank in 0..4_i64, dofollow: bool) {
        match parsed(&tree) {
            Err(error) => prop_assert!(matches!(error, FilterError::TooMany(n) if n > 8)),
            Ok(filter) => {
                let filter = filter.unwrap();
                let cell = |name: &String| match name.as_str() {
                    "rank" => Cell::Int(rank),
                    _ => Cell::Bool(dofollow),
                };
                prop_assert_eq!(filter.matches(&cell), naive(&tree, rank, dofollow));
                let again = parsed(&filter.to_json(&String::clone)).unwrap().unwrap();
                prop_assert_eq!(again.matches(&cell), filter.matches(&cell));
            }
        }
    }
}

#[test]
fn the_form_and_the_language_know_the_same_operators() {
    for word in OPERATORS {
        let known = Operator::read(word).map(Operator::word);
        assert_eq!(known, Some(word));
    }
    let types = [
        FieldType::Bool,
        FieldType::Num,
        FieldType::Str,
        FieldType::Time,
        FieldType::ArrayStr,
        FieldType::ArrayNum,
    ];
    for operator in types.iter().flat_map(|kind| kind.operators()) {
        assert!(OPERATORS.contains(&operator.word()));
    }
}
