//! From the tasks of a call to its envelope: the first one is carried out and paid, the others are told that there is
//! only one.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::answer::Given;
use super::params::Params;
use super::refusal::Refusal;
use super::{
    anchors, appendix, available_filters, backlinks, bulk, competitors, domain_intersection,
    domain_pages, errors, history, id_list, networks, page_intersection, referring_domains,
    summary, timeseries, user_data,
};
use crate::server::accounts::PastTask;
use crate::server::shared::Shared;
use crate::wire::dataforseo::envelope::seconds;
use crate::wire::dataforseo::{Envelope, Function, Task, TaskId, status};

/// What all tasks of a call have in common.
pub(super) struct Setting {
    pub user_id: i64,
    pub posted: Timestamp,
    /// Scheme and host by which the client reached the server.
    pub base: String,
    /// Segments of the path.
    pub path: Vec<String>,
    /// `None` for a path that leads to none.
    pub function: Option<&'static Function>,
    /// Why the first task is refused whatever it says.
    pub turned_away: Option<Refusal>,
}

/// A task that is carried out.
pub(super) struct Call<'a> {
    pub shared: &'a Arc<Shared>,
    pub setting: &'a Setting,
    /// What was sent, without `null`.
    pub task: &'a Map<String, Value>,
}

impl<'a> Call<'a> {
    /// The parameters of a function that takes these.
    pub(super) fn params(&self, taken: &[&str]) -> Result<Params<'a>, Refusal> {
        Params::new(self.task, taken)
    }
}

/// The answer to a call.
pub(super) fn answer(
    shared: &Arc<Shared>,
    setting: &Setting,
    tasks: Vec<Map<String, Value>>,
) -> Envelope {
    let done = (0_usize..)
        .zip(tasks)
        .map(|(at, task)| done(shared, setting, at == 0, task))
        .collect();
    Envelope::of_tasks(done, elapsed(shared, setting))
}

fn elapsed(shared: &Shared, setting: &Setting) -> f64 {
    let took = shared.clock.now().duration_since(setting.posted);
    took.max(SignedDuration::ZERO).as_secs_f64()
}

fn done(shared: &Arc<Shared>, setting: &Setting, is_first: bool, task: Map<String, Value>) -> Task {
    let call = Call {
        shared,
        setting,
        task: &task,
    };
    let outcome = match &setting.turned_away {
        _ if !is_first => Err(Refusal::of(status::ONE_TASK)),
        Some(refusal) => Err(refusal.clone()),
        None => carry_out(&call),
    };
    let (mut status, mut message) = match &outcome {
        Ok(_) => (status::OK, status::text(status::OK).to_owned()),
        Err(refusal) => (refusal.status, refusal.message.clone()),
    };
    let is_live = setting.function.is_some_and(|function| function.live);
    let cost = match &outcome {
        Ok(given) if is_live => cost(shared, setting.user_id, given.rows),
        _ => 0,
    };
    let data = echo(setting, &task);
    let id = task_id(setting);
    let mut settled = Ok(());
    if is_live {
        settled = settle(shared, setting, &id, (status, &message), cost, &data);
    }
    let mut result = outcome.ok().and_then(|given| given.result);
    let mut charged = cost;
    if let Err(refusal) = settled {
        (result, charged) = (None, 0);
        (status, message) = (refusal.status, refusal.message);
        let _ = settle(shared, setting, &id, (status, &message), 0, &data);
    }
    Task {
        id,
        status_code: status,
        status_message: message,
        time: if status == status::OK {
            seconds(elapsed(shared, setting))
        } else {
            seconds(0.0)
        },
        cost: Some(charged),
        result_count: result.as_ref().map_or(0, |rows| rows.len() as i64),
        path: setting.path.clone(),
        data,
        result,
        more: Map::new(),
    }
}

fn cost(shared: &Shared, user_id: i64, rows: u64) -> i64 {
    let purse = shared.purse();
    purse
        .login(user_id)
        .map_or(0, |login| login.prices.cost(rows))
}

/// Writes the task down and takes what it costs. A refused one that cannot be written down is refused all the same.
fn settle(
    shared: &Shared,
    setting: &Setting,
    id: &str,
    (status, message): (i64, &str),
    cost: i64,
    data: &Value,
) -> Result<(), Refusal> {
    let task = PastTask {
        id: id.to_owned(),
        user_id: setting.user_id,
        path: format!("/{}", setting.path.join("/")),
        posted: setting.posted,
        done: shared.clock.now(),
        status,
        message: message.to_owned(),
        cost,
        data: data.clone(),
    };
    Ok(shared.purse().settle(task)?)
}

/// `api` and `function`, then what was sent.
fn echo(setting: &Setting, task: &Map<String, Value>) -> Value {
    let mut data = Map::new();
    for (key, segment) in ["api", "function"]
        .into_iter()
        .zip(setting.path.iter().skip(1))
    {
        data.insert(key.to_owned(), segment.as_str().into());
    }
    data.extend(task.clone());
    data.into()
}

fn task_id(setting: &Setting) -> String {
    let mut unique = [0_u8; 8];
    if let Err(error) = getrandom::fill(&mut unique) {
        tracing::error!(%error, "no random numbers for the id of a task");
    }
    let code = setting.function.map_or(0, |function| function.code);
    TaskId::new(
        setting.posted,
        setting.user_id,
        code,
        u64::from_le_bytes(unique),
    )
    .to_string()
}

fn carry_out(call: &Call<'_>) -> Result<Given, Refusal> {
    let function = call.setting.function.map(|f| (f.api, f.name));
    match function {
        Some(("appendix", "user_data")) => user_data::answer(call),
        Some(("appendix", "errors")) => appendix::errors(call),
        Some(("appendix", "status")) => appendix::status(call),
        Some((_, "anchors")) => anchors::answer(call),
        Some((_, "available_filters")) => available_filters::answer(call),
        Some((_, "backlinks")) => backlinks::answer(call),
        Some((_, "bulk_backlinks")) => bulk::backlinks(call),
        Some((_, "bulk_new_lost_backlinks")) => bulk::new_lost_backlinks(call),
        Some((_, "bulk_new_lost_referring_domains")) => bulk::new_lost_referring_domains(call),
        Some((_, "bulk_pages_summary")) => bulk::pages_summary(call),
        Some((_, "bulk_ranks")) => bulk::ranks(call),
        Some((_, "bulk_referring_domains")) => bulk::referring_domains(call),
        Some((_, "bulk_spam_score")) => bulk::spam_score(call),
        Some((_, "competitors")) => competitors::answer(call),
        Some((_, "domain_intersection")) => domain_intersection::answer(call),
        Some((_, "domain_pages")) => domain_pages::answer(call),
        Some((_, "domain_pages_summary")) => networks::pages(call),
        Some((_, "history")) => history::answer(call),
        Some((_, "index")) => available_filters::index(call),
        Some((_, "page_intersection")) => page_intersection::answer(call),
        Some((_, "referring_domains")) => referring_domains::answer(call),
        Some((_, "referring_networks")) => networks::answer(call),
        Some((_, "summary")) => summary::answer(call),
        Some((_, "timeseries_new_lost_summary")) => timeseries::new_lost(call),
        Some((_, "timeseries_summary")) => timeseries::summary(call),
        Some((_, "id_list")) => id_list::answer(call),
        Some((_, "errors")) => errors::answer(call),
        _ => Err(Refusal::of(status::INVALID_PATH)),
    }
}
