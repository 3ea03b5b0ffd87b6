//! From the URL of a source to the domain that its links are counted under.

use crate::model::target::registrable_domain;

/// What ends the part of a URL that holds the host.
pub(super) const BEHIND: [char; 4] = ['/', '?', '#', '\\'];

/// The most bytes of a host: a name has 253 at the most, more only as other letters than ASCII.
const MOST_BYTES: usize = 1_024;

/// What a byte of an authority is: part of a name, something else, or what ends the authority.
const CLASS: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'/' | b'?' | b'#' | b'\\' => END,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => NAME,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};
const NAME: u8 = 0;
const OTHER: u8 = 1;
const END: u8 = 2;

/// The host of a URL as it is written, without user, port and brackets, and the URL as far as that and a port go; none
/// if there is no host.
#[inline]
pub(super) fn host_of(url: &str) -> Option<(&str, &str)> {
    let start = behind_scheme(url);
    let rest = url.get(start..)?;
    let (mut end, mut classes) = (rest.len(), NAME);
    for (at, byte) in rest.bytes().enumerate() {
        match CLASS[usize::from(byte)] {
            END => {
                end = at;
                break;
            }
            class => classes |= class,
        }
    }
    let (authority, before_path) = (rest.get(..end)?, url.get(..start + end)?);
    // Nearly all are nothing but a name.
    let host = match classes {
        NAME => authority.trim_end_matches('.'),
        _ => name_in(authority)?,
    };
    (1..=MOST_BYTES)
        .contains(&host.len())
        .then_some((host, before_path))
}

/// Where the scheme of a URL ends; an address within its path begins with none of its own.
#[inline]
fn behind_scheme(url: &str) -> usize {
    for usual in ["https://", "http://"] {
        if url.starts_with(usual) {
            return usual.len();
        }
    }
    let is_special = |byte: u8| byte == b':' || CLASS[usize::from(byte)] == END;
    match url.bytes().position(is_special) {
        Some(at) if url.as_bytes()[at..].starts_with(b"://") => at + 3,
        _ => 0,
    }
}

/// The name in what may hold a user, a port or an address in brackets.
fn name_in(authority: &str) -> Option<&str> {
    let authority = authority.trim_start();
    let host = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    let host = match host.strip_prefix('[') {
        Some(address) => address.split_once(']')?.0,
        None => match host.split_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            // A scheme without a host, such as that of a script or of mail.
            Some(_) => return None,
            None => host,
        },
    };
    let host = host.trim_end_matches('.');
    let plausible = !host.contains(|c: char| c.is_whitespace() || c.is_control());
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
            ("example.com/go?to=http://b.example/", Some("example.com")),
            (" http://example.com/", Some("example.com")),
            (" example.com/", Some("example.com")),
            ("http://example.com:/", Some("example.com")),
            ("http://./", None),
            ("example.com:8080/x", Some("example.com")),
            ("javascript:alert(1)", None),
            ("http://example.com:8o/", None),
        ] {
            assert_eq!(host_of(url).map(|(host, _)| host), host, "{url}");
        }
    }

    #[test]
    fn a_host_is_only_so_long() {
        for (bytes, is_host) in [(1_024, true), (1_025, false)] {
            let url = format!("http://{}/x", "a".repeat(bytes));
            assert_eq!(host_of(&url).is_some(), is_host, "{bytes}");
        }
    }

    #[test]
    fn what_stands_before_the_path_is_told_beside_the_host() {
        for (url, before_path) in [
            ("http://a.example.com/x", "http://a.example.com"),
            (
                "https://u:p@Example.COM:8080?q",
                "https://u:p@Example.COM:8080",
            ),
            ("example.com/go?to=http://b.example/", "example.com"),
            ("//example.com", ""),
        ] {
            let told = host_of(url).map_or("", |(_, before_path)| before_path);
            assert_eq!(told, before_path, "{url}");
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
