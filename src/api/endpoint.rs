//! Where a service is, and which account of it is asked.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;
use url::Url;

use super::credentials::Credentials;
use super::http::Party;
use super::sources::{Sources, is_loopback, is_vendors};
use crate::model::catalog::without_password;
use crate::model::text::one_line;
use crate::model::wire_format::WireFormat;

/// What an address may end in: the paths that the service's documentation gives. All mean their host.
const COMMAND_PATHS: [&str; 3] = ["/api/json", "/api/xml", "/api_command"];

/// Hosts of the developer sandbox, now and formerly.
const SANDBOX: [&str; 2] = ["developer.majestic.com", "developer.majesticseo.com"];

/// A service's address and the credentials of one account.
#[derive(Clone)]
pub struct Endpoint {
    base: Url,
    credentials: Credentials,
}

/// Why an address or key cannot be used. Nothing was sent and nothing charged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// The address is no http(s) URL with a host.
    #[error(
        "`{0}` is no http:// or https:// address of a service; nothing was sent. Correct --majestic-url"
    )]
    Address(String),
    /// The live service asked in clear text would show the key to everybody on the way.
    #[error(
        "`{0}` would send the key unencrypted; nothing was sent. Write https:// in --majestic-url"
    )]
    ClearText(String),
    /// No key.
    #[error(
        "there is no API key; nothing was sent. Set BACKTRAIL_MAJESTIC_KEY or add the key in the settings"
    )]
    NoKey,
    /// An OpenApp with one of its two secrets.
    #[error(
        "an OpenApp needs its access token and its private key, and one is missing; nothing was sent. Set \
         BACKTRAIL_MAJESTIC_ACCESS_TOKEN and BACKTRAIL_MAJESTIC_PRIVATE_KEY, or both in the settings"
    )]
    HalfApp,
    /// The address of DataForSEO is no http(s) URL with a host.
    #[error(
        "`{0}` is no http:// or https:// address of a service; nothing was sent. Correct --dataforseo-url"
    )]
    SeoAddress(String),
    /// DataForSEO asked in clear text would show the password to everybody on the way.
    #[error(
        "`{0}` would send the password unencrypted; nothing was sent. Write https:// in --dataforseo-url"
    )]
    SeoClearText(String),
    /// No login or no password.
    #[error(
        "there is no login with its API password; nothing was sent. Set BACKTRAIL_DATAFORSEO_LOGIN and \
         BACKTRAIL_DATAFORSEO_PASSWORD, or both in the settings"
    )]
    NoLogin,
}

impl Party for Endpoint {
    fn host(&self) -> String {
        self.host()
    }

    fn redact(&self, text: &str) -> String {
        self.redact(text)
    }

    fn is_loopback(&self) -> bool {
        self.is_loopback()
    }

    fn is_encrypted(&self) -> bool {
        self.is_encrypted()
    }
}

impl Endpoint {
    /// Checks an address such as `https://api.majestic.com` and the credentials. An address that ends in one of
    /// the service's own paths (`/api/json`, `/api/xml`, `/api_command`) means what stands before it.
    pub fn new(base: &str, credentials: Credentials) -> Result<Self, EndpointError> {
        let base = base.trim();
        let bad = || EndpointError::Address(one_line(&without_password(base)));
        let mut url = Url::parse(base).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(bad());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad());
        }
        if url.scheme() == "http" && is_vendors(&url) {
            return Err(EndpointError::ClearText(base.to_owned()));
        }
        if !credentials.are_filled() {
            return Err(if credentials.is_app() {
                EndpointError::HalfApp
            } else {
                EndpointError::NoKey
            });
        }
        let above = before_command_path(url.path()).to_owned();
        url.set_path(&above);
        Ok(Self {
            base: url,
            credentials,
        })
    }

    /// The address without a command's path and without a slash at its end.
    pub fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Host and port, for sentences.
    pub fn host(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        match self.base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Where commands are sent to be answered in a form.
    pub fn command_url(&self, format: WireFormat) -> String {
        let path = match format {
            WireFormat::Json => "api/json",
            WireFormat::Xml => "api/xml",
        };
        format!("{}/{path}", self.base())
    }

    /// Whether this is the developer sandbox: a small part of the historic index, where no units are taken.
    pub fn is_sandbox(&self) -> bool {
        let host = self.base.host_str().unwrap_or_default();
        SANDBOX.contains(&host.trim_end_matches('.'))
    }

    /// Whether an application asks in the name of a user.
    pub fn is_openapp(&self) -> bool {
        self.credentials.is_app()
    }

    /// Whether the service runs on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// Whether the address is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// An opaque name of this account: the same for the same address and credentials, and no way back to them.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.base().as_bytes());
        for (_, secret) in self.credentials.params() {
            hash.update([0]);
            hash.update(secret.as_bytes());
        }
        hex(&hash.finalize()[..12])
    }

    /// Where files may come from.
    pub(super) fn sources(&self, more: Arc<[String]>) -> Sources {
        Sources::new(&self.base, more)
    }

    /// Blots the secrets out of a text.
    pub fn redact(&self, text: &str) -> String {
        self.credentials
            .blotted(text)
            .unwrap_or_else(|| text.to_owned())
    }

    /// Blots the secrets out of a body; bytes that hold none stay as they came.
    pub fn redact_bytes(&self, body: bytes::Bytes) -> bytes::Bytes {
        let clean = self.credentials.blotted(&String::from_utf8_lossy(&body));
        clean.map_or(body, Into::into)
    }

    /// The parameters that name the account, for the wire only.
    pub(super) fn account_params(&self) -> Vec<(&'static str, &str)> {
        self.credentials.params()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("base", &self.base())
            .finish_non_exhaustive()
    }
}

/// What stands before one of the service's own paths; the whole path if it ends in none.
fn before_command_path(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    COMMAND_PATHS
        .iter()
        .find_map(|command| path.strip_suffix(command))
        .unwrap_or(path)
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
