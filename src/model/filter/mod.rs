//! The filter language: `tf>=20 and (anchor~casino or anchor~"online slots") and not nofollow`.
//!
//! Text becomes an expression over the columns of one table; the store tests rows by it, a chunk of a column at a
//! time, and [`Filter::matches`] tests one row, which is what the words mean. Two truth values only: a comparison
//! with a cell in which nothing is known is false, and `not` of it is true.

mod complete;
mod costly;
mod element;
mod expr;
mod fold;
mod grammar;
mod lists;
mod literal;
mod near;
mod parser;
mod pick;
#[cfg(test)]
mod properties;
mod scanner;
mod search;
mod term;
#[cfg(test)]
mod tests;
mod text;

pub use complete::{Choice, Completion, complete};
pub use expr::{Check, Compare, Expr, Pair, Test};
pub use grammar::{GRAMMAR, NOTES, Rule};
pub use near::nearest;
pub use pick::for_value;
pub(in crate::model) use text::Sought;
pub use text::TextCheck;

use super::column::{Table, Value};
use super::rows::Field;
use parser::{Parser, Wanted};

/// Characters of a filter at the most.
pub const MOST_CHARS: usize = 20_000;

/// How deep parentheses may stand in parentheses.
const MOST_NESTED: usize = 64;

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why} (at column {})", .at + 1)]
pub struct Mistake {
    /// Characters before it.
    pub at: usize,
    /// Characters of it; 0 at the end of the text.
    pub len: usize,
    /// What is wrong and what would be right.
    pub why: String,
}

/// Reads the file behind `@name`: its text, or why it cannot be read.
pub type ReadList<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// A filter over the rows of a table.
#[derive(Clone, Debug)]
pub struct Filter {
    text: String,
    expr: Expr,
}

impl Filter {
    /// Reads a filter for the rows of `table`. Files are read through `lists`.
    pub fn parse(table: &'static Table, text: &str, lists: ReadList<'_>) -> Result<Self, Mistake> {
        Ok(Self {
            text: text.to_owned(),
            expr: Parser::new(table, text, Some(lists)).parse(text)?,
        })
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// Whether a row passes; `cell` gives its cells.
    pub fn matches(&self, cell: &dyn Fn(Field) -> Value) -> bool {
        self.expr.matches(cell)
    }
}

/// Whether a filter of the rows of `table` means something, as far as can be told at once: the files it names are not
/// read, long regular expressions not looked at, and none is built. An empty one lets every row through.
pub fn check(table: &'static Table, text: &str) -> Result<(), Mistake> {
    if text.trim().is_empty() {
        return Ok(());
    }
    Parser::new(table, text, None).parse(text).map(|_| ())
}

/// What must all be true for a row to pass, each with its text; one where `or` stands beside others. Files are read
/// through `lists`.
pub(in crate::model) fn conjuncts(
    table: &'static Table,
    text: &str,
    lists: ReadList<'_>,
) -> Result<Vec<(String, Expr)>, Mistake> {
    Parser::new(table, text, Some(lists)).conjuncts(text)
}

/// The columns that a filter of the rows of `table` tests, each once and in their order; of one with a mistake those
/// before it. The files it names are not read.
pub fn tested(table: &'static Table, text: &str) -> Vec<Field> {
    let mut parser = Parser::new(table, text, None);
    // What is wrong with it is told where it is put in force.
    let parsed = parser.parse(text);
    let mut fields = Vec::new();
    for asked in &parser.asked {
        match asked.wanted {
            Wanted::Operator(field, _) if !fields.contains(&field) => fields.push(field),
            _ => {}
        }
    }
    if let Ok(expr) = &parsed {
        expr.each_pair(&mut |pair| {
            if !fields.contains(&pair.right) {
                fields.push(pair.right);
            }
        });
    }
    fields
}
