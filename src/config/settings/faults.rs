//! Everything that is wrong with a settings file, where reading it stops at the first.

use toml::de::DeTable;

use super::{Settings, SettingsError};

/// The settings without the lines at fault, if they can be told apart, and what is wrong with these, in their order.
pub fn checked(text: &str) -> (Option<Settings>, Vec<SettingsError>) {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    let settings = loop {
        let fault = match Settings::from_toml(&lines.join("\n")) {
            Ok(settings) => break Some(settings),
            Err(fault) => fault,
        };
        let at = fault.line.saturating_sub(1);
        faults.push(fault);
        if lines.get(at).is_none_or(|line| line.trim().is_empty()) {
            break None;
        }
        leave_out(&mut lines, at);
        // The rest of a value over several lines is no fault of its own.
        if DeTable::parse(&lines.join("\n")).is_err() {
            break None;
        }
    };
    faults.sort_by_key(|fault| fault.line);
    (settings, faults)
}

/// Empties a line; of the head of a table everything below it, too.
fn leave_out(lines: &mut [&str], at: usize) {
    let is_head = |line: &str| line.trim_start().starts_with('[');
    let heads_table = is_head(lines[at]);
    lines[at] = "";
    if heads_table {
        for line in lines[at + 1..].iter_mut().take_while(|line| !is_head(line)) {
            *line = "";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(usize, String)> {
        let (_, faults) = checked(text);
        faults.into_iter().map(|why| (why.line, why.what)).collect()
    }

    #[test]
    fn every_line_at_fault_is_told() {
        let text = "colour = 1\nmouse = 3\n[limits.per_year]\nusd = 1\n\n[majestic]\nkey = 2\nformat = \"yaml\"\n\
            url = \"http://here.example\"\n";
        let lines: Vec<_> = told(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 7, 8]);
        let (settings, _) = checked(text);
        assert_eq!(settings.unwrap().majestic.url, "http://here.example");
        assert_eq!(told("theme = \"dark\"\n"), []);
    }

    #[test]
    fn what_is_no_toml_ends_there() {
        let (settings, faults) = checked("[majestic\nurl = \"http://here.example\"\n");
        let url = settings.map(|settings| settings.majestic.url);
        assert_ne!(url.as_deref(), Some("http://here.example"));
        assert_eq!(faults[0].line, 1, "{faults:?}");
        let faults = told("theme = [\n 1,\n]\nmouse = 3\n");
        let lines: Vec<_> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 4], "{faults:?}");
    }
}
