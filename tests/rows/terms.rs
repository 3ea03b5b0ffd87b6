//! Filters made up at random: as text, and as what they mean.

use backtrail::model::column::{Kind, Value, parse_date};
use backtrail::model::rows::{Field, List};
use proptest::prelude::*;

use crate::naive::Naive;

#[derive(Clone, Debug)]
pub enum Term {
    Number(&'static str, &'static str, i64),
    Pair(&'static str, &'static str, i64, &'static str),
    Year(&'static str, &'static str, i32),
    Half(&'static str, &'static str),
    Flag(&'static str, Option<bool>),
    Text(&'static str, &'static str, &'static str),
    Unknown(&'static str, bool),
    OneOf(&'static str, Vec<&'static str>, bool),
    Not(Box<Term>),
    And(Vec<Term>),
    Or(Vec<Term>),
}

const SIGNS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
const PARTS: [&str; 10] = [
    "casino",
    "S",
    "ss",
    "K",
    "slots",
    "казино",
    "ライ",
    ".com",
    "x",
    "nothing",
];

fn one(list: &List) -> BoxedStrategy<Term> {
    let of_links = matches!(list, List::Links { .. });
    let pick = |links: &[&'static str], domains: &[&'static str]| {
        prop::sample::select(if of_links { links } else { domains }.to_vec())
    };
    let sign = || prop::sample::select(SIGNS.to_vec());
    let part = || prop::sample::select(PARTS.to_vec());
    let texts = || {
        pick(
            &[
                "anchor",
                "source_url",
                "source_topic",
                "tld",
                "domain",
                "domain.topic",
            ],
            &["domain", "tld", "topic"],
        )
    };
    let how = prop::sample::select(vec!["~", "!~", "=", "!=", "==", "starts", "ends"]);
    let flag = prop::option::of(any::<bool>());
    let listed = prop::collection::vec(
        prop::sample::select(vec!["Casino", "x", "de", "alpha.com", "ARTS", "strasse 7"]),
        1..4,
    );
    prop_oneof![
        (
            pick(
                &["tf", "cf", "links", "best_tf"],
                &["links", "best_tf", "best_cf", "tf"]
            ),
            sign(),
            0i64..6
        )
            .prop_map(|(name, sign, number)| Term::Number(name, sign, number)),
        (
            pick(&["tf", "cf"], &["links", "best_tf"]),
            sign(),
            -1i64..4,
            pick(&["tf", "cf"], &["best_cf", "tf"]),
        )
            .prop_map(|(left, sign, times, right)| Term::Pair(left, sign, times, right)),
        (
            pick(&["first_seen", "last"], &["first", "last"]),
            sign(),
            2023..2027
        )
            .prop_map(|(name, sign, year)| Term::Year(name, sign, year)),
        (pick(&["follow"], &["follow", "lost"]), sign())
            .prop_map(|(name, sign)| Term::Half(name, sign)),
        (pick(&["nofollow", "image"], &["tld"]), flag).prop_map(
            move |(name, wanted)| match of_links {
                true => Term::Flag(name, wanted),
                false => Term::Unknown(name, wanted.unwrap_or(false)),
            }
        ),
        (texts(), how, part()).prop_map(|(name, how, part)| Term::Text(name, how, part)),
        (texts(), any::<bool>()).prop_map(|(name, not)| Term::Unknown(name, not)),
        (texts(), listed, any::<bool>())
            .prop_map(|(name, values, not)| Term::OneOf(name, values, not)),
    ]
    .boxed()
}

pub fn term(list: &List) -> impl Strategy<Value = Term> + use<> {
    one(list).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|term| Term::Not(Box::new(term))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Term::And),
            prop::collection::vec(inner, 2..4).prop_map(Term::Or),
        ]
    })
}

