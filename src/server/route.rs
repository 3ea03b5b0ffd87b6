//! From a request to the part of the server that answers it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::server::majestic::{self, Params};
use crate::server::shared::Shared;
use crate::server::{downloads, pages};

/// Largest form that is read: a hundred long items fit many times.
const MAX_FORM: usize = 4 * 1024 * 1024;

/// Answers any request. Empty path segments are skipped: one client asks for `/api//json`.
pub(super) async fn respond(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let segments: Vec<&str> = head
        .uri
        .path()
        .split('/')
        .filter(|s| !s.is_empty())
        .collect();
    let query = head.uri.query().unwrap_or_default();
    let is_admin = peer.ip().to_canonical().is_loopback();
    match (&head.method, segments.as_slice()) {
        (&Method::GET, []) => pages::front(&shared),
        (&Method::GET | &Method::POST, ["api", "json"]) => {
            let base = base(&head.headers, &shared);
            json(shared, &head.method, &head.headers, query, body, base).await
        }
        (&Method::GET | &Method::HEAD, ["downloads", name]) => {
            downloads::respond(shared, name, &head.method, &head.headers).await
        }
        (&Method::GET, ["admin", "charges"]) if is_admin => pages::charges(&shared),
        (&Method::GET, ["admin", "gates"]) if is_admin => pages::gates(&shared),
        (&Method::POST, ["admin", "release"]) if is_admin => {
            let params = Params::read(query, b"");
            pages::release(&shared, params.get("what").unwrap_or("all"))
        }
        (_, [] | ["api", "json"] | ["downloads", _]) => {
            StatusCode::METHOD_NOT_ALLOWED.into_response()
        }
        _ => pages::not_found(),
    }
}

async fn json(
    shared: Arc<Shared>,
    method: &Method,
    headers: &HeaderMap,
    query: &str,
    body: Body,
    base: String,
) -> Response {
    let Ok(form) = to_bytes(body, MAX_FORM).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let form = if method == Method::POST {
        &form[..]
    } else {
        &[]
    };
    let mut params = Params::read(query, form);
    if method == Method::GET
        && let Some(key) = cookie_key(headers)
    {
        params.add_default("app_api_key", key);
    }
    if let Some(seconds) = busy(&shared, params.get("cmd").unwrap_or_default()) {
        let later = [(header::RETRY_AFTER, seconds.to_string())];
        return (StatusCode::SERVICE_UNAVAILABLE, later).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "application/json;charset=UTF-8")];
    match majestic::answer(shared, params, base).await {
        Some(bytes) => (kind, bytes).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// How long a client is to stay away with this command.
fn busy(shared: &Shared, command: &str) -> Option<u64> {
    let busy = shared.faults.busy.iter();
    busy.filter(|fault| fault.command.eq_ignore_ascii_case(command))
        .find(|fault| shared.gates.is_closed(&fault.gate()))
        .map(|fault| fault.seconds)
}

/// The key of a cookie, which counts only for GET (Majestic developer documentation, authentication page).
fn cookie_key(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == "app_api_key")
        .map(|(_, key)| key)
}

/// How the client reached the server, so that file addresses work from where it is.
fn base(headers: &HeaderMap, shared: &Shared) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    match host {
        Some(host) => format!("http://{host}"),
        None => format!("http://{}", shared.address),
    }
}
