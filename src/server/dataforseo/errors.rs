//! backlinks/errors: the tasks of the last seven days that were refused.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::refusal::Refusal;
use crate::server::accounts::PastTask;
use crate::wire::dataforseo::{envelope::seconds, status, time};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let params = call.params(&[
        "limit",
        "offset",
        "filtered_function",
        "datetime_from",
        "datetime_to",
    ])?;
    let limit = params.limit(1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let wanted = params.text("filtered_function")?;
    let now = call.setting.posted;
    let earliest = now.checked_sub((7 * 24).hours()).unwrap_or(now);
    let from = params.moment("datetime_from")?.unwrap_or(earliest);
    let to = params.moment("datetime_to")?.unwrap_or(now);
    if from < earliest {
        return Err(Refusal::field("datetime_from"));
    }
    let purse = call.shared.purse();
    let rows = purse
        .tasks()
        .iter()
        .rev()
        .filter(|task| task.user_id == call.setting.user_id && !status::is_success(task.status))
        .filter(|task| (from..=to).contains(&task.posted))
        .filter(|task| wanted.is_none_or(|wanted| function(task) == wanted))
        .skip(offset as usize)
        .take(limit as usize);
    Ok(Given::free(
        rows.map(|task| row(task, &call.setting.base)).collect(),
    ))
}

/// `backlinks/live` of `/v3/backlinks/backlinks/live`.
fn function(task: &PastTask) -> &str {
    task.path
        .strip_prefix("/v3/backlinks/")
        .unwrap_or(&task.path)
}

fn row(task: &PastTask, base: &str) -> Value {
    json!({
        "id": task.id,
        "datetime": time::text(task.posted),
        "function": function(task),
        "error_code": task.status,
        "error_message": task.message,
        "http_url": format!("{base}{}", task.path),
        "http_method": "POST",
        "http_code": 200,
        "http_time": task.done.duration_since(task.posted).as_secs_f64(),
        "http_response": format!("{} {}", task.message, seconds(0.0)),
    })
}
