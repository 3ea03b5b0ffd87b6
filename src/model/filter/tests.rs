//! The language by examples.

use super::*;
use crate::model::column::parse_date;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::sheet::ITEMS;

pub(super) fn files(name: &str) -> Result<String, String> {
    match name {
        "list.txt" => Ok("\u{feff}# rivals\nExample.com\r\n\n  b.example  \n".to_owned()),
        "numbers.txt" => Ok("1\n20\nmany\n".to_owned()),
        "two words.txt" => Ok("20".to_owned()),
        "empty.txt" => Ok("# nothing\n".to_owned()),
        other => Err(format!("there is no {other}")),
    }
}

/// A row of links with these cells.
fn passes(text: &str, cells: &[(&str, Value)]) -> bool {
    let filter = Filter::parse(&LINKS, text, &files).unwrap_or_else(|e| panic!("{text}: {e}"));
    check(&LINKS, text).unwrap();
    filter.matches(&|field| {
        let name = field.name(&LINKS);
        let known = cells.iter().find(|(id, _)| *id == name);
        known.map_or(Value::Null, |(_, value)| value.clone())
    })
}

fn anchor(text: &str, anchor: &str) -> bool {
    passes(text, &[("anchor_text", Value::Text(anchor.to_owned()))])
}

fn mistake(text: &str) -> (usize, usize, String) {
    let mistake = Filter::parse(&LINKS, text, &files).unwrap_err();
    (mistake.at, mistake.len, mistake.why)
}

#[test]
fn every_line_of_the_help_is_a_filter() {
    for rule in GRAMMAR {
        let read = Filter::parse(&LINKS, rule.write, &files);
        read.unwrap_or_else(|e| panic!("{}: {e}", rule.write));
        check(&LINKS, rule.write).unwrap();
    }
}

#[test]
fn numbers_are_compared() {
    let tf = |text: &str| passes(text, &[("source_trust_flow", Value::Int(20))]);
    for text in [
        "tf=20",
        "tf==20",
        "TF >= 20",
        "tf<=2_0",
        "tf>-1",
        "tf<1,000",
        "tf!=21",
        "tf in (1, 20)",
    ] {
        assert!(tf(text), "{text}");
    }
    for text in [
        "tf!=20",
        "tf>20",
        "tf<20",
        "tf in (19,21)",
        "tf not in (20)",
        "tf is null",
    ] {
        assert!(!tf(text), "{text}");
    }
    assert!(tf("tf in @\"two words.txt\""));
    assert!(!tf("acrank!=3"), "what is not known is no other number");
    assert!(tf("not acrank=3") && tf("acrank is null") && !tf("acrank is not null"));
    assert!(!tf("acrank not in (3)"));
}

#[test]
fn numbers_of_a_row_are_compared_with_each_other() {
    let row = |tf: i64, cf: i64| {
        move |text: &str| {
            let cells = [
                ("source_trust_flow", Value::Int(tf)),
                ("source_citation_flow", Value::Int(cf)),
            ];
            passes(text, &cells)
        }
    };
    let even = row(20, 40);
    for text in ["cf<=2*tf", "cf = 2*tf", "tf<cf", "cf>=1*tf", "tf>-1*cf"] {
        assert!(even(text), "{text}");
    }
    for text in ["cf>2*tf", "tf=cf", "cf != 2*tf"] {
        assert!(!even(text), "{text}");
    }
    let most = row(1, i64::MAX);
    assert!(most("tf<9223372036854775807*cf"), "nothing wraps around");
    // Where one of them is not known, nothing is told of them.
    assert!(!even("tf<acrank") && !even("tf>=acrank") && even("not tf<acrank"));
    let (at, len, why) = mistake("tf<2*anchor");
    assert_eq!((at, len), (3, 8));
    assert!(why.contains("anchor is text"), "{why}");
    assert!(mistake("tf>best_tf").2.contains("other rows"));
    assert!(mistake("tf>two*cf").2.contains("no whole number"));
    assert!(mistake("tf>\"cf\"").2.contains("no whole number"));
    assert_eq!(tested(&LINKS, "cf<=2*tf").len(), 2);
}

#[test]
fn a_month_or_a_year_is_all_its_days() {
    let on = |text: &str, day: &str| {
        passes(
            text,
            &[("first_found_date", Value::Date(parse_date(day).unwrap()))],
        )
    };
    for (text, first, last) in [
        ("first_seen=2024", "2024-01-01", "2024-12-31"),
        ("first_seen=2024-02", "2024-02-01", "2024-02-29"),
        ("first_seen=2024-02-29", "2024-02-29", "2024-02-29"),
    ] {
        assert!(on(text, first) && on(text, last), "{text}");
        assert!(!on(text, "2023-12-31") && !on(text, "2025-01-01"));
        let other = text.replace('=', "!=");
        assert!(!on(&other, first) && on(&other, "2023-12-31") && !passes(&other, &[]));
        assert!(on(&text.replace('=', ">="), first) && !on(&text.replace('=', ">"), last));
        assert!(on(&text.replace('=', "<="), last) && !on(&text.replace('=', "<"), first));
    }
    assert!(on("first_seen in (2023, 2024-02)", "2024-02-11"));
}

