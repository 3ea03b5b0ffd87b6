//! What is asked about: a URL, a host or a registrable domain.
//!
//! The service charges for malformed items, so a target is checked here, before
//! anything is priced or sent.

mod takes;

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use takes::Takes;

/// How wide a target reaches. Numbers are the `ItemType` of Majestic's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A registrable domain with all its sub-domains (1).
    RootDomain,
    /// One host (2).
    SubDomain,
    /// One page (3).
    Url,
    /// No place at all: words that are searched for.
    Words,
}

impl Scope {
    /// The words shown to a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::RootDomain => "root domain",
            Self::SubDomain => "sub-domain",
            Self::Url => "single URL",
            Self::Words => "keyword",
        }
    }
}

/// The most characters of a keyword: a rule of ours, no page names one.
const LONGEST_WORDS: usize = 200;

/// A checked target.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The item as it is sent: ASCII host, or an absolute URL.
    pub item: String,
    /// The scope that the item's shape means to the service.
    pub scope: Scope,
    /// The registrable domain (ICANN rules), ASCII.
    pub domain: String,
}

/// Why a text is no target. Nothing was sent and nothing charged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TargetError {
    /// Nothing was typed.
    #[error("type a domain, a host or a URL to ask about")]
    Empty,
    /// Blanks or control characters inside.
    #[error("`{0}` has a blank or a control character in it; a target is one domain, host or URL")]
    Blank(String),
    /// The host is not one.
    #[error("`{0}` is no host name; try example.com, blog.example.com or https://example.com/page")]
    Host(String),
    /// A public suffix alone.
    #[error("`{0}` is a public suffix, not a domain; put a name before it")]
    Suffix(String),
    /// Words that nobody can search for.
    #[error("`{0}` is no keyword: it takes one line of at most {LONGEST_WORDS} characters")]
    Words(String),
    /// No keyword was typed.
    #[error("type the words to search for; a comma stands between two keywords")]
    NoWords,
    /// A single page where hosts are asked about.
    #[error(
        "`{0}` is one page: ask about its domain or its host, or about an IPv4 address such as 192.0.2.7"
    )]
    Page(String),
    /// A host where single addresses are asked about.
    #[error("`{0}` is no address of a page or a path: type one such as https://{0}/blog/")]
    NoPage(String),
    /// A scheme the index does not hold.
    #[error("only http:// and https:// URLs can be asked about, not `{0}`")]
    Scheme(String),
}

impl Target {
    /// Reads what a person typed: trims it, maps international names to ASCII and recognises the scope.
    ///
    /// A host that equals its registrable domain is a root domain, any longer host a sub-domain,
    /// anything with a scheme or a path a URL (Majestic's item convention).
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TargetError::Empty);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(TargetError::Blank(printable(text)));
        }
        if let Some((scheme, _)) = text.split_once("://") {
            if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
                return Err(TargetError::Scheme(printable(scheme)));
            }
            return Self::from_url(text);
        }
        if text.contains(['/', '?', '#']) {
            return Self::from_url(&format!("http://{text}"));
        }
        let host = checked_host(text.trim_end_matches('.'))?;
        let domain = registrable(&host)?;
        let scope = if domain == host {
            Scope::RootDomain
        } else {
            Scope::SubDomain
        };
        Ok(Self {
            item: host,
            scope,
            domain,
        })
    }

    fn from_url(text: &str) -> Result<Self, TargetError> {
        let bad = || TargetError::Host(printable(text));
        let url = url::Url::parse(text).map_err(|_| bad())?;
        let host = checked_host(url.host_str().ok_or_else(bad)?)?;
        let domain = registrable(&host)?;
        Ok(Self {
            item: url.to_string(),
            scope: Scope::Url,
            domain,
        })
    }

    /// What it is, in the words shown to a person.
    pub fn kind(&self) -> &'static str {
        match self.item.parse::<IpAddr>() {
            Ok(_) if self.scope == Scope::RootDomain => "IPv4 address",
            _ => self.scope.title(),
        }
    }

    /// The host part, ASCII.
    pub fn host(&self) -> String {
        match self.scope {
            Scope::Url => url::Url::parse(&self.item)
                .ok()
                .and_then(|url| url.host_str().map(str::to_owned))
                .unwrap_or_else(|| self.domain.clone()),
            Scope::RootDomain | Scope::SubDomain | Scope::Words => self.item.clone(),
        }
    }

    /// The item with international names in their own script, for the eye only.
    pub fn display(&self) -> String {
        match self.scope {
            Scope::Url | Scope::Words => self.item.clone(),
            Scope::RootDomain | Scope::SubDomain => unicode_host(&self.item),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.item)
    }
}

/// A host in its own script where that is unambiguous, else as it stands.
pub fn unicode_host(host: &str) -> String {
    let (text, outcome) = idna::domain_to_unicode(host);
    if outcome.is_ok() {
        text
    } else {
        host.to_owned()
    }
}

