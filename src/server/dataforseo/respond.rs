//! From a request to its answer: who asks, what for, how often, and in which form.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::Map;

use super::compact::compact;
use super::dispatch::{Setting, answer};
use super::meter::{PER_MINUTE, own_limit};
use super::path::{Form, Leads, Path};
use super::refusal::Refusal;
use super::{body, login, path};
use crate::server::accounts::PastTask;
use crate::server::faults::Fate;
use crate::server::route::{Compressible, answered, turned_away};
use crate::server::shared::{AtWork, Shared};
use crate::wire::dataforseo::{Envelope, Function, status};

const KIND: &str = "application/json";

/// Largest body that is read: a thousand long targets fit many times.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Answers any request under `/v3`; `segments` are those of its path, `v3` the first.
pub(in crate::server) async fn respond(
    shared: Arc<Shared>,
    head: &Parts,
    segments: Vec<String>,
    base: String,
    body: Body,
) -> Response {
    let path = path::read(segments);
    let Some(user_id) = login::user(&shared, &head.headers) else {
        return refused(StatusCode::UNAUTHORIZED, status::UNAUTHORIZED);
    };
    let now = shared.clock.now();
    let left = shared.meter().call(user_id, now);
    let mut response = match left {
        Some(_) => {
            let asked = Asked {
                shared,
                user_id,
                now,
                base,
                path,
            };
            asked.answer(&head.method, body).await
        }
        None => refused(StatusCode::OK, status::RATE_LIMIT),
    };
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", HeaderValue::from(PER_MINUTE));
    headers.insert(
        "x-ratelimit-remaining",
        HeaderValue::from(left.unwrap_or(0)),
    );
    response
}

/// An answer without tasks.
fn refused(http: StatusCode, code: i64) -> Response {
    let envelope = Envelope::refusal(code, status::text(code));
    (http, said(envelope.encode())).into_response()
}

fn said(bytes: Vec<u8>) -> Response {
    let kind = [(header::CONTENT_TYPE, KIND)];
    (kind, Extension(Compressible), bytes).into_response()
}

/// A call by a known account.
struct Asked {
    shared: Arc<Shared>,
    user_id: i64,
    now: Timestamp,
    base: String,
    path: Path,
}

/// One of the calls that run at once, until it is dropped.
struct Running {
    shared: Arc<Shared>,
    user_id: i64,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.meter().leave(self.user_id);
    }
}

impl Asked {
    async fn answer(self, method: &Method, body: Body) -> Response {
        let function = match self.path.leads {
            Leads::Nowhere => return refused(StatusCode::NOT_FOUND, status::NOT_FOUND),
            Leads::To(function) if (method == Method::POST) != function.post => {
                return refused(StatusCode::NOT_FOUND, status::NOT_FOUND);
            }
            Leads::To(function) if self.path.form != Form::Other => function,
            Leads::To(_) | Leads::Astray => {
                let turned_away = Some(Refusal::of(status::INVALID_PATH));
                return self.tasks_of(body, turned_away, &Fate::default()).await;
            }
        };
        let fate = self.shared.faults.fate(function.name);
        if let Some(turned) = fate.turned(false) {
            return turned_away(turned);
        }
        if let Some(most) = own_limit(function.api, function.name) {
            let key = own_key(function);
            if !self
                .shared
                .meter()
                .call_own(self.user_id, key, most, self.now)
            {
                return refused(StatusCode::OK, status::RATE_LIMIT);
            }
        }
        if !function.live {
            return self.tasks_of(body, None, &fate).await;
        }
        if self.shared.purse().balance(self.user_id) <= 0 {
            return refused(StatusCode::PAYMENT_REQUIRED, status::PAYMENT_REQUIRED);
        }
        if !self.shared.meter().enter(self.user_id) {
            let turned_away = Some(Refusal::of(status::SIMULTANEOUS));
            return self.tasks_of(body, turned_away, &fate).await;
        }
        let _running = Running {
            shared: self.shared.clone(),
            user_id: self.user_id,
        };
        let refusal = fate.refusal().map(|code| code.parse());
        let turned_away = refusal.map(|code| Refusal::of(code.unwrap_or(status::INTERNAL)));
        if let Some(amount) = fate.spent() {
            self.spend_elsewhere(amount);
        }
        self.tasks_of(body, turned_away, &fate).await
    }

    /// What another program takes from the caller's account.
    fn spend_elsewhere(&self, micro: i64) {
        let task = PastTask {
            id: "elsewhere".to_owned(),
            user_id: self.user_id,
            path: "elsewhere".to_owned(),
            posted: self.now,
            done: self.now,
            status: status::OK,
            message: status::text(status::OK).to_owned(),
            cost: micro,
            data: serde_json::Value::Null,
        };
        if let Err(error) = self.shared.purse().settle(task) {
            tracing::warn!(%error, "nothing was spent elsewhere");
        }
    }

    async fn tasks_of(self, body: Body, turned_away: Option<Refusal>, fate: &Fate) -> Response {
        let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let is_compact = self.path.form == Form::Compact;
        let takes_tasks = matches!(self.path.leads, Leads::To(function) if function.post);
        let tasks = match body::tasks(&bytes, is_compact) {
            Ok(tasks) => tasks,
            Err(code) if takes_tasks => return refused(StatusCode::OK, code),
            Err(_) => vec![Map::new()],
        };
        let Self {
            shared,
            user_id,
            now,
            base,
            path,
        } = self;
        let function = match path.leads {
            Leads::To(function) => Some(function),
            Leads::Astray | Leads::Nowhere => None,
        };
        // What is refused at once is not held up.
        let is_held = turned_away.is_none();
        let setting = Setting {
            user_id,
            posted: now,
            base,
            path: path.segments,
            function,
            turned_away,
        };
        if is_held && shared.withhold(fate, true).await.is_none() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let worker = shared.clone();
        let at_work = AtWork::on(&shared);
        let work = move || {
            let _at_work = at_work;
            answer(&worker, &setting, tasks)
        };
        let Ok(envelope) = tokio::task::spawn_blocking(work).await else {
            return refused(StatusCode::INTERNAL_SERVER_ERROR, status::INTERNAL);
        };
        if is_held && shared.withhold(fate, false).await.is_none() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let bytes = match is_compact {
            true => compact(&envelope).to_string().into_bytes(),
            false => envelope.encode(),
        };
        answered(fate, KIND, bytes)
    }
}

/// Two APIs have a function `errors`; each has its own limit.
fn own_key(function: &'static Function) -> &'static str {
    match (function.api, function.name) {
        ("appendix", "errors") => "appendix/errors",
        (_, name) => name,
    }
}
