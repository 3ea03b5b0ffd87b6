//! How requests are made: time-outs, one connection a call, no silent repetition, and what a failed request
//! proves.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

use super::endpoint::Endpoint;
use super::error::CallError;
use super::sources::{Refused, Sources};

/// Whoever is asked, as far as a request must know.
pub(super) trait Party {
    /// Host and port, for sentences.
    fn host(&self) -> String;
    /// Blots the secrets out of a text.
    fn redact(&self, text: &str) -> String;
    /// Whether it runs on this machine.
    fn is_loopback(&self) -> bool;
    /// Whether its address is encrypted.
    fn is_encrypted(&self) -> bool;
}

/// Time to come to a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// Time without a single byte after which a call is given up; prefix scans and big tables take long to begin.
const SILENCE: Duration = Duration::from_secs(120);

/// A client for commands. It follows no redirect (a repeated POST could be charged twice), keeps no idle
/// connection (on a fresh one a failure to connect proves that nothing was sent) and never repeats by itself.
pub(super) fn command_client(endpoint: &Endpoint) -> Result<Client, reqwest::Error> {
    one_shot_client(endpoint, SILENCE)
}

/// The same for whomever, given up after a silence.
pub(super) fn one_shot_client(
    party: &dyn Party,
    silence: Duration,
) -> Result<Client, reqwest::Error> {
    builder(party, false)
        .read_timeout(silence)
        .redirect(Policy::none())
        .build()
}

/// A client for files: follows redirects as long as they stay where files may come from, looks names up with the
/// same eye, and tells no server where it was before.
pub(super) fn file_client(
    endpoint: &Endpoint,
    sources: &Sources,
) -> Result<Client, reqwest::Error> {
    let allowed = sources.clone();
    let policy =
        Policy::custom(
            move |attempt| match allowed.follow(attempt.previous(), attempt.url()) {
                Ok(()) => attempt.follow(),
                Err(refused) => attempt.error(refused),
            },
        );
    builder(endpoint, sources.are_encrypted())
        .redirect(policy)
        .referer(false)
        .dns_resolver(Arc::new(sources.clone()))
        .build()
}

/// The address that a transfer was led to and that no file is fetched from, if that is what it failed by.
pub(super) fn refused(error: &reqwest::Error) -> Option<Refused> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<Refused>() {
            return Some(refused.clone());
        }
        cause = inner.source();
    }
    None
}

fn builder(party: &dyn Party, elsewhere_encrypted: bool) -> ClientBuilder {
    // Somebody else in the process may have chosen a provider already; any will do.
    let _already_chosen = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("backtrail/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .pool_max_idle_per_host(0)
        .retry(reqwest::retry::never());
    if party.is_loopback() {
        builder = builder.no_proxy();
    }
    if !party.is_encrypted() && !elsewhere_encrypted {
        // Without this a machine without certificates could not even talk to itself.
        builder = builder.tls_certs_only([]);
    }
    builder
}

/// What a failed request proves. Only a failure to connect (or to build the request) proves it unsent.
pub(super) fn classify(party: &dyn Party, error: &reqwest::Error) -> CallError {
    let host = party.host();
    let reason = reason(party, error);
    if error.is_connect() || error.is_builder() {
        CallError::NotSent { host, reason }
    } else {
        CallError::NoAnswer { host, reason }
    }
}

/// The innermost cause, which is the one that tells something: "connection refused", "dns error".
pub(super) fn reason(party: &dyn Party, error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "time-out".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let text = if error.source().is_none() {
        "the request failed".to_owned()
    } else {
        cause.to_string()
    };
    crate::model::text::one_line(&party.redact(&text))
}

/// `Retry-After`: seconds, or a date compared with the answer's own `Date` so that our clock does not matter.
pub(super) fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::trim)
    };
    let value = text("retry-after")?;
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(24 * 3600)));
    }
    let until = http_date(value)?;
    let now = http_date(text("date")?)?;
    u64::try_from(until.as_second() - now.as_second())
        .ok()
        .map(|s| Duration::from_secs(s.min(24 * 3600)))
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderValue};

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs
                .iter()
                .map(|(n, v)| (n.parse().unwrap(), HeaderValue::from_static(v)))
                .collect::<HeaderMap>()
        };
        assert_eq!(
            retry_after(&headers(&[("retry-after", "7")])),
            Some(Duration::from_secs(7))
        );
        assert_eq!(
            retry_after(&headers(&[
                ("date", "Sat, 21 Nov 2026 10:00:00 GMT"),
                ("retry-after", "Sat, 21 Nov 2026 10:01:30 GMT"),
            ])),
            Some(Duration::from_secs(90))
        );
        assert_eq!(retry_after(&headers(&[("retry-after", "soon")])), None);
        assert_eq!(retry_after(&headers(&[])), None);
    }
}