#[test]
fn shares_and_flags() {
    let follow = |text: &str, share| passes(text, &[("follow_share", Value::Share(share))]);
    assert!(
        follow("follow>=50%", 0.5) && follow("follow=33.3%", 0.333) && follow("follow<0.6", 0.5)
    );
    assert!(follow("follow in (100%, 0)", 1.0) && !follow("follow>50%", 0.5));
    let flag = |text: &str, set| passes(text, &[("nofollow", Value::Flag(set))]);
    for (text, set) in [
        ("nofollow", true),
        ("nofollow=yes", true),
        ("nofollow!=no", true),
        ("nofollow=FALSE", false),
        ("not nofollow", false),
    ] {
        assert!(flag(text, set) && !flag(text, !set), "{text}");
    }
    assert!(!passes("nofollow=no", &[]) && passes("not nofollow", &[]));
}

#[test]
fn text_is_compared_without_case() {
    for (text, yes, no) in [
        ("anchor~casino", "Best CASINO here", "casin o"),
        ("anchor!~casino", "poker", "Casino"),
        ("anchor contains \"a b\"", "xA By", "ab"),
        ("anchor=straße", "STRASSE", "strasse 1"),
        ("anchor==Abc", "Abc", "abc"),
        ("anchor!=abc", "abcd", "ABC"),
        ("anchor starts \"the k\"", "The \u{212a}ing", "see the k"),
        ("anchor ends .com", "example.COM", ".com "),
        ("anchor has bet", "a BET-365", "betting"),
        (
            "anchor~w\"online slots\"",
            "x (Online Slots)",
            "online slotsy",
        ),
        ("anchor ~w été", "Bel ÉTÉ!", "étés"),
        (
            "anchor=~\"^\\d+ (best|top)\\\\?$\"",
            "12 Best\\",
            "12 worst",
        ),
        ("anchor matches a(b|c)d", "xACDx", "aed"),
        ("anchor in (a, \"b c\",d)", "B C", "b"),
        ("anchor not in (a, b)", "c", "A"),
        ("anchor in @list.txt", "B.Example", "# rivals"),
        (
            "anchor=https://a.example/x?y=z(1)&a>b",
            "https://a.example/x?y=z(1)&a>b",
            "https",
        ),
        (
            "anchor=\"a\\\"b\\\\c\\n\\u{202e}\\q\"",
            "a\"b\\c\n\u{202e}\\q",
            "a",
        ),
        ("anchor=null", "null", ""),
        ("anchor=\"\"", "", " "),
    ] {
        assert!(anchor(text, yes), "{text} on {yes:?}");
        assert!(!anchor(text, no), "{text} on {no:?}");
        assert!(
            text.contains("is null") || !passes(text, &[]),
            "{text} on nothing"
        );
    }
}

#[test]
fn words_bind_as_they_should() {
    let cells = [
        ("source_trust_flow", Value::Int(20)),
        ("nofollow", Value::Flag(true)),
    ];
    for (text, wanted) in [
        ("tf=1 and nofollow or tf=20", true),
        ("tf=20 or nofollow and tf=1", true),
        ("(tf=20 or nofollow) and tf=1", false),
        ("not tf=1 nofollow", true),
        ("not (tf=20 and nofollow)", false),
        ("not not nofollow", true),
        ("not not not nofollow", false),
        ("tf=20 NOT image OR image", true),
        ("nofollow not image", true),
    ] {
        assert_eq!(passes(text, &cells), wanted, "{text}");
    }
}

#[test]
fn the_columns_of_the_domain_count_too() {
    let cells = [
        ("tld", Value::Text("de".into())),
        ("source_topic", Value::Text("Arts".into())),
        ("domain.topic", Value::Text("Sports".into())),
    ];
    assert!(passes("tld=de topic=arts domain.topic=sports", &cells));
    Filter::parse(&DOMAINS, "tld=de and best_tf>3", &files).unwrap();
    Filter::parse(&ITEMS, "ref_domains>3", &files).unwrap();
    assert!(Filter::parse(&ITEMS, "domain.tld=de", &files).is_err());
}

