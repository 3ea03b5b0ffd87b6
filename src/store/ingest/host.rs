//! From the URL of a source to the domain that its links are counted under.

use crate::model::target::registrable_domain;

/// What ends the part of a URL that holds the host.
pub(super) const BEHIND: [char; 4] = ['/', '?', '#', '\\'];

/// A URL as far as its host and port go.
pub(super) fn before_path(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(BEHIND).map_or(url.len(), |at| start + at);
    &url[..end]
}

/// The host of a URL as it is written, without user, port and brackets; none if there is none.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let url = url.trim_start();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(BEHIND).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    let host = match host.strip_prefix('[') {
        Some(address) => address.split_once(']')?.0,
        None => host.split_once(':').map_or(host, |(h, _)| h),
    };
    let host = host.trim_end_matches('.');
    let plausible =
        !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control());
    plausible.then_some(host)
}

/// The registrable domain of a host as written.
pub(super) fn domain_of(host: &str) -> String {
    registrable_domain(&same_name(host)).to_owned()
}

/// A name as it is compared: lower case, ASCII where the name allows it.
pub(super) fn same_name(host: &str) -> String {
    if host.is_ascii() {
        host.to_ascii_lowercase()
    } else {
        // A name that has no ASCII form still is a domain that links.
        idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_urls() {
        for (url, host) in [
            ("http://a.example.com/x", Some("a.example.com")),
            ("https://u:p@Example.COM:8080?q", Some("Example.COM")),
            ("example.com/path", Some("example.com")),
            ("http://[2001:db8::1]:80/", Some("2001:db8::1")),
            ("http://example.com./", Some("example.com")),
            ("http:///x", None),
            ("", None),
            ("not a url", None),
            ("http://a\u{1b}b/", None),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
    }

    #[test]
    fn domains_follow_the_icann_rules() {
        assert_eq!(domain_of("WWW.Example.co.uk"), "example.co.uk");
        assert_eq!(domain_of("shop.blogspot.com"), "blogspot.com");
        assert_eq!(domain_of("192.0.2.7"), "192.0.2.7");
        assert_eq!(domain_of("2001:db8::1"), "2001:db8::1");
        assert_eq!(domain_of("www.bücher.example"), "xn--bcher-kva.example");
    }
}
