//! The language by properties: nothing typed does harm, and many rows pass as one by one.

use proptest::prelude::*;

use super::tests::files;
use super::*;
use crate::model::column::Kind;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "tf",
        "2*cf",
        "anchor",
        "nofollow",
        "first_seen",
        "follow",
        "domain.tld",
        "nope",
        ">=",
        "=",
        "=~",
        "~",
        "!~",
        "~w",
        "in",
        "not",
        "and",
        "or",
        "(",
        ")",
        ",",
        "\"",
        "\\",
        "@list.txt",
        "20",
        "2024-05",
        "50%",
        "is null",
        "has",
        " ",
        "é",
        "(a|b)*",
        "[",
        "\u{1b}",
        "x",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24)
        .prop_map(|parts| parts.join(" ").replace("  ", ""))
}

/// Texts full of what folding and borders could stumble over.
fn hostile() -> impl Strategy<Value = String> {
    let parts = [
        "s", "S", "k", "\u{212a}", "ſ", "ß", "ẞ", "ﬁ", "i", "İ", "ı", "σ", "Σ", "ς", "é",
        "e\u{301}", "中", "a", "A", " ", ".", "_", "\0", "ŉ", "n",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..8)
        .prop_map(|parts| parts.concat())
}

fn checks(part: &str) -> Vec<TextCheck> {
    let regex = TextCheck::regex(&regex::escape(part), 1 << 20).unwrap();
    vec![
        TextCheck::contains(part),
        TextCheck::contains(part).negated(),
        TextCheck::word(part).unwrap(),
        TextCheck::starts(part),
        TextCheck::ends(part),
        TextCheck::equals(part),
        TextCheck::exactly(part),
        TextCheck::one_of([part, "s"]),
        regex,
    ]
}

proptest! {
    #[test]
    fn nothing_typed_stops_the_program(text in piece(), cursor in 0usize..80) {
        if let Err(mistake) = Filter::parse(&LINKS, &text, &files) {
            let chars = text.chars().count();
            prop_assert!(mistake.at + mistake.len <= chars, "{mistake:?} in {text:?}");
        }
        let _ = check(&DOMAINS, &text);
        let found = complete(&LINKS, &text, cursor);
        prop_assert!(found.at + found.len <= text.chars().count().min(cursor));
    }

    #[test]
    fn many_rows_at_once_pass_as_one_by_one(rows in prop::collection::vec(hostile(), 0..12), part in hostile(), skip in 0usize..3) {
        let mut joined = "s".repeat(skip);
        let mut offsets = vec![skip as i32];
        for row in &rows {
            joined.push_str(row);
            offsets.push(joined.len() as i32);
        }
        joined.push('s');
        for check in checks(&part) {
            let mut hits = vec![false; rows.len()];
            check.mark(&joined, &offsets, &mut hits);
            let one_by_one: Vec<bool> = rows.iter().map(|row| check.is_match(row)).collect();
            prop_assert_eq!(hits, one_by_one, "{:?}", check);
        }
    }

    #[test]
    fn folding_is_what_the_tests_mean(row in hostile(), part in hostile()) {
        let (folded, wanted) = (caseless::default_case_fold_str(&row), caseless::default_case_fold_str(&part));
        prop_assert_eq!(TextCheck::contains(&part).is_match(&row), folded.contains(&wanted));
        prop_assert_eq!(TextCheck::starts(&part).is_match(&row), folded.starts_with(&wanted));
        prop_assert_eq!(TextCheck::ends(&part).is_match(&row), folded.ends_with(&wanted));
        prop_assert_eq!(TextCheck::equals(&part).is_match(&row), folded == wanted);
    }

    #[test]
    fn any_value_can_be_picked(text in any::<String>(), number in any::<i64>(), day in 0i32..40_000, share in 0.0f64..=1.0) {
        for value in [Value::Text(text), Value::Int(number), Value::Date(day), Value::Share(share)] {
            let kind = match value { Value::Text(_) => Kind::Text, Value::Int(_) => Kind::Int, Value::Date(_) => Kind::Date, _ => Kind::Share };
            let column = DOMAINS.columns.iter().position(|c| c.kind == kind).unwrap();
            let field = Field { of: crate::model::rows::Of::Row, column };
            let filter = Filter::parse(&DOMAINS, &for_value(&DOMAINS, field, &value), &files).unwrap();
            prop_assert!(filter.matches(&|_| value.clone()));
        }
    }
}

#[test]
fn offsets_that_lie_pass_nothing() {
    for check in checks("s") {
        let mut hits = [false; 3];
        check.mark("sß", &[-1, 2, 9, 1], &mut hits);
        assert_eq!(hits.len(), 3);
    }
}
