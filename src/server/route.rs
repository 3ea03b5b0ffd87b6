//! From a request to the part of the server that answers it.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::model::wire_format::WireFormat;
use crate::server::connections::Peer;
use crate::server::faults::{Fate, Turned, other_types};
use crate::server::majestic::{self, Params, Request as Asked};
use crate::server::shared::Shared;
use crate::server::{dataforseo, downloads, pages};

/// Largest form that is read: a hundred long items fit many times.
const MAX_FORM: usize = 4 * 1024 * 1024;

/// Marks the answers that may be compressed: those of commands. Files are compressed already, and their ranges count bytes.
#[derive(Clone, Copy)]
pub(super) struct Compressible;

/// Answers any request. Empty path segments are skipped: one client asks for `/api//json`.
pub(super) async fn respond(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
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
    if let Some(format) = format(&segments) {
        return match head.method {
            Method::GET | Method::POST => command(shared, format, &head, body).await,
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        };
    }
    if let ["v3", ..] = segments.as_slice() {
        let base = base(&head.headers, &shared);
        let owned = segments.iter().map(|&s| s.to_owned()).collect();
        return dataforseo::respond(shared.clone(), &head, owned, base, body).await;
    }
    match (&head.method, segments.as_slice()) {
        (&Method::GET, []) => pages::front(&shared),
        (&Method::GET | &Method::HEAD, ["downloads", name]) => {
            downloads::respond(shared, name, &head.method, &head.headers).await
        }
        (&Method::GET, ["admin", "charges"]) if is_admin => pages::charges(&shared),
        (&Method::GET, ["admin", "tasks"]) if is_admin => pages::tasks(&shared),
        (&Method::GET, ["admin", "gates"]) if is_admin => pages::gates(&shared),
        (&Method::POST, ["admin", "faults"]) if is_admin => {
            let params = Params::read(query, b"");
            pages::set_faults(&shared, params.get("spec").unwrap_or_default())
        }
        (&Method::POST, ["admin", "release"]) if is_admin => {
            let params = Params::read(query, b"");
            pages::release(&shared, params.get("what").unwrap_or("all"))
        }
        (_, [] | ["downloads", _]) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        _ => pages::not_found(),
    }
}

/// The format that a path asks for; `None` for paths that take no commands.
fn format(segments: &[&str]) -> Option<WireFormat> {
    match segments {
        ["api", "json"] => Some(WireFormat::Json),
        ["api", "xml"] | ["api_command"] => Some(WireFormat::Xml),
        _ => None,
    }
}

/// JSON's is recorded; XML's is not, so it is ours.
fn content_type(format: WireFormat) -> &'static str {
    match format {
        WireFormat::Json => "application/json;charset=UTF-8",
        WireFormat::Xml => "text/xml; charset=utf-8",
    }
}

async fn command(shared: Arc<Shared>, format: WireFormat, head: &Parts, body: Body) -> Response {
    let Ok(form) = to_bytes(body, MAX_FORM).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let is_post = head.method == Method::POST;
    let form = if is_post { &form[..] } else { &[] };
    let mut params = Params::read(head.uri.query().unwrap_or_default(), form);
    if !is_post && let Some(key) = cookie_key(&head.headers) {
        params.add_cookie_key(key);
    }
    let fate = shared.faults.fate(params.get("cmd").unwrap_or_default());
    if let Some(turned) = fate.turned(false) {
        return turned_away(turned);
    }
    let base = base(&head.headers, &shared);
    let asked = Asked {
        params,
        base,
        format,
    };
    match majestic::answer(shared, asked, &fate).await {
        Some(bytes) => answered(&fate, content_type(format), bytes),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The answer to a call that was carried out, or what faults make of it.
pub(super) fn answered(fate: &Fate, kind: &'static str, bytes: Vec<u8>) -> Response {
    if fate.breaks() {
        return broken_off();
    }
    if let Some(turned) = fate.turned(true) {
        return turned_away(turned);
    }
    if fate.is_page() {
        return pages::page();
    }
    let bytes = match fate.has_other_types() {
        true => other_types(&bytes),
        false => bytes,
    };
    let kind = [(header::CONTENT_TYPE, kind)];
    let marks = (Extension(Compressible), Extension(fate.spoils()));
    (kind, marks, bytes).into_response()
}

/// An HTTP status instead of an answer.
pub(super) fn turned_away(turned: Turned) -> Response {
    let status = StatusCode::from_u16(turned.code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = status.into_response();
    if let Some(seconds) = turned.retry_after {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// An answer whose body fails before its first byte: the connection is closed in the middle of it.
pub(super) fn broken_off() -> Response {
    let failure = std::io::Error::other("broken off by a fault");
    let body = futures_util::stream::once(async { Err::<bytes::Bytes, _>(failure) });
    Body::from_stream(body).into_response()
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
