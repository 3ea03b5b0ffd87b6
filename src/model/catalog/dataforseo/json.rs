//! Parameters whose values are JSON: how a person may type them, and what is wrong with what was typed.

use serde_json::{Value, json};

use super::bounds::{
    GROUPS, LONGEST_PATTERN, MOST_CONDITIONS, MOST_EXCLUDED, MOST_OF_GROUP, MOST_SORT_RULES,
};
use super::compile::{Compiled, Rows, compile};

/// Operators of conditions (documentation, "Filters").
pub const OPERATORS: [&str; 18] = [
    "<",
    "<=",
    ">",
    ">=",
    "=",
    "<>",
    "in",
    "not_in",
    "like",
    "not_like",
    "ilike",
    "not_ilike",
    "regex",
    "not_regex",
    "match",
    "not_match",
    "has",
    "has_not",
];

/// What such a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Conditions on rows, which may be typed in the filter language of the lists: what of it cannot be sent, the list
    /// filters by when the rows are here.
    Filters(Rows),
    /// Conditions on the links that figures are counted from; all of it must be sent.
    LinksFilters,
    /// Rules of an order.
    Sort(Rows),
    /// A field and how many links of each of its values.
    CustomMode,
    /// Targets.
    Targets,
}

impl Shape {
    /// What is remembered of a typed text, or what is wrong with it: the JSON that it means, of conditions on rows
    /// the expression itself.
    pub fn read(self, text: &str) -> Result<String, String> {
        if let Some(compiled) = self.compiled(text) {
            compiled?;
            return Ok(text.to_owned());
        }
        let value = if is_written(text) {
            serde_json::from_str(text).map_err(|why| format!("is no JSON ({why})"))?
        } else {
            self.typed(text)?
        };
        self.check(&value)?;
        Ok(value.to_string())
    }

    /// The JSON that is sent for what is remembered; none if nothing is.
    pub fn sent(self, text: &str) -> Option<Value> {
        match self.compiled(text) {
            Some(compiled) => compiled.ok()?.sent,
            None => serde_json::from_str(text).ok(),
        }
    }

    /// What became of conditions on rows, where an expression is typed.
    pub fn compiled(self, text: &str) -> Option<Result<Compiled, String>> {
        match self {
            Self::Filters(rows) if !is_written(text) && !text.is_empty() => {
                Some(compile(rows, text))
            }
            _ => None,
        }
    }

    /// The short ways to type it.
    fn typed(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Filters(_) | Self::LinksFilters => expression(text),
            Self::Sort(_) => {
                let rules = text
                    .split(';')
                    .map(str::trim)
                    .filter(|rule| !rule.is_empty());
                Ok(rules.map(|rule| Value::from(sort_rule(rule))).collect())
            }
            Self::CustomMode => {
                let (field, count) = text
                    .split_once([':', '='])
                    .ok_or("takes a field and a number, such as domain_from:3")?;
                let count: i64 = count
                    .trim()
                    .parse()
                    .map_err(|_| "takes a whole number after the colon".to_owned())?;
                Ok(json!({"field": field.trim(), "value": count}))
            }
            Self::Targets => {
                let targets = text
                    .split([',', ' '])
                    .map(str::trim)
                    .filter(|t| !t.is_empty());
                Ok(targets.map(Value::from).collect())
            }
        }
    }

    fn check(self, value: &Value) -> Result<(), String> {
        match self {
            Self::Filters(rows) => check_filters(rows, value),
            Self::LinksFilters => check_filters(Rows::Links, value),
            Self::Sort(rows) => check_sort(rows, value),
            Self::CustomMode => check_custom_mode(value),
            Self::Targets => check_excluded(value),
        }
    }
}

/// Whether it is the service's JSON, rather than an expression.
fn is_written(text: &str) -> bool {
    text.starts_with(['[', '{', '"'])
}

/// An expression over links, all of which must be sent: no list can look at links that only figures come from.
fn expression(text: &str) -> Result<Value, String> {
    let compiled = compile(Rows::Links, text)?;
    if let Some((part, why)) = compiled.local.first() {
        return Err(format!(
            "cannot send `{part}`: {why}; figures are counted at the service, so all of it must be sent, and the service's JSON says exactly what"
        ));
    }
    compiled
        .sent
        .ok_or_else(|| "would let every link through".to_owned())
}

