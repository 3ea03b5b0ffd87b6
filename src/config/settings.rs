//! The settings file: theme, provider address and credentials, limits. Unknown names are refused with
//! their line; a secret never reaches a message.

use secrecy::SecretString;
use serde::Deserialize;
use thiserror::Error;

use super::lines::{line_text, place};
use crate::model::money::{Ceiling, Limits};
use crate::model::wire_format::WireFormat;

/// The built-in settings.
pub const BUILTIN: &str = include_str!("../../assets/settings.toml");

/// What is wrong with a settings file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("settings file, line {line}: {what}; nothing was sent")]
pub struct SettingsError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// How Majestic is reached.
#[derive(Clone, Debug)]
pub struct MajesticSettings {
    /// Address of the service.
    pub url: String,
    /// The developer sandbox is asked instead of that address.
    pub sandbox: bool,
    /// The form of its answers.
    pub format: WireFormat,
    /// The API key, if it is written in the file.
    pub api_key: Option<SecretString>,
    /// A program with its arguments that prints the API key; started without a shell.
    pub key_command: Option<Vec<String>>,
    /// An OpenApps user's token, in place of an API key.
    pub access_token: Option<SecretString>,
    /// The OpenApps application's own key, which goes with the token.
    pub private_key: Option<SecretString>,
}

/// How DataForSEO is reached.
#[derive(Clone, Debug)]
pub struct DataForSeoSettings {
    /// Address of the service.
    pub url: String,
    /// The sandbox is asked instead of that address.
    pub sandbox: bool,
    /// The account's login.
    pub login: Option<String>,
    /// Its API password, if it is written in the file.
    pub password: Option<SecretString>,
    /// A program with its arguments that prints the API password; started without a shell.
    pub password_command: Option<Vec<String>>,
}

/// The settings, defaults filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the theme.
    pub theme: String,
    /// Limits of every purchase.
    pub limits: Limits,
    /// Majestic.
    pub majestic: MajesticSettings,
    /// DataForSEO.
    pub dataforseo: DataForSeoSettings,
    /// Bought files.
    pub downloads: Downloads,
}

/// How bought files are fetched.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table of allowed_hosts")]
pub struct Downloads {
    /// Hosts that files may come from beside the service's own: a name, `*.` before it for all below it, a port behind.
    pub allowed_hosts: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
struct File {
    theme: Option<String>,
    majestic: MajesticFile,
    dataforseo: DataForSeoFile,
    downloads: Downloads,
    limits: Limits,
}

#[derive(Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of url, login and the like"
)]
struct DataForSeoFile {
    url: Option<String>,
    sandbox: Option<bool>,
    login: Option<String>,
    password: Option<String>,
    password_command: Option<Vec<String>>,
}

impl std::fmt::Debug for DataForSeoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DataForSeoFile").finish_non_exhaustive()
    }
}

impl DataForSeoFile {
    fn over(self, base: Self) -> DataForSeoSettings {
        DataForSeoSettings {
            url: self.url.or(base.url).unwrap_or_default(),
            sandbox: self.sandbox.or(base.sandbox).unwrap_or_default(),
            login: self.login.filter(|login| !login.trim().is_empty()),
            password: secret(self.password),
            password_command: self.password_command.filter(|words| !words.is_empty()),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of url, api_key and the like"
)]
struct MajesticFile {
    url: Option<String>,
    sandbox: Option<bool>,
    format: Option<WireFormat>,
    api_key: Option<String>,
    key_command: Option<Vec<String>>,
    access_token: Option<String>,
    private_key: Option<String>,
}

impl std::fmt::Debug for MajesticFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MajesticFile").finish_non_exhaustive()
    }
}

impl Settings {
    /// Whether a secret itself is written there, rather than the command that prints it.
    pub fn holds_secret(&self) -> bool {
        let majestic = &self.majestic;
        let secrets = [
            &majestic.api_key,
            &majestic.access_token,
            &majestic.private_key,
            &self.dataforseo.password,
        ];
        secrets.iter().any(|secret| secret.is_some())
    }

