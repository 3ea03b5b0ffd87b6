//! From a request to the part of the server that answers it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::model::wire_format::WireFormat;
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
    if let Some(seconds) = busy(&shared, params.get("cmd").unwrap_or_default()) {
        let later = [(header::RETRY_AFTER, seconds.to_string())];
        return (StatusCode::SERVICE_UNAVAILABLE, later).into_response();
    }
    let base = base(&head.headers, &shared);
    let asked = Asked {
        params,
        base,
        format,
    };
    let breaks = is_dropped(&shared, asked.params.get("cmd").unwrap_or_default());
    let kind = [(header::CONTENT_TYPE, content_type(format))];
    match majestic::answer(shared, asked).await {
        Some(_) if breaks => broken_off(),
        Some(bytes) => (kind, Extension(Compressible), bytes).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// How long a client is to stay away with this command.
pub(super) fn busy(shared: &Shared, command: &str) -> Option<u64> {
    let busy = shared.faults.busy.iter();
    busy.filter(|fault| fault.command.eq_ignore_ascii_case(command))
        .find(|fault| shared.gates.is_closed(&fault.gate()))
        .map(|fault| fault.seconds)
}

/// Whether the connection of this command is to break.
pub(super) fn is_dropped(shared: &Shared, command: &str) -> bool {
    let drops = shared.faults.drops.iter();
    drops
        .filter(|fault| fault.command.eq_ignore_ascii_case(command))
        .any(|fault| shared.gates.is_closed(&fault.gate()))
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