/// `rank,desc` as it is; `rank:desc` and `rank desc` mean it too, and a field alone is descending.
fn sort_rule(rule: &str) -> String {
    match rule.split_once([',', ':', ' ']) {
        Some((field, direction)) => {
            format!("{},{}", field.trim(), direction.trim().to_ascii_lowercase())
        }
        None => format!("{rule},desc"),
    }
}

fn check_sort(rows: Rows, value: &Value) -> Result<(), String> {
    let rules = value.as_array().ok_or("takes a list of rules")?;
    if rules.is_empty() || rules.len() > MOST_SORT_RULES {
        return Err(format!(
            "takes 1 to {MOST_SORT_RULES} rules, not {}",
            rules.len()
        ));
    }
    for rule in rules {
        let parts = rule.as_str().and_then(|rule| rule.split_once(','));
        let Some((field, "asc" | "desc")) = parts else {
            return Err(format!("takes rules such as rank,desc, not {rule}"));
        };
        if rows.check_path(field)?.is_nested() {
            return Err(format!("cannot order by {field}, which is a list"));
        }
    }
    Ok(())
}

fn check_custom_mode(value: &Value) -> Result<(), String> {
    let field = value
        .get("field")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !GROUPS.contains(&field) {
        return Err(format!(
            "groups by one of {}, not `{field}`",
            GROUPS.join(", ")
        ));
    }
    match value.get("value").and_then(Value::as_i64) {
        Some(1..=MOST_OF_GROUP) => Ok(()),
        _ => Err(format!("keeps 1 to {MOST_OF_GROUP} links of each value")),
    }
}

fn check_excluded(value: &Value) -> Result<(), String> {
    let targets = value.as_array().ok_or("takes a list of targets")?;
    if targets.is_empty() || targets.len() > MOST_EXCLUDED {
        return Err(format!(
            "takes 1 to {MOST_EXCLUDED} targets, not {}",
            targets.len()
        ));
    }
    for target in targets {
        let text = target.as_str().ok_or("takes texts")?;
        super::target::check_excluded(text)?;
    }
    Ok(())
}

/// A condition, or conditions joined by `and` and `or`.
fn check_filters(rows: Rows, value: &Value) -> Result<(), String> {
    let count = conditions(rows, value, 0)?;
    if count > MOST_CONDITIONS {
        return Err(format!(
            "takes at most {MOST_CONDITIONS} conditions, not {count}; filter the rest in the list, that is free"
        ));
    }
    Ok(())
}

/// How many conditions stand in a tree.
fn conditions(rows: Rows, node: &Value, depth: usize) -> Result<usize, String> {
    let parts = node
        .as_array()
        .filter(|parts| !parts.is_empty() && depth < 16)
        .ok_or_else(|| format!("takes lists such as [\"rank\",\">\",80], not {node}"))?;
    if parts[0].is_string() {
        check_condition(rows, parts)?;
        return Ok(1);
    }
    let mut count = 0;
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 0 {
            count += conditions(rows, part, depth + 1)?;
        } else if !matches!(part.as_str(), Some("and" | "or")) {
            return Err(format!("joins conditions by \"and\" or \"or\", not {part}"));
        }
    }
    if parts.len() % 2 == 0 {
        return Err("ends with \"and\" or \"or\"".to_owned());
    }
    Ok(count)
}

fn check_condition(rows: Rows, parts: &[Value]) -> Result<(), String> {
    let [field, operator, value] = parts else {
        return Err(format!(
            "takes conditions of field, operator and value, not {}",
            Value::from(parts.to_vec())
        ));
    };
    let operator = operator.as_str().unwrap_or_default();
    if !OPERATORS.contains(&operator) {
        return Err(format!(
            "knows no operator `{operator}`; there are {}",
            OPERATORS.join(" ")
        ));
    }
    let field = field.as_str().unwrap_or_default();
    if field.trim().is_empty() {
        return Err("has a condition without a field".to_owned());
    }
    rows.check_path(field)?;
    let fits = match operator {
        "in" | "not_in" => value.as_array().is_some_and(|all| {
            !all.is_empty() && all.iter().all(|v| v.is_string() || v.is_number())
        }),
        "regex" | "not_regex" => value
            .as_str()
            .is_some_and(|p| p.chars().count() <= LONGEST_PATTERN),
        _ => value.is_string() || value.is_number() || value.is_boolean(),
    };
    match fits {
        true => Ok(()),
        false => Err(format!("cannot compare {field} by {operator} with {value}")),
    }
}

#[cfg(test)]
mod tests;