    /// The built-in settings.
    pub fn builtin() -> Result<Self, SettingsError> {
        Self::from_toml("")
    }

    /// The built-in settings with a user's file laid over.
    pub fn from_toml(user: &str) -> Result<Self, SettingsError> {
        let base = read(BUILTIN)?;
        let user = read(user)?;
        let text = |user: Option<String>, base: Option<String>| user.or(base).unwrap_or_default();
        Ok(Self {
            theme: text(user.theme, base.theme),
            limits: Limits {
                per_job: lay_over(user.limits.per_job, base.limits.per_job),
                per_day: lay_over(user.limits.per_day, base.limits.per_day),
                per_month: lay_over(user.limits.per_month, base.limits.per_month),
                floor: lay_over(user.limits.floor, base.limits.floor),
            },
            majestic: user.majestic.over(base.majestic),
            dataforseo: user.dataforseo.over(base.dataforseo),
            downloads: user.downloads,
        })
    }
}

impl MajesticFile {
    fn over(self, base: Self) -> MajesticSettings {
        MajesticSettings {
            url: self.url.or(base.url).unwrap_or_default(),
            sandbox: self.sandbox.or(base.sandbox).unwrap_or_default(),
            format: self.format.or(base.format).unwrap_or_default(),
            api_key: secret(self.api_key),
            key_command: self.key_command.filter(|words| !words.is_empty()),
            access_token: secret(self.access_token),
            private_key: secret(self.private_key),
        }
    }

    /// What contradicts itself: the name of the line that is to blame, and why.
    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let given = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        let has_key =
            given(&self.api_key) || self.key_command.as_ref().is_some_and(|w| !w.is_empty());
        let (has_token, has_private) = (given(&self.access_token), given(&self.private_key));
        if has_key && (has_token || has_private) {
            let line = if has_token {
                "access_token"
            } else {
                "private_key"
            };
            Some((
                line,
                "an API key and an OpenApps token are two accounts; keep either the key or access_token with private_key",
            ))
        } else {
            None
        }
    }
}

fn secret(text: Option<String>) -> Option<SecretString> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    Some(SecretString::from(text.trim()))
}

fn lay_over(user: Ceiling, base: Ceiling) -> Ceiling {
    Ceiling {
        analysis: user.analysis.or(base.analysis),
        retrieval: user.retrieval.or(base.retrieval),
        items: user.items.or(base.items),
        usd: user.usd.or(base.usd),
    }
}

/// Names whose values are secrets.
const SECRETS: [&str; 4] = ["api_key", "access_token", "private_key", "password"];

fn read(text: &str) -> Result<File, SettingsError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let (line, message) = place(text, &error);
        let names = |secret: &&&str| line_text(text, line).contains(**secret);
        let what = match SECRETS.iter().find(names) {
            Some(secret) => format!("{secret} takes one text in quotes"),
            None => message,
        };
        SettingsError { line, what }
    })?;
    match file.majestic.contradiction() {
        None => Ok(file),
        Some((name, what)) => Err(SettingsError {
            line: line_of(text, name),
            what: what.to_owned(),
        }),
    }
}

