//! Lists of values: `(a, b, "c d")`, or the lines of a file.

use super::super::{Expr, Mistake, lists, literal, term};
use super::{Parser, Wanted};
use crate::model::column::Kind;
use crate::model::rows::Field;

impl Parser<'_> {
    pub(super) fn one_of(&mut self, field: Field, kind: Kind) -> Result<Expr, Mistake> {
        self.ask(Wanted::Value(kind));
        if self.scanner.take('@') {
            return self.of_file(field, kind);
        }
        if self.scanner.peek() != Some('(') {
            return Err(self.here(1, "a list goes here: (a, b, \"c d\") or @file.txt"));
        }
        let open = self.here(1, "this list is never closed");
        self.scanner.take('(');
        let mut values = Vec::new();
        loop {
            self.ask(Wanted::Value(kind));
            let value = self.scanner.value(true, false)?;
            values.push(value.ok_or_else(|| self.no_value(kind))?);
            if self.scanner.take(')') {
                break;
            }
            if self.scanner.peek().is_none() {
                return Err(open);
            }
            if !self.scanner.take(',') {
                return Err(self.here(
                    1,
                    "a comma or a closing parenthesis goes here; quote values with blanks",
                ));
            }
        }
        let texts = values.iter().map(|v| v.text.as_str());
        term::one_of(field, kind, texts).map_err(|(at, why)| values[at].mistake(why))
    }

    fn of_file(&mut self, field: Field, kind: Kind) -> Result<Expr, Mistake> {
        let at = self.scanner.read().saturating_sub(1);
        let name = match self.scanner.peek() {
            Some(c) if self.scanner.read() == at + 1 && !c.is_whitespace() => {
                self.scanner.value(false, false)?
            }
            _ => None,
        };
        let Some(mut name) = name else {
            return Err(Mistake {
                at,
                len: 1,
                why: "the name of a file goes behind @".to_owned(),
            });
        };
        name.len += name.at - at;
        name.at = at;
        let Some(read) = self.lists else {
            return Ok(Expr::Or(Vec::new()));
        };
        let file = literal::shown(&name.text);
        let text = read(&name.text).map_err(|why| name.mistake(format!("{file}: {why}")))?;
        let values = lists::values(&text).take(lists::MOST + 1);
        let lines: Vec<(usize, &str)> = values.collect();
        if lines.is_empty() {
            return Err(name.mistake(format!("{file} holds no value")));
        }
        if lines.len() > lists::MOST {
            let why = format!(
                "{file} holds more than the {} values that are read",
                lists::MOST
            );
            return Err(name.mistake(why));
        }
        term::one_of(field, kind, lines.iter().map(|(_, value)| *value)).map_err(|(at, why)| {
            let line = lines.get(at).map_or(0, |(line, _)| *line);
            name.mistake(format!("{file}, line {line}: {why}"))
        })
    }
}
