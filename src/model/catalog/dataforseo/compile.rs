//! The filter language of the lists, put into the service's own conditions: what the service can filter by is asked
//! for, so that rows that are not wanted are not paid for; what it cannot stays for the list's own filter, which is
//! free.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::model::anchor::ANCHORS;
use crate::model::column::Table;
use crate::model::domain::DOMAINS;
use crate::model::filter::{Check, Compare, Expr, Filter, Sought, Test, TextCheck};
use crate::model::link::LINKS;
use crate::model::rows::{Field, Of};

/// Whose rows a filter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Links.
    Links,
    /// Referring domains.
    Domains,
    /// Anchor texts.
    Anchors,
    /// Referring domains for each of several targets: every field carries the target's number, which no column has.
    Numbered,
}

impl Rows {
    fn table(self) -> Option<&'static Table> {
        match self {
            Self::Links => Some(&LINKS),
            Self::Domains => Some(&DOMAINS),
            Self::Anchors => Some(&ANCHORS),
            Self::Numbered => None,
        }
    }
}

/// What became of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// What is sent; none if nothing can be.
    pub sent: Option<Value>,
    /// The parts that are sent, as typed.
    pub asked: Vec<String>,
    /// The parts that stay for the list's own filter, as typed, and why.
    pub local: Vec<(String, String)>,
}

/// Compiles an expression, part by part where it is joined by `and`.
pub fn compile(rows: Rows, text: &str) -> Result<Compiled, String> {
    let Some(table) = rows.table() else {
        return Err("takes the service's JSON here, such as [\"1.rank\",\">\",80]".to_owned());
    };
    let no_files = |_: &str| Err("a list of a file cannot be sent".to_owned());
    let read = |part: &str| Filter::parse(table, part, &no_files).map_err(|why| why.to_string());
    let whole = read(text)?;
    let mut parts = conjuncts(text);
    if parts.iter().any(|part| read(part).is_err()) {
        parts = vec![text.trim().to_owned()];
    }
    let mut compiled = Compiled {
        sent: None,
        asked: Vec::new(),
        local: Vec::new(),
    };
    let mut sent = Vec::new();
    for part in parts {
        let expr = read(&part)?;
        match node(table, expr.expr()) {
            Ok(Some(value)) => {
                sent.push(value);
                compiled.asked.push(part);
            }
            Ok(None) => compiled.asked.push(part),
            Err(why) => compiled.local.push((part, why)),
        }
    }
    drop(whole);
    compiled.sent = joined(sent, "and");
    Ok(compiled)
}

/// The parts that stand side by side, joined by `and` outside of parentheses and quotes. One part if there is an `or`
/// beside them.
fn conjuncts(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut word) = (Vec::new(), String::new(), String::new());
    let (mut depth, mut quoted) = (0_i32, false);
    for c in text.chars().chain(std::iter::once(' ')) {
        quoted ^= c == '"';
        if !quoted {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
        if !c.is_whitespace() || quoted || depth > 0 {
            word.push(c);
            continue;
        }
        match word.to_ascii_lowercase().as_str() {
            "and" => parts.push(std::mem::take(&mut part)),
            "or" => return vec![text.trim().to_owned()],
            _ => {
                part.push_str(&word);
                part.push(c);
            }
        }
        word.clear();
    }
    parts.push(part);
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .collect()
}

fn joined(nodes: Vec<Value>, word: &str) -> Option<Value> {
    let mut chain = Vec::new();
    for node in nodes {
        if !chain.is_empty() {
            chain.push(Value::from(word));
        }
        chain.push(node);
    }
    match chain.len() {
        0 => None,
        1 => chain.pop(),
        _ => Some(Value::from(chain)),
    }
}

