//! Which service is asked, under which credentials, and in which form it answers.

use url::{Host, Url};

use super::credentials::{Given, is_of_environment};
use super::dataforseo;
use super::desk::Desk;
use super::failure::Failure;
use crate::api::sources::is_host_entry;
use crate::api::{Client, Credentials, Endpoint, MajesticClient, WireFormat};
use crate::jobs::Pace;
use crate::model::catalog::{Provider, without_password};
use crate::model::text::one_line;

/// Where the environment names an address.
const URL: &str = "BACKTRAIL_MAJESTIC_URL";
/// The key that the embedded server knows.
const DEMO_KEY: &str = "demo";
/// The developer sandbox: a small part of the historic data, no units are taken (Majestic developer documentation).
pub const SANDBOX: &str = "https://developer.majestic.com";
/// The vendor's domains; the settings' credentials for one of them are good for its sandbox, too.
const VENDOR: [&str; 2] = ["majestic.com", "majesticseo.com"];

/// A service that can be asked.
#[derive(Clone)]
pub struct Service {
    /// The client.
    pub client: Client,
    /// Name for the screen.
    pub name: String,
    /// Host, and port if it is none of the usual.
    pub host: String,
}

impl Service {
    /// Whom it is of.
    pub fn provider(&self) -> Provider {
        self.client.provider()
    }

    /// How patiently its jobs are asked after.
    pub fn pace(&self) -> Pace {
        Pace::of(&self.client)
    }

    /// Whether nothing that is bought there costs anything.
    pub fn is_sandbox(&self) -> bool {
        self.client.is_sandbox()
    }
}

/// Where a service is and whether the settings' credentials are meant for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    url: Url,
    is_local: bool,
    /// The settings name the same server, or the same vendor where its sandbox is asked.
    is_settings_own: bool,
    /// Secrets of the environment may go there.
    is_for_environment: bool,
}

/// Every service whose credentials are known, or only the one that is named by --provider.
pub fn known(desk: &Desk) -> Result<Vec<Service>, Failure> {
    if desk.fault.is_some() {
        // Whom to ask and up to which limit stands in a file that could not be read.
        return Ok(Vec::new());
    }
    let asked = |provider| desk.common.provider.is_none_or(|only| only == provider);
    let mut known = Vec::new();
    for provider in Provider::ALL.into_iter().filter(|p| asked(*p)) {
        known.extend(find(desk, provider)?);
    }
    Ok(known)
}

/// The same, and at least one.
pub fn need_any(desk: &Desk) -> Result<Vec<Service>, Failure> {
    let known = known(desk)?;
    if known.is_empty() {
        return need(desk, desk.common.provider.unwrap_or_default()).map(|one| vec![one]);
    }
    Ok(known)
}

/// A provider after flags, environment and settings; `None` if no credentials are known for it.
pub fn find(desk: &Desk, provider: Provider) -> Result<Option<Service>, Failure> {
    match provider {
        Provider::Majestic => find_majestic(desk),
        Provider::DataForSeo => dataforseo::find(desk),
    }
}

/// Where Majestic is asked, after flags and settings.
fn address_asked(desk: &Desk) -> Result<Address, Failure> {
    let settings = &desk.settings.majestic;
    let asked = asked_url(
        desk.common.sandbox,
        desk.common.majestic_url.as_deref(),
        settings.sandbox,
    )?;
    address(asked, &settings.url)
}

fn find_majestic(desk: &Desk) -> Result<Option<Service>, Failure> {
    let address = address_asked(desk)?;
    let Some(credentials) = credentials(desk, &address)? else {
        return Ok(None);
    };
    let service = connect(desk, &address, credentials)?;
    if service.is_sandbox() {
        desk.talk.say(&format!(
            "the developer sandbox {} is asked: a small part of the historic data, no units are taken",
            service.host
        ));
    }
    Ok(Some(service))
}

/// The service, or the sentence that says how to get one.
pub fn need(desk: &Desk, provider: Provider) -> Result<Service, Failure> {
    find(desk, provider)?.ok_or_else(|| {
        if provider == Provider::DataForSeo {
            return dataforseo::nothing_known(desk);
        }
        let sandbox = if desk.common.sandbox || desk.settings.majestic.sandbox {
            format!(" (its sandbox {SANDBOX} takes the same key)")
        } else {
            String::new()
        };
        Failure::Usage(format!(
            "no key for Majestic is known{sandbox}; nothing was sent. Put it into BACKTRAIL_MAJESTIC_KEY, or as \
             api_key or key_command under [majestic] in {}, or an OpenApps token with its private key into \
             BACKTRAIL_MAJESTIC_ACCESS_TOKEN and BACKTRAIL_MAJESTIC_PRIVATE_KEY; or run `backtrail demo`, which \
             needs none",
            desk.places.settings.display()
        ))
    })
}

/// Majestic under credentials that were typed in, where the settings would send them too.
pub fn with_typed(desk: &Desk, credentials: Credentials) -> Result<Service, Failure> {
    let address = address_asked(desk)?;
    if !address.is_settings_own {
        return Err(not_the_settings_own(
            &desk.settings.majestic.url,
            "--majestic-url",
        ));
    }
    connect(desk, &address, credentials)
}

/// A secret that is kept in the settings goes to their address alone, so that it can be tried nowhere else.
pub fn not_the_settings_own(own: &str, flag: &str) -> Failure {
    Failure::Usage(format!(
        "what is kept in the settings goes to {} alone, and {flag} (or its variable) names another address; nothing was \
         sent or kept. Leave that out, or set url in the settings first",
        without_password(own)
    ))
}

