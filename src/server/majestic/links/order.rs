//! The parameters `SortBy1` to `SortBy3` with `SortDir1` to `SortDir3`. That there is more than one, and that the
//! direction is descending unless it is sent, is our choice. Days that are not known come last in both directions;
//! equal rows keep the standard order.

use std::cmp::Ordering;

use super::field::{Field, sort_names};
use super::lines::Line;
use super::sight::{Facts, Sight, Value};
use crate::server::majestic::params::Params;
use crate::server::majestic::refusal::Refusal;

/// How rows are sorted; by nothing, they keep the standard order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::server::majestic) struct Order(Vec<(Field, bool)>);

impl Order {
    /// Reads the parameters.
    pub(in crate::server::majestic) fn read(params: &Params) -> Result<Self, Refusal> {
        let mut keys = Vec::new();
        for n in 1..=3 {
            let (by, dir) = (format!("SortBy{n}"), format!("SortDir{n}"));
            let falling = match params.filled(&dir) {
                None => true,
                Some(text) if text.eq_ignore_ascii_case("desc") => true,
                Some(text) if text.eq_ignore_ascii_case("asc") => false,
                Some(other) => {
                    return Err(Refusal::parameter(format!(
                        "The value '{other}' of the parameter '{dir}' is neither 'asc' nor 'desc'. Nothing was charged."
                    )));
                }
            };
            let Some(name) = params.filled(&by) else {
                continue;
            };
            let field = Field::sorted(name).ok_or_else(|| {
                Refusal::parameter(format!(
                    "The value '{name}' of the parameter '{by}' is none of {}. Nothing was charged.",
                    sort_names()
                ))
            })?;
            keys.push((field, falling));
        }
        Ok(Self(keys))
    }

    /// Sorts lines that are in the standard order.
    pub(in crate::server::majestic) fn sort(&self, facts: &Facts<'_>, lines: &mut Vec<Line>) {
        if self.0.is_empty() {
            return;
        }
        let mut keyed: Vec<(Vec<Value>, Line)> = lines
            .iter()
            .map(|line| {
                let sight = Sight::new(facts, line);
                let key = self.0.iter().map(|(field, _)| sight.value(*field));
                (key.collect(), *line)
            })
            .collect();
        keyed.sort_by(|a, b| self.compare(&a.0, &b.0));
        lines.clear();
        lines.extend(keyed.into_iter().map(|(_, line)| line));
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        let keys = self.0.iter().zip(a.iter().zip(b));
        keys.map(|((_, falling), (a, b))| match (a, b) {
            (Value::Day(None), Value::Day(None)) => Ordering::Equal,
            (Value::Day(None), _) => Ordering::Greater,
            (_, Value::Day(None)) => Ordering::Less,
            _ if *falling => b.cmp(a),
            _ => a.cmp(b),
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
    }
}
