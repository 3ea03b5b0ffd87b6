//! The settings: looks, provider addresses and credentials, limits, exports, the clipboard. Unknown names are refused
//! with their line; a secret never reaches a message.

mod faults;
mod file;

use secrecy::SecretString;
use serde::Deserialize;
use thiserror::Error;

use super::options::{Choice, ClipboardOptions, ExportOptions, Options};
use crate::model::money::{Ceiling, Limits};
use crate::model::wire_format::WireFormat;
pub use faults::checked;
use file::read;

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
    /// Name or path of the theme, or `auto`.
    pub theme: String,
    /// Whether only ASCII is drawn.
    pub ascii: Choice,
    /// Whether the mouse is heard.
    pub mouse: bool,
    /// How rows are written.
    pub export: ExportOptions,
    /// How text is copied.
    pub clipboard: ClipboardOptions,
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

    /// What the explorer goes by, where it draws with ASCII alone or not.
    pub fn options(&self, ascii: bool) -> Options {
        Options {
            ascii,
            mouse: self.mouse,
            export: self.export,
            clipboard: self.clipboard,
        }
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
            ascii: user.ascii.or(base.ascii).unwrap_or_default(),
            mouse: user.mouse.or(base.mouse).unwrap_or_default(),
            export: user.export.over(base.export),
            clipboard: user.clipboard.over(base.clipboard),
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

fn lay_over(user: Ceiling, base: Ceiling) -> Ceiling {
    Ceiling {
        analysis: user.analysis.or(base.analysis),
        retrieval: user.retrieval.or(base.retrieval),
        items: user.items.or(base.items),
        usd: user.usd.or(base.usd),
    }
}

#[cfg(test)]
mod tests;
