//! A settings file as it is written, before the built-in one is laid under it.

use secrecy::SecretString;
use serde::Deserialize;

use super::{DataForSeoSettings, Downloads, MajesticSettings, SettingsError};
use crate::config::lines::{line_text, place};
use crate::config::options::{
    Choice, ClipboardOptions, CopyWay, ExportFormat, ExportOptions, ExportProfile,
};
use crate::config::table::SECRETS;
use crate::model::money::Limits;
use crate::model::wire_format::WireFormat;

/// A settings file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub(super) struct File {
    pub(super) theme: Option<String>,
    pub(super) ascii: Option<Choice>,
    pub(super) mouse: Option<bool>,
    pub(super) export: ExportFile,
    pub(super) clipboard: ClipboardFile,
    pub(super) majestic: MajesticFile,
    pub(super) dataforseo: DataForSeoFile,
    pub(super) downloads: Downloads,
    pub(super) limits: Limits,
}

#[derive(Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of url, login and the like"
)]
pub(super) struct DataForSeoFile {
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
    pub(super) fn over(self, base: Self) -> DataForSeoSettings {
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
pub(super) struct MajesticFile {
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

#[derive(Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of format and profile"
)]
pub(super) struct ExportFile {
    format: Option<ExportFormat>,
    profile: Option<ExportProfile>,
}

impl ExportFile {
    pub(super) fn over(self, base: Self) -> ExportOptions {
        ExportOptions {
            format: self.format.or(base.format).unwrap_or_default(),
            profile: self.profile.or(base.profile).unwrap_or_default(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table of way and most_bytes"
)]
pub(super) struct ClipboardFile {
    way: Option<CopyWay>,
    most_bytes: Option<u64>,
}

/// More than this no terminal takes.
const MOST_BYTES: u64 = 10_000_000;

impl ClipboardFile {
    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let fits = self
            .most_bytes
            .is_none_or(|n| (1..=MOST_BYTES).contains(&n));
        (!fits).then_some(("most_bytes", "most_bytes is a number from 1 to 10000000"))
    }

    pub(super) fn over(self, base: Self) -> ClipboardOptions {
        let built_in = ClipboardOptions::default();
        ClipboardOptions {
            way: self.way.or(base.way).unwrap_or(built_in.way),
            most_bytes: self
                .most_bytes
                .or(base.most_bytes)
                .unwrap_or(built_in.most_bytes),
        }
    }
}

impl MajesticFile {
    pub(super) fn over(self, base: Self) -> MajesticSettings {
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

/// Reads a file and looks whether it contradicts itself.
pub(super) fn read(text: &str) -> Result<File, SettingsError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let (line, message) = place(text, &error);
        let names = |secret: &&&str| line_text(text, line).contains(**secret);
        let what = match SECRETS.iter().find(names) {
            Some(secret) => format!("{secret} takes one text in quotes"),
            None => message,
        };
        SettingsError { line, what }
    })?;
    let wrong = file.majestic.contradiction();
    match wrong.or_else(|| file.clipboard.contradiction()) {
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
