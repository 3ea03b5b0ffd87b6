//! Who asks: an API key, or an OpenApps token with its application's private key.
//!
//! Secrets never come from an argument, where every user of the machine could read them. Those of the settings file
//! go only to the vendor that the settings name: pointing the program at another server must not hand that
//! server a live key.

use std::process::{Command, Stdio};

use secrecy::SecretString;

use super::failure::Failure;
use crate::api::Credentials;
use crate::config::MajesticSettings;

/// A key longer than this is a mistake of the key command.
const LONGEST: usize = 4096;

const KEY: &str = "BACKTRAIL_MAJESTIC_KEY";
const ACCESS_TOKEN: &str = "BACKTRAIL_MAJESTIC_ACCESS_TOKEN";
const PRIVATE_KEY: &str = "BACKTRAIL_MAJESTIC_PRIVATE_KEY";

/// What the environment says.
#[derive(Default)]
pub struct Given {
    key: Option<SecretString>,
    access_token: Option<SecretString>,
    private_key: Option<SecretString>,
}

impl Given {
    /// Reads the environment.
    pub fn of_environment() -> Result<Self, Failure> {
        Ok(Self {
            key: secret_variable(KEY)?,
            access_token: secret_variable(ACCESS_TOKEN)?,
            private_key: secret_variable(PRIVATE_KEY)?,
        })
    }

    /// The credentials after environment and settings; `settings` only if they are meant for the address asked.
    /// None if nothing is known.
    pub fn over(self, settings: Option<&MajesticSettings>) -> Result<Option<Credentials>, Failure> {
        let names_app = self.access_token.is_some() || self.private_key.is_some();
        match self.key {
            Some(_) if names_app => Err(Failure::Usage(format!(
                "{KEY} and {ACCESS_TOKEN} with {PRIVATE_KEY} are two accounts; nothing was sent. Unset one of them"
            ))),
            Some(key) => Ok(Some(Credentials::Key(key))),
            None if !names_app => settings.map_or(Ok(None), of_settings),
            None => {
                let token = settings.and_then(|s| s.access_token.clone());
                let private = settings.and_then(|s| s.private_key.clone());
                app(self.access_token.or(token), self.private_key.or(private))
            }
        }
    }
}

fn of_settings(settings: &MajesticSettings) -> Result<Option<Credentials>, Failure> {
    if let Some(key) = &settings.api_key {
        return Ok(Some(Credentials::Key(key.clone())));
    }
    if let Some(words) = &settings.key_command {
        return printed(words).map(|key| Some(Credentials::Key(key)));
    }
    app(settings.access_token.clone(), settings.private_key.clone())
}

/// The pair of an application; half a pair is a mistake.
fn app(
    access_token: Option<SecretString>,
    private_key: Option<SecretString>,
) -> Result<Option<Credentials>, Failure> {
    match (access_token, private_key) {
        (Some(access_token), Some(private_key)) => Ok(Some(Credentials::App {
            access_token,
            private_key,
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(half("access_token", "private_key", PRIVATE_KEY)),
        (None, Some(_)) => Err(half("private_key", "access_token", ACCESS_TOKEN)),
    }
}

fn half(there: &str, missing: &str, variable: &str) -> Failure {
    Failure::Usage(format!(
        "an OpenApps {there} is known but no {missing} to go with it; nothing was sent. Put it into {variable}, or \
         beside the other under [majestic] in the settings"
    ))
}

/// A secret of the environment.
pub fn secret_variable(name: &str) -> Result<Option<SecretString>, Failure> {
    match std::env::var(name) {
        Ok(text) => checked(&text, name),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(not_a_key(name)),
    }
}

/// Runs the key command without a shell; its standard error stays the person's, so that it can ask for a pass phrase.
pub fn printed(words: &[String]) -> Result<SecretString, Failure> {
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
    if key.chars().any(char::is_control) || key.len() > LONGEST {
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
    use crate::config::Settings;
    use secrecy::ExposeSecret;

    fn settings(lines: &str) -> MajesticSettings {
        let text = format!("[majestic]\n{lines}");
        Settings::from_toml(&text).unwrap().majestic
    }

    fn given(key: &str, access_token: &str, private_key: &str) -> Given {
        let secret = |text: &str| (!text.is_empty()).then(|| SecretString::from(text));
        Given {
            key: secret(key),
            access_token: secret(access_token),
            private_key: secret(private_key),
        }
    }

    /// `key K`, `app T P` or `none`; a refusal is its sentence.
    fn chosen(given: Given, settings: Option<&MajesticSettings>) -> String {
        match given.over(settings) {
            Ok(None) => "none".to_owned(),
            Ok(Some(Credentials::Key(key))) => format!("key {}", key.expose_secret()),
            Ok(Some(Credentials::App {
                access_token,
                private_key,
            })) => format!(
                "app {} {}",
                access_token.expose_secret(),
                private_key.expose_secret()
            ),
            Err(why) => why.to_string(),
        }
    }

    #[test]
    fn the_environment_comes_first_and_two_accounts_are_refused() {
        let key = settings("api_key = \"K\"\n");
        let app = settings("access_token = \"T\"\nprivate_key = \"P\"\n");
        assert_eq!(chosen(given("", "", ""), None), "none");
        assert_eq!(chosen(given("", "", ""), Some(&key)), "key K");
        assert_eq!(chosen(given("", "", ""), Some(&app)), "app T P");
        assert_eq!(chosen(given("E", "", ""), Some(&app)), "key E");
        assert_eq!(chosen(given("", "t", "p"), Some(&key)), "app t p");
        assert_eq!(chosen(given("", "t", ""), Some(&app)), "app t P");
        let both = chosen(given("SECRET", "SECRET", ""), None);
        assert!(
            both.contains("two accounts") && !both.contains("SECRET"),
            "{both}"
        );
        for half in [given("", "SECRET", ""), given("", "", "SECRET")] {
            let why = chosen(half, None);
            assert!(
                why.contains("BACKTRAIL_") && !why.contains("SECRET"),
                "{why}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_command_prints_the_key_on_its_first_line() {
        let run = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            printed(&words)
        };
        let key = run(&["printf", " SECRET \nmore\n"]).unwrap();
        assert_eq!(key.expose_secret(), "SECRET");
        assert!(run(&["false"]).is_err());
        assert!(run(&["printf", ""]).is_err());
        assert!(run(&["/no/such/program"]).is_err());
    }
}
