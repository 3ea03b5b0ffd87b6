//! Which service is asked, and with which key.
//!
//! A key never comes from an argument. The key of the settings file goes only to the address that the
//! settings name: pointing the program at another server must not hand that server a live key.

use std::process::{Command, Stdio};

use secrecy::SecretString;
use url::{Host, Url};

use super::desk::Desk;
use super::failure::Failure;
use crate::api::{Endpoint, MajesticClient};
use crate::jobs::Pace;

/// The key that the embedded server knows.
const DEMO_KEY: &str = "demo";
/// A key longer than this is a mistake of the key command.
const LONGEST_KEY: usize = 4096;

/// A service that can be asked.
#[derive(Clone)]
pub struct Service {
    /// The client.
    pub client: MajesticClient,
    /// Name for the screen.
    pub name: String,
    /// Host, and port if it is none of the usual.
    pub host: String,
}

impl Service {
    /// How patiently its jobs are asked after.
    pub fn pace(&self) -> Pace {
        Pace::of(self.client.endpoint())
    }
}

/// Where a service is and whether the settings' key is meant for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    url: Url,
    is_local: bool,
    /// The settings name the same server.
    is_settings_own: bool,
}

/// The service after flags, environment and settings; `None` if no key is known for it.
pub fn find(desk: &Desk) -> Result<Option<Service>, Failure> {
    let address = address(
        desk.common.majestic_url.as_deref(),
        &desk.settings.majestic.url,
    )?;
    let Some(key) = key(desk, &address)? else {
        return Ok(None);
    };
    connect(&address, key).map(Some)
}

/// The service, or the sentence that says how to get one.
pub fn need(desk: &Desk) -> Result<Service, Failure> {
    find(desk)?.ok_or_else(|| {
        Failure::Usage(format!(
            "no key for Majestic is known; nothing was sent. Put it into BACKTRAIL_MAJESTIC_KEY, or as api_key \
             or key_command under [majestic] in {}; or run `backtrail demo`, which needs none",
            desk.places.settings.display()
        ))
    })
}

/// The embedded server at `url`.
pub fn embedded(url: &str) -> Result<Service, Failure> {
    let address = address(Some(url), url)?;
    let mut service = connect(&address, DEMO_KEY.into())?;
    service.name = "embedded demo".to_owned();
    Ok(service)
}

fn connect(address: &Address, key: SecretString) -> Result<Service, Failure> {
    let endpoint =
        Endpoint::new(address.url.as_str(), key).map_err(|why| Failure::Usage(why.to_string()))?;
    let host = endpoint.host();
    let client = MajesticClient::new(endpoint).map_err(|why| Failure::Failed(why.to_string()))?;
    Ok(Service {
        client,
        name: "majestic".to_owned(),
        host,
    })
}

fn address(named: Option<&str>, settings: &str) -> Result<Address, Failure> {
    let text = named.unwrap_or(settings);
    let wrong = |why: &str| {
        Failure::Usage(format!(
            "`{text}` is no address of a service: {why}; nothing was sent. \
             Write --majestic-url https://api.majestic.com or http://127.0.0.1:PORT"
        ))
    };
    let url = Url::parse(text).map_err(|why| wrong(&why.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds a user name or a password"));
    }
    let is_local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => return Err(wrong("it names no host")),
    };
    match url.scheme() {
        "https" => {}
        "http" if is_local => {}
        "http" => return Err(wrong("http:// would send the key in clear")),
        _ => {
            return Err(wrong(
                "only https:// (and http:// on this machine) is spoken",
            ));
        }
    }
    let is_settings_own =
        Url::parse(settings).is_ok_and(|settings| settings.origin() == url.origin());
    Ok(Address {
        url,
        is_local,
        is_settings_own,
    })
}

fn key(desk: &Desk, address: &Address) -> Result<Option<SecretString>, Failure> {
    if let Some(key) = environment_key()? {
        return Ok(Some(key));
    }
    if address.is_settings_own {
        let settings = &desk.settings.majestic;
        if let Some(key) = &settings.api_key {
            return Ok(Some(key.clone()));
        }
        if let Some(words) = &settings.key_command {
            return command_key(words).map(Some);
        }
    }
    if address.is_local {
        desk.talk.say(
            "no key given: using the embedded server's key `demo` (another goes into BACKTRAIL_MAJESTIC_KEY)",
        );
        return Ok(Some(DEMO_KEY.into()));
    }
    Ok(None)
}

fn environment_key() -> Result<Option<SecretString>, Failure> {
    match std::env::var("BACKTRAIL_MAJESTIC_KEY") {
        Ok(key) => checked(&key, "BACKTRAIL_MAJESTIC_KEY"),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(not_a_key("BACKTRAIL_MAJESTIC_KEY")),
    }
}

/// Runs the key command without a shell; its standard error stays the person's, so that it can ask for a pass phrase.
fn command_key(words: &[String]) -> Result<SecretString, Failure> {
    let Some((program, rest)) = words.split_first() else {
        return Err(not_a_key("key_command"));
    };
    let failed = |why: String| {
        Failure::Usage(format!(
            "the key command `{program}` {why}; nothing was sent"
        ))
    };
    let output = Command::new(program)
        .args(rest)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|why| failed(format!("could not be started: {why}")))?;
    if !output.status.success() {
        return Err(failed(format!("ended with {}", output.status)));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| failed("printed something that is no text".to_owned()))?;
    let first = text.lines().next().unwrap_or_default();
    checked(first, "the key command")?.ok_or_else(|| failed("printed nothing".to_owned()))
}

fn checked(key: &str, from: &str) -> Result<Option<SecretString>, Failure> {
    let key = key.trim();
    if key.chars().any(char::is_control) || key.len() > LONGEST_KEY {
        return Err(not_a_key(from));
    }
    Ok((!key.is_empty()).then(|| key.into()))
}

fn not_a_key(from: &str) -> Failure {
    Failure::Usage(format!(
        "{from} holds something that cannot be a key; nothing was sent"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    const LIVE: &str = "https://api.majestic.com";

    #[test]
    fn the_settings_key_stays_with_the_settings_address() {
        assert!(address(None, LIVE).unwrap().is_settings_own);
        assert!(
            address(Some("https://api.majestic.com/"), LIVE)
                .unwrap()
                .is_settings_own
        );
        let other = address(Some("http://127.0.0.1:8080"), LIVE).unwrap();
        assert!(!other.is_settings_own && other.is_local);
        assert!(
            !address(Some("https://example.com"), LIVE)
                .unwrap()
                .is_settings_own
        );
    }

    #[test]
    fn an_address_is_checked() {
        for (text, names) in [
            ("nonsense", "nonsense"),
            ("http://api.majestic.com", "in clear"),
            ("ftp://127.0.0.1", "https://"),
            ("https://user:pw@example.com", "password"),
        ] {
            let why = address(Some(text), LIVE).unwrap_err();
            assert_eq!(why.code(), 2);
            assert!(why.to_string().contains(names), "{why}");
        }
        assert!(address(Some("http://[::1]:80"), LIVE).unwrap().is_local);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_command_prints_the_key_on_its_first_line() {
        let run = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            command_key(&words)
        };
        let key = run(&["printf", " SECRET \nmore\n"]).unwrap();
        assert_eq!(key.expose_secret(), "SECRET");
        assert!(run(&["false"]).is_err());
        assert!(run(&["printf", ""]).is_err());
        assert!(run(&["/no/such/program"]).is_err());
    }
}
