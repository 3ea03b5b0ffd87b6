//! A number compared with another number of the same row, or with some times it: `cf<=2*tf`.

use super::super::grammar::{Op, kind_name};
use super::super::scanner::Piece;
use super::super::{Mistake, Pair, literal, term};
use crate::model::column::{Kind, Table};
use crate::model::rows::Field;

/// The column that a value names; none where the value is no name of one.
pub(super) fn read(
    table: &'static Table,
    (left, op): (Field, Op),
    value: &Piece,
) -> Result<Option<Pair>, Mistake> {
    let (times, name) = match value.text.split_once('*') {
        Some((times, name)) => (times, name),
        None => ("1", value.text.as_str()),
    };
    let named = Field::named(table, name).filter(|_| !value.quoted);
    let (Some(right), Ok(times)) = (named, literal::int(times)) else {
        return Ok(None);
    };
    let kind = right.column_in(table).kind;
    if kind != Kind::Int {
        let why = format!(
            "{name} is {}: a number is compared with a number, or with a column of numbers",
            kind_name(kind)
        );
        return Err(value.mistake(why));
    }
    if right.of != left.of {
        let why = format!(
            "{name} stands in other rows than what it is compared with: take two columns of the links, or two of the referring domain"
        );
        return Err(value.mistake(why));
    }
    Ok(Some(Pair {
        left,
        compare: term::compare(op),
        times,
        right,
    }))
}
