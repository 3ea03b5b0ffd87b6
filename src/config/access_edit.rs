//! A key, or a login and its password, set in the text of a settings file; every other line stays as it is.

use super::limit_edit::code;
use super::settings::{Settings, SettingsError};
use crate::model::access::{Access, AccessKind};

/// The text with an account's secrets. Lines of the same names are replaced; a file that names another way into the
/// account, or is spelled so that this does not set them, is refused with the text untouched. No message holds a secret.
pub fn with_access(text: &str, access: &Access) -> Result<String, SettingsError> {
    Settings::from_toml(text)?;
    let section = access.kind.provider().name();
    let head = format!("[{section}]");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let table = lines.iter().position(|line| code(line) == head);
    let table = match table {
        Some(at) => at,
        None => {
            if lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(String::new());
            }
            lines.push(head);
            lines.len() - 1
        }
    };
    let mut end = lines[table + 1..]
        .iter()
        .position(|line| code(line).starts_with('['))
        .map_or(lines.len(), |at| table + 1 + at);
    for other in others(access.kind) {
        if let Some(at) = (table + 1..end).find(|at| sets(&lines[*at], other)) {
            return Err(SettingsError {
                line: at + 1,
                what: format!(
                    "{other} stands here already, which is another way into the account: take it away by hand first"
                ),
            });
        }
    }
    let mut place = table + 1;
    for (at, part) in access.kind.parts().iter().enumerate() {
        let value = toml::Value::String(access.text(at).to_owned());
        let line = format!("{} = {value}", part.setting);
        match (table + 1..end).find(|at| sets(&lines[*at], part.setting)) {
            Some(at) => lines[at] = line,
            None => {
                lines.insert(place, line);
                place += 1;
                end += 1;
            }
        }
    }
    let edited = lines.join("\n") + "\n";
    match Settings::from_toml(&edited) {
        Ok(settings) if holds(&settings, access) => Ok(edited),
        _ => Err(SettingsError {
            line: table + 1,
            what: format!(
                "the account stands here in a form that is not changed by itself: set it under [{section}] by hand"
            ),
        }),
    }
}

/// Settings that would be a second way into the same account.
fn others(kind: AccessKind) -> &'static [&'static str] {
    match kind {
        AccessKind::MajesticKey => &["key_command", "access_token", "private_key"],
        AccessKind::MajesticApp => &["api_key", "key_command"],
        AccessKind::DataForSeo => &["password_command"],
    }
}

fn holds(settings: &Settings, access: &Access) -> bool {
    use secrecy::ExposeSecret as _;
    let is = |secret: &Option<secrecy::SecretString>, at: usize| {
        secret
            .as_ref()
            .is_some_and(|secret| secret.expose_secret() == access.text(at))
    };
    let majestic = &settings.majestic;
    match access.kind {
        AccessKind::MajesticKey => is(&majestic.api_key, 0),
        AccessKind::MajesticApp => is(&majestic.access_token, 0) && is(&majestic.private_key, 1),
        AccessKind::DataForSeo => {
            settings.dataforseo.login.as_deref() == Some(access.text(0))
                && is(&settings.dataforseo.password, 1)
        }
    }
}

fn sets(line: &str, name: &str) -> bool {
    let rest = code(line).strip_prefix(name);
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Access {
        Access::read(AccessKind::MajesticKey, &[text]).unwrap()
    }

    #[test]
    fn only_its_own_lines_change() {
        let file = "# mine\ntheme = \"light\" # so\n\n[majestic] # theirs\nsandbox = true\n\n[limits.floor]\nitems = 1\n";
        let once = with_access(file, &key("A\"B\\#C")).unwrap();
        let secret = toml::Value::String("A\"B\\#C".into());
        assert_eq!(
            once,
            file.replace("# theirs\n", &format!("# theirs\napi_key = {secret}\n"))
        );
        let twice = with_access(&once, &key("other")).unwrap();
        assert_eq!(
            twice,
            file.replace("# theirs\n", "# theirs\napi_key = \"other\"\n")
        );
        let pair = Access::read(AccessKind::DataForSeo, &["me@h.example", "pw"]).unwrap();
        let both = with_access(&twice, &pair).unwrap();
        assert_eq!(
            both,
            format!("{twice}\n[dataforseo]\nlogin = \"me@h.example\"\npassword = \"pw\"\n")
        );
        assert_eq!(
            with_access("", &key("k")).unwrap(),
            "[majestic]\napi_key = \"k\"\n"
        );
    }

    #[test]
    fn a_second_way_and_a_form_it_does_not_know_are_refused_without_the_secret() {
        for text in [
            "[majestic]\nkey_command = [\"pass\"]\n",
            "majestic = { sandbox = true }\n",
            "majestic.sandbox = true\n",
            "colour = 5\n",
        ] {
            let why = with_access(text, &key("SENTINEL")).unwrap_err();
            let said = format!("{why} {why:?}");
            assert!(
                !said.contains("SENTINEL") && said.contains("line"),
                "{said}"
            );
        }
    }
}
