//! backlinks/id_list: the tasks of an account over some time, refused ones too.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::refusal::Refusal;
use crate::server::accounts::PastTask;
use crate::wire::dataforseo::{time, usd};

/// Months back that are listed; with metadata one.
const MONTHS: i64 = 6;

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let params = call.params(&[
        "datetime_from",
        "datetime_to",
        "limit",
        "offset",
        "sort",
        "include_metadata",
    ])?;
    let from = params.moment("datetime_from")?;
    let from = from.ok_or_else(|| Refusal::field("datetime_from"))?;
    let to = params.moment("datetime_to")?;
    let to = to
        .filter(|to| *to >= from)
        .ok_or_else(|| Refusal::field("datetime_to"))?;
    let limit = params.limit(1_000)?;
    let offset = params.number("offset", 0, 0..=u64::from(u32::MAX))?;
    let newest_first = params.word("sort", &["asc", "desc"])? == "desc";
    let with_metadata = params.flag("include_metadata", false)?;
    if from < months_back(call.setting.posted, if with_metadata { 1 } else { MONTHS }) {
        return Err(Refusal::field("datetime_from"));
    }
    let purse = call.shared.purse();
    let mut tasks: Vec<&PastTask> = purse
        .tasks()
        .iter()
        .filter(|task| task.user_id == call.setting.user_id && (from..=to).contains(&task.posted))
        .collect();
    if newest_first {
        tasks.reverse();
    }
    let row = |task: &PastTask| row(task, &call.setting.base, with_metadata);
    let chosen = tasks.into_iter().skip(offset as usize).take(limit as usize);
    Ok(Given::free(chosen.map(row).collect()))
}

fn row(task: &PastTask, base: &str, with_metadata: bool) -> Value {
    json!({
        "id": task.id,
        "url": format!("{base}{}", task.path),
        "datetime_posted": time::text(task.posted),
        "datetime_done": time::text(task.done),
        "status": task.message,
        "cost": usd::json(task.cost),
        "metadata": if with_metadata { task.data.clone() } else { Value::Null },
    })
}

fn months_back(now: Timestamp, months: i64) -> Timestamp {
    // A day more, for clients in other zones.
    now.to_zoned(TimeZone::UTC)
        .checked_sub(months.months().days(1))
        .map_or(Timestamp::MIN, |then| then.timestamp())
}
