//! A limit set in the text of a settings file; every other line stays as it is, comments too.

use super::settings::{Settings, SettingsError};
use crate::model::money::{LimitChange, USD};

/// The text with a limit changed: its line is replaced, taken away, or added below the head of its table, and the table
/// is added where there is none. The outcome is read again before it is given back; a file that is spelled so that this
/// does not set the limit is refused, with the text untouched.
pub fn with_limit(text: &str, change: LimitChange) -> Result<String, SettingsError> {
    let wanted = Settings::from_toml(text)?.limits.with(change);
    let head = format!("[limits.{}]", change.kind.name());
    let line = change.written().map(|n| match change.unit {
        // A text, so that no digit of an amount of money passes through a binary fraction.
        USD => format!("{USD} = \"{n}\""),
        unit => format!("{unit} = {n}"),
    });
    let mut lines: Vec<&str> = text.lines().collect();
    let table = lines.iter().position(|line| code(line) == head);
    match (table, &line) {
        (Some(table), line) => {
            let end = lines[table + 1..]
                .iter()
                .position(|line| code(line).starts_with('['))
                .map_or(lines.len(), |at| table + 1 + at);
            let place = (table + 1..end).find(|at| sets(lines[*at], change.unit));
            match (place, line) {
                (Some(at), Some(line)) => lines[at] = line,
                (Some(at), None) => {
                    lines.remove(at);
                }
                (None, Some(line)) => lines.insert(table + 1, line),
                (None, None) => {}
            }
        }
        (None, Some(line)) => {
            if lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push("");
            }
            lines.extend([head.as_str(), line]);
        }
        (None, None) => {}
    }
    let edited = lines.join("\n") + "\n";
    match Settings::from_toml(&edited) {
        Ok(settings) if settings.limits == wanted => Ok(edited),
        _ => Err(SettingsError {
            line: table.map_or(1, |at| at + 1),
            what: format!(
                "the limits stand here in a form that is not changed by itself: set limits.{}.{} by hand",
                change.kind.name(),
                change.unit
            ),
        }),
    }
}

/// A line without its comment.
pub(super) fn code(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

fn sets(line: &str, name: &str) -> bool {
    let rest = code(line).strip_prefix(name);
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, typed: &str) -> String {
        with_limit(text, LimitChange::read(typed).unwrap()).unwrap()
    }

    const FILE: &str = "# mine\ntheme = \"light\" # so\n\n[limits.per_day] # a day\n# before\nanalysis = 5 # five\n\n[majestic]\nsandbox = true\n";

    #[test]
    fn only_the_line_of_the_limit_changes() {
        assert_eq!(
            edited(FILE, "per_day analysis=7"),
            FILE.replace("analysis = 5 # five", "analysis = 7")
        );
        assert_eq!(
            edited(FILE, "per_day analysis=none"),
            FILE.replace("analysis = 5 # five\n", "")
        );
        let added = edited(FILE, "per_day usd=0.30");
        assert_eq!(
            added,
            FILE.replace("# a day\n", "# a day\nusd = \"0.30\"\n")
        );
        let table = edited(FILE, "per_month usd=20");
        assert_eq!(
            table,
            format!("{FILE}\n[limits.per_month]\nusd = \"20.00\"\n")
        );
        assert_eq!(edited("", "floor items=1"), "[limits.floor]\nitems = 1\n");
        assert_eq!(edited(FILE, "floor items=none"), FILE);
    }

    #[test]
    fn a_form_it_does_not_know_is_refused() {
        for text in [
            "limits = { per_day = { analysis = 5 } }\n",
            "limits.per_day.analysis = 5\n",
            "[limits]\nper_day = { analysis = 5 }\n",
        ] {
            let change = LimitChange::read("per_day analysis=7").unwrap();
            let said = with_limit(text, change).unwrap_err().to_string();
            assert!(said.contains("limits.per_day.analysis by hand"), "{said}");
        }
    }
}
