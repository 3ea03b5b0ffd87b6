//! What is written behind the name of a column with a dot: one of the names it counts, or what is asked of the stops
//! of a way.

use std::sync::Arc;

use super::expr::{Check, Expr, Test};
use crate::model::column::{Kind, Table};
use crate::model::nested::Part;
use crate::model::rows::Field;

/// One of the values of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Element {
    /// The count of a name.
    Count(Arc<str>),
    /// Any of the stops.
    Stop(Part),
}

impl Element {
    /// What is written behind a column of this kind.
    pub(super) fn of(kind: Kind, written: &str) -> Option<Self> {
        match kind {
            Kind::Counts => Some(Self::Count(written.into())),
            Kind::Path => Part::named(written).map(Self::Stop),
            _ => None,
        }
    }

    /// What it is compared as.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Count(_) => Kind::Int,
            Self::Stop(part) => part.value_kind(),
        }
    }

    /// The tests of an expression as tests of the element.
    pub(super) fn asked(&self, expr: Expr) -> Expr {
        let each = |exprs: Vec<Expr>| exprs.into_iter().map(|e| self.asked(e)).collect();
        match expr {
            Expr::And(all) => Expr::And(each(all)),
            Expr::Or(any) => Expr::Or(each(any)),
            Expr::Not(expr) => Expr::Not(Box::new(self.asked(*expr))),
            Expr::Pair(pair) => Expr::Pair(pair),
            Expr::Test(test) => Expr::Test(Test {
                check: match self {
                    Self::Count(name) => Check::Count(Arc::clone(name), Box::new(test.check)),
                    Self::Stop(part) => Check::Stop(*part, Box::new(test.check)),
                },
                ..test
            }),
        }
    }
}

/// The column with a name, and what is written behind it: `referring_links_types.anchor`.
pub(super) fn named(table: &'static Table, name: &str) -> Option<(Field, Option<Element>)> {
    if let Some(field) = Field::named(table, name) {
        return Some((field, None));
    }
    name.match_indices('.').find_map(|(dot, _)| {
        let field = Field::named(table, &name[..dot])?;
        let kind = field.column_in(table).kind;
        let element = Element::of(kind, &name[dot + 1..])?;
        Some((field, Some(element)))
    })
}