/// The condition for an expression; none where it lets through whatever the service may know. The error says why the
/// service cannot do it.
fn node(table: &'static Table, expr: &Expr) -> Result<Option<Value>, String> {
    match expr {
        Expr::And(all) => {
            let nodes = all
                .iter()
                .map(|e| node(table, e))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(joined(nodes.into_iter().flatten().collect(), "and"))
        }
        Expr::Or(any) => {
            let nodes = any
                .iter()
                .map(|e| node(table, e))
                .collect::<Result<Vec<_>, _>>()?;
            // One that lets everything through lets the whole through.
            let nodes: Option<Vec<_>> = nodes.into_iter().collect();
            Ok(nodes.and_then(|nodes| joined(nodes, "or")))
        }
        Expr::Not(inner) => match &**inner {
            // What is not known is not sent by the service for a condition on it.
            Expr::Test(Test {
                check: Check::Unknown,
                ..
            }) => Ok(None),
            Expr::Test(test) => condition(table, test, true),
            _ => Err("the service has no `not` before parentheses".to_owned()),
        },
        Expr::Test(test) => condition(table, test, false),
    }
}

/// The service's name of a column: of its wires the one that is written as the service writes its fields.
fn field_name(table: &'static Table, field: Field) -> Result<&'static str, String> {
    let column = field.column_in(table);
    let is_own = |wire: &&&str| {
        wire.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    match (field.of, column.wires.iter().find(is_own)) {
        (Of::Row, Some(name)) => Ok(name),
        _ => Err(format!(
            "{} is no field of these rows at DataForSEO",
            column.id
        )),
    }
}

fn condition(table: &'static Table, test: &Test, not: bool) -> Result<Option<Value>, String> {
    let name = field_name(table, test.field)?;
    checked(name, &test.check, not)
}

fn checked(name: &str, check: &Check, not: bool) -> Result<Option<Value>, String> {
    let say = |operator: &str, value: Value| Ok(Some(json!([name, operator, value])));
    match check {
        Check::Int(compare, n) => say(sign(*compare, not), Value::from(*n)),
        Check::IntIn(numbers) => say(if not { "not_in" } else { "in" }, json!(numbers)),
        Check::Set => say("=", Value::from(!not)),
        Check::Text(text) => text_condition(name, text, not),
        Check::Date(compare, day) => days(name, *compare, *day, not),
        Check::Some(text) => match text.sought() {
            (Sought::Exactly(text) | Sought::Equals(text), negated) => say(
                if negated != not { "has_not" } else { "has" },
                Value::from(text),
            ),
            _ => Err("of a list the service finds whole entries only".to_owned()),
        },
        Check::Count(of, check) => checked(&format!("{name}.{of}"), check, not),
        Check::Time(..) | Check::TimeIn(_) => {
            Err("compare a day, which the service can do".to_owned())
        }
        Check::Share(..) | Check::ShareIn(_) => Err("the service has no shares".to_owned()),
        Check::DateIn(_) => Err("the service compares times one by one".to_owned()),
        Check::Stop(..) => Err("the service cannot look into paths".to_owned()),
        Check::Unknown => Err("the service cannot ask for what it does not know".to_owned()),
    }
}

fn sign(compare: Compare, not: bool) -> &'static str {
    let compare = if not { opposite(compare) } else { compare };
    match compare {
        Compare::Equal => "=",
        Compare::NotEqual => "<>",
        Compare::Less => "<",
        Compare::LessOrEqual => "<=",
        Compare::Greater => ">",
        Compare::GreaterOrEqual => ">=",
    }
}

fn opposite(compare: Compare) -> Compare {
    match compare {
        Compare::Equal => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
        Compare::Less => Compare::GreaterOrEqual,
        Compare::LessOrEqual => Compare::Greater,
        Compare::Greater => Compare::LessOrEqual,
        Compare::GreaterOrEqual => Compare::Less,
    }
}

/// Times are compared by `<` and `>` only (documentation, "Filters"), so that a day is what lies between two seconds.
fn days(name: &str, compare: Compare, day: i32, not: bool) -> Result<Option<Value>, String> {
    let compare = if not { opposite(compare) } else { compare };
    let begin = |days: i32| moment(days, SignedDuration::ZERO);
    let last_of_before = |days: i32| moment(days, SignedDuration::from_secs(-1));
    let below = |days: i32| Some(json!([name, "<", begin(days)?]));
    let from = |days: i32| Some(json!([name, ">", last_of_before(days)?]));
    let built = match compare {
        Compare::Less => below(day),
        Compare::LessOrEqual => below(day + 1),
        Compare::Greater => from(day + 1),
        Compare::GreaterOrEqual => from(day),
        Compare::Equal => from(day)
            .zip(below(day + 1))
            .and_then(|(a, b)| joined(vec![a, b], "and")),
        Compare::NotEqual => below(day)
            .zip(from(day + 1))
            .and_then(|(a, b)| joined(vec![a, b], "or")),
    };
    built.map(Some).ok_or_else(|| "no such day".to_owned())
}

/// `yyyy-mm-dd hh:mm:ss +00:00` of the first second of a day, and so much after it.
fn moment(days: i32, after: SignedDuration) -> Option<String> {
    let day = Date::new(1970, 1, 1).ok()?.checked_add(days.days()).ok()?;
    let at: Timestamp = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    let at = at.checked_add(after).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M:%S +00:00").to_string())
}

fn text_condition(name: &str, text: &TextCheck, not: bool) -> Result<Option<Value>, String> {
    let (sought, negated) = text.sought();
    let not = negated != not;
    let plain = |text: &str| {
        // Other letters have other cases, and what `%` and `_` stand for among plain letters is not documented.
        let is_plain = text.is_ascii() && !text.contains(['%', '_', '\\']);
        is_plain
            .then(|| text.to_owned())
            .ok_or_else(|| "the service may compare these letters another way".to_owned())
    };
    let like = |pattern: String| {
        Ok(Some(json!([
            name,
            if not { "not_ilike" } else { "ilike" },
            pattern
        ])))
    };
    match sought {
        Sought::Contains(text) => like(format!("%{}%", plain(text)?)),
        Sought::Starts(text) => like(format!("{}%", plain(text)?)),
        Sought::Ends(text) => like(format!("%{}", plain(text)?)),
        Sought::Equals(text) => like(plain(text)?),
        Sought::Exactly(text) => Ok(Some(json!([name, if not { "<>" } else { "=" }, text]))),
        Sought::Matches(pattern) => {
            let operator = if not { "not_regex" } else { "regex" };
            Ok(Some(json!([name, operator, format!("(?i){pattern}")])))
        }
        Sought::Other => {
            Err("the service cannot look for words or in lists without case".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                "rank>80 or anchor starts buy",
                r#"[["rank",">",80],"or",["anchor","ilike","buy%"]]"#,
            ),
            ("rank in (1,2)", r#"["rank","in",[1,2]]"#),
            ("dofollow=yes", r#"["dofollow","=",true]"#),
            ("dofollow=no", r#"["dofollow","=",false]"#),
            (
                "first_seen=2025-01-02",
                r#"[["first_seen",">","2025-01-01 23:59:59 +00:00"],"and",["first_seen","<","2025-01-03 00:00:00 +00:00"]]"#,
            ),
            (
                "first_seen<2025-01-02",
                r#"["first_seen","<","2025-01-02 00:00:00 +00:00"]"#,
            ),
        ] {
            assert_eq!(sent(Rows::Links, text), json, "{text}");
        }
        assert_eq!(sent(Rows::Domains, "backlinks>3"), r#"["backlinks",">",3]"#);
    }

    #[test]
    fn what_it_cannot_do_stays_and_says_why() {
        let compiled = compile(Rows::Links, "rank>80 and tf>=20 and anchor~\"a and ü\"").unwrap();
        assert_eq!(compiled.sent.unwrap().to_string(), r#"["rank",">",80]"#);
        assert_eq!(compiled.asked, ["rank>80"]);
        let local: Vec<_> = compiled
            .local
            .iter()
            .map(|(part, _)| part.as_str())
            .collect();
        assert_eq!(local, ["tf>=20", "anchor~\"a and ü\""]);
        let whole = compile(Rows::Links, "rank>80 or tf>=20").unwrap();
        assert_eq!((whole.sent, whole.local.len()), (None, 1));
        assert!(compile(Rows::Links, "rank>>80").is_err());
        assert!(
            compile(Rows::Numbered, "rank>80")
                .unwrap_err()
                .contains("1.rank")
        );
    }
}
