//! From JSON to a filter.

use serde_json::Value;

use super::{Condition, FieldType, Filter, FilterError, Operator};
use crate::model::catalog::dataforseo::MOST_CONDITIONS;

/// Deepest nesting that is read: more than eight conditions need.
const DEEPEST: usize = 16;

/// Reads a filter; `field` finds a field by name. `None` for an empty list, which filters nothing.
pub fn read<F>(
    value: &Value,
    field: &dyn Fn(&str) -> Option<(F, FieldType)>,
) -> Result<Option<Filter<F>>, FilterError> {
    if value.as_array().is_some_and(Vec::is_empty) {
        return Ok(None);
    }
    let filter = node(value, field, 0)?;
    match filter.conditions() {
        0..=MOST_CONDITIONS => Ok(Some(filter)),
        many => Err(FilterError::TooMany(many)),
    }
}

fn node<F>(
    value: &Value,
    field: &dyn Fn(&str) -> Option<(F, FieldType)>,
    depth: usize,
) -> Result<Filter<F>, FilterError> {
    let parts = value.as_array().ok_or(FilterError::Shape)?;
    if depth > DEEPEST {
        return Err(FilterError::Shape);
    }
    match parts.as_slice() {
        [Value::String(name), Value::String(operator), value] => {
            condition(name, operator, value, field).map(Filter::Condition)
        }
        [first, rest @ ..] if first.is_array() && rest.len() % 2 == 0 => {
            let mut chain = node(first, field, depth + 1)?;
            for pair in rest.chunks_exact(2) {
                let next = node(&pair[1], field, depth + 1)?;
                chain = match pair[0].as_str() {
                    Some("and") => both(chain, next),
                    Some("or") => either(chain, next),
                    _ => return Err(FilterError::Shape),
                };
            }
            Ok(chain)
        }
        _ => Err(FilterError::Shape),
    }
}

/// `next` may be nested and stays so; a chain of one word grows.
fn both<F>(chain: Filter<F>, next: Filter<F>) -> Filter<F> {
    match chain {
        Filter::All(mut parts) => {
            parts.push(next);
            Filter::All(parts)
        }
        other => Filter::All(vec![other, next]),
    }
}

fn either<F>(chain: Filter<F>, next: Filter<F>) -> Filter<F> {
    match chain {
        Filter::Any(mut parts) => {
            parts.push(next);
            Filter::Any(parts)
        }
        other => Filter::Any(vec![other, next]),
    }
}

fn condition<F>(
    name: &str,
    word: &str,
    value: &Value,
    field: &dyn Fn(&str) -> Option<(F, FieldType)>,
) -> Result<Condition<F>, FilterError> {
    let (known, kind) = field(name).ok_or_else(|| FilterError::Field(name.to_owned()))?;
    let taken = |operator: &Operator| {
        kind.operators().contains(operator)
            || (value.is_null() && matches!(operator, Operator::Equal | Operator::Unequal))
    };
    let operator = Operator::read(word)
        .filter(taken)
        .ok_or_else(|| FilterError::Operator {
            field: name.to_owned(),
            kind: kind.name(),
            operator: word.to_owned(),
        })?;
    Condition::new(known, kind, operator, value.clone()).ok_or_else(|| FilterError::Value {
        field: name.to_owned(),
        kind: kind.name(),
        value: value.to_string(),
    })
}
