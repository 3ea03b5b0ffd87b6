//! Every setting there is: its name, what it takes, what it is for, who comes before the file. The README's table, the
//! command that shows what holds, and the check of a file come from here; tests hold the built-in file against it.

use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use super::lines::line_of;
use super::options::Choice;
use super::settings::Settings;
use crate::model::catalog::without_password;
use crate::model::dollars;
use crate::model::money::{Ceiling, LimitKind, USD};

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name with its table, such as `limits.per_job.analysis`.
    pub name: String,
    /// What it takes.
    pub takes: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether only that it is set may be shown.
    pub is_secret: bool,
    /// The variable of the environment that comes before the file.
    pub variable: Option<&'static str>,
    /// The flag that comes before both.
    pub flag: Option<&'static str>,
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
);

/// Name, what it takes, what it is for, variable, flag.
#[rustfmt::skip]
const ROWS: [Row; 24] = [
    ("theme", "auto, dark, light, high-contrast, 16-colour, plain, a file's name or path", "colours; auto follows the terminal's background", Some("BACKTRAIL_THEME"), Some("--theme")),
    ("ascii", "auto, true, false", "draw with ASCII alone; auto: where the locale is not UTF-8", None, Some("--ascii")),
    ("mouse", "true, false", "hear clicks, wheel and dragging; shift selects text then", None, None),
    ("export.format", "csv, tsv, jsonl, parquet, markdown, html", "the form of an export where none is chosen", None, None),
    ("export.profile", "excel, data", "CSV for spreadsheets or for programs", None, None),
    ("clipboard.way", "auto, terminal, file", "how a copy goes: through the terminal (OSC 52), into a file, or as its length says", None, None),
    ("clipboard.most_bytes", "1 to 10000000", "a longer copy is not sent through the terminal", None, None),
    ("majestic.url", "an address", "where Majestic's API is asked", Some("BACKTRAIL_MAJESTIC_URL"), Some("--majestic-url")),
    ("majestic.sandbox", "true, false", "ask its developer sandbox", None, Some("--sandbox")),
    ("majestic.format", "json, xml", "how its answers come; the rows are the same", Some("BACKTRAIL_MAJESTIC_FORMAT"), Some("--majestic-format")),
    ("majestic.api_key", "text", "the key", Some("BACKTRAIL_MAJESTIC_KEY"), None),
    ("majestic.key_command", "a list: program and arguments", "prints the key; started without a shell", None, None),
    ("majestic.access_token", "text", "an OpenApps user's token, in place of a key", Some("BACKTRAIL_MAJESTIC_ACCESS_TOKEN"), None),
    ("majestic.private_key", "text", "the OpenApps application's own key", Some("BACKTRAIL_MAJESTIC_PRIVATE_KEY"), None),
    ("dataforseo.url", "an address", "where DataForSEO's API is asked", Some("BACKTRAIL_DATAFORSEO_URL"), Some("--dataforseo-url")),
    ("dataforseo.sandbox", "true, false", "ask its sandbox", None, Some("--sandbox")),
    ("dataforseo.login", "text", "the account's login", Some("BACKTRAIL_DATAFORSEO_LOGIN"), None),
    ("dataforseo.password", "text", "its API password", Some("BACKTRAIL_DATAFORSEO_PASSWORD"), None),
    ("dataforseo.password_command", "a list: program and arguments", "prints the API password; started without a shell", None, None),
    ("downloads.allowed_hosts", "a list of hosts", "where bought files may come from beside the service", None, None),
    ("limits.per_job", "analysis, retrieval, items, usd", "the most that one job may cost", None, None),
    ("limits.per_day", "the same", "the most that one day (UTC) may cost", None, None),
    ("limits.per_month", "the same", "the most that one calendar month (UTC) may cost", None, None),
    ("limits.floor", "the same", "what must stay in the account", None, None),
];

/// The last part of names whose values are secrets.
pub(super) const SECRETS: [&str; 4] = ["api_key", "access_token", "private_key", "password"];

/// Whether only that it is set may be shown.
pub fn is_secret(name: &str) -> bool {
    SECRETS.contains(&leaf(name))
}

