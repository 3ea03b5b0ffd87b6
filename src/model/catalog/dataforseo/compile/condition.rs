//! One test as a condition of the service (DataForSEO documentation, "Filters": operators by type).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::part::Sent;
use crate::model::catalog::dataforseo::bounds::LONGEST_PATTERN;
use crate::model::filter::{Check, Compare, Sought, TextCheck};

const DAY: i64 = 86_400;

/// Why a negative condition is looked at again.
const MAY_BE_NULL: &str = "the service may also send rows in which it is not known";

/// What holds of a known value. `is_lower`: the service writes the texts of this list in small letters.
pub(super) fn with(name: &str, check: &Check, is_lower: bool) -> Result<Sent, String> {
    let one = |operator: &str, value: Value| Ok(Sent::one(name, operator, value));
    match check {
        Check::Int(Compare::NotEqual, n) => {
            let apart = vec![Sent::one(name, "<", *n), Sent::one(name, ">", *n)];
            both(apart, "or")
        }
        Check::Int(compare, n) => one(sign(*compare), Value::from(*n)),
        Check::IntIn(numbers) => one("in", json!(numbers)),
        Check::Set => one("=", Value::from(true)),
        Check::Text(text) => texts(name, text),
        Check::Some(text) => entry(name, text, "has", is_lower),
        Check::Date(compare, day) => {
            let first = i64::from(*day) * DAY;
            span(name, *compare, (first, first + DAY - 1))
        }
        Check::Time(compare, second) => span(name, *compare, (*second, *second)),
        Check::DateIn(spans) => {
            let seconds = spans
                .iter()
                .map(|(first, last)| (i64::from(*first) * DAY, i64::from(*last) * DAY + DAY - 1));
            any_of(name, seconds)
        }
        Check::TimeIn(spans) => any_of(name, spans.iter().copied()),
        Check::Share(..) | Check::ShareIn(_) => Err("the service has no shares".to_owned()),
        Check::Stop(..) => Err("the service cannot look into paths".to_owned()),
        Check::Unknown => Err("the service cannot ask for what it does not know".to_owned()),
        Check::Count(..) => Err("the service counts no names within names".to_owned()),
    }
}

/// What holds where the value is known and the test does not hold.
pub(super) fn without(name: &str, check: &Check, is_lower: bool) -> Result<Sent, String> {
    match check {
        Check::Set => Ok(Sent::one(name, "=", false)),
        Check::IntIn(numbers) => Ok(Sent::one(name, "not_in", json!(numbers)).loosely(MAY_BE_NULL)),
        Check::Text(text) => {
            let (sought, negated) = text.sought();
            match negated {
                false => lacking(name, &sought),
                true => Err("a double negation is not sent".to_owned()),
            }
        }
        Check::Some(text) => Ok(entry(name, text, "has_not", is_lower)?.loosely(MAY_BE_NULL)),
        _ => Err("the service has no opposite of it".to_owned()),
    }
}

fn both(nodes: Vec<Sent>, word: &str) -> Result<Sent, String> {
    Sent::joined(nodes, word).ok_or_else(|| "it names nothing".to_owned())
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "=",
        Compare::NotEqual => "<>",
        Compare::Less => "<",
        Compare::LessOrEqual => "<=",
        Compare::Greater => ">",
        Compare::GreaterOrEqual => ">=",
    }
}

/// Times are compared by `<` and `>` only, so that a day is what lies between two seconds.
fn span(name: &str, compare: Compare, (first, last): (i64, i64)) -> Result<Sent, String> {
    let at = |second: i64| {
        let at = Timestamp::from_second(second).map_err(|_| "no such day".to_owned())?;
        Ok::<String, String>(at.strftime("%Y-%m-%d %H:%M:%S +00:00").to_string())
    };
    let before = |second| Ok::<_, String>(Sent::one(name, "<", at(second)?));
    let after = |second| Ok::<_, String>(Sent::one(name, ">", at(second)?));
    match compare {
        Compare::Less => before(first),
        Compare::LessOrEqual => before(last + 1),
        Compare::Greater => after(last),
        Compare::GreaterOrEqual => after(first - 1),
        Compare::Equal => both(vec![after(first - 1)?, before(last + 1)?], "and"),
        Compare::NotEqual => both(vec![before(first)?, after(last)?], "or"),
    }
}

fn any_of(name: &str, spans: impl Iterator<Item = (i64, i64)>) -> Result<Sent, String> {
    let spans = spans.map(|within| span(name, Compare::Equal, within));
    both(spans.collect::<Result<Vec<_>, _>>()?, "or")
}

/// Of a list of texts the service finds whole entries, as they are written.
fn entry(name: &str, text: &TextCheck, operator: &str, is_lower: bool) -> Result<Sent, String> {
    match text.sought() {
        (Sought::Exactly(text), false) if !text.is_empty() => Ok(Sent::one(name, operator, text)),
        (Sought::Equals(text), false) if is_lower && is_plain(text) => {
            Ok(Sent::one(name, operator, text))
        }
        (Sought::Equals(text), false) => Err(format!(
            "case does not count here but at the service; `{name}==\"{text}\"` can be sent"
        )),
        _ => Err("of a list the service finds whole entries only".to_owned()),
    }
}

