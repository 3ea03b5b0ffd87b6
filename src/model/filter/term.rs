//! One test: what an operator and its values mean for a column of a kind.

use super::Mistake;
use super::costly::{Costly, Refusal};
use super::expr::{Check, Compare, Expr, Test};
use super::grammar::Op;
use super::literal;
use super::scanner::{Piece, Scanner};
use super::text::TextCheck;
use crate::model::column::Kind;
use crate::model::rows::Field;

/// A test of a column.
pub(super) fn test(field: Field, check: Check) -> Expr {
    Expr::Test(Test { field, check })
}

/// Known, and not so.
pub(super) fn known_but_not(field: Field, expr: Expr) -> Expr {
    let unknown = test(field, Check::Unknown);
    Expr::And(vec![negated(expr), negated(unknown)])
}

pub(super) fn negated(expr: Expr) -> Expr {
    match expr {
        Expr::Not(inner) => *inner,
        other => Expr::Not(Box::new(other)),
    }
}

/// One value compared with the cells of a column.
pub(super) fn compared(
    field: Field,
    kind: Kind,
    op: Op,
    value: &Piece,
    scanner: &Scanner,
    costly: &mut Costly,
) -> Result<Expr, Mistake> {
    let wrong = |why: String| value.mistake(why);
    Ok(match (kind, op) {
        (Kind::Text, _) => test(field, Check::Text(text(op, value, scanner, costly)?)),
        (Kind::Flag, _) => {
            let wanted = literal::flag(&value.text).map_err(wrong)?;
            flag(field, wanted != (op == Op::NotEqual))
        }
        (Kind::Int, _) => {
            let number = literal::int(&value.text).map_err(wrong)?;
            test(field, Check::Int(compare(op), number))
        }
        (Kind::Share, _) => {
            let share = literal::share(&value.text).map_err(wrong)?;
            test(field, Check::Share(compare(op), share))
        }
        (Kind::Date, op) => {
            let days = literal::days(&value.text).map_err(wrong)?;
            let is = |compare, day| test(field, Check::Date(compare, day));
            spanned(op, *days.start(), *days.end(), is)
        }
        (Kind::Time, op) => {
            let moments = literal::moments(&value.text).map_err(wrong)?;
            let is = |compare, moment| test(field, Check::Time(compare, moment));
            spanned(op, *moments.start(), *moments.end(), is)
        }
        (Kind::Texts | Kind::Counts, Op::Lacks) => {
            let check = text(Op::Contains, value, scanner, costly)?;
            known_but_not(field, test(field, Check::Some(check)))
        }
        (Kind::Texts | Kind::Counts, op) => {
            let op = if op == Op::Word { Op::Equal } else { op };
            test(field, Check::Some(text(op, value, scanner, costly)?))
        }
        (Kind::Path, _) => return Err(value.mistake("compare .type, .status_code or .url of it")),
    })
}

pub(super) fn compare(op: Op) -> Compare {
    match op {
        Op::NotEqual => Compare::NotEqual,
        Op::Less => Compare::Less,
        Op::LessOrEqual => Compare::LessOrEqual,
        Op::Greater => Compare::Greater,
        Op::GreaterOrEqual => Compare::GreaterOrEqual,
        _ => Compare::Equal,
    }
}

/// A month or a year stands for all its days, a day for all its seconds.
fn spanned<T: Copy + PartialEq>(
    op: Op,
    first: T,
    last: T,
    is: impl Fn(Compare, T) -> Expr,
) -> Expr {
    match op {
        Op::Less => is(Compare::Less, first),
        Op::LessOrEqual => is(Compare::LessOrEqual, last),
        Op::Greater => is(Compare::Greater, last),
        Op::GreaterOrEqual => is(Compare::GreaterOrEqual, first),
        Op::NotEqual if first == last => is(Compare::NotEqual, first),
        Op::NotEqual => Expr::Or(vec![is(Compare::Less, first), is(Compare::Greater, last)]),
        _ if first == last => is(Compare::Equal, first),
        _ => Expr::And(vec![
            is(Compare::GreaterOrEqual, first),
            is(Compare::LessOrEqual, last),
        ]),
    }
}

fn flag(field: Field, wanted: bool) -> Expr {
    let set = test(field, Check::Set);
    if wanted {
        set
    } else {
        known_but_not(field, set)
    }
}