fn leaf(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Every setting, in the order of the built-in file.
pub fn settings() -> impl Iterator<Item = Setting> {
    let units = Ceiling::default().named().map(|(unit, _)| unit);
    ROWS.into_iter()
        .flat_map(move |(name, takes, about, variable, flag)| {
            let is_limit = name.starts_with("limits.");
            let names = match is_limit {
                true => units.map(|unit| format!("{name}.{unit}")).to_vec(),
                false => vec![name.to_owned()],
            };
            names.into_iter().map(move |name| Setting {
                is_secret: is_secret(&name),
                takes: match (is_limit, leaf(&name)) {
                    (true, USD) => "an amount of dollars",
                    (true, _) => "a number of units",
                    (false, _) => takes,
                },
                name,
                about,
                variable,
                flag,
            })
        })
}

impl Setting {
    /// What the settings say; null where nothing is said. Of a secret only that it is set.
    pub fn value(&self, settings: &Settings) -> Json {
        let (majestic, seo) = (&settings.majestic, &settings.dataforseo);
        let secret = |held: bool| if held { Json::from("set") } else { Json::Null };
        let words = |words: &Option<Vec<String>>| Json::from(words.clone());
        match self.name.as_str() {
            "theme" => Json::from(settings.theme.as_str()),
            "ascii" => match settings.ascii {
                Choice::Auto => Json::from("auto"),
                Choice::Always => Json::from(true),
                Choice::Never => Json::from(false),
            },
            "mouse" => Json::from(settings.mouse),
            "export.format" => Json::from(settings.export.format.name()),
            "export.profile" => Json::from(settings.export.profile.name()),
            "clipboard.way" => Json::from(settings.clipboard.way.name()),
            "clipboard.most_bytes" => Json::from(settings.clipboard.most_bytes),
            "majestic.url" => Json::from(without_password(&majestic.url)),
            "majestic.sandbox" => Json::from(majestic.sandbox),
            "majestic.format" => Json::from(majestic.format.name()),
            "majestic.api_key" => secret(majestic.api_key.is_some()),
            "majestic.key_command" => words(&majestic.key_command),
            "majestic.access_token" => secret(majestic.access_token.is_some()),
            "majestic.private_key" => secret(majestic.private_key.is_some()),
            "dataforseo.url" => Json::from(without_password(&seo.url)),
            "dataforseo.sandbox" => Json::from(seo.sandbox),
            "dataforseo.login" => Json::from(seo.login.clone()),
            "dataforseo.password" => secret(seo.password.is_some()),
            "dataforseo.password_command" => words(&seo.password_command),
            "downloads.allowed_hosts" => Json::from(settings.downloads.allowed_hosts.clone()),
            name => limit(settings, name),
        }
    }
}

fn limit(settings: &Settings, name: &str) -> Json {
    let mut parts = name.split('.').skip(1);
    let kind = parts.next().and_then(LimitKind::from_name);
    let amounts = kind.map(|kind| settings.limits.of(kind).named());
    let found = parts
        .next()
        .zip(amounts)
        .and_then(|(unit, amounts)| amounts.into_iter().find(|(named, _)| *named == unit));
    match found {
        // As a text, so that no digit of an amount of money passes through a binary fraction.
        Some((USD, Some(micro))) => Json::from(dollars::plain(micro)),
        Some((_, amount)) => Json::from(amount),
        None => Json::Null,
    }
}

/// The lines of a file on which settings stand, by their names; tables that are written within a line too.
pub fn lines(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        walk(text, "", table.get_ref(), &mut |name, line, _| {
            found.push((name.to_owned(), line));
        });
    }
    found.sort_by_key(|(_, line)| *line);
    found
}

/// The text of a file with its secrets replaced by `set`; nothing if it cannot be read.
pub fn without_secrets(text: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut hidden = Vec::new();
    walk(text, "", table.get_ref(), &mut |name, _, value| {
        let shown = value.get_ref().as_str().map(without_password);
        if is_secret(name) {
            hidden.push((value.span(), "\"set\"".to_owned()));
        } else if let Some(shown) =
            shown.filter(|shown| Some(shown.as_str()) != value.get_ref().as_str())
        {
            hidden.push((value.span(), format!("{shown:?}")));
        }
    });
    hidden.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut shown = text.to_owned();
    for (span, instead) in hidden {
        shown.replace_range(span, &instead);
    }
    Some(shown)
}

type Spanned<'a> = toml::Spanned<DeValue<'a>>;