#[test]
fn mistakes_are_placed_and_explained() {
    let deep = "(".repeat(65);
    for (text, at, len, part) in [
        ("", 0, 0, "name of a column"),
        ("  and tf>1", 2, 3, "name of a column"),
        ("tf>1 and", 8, 0, "name of a column"),
        ("tf>1 )", 5, 1, "no parenthesis is open"),
        ("(tf>1", 0, 1, "never closed"),
        ("tf>1 and (anchor~x or (cf>2)", 9, 1, "never closed"),
        (deep.as_str(), 64, 1, "64 deep"),
        ("anhcor~x", 0, 6, "did you mean anchor"),
        ("tf>1 trust_fluw>2", 5, 10, "trust_flow"),
        ("tf~20", 2, 1, "tf is a number"),
        ("anchor>=a", 6, 2, "these do"),
        ("nofollow~x", 8, 1, "yes or no"),
        ("tf", 2, 0, "compare it"),
        ("tf 20", 3, 1, "compare it"),
        ("tf>", 3, 0, "a number is missing"),
        ("tf> and nofollow", 4, 3, "\"and\""),
        ("tf>2x", 3, 2, "no whole number"),
        ("tf>99999999999999999999", 3, 20, "out of range"),
        ("tf in (1,b)", 9, 1, "no whole number"),
        ("tf in (1", 6, 1, "never closed"),
        ("tf in (1 2)", 9, 1, "comma"),
        ("tf in (1,)", 9, 1, "missing"),
        ("tf in 1", 6, 1, "a list goes here"),
        ("first_seen>2024-13", 11, 7, "2024-05-31"),
        ("first_seen>2023-02-29", 11, 10, "no day"),
        ("follow>50", 7, 2, "50%"),
        ("follow>a%", 7, 2, "no share"),
        ("nofollow=maybe", 9, 5, "neither yes nor no"),
        ("anchor~\"abc", 7, 4, "quote"),
        ("anchor~\"\"", 7, 2, "nothing to look for"),
        ("anchor~", 7, 0, "text"),
        ("anchor=~a(b", 9, 1, "unclosed group"),
        ("anchor=~\"x\\\"(b\"", 12, 1, "unclosed group"),
        ("anchor=~\"(\\w{900}){900}\"", 8, 16, "too large"),
        ("tf is nothing", 6, 1, "null"),
        ("domain in @none.txt", 10, 9, "there is no none.txt"),
        ("domain in @", 10, 1, "name of a file"),
        ("domain in @ list.txt", 10, 1, "name of a file"),
        ("domain in @empty.txt", 10, 10, "no value"),
        ("tf in @numbers.txt", 6, 12, "line 3"),
        ("tf>1 & cf>2", 5, 1, "name of a column"),
        ("né>1", 0, 2, "no column"),
    ] {
        let (found_at, found_len, why) = mistake(text);
        assert_eq!((found_at, found_len), (at, len), "{text}: {why}");
        assert!(why.contains(part), "{text}: {why}");
    }
    let long = format!("anchor~{}", "x".repeat(MOST_CHARS));
    assert_eq!(mistake(&long).0, MOST_CHARS);
    let shown = mistake("\u{1b}[2J").2 + &mistake("tf>\u{1b}[2J").2;
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    assert!(
        check(&LINKS, "domain in @none.txt").is_ok(),
        "files are not read"
    );
    assert!(check(&LINKS, "  ").is_ok());
    assert!(
        Filter::parse(
            &LINKS,
            &format!("{}tf>1{}", "(".repeat(64), ")".repeat(64)),
            &files
        )
        .is_ok()
    );
}

#[test]
fn completion_knows_what_fits() {
    let texts = |text: &str| {
        let found = complete(&LINKS, text, text.chars().count());
        let choices: Vec<String> = found.choices.into_iter().map(|c| c.text).collect();
        (found.at, found.len, choices)
    };
    let (at, len, choices) = texts("tf>=20 and anc");
    assert_eq!((at, len), (11, 3));
    assert_eq!(choices[..2], ["anchor_text", "anchor"]);
    let (at, len, choices) = texts("tf");
    assert_eq!((at, len), (2, 0), "the column is there: operators follow");
    assert!(choices.contains(&">=".to_owned()) && !choices.contains(&"~".to_owned()));
    let (at, _, choices) = texts("anchor co");
    assert_eq!((at, choices), (7, vec!["contains".to_owned()]));
    assert_eq!(texts("nofollow=").2, ["yes", "no"]);
    assert_eq!(texts("nofollow=n"), (9, 1, vec!["no".to_owned()]));
    let (at, len, choices) = texts("tf>=20 ");
    assert_eq!((at, len), (7, 0));
    assert_eq!(choices[..2], ["and", "or"]);
    assert_eq!(texts("tf>=20 an").2[0], "and");
    assert_eq!(texts("tf is ").2, ["null", "not null"]);
    assert!(texts("").2.contains(&"anchor_text".to_owned()));
    assert!(texts("(").2.contains(&"anchor_text".to_owned()));
    assert!(texts("domain.to").2.contains(&"domain.topic".to_owned()));
    assert!(texts("tf>=20").2.is_empty() && texts("anchor~cas").2.is_empty());
    let middle = complete(&LINKS, "anc and tf>2", 3);
    assert_eq!(
        (middle.at, middle.len),
        (0, 3),
        "what stands behind the cursor does not count"
    );
}

