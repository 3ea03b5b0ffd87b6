//! DataForSEO as a service: which address is asked, under which login.

use secrecy::SecretString;
use url::{Host, Url};

use super::credentials::{is_of_environment, not_meant_for, printed, secret_variable};
use super::desk::Desk;
use super::failure::Failure;
use super::service::{Service, not_the_settings_own};
use crate::api::{DataForSeoClient, DataForSeoEndpoint};
use crate::config::DataForSeoSettings;
use crate::model::access::Access;

/// Login and password that the embedded server knows.
const DEMO: &str = "demo";
/// The sandbox: the same paths and credentials, prepared data, nothing is charged (DataForSEO documentation).
pub const SANDBOX: &str = "https://sandbox.dataforseo.com";
/// The vendor's domain; the settings' credentials for it are good for its sandbox, too.
const VENDOR: &str = "dataforseo.com";

const LOGIN: &str = "BACKTRAIL_DATAFORSEO_LOGIN";
const PASSWORD: &str = "BACKTRAIL_DATAFORSEO_PASSWORD";
const URL: &str = "BACKTRAIL_DATAFORSEO_URL";

/// The service after flags, environment and settings; `None` if no credentials are known for it.
pub fn find(desk: &Desk) -> Result<Option<Service>, Failure> {
    let settings = &desk.settings.dataforseo;
    let named = desk.common.dataforseo_url.as_deref();
    let url = asked_url(desk.common.sandbox, named, settings)?;
    let is_own = is_settings_own(url, settings);
    let own = is_own.then_some(settings);
    if !(is_own || is_local(url) || is_vendor(url) || is_of_environment(url, URL))
        && secret_variable(PASSWORD)?.is_some()
    {
        let host = Url::parse(url).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        return Err(not_meant_for(host, PASSWORD, URL, "dataforseo"));
    }
    let (login, password) = credentials(own)?;
    let (login, password) = match (login, password) {
        (Some(login), Some(password)) => (login, password),
        (None, None) if is_local(url) => {
            desk.talk.say(
                "no login given: using the embedded server's `demo` (another goes into BACKTRAIL_DATAFORSEO_LOGIN and BACKTRAIL_DATAFORSEO_PASSWORD)",
            );
            (DEMO.to_owned(), DEMO.into())
        }
        (None, None) => return Ok(None),
        (Some(_), None) => return Err(half("a login", "its API password", PASSWORD)),
        (None, Some(_)) => return Err(half("an API password", "its login", LOGIN)),
    };
    let service = connect(url, &login, password)?;
    if service.is_sandbox() {
        desk.talk.say(&format!(
            "the sandbox {} is asked: prepared data, nothing is charged",
            service.host
        ));
    }
    Ok(Some(service))
}

/// The service under a login and a password that were typed in, where the settings would send them too.
pub fn with_typed(desk: &Desk, access: &Access) -> Result<Service, Failure> {
    let settings = &desk.settings.dataforseo;
    let named = desk.common.dataforseo_url.as_deref();
    let url = asked_url(desk.common.sandbox, named, settings)?;
    if !is_settings_own(url, settings) {
        return Err(not_the_settings_own(&settings.url, "--dataforseo-url"));
    }
    connect(url, access.text(0), access.text(1).into())
}

/// The sentence that says how to get an account.
pub fn nothing_known(desk: &Desk) -> Failure {
    Failure::Usage(format!(
        "no login for DataForSEO is known; nothing was sent. Put login and API password into {LOGIN} and {PASSWORD}, \
         or as login and password or password_command under [dataforseo] in {}; or run `backtrail demo`, which needs \
         none",
        desk.places.settings.display()
    ))
}

/// The embedded server at `url`.
pub fn embedded(url: &str) -> Result<Service, Failure> {
    let mut service = connect(url, DEMO, DEMO.into())?;
    service.name = "embedded demo".to_owned();
    Ok(service)
}

fn connect(url: &str, login: &str, password: SecretString) -> Result<Service, Failure> {
    let endpoint = DataForSeoEndpoint::new(url, login, password)
        .map_err(|why| Failure::Usage(why.to_string()))?;
    let (host, is_sandbox) = (endpoint.host(), endpoint.is_sandbox());
    let client = DataForSeoClient::new(endpoint).map_err(|why| Failure::Failed(why.to_string()))?;
    let name = if is_sandbox {
        "dataforseo SANDBOX"
    } else {
        "dataforseo"
    };
    Ok(Service {
        client: client.into(),
        name: name.to_owned(),
        host,
    })
}

