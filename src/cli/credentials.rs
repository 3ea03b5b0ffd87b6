//! Who asks: an API key, or an OpenApps token with its application's private key.
//!
//! Secrets never come from an argument, where every user of the machine could read them. Those of the settings file
//! go only to the vendor that the settings name, and those of the environment to their vendor, to this machine, and
//! to an address that stands in the settings or in the environment beside them: pointing the program at another
//! server must not hand that server a live key.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use secrecy::SecretString;

use super::failure::Failure;
use crate::api::Credentials;
use crate::config::MajesticSettings;
use crate::model::access::{Access, AccessKind};

/// A key longer than this is a mistake of the key command.
const LONGEST: usize = 4096;

/// A key command may ask for a pass phrase, but not for ever: a person must be able to see that it hangs.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked whether the command ended.
const GLANCE: Duration = Duration::from_millis(5);
/// How long after its end what it printed may take to be read.
const PARTING: Duration = Duration::from_secs(2);

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

    /// Nothing, or the sentence why it does not go to an address that was only named on the command line.
    pub fn nothing_for(&self, host: &str) -> Result<(), Failure> {
        let given = [&self.key, &self.access_token, &self.private_key];
        match given.iter().any(|secret| secret.is_some()) {
            true => Err(not_meant_for(
                host,
                KEY,
                "BACKTRAIL_MAJESTIC_URL",
                "majestic",
            )),
            false => Ok(()),
        }
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

/// What was typed in for an account with Majestic.
pub fn typed(access: &Access) -> Credentials {
    match access.kind {
        AccessKind::MajesticApp => Credentials::App {
            access_token: access.text(0).into(),
            private_key: access.text(1).into(),
        },
        AccessKind::MajesticKey | AccessKind::DataForSeo => Credentials::Key(access.text(0).into()),
    }
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

/// Why a secret of the environment does not go to an address.
pub fn not_meant_for(host: &str, secret: &str, url: &str, section: &str) -> Failure {
    Failure::Usage(format!(
        "the secret in {secret} is not sent to {host}, which only the command line names; nothing was sent. If that \
         server is to have it, name it in {url} beside the secret, or as url under [{section}] in the settings"
    ))
}

/// Whether an address stands in the environment, where the secrets stand.
pub fn is_of_environment(address: &str, variable: &str) -> bool {
    std::env::var(variable).is_ok_and(|named| named == address)
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
    printed_within(words, PATIENCE)
}

fn printed_within(words: &[String], patience: Duration) -> Result<SecretString, Failure> {
    let Some((program, rest)) = words.split_first() else {
        return Err(not_a_key("key_command"));
    };
    let failed = |why: String| {
        Failure::Usage(format!(
            "the key command `{program}` {why}; nothing was sent"
        ))
    };
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|why| failed(format!("could not be started: {why}")))?;
    let printed = first_bytes(&mut child);
    let status = ended(&mut child, patience);
    let status = status.map_err(|why| failed(format!("could not be waited for: {why}")))?;
    let Some(status) = status else {
        return Err(failed(format!(
            "did not end within {} s and was stopped",
            patience.as_secs()
        )));
    };
    if !status.success() {
        return Err(failed(format!("ended with {status}")));
    }
    // Whoever it started may hold the pipe open; what it printed itself is there.
    let printed = printed.recv_timeout(PARTING).unwrap_or_default();
    let text = String::from_utf8(printed)
        .map_err(|_| failed("printed something that is no text".to_owned()))?;
    let first = text.lines().next().unwrap_or_default();
    checked(first, "the key command")?.ok_or_else(|| failed("printed nothing".to_owned()))
}

/// Reads what a command prints, as far as a key can be long.
fn first_bytes(child: &mut Child) -> Receiver<Vec<u8>> {
    let (done, printed) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let most = 2 * LONGEST as u64;
            let read = out.take(most).read_to_end(&mut bytes);
            // Who gave up waiting does not hear it.
            let _nobody = done.send(if read.is_ok() { bytes } else { Vec::new() });
        });
    }
    printed
}

/// Waits for a command's end; one that takes too long is stopped.
fn ended(child: &mut Child, patience: Duration) -> std::io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() >= patience {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::park_timeout(GLANCE);
    }
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
        assert!(
            run(&["yes", "5EC2E7"]).is_err(),
            "it is stopped by the closed pipe"
        );
        let hangs = ["sh", "-c", "echo 5EC2E7; exec tail -f /dev/null"].map(str::to_owned);
        let why = printed_within(&hangs, Duration::from_millis(50)).unwrap_err();
        let why = why.to_string();
        assert!(
            why.contains("was stopped") && !why.contains("5EC2E7"),
            "{why}"
        );
    }
}
