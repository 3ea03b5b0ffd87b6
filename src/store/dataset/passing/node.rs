//! A filter made ready for a list: which of its tests are cheap, and which are asked of domains once.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::super::rank::stop_if;
use super::super::texts::Dictionaries;
use super::super::{Dataset, ListPart};
use crate::model::column::{Kind, Value};
use crate::model::filter::{Check, Expr, Pair, Test, TextCheck};
use crate::model::rows::{Field, List, Of};
use crate::store::StoreError;

/// A filter made ready for a list.
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// A number, day, flag or share.
    Number(usize, Kind, Check),
    Text(usize, TextCheck, Dictionaries),
    /// Two numbers of the row.
    Pair(Pair),
    /// A text in which nothing is known.
    NoText(usize),
    /// Several values a cell.
    Several(usize, Kind, Check),
    /// Which domains pass, and whether one that is not listed yet does.
    Domain(Vec<bool>, bool),
    Never,
}

impl Node {
    /// Cheap tests come first.
    fn cost(&self) -> u8 {
        match self {
            Self::Never => 0,
            Self::Number(..) | Self::Pair(_) => 1,
            Self::Domain(..) => 2,
            Self::NoText(_) => 3,
            Self::Text(..) => 4,
            Self::Several(..) => 5,
            Self::Not(node) => node.cost(),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::cost).max().unwrap_or(0),
        }
    }

    /// Whether a row of a part may pass, as far as its dictionaries tell.
    pub(super) fn may_pass(
        &self,
        part: &ListPart,
        cancel: &AtomicBool,
    ) -> Result<bool, StoreError> {
        let several = |nodes: &[Self]| {
            let may = nodes.iter().map(|node| node.may_pass(part, cancel));
            may.collect::<Result<Vec<bool>, _>>()
        };
        Ok(match self {
            Self::Never => false,
            Self::All(nodes) => !several(nodes)?.contains(&false),
            Self::Any(nodes) => several(nodes)?.contains(&true),
            Self::Text(column, check, known) => {
                match known.passing(part, *column, check, cancel)? {
                    Some(passing) => passing.contains(&true),
                    None => part.place(*column).is_some(),
                }
            }
            Self::Several(column, _, check) => {
                part.place(*column).is_some() || check.matches(&Value::Null)
            }
            _ => true,
        })
    }

    /// The columns of numbers that are tested.
    pub(super) fn numbers(&self, found: &mut BTreeSet<usize>) {
        match self {
            Self::Number(column, ..) => {
                found.insert(*column);
            }
            Self::Pair(pair) => found.extend([pair.left.column, pair.right.column]),
            Self::Not(node) => node.numbers(found),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().for_each(|n| n.numbers(found)),
            _ => {}
        }
    }
}

impl Dataset {
    /// Makes a filter ready: what is asked of domains is worked out here, and cheap tests come first.
    pub(super) fn prepare(
        &self,
        list: &List,
        expr: &Expr,
        cancel: &AtomicBool,
    ) -> Result<Node, StoreError> {
        stop_if(cancel)?;
        if asks_domains_only(expr) {
            return self.prepare_domains(expr, cancel);
        }
        let several = |exprs: &[Expr], join: fn(Vec<Expr>) -> Expr| {
            let (of_domains, others): (Vec<&Expr>, Vec<&Expr>) =
                exprs.iter().partition(|e| asks_domains_only(e));
            let nodes = others.into_iter().map(|e| self.prepare(list, e, cancel));
            let mut nodes = nodes.collect::<Result<Vec<_>, _>>()?;
            if !of_domains.is_empty() {
                let joined = join(of_domains.into_iter().cloned().collect());
                nodes.push(self.prepare_domains(&joined, cancel)?);
            }
            nodes.sort_by_key(Node::cost);
            Ok::<_, StoreError>(nodes)
        };
        Ok(match expr {
            Expr::And(all) => Node::All(several(all, Expr::And)?),
            Expr::Or(any) => Node::Any(several(any, Expr::Or)?),
            Expr::Not(expr) => Node::Not(Box::new(self.prepare(list, expr, cancel)?)),
            Expr::Test(test) => prepare_test(list, test)?,
            Expr::Pair(pair) => prepare_pair(list, *pair)?,
        })
    }

    /// What is asked of domains alone is asked of each domain once, however many tests it takes.
    fn prepare_domains(&self, expr: &Expr, cancel: &AtomicBool) -> Result<Node, StoreError> {
        let unlisted = expr.matches(&|_| Value::Null);
        let passing = self.all_passing(&List::Domains, &as_own(expr), cancel)?;
        Ok(Node::Domain(passing, unlisted))
    }
}

fn prepare_test(list: &List, test: &Test) -> Result<Node, StoreError> {
    let column = test.field.column;
    let known = list.table().columns.get(column);
    let kind = known.ok_or(StoreError::NoSuchColumn(column))?.kind;
    Ok(match (kind, &test.check) {
        (Kind::Text, Check::Text(check)) => {
            Node::Text(column, check.clone(), Dictionaries::default())
        }
        (Kind::Text, Check::Unknown) => Node::NoText(column),
        (Kind::Int, Check::Int(..) | Check::IntIn(_) | Check::Unknown)
        | (Kind::Share, Check::Share(..) | Check::ShareIn(_) | Check::Unknown)
        | (Kind::Date, Check::Date(..) | Check::DateIn(_) | Check::Unknown)
        | (Kind::Time, Check::Time(..) | Check::TimeIn(_) | Check::Unknown)
        | (Kind::Flag, Check::Set | Check::Unknown) => {
            Node::Number(column, kind, test.check.clone())
        }
        (kind, check) if kind.is_nested() => Node::Several(column, kind, check.clone()),
        _ => Node::Never,
    })
}

fn prepare_pair(list: &List, pair: Pair) -> Result<Node, StoreError> {
    for field in [pair.left, pair.right] {
        let known = list.table().columns.get(field.column);
        if known.ok_or(StoreError::NoSuchColumn(field.column))?.kind != Kind::Int {
            return Ok(Node::Never);
        }
    }
    Ok(Node::Pair(pair))
}

/// Whether an expression tests something, and nothing but referring domains.
fn asks_domains_only(expr: &Expr) -> bool {
    match expr {
        Expr::And(exprs) | Expr::Or(exprs) => {
            !exprs.is_empty() && exprs.iter().all(asks_domains_only)
        }
        Expr::Not(expr) => asks_domains_only(expr),
        Expr::Test(test) => test.field.of == Of::Domain,
        Expr::Pair(pair) => pair.left.of == Of::Domain,
    }
}

/// The same asked of the domains themselves.
fn as_own(expr: &Expr) -> Expr {
    let own = |field: Field| Field {
        of: Of::Row,
        column: field.column,
    };
    let each = |exprs: &[Expr]| exprs.iter().map(as_own).collect();
    match expr {
        Expr::And(all) => Expr::And(each(all)),
        Expr::Or(any) => Expr::Or(each(any)),
        Expr::Not(expr) => Expr::Not(Box::new(as_own(expr))),
        Expr::Test(test) => Expr::Test(Test {
            field: own(test.field),
            check: test.check.clone(),
        }),
        Expr::Pair(pair) => Expr::Pair(Pair {
            left: own(pair.left),
            right: own(pair.right),
            ..*pair
        }),
    }
}