fn asked_url<'a>(
    sandbox_flag: bool,
    named: Option<&'a str>,
    settings: &'a DataForSeoSettings,
) -> Result<&'a str, Failure> {
    match named {
        Some(_) if sandbox_flag => Err(Failure::Usage(
            "--sandbox and --dataforseo-url (or BACKTRAIL_DATAFORSEO_URL) name two services; nothing was sent. Leave \
             one of them out"
                .to_owned(),
        )),
        Some(url) => Ok(url),
        None if sandbox_flag || settings.sandbox => Ok(SANDBOX),
        None => Ok(&settings.url),
    }
}

/// Whether the settings' credentials are meant for this address.
fn is_settings_own(url: &str, settings: &DataForSeoSettings) -> bool {
    let (Ok(url), Ok(own)) = (Url::parse(url), Url::parse(&settings.url)) else {
        return false;
    };
    url.origin() == own.origin()
        || (is_vendor(own.as_str()) && url.as_str().trim_end_matches('/') == SANDBOX)
}

fn is_vendor(url: &str) -> bool {
    let url = Url::parse(url).ok();
    url.as_ref().and_then(Url::host_str).is_some_and(|host| {
        host.strip_suffix(VENDOR)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn is_local(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    })
}

/// Login and password: the environment before the settings, so that a login of the one is never paired with a
/// password of the other unless only one of them is named.
fn credentials(
    settings: Option<&DataForSeoSettings>,
) -> Result<(Option<String>, Option<SecretString>), Failure> {
    use secrecy::ExposeSecret;
    let login = secret_variable(LOGIN)?.map(|login| login.expose_secret().to_owned());
    let password = secret_variable(PASSWORD)?;
    if login.is_some() && password.is_some() {
        return Ok((login, password));
    }
    let Some(settings) = settings else {
        return Ok((login, password));
    };
    let password = match (password, &settings.password, &settings.password_command) {
        (Some(password), ..) => Some(password),
        (None, Some(password), _) => Some(password.clone()),
        (None, None, Some(words)) => Some(printed(words)?),
        (None, None, None) => None,
    };
    Ok((login.or_else(|| settings.login.clone()), password))
}

fn half(there: &str, missing: &str, variable: &str) -> Failure {
    Failure::Usage(format!(
        "{there} for DataForSEO is known but not {missing}; nothing was sent. Put it into {variable}, or beside the \
         other under [dataforseo] in the settings"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn settings(lines: &str) -> DataForSeoSettings {
        Settings::from_toml(&format!("[dataforseo]\n{lines}"))
            .unwrap()
            .dataforseo
    }

    #[test]
    fn the_settings_password_stays_with_the_settings_vendor() {
        let own = settings("");
        assert!(is_settings_own("https://api.dataforseo.com/v3", &own));
        assert!(is_settings_own(SANDBOX, &own));
        assert!(!is_settings_own("http://127.0.0.1:8080", &own));
        assert!(!is_settings_own("https://api.evildataforseo.com", &own));
        assert!(!is_settings_own(
            SANDBOX,
            &settings("url = \"http://127.0.0.1:1\"")
        ));
    }

    #[test]
    fn the_sandbox_is_one_flag_or_one_setting() {
        let (live, play) = (settings(""), settings("sandbox = true"));
        assert_eq!(asked_url(true, None, &live).unwrap(), SANDBOX);
        assert_eq!(asked_url(false, None, &play).unwrap(), SANDBOX);
        assert_eq!(asked_url(false, None, &live).unwrap(), live.url);
        let here = Some("http://127.0.0.1:1");
        assert_eq!(asked_url(false, here, &play).unwrap(), "http://127.0.0.1:1");
        assert_eq!(asked_url(true, here, &live).unwrap_err().code(), 2);
    }

    #[test]
    fn half_an_account_and_a_bad_address_are_told() {
        let why = half("a login", "its API password", PASSWORD);
        assert!(why.code() == 2 && why.to_string().contains(PASSWORD));
        let why = connect("http://api.dataforseo.com", "me", "SECRET".into())
            .err()
            .unwrap();
        assert!(
            why.code() == 2 && !why.to_string().contains("SECRET"),
            "{why}"
        );
    }
}
