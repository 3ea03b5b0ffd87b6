//! The settings file: theme, provider address and key, limits. Unknown names are refused with
//! their line; a key never reaches a message.

use secrecy::SecretString;
use serde::Deserialize;
use thiserror::Error;

use super::lines::{line_text, place};
use crate::model::money::{Ceiling, Limits};

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
    /// Address of the JSON interface.
    pub url: String,
    /// The API key, if it is written in the file.
    pub api_key: Option<SecretString>,
    /// A program with its arguments that prints the API key; started without a shell.
    pub key_command: Option<Vec<String>>,
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
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    theme: Option<String>,
    majestic: MajesticFile,
    limits: Limits,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MajesticFile {
    url: Option<String>,
    api_key: Option<String>,
    key_command: Option<Vec<String>>,
}

impl std::fmt::Debug for MajesticFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MajesticFile").finish_non_exhaustive()
    }
}

impl Settings {
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
                floor: lay_over(user.limits.floor, base.limits.floor),
            },
            majestic: MajesticSettings {
                url: text(user.majestic.url, base.majestic.url),
                api_key: user
                    .majestic
                    .api_key
                    .filter(|key| !key.trim().is_empty())
                    .map(|key| SecretString::from(key.trim())),
                key_command: user.majestic.key_command.filter(|words| !words.is_empty()),
            },
        })
    }
}

fn lay_over(user: Ceiling, base: Ceiling) -> Ceiling {
    Ceiling {
        analysis: user.analysis.or(base.analysis),
        retrieval: user.retrieval.or(base.retrieval),
        items: user.items.or(base.items),
    }
}

fn read(text: &str) -> Result<File, SettingsError> {
    toml::from_str(text).map_err(|error| {
        let (line, message) = place(text, &error);
        let what = if line_text(text, line).contains("api_key") {
            "api_key takes the key as a text in quotes".to_owned()
        } else {
            message
        };
        SettingsError { line, what }
    })
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
        assert!(settings.majestic.api_key.is_none());
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
    fn a_key_never_reaches_a_message() {
        for text in [
            "[majestic]\napi_key = 5EC2E7\n",
            "[majestic]\napi_key = \"5EC2E7\" x\n",
            "[majestic]\napi_key = [\"5EC2E7\"]\n",
        ] {
            let error = Settings::from_toml(text).unwrap_err();
            assert!(!error.to_string().contains("5EC2E7"), "{error}");
        }
        let settings = Settings::from_toml("[majestic]\napi_key = \"5EC2E7\"\n").unwrap();
        assert!(!format!("{settings:?}").contains("5EC2E7"));
    }
}
