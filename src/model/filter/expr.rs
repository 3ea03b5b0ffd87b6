//! What a filter means.

use std::sync::Arc;

use super::TextCheck;
use crate::model::column::Value;
use crate::model::nested::Part;
use crate::model::rows::Field;

/// An expression over the cells of a row.
#[derive(Clone, Debug)]
pub enum Expr {
    /// Every one is true.
    And(Vec<Expr>),
    /// One is true.
    Or(Vec<Expr>),
    /// It is not true.
    Not(Box<Expr>),
    /// A test of one cell.
    Test(Test),
    /// Two cells of the row beside each other.
    Pair(Pair),
}

/// One number of a row compared with some times another one. False where one of them is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The column on the left.
    pub left: Field,
    /// How it stands to the other.
    pub compare: Compare,
    /// How many times the other is taken.
    pub times: i64,
    /// The other column, of the same rows.
    pub right: Field,
}

impl Pair {
    /// Whether two cells stand so.
    pub fn matches(&self, left: &Value, right: &Value) -> bool {
        let (Value::Int(left), Value::Int(right)) = (left, right) else {
            return false;
        };
        let right = i128::from(self.times) * i128::from(*right);
        self.compare.holds(&i128::from(*left), &right)
    }
}

/// A test of one cell.
#[derive(Clone, Debug)]
pub struct Test {
    /// Of which column.
    pub field: Field,
    /// What is tested.
    pub check: Check,
}

/// How numbers and days are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the signs say it")]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is tested of a cell; it fits the kind of the column. An unknown cell fails every check but
/// [`Check::Unknown`].
#[derive(Clone, Debug)]
pub enum Check {
    /// A whole number.
    Int(Compare, i64),
    /// One of some whole numbers, ascending.
    IntIn(Vec<i64>),
    /// A share between 0 and 1.
    Share(Compare, f64),
    /// One of some shares, ascending.
    ShareIn(Vec<f64>),
    /// A day since 1970-01-01.
    Date(Compare, i32),
    /// A day of one of some spans, first and last day of each, ascending and apart.
    DateIn(Vec<(i32, i32)>),
    /// A moment in seconds since 1970-01-01 00:00 UTC.
    Time(Compare, i64),
    /// A moment within one of some spans, first and last second of each, ascending and apart.
    TimeIn(Vec<(i64, i64)>),
    /// One of several texts, or one of the names that are counted.
    Some(TextCheck),
    /// The count of a name.
    Count(Arc<str>, Box<Check>),
    /// One of the stops on the way to a target.
    Stop(Part, Box<Check>),
    /// A flag that is set.
    Set,
    /// Text.
    Text(TextCheck),
    /// Nothing is known.
    Unknown,
}

impl Expr {
    /// Whether a row passes; `cell` gives its cells.
    pub fn matches(&self, cell: &dyn Fn(Field) -> Value) -> bool {
        match self {
            Self::And(all) => all.iter().all(|e| e.matches(cell)),
            Self::Or(any) => any.iter().any(|e| e.matches(cell)),
            Self::Not(e) => !e.matches(cell),
            Self::Test(test) => test.check.matches(&cell(test.field)),
            Self::Pair(pair) => pair.matches(&cell(pair.left), &cell(pair.right)),
        }
    }
}

impl Expr {
    /// Calls `found` with every pair of columns in it.
    pub(super) fn each_pair(&self, found: &mut dyn FnMut(&Pair)) {
        match self {
            Self::And(all) | Self::Or(all) => all.iter().for_each(|e| e.each_pair(found)),
            Self::Not(expr) => expr.each_pair(found),
            Self::Pair(pair) => found(pair),
            Self::Test(_) => {}
        }
    }
}

impl Compare {
    /// Whether `a` stands so to `b`.
    pub fn holds<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Equal => a == b,
            Self::NotEqual => a != b,
            Self::Less => a < b,
            Self::LessOrEqual => a <= b,
            Self::Greater => a > b,
            Self::GreaterOrEqual => a >= b,
        }
    }
}

impl Check {
    /// Whether a cell passes.
    pub fn matches(&self, cell: &Value) -> bool {
        match (self, cell) {
            (Self::Unknown, Value::Null) => true,
            (Self::Int(compare, n), Value::Int(cell)) => compare.holds(cell, n),
            (Self::IntIn(numbers), Value::Int(cell)) => numbers.binary_search(cell).is_ok(),
            (Self::Share(compare, share), Value::Share(cell)) => compare.holds(cell, share),
            (Self::ShareIn(shares), Value::Share(cell)) => {
                // Zero below zero is zero too, but comes before it in the total order.
                let cell = cell + 0.0;
                shares.binary_search_by(|s| s.total_cmp(&cell)).is_ok()
            }
            (Self::Date(compare, day), Value::Date(cell)) => compare.holds(cell, day),
            (Self::DateIn(spans), Value::Date(cell)) => {
                let at = spans.partition_point(|(_, last)| last < cell);
                spans.get(at).is_some_and(|(first, _)| first <= cell)
            }
            (Self::Time(compare, moment), Value::Time(cell)) => compare.holds(cell, moment),
            (Self::TimeIn(spans), Value::Time(cell)) => {
                let at = spans.partition_point(|(_, last)| last < cell);
                spans.get(at).is_some_and(|(first, _)| first <= cell)
            }
            (Self::Some(check), Value::Texts(texts)) => texts.iter().any(|t| check.is_match(t)),
            (Self::Some(check), Value::Counts(counts)) => {
                counts.iter().any(|(name, _)| check.is_match(name))
            }
            (Self::Count(name, check), Value::Counts(counts)) => {
                check.matches(&counts.of(name).map_or(Value::Null, Value::Int))
            }
            (Self::Count(_, check) | Self::Stop(_, check), Value::Null) => check.matches(cell),
            (Self::Stop(part, check), Value::Path(path)) => {
                path.iter().any(|stop| check.matches(&stop.part(*part)))
            }
            (Self::Set, Value::Flag(cell)) => *cell,
            (Self::Text(check), Value::Text(cell)) => check.is_match(cell),
            _ => false,
        }
    }
}
