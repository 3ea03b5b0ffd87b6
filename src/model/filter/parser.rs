//! From text to an expression: `or` binds loosest, then `and` (which may be left out), then `not`.

mod listed;
mod pair;

use super::costly::Costly;
use super::element::{self, Element};
use super::grammar::{Op, kind_name, signs_for};
use super::scanner::{Piece, Scanner};
use super::{Expr, MOST_CHARS, MOST_NESTED, Mistake, ReadList, near, term};
use crate::model::column::{Kind, Table};
use crate::model::rows::Field;

/// What could stand at a place; the last ones asked for tell what completes a filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wanted {
    /// A column, `not` or a parenthesis.
    Term,
    /// `and`, `or`.
    Joint,
    /// An operator behind a column, which is compared as this kind.
    Operator(Field, Kind),
    /// A value of this kind.
    Value(Kind),
    /// `null` or `not null`.
    Known,
}

#[derive(Debug)]
pub(super) struct Asked {
    pub(super) at: usize,
    pub(super) wanted: Wanted,
}

pub(super) struct Parser<'a> {
    table: &'static Table,
    scanner: Scanner,
    /// None where files are not read: then every list holds.
    lists: Option<ReadList<'a>>,
    nested: usize,
    costly: Costly,
    pub(super) asked: Vec<Asked>,
    /// What stands side by side outside of parentheses: first character, the one behind the last, and what it means.
    parts: Vec<(usize, usize, Expr)>,
    /// Whether `or` stands between them.
    has_or: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(table: &'static Table, text: &str, lists: Option<ReadList<'a>>) -> Self {
        Self {
            table,
            scanner: Scanner::new(text),
            costly: Costly::new(lists.is_none()),
            lists,
            nested: 0,
            asked: Vec::new(),
            parts: Vec::new(),
            has_or: false,
        }
    }

    /// Reads a whole filter as what must all be true, each with its text. One part where `or` stands beside others.
    pub(super) fn conjuncts(&mut self, text: &str) -> Result<Vec<(String, Expr)>, Mistake> {
        let whole = self.parse(text)?;
        if self.has_or {
            return Ok(vec![(text.trim().to_owned(), whole)]);
        }
        let letters: Vec<char> = text.chars().collect();
        let parts = std::mem::take(&mut self.parts).into_iter();
        let read = parts.map(|(from, to, expr)| {
            let part: String = letters.get(from..to).unwrap_or_default().iter().collect();
            (part.trim().to_owned(), expr)
        });
        Ok(read.collect())
    }

    /// Reads a whole filter.
    pub(super) fn parse(&mut self, text: &str) -> Result<Expr, Mistake> {
        let chars = text.chars().count();
        if chars > MOST_CHARS {
            let why = format!("a filter has at most {MOST_CHARS} characters; this one has {chars}");
            return Err(Mistake {
                at: MOST_CHARS,
                len: chars - MOST_CHARS,
                why,
            });
        }
        let expr = self.any()?;
        match self.scanner.peek() {
            Some(_) => Err(self.here(1, "no parenthesis is open here")),
            None => Ok(expr),
        }
    }

    fn ask(&mut self, wanted: Wanted) {
        let at = self.scanner.next_at();
        self.asked.push(Asked { at, wanted });
    }

    fn here(&mut self, len: usize, why: impl Into<String>) -> Mistake {
        let len = if self.scanner.peek().is_some() {
            len
        } else {
            0
        };
        Mistake {
            at: self.scanner.next_at(),
            len,
            why: why.into(),
        }
    }

    fn any(&mut self) -> Result<Expr, Mistake> {
        let mut any = vec![self.all()?];
        while self.scanner.keyword("or").is_some() {
            any.push(self.all()?);
        }
        self.has_or |= self.nested == 0 && any.len() > 1;
        Ok(only(any, Expr::Or))
    }

    fn all(&mut self) -> Result<Expr, Mistake> {
        let mut all = vec![self.term()?];
        loop {
            self.ask(Wanted::Joint);
            let and = self.scanner.keyword("and");
            let name = self.scanner.peek_name();
            let is_over = name.is_some_and(|n| n.text.eq_ignore_ascii_case("or"))
                || matches!(self.scanner.peek(), None | Some(')'));
            if and.is_none() && is_over {
                return Ok(only(all, Expr::And));
            }
            all.push(self.term()?);
        }
    }

    fn term(&mut self) -> Result<Expr, Mistake> {
        self.ask(Wanted::Term);
        let from = self.scanner.next_at();
        let mut is_negated = false;
        while self.scanner.keyword("not").is_some() {
            is_negated = !is_negated;
            self.ask(Wanted::Term);
        }
        let expr = if self.scanner.peek() == Some('(') {
            self.parenthesis()?
        } else {
            self.test()?
        };
        let expr = if is_negated {
            term::negated(expr)
        } else {
            expr
        };
        if self.nested == 0 {
            let to = self.scanner.read();
            self.parts.push((from, to, expr.clone()));
        }
        Ok(expr)
    }

    fn parenthesis(&mut self) -> Result<Expr, Mistake> {
        let open = self.here(1, "this parenthesis is never closed");
        if self.nested == MOST_NESTED {
            let why = format!("parentheses stand at most {MOST_NESTED} deep");
            return Err(self.here(1, why));
        }
        self.scanner.take('(');
        self.nested += 1;
        let expr = self.any()?;
        self.nested -= 1;
        if self.scanner.take(')') {
            Ok(expr)
        } else {
            Err(open)
        }
    }

    fn test(&mut self) -> Result<Expr, Mistake> {
        let missing = "the name of a column is missing here";
        let name = match self.scanner.name() {
            Some(name) if is_reserved(&name) => return Err(name.mistake(missing)),
            Some(name) => name,
            None => return Err(self.here(1, missing)),
        };
        let (name, field, element) = self.column(name)?;
        let own = field.column_in(self.table).kind;
        let kind = element.as_ref().map_or(own, Element::kind);
        self.ask(Wanted::Operator(field, kind));
        let Some((operator, sign)) = self.scanner.operator() else {
            return self.bare(field, kind, &name);
        };
        if !operator.fits(kind) {
            return Err(sign.mistake(format!(
                "{} is {}, which `{}` does not fit; these do: {}",
                name.text,
                kind_name(kind),
                operator.sign,
                signs_for(kind)
            )));
        }
        let expr = match operator.op {
            Op::Is => self.known(field)?,
            Op::In => self.one_of(field, kind)?,
            Op::NotIn => term::known_but_not(field, self.one_of(field, kind)?),
            op => self.compared((field, kind), op, element.is_some())?,
        };
        Ok(match element {
            Some(element) => element.asked(expr),
            None => expr,
        })
    }

    /// The column of a name, and what is asked of its values; quotes may stand behind its dot.
    fn column(&mut self, mut name: Piece) -> Result<(Piece, Field, Option<Element>), Mistake> {
        let found = element::named(self.table, &name.text);
        let is_open = name.text.ends_with('.') && self.scanner.peek() == Some('"');
        if is_open && self.scanner.next_at() == name.at + name.len {
            let column = name.text.trim_end_matches('.');
            let field = Field::named(self.table, column);
            let field = field.ok_or_else(|| near::unknown(self.table, &name))?;
            let written = self.scanner.quoted(name.at + name.len, false)?;
            let kind = field.column_in(self.table).kind;
            let element = Element::of(kind, &written.text).ok_or_else(|| {
                written.mistake(format!(
                    "{column} is {}: it has no such part",
                    kind_name(kind)
                ))
            })?;
            name.len += written.len;
            return Ok((name, field, Some(element)));
        }
        let (field, element) = found.ok_or_else(|| near::unknown(self.table, &name))?;
        Ok((name, field, element))
    }

    /// A name alone is a flag.
    fn bare(&mut self, field: Field, kind: Kind, name: &Piece) -> Result<Expr, Mistake> {
        if kind == Kind::Flag {
            return Ok(term::test(field, super::Check::Set));
        }
        Err(self.here(
            1,
            format!(
                "{} is {}: compare it with one of {}",
                name.text,
                kind_name(kind),
                signs_for(kind)
            ),
        ))
    }

    fn known(&mut self, field: Field) -> Result<Expr, Mistake> {
        self.ask(Wanted::Known);
        let not = self.scanner.keyword("not").is_some();
        if self.scanner.keyword("null").is_none() {
            return Err(self.here(1, "`null` or `not null` goes here"));
        }
        let unknown = term::test(field, super::Check::Unknown);
        Ok(if not { term::negated(unknown) } else { unknown })
    }

    fn compared(
        &mut self,
        (field, kind): (Field, Kind),
        op: Op,
        is_part: bool,
    ) -> Result<Expr, Mistake> {
        self.ask(Wanted::Value(kind));
        let value = self.scanner.value(false, op == Op::Matches)?;
        let Some(value) = value else {
            return Err(self.no_value(kind));
        };
        if is_reserved(&value) {
            let text = &value.text;
            return Err(value.mistake(format!(
                "a value is missing before `{text}`; to look for the word itself write \"{text}\""
            )));
        }
        if kind == Kind::Int
            && !is_part
            && let Some(pair) = pair::read(self.table, (field, op), &value)?
        {
            return Ok(Expr::Pair(pair));
        }
        term::compared(field, kind, op, &value, &self.scanner, &mut self.costly)
    }

    fn no_value(&mut self, kind: Kind) -> Mistake {
        let wanted = match kind {
            Kind::Text => "text to compare with",
            Kind::Int => "a number",
            Kind::Share => "a share such as 50%",
            Kind::Date => "a day such as 2024-05-31",
            Kind::Flag => "yes or no",
            Kind::Time => "a moment such as 2024-05-31T10:00",
            Kind::Texts | Kind::Counts | Kind::Path => "text to look for",
        };
        self.here(1, format!("{wanted} is missing here"))
    }
}

/// Words that are no values unless they stand in quotes.
fn is_reserved(piece: &Piece) -> bool {
    let is = |word: &&str| piece.text.eq_ignore_ascii_case(word);
    !piece.quoted && ["and", "or", "not"].iter().any(is)
}

fn only(mut parts: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.pop(), parts.is_empty()) {
        (Some(one), true) => one,
        (last, _) => {
            parts.extend(last);
            many(parts)
        }
    }
}
