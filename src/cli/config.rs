//! `config`: what is set, where it came from, where the files lie.

use std::env;
use std::io::{self, Write};

use clap::{Args, Subcommand};
use serde_json::Value as Json;

use super::config_check;
use super::desk::Desk;
use super::failure::Failure;
use super::looks::{self, NO_COLOR, Namer, Told};
use super::places::read_small;
use super::records::{Records, text};
use crate::config::table::{self, Setting};
use crate::config::{Choice, theme};

/// Arguments of `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the settings file as it was read; of secrets only that they are set
    Show(ShowConfig),
    /// Print the path of the settings file, whether it is there or not
    Path,
    /// Look for mistakes in settings, keys and themes (exit code 1 if there are any)
    Check,
}

#[derive(Debug, Args)]
struct ShowConfig {
    /// Every setting with the value that holds, and where it came from
    #[arg(long)]
    effective: bool,
    /// The same as a settings file
    #[arg(long, requires = "effective", conflicts_with = "format")]
    toml: bool,
}

/// Runs the command.
pub fn run(desk: &Desk, args: &ConfigArgs) -> Result<(), Failure> {
    match &args.what {
        What::Path => {
            let path = desk.places.settings.display().to_string();
            print(desk, |out| writeln!(out, "{path}"))
        }
        What::Check => config_check::run(desk),
        What::Show(show) if !show.effective => as_read(desk),
        What::Show(show) => {
            if let Some(why) = &desk.fault {
                desk.talk.insist(&format!(
                    "{why}. The built-in settings hold until that is mended; `backtrail config check` names every mistake"
                ));
            }
            let held = effective(desk, &Told::of_environment());
            match show.toml {
                true => print(desk, |out| write_toml(out, &held)),
                false => desk.deliver(&table_of(held)),
            }
        }
    }
}

