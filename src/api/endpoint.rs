//! Where a service is and with which key it is asked. The key leaves this file only on its way to the wire.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use thiserror::Error;
use url::{Host, Url};

/// Keys at least this long are blotted out wherever they stand; a shorter one (the demo account's) could be
/// a word of the answer, so only its quoted form is.
const LONG_KEY: usize = 16;

/// What stands in place of a key.
const BLOT: &str = "[key]";

/// A service's address and the key of one account.
#[derive(Clone)]
pub struct Endpoint {
    base: Url,
    key: SecretString,
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
}

impl Endpoint {
    /// Checks an address such as `https://api.majestic.com` and a key.
    pub fn new(base: &str, key: SecretString) -> Result<Self, EndpointError> {
        let base = base.trim();
        let bad = || EndpointError::Address(crate::model::text::one_line(base));
        let url = Url::parse(base).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(bad());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad());
        }
        if url.scheme() == "http" && is_vendor(&url) {
            return Err(EndpointError::ClearText(base.to_owned()));
        }
        if key.expose_secret().trim().is_empty() {
            return Err(EndpointError::NoKey);
        }
        Ok(Self { base: url, key })
    }

    /// The address as it was given.
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

    /// Where commands are sent.
    pub fn command_url(&self) -> String {
        format!("{}/api/json", self.base())
    }

    /// Whether the service runs on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.base.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }

    /// Whether the address is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// An opaque name of this account: the same for the same address and key, and no way back to the key.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.base().as_bytes());
        hash.update([0]);
        hash.update(self.key.expose_secret().as_bytes());
        hex(&hash.finalize()[..12])
    }

    /// Whether a file may be fetched from this address: the asked server itself, and for the live service
    /// every host of the vendor (its answers name several).
    pub fn allows_file(&self, url: &Url) -> bool {
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        let own = url.host() == self.base.host();
        own || (!self.is_loopback() && is_vendor(url))
    }

    /// Blots the key out of a text.
    pub fn redact(&self, text: &str) -> String {
        let key = self.key.expose_secret();
        if key.len() >= LONG_KEY {
            return text.replace(key, BLOT);
        }
        text.replace(&format!("'{key}'"), &format!("'{BLOT}'"))
            .replace(&format!("\\u0027{key}\\u0027"), &format!("'{BLOT}'"))
    }

    /// Blots the key out of a body; bytes that hold no key stay as they came.
    pub fn redact_bytes(&self, body: bytes::Bytes) -> bytes::Bytes {
        match std::str::from_utf8(&body) {
            Ok(text) => {
                let clean = self.redact(text);
                if clean == text { body } else { clean.into() }
            }
            Err(_) => {
                let text = String::from_utf8_lossy(&body);
                let clean = self.redact(&text);
                if clean == text { body } else { clean.into() }
            }
        }
    }

    /// The key, for the wire only.
    pub(super) fn key(&self) -> &str {
        self.key.expose_secret()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("base", &self.base())
            .finish_non_exhaustive()
    }
}

fn is_vendor(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    ["majestic.com", "majesticseo.com"]
        .iter()
        .any(|name| host == *name || host.strip_suffix(name).is_some_and(|h| h.ends_with('.')))
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(base: &str, key: &str) -> Endpoint {
        Endpoint::new(base, SecretString::from(key)).unwrap()
    }

    #[test]
    fn addresses_are_checked() {
        let new =
            |base: &str| Endpoint::new(base, SecretString::from("k")).map(|e| e.base().to_owned());
        assert_eq!(
            new("https://api.majestic.com/").unwrap(),
            "https://api.majestic.com"
        );
        assert!(matches!(new("ftp://x"), Err(EndpointError::Address(_))));
        assert!(matches!(
            new("api.majestic.com"),
            Err(EndpointError::Address(_))
        ));
        assert!(matches!(
            new("https://user:pw@x.example"),
            Err(EndpointError::Address(_))
        ));
        assert!(matches!(
            new("http://api.majestic.com"),
            Err(EndpointError::ClearText(_))
        ));
        assert!(matches!(
            Endpoint::new("https://api.majestic.com", SecretString::from(" ")),
            Err(EndpointError::NoKey)
        ));
    }

    #[test]
    fn the_key_is_blotted_out_and_never_printed() {
        let long = endpoint(
            "https://api.majestic.com",
            "0123456789ABCDEF0123456789ABCDEF",
        );
        let text =
            "API_KEY - '0123456789ABCDEF0123456789ABCDEF' and 0123456789ABCDEF0123456789ABCDEF";
        assert_eq!(long.redact(text), "API_KEY - '[key]' and [key]");
        assert!(!format!("{long:?}").contains("0123456789"));
        assert!(!long.fingerprint().contains("0123456789"));
        let short = endpoint("http://127.0.0.1:1", "demo");
        assert_eq!(
            short.redact("API_KEY - 'demo' of demo.example"),
            "API_KEY - '[key]' of demo.example"
        );
    }

    #[test]
    fn accounts_differ_by_address_and_key() {
        let a = endpoint("http://127.0.0.1:1", "demo");
        assert_eq!(
            a.fingerprint(),
            endpoint("http://127.0.0.1:1/", "demo").fingerprint()
        );
        assert_ne!(
            a.fingerprint(),
            endpoint("http://127.0.0.1:2", "demo").fingerprint()
        );
        assert_ne!(
            a.fingerprint(),
            endpoint("http://127.0.0.1:1", "demo2").fingerprint()
        );
    }

    #[test]
    fn files_come_from_the_service_only() {
        let live = endpoint("https://api.majestic.com", "k");
        let local = endpoint("http://127.0.0.1:8080", "demo");
        let url = |text: &str| Url::parse(text).unwrap();
        for good in [
            "http://downloads.majesticseo.com/f",
            "https://majestic.com/f",
        ] {
            assert!(live.allows_file(&url(good)), "{good}");
            assert!(!local.allows_file(&url(good)), "{good}");
        }
        for bad in [
            "https://evilmajestic.com/f",
            "https://majestic.com.evil.example/f",
            "ftp://majestic.com/f",
            "http://127.0.0.1/f",
        ] {
            assert!(!live.allows_file(&url(bad)), "{bad}");
        }
        assert!(local.allows_file(&url("http://127.0.0.1:8080/downloads/x.csv.gz")));
        assert!(!local.allows_file(&url("http://127.0.0.2:8080/downloads/x.csv.gz")));
    }
}
