//! One condition: how it is compiled and when it holds.

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::like::Like;
use super::{Cell, FieldType};
use crate::model::catalog::dataforseo::bounds::LONGEST_PATTERN;
use crate::wire::dataforseo::time;

/// Memory a compiled expression may take.
const PATTERN_BYTES: usize = 1 << 20;

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `not_in`
    NotIn,
    /// `like`: `%` is any run of characters.
    Like,
    /// `not_like`
    NotLike,
    /// `ilike`: the same without regard to case.
    ILike,
    /// `not_ilike`
    NotILike,
    /// `regex`: RE2 syntax, anywhere in the text.
    Regex,
    /// `not_regex`
    NotRegex,
    /// `match`: all the words, in any order and case.
    Match,
    /// `not_match`
    NotMatch,
    /// `has`: of a list.
    Has,
    /// `has_not`
    HasNot,
}

impl Operator {
    /// Every operator with its word.
    const WORDS: [(Self, &'static str); 18] = [
        (Self::Equal, "="),
        (Self::Unequal, "<>"),
        (Self::Below, "<"),
        (Self::AtMost, "<="),
        (Self::Above, ">"),
        (Self::AtLeast, ">="),
        (Self::In, "in"),
        (Self::NotIn, "not_in"),
        (Self::Like, "like"),
        (Self::NotLike, "not_like"),
        (Self::ILike, "ilike"),
        (Self::NotILike, "not_ilike"),
        (Self::Regex, "regex"),
        (Self::NotRegex, "not_regex"),
        (Self::Match, "match"),
        (Self::NotMatch, "not_match"),
        (Self::Has, "has"),
        (Self::HasNot, "has_not"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let known = Self::WORDS.iter().find(|(operator, _)| *operator == self);
        known.map_or("", |(_, word)| word)
    }

    /// The operator of a word.
    pub fn read(word: &str) -> Option<Self> {
        let known = Self::WORDS.iter().find(|(_, known)| *known == word);
        known.map(|(operator, _)| *operator)
    }

    /// Whether it holds where its positive does not, and that one.
    fn positive(self) -> (bool, Self) {
        match self {
            Self::Unequal => (true, Self::Equal),
            Self::NotIn => (true, Self::In),
            Self::NotLike => (true, Self::Like),
            Self::NotILike => (true, Self::ILike),
            Self::NotRegex => (true, Self::Regex),
            Self::NotMatch => (true, Self::Match),
            Self::HasNot => (true, Self::Has),
            other => (false, other),
        }
    }
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Condition<F = String> {
    /// The field, as whoever read the filter knows it.
    pub field: F,
    /// How it is compared.
    pub operator: Operator,
    /// With what, as it was written.
    pub value: Value,
    test: Test,
    negated: bool,
}

/// With what, ready to be compared.
#[derive(Clone, Debug)]
enum Test {
    IsNull,
    Bool(bool),
    Number(Operator, f64),
    Numbers(Vec<f64>),
    Text(String),
    Texts(Vec<String>),
    Like(Like),
    Regex(Regex),
    Words(Vec<String>),
    /// Seconds since 1970.
    Time(Operator, i64),
    Has(String),
}

impl<F> Condition<F> {
    /// A condition on a field of this type; `None` if the value does not fit. The operator is one of the type's.
    pub(super) fn new(field: F, kind: FieldType, operator: Operator, value: Value) -> Option<Self> {
        let (negated, positive) = operator.positive();
        let test = match (&value, positive) {
            (Value::Null, Operator::Equal) => Test::IsNull,
            _ => compile(kind, positive, &value)?,
        };
        Some(Self {
            field,
            operator,
            value,
            test,
            negated,
        })
    }

    pub(super) fn holds(&self, cell: &Cell<'_>) -> bool {
        self.test.holds(cell) != self.negated
    }
}

fn compile(kind: FieldType, operator: Operator, value: &Value) -> Option<Test> {
    Some(match (kind, operator) {
        (FieldType::Bool, _) => Test::Bool(boolean(value)?),
        (FieldType::Num, Operator::In) => Test::Numbers(list(value, number)?),
        (FieldType::Num, _) => Test::Number(operator, number(value)?),
        (FieldType::Time, _) => Test::Time(operator, time::parse(value.as_str()?)?.as_second()),
        (FieldType::Str, Operator::In) => {
            Test::Texts(list(value, |v| Some(v.as_str()?.to_owned()))?)
        }
        (FieldType::Str, Operator::Like) => Test::Like(Like::new(value.as_str()?, false)),
        (FieldType::Str, Operator::ILike) => Test::Like(Like::new(value.as_str()?, true)),
        (FieldType::Str, Operator::Regex) => Test::Regex(expression(value.as_str()?)?),
        (FieldType::Str, Operator::Match) => Test::Words(words(value.as_str()?).collect()),
        (FieldType::Str, _) => Test::Text(value.as_str()?.to_owned()),
        (FieldType::ArrayStr, _) => Test::Has(value.as_str()?.to_owned()),
        (FieldType::ArrayNum, _) => Test::Number(Operator::Equal, number(value)?),
    })
}

fn list<T>(value: &Value, one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    let items = value.as_array().filter(|items| !items.is_empty())?;
    items.iter().map(one).collect()
}

/// Numbers and booleans may be sent as texts.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|x: &f64| x.is_finite()),
        _ => None,
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(on) => Some(*on),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn expression(text: &str) -> Option<Regex> {
    if text.chars().count() > LONGEST_PATTERN {
        return None;
    }
    RegexBuilder::new(text)
        .size_limit(PATTERN_BYTES)
        .build()
        .ok()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

impl Test {
    fn holds(&self, cell: &Cell<'_>) -> bool {
        match (self, cell) {
            (Self::IsNull, cell) => *cell == Cell::Null,
            (Self::Bool(wanted), Cell::Bool(on)) => wanted == on,
            (Self::Number(operator, than), Cell::Int(n)) => {
                ordered(*operator, (*n as f64).total_cmp(than))
            }
            (Self::Numbers(any), Cell::Int(n)) => any.contains(&(*n as f64)),
            (Self::Time(operator, than), Cell::Time(at)) => ordered(*operator, at.cmp(than)),
            (Self::Text(wanted), Cell::Text(text)) => wanted == text,
            (Self::Texts(any), Cell::Text(text)) => any.iter().any(|one| one == text),
            (Self::Like(like), Cell::Text(text)) => like.fits(text),
            (Self::Regex(expression), Cell::Text(text)) => expression.is_match(text),
            (Self::Words(wanted), Cell::Text(text)) => {
                let there: Vec<String> = words(text).collect();
                wanted.iter().all(|word| there.contains(word))
            }
            (Self::Has(wanted), Cell::Texts(texts)) => texts.iter().any(|one| one == wanted),
            _ => false,
        }
    }
}

fn ordered(operator: Operator, found: std::cmp::Ordering) -> bool {
    match operator {
        Operator::Below => found.is_lt(),
        Operator::AtMost => found.is_le(),
        Operator::Above => found.is_gt(),
        Operator::AtLeast => found.is_ge(),
        _ => found.is_eq(),
    }
}
