//! Who asks: an account's own key, or an application in the name of a user. Secrets are named here for the
//! wire and blotted out of everything else, in whatever spelling a body may repeat them.

use std::collections::BTreeSet;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// Secrets at least this long are blotted out wherever they stand; a shorter one (the demo account's) could be
/// a word of the answer, so only its quoted form is.
const LONG: usize = 16;

/// What stands in place of a secret.
const BLOT: &str = "[key]";

/// What an account is asked with (Majestic developer documentation, pages on authentication).
#[derive(Clone)]
pub enum Credentials {
    /// The account's own API key.
    Key(SecretString),
    /// An OpenApp: it spends the units of the user whose token it holds.
    App {
        /// The user's token.
        access_token: SecretString,
        /// The application's own key.
        private_key: SecretString,
    },
}

impl Credentials {
    /// Whether this is an application in the name of a user.
    pub fn is_app(&self) -> bool {
        matches!(self, Self::App { .. })
    }

    /// The parameters that name the account, for the wire only.
    pub(super) fn params(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Key(key) => vec![("app_api_key", key.expose_secret())],
            Self::App {
                access_token,
                private_key,
            } => vec![
                ("accesstoken", access_token.expose_secret()),
                ("privatekey", private_key.expose_secret()),
            ],
        }
    }

    /// Whether every secret says something.
    pub(super) fn are_filled(&self) -> bool {
        self.params()
            .iter()
            .all(|(_, secret)| !secret.trim().is_empty())
    }

    /// Blots every secret out of a text; `None` if it holds none.
    pub(super) fn blotted(&self, text: &str) -> Option<String> {
        let secrets: Vec<&str> = self.params().iter().map(|(_, secret)| *secret).collect();
        blotted(text, &secrets)
    }
}

/// Blots secrets out of a text; `None` if it holds none.
pub(super) fn blotted(text: &str, secrets: &[&str]) -> Option<String> {
    let mut clean: Option<String> = None;
    for secret in secrets {
        for (spelling, blot) in spellings(secret) {
            let now = clean.as_deref().unwrap_or(text);
            if now.contains(&spelling) {
                clean = Some(now.replace(&spelling, &blot));
            }
        }
    }
    clean
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key",
            Self::App { .. } => "App",
        })
    }
}

/// Every way in which a body or an address may spell a secret, with what is written instead; longest first, so
/// that no spelling is cut by a shorter one.
fn spellings(secret: &str) -> Vec<(String, String)> {
    let (plain, blot) = if secret.len() >= LONG {
        (secret.to_owned(), BLOT.to_owned())
    } else {
        (format!("'{secret}'"), format!("'{BLOT}'"))
    };
    let percent: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
    let json = serde_json::Value::from(plain.as_str()).to_string();
    let json = json.trim_matches('"');
    let every = BTreeSet::from([
        references(&plain, |c| format!("&#{};", u32::from(c))),
        references(&plain, |c| format!("&#x{:x};", u32::from(c))),
        references(&plain, |c| format!("&#x{:X};", u32::from(c))),
        references(&plain, |c| format!("&{};", entity(c))),
        percent.replace('+', "%20"),
        lower_hex(&percent),
        lower_hex(&percent.replace('+', "%20")),
        percent,
        json.replace('\'', "\\u0027"),
        json.to_owned(),
        plain,
    ]);
    let mut every: Vec<_> = every.into_iter().map(|text| (text, blot.clone())).collect();
    every.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    every
}

/// A text with the five characters that XML escapes written as references.
fn references(text: &str, reference: impl Fn(char) -> String) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '&' | '<' | '>' | '"' | '\'') {
            escaped.push_str(&reference(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn entity(c: char) -> &'static str {
    match c {
        '&' => "amp",
        '<' => "lt",
        '>' => "gt",
        '"' => "quot",
        _ => "apos",
    }
}

/// Percent-encoded text with the digits after each `%` in lower case.
fn lower_hex(percent: &str) -> String {
    let mut left = 0;
    percent
        .chars()
        .map(|c| {
            if c == '%' {
                left = 2;
                return c;
            }
            if left == 0 {
                return c;
            }
            left -= 1;
            c.to_ascii_lowercase()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> Credentials {
        Credentials::App {
            access_token: "0123456789/ABCDEF&+token".into(),
            private_key: "<private> \"key\" 0123456789".into(),
        }
    }

    #[test]
    fn every_spelling_is_blotted_out() {
        let app = app();
        for text in [
            "0123456789/ABCDEF&+token",
            "0123456789/ABCDEF&#38;+token",
            "0123456789/ABCDEF&amp;+token",
            "0123456789/ABCDEF&#x26;+token",
            "0123456789%2FABCDEF%26%2Btoken",
            "0123456789%2fABCDEF%26%2btoken",
            "<private> \"key\" 0123456789",
            "&#60;private&#62; &#34;key&#34; 0123456789",
            "&lt;private&gt; &quot;key&quot; 0123456789",
            "%3Cprivate%3E+%22key%22+0123456789",
            "%3cprivate%3e%20%22key%22%200123456789",
            "<private> \\\"key\\\" 0123456789",
        ] {
            let said = format!("a {text} b");
            assert_eq!(app.blotted(&said).as_deref(), Some("a [key] b"), "{text}");
        }
        assert_eq!(app.blotted("nothing of the kind"), None);
    }

    #[test]
    fn a_short_key_is_blotted_out_only_where_it_is_quoted() {
        let key = Credentials::Key("demo".into());
        for (text, clean) in [
            (
                "API_KEY - 'demo' of demo.example",
                "API_KEY - '[key]' of demo.example",
            ),
            ("API_KEY - &#39;demo&#39;", "API_KEY - '[key]'"),
            ("API_KEY - \\u0027demo\\u0027", "API_KEY - '[key]'"),
            ("k=%27demo%27", "k='[key]'"),
        ] {
            assert_eq!(key.blotted(text).as_deref(), Some(clean));
        }
        assert_eq!(key.blotted("demo.example"), None);
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{:?}", app()), "App");
        assert_eq!(format!("{:?}", Credentials::Key("demo".into())), "Key");
    }
}