/// Each name with its value, tables gone into.
fn walk(
    text: &str,
    above: &str,
    table: &DeTable<'_>,
    see: &mut impl FnMut(&str, usize, &Spanned<'_>),
) {
    for (name, value) in table {
        let path = match above {
            "" => name.get_ref().to_string(),
            above => format!("{above}.{}", name.get_ref()),
        };
        match value.get_ref() {
            DeValue::Table(inner) => walk(text, &path, inner, see),
            _ => see(&path, line_of(text, name.span().start), value),
        }
    }
}

/// The table of the README.
pub fn readme_table() -> String {
    let built_in = Settings::builtin().ok();
    let mut table =
        "| Setting | Takes | For | Built in | Before it |\n|---|---|---|---|---|\n".to_owned();
    for (name, takes, about, variable, flag) in ROWS {
        let mut all = settings();
        let setting = all.find(|setting| setting.name == name);
        let value = setting.zip(built_in.as_ref());
        let value = value.map_or(Json::Null, |(setting, built_in)| setting.value(built_in));
        let value = match value {
            Json::Null => String::new(),
            Json::Array(list) if list.is_empty() => String::new(),
            Json::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        };
        let before: Vec<String> = [flag, variable]
            .into_iter()
            .flatten()
            .map(|name| format!("`{name}`"))
            .collect();
        table.push_str(&format!(
            "| `{name}` | {takes} | {about} | {value} | {} |\n",
            before.join(", ")
        ));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::options::{CopyWay, ExportFormat, ExportProfile};
    use crate::config::settings::BUILTIN;

    /// The built-in file with what it only mentions in comments brought in.
    fn mentioned() -> Vec<String> {
        let is_line = |line: &&str| {
            let code = line.trim_start_matches("# ");
            let name = code.split_once(" = ").map(|(name, _)| name);
            code.starts_with('[') && code.ends_with(']')
                || name
                    .is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        };
        let mut table = String::new();
        let mut names = Vec::new();
        for line in BUILTIN.lines().filter(is_line) {
            let code = line.trim_start_matches("# ");
            match (code.strip_prefix('['), code.split_once(" = ")) {
                (Some(head), _) => table = format!("{}.", head.trim_end_matches(']')),
                (None, Some((name, _))) => names.push(format!("{table}{name}")),
                (None, None) => {}
            }
        }
        names
    }

    #[test]
    fn the_built_in_file_and_the_table_agree() {
        let known: Vec<String> = settings().map(|setting| setting.name).collect();
        for name in mentioned() {
            assert!(known.contains(&name), "{name} is in no table");
        }
        let mentioned = mentioned();
        for name in known.iter().filter(|name| !name.starts_with("limits.")) {
            assert!(
                mentioned.contains(name),
                "{name} is not in the built-in file"
            );
        }
        let tables: Vec<_> = LimitKind::ALL.map(LimitKind::name).to_vec();
        for table in tables {
            assert!(BUILTIN.contains(&format!("[limits.{table}]")), "{table}");
        }
    }

    #[test]
    fn what_a_setting_takes_is_taken_and_shown() {
        for (name, all) in [
            (
                "export.format",
                ExportFormat::ALL.map(ExportFormat::name).to_vec(),
            ),
            (
                "export.profile",
                ExportProfile::ALL.map(ExportProfile::name).to_vec(),
            ),
            ("clipboard.way", CopyWay::ALL.map(CopyWay::name).to_vec()),
        ] {
            let setting = settings().find(|setting| setting.name == name).unwrap();
            assert_eq!(setting.takes, all.join(", "), "{name}");
            let (table, key) = name.split_once('.').unwrap();
            for value in all {
                let text = format!("[{table}]\n{key} = \"{value}\"\n");
                let read = Settings::from_toml(&text).unwrap();
                assert_eq!(setting.value(&read), Json::from(value));
            }
        }
    }

    const FILE: &str = "theme = \"dark\" # mine\n[majestic]\napi_key = \"5EC2E7\"\nurl = \"https://me:5EC2E7@api.example\"\n\
        [limits]\nper_job = { usd = 0.5 }\nper_day.items = 3\n[dataforseo]\npassword = \"\"\"5EC2E7\"\"\"\n";

    #[test]
    fn values_stand_on_their_lines() {
        let lines = lines(FILE);
        let line = |name: &str| lines.iter().find(|(n, _)| n == name).map(|(_, line)| *line);
        assert_eq!(line("theme"), Some(1));
        assert_eq!(line("majestic.api_key"), Some(3));
        assert_eq!(line("limits.per_job.usd"), Some(6));
        assert_eq!(line("limits.per_day.items"), Some(7));
        assert_eq!(line("mouse"), None);
        let settings_read = Settings::from_toml(FILE).unwrap();
        let value = |name: &str| {
            let setting = settings().find(|setting| setting.name == name).unwrap();
            setting.value(&settings_read)
        };
        assert_eq!(value("limits.per_job.usd"), Json::from("0.50"));
        assert_eq!(value("limits.per_day.items"), Json::from(3));
        assert_eq!(value("limits.per_day.usd"), Json::Null);
        assert_eq!(value("majestic.api_key"), Json::from("set"));
        assert_eq!(value("majestic.private_key"), Json::Null);
        assert_eq!(
            value("majestic.url"),
            Json::from("https://me:***@api.example")
        );
    }

    #[test]
    fn a_file_is_shown_without_its_secrets() {
        let shown = without_secrets(FILE).unwrap();
        assert!(!shown.contains("5EC2E7"), "{shown}");
        assert!(
            shown.contains("api_key = \"set\"\n") && shown.contains("# mine"),
            "{shown}"
        );
        assert!(shown.contains("me:***@api.example"), "{shown}");
        assert_eq!(without_secrets("api_key = \"5EC2E7"), None);
    }
}
