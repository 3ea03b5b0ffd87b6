//! How each role on the screen looks, as plain values; the view turns them into terminal styles.

mod colour;
mod ground;
mod role;

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::lines::{line_of, place};

pub use colour::{Colour, Depth};
pub use ground::Ground;
pub use role::Role;

/// The built-in themes, by their names.
pub const BUILTIN: [(&str, &str); 5] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    (
        "high-contrast",
        include_str!("../../assets/themes/high-contrast.toml"),
    ),
    (SIXTEEN, include_str!("../../assets/themes/16-colour.toml")),
    (PLAIN, include_str!("../../assets/themes/plain.toml")),
];

/// The word for dark or light, after the terminal's ground.
pub const AUTO: &str = "auto";
/// The theme of the terminal's own palette, which goes with any ground.
pub const SIXTEEN: &str = "16-colour";
/// The theme without colour.
pub const PLAIN: &str = "plain";
/// An earlier name of [`SIXTEEN`].
const EARLIER: &str = "default";

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

impl Paint {
    /// On a terminal with so many colours. Text and ground that become one colour there change places with the
    /// terminal's own instead, so that the text is not lost.
    fn reduced(self, depth: Depth) -> Self {
        let less = |colour: Option<Colour>| colour.map(|colour| colour.reduced(depth));
        let (fg, bg) = (less(self.fg), less(self.bg));
        if fg.is_some() && fg == bg && self.fg != self.bg {
            return Self {
                fg: None,
                bg: None,
                reverse: true,
                ..self
            };
        }
        Self { fg, bg, ..self }
    }
}

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ThemeError {
    /// Not TOML.
    #[error("line {line}: {what}")]
    Syntax {
        /// Line.
        line: usize,
        /// What the reader said.
        what: String,
    },
    /// No such role.
    #[error("line {line}: there is no role `{name}`; there are base, {}", Role::ALL.map(Role::name).join(", "))]
    Role {
        /// Line.
        line: usize,
        /// What was written.
        name: String,
    },
    /// A word that means nothing.
    #[error("line {line}: `{word}` is neither bold, dim, underline, reverse, on, a number from 0 to 255, #rrggbb nor one of the colours {}", colour::NAMES.join(", "))]
    Word {
        /// Line.
        line: usize,
        /// The word.
        word: String,
    },
    /// No such built-in theme under `base`.
    #[error("line {line}: {}", no_theme(.name))]
    Base {
        /// Line.
        line: usize,
        /// What was written.
        name: String,
    },
    /// No such theme.
    #[error("{}", no_theme(.0))]
    Unknown(String),
}

fn no_theme(name: &str) -> String {
    let names = BUILTIN.map(|(name, _)| name).join(", ");
    format!("there is no theme `{name}`; there are {names}")
}

/// A look for every role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    paints: [Paint; Role::ALL.len()],
    /// The terminal has fewer colours than a theme may name: so many.
    depth: Option<Depth>,
}

impl Theme {
    /// A built-in theme by name.
    pub fn builtin(name: &str) -> Result<Self, ThemeError> {
        let name = if name == EARLIER { SIXTEEN } else { name };
        let found = BUILTIN.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| ThemeError::Unknown(name.to_owned()))?;
        let (theme, faults) = Self::default().overlaid(text, None);
        faults.into_iter().next().map_or(Ok(theme), Err)
    }

    /// The theme without colour, for `NO_COLOR`.
    pub fn plain() -> Self {
        Self::builtin(PLAIN).unwrap_or_default()
    }

    /// The theme of the terminal's own palette.
    pub fn sixteen() -> Self {
        Self::builtin(SIXTEEN).unwrap_or_default()
    }

    /// A theme from its file, as far as it can be read, and what is wrong with it. What it leaves out is as in the
    /// built-in theme that it names under `base`, or as in that of the terminal's own palette.
    pub fn from_toml(text: &str) -> (Self, Vec<ThemeError>) {
        let named = DeTable::parse(text).ok().and_then(|table| {
            let (name, value) = table.get_ref().get_key_value("base")?;
            let line = line_of(text, name.span().start);
            Some((line, value.get_ref().as_str()?.to_owned()))
        });
        let base = named.map(|(line, name)| {
            Self::builtin(&name).map_err(|_| (line, ThemeError::Base { line, name }))
        });
        match base {
            None => Self::sixteen().overlaid(text, None),
            Some(Ok(base)) => base.overlaid(text, None),
            Some(Err(wrong)) => Self::sixteen().overlaid(text, Some(wrong)),
        }
    }

    /// The theme with what a text says laid over, and what is wrong with that, its base too, by line.
    fn overlaid(
        mut self,
        text: &str,
        wrong_base: Option<(usize, ThemeError)>,
    ) -> (Self, Vec<ThemeError>) {
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let (line, what) = place(text, &error);
                return (self, vec![ThemeError::Syntax { line, what }]);
            }
        };
        let mut faults: Vec<_> = wrong_base.into_iter().collect();
        for (name, value) in table.get_ref() {
            let line = line_of(text, name.span().start);
            match look(line, name.get_ref(), value.get_ref()) {
                Ok(Some((role, paint))) => self.paints[role as usize] = paint,
                Ok(None) => {}
                Err(fault) => faults.push((line, fault)),
            }
        }
        faults.sort_by_key(|(line, _)| *line);
        (self, faults.into_iter().map(|(_, fault)| fault).collect())
    }

    /// On a terminal with so many colours.
    pub fn reduced(mut self, depth: Depth) -> Self {
        for paint in &mut self.paints {
            *paint = paint.reduced(depth);
        }
        self.depth = (depth < Depth::True).then_some(depth);
        self
    }

    /// A built-in theme with as many colours as this one is shown with.
    pub fn other(&self, name: &str) -> Result<Self, ThemeError> {
        let theme = Self::builtin(name)?;
        Ok(match self.depth {
            Some(depth) => theme.reduced(depth),
            None => theme,
        })
    }

    /// How a role looks.
    pub fn paint(&self, role: Role) -> Paint {
        self.paints[role as usize]
    }
}

/// What a line of a theme says of a role; none for the line that names the base.
fn look(line: usize, name: &str, value: &DeValue<'_>) -> Result<Option<(Role, Paint)>, ThemeError> {
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    if role.is_none() && name != "base" {
        return Err(ThemeError::Role {
            line,
            name: name.to_owned(),
        });
    }
    let words = value.as_str().ok_or_else(|| ThemeError::Syntax {
        line,
        what: format!("{name} takes words in quotes"),
    })?;
    role.map(|role| Ok((role, paint(line, words)?))).transpose()
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
                let colour = Colour::parse(word).ok_or_else(|| ThemeError::Word {
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
mod tests;
