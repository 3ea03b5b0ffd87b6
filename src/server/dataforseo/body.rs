//! From a body to its tasks.

use serde_json::{Map, Value};

use crate::wire::dataforseo::status;

/// The tasks of a body: an array of them, an object with the keys `"0"`, `"1"`…, or, where `bare` allows it, one task by
/// itself. The status that refuses it otherwise.
pub(super) fn tasks(body: &[u8], bare: bool) -> Result<Vec<Map<String, Value>>, i64> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(status::EMPTY_BODY);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| status::INVALID_BODY)?;
    let tasks = match value {
        Value::Array(tasks) => tasks,
        Value::Object(map) if is_numbered(&map) => map.into_iter().map(|(_, task)| task).collect(),
        Value::Object(map) if bare => vec![Value::Object(map)],
        _ => return Err(status::INVALID_BODY),
    };
    if tasks.is_empty() {
        return Err(status::EMPTY_BODY);
    }
    let task = |task| match task {
        Value::Object(map) => Ok(without_nulls(map)),
        _ => Err(status::INVALID_BODY),
    };
    tasks.into_iter().map(task).collect()
}

fn is_numbered(map: &Map<String, Value>) -> bool {
    let is_number = |key: &String| !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit());
    map.keys().all(is_number)
}

/// A client that sends every option it was not given as `null` means that it was not given.
fn without_nulls(map: Map<String, Value>) -> Map<String, Value> {
    map.into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_of_a_body() {
        let one = |text: &str, bare| {
            tasks(text.as_bytes(), bare).map(|t| Value::from_iter(t).to_string())
        };
        let task = r#"{"target":"a.example"}"#;
        let wanted = Ok(format!("[{task}]"));
        assert_eq!(one(&format!("[{task}]"), false), wanted);
        assert_eq!(one(&format!(r#"{{"0":{task}}}"#), false), wanted);
        assert_eq!(
            one(r#"[{"target":"a.example","limit":null}]"#, false),
            wanted
        );
        assert_eq!(one(task, true), wanted);
        assert_eq!(one(task, false), Err(status::INVALID_BODY));
        for empty in ["", " \n", "[]", "{}"] {
            assert_eq!(one(empty, true), Err(status::EMPTY_BODY), "{empty}");
        }
        for wrong in ["[1]", "7", "[{}", "target=a", "[[{}]]"] {
            assert_eq!(one(wrong, true), Err(status::INVALID_BODY), "{wrong}");
        }
    }
}
