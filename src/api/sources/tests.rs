//! What is let through, and what is not.

use super::*;

fn sources(base: &str, more: &[&str]) -> Sources {
    let more: Vec<String> = more.iter().map(|s| (*s).to_owned()).collect();
    Sources::new(&Url::parse(base).unwrap(), more.into())
}

fn why(sources: &Sources, address: &str) -> Option<Why> {
    sources.admit(address).err().map(|refused| refused.why)
}

#[test]
fn files_come_from_the_service_only() {
    let live = sources("https://api.majestic.com", &[]);
    let local = sources("http://127.0.0.1:8080", &[]);
    for good in [
        "http://downloads.majesticseo.com/f",
        "https://majestic.com/f",
    ] {
        assert_eq!(why(&live, good), None, "{good}");
        assert_eq!(why(&local, good), Some(Why::Host), "{good}");
    }
    for (bad, expected) in [
        ("https://evilmajestic.com/f", Why::Host),
        ("https://majestic.com.evil.example/f", Why::Host),
        ("https://majestic.com@evil.example/f", Why::Host),
        ("https://evil.example/majestic.com", Why::Host),
        ("ftp://majestic.com/f", Why::Scheme),
        ("file:///etc/passwd", Why::Scheme),
        ("gopher://majestic.com/", Why::Scheme),
        ("//majestic.com/f", Why::Scheme),
        ("http://127.0.0.1/f", Why::Host),
        ("http://2130706433/f", Why::Host),
        ("http://[::ffff:127.0.0.1]/f", Why::Host),
        ("http://169.254.169.254/latest/meta-data", Why::Host),
        ("https://u:SECRET@downloads.majestic.com/f", Why::Password),
    ] {
        let refused = live.admit(bad).unwrap_err();
        assert_eq!(refused.why, expected, "{bad}");
        assert!(!refused.to_string().contains("SECRET"), "{refused}");
    }
    assert_eq!(why(&local, "http://127.0.0.1:8080/downloads/x"), None);
    for bad in [
        "http://127.0.0.2:8080/x",
        "http://127.0.0.1:22/x",
        "http://127.0.0.1/x",
    ] {
        assert_eq!(why(&local, bad), Some(Why::Host), "{bad}");
    }
}

#[test]
fn a_typed_location_opens_its_own_host_and_port() {
    let typed =
        sources("https://api.majestic.com", &[]).and(Some("https://me:pw@files.example/m/"));
    for good in [
        "https://files.example/majestic/f.csv.gz",
        "https://files.example:443/elsewhere/f.csv.gz",
        "https://me:pw@files.example/m/f.csv.gz",
        "https://downloads.majestic.com/f.csv.gz",
    ] {
        assert_eq!(why(&typed, good), None, "{good}");
    }
    for bad in [
        "https://files.example:8443/majestic/f.csv.gz",
        "http://files.example/majestic/f.csv.gz",
        "https://other.example/majestic/f.csv.gz",
        "https://you:pw@files.example/m/f.csv.gz",
        "ftp://files.example/majestic/f.csv.gz",
    ] {
        assert!(why(&typed, bad).is_some(), "{bad}");
    }
}

#[test]
fn the_settings_name_further_hosts() {
    let more = ["files.example", "*.cdn.example", "odd.example:8443"];
    let sources = sources("http://127.0.0.1:8080", &more);
    for good in [
        "https://files.example/f",
        "https://FILES.example./f",
        "https://a.b.cdn.example/f",
        "https://odd.example:8443/f",
    ] {
        assert_eq!(why(&sources, good), None, "{good}");
    }
    for bad in [
        "https://files.example:8443/f",
        "https://odd.example/f",
        "https://cdn.example/f",
        "https://evilcdn.example/f",
        "https://x.files.example/f",
    ] {
        assert_eq!(why(&sources, bad), Some(Why::Host), "{bad}");
    }
    for good in more.iter().chain(&["10.0.0.5", "[fd00::1]:8080"]) {
        assert!(is_host_entry(good), "{good}");
    }
    for bad in [
        "",
        "*",
        "*.",
        "https://a.example",
        "a.example/x",
        "u@a.example",
        "a b",
        "a.*.b",
    ] {
        assert!(!is_host_entry(bad), "{bad}");
    }
}

#[test]
fn redirects_keep_encryption_and_end() {
    let live = sources("https://api.majestic.com", &[]);
    let url = |text: &str| Url::parse(text).unwrap();
    let (safe, clear) = (
        url("https://a.majestic.com/f"),
        url("http://a.majestic.com/f"),
    );
    let why = |passed: &[Url], next: &Url| live.follow(passed, next).err().map(|r| r.why);
    assert_eq!(why(std::slice::from_ref(&clear), &safe), None);
    assert_eq!(
        why(std::slice::from_ref(&safe), &clear),
        Some(Why::Downgrade)
    );
    let there = url("https://evil.example/");
    assert_eq!(why(std::slice::from_ref(&safe), &there), Some(Why::Host));
    assert_eq!(why(&vec![safe.clone(); HOPS], &safe), None);
    assert_eq!(why(&vec![safe.clone(); HOPS + 1], &safe), Some(Why::Hops));
}

#[tokio::test]
async fn only_named_for_the_purpose_a_name_may_lead_inside() {
    async fn found(sources: &Sources) -> bool {
        let name = "localhost".parse().unwrap();
        sources
            .resolve(name)
            .await
            .is_ok_and(|mut found| found.next().is_some())
    }
    let foreign = sources("https://api.majestic.com", &["localhost"]);
    assert!(!found(&foreign).await);
    assert!(found(&foreign.and(Some("http://localhost:8080/"))).await);
    assert!(found(&sources("http://localhost:8080", &["localhost"])).await);
    assert!(
        found(&sources("https://api.majestic.com", &[])).await,
        "a proxy here"
    );
}
