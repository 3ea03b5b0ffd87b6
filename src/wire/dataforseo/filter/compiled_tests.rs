//! What the lists' filter language becomes at the service: every row that passes here passes there, and what the list
//! then looks at again comes to the same rows, however the service takes fields that are null.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{Cell, FieldType, Filter as Sent, MOST_CONDITIONS, read};
use crate::model::catalog::dataforseo::{Rows, compile};
use crate::model::column::{Table, Value};
use crate::model::filter::Filter;
use crate::model::nested::Counts;
use crate::wire::dataforseo::fields::{self, Holds};

/// A row as the service has it.
type Row = Json;

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

/// Whether the service sends a row: `null_fails` where a null fails negative conditions too.
fn is_sent(filter: &Sent, row: &Row, null_fails: bool) -> bool {
    match filter {
        Sent::All(all) => all.iter().all(|f| is_sent(f, row, null_fails)),
        Sent::Any(any) => any.iter().any(|f| is_sent(f, row, null_fails)),
        Sent::Condition(condition) => {
            let value = cell_of(row, &condition.field);
            let kind = field(&condition.field).unwrap().1;
            (!null_fails || !value.is_null())
                && filter.matches(&|_: &String| Cell::of_json(&value, kind))
        }
    }
}

/// Whether a row passes a filter here.
fn passes(table: &'static Table, filter: &str, row: &Row) -> bool {
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
            for null_fails in [false, true] {
                let came = sent.as_ref().is_none_or(|sent| is_sent(sent, row, null_fails));
                prop_assert!(came || !whole, "left out by the service: {} of {}", row, text);
                let shown = came && passes(table, &rest, row);
                prop_assert_eq!(shown, whole, "{} by {:?} and `{}`: {}", text, compiled.sent, rest, row);
            }
        }
    }
}

fn sent(rows: Rows, text: &str) -> String {
    let compiled = compile(rows, text).unwrap();
    assert_eq!(compiled.local, [], "{text}");
    compiled.sent.unwrap().to_string()
}

#[test]
fn what_the_service_can_do_is_sent() {
    for (text, json) in [
        ("rank>=80", r#"["rank",">=",80]"#),
        (
            "rank>80 and anchor~seo",
            r#"[["rank",">",80],"and",["anchor","ilike","%seo%"]]"#,
        ),
        (
            "rank>80 anchor~\"a and b\"",
            r#"[["rank",">",80],"and",["anchor","ilike","%a and b%"]]"#,
        ),
        (
            "rank>80 or anchor starts buy",
            r#"[["rank",">",80],"or",["anchor","ilike","buy%"]]"#,
        ),
        ("rank in (1,2)", r#"["rank","in",[1,2]]"#),
        ("rank!=3", r#"[["rank","<",3],"or",["rank",">",3]]"#),
        ("dofollow=yes", r#"["dofollow","=",true]"#),
        ("dofollow=no", r#"["dofollow","=",false]"#),
        (
            "domain_from_country in (DE, at)",
            r#"[["domain_from_country","ilike","at"],"or",["domain_from_country","ilike","de"]]"#,
        ),
        (
            "first_seen=2025-01-02",
            r#"[["first_seen",">","2025-01-01 23:59:59 +00:00"],"and",["first_seen","<","2025-01-03 00:00:00 +00:00"]]"#,
        ),
        (
            "prev_seen<2025-01-02T10:00",
            r#"["prev_seen","<","2025-01-02 10:00:00 +00:00"]"#,
        ),
        (
            "page_from_keywords_count_top_3>0",
            r#"["ranked_keywords_info.page_from_keywords_count_top_3",">",0]"#,
        ),
    ] {
        assert_eq!(sent(Rows::Links, text), json, "{text}");
    }
    for (rows, text, json) in [
        (Rows::Domains, "backlinks>3", r#"["backlinks",">",3]"#),
        (
            Rows::Domains,
            "referring_links_types.image>3",
            r#"["referring_links_types.image",">",3]"#,
        ),
        (
            Rows::Anchors,
            "referring_links_countries.de>3",
            r#"["referring_links_countries.DE",">",3]"#,
        ),
        (Rows::Numbered, "target_rank.2>80", r#"["2.rank",">",80]"#),
    ] {
        assert_eq!(sent(rows, text), json, "{text}");
    }
}

#[test]
fn what_it_cannot_do_stays_and_says_why() {
    let parts = |text: &str| {
        let compiled = compile(Rows::Links, text).unwrap();
        let sent = compiled
            .sent
            .map_or_else(String::new, |sent| sent.to_string());
        let local = compiled.local.into_iter().map(|(part, _)| part);
        (sent, local.collect::<Vec<_>>())
    };
    let text = "rank>80 and tld_from is null and anchor~\"a and ü\" not dofollow";
    let (sent, local) = parts(text);
    assert_eq!(sent, r#"["rank",">",80]"#);
    assert_eq!(
        local,
        ["tld_from is null", "anchor~\"a and ü\"", "not dofollow"]
    );
    assert_eq!(
        parts("rank>80 or tld_from is null").0,
        "",
        "one side of an or"
    );
    let (sent, local) = parts("(rank>80 and tld_from is null)");
    assert_eq!((sent.as_str(), local.len()), (r#"["rank",">",80]"#, 1));
    let (sent, local) = parts("anchor!~casino");
    assert_eq!(sent, r#"["anchor","not_ilike","%casino%"]"#);
    assert_eq!(local, ["anchor!~casino"], "where it is null, nobody knows");
    let nine = [0; 9].map(|_| "rank>1").join(" ");
    let (_, local) = parts(&nine);
    assert_eq!(local.len(), 9 - MOST_CONDITIONS);
    let sentences = compile(Rows::Links, text).unwrap().sentences();
    assert!(sentences[0].contains("`rank>80`") && sentences[0].contains("not paid for"));
    assert!(sentences.last().unwrap().contains("paid for and held"));
}

#[test]
fn what_no_answer_brings_is_refused_with_what_is_near() {
    for (rows, text, names) in [
        (Rows::Links, "rank>>80", "column 6"),
        (Rows::Links, "tf>=20", "source_trust_flow"),
        (Rows::Links, "nope=1", "no column `nope`"),
        (Rows::Domains, "first_seen>2024", "first_link_seen"),
        (Rows::Domains, "best_tf>20", "referring domains"),
        (Rows::Anchors, "domain_from_rank>1", "no column"),
        (Rows::Links, "domain in @x.txt", "in parentheses"),
    ] {
        let why = compile(rows, text).unwrap_err();
        assert!(why.contains(names), "{text}: {why}");
    }
}

#[test]
fn the_names_of_both_ends_are_the_same() {
    for (rows, function) in [
        (Rows::Links, "backlinks"),
        (Rows::Domains, "referring_domains"),
        (Rows::Anchors, "anchors"),
        (Rows::Numbered, "domain_intersection"),
    ] {
        let number = if rows == Rows::Numbered { "1." } else { "" };
        for (name, holds) in fields::fields(function).unwrap() {
            let path = match holds {
                Holds::Counts => format!("{number}{name}.x"),
                _ => format!("{number}{name}"),
            };
            let is_filter = holds != Holds::Shown;
            assert_eq!(
                rows.check_path(&path).is_ok(),
                is_filter,
                "{function} {path}"
            );
        }
        for (name, _) in rows.paths() {
            let known = fields::field_type(function, name).is_some();
            let of_map = fields::field_type(function, &format!("{name}.x")).is_some();
            assert!(known || of_map, "{function} {name}");
        }
    }
}
