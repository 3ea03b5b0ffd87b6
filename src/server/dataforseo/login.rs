//! Basic authentication.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::server::shared::Shared;

/// The account that asks; `None` for bad credentials or none.
pub(super) fn user(shared: &Shared, headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = STANDARD.decode(credentials.trim()).ok()?;
    let (name, password) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
    shared.purse().user(name, password)
}
