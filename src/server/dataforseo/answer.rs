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
    /// What a free function gives.
    pub(super) fn free(result: Vec<Value>) -> Self {
        Self {
            result: Some(result),
            rows: 0,
        }
    }
}
