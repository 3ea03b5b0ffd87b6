//! How each role on the screen looks, as plain values; the view turns them into terminal styles.

use thiserror::Error;
use toml::de::DeTable;

use super::lines::{line_of, place};

/// What a piece of the screen is, for the theme to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What matters less.
    Dim,
    /// Title of a pane.
    Title,
    /// Title of the pane with the focus.
    TitleFocused,
    /// Frame of a pane.
    Border,
    /// Frame of the pane with the focus.
    BorderFocused,
    /// Head of a column.
    Header,
    /// Head of the chosen column.
    HeaderCurrent,
    /// The row under the cursor.
    Cursor,
    /// The row under the cursor of a pane without the focus.
    CursorUnfocused,
    /// A text field.
    Input,
    /// All is well.
    Good,
    /// Look here.
    Warn,
    /// Something failed.
    Bad,
    /// Name of a key.
    Key,
}

impl Role {
    /// Every role, in order.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::TitleFocused,
        Self::Border,
        Self::BorderFocused,
        Self::Header,
        Self::HeaderCurrent,
        Self::Cursor,
        Self::CursorUnfocused,
        Self::Input,
        Self::Good,
        Self::Warn,
        Self::Bad,
        Self::Key,
    ];

    /// Its name in a theme file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Dim => "dim",
            Self::Title => "title",
            Self::TitleFocused => "title_focused",
            Self::Border => "border",
            Self::BorderFocused => "border_focused",
            Self::Header => "header",
            Self::HeaderCurrent => "header_current",
            Self::Cursor => "cursor",
            Self::CursorUnfocused => "cursor_unfocused",
            Self::Input => "input",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Key => "key",
        }
    }
}

/// One of the sixteen colours that every terminal has: 0–7, and 8–15 bright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8);

const COLOURS: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright_black",
    "bright_red",
    "bright_green",
    "bright_yellow",
    "bright_blue",
    "bright_magenta",
    "bright_cyan",
    "bright_white",
];

/// How one role looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Colour of the text.
    pub fg: Option<Colour>,
    /// Colour of the ground.
    pub bg: Option<Colour>,
    /// Heavy.
    pub bold: bool,
    /// Faint.
    pub dim: bool,
    /// Underlined.
    pub underline: bool,
    /// Text and ground change places.
    pub reverse: bool,
}

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThemeError {
    /// Not TOML.
    #[error("theme, line {line}: {what}")]
    Syntax {
        /// Line.
        line: usize,
        /// What the reader said.
        what: String,
    },
    /// No such role.
    #[error("theme, line {line}: there is no role `{name}`")]
    Role {
        /// Line.
        line: usize,
        /// What was written.
        name: String,
    },
    /// A word that means nothing.
    #[error("theme, line {line}: `{word}` is neither bold, dim, underline, reverse, on nor one of the colours {}", COLOURS.join(", "))]
    Word {
        /// Line.
        line: usize,
        /// The word.
        word: String,
    },
    /// No such built-in theme.
    #[error("there is no theme `{0}`; there are default, light and plain")]
    Unknown(String),
}

/// A look for every role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    paints: [Paint; Role::ALL.len()],
}

impl Theme {
    /// A built-in theme by name.
    pub fn builtin(name: &str) -> Result<Self, ThemeError> {
        match name {
            "default" => Self::from_toml(include_str!("../../assets/themes/default.toml")),
            "light" => Self::from_toml(include_str!("../../assets/themes/light.toml")),
            "plain" => Self::from_toml(include_str!("../../assets/themes/plain.toml")),
            _ => Err(ThemeError::Unknown(name.to_owned())),
        }
    }

    /// The theme without colour, for `NO_COLOR`.
    pub fn plain() -> Self {
        Self::builtin("plain").unwrap_or_default()
    }

    /// A theme from its file; roles left out look like ordinary text.
    pub fn from_toml(text: &str) -> Result<Self, ThemeError> {
        let table = DeTable::parse(text).map_err(|error| {
            let (line, what) = place(text, &error);
            ThemeError::Syntax { line, what }
        })?;
        let mut theme = Self::default();
        for (name, value) in table.get_ref() {
            let line = line_of(text, name.span().start);
            let role = Role::ALL
                .into_iter()
                .find(|role| role.name() == name.get_ref().as_ref())
                .ok_or_else(|| ThemeError::Role {
                    line,
                    name: name.get_ref().to_string(),
                })?;
            let words = value.get_ref().as_str().ok_or_else(|| ThemeError::Syntax {
                line,
                what: format!("{} takes words in quotes", role.name()),
            })?;
            theme.paints[role as usize] = paint(line, words)?;
        }
        Ok(theme)
    }

    /// How a role looks.
    pub fn paint(&self, role: Role) -> Paint {
        self.paints[role as usize]
    }
}

fn paint(line: usize, words: &str) -> Result<Paint, ThemeError> {
    let mut paint = Paint::default();
    let mut ground = false;
    for word in words.split_whitespace() {
        match word {
            "bold" => paint.bold = true,
            "dim" => paint.dim = true,
            "underline" => paint.underline = true,
            "reverse" => paint.reverse = true,
            "on" => ground = true,
            _ => {
                let colour = COLOURS.iter().position(|c| *c == word);
                let colour = colour.and_then(|n| u8::try_from(n).ok()).map(Colour);
                let colour = colour.ok_or_else(|| ThemeError::Word {
                    line,
                    word: word.to_owned(),
                })?;
                if ground {
                    paint.bg = Some(colour);
                } else {
                    paint.fg = Some(colour);
                }
            }
        }
    }
    Ok(paint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_is_whole() {
        for name in ["default", "light", "plain"] {
            let theme = Theme::builtin(name).unwrap();
            assert!(theme.paint(Role::Cursor).reverse, "{name}");
        }
        assert_eq!(
            Role::ALL.map(|role| role as usize),
            std::array::from_fn(|n| n)
        );
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        let theme = Theme::plain();
        assert_ne!(theme, Theme::default(), "it was read");
        for role in Role::ALL {
            let paint = theme.paint(role);
            assert_eq!((paint.fg, paint.bg), (None, None), "{}", role.name());
        }
    }

    #[test]
    fn mistakes_are_named_by_line() {
        let error = Theme::from_toml("text = \"\"\ncursor = \"pink\"").unwrap_err();
        assert!(error.to_string().contains("line 2") && error.to_string().contains("pink"));
        let error = Theme::from_toml("curser = \"red\"").unwrap_err();
        assert!(error.to_string().contains("line 1") && error.to_string().contains("curser"));
        assert_eq!(
            paint(1, "bold red on bright_white").unwrap(),
            Paint {
                fg: Some(Colour(1)),
                bg: Some(Colour(15)),
                bold: true,
                ..Paint::default()
            }
        );
    }
}
