//! An expression as a condition of the service, as far as it goes.
//!
//! What is sent never leaves out a row that the expression lets through: that row would be missing here. Where it may
//! let more through it is *loose*, and the list's own filter looks again. Two things decide: the service does not
//! document whether a negative condition (`<>`, `not_ilike`) holds where a field is null, so it is sent only where the
//! expression leaves such rows out itself; and a comparison here never counts case, while some of the service's do.

use serde_json::{Value, json};

use super::condition;
use super::fields::Rows;
use crate::model::column::{Kind, Value as Cell};
use crate::model::filter::{Check, Expr, Test};
use crate::model::rows::Of;

/// What is sent of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    /// The condition, or several of them joined.
    pub value: Value,
    /// How many conditions.
    pub count: usize,
    /// Why the list's own filter must look again, if it must.
    pub loose: Option<String>,
}

impl Sent {
    /// One condition.
    pub fn one(field: &str, operator: &str, value: impl Into<Value>) -> Self {
        Self {
            value: json!([field, operator, value.into()]),
            count: 1,
            loose: None,
        }
    }

    /// The same, but it may let more rows through.
    pub fn loosely(mut self, why: &str) -> Self {
        self.loose.get_or_insert_with(|| why.to_owned());
        self
    }

    /// Several, joined by a word; none of none.
    pub fn joined(nodes: Vec<Self>, word: &str) -> Option<Self> {
        let count = nodes.iter().map(|node| node.count).sum();
        let loose = nodes.iter().find_map(|node| node.loose.clone());
        let mut chain = Vec::new();
        for node in nodes {
            if !chain.is_empty() {
                chain.push(Value::from(word));
            }
            chain.push(node.value);
        }
        let value = match chain.len() {
            0 | 1 => chain.pop()?,
            _ => Value::from(chain),
        };
        Some(Self {
            value,
            count,
            loose,
        })
    }
}

/// What is sent of an expression; the error says why nothing can be.
pub(super) fn sent(rows: Rows, expr: &Expr) -> Result<Sent, String> {
    match expr {
        Expr::And(all) => {
            if let Some(test) = known_but_not(all) {
                return without(rows, test);
            }
            let (mut nodes, mut whys) = (Vec::new(), Vec::new());
            for e in all {
                match sent(rows, e) {
                    Ok(node) => nodes.push(node),
                    Err(why) => whys.push(why),
                }
            }
            let why = whys.into_iter().next();
            let joined = Sent::joined(nodes, "and");
            match (joined, why) {
                (Some(node), Some(why)) => Ok(node.loosely(&why)),
                (Some(node), None) => Ok(node),
                (None, why) => Err(why.unwrap_or_default()),
            }
        }
        Expr::Or(any) => {
            let nodes = any.iter().map(|e| sent(rows, e));
            let nodes = nodes.collect::<Result<Vec<_>, _>>()?;
            Sent::joined(nodes, "or").ok_or_else(|| "it names nothing".to_owned())
        }
        Expr::Not(inner) => Err(why_not(inner)),
        Expr::Test(test) => with(rows, test),
        Expr::Pair(_) => {
            Err("the service compares a column with a value, not with another column".to_owned())
        }
    }
}

/// The test of "known, and not so", which is how the language reads `X=no` and `not in`.
fn known_but_not(all: &[Expr]) -> Option<&Test> {
    let [first, second] = all else {
        return None;
    };
    let (test, unknown) = (negated(first)?, negated(second)?);
    let is_unknown = match &unknown.check {
        Check::Count(_, check) | Check::Stop(_, check) => matches!(**check, Check::Unknown),
        check => matches!(check, Check::Unknown),
    };
    (is_unknown && unknown.field == test.field).then_some(test)
}

fn negated(expr: &Expr) -> Option<&Test> {
    match expr {
        Expr::Not(inner) => match &**inner {
            Expr::Test(test) => Some(test),
            _ => None,
        },
        _ => None,
    }
}

