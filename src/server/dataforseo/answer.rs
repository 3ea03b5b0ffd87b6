//! What a task that is carried out gives.

use serde_json::Value;

/// The result of a task and the rows that are paid.
pub(super) struct Given {
    /// `None` where there is no data: it is `null` then.
    pub result: Option<Vec<Value>>,
    /// Rows to pay besides the request.
    pub rows: u64,
}

impl Given {
    /// Items behind what the answer says before them, one paid each. No items are `null`.
    pub(super) fn items(mut result: Value, items: Vec<Value>) -> Self {
        let rows = items.len() as u64;
        result["items_count"] = rows.into();
        result["items"] = match items.is_empty() {
            true => Value::Null,
            false => items.into(),
        };
        Self {
            result: Some(vec![result]),
            rows,
        }
    }

    /// The same with something more said behind the items.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        if let Some([result]) = self.result.as_deref_mut() {
            result[name] = value;
        }
        self
    }

    /// What a free function gives.
    pub(super) fn free(result: Vec<Value>) -> Self {
        Self {
            result: Some(result),
            rows: 0,
        }
    }
}
