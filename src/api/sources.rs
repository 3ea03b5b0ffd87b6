//! Where the files of an account may come from: asked of the address in the service's list, of every address that a
//! server leads on to, and of what the names mean. Addresses come over the wire and are not trusted.

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::{Host, Url};

use super::inside::is_inside;
use crate::model::catalog::without_password;
use crate::model::text::one_line;

/// The vendor's domains: its answers name several hosts of them.
const VENDOR: [&str; 2] = ["majestic.com", "majesticseo.com"];

/// Redirects that a file may take, each to a host that is allowed.
const HOPS: usize = 5;

/// An address that no file is fetched from.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{address}, {why}")]
pub struct Refused {
    /// The address, printable and without a password.
    pub address: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Why {
    /// Not of the web.
    #[error("which is no http:// or https:// address")]
    Scheme,
    /// A host that nobody allowed.
    #[error(
        "which is no host of this service (downloads.allowed_hosts in the settings names further ones)"
    )]
    Host,
    /// A name and password that were not typed for this download.
    #[error("which carries a password that is not yours")]
    Password,
    /// A redirect from https:// to http://.
    #[error("which gives up the encryption of the address that led there")]
    Downgrade,
    /// A name of a foreign host that leads back here.
    #[error("a name that leads into this machine or its own network")]
    Inside,
    /// Redirects without end.
    #[error("one redirect too many")]
    Hops,
}

/// The addresses that a download may come from. Clones are cheap.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    base: Url,
    more: Arc<[String]>,
    typed: Option<Url>,
}

impl Sources {
    /// Those of a service, and of further hosts that the settings name.
    pub(super) fn new(base: &Url, more: Arc<[String]>) -> Self {
        Self {
            base: base.clone(),
            more,
            typed: None,
        }
    }

    /// The same and the public location that was typed for one download.
    pub(super) fn and(&self, typed: Option<&str>) -> Self {
        Self {
            typed: typed.and_then(|text| Url::parse(text).ok()),
            ..self.clone()
        }
    }

    /// Whether one of them may be encrypted where the service itself is not.
    pub(super) fn are_encrypted(&self) -> bool {
        !self.more.is_empty()
            || self
                .typed
                .as_ref()
                .is_some_and(|url| url.scheme() == "https")
    }

    /// The address of a file, if it may be fetched.
    pub(super) fn admit(&self, text: &str) -> Result<Url, Refused> {
        let url = Url::parse(text).map_err(|_| refused(text, Why::Scheme))?;
        self.check(&url).map_err(|why| refused(text, why))?;
        Ok(url)
    }

    /// Whether a transfer may be led on from the last of these addresses to the next.
    pub(super) fn follow(&self, passed: &[Url], next: &Url) -> Result<(), Refused> {
        let from_encrypted = passed.last().is_some_and(|url| url.scheme() == "https");
        let verdict = if passed.len() > HOPS {
            Err(Why::Hops)
        } else if from_encrypted && next.scheme() != "https" {
            self.check(next).and(Err(Why::Downgrade))
        } else {
            self.check(next)
        };
        verdict.map_err(|why| refused(next.as_str(), why))
    }

    fn check(&self, url: &Url) -> Result<(), Why> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Why::Scheme);
        }
        let typed = self.typed.as_ref().filter(|typed| same_host(typed, url));
        let own = same_host(&self.base, url)
            || (self.base.host() == url.host() && self.base.port().or(url.port()).is_none());
        if typed.is_none() && !own && !self.is_named(url) {
            return Err(Why::Host);
        }
        let has_password = !url.username().is_empty() || url.password().is_some();
        let typed_so =
            typed.is_some_and(|t| t.username() == url.username() && t.password() == url.password());
        if has_password && !typed_so {
            return Err(Why::Password);
        }
        Ok(())
    }

    /// Whether it is a host of the vendor, as long as that is who is asked, or one of the settings.
    fn is_named(&self, url: &Url) -> bool {
        let host = bare(url.host_str().unwrap_or_default());
        let of_vendor = !is_loopback(&self.base) && is_vendor(host);
        of_vendor
            || self
                .more
                .iter()
                .any(|entry| is_meant(entry, host, url.port()))
    }

    /// Whether a name must mean a host of the public internet. Of others only those are looked up at all that the
    /// person named for this very purpose, and a proxy's.
    fn must_be_outside(&self, name: &str) -> bool {
        let name = bare(name);
        let is = |url: &Url| {
            url.host_str()
                .is_some_and(|h| bare(h).eq_ignore_ascii_case(name))
        };
        let trusted = is(&self.base) || self.typed.as_ref().is_some_and(is);
        !trusted && (is_vendor(name) || self.more.iter().any(|entry| names(entry, name)))
    }
}

impl Resolve for Sources {
    fn resolve(&self, name: Name) -> Resolving {
        let must_be_outside = self.must_be_outside(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> = found
                .filter(|address| !(must_be_outside && is_inside(address.ip())))
                .collect();
            if open.is_empty() {
                return Err(refused(name.as_str(), Why::Inside).into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

/// What a person may write for a further host: a name or address, `*.` before it for all below it, a port behind it.
pub fn is_host_entry(entry: &str) -> bool {
    let host = entry.strip_prefix("*.").unwrap_or(entry);
    let plain = |url: &Url| {
        url.path() == "/"
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().or(url.fragment()).is_none()
    };
    !host.is_empty()
        && !host.contains(['/', '*', '@', ' '])
        && Url::parse(&format!("https://{host}/")).is_ok_and(|url| plain(&url))
}

fn refused(address: &str, why: Why) -> Refused {
    let mut address = one_line(&without_password(address));
    if let Some((cut, _)) = address.char_indices().nth(300) {
        address.truncate(cut);
        address.push('…');
    }
    Refused { address, why }
}

fn same_host(one: &Url, other: &Url) -> bool {
    one.host() == other.host() && one.port_or_known_default() == other.port_or_known_default()
}

fn bare(host: &str) -> &str {
    host.trim_end_matches('.')
}

fn split(entry: &str) -> (&str, Option<u16>) {
    match entry
        .rsplit_once(':')
        .map(|(host, port)| (host, port.parse()))
    {
        Some((host, Ok(port))) => (host, Some(port)),
        _ => (entry, None),
    }
}

/// Whether an entry of the settings names a host, whatever the port.
fn names(entry: &str, host: &str) -> bool {
    let (entry, _) = split(entry);
    match entry.strip_prefix("*.") {
        Some(above) => is_below(host, above),
        None => bare(entry).eq_ignore_ascii_case(host),
    }
}

fn is_meant(entry: &str, host: &str, port: Option<u16>) -> bool {
    names(entry, host) && split(entry).1 == port
}

fn is_below(host: &str, above: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.strip_suffix(&bare(above).to_ascii_lowercase())
        .is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
}

fn is_vendor(host: &str) -> bool {
    let host = bare(host);
    VENDOR
        .iter()
        .any(|name| host.eq_ignore_ascii_case(name) || is_below(host, name))
}

/// Whether an address is one of the vendor's.
pub(super) fn is_vendors(url: &Url) -> bool {
    is_vendor(url.host_str().unwrap_or_default())
}

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