/// The embedded server at `url`.
pub fn embedded(desk: &Desk, url: &str) -> Result<Service, Failure> {
    let address = address(Some(url), url)?;
    let key = Credentials::Key(DEMO_KEY.into());
    let mut service = connect(desk, &address, key)?;
    service.name = "embedded demo".to_owned();
    Ok(service)
}

fn connect(desk: &Desk, address: &Address, credentials: Credentials) -> Result<Service, Failure> {
    let endpoint = Endpoint::new(address.url.as_str(), credentials)
        .map_err(|why| Failure::Usage(why.to_string()))?;
    let host = endpoint.host();
    let name = if endpoint.is_sandbox() {
        "majestic SANDBOX"
    } else {
        "majestic"
    };
    let hosts = &desk.settings.downloads.allowed_hosts;
    if let Some(wrong) = hosts.iter().find(|entry| !is_host_entry(entry)) {
        return Err(Failure::Usage(format!(
            "`{}` under downloads.allowed_hosts in {} is no host; nothing was sent. Write it as files.example.com or \
             *.example.com",
            one_line(wrong),
            desk.places.settings.display()
        )));
    }
    let client = MajesticClient::new(endpoint, format(desk))
        .and_then(|client| client.with_file_hosts(hosts))
        .map_err(|why| Failure::Failed(why.to_string()))?;
    Ok(Service {
        client: client.into(),
        name: name.to_owned(),
        host,
    })
}

/// The form of answers: the flag or its variable, else the settings.
fn format(desk: &Desk) -> WireFormat {
    let named = desk.common.majestic_format;
    named.unwrap_or(desk.settings.majestic.format)
}

/// The address that is named apart from the settings' own: the sandbox's, or the one of `--majestic-url`.
fn asked_url(
    sandbox_flag: bool,
    named: Option<&str>,
    sandbox_setting: bool,
) -> Result<Option<&str>, Failure> {
    match named {
        Some(_) if sandbox_flag => Err(Failure::Usage(
            "--sandbox and --majestic-url (or BACKTRAIL_MAJESTIC_URL) name two services; nothing was sent. Leave one \
             of them out"
                .to_owned(),
        )),
        Some(url) => Ok(Some(url)),
        None if sandbox_flag || sandbox_setting => Ok(Some(SANDBOX)),
        None => Ok(None),
    }
}

fn address(named: Option<&str>, settings: &str) -> Result<Address, Failure> {
    let text = named.unwrap_or(settings);
    let shown = without_password(text);
    let wrong = |why: &str| {
        Failure::Usage(format!(
            "`{shown}` is no address of a service: {why}; nothing was sent. \
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
    let is_settings_own = Url::parse(settings).is_ok_and(|settings| {
        settings.origin() == url.origin() || (text == SANDBOX && is_vendor(&settings))
    });
    let is_for_environment =
        is_local || is_settings_own || is_vendor(&url) || is_of_environment(text, URL);
    Ok(Address {
        url,
        is_local,
        is_settings_own,
        is_for_environment,
    })
}

fn is_vendor(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    VENDOR.iter().any(|name| {
        host.strip_suffix(name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn credentials(desk: &Desk, address: &Address) -> Result<Option<Credentials>, Failure> {
    let settings = address.is_settings_own.then_some(&desk.settings.majestic);
    let given = Given::of_environment()?;
    if !address.is_for_environment {
        given.nothing_for(address.url.host_str().unwrap_or_default())?;
    }
    if let Some(known) = given.over(settings)? {
        return Ok(Some(known));
    }
    if address.is_local {
        desk.talk.say(
            "no key given: using the embedded server's key `demo` (another goes into BACKTRAIL_MAJESTIC_KEY)",
        );
        return Ok(Some(Credentials::Key(DEMO_KEY.into())));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: &str = "https://api.majestic.com";

    #[test]
    fn the_settings_key_stays_with_the_settings_vendor() {
        let own = |named, settings| address(named, settings).unwrap().is_settings_own;
        assert!(own(None, LIVE));
        assert!(own(Some("https://api.majestic.com/"), LIVE));
        let other = address(Some("http://127.0.0.1:8080"), LIVE).unwrap();
        assert!(!other.is_settings_own && other.is_local);
        assert!(!own(Some("https://example.com"), LIVE));
        assert!(own(Some(SANDBOX), LIVE));
        assert!(!own(Some(SANDBOX), "http://127.0.0.1:8080"));
        assert!(!own(Some(SANDBOX), "https://evilmajestic.com"));
        let given = |named, settings| address(Some(named), settings).unwrap().is_for_environment;
        assert!(given(LIVE, "https://proxy.example") && given("https://[::1]:80", LIVE));
        assert!(given("https://proxy.example/x", "https://proxy.example"));
        assert!(!given("https://proxy.example", LIVE) && !given("https://evilmajestic.com", LIVE));
    }

    #[test]
    fn the_sandbox_is_one_flag_or_one_setting() {
        assert_eq!(asked_url(true, None, false).unwrap(), Some(SANDBOX));
        assert_eq!(asked_url(false, None, true).unwrap(), Some(SANDBOX));
        assert_eq!(asked_url(false, Some(LIVE), true).unwrap(), Some(LIVE));
        assert_eq!(asked_url(false, None, false).unwrap(), None);
        let why = asked_url(true, Some(LIVE), false).unwrap_err();
        assert!(why.code() == 2 && why.to_string().contains("--majestic-url"));
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
}