fn texts(name: &str, text: &TextCheck) -> Result<Sent, String> {
    let (sought, negated) = text.sought();
    if negated {
        return lacking(name, &sought);
    }
    let like = |(start, text, end): (&str, &str, &str)| {
        let (pattern, is_exact) = pattern(text)?;
        let sent = Sent::one(name, "ilike", format!("{start}{pattern}{end}"));
        Ok::<_, String>(match is_exact {
            true => sent,
            false => sent.loosely("the service may take more for these letters"),
        })
    };
    match sought {
        Sought::Contains(text) => like(("%", text, "%")),
        Sought::Word(text) => {
            Ok(like(("%", text, "%"))?.loosely("the service has words of another kind"))
        }
        Sought::Starts(text) => like(("", text, "%")),
        Sought::Ends(text) => like(("%", text, "")),
        Sought::Equals(text) => like(("", text, "")),
        Sought::OneOf(texts) => {
            let each = texts.into_iter().map(|text| like(("", text, "")));
            both(each.collect::<Result<Vec<_>, _>>()?, "or")
        }
        Sought::Exactly("") => Err(no_empty()),
        Sought::Exactly(text) => Ok(Sent::one(name, "=", text)),
        Sought::Matches(pattern) => expression(name, pattern),
    }
}

/// Known, and not so. What is sent must leave out no more than what is sought, so the letters must be plain.
fn lacking(name: &str, sought: &Sought<'_>) -> Result<Sent, String> {
    let not_like = |(start, text, end): (&str, &str, &str)| match is_plain(text) {
        true => Ok(Sent::one(name, "not_ilike", format!("{start}{text}{end}"))),
        false => Err(other_letters()),
    };
    let sent = match sought {
        Sought::Contains(text) => not_like(("%", text, "%")),
        Sought::Starts(text) => not_like(("", text, "%")),
        Sought::Ends(text) => not_like(("%", text, "")),
        Sought::Equals(text) => not_like(("", text, "")),
        Sought::OneOf(texts) => {
            let each = texts.iter().map(|text| not_like(("", text, "")));
            both(each.collect::<Result<Vec<_>, _>>()?, "and")
        }
        Sought::Exactly("") => Err(no_empty()),
        Sought::Exactly(text) => Ok(Sent::one(name, "<>", *text)),
        Sought::Word(_) | Sought::Matches(_) => {
            Err("the service has words and expressions of another kind".to_owned())
        }
    };
    Ok(sent?.loosely(MAY_BE_NULL))
}

fn no_empty() -> String {
    "the service may not tell an empty text from none".to_owned()
}

fn other_letters() -> String {
    "the service may compare these letters another way".to_owned()
}

/// Letters that everybody compares alike: what `_` stands for is not documented, and other letters have other cases.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.is_ascii() && !text.contains(['%', '_', '\\'])
}

/// A pattern that passes at least what this text does, and whether no more. `_` may be any one character for the
/// service; `ß` is `ss` in any case here, perhaps not there. Other letters that only full case folding makes plain
/// ones (`ſ`, `ﬁ`, the Kelvin sign) are taken for what nobody writes.
fn pattern(text: &str) -> Result<(String, bool), String> {
    if text.is_empty() {
        return Err(no_empty());
    }
    if !text.is_ascii() || text.contains('\\') {
        return Err(other_letters());
    }
    let pattern = text.replace("ss", "%");
    let is_exact = pattern == text && is_plain(text);
    Ok((pattern, is_exact))
}

/// Expressions are of two dialects (RE2 there): what both read alike is sent, without regard to case and wherever it
/// stands, whether or not the service begins at the first character.
fn expression(name: &str, pattern: &str) -> Result<Sent, String> {
    if !reads_alike(pattern) {
        return Err("the service may read this expression another way".to_owned());
    }
    let sent = format!("(?i)(?s:.*)(?:{pattern})(?s:.*)");
    if sent.chars().count() > LONGEST_PATTERN {
        return Err("the service takes no expression as long as this".to_owned());
    }
    Ok(Sent::one(name, "regex", sent))
}

fn reads_alike(pattern: &str) -> bool {
    let odd = ["&&", "--", "~~", "[[", "**", "++", "{", "}"];
    if !pattern.is_ascii() || odd.iter().any(|odd| pattern.contains(odd)) {
        return false;
    }
    let groups_alike = pattern
        .match_indices("(?")
        .all(|(at, _)| pattern[at..].starts_with("(?:"));
    let mut escaped = false;
    let escapes_alike = pattern.chars().all(|c| {
        let fits = !escaped || c.is_ascii_punctuation();
        escaped = !escaped && c == '\\';
        fits && !c.is_ascii_control()
    });
    // A full case folding is nothing that expressions do, in neither dialect.
    groups_alike && escapes_alike
}
