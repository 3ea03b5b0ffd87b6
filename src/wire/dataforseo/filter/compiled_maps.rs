//! The same for rows that count by name: what is sent of a test of one name, and what the list looks at again.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::compiled_tests::{Missing, Row, is_sent, passes};
use super::{FieldType, read};
use crate::model::catalog::dataforseo::{Rows, compile};
use crate::wire::dataforseo::fields;

const FUNCTION: &str = "referring_domains";

fn row() -> impl Strategy<Value = Row> {
    let map = |names: [&'static str; 2]| {
        (prop::option::of(0..4_i64), prop::option::of(0..4_i64)).prop_map(move |(a, b)| {
            let named = names.into_iter().zip([a, b]);
            let known = named.filter_map(|(name, n)| Some((name.to_owned(), json!(n?))));
            let map: serde_json::Map<String, Json> = known.collect();
            if map.is_empty() {
                Json::Null
            } else {
                Json::Object(map)
            }
        })
    };
    let time = prop::option::of(prop::sample::select(vec![
        "2024-12-31 23:59:59 +00:00",
        "2025-01-01 00:00:00 +00:00",
    ]));
    (
        map(["anchor", "image"]),
        map(["DE", "WW"]),
        prop::option::of(0..4_i64),
        time,
    )
        .prop_map(|(types, countries, backlinks, first_seen)| {
            json!({"referring_links_types": types, "referring_links_countries": countries,
                "backlinks": backlinks, "first_seen": first_seen, "domain": "r.example"})
        })
}

fn term() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "referring_links_types.image",
        "referring_links_types.Anchor",
        "referring_links_countries.de",
        "backlinks",
    ]);
    let tests = prop::sample::select(vec![
        ">1",
        ">=0",
        "<2",
        "<=0",
        "=1",
        "=0",
        "!=1",
        " in (0, 2)",
        " not in (0, 2)",
        " is null",
    ]);
    prop_oneof![
        4 => (names, tests).prop_map(|(name, test)| format!("{name}{test}")),
        1 => Just("first_link_seen>=2025".to_owned()),
        1 => Just("referring_links_types has image".to_owned()),
        1 => Just("domain~example".to_owned()),
    ]
}

fn field(name: &str) -> Option<(String, FieldType)> {
    Some((name.to_owned(), fields::field_type(FUNCTION, name)?))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn counts_by_name_come_to_the_whole(
        terms in prop::collection::vec((any::<bool>(), term()), 1..5),
        word in prop::sample::select(vec![" and ", " or "]),
        rows in prop::collection::vec(row(), 1..12),
    ) {
        let terms = terms.iter().map(|(not, term)| format!("{}{term}", if *not { "not " } else { "" }));
        let text = terms.collect::<Vec<_>>().join(word);
        let table = Rows::Domains.table();
        let compiled = compile(Rows::Domains, &text).unwrap();
        let rest = compiled.rest();
        let sent = compiled.sent.as_ref().map(|sent| read(sent, &field).unwrap().unwrap());
        for row in &rows {
            let whole = passes(table, &text, row);
            for missing in [Missing::IsNot, Missing::Fails, Missing::IsZero] {
                let came = sent.as_ref().is_none_or(|sent| is_sent(sent, row, missing, FUNCTION));
                prop_assert!(came || !whole, "left out by the service: {} of {}", row, text);
                let shown = came && passes(table, &rest, row);
                prop_assert_eq!(shown, whole, "{} by {:?} and `{}`: {}", text, compiled.sent, rest, row);
            }
        }
    }
}
