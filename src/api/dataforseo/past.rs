//! What backlinks/id_list says of tasks that were sent: free, with what each cost.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::DataForSeoClient;
use super::answer::{Trouble, is_possible};
use crate::model::dollars;
use crate::wire::dataforseo::time;

/// Where it is asked for.
const FUNCTION: &str = "backlinks/id_list";
/// The most rows of one call.
const MOST: usize = 1_000;
/// How many calls look for one task: ten a minute are allowed.
const MOST_CALLS: usize = 8;
/// How far the service's clock may be from ours.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(10);
/// By when after it was sent a task has been taken, or never will be.
const TAKEN: SignedDuration = SignedDuration::from_mins(10);
/// How far into the future the list is asked for: its times have whole seconds only.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// A task of the account's past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTask {
    /// The service's id.
    pub id: String,
    /// What it cost, in micro-dollars, if that is said.
    pub cost: Option<i64>,
    /// How it ended, in the service's words or code.
    pub status: String,
}

/// What the list tells of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Past {
    /// It is there.
    Found(PastTask),
    /// Every task of that time was looked at, and it is not among them.
    Absent,
    /// There are more tasks than were looked at.
    Unclear,
}

impl DataForSeoClient {
    /// Looks for the task with a tag that was sent at a time.
    pub async fn past_task(
        &self,
        tag: &str,
        sent: Timestamp,
        now: Timestamp,
    ) -> Result<Past, Trouble> {
        let from = sent.saturating_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
        let last = sent.saturating_add(TAKEN + CLOCKS_APART);
        let soon = now.saturating_add(AHEAD);
        let to = last
            .unwrap_or(Timestamp::MAX)
            .min(soon.unwrap_or(Timestamp::MAX));
        for call in 0..MOST_CALLS {
            let task = json!({
                "datetime_from": time::text(from),
                "datetime_to": time::text(to),
                "limit": MOST,
                "offset": call * MOST,
                "sort": "asc",
                "include_metadata": true,
            });
            let page = self.post(FUNCTION, &task).await?.read()?;
            let rows = page.task.result.unwrap_or_default();
            if let Some(found) = rows.iter().find(|row| has_tag(row, tag)) {
                return Ok(Past::Found(past(found)));
            }
            if rows.len() < MOST {
                return Ok(Past::Absent);
            }
        }
        Ok(Past::Unclear)
    }
}

/// Whether a row is of the task with this tag. The metadata is what was posted; where in it the tag stands is not
/// documented, so that every text in it is looked at.
fn has_tag(row: &Value, tag: &str) -> bool {
    match row {
        Value::String(text) => {
            text == tag || (text.starts_with(['{', '[']) && text.contains(&format!("\"{tag}\"")))
        }
        Value::Array(values) => values.iter().any(|value| has_tag(value, tag)),
        Value::Object(values) => values.values().any(|value| has_tag(value, tag)),
        _ => false,
    }
}

fn past(row: &Value) -> PastTask {
    let text = |name: &str| match row.get(name) {
        Some(Value::String(text)) => crate::model::text::one_line(text),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    PastTask {
        id: text("id"),
        cost: row
            .get("cost")
            .and_then(|cost| cost.as_f64().or_else(|| cost.as_str()?.parse().ok()))
            .and_then(dollars::of_number)
            .filter(|cost| is_possible(*cost)),
        status: text("status"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_known_by_its_tag_wherever_it_stands() {
        for metadata in [
            json!({"tag": "client#01ab", "target": "a.com"}),
            json!([{"tag": "client#01ab"}]),
            json!("{\"tag\":\"client#01ab\"}"),
        ] {
            let row = json!({"id": "x", "cost": 0.0276, "status": "Ok.", "metadata": metadata});
            assert!(has_tag(&row, "client#01ab"));
            assert!(!has_tag(&row, "client#01"));
            assert_eq!(past(&row).cost, Some(27_600));
        }
        assert_eq!(past(&json!({"id": 7})).cost, None);
    }
}
