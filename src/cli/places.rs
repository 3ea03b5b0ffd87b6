//! Where things lie: the data folder, the settings file, the key table; and reading the latter two.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::args::Common;
use super::failure::Failure;
use crate::config::{Keymap, Settings};

/// A settings file larger than this is none.
const LARGEST_SETTINGS: u64 = 1024 * 1024;

/// Something wrong with a file of a person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which file.
    pub file: PathBuf,
    /// Where in it, and what.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.what)
    }
}

/// Paths after flags, environment and the system's conventions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Journal and datasets.
    pub data: PathBuf,
    /// The settings file; need not exist.
    pub settings: PathBuf,
    /// The key table; need not exist.
    pub keys: PathBuf,
    /// Whether the settings file was named, so that it must exist.
    named: bool,
}

impl Places {
    /// Works out the paths; nothing is created.
    pub fn new(common: &Common) -> Result<Self, Failure> {
        let home = ProjectDirs::from("", "", "backtrail");
        let unknown = |flag: &str| {
            Failure::Usage(format!(
                "the home folder is not known; say {flag} where to look"
            ))
        };
        let data = match (&common.data_dir, &home) {
            (Some(dir), _) => dir.clone(),
            (None, Some(home)) => home.data_dir().to_owned(),
            (None, None) => return Err(unknown("--data-dir DIR")),
        };
        let settings = match (&common.config, &home) {
            (Some(file), _) => file.clone(),
            (None, Some(home)) => home.config_dir().join("settings.toml"),
            (None, None) => return Err(unknown("--config FILE")),
        };
        Ok(Self {
            data,
            keys: settings.with_file_name("keys.toml"),
            settings,
            named: common.config.is_some(),
        })
    }

    /// Whether there is nothing to read where the settings file was named.
    pub fn lacks_named_settings(&self) -> bool {
        self.named && !self.settings.exists()
    }

    /// Reads the settings over the built-in ones; refuses a file whose secret lies open to other users.
    pub fn read_settings(&self) -> Result<Settings, Failure> {
        let text = match read_small(&self.settings) {
            Ok(text) => text,
            Err(why) if why.kind() == io::ErrorKind::NotFound && !self.named => String::new(),
            Err(why) => return Err(unreadable(&self.settings, &why)),
        };
        let settings = Settings::from_toml(&text)
            .map_err(|why| Failure::Usage(format!("{}: {why}", self.settings.display())))?;
        if settings.holds_secret() && is_open_to_others(&self.settings) {
            return Err(Failure::Usage(format!(
                "{} holds a secret and others on this machine can read it; nothing was sent. Run `chmod 600 {0}`, and \
                 take a new key where others may have looked",
                self.settings.display()
            )));
        }
        Ok(settings)
    }

    /// Reads the key table over the built-in one.
    pub fn read_keymap(&self) -> Result<Keymap, Failure> {
        Keymap::from_toml(self.keymap_text()?.as_deref())
            .map_err(|why| Failure::Usage(format!("{}: {why}", self.keys.display())))
    }

    /// The person's own key table, if there is one.
    pub fn keymap_text(&self) -> Result<Option<String>, Failure> {
        match read_small(&self.keys) {
            Ok(text) => Ok(Some(text)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(unreadable(&self.keys, &why)),
        }
    }

    /// The person's own keys file, where there is one.
    pub fn keys_file(&self) -> Result<Option<String>, Failure> {
        match read_small(&self.keys) {
            Ok(text) => Ok(Some(text)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(unreadable(&self.keys, &why)),
        }
    }
}

fn unreadable(path: &Path, why: &io::Error) -> Failure {
    Failure::Usage(format!(
        "{} cannot be read: {why}; nothing was sent",
        path.display()
    ))
}

/// Reads a file of a few lines.
pub fn read_small(path: &Path) -> io::Result<String> {
    let length = std::fs::metadata(path)?.len();
    if length > LARGEST_SETTINGS {
        return Err(io::Error::other(format!(
            "{length} bytes is too long for a settings file"
        )));
    }
    std::fs::read_to_string(path)
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

/// Rights are another matter there; a home folder is private by default.
#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser;

    fn places(args: &[&str]) -> Places {
        let all = std::iter::once(&"backtrail").chain(args);
        Places::new(&Cli::try_parse_from(all).unwrap().common).unwrap()
    }

    #[test]
    fn flags_come_first_and_keys_lie_beside_the_settings() {
        let here = places(&["--data-dir", "/d", "--config", "/c/my.toml"]);
        assert_eq!(here.data, Path::new("/d"));
        assert_eq!(here.settings, Path::new("/c/my.toml"));
        assert_eq!(here.keys, Path::new("/c/keys.toml"));
    }

    #[test]
    fn a_named_file_must_exist_and_be_sound() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings.toml");
        let here = places(&["--config", file.to_str().unwrap()]);
        assert!(matches!(here.read_settings(), Err(Failure::Usage(_))));
        std::fs::write(&file, "colour = 1\n").unwrap();
        let why = here.read_settings().unwrap_err().to_string();
        assert!(
            why.contains("settings.toml") && why.contains("colour"),
            "{why}"
        );
        std::fs::write(&file, "[limits.per_job]\nanalysis = 5\n").unwrap();
        let limits = here.read_settings().unwrap().limits;
        assert_eq!(limits.per_job.analysis, Some(5));
        assert!(here.read_keymap().is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings.toml");
        let here = places(&["--config", file.to_str().unwrap()]);
        for (text, is_secret) in [
            ("[majestic]\napi_key = \"5EC2E7\"\n", true),
            ("[dataforseo]\npassword = \"5EC2E7\"\n", true),
            (
                "[majestic]\naccess_token = \"5EC2E7\"\nprivate_key = \"5EC2E7\"\n",
                true,
            ),
            ("[majestic]\nkey_command = [\"pass\"]\n", false),
        ] {
            std::fs::write(&file, text).unwrap();
            for (mode, open) in [(0o600, false), (0o640, true), (0o604, true)] {
                std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
                let read = here.read_settings();
                assert_eq!(read.is_err(), open && is_secret, "{text} {mode:o}");
                if let Err(why) = read {
                    let why = why.to_string();
                    assert!(
                        why.contains("chmod 600") && !why.contains("5EC2E7"),
                        "{why}"
                    );
                }
            }
        }
    }
}