/// The line on which a name is set, for a mistake that only the whole file shows.
fn line_of(text: &str, name: &str) -> usize {
    let sets = |line: &str| {
        line.trim_start()
            .strip_prefix(name)
            .is_some_and(|r| r.trim_start().starts_with('='))
    };
    text.lines().position(sets).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn defaults_come_from_the_built_in_file() {
        let settings = Settings::builtin().unwrap();
        assert_eq!(settings.theme, "default");
        assert!(settings.majestic.url.starts_with("https://"));
        assert!(settings.majestic.api_key.is_none() && !settings.majestic.sandbox);
        assert_eq!(settings.majestic.format, WireFormat::Json);
        let seo = &settings.dataforseo;
        assert!(seo.url.starts_with("https://") && seo.login.is_none() && !seo.sandbox);
        assert_eq!(settings.limits, Limits::default());
    }

    #[test]
    fn a_users_file_lies_over() {
        let settings = Settings::from_toml(
            "theme = \"light\"\n[limits.per_job]\nanalysis = 1_000\n[majestic]\napi_key = \" k \"\n",
        )
        .unwrap();
        assert_eq!(settings.theme, "light");
        assert_eq!(settings.limits.per_job.analysis, Some(1_000));
        assert_eq!(settings.limits.per_job.retrieval, None);
        assert_eq!(settings.majestic.api_key.unwrap().expose_secret(), "k");
        assert!(settings.majestic.url.starts_with("https://"));
    }

    #[test]
    fn unknown_names_are_refused_with_their_line() {
        let error = Settings::from_toml("theme = \"light\"\ncolour = 1\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(error.what.contains("colour"), "{error}");
        let error = Settings::from_toml("[limits.per_job]\n\nanalisys = 1\n").unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.what.contains("analisys"), "{error}");
    }

    #[test]
    fn mistakes_are_told_in_the_files_own_words() {
        for (text, words) in [
            ("[limits]\nper_job = 5\n", "a table of amounts"),
            (
                "[limits.per_job]\nanalysis = \"much\"\n",
                "expected a whole number",
            ),
            ("[limits.per_job]\nusd = true\n", "an amount of dollars"),
            ("limits = 1\n", "a table of per_job"),
            ("[majestic]\nsandbox = 3\n", "expected true or false"),
            ("dataforseo = 3\n", "a table of url"),
            (
                "[majestic]\nkey_command = \"pass\"\n",
                "expected a list in brackets",
            ),
        ] {
            let told = Settings::from_toml(text).unwrap_err().to_string();
            assert!(told.contains(words), "{told}");
            for theirs in ["struct", "i64", "sequence", "enum", "invalid type"] {
                assert!(!told.contains(theirs), "{told}");
            }
        }
    }

    #[test]
    fn a_key_never_reaches_a_message() {
        for text in [
            "[majestic]\napi_key = 5EC2E7\n",
            "[majestic]\napi_key = \"5EC2E7\" x\n",
            "[majestic]\napi_key = [\"5EC2E7\"]\n",
        ] {
            for name in SECRETS {
                let error = Settings::from_toml(&text.replace("api_key", name)).unwrap_err();
                assert!(!error.to_string().contains("5EC2E7"), "{error}");
            }
        }
        let settings = Settings::from_toml("[majestic]\napi_key = \"5EC2E7\"\n").unwrap();
        assert!(!format!("{settings:?}").contains("5EC2E7"));
    }
    #[test]
    fn two_accounts_at_once_are_refused() {
        for (text, line) in [
            (
                "[majestic]\napi_key = \"5EC2E7\"\naccess_token = \"5EC2E7\"\nprivate_key = \"5EC2E7\"\n",
                3,
            ),
            (
                "[majestic]\nkey_command = [\"x\"]\nprivate_key = \"5EC2E7\"\n",
                3,
            ),
            ("[majestic]\nformat = \"yaml\"\n", 2),
        ] {
            let error = Settings::from_toml(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(!error.to_string().contains("5EC2E7"), "{error}");
        }
    }

    #[test]
    fn a_token_with_its_private_key_is_read() {
        let text = "[majestic]\nformat = \"xml\"\nsandbox = true\naccess_token = \"t\"\nprivate_key = \" p \"\n";
        let majestic = Settings::from_toml(text).unwrap().majestic;
        assert!(
            majestic.sandbox && majestic.format == WireFormat::Xml && majestic.api_key.is_none()
        );
        assert_eq!(majestic.access_token.unwrap().expose_secret(), "t");
        assert_eq!(majestic.private_key.unwrap().expose_secret(), "p");
    }
}