/// The registrable domain of an ASCII host by ICANN rules only (a host under `blogspot.com`
/// belongs to `blogspot.com`, as Majestic counts referring domains). An address is its own domain.
pub fn registrable_domain(host: &str) -> &str {
    // Suffix rules would cut an address in pieces.
    if host.parse::<IpAddr>().is_ok() {
        return host;
    }
    let Some(info) = psl::domain(host.as_bytes()) else {
        return host;
    };
    if info.suffix().typ() == Some(psl::Type::Private) {
        return registrable_above_private(host, info.suffix().as_bytes().len());
    }
    let bytes = info.as_bytes();
    &host[host.len() - bytes.len()..]
}

/// The registrable domain of an ASCII host where private suffixes part domains too (a host under `blogspot.com` is a
/// domain of its own, as DataForSEO counts main domains). An address, and a suffix, is its own domain.
pub fn main_domain(host: &str) -> &str {
    if host.parse::<IpAddr>().is_ok() {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

/// The public suffix of an ASCII host, private ones too, as DataForSEO prints a TLD (`com`, `co.uk`, `blogspot.com`);
/// an address is its own.
pub fn main_suffix(host: &str) -> &str {
    if host.parse::<IpAddr>().is_ok() {
        return host;
    }
    psl::suffix_str(host).unwrap_or(host)
}

/// A private suffix is itself a registrable name (or lies under one).
fn registrable_above_private(host: &str, suffix_len: usize) -> &str {
    let mut suffix = &host[host.len() - suffix_len..];
    while let Some((_, parent)) = suffix.split_once('.') {
        let icann = psl::suffix(parent.as_bytes()).is_some_and(|s| {
            s.typ() != Some(psl::Type::Private) && s.as_bytes().len() == parent.len()
        });
        if icann {
            return suffix;
        }
        suffix = parent;
    }
    suffix
}

/// The public suffix of a registrable domain as Majestic prints a TLD (`com`, `co.uk`).
pub fn public_suffix(domain: &str) -> &str {
    domain.split_once('.').map_or(domain, |(_, suffix)| suffix)
}

fn checked_host(text: &str) -> Result<String, TargetError> {
    let bad = || TargetError::Host(printable(text));
    let host = idna::domain_to_ascii_strict(text).map_err(|_| bad())?;
    let labels_ok = host.split('.').all(|label| !label.is_empty());
    // A name that ends in a number is an address or nothing.
    let is_number = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    let ends_ok = !host.rsplit('.').next().is_some_and(is_number) || host.parse::<IpAddr>().is_ok();
    if host.contains('.') && labels_ok && ends_ok {
        Ok(host)
    } else {
        Err(bad())
    }
}

fn registrable(host: &str) -> Result<String, TargetError> {
    if host.parse::<IpAddr>().is_ok() {
        return Ok(host.to_owned());
    }
    match psl::suffix(host.as_bytes()) {
        Some(s) if s.as_bytes().len() == host.len() && s.typ() != Some(psl::Type::Private) => {
            Err(TargetError::Suffix(host.to_owned()))
        }
        _ => Ok(registrable_domain(host).to_owned()),
    }
}

fn printable(text: &str) -> String {
    crate::model::text::one_line(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Scope {
        Target::parse(text).unwrap().scope
    }

    #[test]
    fn scope_comes_from_the_text() {
        assert_eq!(scope("example.com"), Scope::RootDomain);
        assert_eq!(scope(" Example.CO.UK. "), Scope::RootDomain);
        assert_eq!(scope("www.example.com"), Scope::SubDomain);
        assert_eq!(scope("https://example.com"), Scope::Url);
        assert_eq!(scope("example.com/page"), Scope::Url);
    }

    #[test]
    fn international_names_are_sent_in_ascii() {
        let target = Target::parse("bücher.example").unwrap();
        assert_eq!(target.item, "xn--bcher-kva.example");
        assert_eq!(target.display(), "bücher.example");
    }

    #[test]
    fn what_the_service_would_charge_for_is_refused_here() {
        for text in [
            "",
            "forbes..com",
            "luc.edu  _",
            "com",
            "co.uk",
            "localhost",
            "ftp://example.com",
            "a_b",
            "192.0.2.300",
            "192.0.2",
            "\u{1b}[31m",
        ] {
            assert!(Target::parse(text).is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn an_address_is_its_own_domain() {
        for host in ["192.0.2.7", "2001:db8::1"] {
            assert_eq!(registrable_domain(host), host);
        }
        let target = Target::parse("192.0.2.7").unwrap();
        assert_eq!(
            (target.scope, target.domain.as_str()),
            (Scope::RootDomain, "192.0.2.7")
        );
        assert_eq!(registrable_domain("7.192.0.2.example.com"), "example.com");
    }

    #[test]
    fn private_suffixes_are_ordinary_domains() {
        assert_eq!(registrable_domain("shop.blogspot.com"), "blogspot.com");
        assert_eq!(registrable_domain("blogspot.com"), "blogspot.com");
        assert_eq!(registrable_domain("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(public_suffix("example.co.uk"), "co.uk");
        assert_eq!(main_domain("a.shop.blogspot.com"), "shop.blogspot.com");
        assert_eq!(main_domain("blogspot.com"), "blogspot.com");
        assert_eq!(main_domain("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(main_domain("192.0.2.7"), "192.0.2.7");
        assert_eq!(main_suffix("shop.blogspot.com"), "blogspot.com");
        assert_eq!(main_suffix("www.example.co.uk"), "co.uk");
    }
}
