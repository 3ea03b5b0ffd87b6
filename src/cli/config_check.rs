//! `config check`: every mistake in settings, keys and themes, each with its file and line.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use url::Url;

use super::desk::Desk;
use super::failure::Failure;
use super::looks::{self, Namer, THEME, Told};
use super::places::{Fault, read_small};
use super::records::{Records, text};
use crate::api::sources::is_host_entry;
use crate::config::settings::checked;
use crate::config::{Keymap, Settings, Theme, table, theme};

/// Runs the command.
pub fn run(desk: &Desk) -> Result<(), Failure> {
    let mut checked = Checked::default();
    checked.settings(desk);
    checked.keys(&desk.places.keys);
    checked.themes(desk);
    for file in &checked.files {
        desk.talk.say(&format!("read {}", file.display()));
    }
    if checked.faults.is_empty() {
        desk.talk.say(match checked.files.is_empty() {
            true => "there is no file of your own: the built-in settings, keys and themes hold",
            false => "nothing is wrong",
        });
        return Ok(());
    }
    let mut records = Records::new(["file", "fault"]);
    for fault in &checked.faults {
        records.push(vec![
            text(fault.file.display().to_string()),
            text(fault.what.clone()),
        ]);
    }
    desk.deliver(&records)?;
    Err(Failure::Failed(match checked.faults.len() {
        1 => "one thing is wrong".to_owned(),
        n => format!("{n} things are wrong"),
    }))
}

/// What was looked at, and what was found.
#[derive(Default)]
struct Checked {
    files: Vec<PathBuf>,
    faults: Vec<Fault>,
}

impl Checked {
    fn fault(&mut self, file: &Path, what: String) {
        self.faults.push(Fault {
            file: file.to_owned(),
            what,
        });
    }

    /// The text of a file, where there is one.
    fn read(&mut self, file: &Path) -> Option<String> {
        match read_small(file) {
            Ok(text) => {
                self.files.push(file.to_owned());
                Some(text)
            }
            Err(why) if why.kind() == io::ErrorKind::NotFound => None,
            Err(why) => {
                self.fault(file, format!("cannot be read: {why}"));
                None
            }
        }
    }

    fn settings(&mut self, desk: &Desk) {
        let file = &desk.places.settings;
        let Some(text) = self.read(file) else { return };
        let (settings, faults) = checked(&text);
        for why in &faults {
            self.fault(file, format!("line {}: {}", why.line, why.what));
        }
        for (line, what) in settings.iter().flat_map(|s| wrong_values(&text, s)) {
            self.fault(file, format!("line {line}: {what}"));
        }
        if faults.is_empty() {
            // What is left is who may read it.
            let open = desk.fault.clone();
            self.faults.extend(open.map(|what| Fault {
                file: file.clone(),
                what,
            }));
        }
    }

    fn keys(&mut self, file: &Path) {
        let Some(text) = self.read(file) else { return };
        let faults = Keymap::from_toml(Some(&text)).err();
        for why in faults.into_iter().flat_map(|why| why.faults) {
            self.fault(file, format!("keys, {why}"));
        }
    }

    /// The theme that is named, and every one in the folder.
    fn themes(&mut self, desk: &Desk) {
        let settings = &desk.places.settings;
        let mut seen = BTreeSet::new();
        let (name, namer) = looks::named(desk, &Told::of_environment());
        if name != theme::AUTO {
            match looks::read(settings, &name, namer) {
                Ok(read) => {
                    seen.extend(read.file.clone());
                    self.files.extend(read.file);
                    self.faults.extend(read.faults);
                }
                Err(why) => {
                    let named = table_line(settings, "theme").filter(|_| namer == Namer::Settings);
                    let line = named.map(|line| format!("line {line}: "));
                    let blamed = match namer {
                        Namer::Flag => Path::new("--theme"),
                        Namer::Variable => Path::new(THEME),
                        Namer::NoColor | Namer::Settings => settings,
                    };
                    self.fault(blamed, line.unwrap_or_default() + &why);
                }
            }
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(settings.with_file_name("themes"))
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
            .filter(|file| !seen.contains(file))
            .collect();
        files.sort();
        for file in files {
            if let Some(text) = self.read(&file) {
                let (_, faults) = Theme::from_toml(&text);
                for why in faults {
                    self.fault(&file, format!("theme, {why}"));
                }
            }
        }
    }
}

fn table_line(file: &Path, name: &str) -> Option<usize> {
    let lines = table::lines(&read_small(file).ok()?);
    lines
        .into_iter()
        .find(|(named, _)| named == name)
        .map(|(_, line)| line)
}

/// Values that are of the right kind and mean nothing.
fn wrong_values(text: &str, settings: &Settings) -> Vec<(usize, String)> {
    let lines = table::lines(text);
    let line = |name: &str| {
        let found = lines.iter().find(|(named, _)| named == name);
        found.map_or(1, |(_, line)| *line)
    };
    let mut wrong = Vec::new();
    for (name, url) in [
        ("majestic.url", &settings.majestic.url),
        ("dataforseo.url", &settings.dataforseo.url),
    ] {
        let is_address = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_address {
            let what = "is no address of a service, such as https://api.example.com";
            wrong.push((line(name), format!("{name} {what}")));
        }
    }
    for host in &settings.downloads.allowed_hosts {
        if !is_host_entry(host) {
            let name = "downloads.allowed_hosts";
            wrong.push((
                line(name),
                format!("`{host}` is no host: write it as files.example.com or *.example.com"),
            ));
        }
    }
    wrong
}
