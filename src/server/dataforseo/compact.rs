//! The answer of `.ai` paths: one level, and nothing that is empty.

use serde_json::{Map, Value, json};

use crate::wire::dataforseo::{Envelope, Task};

/// The compact form of an answer, as recorded: id and status of the task, and its items; for a result without items the
/// result itself is the only one.
pub(super) fn compact(answer: &Envelope) -> Value {
    let Some(task) = answer.task() else {
        return json!({"status_code": answer.status_code, "status_message": answer.status_message});
    };
    json!({
        "id": task.id,
        "status_code": task.status_code,
        "status_message": task.status_message,
        "items": items(task).into_iter().map(without_empty).collect::<Value>(),
    })
}

fn items(task: &Task) -> Vec<Value> {
    if task.path.get(1).is_some_and(|api| api == "appendix") {
        return Vec::new();
    }
    match task.result.as_deref() {
        Some([result]) => match result.get("items") {
            Some(Value::Array(items)) => items.clone(),
            Some(_) => Vec::new(),
            None => vec![result.clone()],
        },
        Some(rows) => rows.to_vec(),
        None => Vec::new(),
    }
}

/// Without keys whose value is `null`, 0, false or empty.
fn without_empty(value: Value) -> Value {
    let is_kept = |value: &Value| match value {
        Value::Null => false,
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    };
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| is_kept(value))
            .map(|(key, value)| (key, without_empty(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(without_empty).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_go_and_empty_keys_stay() {
        let item =
            json!({"a": 0, "b": "", "c": null, "d": false, "e": [], "f": {"": 3, "x": 0}, "g": 1});
        assert_eq!(without_empty(item), json!({"e": [], "f": {"": 3}, "g": 1}));
    }
}
