//! The frame of every answer: the envelope and its tasks, with the key order of recorded answers.
//!
//! Reading tolerates missing keys and values of another type, and keeps keys it does not know.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{VERSION, lenient, status, usd};
use crate::wire::mend::read_or_mended;

/// What a call answers with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// `0.1.YYYYMMDD`. Absent in an old refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Outcome of the call, not of its tasks; see [`status`]. 0 where there was none.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub status_code: i64,
    /// The same in words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status_message: String,
    /// How long it took: `0.0262 sec.`
    #[serde(default, deserialize_with = "lenient::text")]
    pub time: String,
    /// Micro-dollars for all tasks together, where it names them.
    #[serde(default, with = "usd")]
    pub cost: Option<i64>,
    /// Tasks received.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub tasks_count: i64,
    /// Tasks refused or failed.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub tasks_error: i64,
    /// The tasks; `null` where the call came to none.
    #[serde(default)]
    pub tasks: Option<Vec<Task>>,
    /// Keys that are not documented.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// One task of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// See [`super::TaskId`].
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: String,
    /// Outcome of the task; see [`status`]. 0 where there was none.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub status_code: i64,
    /// The same in words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status_message: String,
    /// How long it took.
    #[serde(default, deserialize_with = "lenient::text")]
    pub time: String,
    /// Micro-dollars for this task, where it names them.
    #[serde(default, with = "usd")]
    pub cost: Option<i64>,
    /// Length of `result`, 0 where that is `null`.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub result_count: i64,
    /// Segments of the path that was called.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub path: Vec<String>,
    /// `api`, `function`, then the parameters as they were sent; `tag` comes back here.
    #[serde(default)]
    pub data: Value,
    /// `null` for an error, and for a success without data.
    #[serde(default)]
    pub result: Option<Vec<Value>>,
    /// Keys that are not documented.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Envelope {
    /// An answer that came to no task: bad credentials, unknown path, a body that cannot be read.
    pub fn refusal(status: i64, message: &str) -> Self {
        Self {
            version: Some(VERSION.to_owned()),
            status_code: status,
            status_message: message.to_owned(),
            time: seconds(0.0),
            cost: Some(0),
            tasks_count: 0,
            tasks_error: 0,
            tasks: None,
            more: Map::new(),
        }
    }

    /// An answer with tasks: costs and errors are counted from them.
    pub fn of_tasks(tasks: Vec<Task>, took: f64) -> Self {
        let failed = tasks.iter().filter(|t| !status::is_success(t.status_code));
        Self {
            time: seconds(took),
            cost: Some(tasks.iter().filter_map(|t| t.cost).sum()),
            tasks_count: tasks.len() as i64,
            tasks_error: failed.count() as i64,
            tasks: Some(tasks),
            ..Self::refusal(status::OK, status::text(status::OK))
        }
    }

    /// Reads an answer; one with broken letters as far as they allow.
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        read_or_mended(bytes)
    }

    /// Writes an answer.
    pub fn encode(&self) -> Vec<u8> {
        // Only numbers, texts and maps with text keys: there is nothing that could not be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The first task: the only one of a live call that runs.
    pub fn task(&self) -> Option<&Task> {
        self.tasks.as_deref().unwrap_or_default().first()
    }
}

impl Task {
    /// What the caller sent as `tag`.
    pub fn tag(&self) -> Option<&str> {
        self.data.get("tag")?.as_str()
    }

    /// Whether it was carried out.
    pub fn is_success(&self) -> bool {
        status::is_success(self.status_code)
    }
}

/// Seconds as they are written: four decimals, none for nothing.
pub fn seconds(took: f64) -> String {
    if took <= 0.0 {
        "0 sec.".to_owned()
    } else {
        format!("{took:.4} sec.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_the_recorded_order_and_are_kept() {
        let refusal = Envelope::refusal(40_400, "Not Found.");
        let text = String::from_utf8(refusal.encode()).unwrap();
        assert_eq!(
            text,
            format!(
                r#"{{"version":"{VERSION}","status_code":40400,"status_message":"Not Found.","time":"0 sec.","cost":0,"tasks_count":0,"tasks_error":0,"tasks":null}}"#
            )
        );
        let text = r#"{"version":"0.1.1","status_code":20000,"status_message":"Ok.","time":"0.0300 sec.","cost":0.024036,"tasks_count":1,"tasks_error":0,"tasks":[{"id":"x","status_code":20000,"status_message":"Ok.","time":"0.0200 sec.","cost":0.024036,"result_count":0,"path":["v3"],"data":{"tag":"t"},"result":null,"new":[1.5]}],"later":true}"#;
        let read = Envelope::decode(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(read.encode()).unwrap(), text);
        assert_eq!(read.task().unwrap().tag(), Some("t"));
        assert_eq!(
            (read.cost, read.task().unwrap().cost),
            (Some(24_036), Some(24_036))
        );
    }

    #[test]
    fn other_types_and_missing_keys_are_read() {
        let text = r#"{"status_code":"40100","time":0,"cost":"0.5","tasks":[{"id":7,"status_code":20000.0,"path":null,"cost":null}]}"#;
        let read = Envelope::decode(text.as_bytes()).unwrap();
        assert_eq!(
            (read.status_code, read.cost, read.version.clone()),
            (40_100, Some(500_000), None)
        );
        let task = read.task().unwrap();
        assert_eq!(
            (task.id.as_str(), task.status_code, task.cost),
            ("7", 20_000, None)
        );
        assert_eq!((task.result.as_ref(), task.tag()), (None, None));
        for broken in ["", "[]x", "{\"tasks\":3}", "<html>"] {
            assert!(Envelope::decode(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn tasks_are_counted() {
        let task = |status_code, cost| Task {
            id: String::new(),
            status_code,
            status_message: status::text(status_code).to_owned(),
            time: seconds(0.02),
            cost: Some(cost),
            result_count: 0,
            path: Vec::new(),
            data: Value::Null,
            result: None,
            more: Map::new(),
        };
        let all = vec![task(20_000, 24_036), task(40_000, 0), task(40_102, 2_000)];
        let envelope = Envelope::of_tasks(all, 0.026_24);
        assert_eq!((envelope.tasks_count, envelope.tasks_error), (3, 1));
        assert_eq!(
            (envelope.cost, envelope.time.as_str()),
            (Some(26_036), "0.0262 sec.")
        );
    }
}
