//! Which addresses and files are taken, and that no secret shows.

use super::*;

fn key(key: &str) -> Credentials {
    Credentials::Key(key.into())
}

fn app(token: &str, key: &str) -> Credentials {
    Credentials::App {
        access_token: token.into(),
        private_key: key.into(),
    }
}

fn endpoint(base: &str, secret: &str) -> Endpoint {
    Endpoint::new(base, key(secret)).unwrap()
}

#[test]
fn addresses_are_checked() {
    let new = |base: &str| Endpoint::new(base, key("k")).map(|e| e.base().to_owned());
    for bad in [
        "ftp://x",
        "api.majestic.com",
        "https://user:pw@x.example",
        "https://x.example/?a=b",
        "https://x.example/#a",
    ] {
        assert!(matches!(new(bad), Err(EndpointError::Address(_))), "{bad}");
    }
    assert!(matches!(
        new("http://api.majestic.com"),
        Err(EndpointError::ClearText(_))
    ));
    let live = "https://api.majestic.com";
    assert_eq!(
        Endpoint::new(live, key(" ")).unwrap_err(),
        EndpointError::NoKey
    );
    for half in [app("t", " "), app("", "k")] {
        assert_eq!(
            Endpoint::new(live, half).unwrap_err(),
            EndpointError::HalfApp
        );
    }
}

#[test]
fn an_address_with_a_commands_path_means_its_host() {
    for (written, base) in [
        ("https://api.majestic.com/", "https://api.majestic.com"),
        (
            "https://api.majestic.com/api/json",
            "https://api.majestic.com",
        ),
        (
            "https://api.majestic.com/api/xml/",
            "https://api.majestic.com",
        ),
        (
            "https://api.majestic.com/api_command",
            "https://api.majestic.com",
        ),
        (
            "http://127.0.0.1:8/proxy/api/json",
            "http://127.0.0.1:8/proxy",
        ),
        ("http://127.0.0.1:8/my-api", "http://127.0.0.1:8/my-api"),
    ] {
        let read = endpoint(written, "k");
        assert_eq!(read.base(), base, "{written}");
        assert_eq!(
            read.command_url(WireFormat::Json),
            format!("{base}/api/json")
        );
        assert_eq!(read.command_url(WireFormat::Xml), format!("{base}/api/xml"));
    }
}

#[test]
fn the_sandbox_is_known_by_its_host() {
    assert!(endpoint("https://developer.majestic.com/api/json", "k").is_sandbox());
    assert!(endpoint("https://Developer.MajesticSEO.com", "k").is_sandbox());
    assert!(!endpoint("https://api.majestic.com", "k").is_sandbox());
    assert!(!endpoint("https://developer.majestic.com.evil.example", "k").is_sandbox());
}

#[test]
fn secrets_are_blotted_out_and_never_printed() {
    let long = endpoint(
        "https://api.majestic.com",
        "0123456789ABCDEF0123456789ABCDEF",
    );
    let text = "API_KEY - '0123456789ABCDEF0123456789ABCDEF' and 0123456789ABCDEF0123456789ABCDEF";
    assert_eq!(long.redact(text), "API_KEY - '[key]' and [key]");
    assert!(!format!("{long:?}").contains("0123456789"));
    assert!(!long.fingerprint().contains("0123456789"));
    let mut body = b"\xff ".to_vec();
    body.extend_from_slice(text.as_bytes());
    let clean = long.redact_bytes(body.into());
    assert!(!String::from_utf8_lossy(&clean).contains("0123456789"));
    let untouched = bytes::Bytes::from_static(b"\xff nothing");
    assert_eq!(long.redact_bytes(untouched.clone()), untouched);
}

#[test]
fn accounts_differ_by_address_and_credentials() {
    let a = endpoint("http://127.0.0.1:1", "demo").fingerprint();
    // As journals on disk name the account of this address and key.
    assert_eq!(a, hex(&Sha256::digest(b"http://127.0.0.1:1\0demo")[..12]));
    assert_eq!(a, endpoint("http://127.0.0.1:1/", "demo").fingerprint());
    assert_ne!(a, endpoint("http://127.0.0.1:2", "demo").fingerprint());
    assert_ne!(a, endpoint("http://127.0.0.1:1", "demo2").fingerprint());
    let of = |credentials| {
        let endpoint = Endpoint::new("http://127.0.0.1:1", credentials).unwrap();
        assert!(endpoint.is_openapp());
        endpoint.fingerprint()
    };
    assert_ne!(a, of(app("demo", "k")));
    assert_ne!(of(app("t", "k")), of(app("u", "k")));
    assert_ne!(of(app("t", "k")), of(app("t", "l")));
}