fn why_not(inner: &Expr) -> String {
    let instead = match inner {
        Expr::Test(Test { check, .. }) => match check {
            Check::Unknown => return "the service cannot ask for what it knows".to_owned(),
            Check::Set => "; `=no` in its place can be sent",
            Check::Text(_) => "; `!~` or `!=` in its place can be sent",
            Check::Int(..) | Check::Date(..) | Check::Time(..) => {
                "; the opposite sign in its place can be sent"
            }
            _ => "",
        },
        _ => "",
    };
    format!(
        "`not` also passes rows of which that is not known, which the service may leave out{instead}"
    )
}

/// A test of a cell that is known.
fn with(rows: Rows, test: &Test) -> Result<Sent, String> {
    let (name, check) = named(rows, test)?;
    let sent = condition::with(&name, check, is_lower(rows, test))?;
    // A name that is not counted may be a 0 at the service; here it is not known.
    Ok(match &test.check {
        Check::Count(_, check) if check.matches(&Cell::Int(0)) => {
            sent.loosely("what is not counted may be a 0 at the service")
        }
        _ => sent,
    })
}

/// The opposite of a test, of a cell that is known all the same.
fn without(rows: Rows, test: &Test) -> Result<Sent, String> {
    let (name, check) = named(rows, test)?;
    condition::without(&name, check, is_lower(rows, test))
}

/// Lists whose texts the service writes in small letters; what a page's own attributes say is as the page has it.
fn is_lower(rows: Rows, test: &Test) -> bool {
    test.field.column_in(rows.table()).id != "attributes"
}

/// The column that the service knows and whose name says the same: `tld_from` for `tld`.
fn related(rows: Rows, id: &str) -> String {
    let columns = rows.table().columns.iter();
    let mut known = columns.filter(|column| rows.own_name(column).is_some());
    let found = known.find(|column| column.id == format!("{id}_from"));
    found.map_or_else(String::new, |column| {
        format!("; `{}` can be sent", column.id)
    })
}

/// The service's path of what is tested, and the test of what stands there.
fn named(rows: Rows, test: &Test) -> Result<(String, &Check), String> {
    let column = test.field.column_in(rows.table());
    let own = match test.field.of {
        Of::Row => rows.own_name(column),
        Of::Domain => None,
    };
    let own = own.ok_or_else(|| {
        format!(
            "`{}` is known here only, when the rows have come{}",
            column.id,
            related(rows, column.id)
        )
    })?;
    match (&test.check, rows) {
        (Check::Count(of, check), Rows::Numbered) => {
            let (number, rest) = match of.split_once('.') {
                Some((number, rest)) => (number, format!(".{}", key(own, rest)?)),
                None => (&**of, String::new()),
            };
            let path = format!("{number}.{own}{rest}");
            rows.check_path(&path)
                .map_err(|_| format!("the number of a target goes behind `{}.`", column.id))?;
            Ok((path, check))
        }
        (Check::Count(of, check), _) => Ok((format!("{own}.{}", key(own, of)?), check)),
        (Check::Some(_), _) if column.kind == Kind::Counts => Err(format!(
            "the service compares counts, not names; `{}.NAME>0` can be sent",
            column.id
        )),
        (_, Rows::Numbered) => Err("the service filters by one target at a time".to_owned()),
        (check, _) => Ok((own.to_owned(), check)),
    }
}

/// A name in a map as the service writes it; here it may be typed in any case.
fn key(map: &str, typed: &str) -> Result<String, String> {
    match map {
        _ if typed.is_empty() => Err("what is not known has no name at the service".to_owned()),
        "referring_links_attributes" => {
            Err("attributes are counted as the pages write them, in any case".to_owned())
        }
        "referring_links_countries" => Ok(typed.to_ascii_uppercase()),
        _ => Ok(typed.to_lowercase()),
    }
}
