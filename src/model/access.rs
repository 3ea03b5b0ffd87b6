//! What lets somebody into an account: typed by a person, shown to nobody. No message, log or dump holds it.

use std::fmt;

use super::catalog::Provider;

/// A text that is never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from being shown.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for whoever sends or stores it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(••••)")
    }
}

/// One thing to type.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name before the line.
    pub title: &'static str,
    /// Its name in the settings.
    pub setting: &'static str,
    /// The environment variable that takes its place.
    pub variable: &'static str,
    /// Whether it is shown as dots.
    pub is_hidden: bool,
}

/// A way into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// Majestic's API key.
    MajesticKey,
    /// Majestic's OpenApps: a user's token with the application's key.
    MajesticApp,
    /// DataForSEO's login and API password.
    DataForSeo,
}

impl AccessKind {
    /// Every way, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::MajesticKey, Self::MajesticApp, Self::DataForSeo];

    /// Its words on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::MajesticKey => "Majestic: API key",
            Self::MajesticApp => "Majestic: OpenApps token and private key",
            Self::DataForSeo => "DataForSEO: login and API password",
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::MajesticKey => "majestic",
            Self::MajesticApp => "openapps",
            Self::DataForSeo => "dataforseo",
        }
    }

    /// Whose account.
    pub fn provider(self) -> Provider {
        match self {
            Self::MajesticKey | Self::MajesticApp => Provider::Majestic,
            Self::DataForSeo => Provider::DataForSeo,
        }
    }

    /// The free call that it is tried with.
    pub fn tried_with(self) -> &'static str {
        match self.provider() {
            Provider::Majestic => "GetSubscriptionInfo",
            Provider::DataForSeo => "user_data",
        }
    }

    /// What is typed.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::MajesticKey => &[Part {
                title: "API key",
                setting: "api_key",
                variable: "BACKTRAIL_MAJESTIC_KEY",
                is_hidden: true,
            }],
            Self::MajesticApp => &[
                Part {
                    title: "Access token",
                    setting: "access_token",
                    variable: "BACKTRAIL_MAJESTIC_ACCESS_TOKEN",
                    is_hidden: true,
                },
                Part {
                    title: "Private key",
                    setting: "private_key",
                    variable: "BACKTRAIL_MAJESTIC_PRIVATE_KEY",
                    is_hidden: true,
                },
            ],
            Self::DataForSeo => &[
                Part {
                    title: "Login",
                    setting: "login",
                    variable: "BACKTRAIL_DATAFORSEO_LOGIN",
                    is_hidden: false,
                },
                Part {
                    title: "API password",
                    setting: "password",
                    variable: "BACKTRAIL_DATAFORSEO_PASSWORD",
                    is_hidden: true,
                },
            ],
        }
    }
}

/// A way into an account with what was typed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Which way.
    pub kind: AccessKind,
    /// A text for each part, in their order.
    pub texts: Vec<Secret>,
}

impl Access {
    /// Takes what was typed; blanks around it, which pasting brings, are left out. The sentence says what is missing or
    /// can be none, and never what was typed.
    pub fn read(kind: AccessKind, texts: &[&str]) -> Result<Self, String> {
        let parts = kind.parts();
        let mut read = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            let text = texts.get(at).map_or("", |text| text.trim());
            if text.is_empty() {
                return Err(format!("type the {} first", part.title));
            }
            if text.len() > LONGEST || text.chars().any(char::is_control) {
                return Err(format!("that can be no {}", part.title));
            }
            read.push(Secret::new(text));
        }
        Ok(Self { kind, texts: read })
    }

    /// A part's text.
    pub fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", Secret::expose)
    }
}

/// A longer text is none.
const LONGEST: usize = 4096;

/// What trying it with a free call said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was let in: what is left in the account.
    Accepted(String),
    /// It was refused, and nothing was charged.
    Refused(String),
    /// Nobody could be asked.
    Unheard(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_in_no_dump_and_no_sentence() {
        let access = Access::read(AccessKind::DataForSeo, &[" me@h.example ", "SENTINEL\n"]);
        let access = access.unwrap();
        assert_eq!(
            (access.text(0), access.text(1)),
            ("me@h.example", "SENTINEL")
        );
        assert!(!format!("{access:?}").contains("SENTINEL"));
        for texts in [["x", ""], ["", "SENTINEL"], ["x", "SENT\u{1b}INEL"]] {
            let why = Access::read(AccessKind::MajesticApp, &texts).unwrap_err();
            assert!(!why.contains("SENT"), "{why}");
        }
    }
}
