//! One parameter of a function: what it takes, and whether a typed text fits it.

use super::dataforseo::Shape;

/// One parameter.
#[derive(Debug)]
pub struct Opt {
    /// The provider's parameter name.
    pub wire: &'static str,
    /// Its flag on the command line, without dashes.
    pub flag: &'static str,
    /// Its label in the form.
    pub title: &'static str,
    /// What it takes.
    pub kind: OptKind,
    /// What is sent when nothing is chosen; an empty one is not sent.
    pub default: &'static str,
    /// One line of help.
    pub about: &'static str,
}

/// What a parameter takes.
#[derive(Debug)]
pub enum OptKind {
    /// One of these wire values, each with its words.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number in a range, both ends included.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Any text on one line; empty where nothing is to be sent.
    Text,
    /// An address with one of these schemes; empty where nothing is to be sent. Its password, if it has one,
    /// is never shown.
    Address(&'static [&'static str]),
    /// A day, `YYYY-MM-DD`; empty where nothing is to be sent.
    Date,
    /// JSON of a shape, or a shorter way to type it; empty where nothing is to be sent.
    Json(Shape),
}

/// Longest text of an option.
const LONGEST: usize = 2_000;

/// The value that is typed: itself, its words, or a beginning of them that no other has.
fn chosen(choices: &[(&'static str, &'static str)], text: &str) -> Option<&'static str> {
    let is_typed = |(value, words): &&(&str, &str)| {
        value.eq_ignore_ascii_case(text) || words.eq_ignore_ascii_case(text)
    };
    let begins = |(_, words): &&(&str, &str)| {
        let start = words.get(..text.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    let whole = choices.iter().find(is_typed);
    let found = whole.or_else(|| {
        let mut fitting = choices.iter().filter(begins);
        let only = fitting.next().filter(|_| !text.is_empty())?;
        fitting.next().is_none().then_some(only)
    });
    found.map(|(value, _)| *value)
}

impl Opt {
    /// The wire value for a typed text, or what is wrong with it.
    pub fn check(&self, text: &str) -> Result<String, String> {
        let text = text.trim();
        match self.kind {
            OptKind::Choice(choices) => chosen(choices, text).map_or_else(
                || {
                    let known: Vec<_> = choices.iter().map(|(v, w)| format!("{v} ({w})")).collect();
                    Err(format!("{} takes {}", self.title, known.join(" or ")))
                },
                |value| Ok(value.to_owned()),
            ),
            OptKind::Int { min, max } => {
                let digits: String = text.chars().filter(|c| !matches!(c, ',' | '_')).collect();
                match digits.parse::<i64>() {
                    Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
                    _ => Err(format!(
                        "{} takes a whole number from {min} to {max}",
                        self.title
                    )),
                }
            }
            OptKind::Text => self.check_text(text),
            OptKind::Address(schemes) => {
                self.check_text(text)?;
                self.check_address(text, schemes)
            }
            _ if text.is_empty() => Ok(String::new()),
            OptKind::Date => match text.parse::<jiff::civil::Date>() {
                Ok(day) => Ok(day.to_string()),
                Err(_) => Err(format!("{} takes a day such as 2026-01-31", self.title)),
            },
            OptKind::Json(shape) => {
                self.check_text(text)?;
                shape
                    .read(text)
                    .map_err(|why| format!("{} {why}", self.title))
            }
        }
    }

    fn check_text(&self, text: &str) -> Result<String, String> {
        if text.chars().any(char::is_control) {
            return Err(format!("{} has a control character in it", self.title));
        }
        if text.len() > LONGEST {
            return Err(format!("{} takes at most {LONGEST} bytes", self.title));
        }
        Ok(text.to_owned())
    }

    fn check_address(&self, text: &str, schemes: &[&str]) -> Result<String, String> {
        if text.is_empty() {
            return Ok(String::new());
        }
        // Macros such as %%DOWNLOAD_FILE%% are no percent-encoding, so the text itself is sent, not the parsed form.
        // A third slash would be swallowed by a parser and hide where the host and its password begin.
        let begins_with_host = text
            .split_once("://")
            .is_some_and(|(_, rest)| !rest.starts_with(['/', '\\']));
        let fits = begins_with_host
            && url::Url::parse(text).is_ok_and(|url| {
                schemes.contains(&url.scheme()) && url.host_str().is_some_and(|h| !h.is_empty())
            });
        if fits {
            Ok(text.to_owned())
        } else {
            Err(format!(
                "{} takes an address that begins with {}://",
                self.title,
                schemes.join(":// or ")
            ))
        }
    }

    /// The words for a wire value. The password of an address is left out.
    pub fn words(&self, value: &str) -> String {
        match self.kind {
            OptKind::Choice(choices) => choices
                .iter()
                .find(|(v, _)| *v == value)
                .map_or_else(|| value.to_owned(), |(_, w)| (*w).to_owned()),
            OptKind::Int { .. } => value
                .parse()
                .map_or_else(|_| value.to_owned(), crate::model::column::grouped),
            OptKind::Text | OptKind::Date | OptKind::Json(_) => value.to_owned(),
            OptKind::Address(_) => without_password(value),
        }
    }

    /// What is sent for a value; empty where nothing is.
    pub fn sent(&self, value: &str) -> String {
        match self.kind {
            OptKind::Json(shape) if !value.is_empty() => {
                let sent = shape.sent(value);
                sent.map_or_else(String::new, |sent| sent.to_string())
            }
            _ => value.to_owned(),
        }
    }

    /// Whether its value may hold a password, so that it must not be shown or kept longer than needed.
    pub fn may_be_secret(&self) -> bool {
        matches!(self.kind, OptKind::Address(_))
    }
}

/// An address with stars in place of its password. What is no address and holds an `@` is all stars.
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return if address.contains('@') {
            "***".to_owned()
        } else {
            address.to_owned()
        };
    };
    // A password of FTP may itself hold a slash, unescaped; an @ behind the host of a web address is no password.
    let end = match scheme {
        "ftp" => rest.len(),
        _ => rest.find(['/', '?', '#']).unwrap_or(rest.len()),
    };
    let Some(at) = rest[..end].rfind('@') else {
        return address.to_owned();
    };
    let user = rest[..at].split(':').next().unwrap_or("");
    format!("{scheme}://{user}:***@{}", &rest[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_left_out() {
        for (address, shown) in [
            ("ftp://u:p@h.example/a/", "ftp://u:***@h.example/a/"),
            ("ftp://u:p/w@h.example//abs/", "ftp://u:***@h.example//abs/"),
            ("ftp://h.example/a/", "ftp://h.example/a/"),
            ("u:p@h", "***"),
            (
                "http://h.example/x?to=a@b.example",
                "http://h.example/x?to=a@b.example",
            ),
            (
                "http://u:p@h.example/x?to=a@b",
                "http://u:***@h.example/x?to=a@b",
            ),
            ("", ""),
        ] {
            assert_eq!(without_password(address), shown);
        }
    }

    #[test]
    fn a_choice_is_typed_by_its_value_its_words_or_their_only_beginning() {
        let choices = [
            ("0", "new links"),
            ("1", "lost links"),
            ("2", "lost and found"),
        ];
        for (typed, value) in [
            ("1", Some("1")),
            ("Lost Links", Some("1")),
            ("new", Some("0")),
            ("lost a", Some("2")),
            ("lost", None),
            ("", None),
            ("links", None),
            ("new links and more", None),
        ] {
            assert_eq!(chosen(&choices, typed), value, "{typed}");
        }
        assert_eq!(chosen(&[("", "as it comes"), ("a", "é")], ""), Some(""));
    }

    #[test]
    fn addresses_are_checked_and_sent_as_typed() {
        let option = Opt {
            wire: "NotifyURL",
            flag: "notify-url",
            title: "Notify",
            kind: OptKind::Address(&["http", "https"]),
            default: "",
            about: "",
        };
        let text = "http://h.example/x?f=%%DOWNLOAD_FILE%%";
        assert_eq!(option.check(text), Ok(text.to_owned()));
        assert_eq!(option.check("  "), Ok(String::new()));
        for bad in [
            "ftp://h.example/",
            "h.example",
            "http://",
            "http:///u:p@h.example/",
            "http://a\u{1b}b/",
        ] {
            assert!(option.check(bad).is_err(), "{bad:?}");
        }
    }
}
