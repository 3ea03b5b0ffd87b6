//! Parameters whose values are JSON: how a person may type them, and what is wrong with what was typed.

use serde_json::{Value, json};

use super::bounds::{
    GROUPS, LONGEST_PATTERN, MOST_CONDITIONS, MOST_EXCLUDED, MOST_OF_GROUP, MOST_SORT_RULES,
};
use super::compile::{Rows, compile};

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
    /// Conditions on rows, which may be typed in the filter language of the lists.
    Filters(Rows),
    /// Rules of an order.
    Sort,
    /// A field and how many links of each of its values.
    CustomMode,
    /// Targets.
    Targets,
}

impl Shape {
    /// The JSON that a typed text means, or what is wrong with it.
    pub fn read(self, text: &str) -> Result<Value, String> {
        let written = text.starts_with(['[', '{', '"']);
        let value = if written {
            serde_json::from_str(text).map_err(|why| format!("is no JSON ({why})"))?
        } else {
            self.typed(text)?
        };
        self.check(&value)?;
        Ok(value)
    }

    /// The short ways to type it.
    fn typed(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Filters(rows) => expression(rows, text),
            Self::Sort => {
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
            Self::Filters(_) => check_filters(value),
            Self::Sort => check_sort(value),
            Self::CustomMode => check_custom_mode(value),
            Self::Targets => check_excluded(value),
        }
    }
}

/// An expression of the lists, if all of it can be sent; else which part can, and which stays for the list.
fn expression(rows: Rows, text: &str) -> Result<Value, String> {
    let compiled = compile(rows, text)?;
    if let Some((part, why)) = compiled.local.first() {
        let rest = match compiled.asked.is_empty() {
            true => String::new(),
            false => format!(" To be sent: {}", compiled.asked.join(" and ")),
        };
        return Err(format!(
            "cannot send `{part}`: {why}. Type that into the list's own filter when the rows are here, which is free.{rest}"
        ));
    }
    compiled
        .sent
        .ok_or_else(|| "would let every row through".to_owned())
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

fn check_sort(value: &Value) -> Result<(), String> {
    let rules = value.as_array().ok_or("takes a list of rules")?;
    if rules.is_empty() || rules.len() > MOST_SORT_RULES {
        return Err(format!(
            "takes 1 to {MOST_SORT_RULES} rules, not {}",
            rules.len()
        ));
    }
    for rule in rules {
        let good = rule
            .as_str()
            .and_then(|rule| rule.split_once(','))
            .is_some_and(|(field, direction)| {
                !field.is_empty() && matches!(direction, "asc" | "desc")
            });
        if !good {
            return Err(format!("takes rules such as rank,desc, not {rule}"));
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
fn check_filters(value: &Value) -> Result<(), String> {
    let count = conditions(value, 0)?;
    if count > MOST_CONDITIONS {
        return Err(format!(
            "takes at most {MOST_CONDITIONS} conditions, not {count}; filter the rest in the list, that is free"
        ));
    }
    Ok(())
}

/// How many conditions stand in a tree.
fn conditions(node: &Value, depth: usize) -> Result<usize, String> {
    let parts = node
        .as_array()
        .filter(|parts| !parts.is_empty() && depth < 16)
        .ok_or_else(|| format!("takes lists such as [\"rank\",\">\",80], not {node}"))?;
    if parts[0].is_string() {
        check_condition(parts)?;
        return Ok(1);
    }
    let mut count = 0;
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 0 {
            count += conditions(part, depth + 1)?;
        } else if !matches!(part.as_str(), Some("and" | "or")) {
            return Err(format!("joins conditions by \"and\" or \"or\", not {part}"));
        }
    }
    if parts.len() % 2 == 0 {
        return Err("ends with \"and\" or \"or\"".to_owned());
    }
    Ok(count)
}

fn check_condition(parts: &[Value]) -> Result<(), String> {
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
    if field.as_str().is_none_or(|field| field.trim().is_empty()) {
        return Err("has a condition without a field".to_owned());
    }
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
mod tests {
    use super::*;

    fn read(shape: Shape, text: &str) -> Result<String, String> {
        shape.read(text).map(|value| value.to_string())
    }

    #[test]
    fn short_forms_mean_the_json() {
        for (shape, text, json) in [
            (
                Shape::Sort,
                "rank,desc; first_seen asc",
                r#"["rank,desc","first_seen,asc"]"#,
            ),
            (Shape::Sort, "1.rank", r#"["1.rank,desc"]"#),
            (
                Shape::CustomMode,
                "domain_from:3",
                r#"{"field":"domain_from","value":3}"#,
            ),
            (Shape::Targets, "a.com, b.com", r#"["a.com","b.com"]"#),
            (
                Shape::Filters(Rows::Links),
                r#"["rank",">",80]"#,
                r#"["rank",">",80]"#,
            ),
            (
                Shape::Filters(Rows::Links),
                r#"[["a","=",true],"and",[["b","like","%x%"],"or",["c","in",[1,2]]]]"#,
                r#"[["a","=",true],"and",[["b","like","%x%"],"or",["c","in",[1,2]]]]"#,
            ),
        ] {
            assert_eq!(read(shape, text).as_deref(), Ok(json));
        }
    }

    #[test]
    fn what_the_service_would_refuse_is_refused_here() {
        let nine = [r#"["rank",">",1]"#; 9].join(r#","and","#);
        for (shape, text, names) in [
            (
                Shape::Filters(Rows::Links),
                format!("[{nine}]"),
                "at most 8",
            ),
            (
                Shape::Filters(Rows::Links),
                r#"["rank",">"]"#.into(),
                "field, operator and value",
            ),
            (
                Shape::Filters(Rows::Links),
                r#"["rank","~",1]"#.into(),
                "no operator",
            ),
            (
                Shape::Filters(Rows::Links),
                r#"[["a","=",1],"xor",["b","=",1]]"#.into(),
                "xor",
            ),
            (
                Shape::Filters(Rows::Links),
                r#"[["a","=",1],"and"]"#.into(),
                "ends with",
            ),
            (
                Shape::Filters(Rows::Links),
                r#"["a","in",1]"#.into(),
                "cannot compare",
            ),
            (Shape::Filters(Rows::Links), "[".into(), "no JSON"),
            (
                Shape::Filters(Rows::Links),
                "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]".into(),
                "takes lists",
            ),
            (Shape::Sort, "a;b;c;d".into(), "1 to 3"),
            (Shape::Sort, "rank,down".into(), "rank,desc"),
            (Shape::CustomMode, "domain:3".into(), "domain_from"),
            (Shape::CustomMode, "anchor:1001".into(), "1 to 1000"),
            (Shape::CustomMode, "anchor".into(), "domain_from:3"),
            (Shape::Targets, "a b c d e f g h i j k".into(), "1 to 10"),
            (Shape::Targets, "http://".into(), "http://"),
        ] {
            let why = shape.read(&text).unwrap_err();
            assert!(why.contains(names), "{text}: {why}");
        }
    }
}