impl Term {
    pub fn text(&self) -> String {
        let joined = |terms: &[Term], word: &str| {
            let terms: Vec<String> = terms.iter().map(Term::text).collect();
            format!("({})", terms.join(word))
        };
        match self {
            Self::Number(name, sign, number) => format!("{name} {sign} {number}"),
            Self::Pair(left, sign, 1, right) => format!("{left}{sign}{right}"),
            Self::Pair(left, sign, times, right) => format!("{left} {sign} {times}*{right}"),
            Self::Year(name, sign, year) => format!("{name}{sign}{year}"),
            Self::Half(name, sign) => format!("{name}{sign}50%"),
            Self::Flag(name, None) => (*name).to_owned(),
            Self::Flag(name, Some(wanted)) => {
                format!("{name}={}", if *wanted { "yes" } else { "no" })
            }
            Self::Text(name, how, part) => format!("{name} {how} \"{part}\""),
            Self::Unknown(name, not) => format!("{name} is {}null", if *not { "not " } else { "" }),
            Self::OneOf(name, values, not) => {
                let values: Vec<String> = values.iter().map(|v| format!("\"{v}\"")).collect();
                format!(
                    "{name} {}in ({})",
                    if *not { "not " } else { "" },
                    values.join(", ")
                )
            }
            Self::Not(term) => format!("not {}", term.text()),
            Self::And(terms) => joined(terms, " and "),
            Self::Or(terms) => joined(terms, " or "),
        }
    }

    pub fn holds(&self, naive: &Naive<'_>, row: usize) -> bool {
        let cell = |name: &str| {
            let table = naive.list.table();
            let field = Field::named(table, name).unwrap();
            assert!(
                field.column_in(table).kind != Kind::Share || ["follow", "lost"].contains(&name)
            );
            naive.cell(row, field)
        };
        match self {
            Self::Number(name, sign, number) => {
                matches!(cell(name), Value::Int(n) if compare(sign, n, number))
            }
            Self::Pair(left, sign, times, right) => match (cell(left), cell(right)) {
                (Value::Int(left), Value::Int(right)) => compare(sign, left, &(times * right)),
                _ => false,
            },
            Self::Half(name, sign) => {
                matches!(cell(name), Value::Share(share) if compare(sign, share, &0.5))
            }
            Self::Year(name, sign, year) => {
                let first = parse_date(&format!("{year}-01-01")).unwrap();
                let last = parse_date(&format!("{year}-12-31")).unwrap();
                let Value::Date(day) = cell(name) else {
                    return false;
                };
                let year_of_day = if *day < first {
                    -1
                } else {
                    i32::from(*day > last)
                };
                compare(sign, &year_of_day, &0)
            }
            Self::Flag(name, wanted) => {
                matches!(cell(name), Value::Flag(set) if *set == wanted.unwrap_or(true))
            }
            Self::Text(name, how, part) => {
                let Value::Text(text) = cell(name) else {
                    return false;
                };
                text_holds(text, how, part)
            }
            Self::Unknown(name, not) => cell(name).is_null() != *not,
            Self::OneOf(name, values, not) => {
                let Value::Text(text) = cell(name) else {
                    return false;
                };
                values.iter().any(|value| text_holds(text, "=", value)) != *not
            }
            Self::Not(term) => !term.holds(naive, row),
            Self::And(terms) => terms.iter().all(|term| term.holds(naive, row)),
            Self::Or(terms) => terms.iter().any(|term| term.holds(naive, row)),
        }
    }
}

fn compare<T: PartialOrd>(sign: &str, a: &T, b: &T) -> bool {
    match sign {
        "=" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        other => panic!("{other}"),
    }
}

fn text_holds(text: &str, how: &str, part: &str) -> bool {
    let (folded, wanted) = (
        caseless::default_case_fold_str(text),
        caseless::default_case_fold_str(part),
    );
    match how {
        "~" => folded.contains(&wanted),
        "!~" => !folded.contains(&wanted),
        "=" => folded == wanted,
        "!=" => folded != wanted,
        "==" => text == part,
        "starts" => folded.starts_with(&wanted),
        "ends" => folded.ends_with(&wanted),
        other => panic!("{other}"),
    }
}
