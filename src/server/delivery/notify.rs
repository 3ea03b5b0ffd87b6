//! Tells somebody that a file is ready: one GET, answered by exactly `OK` (Majestic developer documentation,
//! DownloadBackLinks page).

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::Url;

use super::doors::Doors;
use super::ftp_address::host_text;

/// How long the whole exchange may take.
const EXCHANGE: Duration = Duration::from_secs(20);
/// The only right answer.
const OK: &[u8] = b"OK";

/// Host and port of an address that can be notified, or what is wrong with it.
pub(in crate::server) fn host_of(text: &str) -> Result<(String, u16), &'static str> {
    let url = Url::parse(text).map_err(|_| "it is no address")?;
    host_and_port(&url)
}

fn host_and_port(url: &Url) -> Result<(String, u16), &'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it does not begin with http:// or https://");
    }
    let host = host_text(url).ok_or("it names no host")?;
    Ok((host, url.port_or_known_default().unwrap_or(80)))
}

/// Puts the file's name and place where the address asks for them; the macros have this case only.
pub(super) fn fill(address: &str, file: &str, location: &str) -> String {
    address
        .replace("%%DOWNLOAD_FILE_LOCATION%%", &encode(location))
        .replace("%%DOWNLOAD_FILE%%", &encode(file))
}

/// Encodes what would end a part of the address, and leaves an ordinary address readable.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Calls an address. It connects to what the doors have checked, follows no redirect, and reads no more than it needs.
pub(super) async fn notify(doors: &Doors, address: &str) -> Result<(), String> {
    let url = Url::parse(address).map_err(|_| "the address to notify is none".to_owned())?;
    let (host, port) = host_and_port(&url)?;
    let addresses = doors.addresses(&host, port).await?;
    // Somebody else in the process may have chosen a provider already; any will do.
    let _already_chosen = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("backtrail/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .resolve_to_addrs(&host, &addresses)
        .timeout(EXCHANGE);
    if url.scheme() == "http" {
        // Without this a machine without certificates could not even talk to itself.
        builder = builder.tls_certs_only([]);
    }
    let failed = |why: reqwest::Error| format!("the call failed: {}", innermost(&why));
    let client = builder.build().map_err(failed)?;
    let mut answer = client.get(url).send().await.map_err(failed)?;
    if !answer.status().is_success() {
        return Err(format!("the answer was HTTP {}", answer.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(failed)? {
        body.extend_from_slice(&piece[..piece.len().min(OK.len() + 1)]);
        if body.len() > OK.len() {
            break;
        }
    }
    if body == OK {
        Ok(())
    } else {
        Err("the answer was not exactly OK".to_owned())
    }
}

/// The cause that tells something, without the address, whose query may hold secrets.
fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "time-out".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::addr_eq(cause, error) {
        return "no answer".to_owned();
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_filled_in_their_own_case_only() {
        let filled = fill(
            "http://h/%%DOWNLOAD_FILE%%?at=%%DOWNLOAD_FILE_LOCATION%%&x=%%download_file%%",
            "a.gz",
            "http://f/d?k=1&j=2#a.gz",
        );
        assert_eq!(
            filled,
            "http://h/a.gz?at=http://f/d%3Fk%3D1%26j%3D2%23a.gz&x=%%download_file%%"
        );
    }

    #[test]
    fn only_web_addresses_are_called() {
        assert_eq!(host_of("http://[::1]:81/x"), Ok(("::1".to_owned(), 81)));
        assert_eq!(
            host_of("HTTPS://Example.com"),
            Ok(("example.com".to_owned(), 443))
        );
        for bad in [
            "",
            "ftp://h/",
            "example.com/x",
            "http://",
            "file:///etc/passwd",
        ] {
            assert!(host_of(bad).is_err(), "{bad}");
        }
    }
}