fn text(
    op: Op,
    value: &Piece,
    scanner: &Scanner,
    costly: &mut Costly,
) -> Result<TextCheck, Mistake> {
    let part = value.text.as_str();
    let is_whole = matches!(op, Op::Equal | Op::NotEqual | Op::Exactly);
    if part.is_empty() && !is_whole {
        return Err(value.mistake("there is nothing to look for here"));
    }
    Ok(match op {
        Op::Contains => TextCheck::contains(part),
        Op::Lacks => TextCheck::contains(part).negated(),
        Op::Word => costly.word(part).map_err(|why| value.mistake(why))?,
        Op::Starts => TextCheck::starts(part),
        Op::Ends => TextCheck::ends(part),
        Op::Matches => costly.regex(part).map_err(|refusal| match refusal {
            Refusal::Syntax(error) => regex_mistake(value, &error, scanner),
            Refusal::Much(why) => value.mistake(why),
        })?,
        Op::Exactly => TextCheck::exactly(part),
        Op::NotEqual => TextCheck::equals(part).negated(),
        _ => TextCheck::equals(part),
    })
}

/// Where in the filter an expression goes wrong: the crate draws a picture with a caret below the place.
fn regex_mistake(value: &Piece, error: &regex::Error, scanner: &Scanner) -> Mistake {
    const INDENT: usize = 4;
    let regex::Error::Syntax(picture) = error else {
        return value.mistake(literal::shown_whole(&error.to_string()));
    };
    let why = picture
        .lines()
        .rev()
        .find_map(|l| l.strip_prefix("error: "));
    let why = literal::shown_whole(why.unwrap_or("it is no regular expression"));
    let caret = picture.lines().find_map(|line| {
        let start = line.strip_prefix(&" ".repeat(INDENT))?;
        let chars = start.chars().take_while(|c| *c == ' ').count();
        start[chars..].starts_with('^').then_some(chars)
    });
    let one_line = !value.text.contains('\n');
    match caret.filter(|at| one_line && *at <= value.text.chars().count()) {
        Some(chars) => Mistake {
            at: scanner.place_in(value, chars),
            len: 1,
            why: format!("in the expression: {why}"),
        },
        None => value.mistake(format!("in the expression: {why}")),
    }
}

/// One of some values.
pub(super) fn one_of<'a>(
    field: Field,
    kind: Kind,
    values: impl Iterator<Item = &'a str>,
) -> Result<Expr, (usize, String)> {
    Ok(match kind {
        Kind::Text | Kind::Flag => {
            let check = TextCheck::one_of(values);
            test(field, Check::Text(check))
        }
        Kind::Int => {
            let read = values
                .enumerate()
                .map(|(at, text)| literal::int(text).map_err(|why| (at, why)));
            let mut numbers = read.collect::<Result<Vec<i64>, _>>()?;
            numbers.sort_unstable();
            numbers.dedup();
            test(field, Check::IntIn(numbers))
        }
        Kind::Share => {
            let read = values
                .enumerate()
                .map(|(at, text)| literal::share(text).map_err(|why| (at, why)));
            let mut shares = read.collect::<Result<Vec<f64>, _>>()?;
            shares.sort_unstable_by(f64::total_cmp);
            test(field, Check::ShareIn(shares))
        }
        Kind::Date => {
            let read = values
                .enumerate()
                .map(|(at, text)| literal::days(text).map_err(|why| (at, why)));
            let days = read.map(|days| days.map(|days| (*days.start(), *days.end())));
            let spans = apart(days.collect::<Result<Vec<_>, _>>()?);
            test(field, Check::DateIn(spans))
        }
        Kind::Time => {
            let read = values
                .enumerate()
                .map(|(at, text)| literal::moments(text).map_err(|why| (at, why)));
            let spans = read.map(|span| span.map(|span| (*span.start(), *span.end())));
            let spans = apart(spans.collect::<Result<Vec<_>, _>>()?);
            test(field, Check::TimeIn(spans))
        }
        Kind::Texts | Kind::Counts | Kind::Path => {
            test(field, Check::Some(TextCheck::one_of(values)))
        }
    })
}

/// Spans in order, those that overlap as one.
fn apart<T: Copy + Ord>(mut spans: Vec<(T, T)>) -> Vec<(T, T)> {
    spans.sort_unstable();
    let mut apart: Vec<(T, T)> = Vec::new();
    for (first, end) in spans {
        match apart.last_mut() {
            Some((_, last)) if first <= *last => *last = end.max(*last),
            _ => apart.push((first, end)),
        }
    }
    apart
}