fn print(desk: &Desk, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    desk.outlet().deliver(|out| {
        write(out).map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

/// The file itself. Of one that is at fault nobody knows where its secrets stand.
fn as_read(desk: &Desk) -> Result<(), Failure> {
    if let Some(why) = &desk.fault {
        return Err(Failure::Usage(why.clone()));
    }
    let file = &desk.places.settings;
    let Ok(text) = read_small(file) else {
        desk.talk.say(&format!(
            "there is no file {}: the built-in settings hold. `backtrail config show --effective` shows them",
            file.display()
        ));
        return Ok(());
    };
    let shown = table::without_secrets(&text).unwrap_or_default();
    print(desk, |out| {
        out.write_all(crate::model::text::lines(&shown).as_bytes())
    })
}

/// A value that holds, and who said so.
struct Held {
    name: String,
    value: Json,
    from: String,
}

const BUILT_IN: &str = "built-in";

fn variable(name: &str) -> String {
    format!("environment variable {name}")
}

/// Every setting as it holds, then what only flags and variables say.
fn effective(desk: &Desk, told: &Told) -> Vec<Held> {
    // Of a file that is at fault nothing holds.
    let file = match desk.fault {
        Some(_) => String::new(),
        None => read_small(&desk.places.settings).unwrap_or_default(),
    };
    let lines = table::lines(&file);
    let of_file = |name: &str| {
        let line = lines.iter().find(|(named, _)| named == name)?.1;
        Some(format!("{}, line {line}", desk.places.settings.display()))
    };
    let mut held: Vec<Held> = table::settings()
        .map(|setting| {
            let value = setting.value(&desk.settings);
            let from = of_file(&setting.name);
            let (value, from) = match before(desk, told, &setting) {
                Some(before) => before,
                None if from.is_none() && value.is_null() => (value, String::new()),
                None => (value, from.unwrap_or_else(|| BUILT_IN.to_owned())),
            };
            after_terminal(desk, told, setting.name, (value, from))
        })
        .collect();
    held.extend(beside(desk));
    held
}

/// What a flag or a variable says before the file.
fn before(desk: &Desk, told: &Told, setting: &Setting) -> Option<(Json, String)> {
    let common = &desk.common;
    let by_flag = |value: Json| Some((value, setting.flag.unwrap_or_default().to_owned()));
    let given = |value: Option<String>| {
        let value = value?;
        let named = setting.variable?;
        let is_of_variable = env::var(named).is_ok_and(|of| of == value);
        let from = if is_of_variable {
            variable(named)
        } else {
            setting.flag?.to_owned()
        };
        Some((
            Json::from(crate::model::catalog::without_password(&value)),
            from,
        ))
    };
    match setting.name.as_str() {
        "theme" => {
            let (name, namer) = looks::named(desk, told);
            let from = match namer {
                Namer::NoColor => variable(NO_COLOR),
                Namer::Flag => "--theme".to_owned(),
                Namer::Variable => variable(looks::THEME),
                Namer::Settings => return None,
            };
            Some((Json::from(name), from))
        }
        "ascii" if common.ascii => by_flag(Json::from(true)),
        "majestic.sandbox" | "dataforseo.sandbox" if common.sandbox => by_flag(Json::from(true)),
        "majestic.url" => given(common.majestic_url.clone()),
        "dataforseo.url" => given(common.dataforseo_url.clone()),
        "majestic.format" => given(common.majestic_format.map(|form| form.name().to_owned())),
        _ => {
            let named = setting.variable?;
            let value = env::var(named)
                .ok()
                .filter(|value| !value.trim().is_empty())?;
            let shown = if setting.is_secret {
                "set".to_owned()
            } else {
                value
            };
            Some((Json::from(shown), variable(named)))
        }
    }
}

/// What is left to the terminal, as the terminal has it.
fn after_terminal(desk: &Desk, told: &Told, name: String, (value, from): (Json, String)) -> Held {
    let is_left = name == "ascii" && desk.settings.ascii == Choice::Auto && !desk.common.ascii;
    if !is_left {
        return Held { name, value, from };
    }
    let by = match told.locale() {
        Some((name, locale)) => format!("{name}={locale}"),
        None => format!("none of {}", looks::LOCALE.join(", ")),
    };
    Held {
        name,
        value: Json::from(looks::ascii(desk, told)),
        from: format!("{from} ({}, after {by})", theme::AUTO),
    }
}

/// What no settings file says.
fn beside(desk: &Desk) -> Vec<Held> {
    let common = &desk.common;
    let of = |flag: &str, named: &str, given: Option<String>, else_: String| {
        let is_of_variable = given.is_some() && env::var(named).ok() == given;
        Held {
            name: flag.to_owned(),
            from: match given {
                None => BUILT_IN.to_owned(),
                Some(_) if is_of_variable => variable(named),
                Some(_) => flag.to_owned(),
            },
            value: Json::from(given.unwrap_or(else_)),
        }
    };
    let path = |path: &Option<std::path::PathBuf>| Some(path.as_ref()?.display().to_string());
    let places = &desk.places;
    let provider = common.provider.map(|provider| provider.name().to_owned());
    vec![
        of(
            "--config",
            "BACKTRAIL_CONFIG",
            path(&common.config),
            places.settings.display().to_string(),
        ),
        of(
            "--data-dir",
            "BACKTRAIL_DATA_DIR",
            path(&common.data_dir),
            places.data.display().to_string(),
        ),
        of(
            "--provider",
            "BACKTRAIL_PROVIDER",
            provider,
            "majestic, or whoever offers it".to_owned(),
        ),
    ]
}

fn table_of(held: Vec<Held>) -> Records {
    let mut records = Records::new(["setting", "value", "from"])
        .marking_unknown(1, "not set")
        .giving_way(&["from"])
        .wrapping("value");
    for Held { name, value, from } in held {
        let value = match value {
            Json::Null => String::new(),
            Json::String(value) => value,
            other => other.to_string(),
        };
        records.push(vec![text(name), text(value), text(from)]);
    }
    records
}

/// As a settings file: what is not set and what is secret stands in comments.
fn write_toml(out: &mut dyn Write, held: &[Held]) -> io::Result<()> {
    let mut table = "";
    for Held { name, value, from } in held.iter().filter(|held| !held.name.starts_with('-')) {
        let (above, key) = name.rsplit_once('.').unwrap_or(("", name));
        if above != table {
            writeln!(out, "\n[{above}]")?;
            table = above;
        }
        let is_secret = table::is_secret(name);
        match value {
            Json::Null => writeln!(out, "# {key} is not set")?,
            _ if is_secret => writeln!(out, "# {key} is set: {from}")?,
            value => writeln!(out, "{key} = {value} # {from}")?,
        }
    }
    Ok(())
}