#[test]
fn a_filter_tells_what_it_tests() {
    let names = |text: &str| -> Vec<String> {
        let fields = tested(&LINKS, text);
        fields.iter().map(|field| field.name(&LINKS)).collect()
    };
    let text = "(cf>1 or not nofollow) and domain.topic~x and cf<9 and anchor in @no_such_file.txt";
    assert_eq!(
        names(text),
        [
            "source_citation_flow",
            "nofollow",
            "domain.topic",
            "anchor_text"
        ]
    );
    assert_eq!(names("anchor~x and no_such>3 and cf>1"), ["anchor_text"]);
    assert!(names("").is_empty());
}

#[test]
fn a_value_is_picked_exactly() {
    let column = |name: &str| Field::named(&LINKS, name).unwrap();
    for (name, value, other) in [
        (
            "anchor",
            Value::Text("Casino \"x\" \\d\n\u{1b}\u{202e}(a)".into()),
            Value::Text("casino".into()),
        ),
        ("anchor", Value::Text(String::new()), Value::Null),
        ("tld", Value::Text("de".into()), Value::Text("DE".into())),
        ("domain.topic", Value::Null, Value::Text("x".into())),
        ("tf", Value::Int(-3), Value::Int(3)),
        ("follow", Value::Share(1.0 / 3.0), Value::Share(0.333)),
        ("first_seen", Value::Date(19_000), Value::Date(19_001)),
        ("nofollow", Value::Flag(true), Value::Flag(false)),
        ("nofollow", Value::Flag(false), Value::Null),
    ] {
        let text = for_value(&LINKS, column(name), &value);
        assert!(!text.chars().any(char::is_control), "{text:?}");
        let filter = Filter::parse(&LINKS, &text, &files).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert!(filter.matches(&|_| value.clone()), "{text}");
        assert!(!filter.matches(&|_| other.clone()), "{text}");
    }
}

#[test]
fn lists_of_days_and_shares_hold_what_single_tests_hold() {
    let seen = |text: &str, day: &str| {
        let day = parse_date(day).unwrap();
        passes(text, &[("first_found_date", Value::Date(day))])
    };
    let text = "first_seen in (2024-05, 2023-01-07, 2024, 2024-12-31, 2022)";
    for day in [
        "2022-01-01",
        "2022-12-31",
        "2023-01-07",
        "2024-01-01",
        "2024-12-31",
    ] {
        assert!(seen(text, day), "{day}");
    }
    for day in ["2021-12-31", "2023-01-06", "2023-01-08", "2025-01-01"] {
        assert!(!seen(text, day), "{day}");
    }
    let follow = |text: &str, share: f64| {
        let filter = Filter::parse(&DOMAINS, text, &files).unwrap();
        filter.matches(&|_| Value::Share(share))
    };
    let text = "follow in (50%, 0.333, 0)";
    for share in [0.5, 0.333, 0.0, -0.0] {
        assert!(follow(text, share), "{share}");
    }
    assert!(!follow(text, 0.334) && !follow(text, 1.0));
}

#[test]
fn a_filter_has_only_so_many_costly_tests_and_values() {
    let many = |test: &str, count: usize| vec![test; count].join(" or ");
    assert!(Filter::parse(&LINKS, &many("anchor=~a+", 16), &files).is_ok());
    for (text, part) in [
        (many("anchor=~a+", 17), "at most 16"),
        (many("anchor has bet", 257), "at most 256"),
    ] {
        let (at, _, why) = mistake(&text);
        assert!(why.contains(part) && at > text.len() - 10, "{at} {why}");
        assert_eq!(check(&LINKS, &text).unwrap_err().why, why);
    }
    let long = |_: &str| Ok("1\n".repeat(1_000_001));
    let why = Filter::parse(&LINKS, "tf in @long.txt", &long)
        .unwrap_err()
        .why;
    assert!(why.contains("more than the 1000000"), "{why}");
}

#[test]
fn checking_builds_no_expression() {
    let large = "anchor=~\"(\\w{900}){900}\"";
    assert!(Filter::parse(&LINKS, large, &files).is_err());
    assert!(check(&LINKS, large).is_ok());
    assert!(check(&LINKS, "anchor=~\"(a\"").is_err());
    // Long ones are looked at when the filter is put in force.
    let long = format!("anchor=~\"{}(a\"", r"\w".repeat(200));
    assert!(check(&LINKS, &long).is_ok() && Filter::parse(&LINKS, &long, &files).is_err());
}
