//! Where DataForSEO is, and which account of it is asked.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use crate::api::credentials::blotted;
use crate::api::endpoint::{EndpointError, hex};
use crate::api::http::Party;
use crate::api::sources::is_loopback;
use crate::model::catalog::without_password;
use crate::model::text::one_line;

/// The sandbox: the same paths and credentials, prepared data, nothing is charged (documentation, "Sandbox").
const SANDBOX: &str = "sandbox.dataforseo.com";

/// A service's address and the credentials of one account.
#[derive(Clone)]
pub struct DataForSeoEndpoint {
    base: Url,
    login: String,
    password: SecretString,
}

impl DataForSeoEndpoint {
    /// Checks an address such as `https://api.dataforseo.com` and the credentials. An address that ends in `/v3`
    /// means what stands before it.
    pub fn new(base: &str, login: &str, password: SecretString) -> Result<Self, EndpointError> {
        let base = base.trim();
        let bad = || EndpointError::SeoAddress(one_line(&without_password(base)));
        let mut url = Url::parse(base).map_err(|_| bad())?;
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || !is_plain {
            return Err(bad());
        }
        let host = url.host_str().unwrap_or_default();
        if url.scheme() == "http" && (host == "dataforseo.com" || host.ends_with(".dataforseo.com"))
        {
            return Err(EndpointError::SeoClearText(base.to_owned()));
        }
        if login.trim().is_empty() || password.expose_secret().trim().is_empty() {
            return Err(EndpointError::NoLogin);
        }
        let path = url.path().trim_end_matches('/');
        let above = path.strip_suffix("/v3").unwrap_or(path).to_owned();
        url.set_path(&above);
        Ok(Self {
            base: url,
            login: login.trim().to_owned(),
            password,
        })
    }

    /// The address without version and without a slash at its end.
    pub fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Where a function is asked, by its path without version.
    pub fn url(&self, function: &str) -> String {
        format!("{}/v3/{function}", self.base())
    }

    /// Host and port, for sentences.
    pub fn host(&self) -> String {
        Party::host(self)
    }

    /// Whether nothing that is asked there is charged.
    pub fn is_sandbox(&self) -> bool {
        self.base.host_str() == Some(SANDBOX)
    }

    /// An opaque name of this account: the same for the same address and login, and no way back to them. A password
    /// may change; the account stays.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        // A server that speaks both protocols may know the same word in both.
        hash.update(b"dataforseo\0");
        hash.update(self.base().as_bytes());
        hash.update([0]);
        hash.update(self.login.as_bytes());
        hex(&hash.finalize()[..12])
    }

    /// Blots the password, alone and as it is sent, out of a body; bytes that hold none stay as they came.
    pub fn redact_bytes(&self, body: bytes::Bytes) -> bytes::Bytes {
        let clean = self.blotted(&String::from_utf8_lossy(&body));
        clean.map_or(body, Into::into)
    }

    pub(super) fn authorize(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        request.basic_auth(&self.login, Some(self.password.expose_secret()))
    }

    fn blotted(&self, text: &str) -> Option<String> {
        use base64::Engine as _;
        let pair = format!("{}:{}", self.login, self.password.expose_secret());
        let sent = base64::engine::general_purpose::STANDARD.encode(pair);
        blotted(text, &[&sent, self.password.expose_secret()])
    }
}

impl Party for DataForSeoEndpoint {
    fn host(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        match self.base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    fn redact(&self, text: &str) -> String {
        self.blotted(text).unwrap_or_else(|| text.to_owned())
    }

    fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }
}

impl fmt::Debug for DataForSeoEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataForSeoEndpoint")
            .field("base", &self.base())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base: &str) -> Result<DataForSeoEndpoint, EndpointError> {
        DataForSeoEndpoint::new(base, "me@h.example", "0123456789abcdef".into())
    }

    #[test]
    fn an_address_is_checked_and_the_version_is_ours() {
        for base in [
            "https://api.dataforseo.com",
            "https://api.dataforseo.com/v3/",
        ] {
            let endpoint = at(base).unwrap();
            assert_eq!(
                endpoint.url("backlinks/summary/live"),
                "https://api.dataforseo.com/v3/backlinks/summary/live"
            );
            assert!(!endpoint.is_sandbox() && !endpoint.is_loopback());
        }
        assert!(at("https://sandbox.dataforseo.com").unwrap().is_sandbox());
        assert!(at("http://127.0.0.1:8080").unwrap().is_loopback());
        for (bad, names) in [
            ("http://api.dataforseo.com", "unencrypted"),
            ("ftp://127.0.0.1", "no http"),
            ("https://u:SECRET@h.example", "no http"),
            ("nonsense", "no http"),
        ] {
            let why = at(bad).unwrap_err().to_string();
            assert!(why.contains(names) && !why.contains("SECRET"), "{why}");
        }
        let none = DataForSeoEndpoint::new("http://127.0.0.1", "me", " ".into());
        assert!(matches!(none, Err(EndpointError::NoLogin)));
    }

    #[test]
    fn the_password_is_in_no_text_of_ours() {
        let endpoint = at("http://127.0.0.1").unwrap();
        for text in [
            "0123456789abcdef",
            "bWVAaC5leGFtcGxlOjAxMjM0NTY3ODlhYmNkZWY=",
        ] {
            assert_eq!(
                Party::redact(&endpoint, &format!("a {text} b")),
                "a [key] b"
            );
        }
        assert!(!format!("{endpoint:?}").contains("0123"));
        let here = "http://127.0.0.1:1";
        let key = crate::api::Endpoint::new(here, crate::api::Credentials::Key("demo".into()));
        let login = DataForSeoEndpoint::new(here, "demo", "demo".into());
        assert_ne!(key.unwrap().fingerprint(), login.unwrap().fingerprint());
        assert_eq!(
            endpoint.fingerprint(),
            at("http://127.0.0.1/v3").unwrap().fingerprint()
        );
    }
}
