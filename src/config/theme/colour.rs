//! Colours, and what becomes of them on a terminal that has fewer.

use std::fmt;

/// A colour as a theme names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the sixteen of the terminal's own palette: 0–7, and 8–15 bright.
    Named(u8),
    /// One of the 256 that most terminals have, from 16 on.
    Index(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// The sixteen, by their names.
pub const NAMES: [&str; 16] = [
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

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The sixteen.
    Sixteen,
    /// The 256.
    Indexed,
    /// All of them.
    True,
}

/// Terminals that have all colours and say so only by their name, which is all that travels over SSH.
const TRUE_COLOUR: [&str; 7] = [
    "xterm-kitty",
    "xterm-ghostty",
    "alacritty",
    "wezterm",
    "foot",
    "contour",
    "rio",
];

impl Depth {
    /// What the environment says of the terminal: `TERM` and `COLORTERM`.
    pub fn of(term: &str, colorterm: &str) -> Self {
        let names_all = ["truecolor", "24bit"]
            .iter()
            .any(|word| colorterm.eq_ignore_ascii_case(word));
        // GNU screen keeps the outer COLORTERM and cannot show what it promises.
        let is_screen = term.starts_with("screen");
        let is_known = |name: &&str| {
            let rest = term.strip_prefix(*name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        if is_screen && (names_all || term.contains("256")) {
            Self::Indexed
        } else if !is_screen
            && (names_all || term.ends_with("-direct") || TRUE_COLOUR.iter().any(is_known))
        {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// Its name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sixteen => "16 colours",
            Self::Indexed => "256 colours",
            Self::True => "true colour",
        }
    }
}

type Rgb = (u8, u8, u8);

/// The usual values of the sixteen; people choose their own.
const USUAL: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The steps of the cube that lies at 16–231.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Colour {
    /// The colour of a word: a name, a number from 0 to 255, or `#rrggbb`.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(at) = NAMES.iter().position(|name| *name == word) {
            return u8::try_from(at).ok().map(Self::Named);
        }
        if let Some(hex) = word.strip_prefix('#') {
            let is_hex = hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit());
            let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            return is_hex.then_some(Self::Rgb(part(0)?, part(2)?, part(4)?));
        }
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        let number: u8 = is_number.then(|| word.parse().ok()).flatten()?;
        Some(Self::of_index(number))
    }

    /// The colour at a place of the 256.
    const fn of_index(index: u8) -> Self {
        match index {
            0..=15 => Self::Named(index),
            _ => Self::Index(index),
        }
    }

    /// The nearest that a terminal of this depth has.
    pub fn reduced(self, depth: Depth) -> Self {
        match (self, depth) {
            (Self::Named(_), _) | (_, Depth::True) | (Self::Index(_), Depth::Indexed) => self,
            (Self::Rgb(r, g, b), Depth::Indexed) => Self::Index(nearest_of_256((r, g, b))),
            (Self::Rgb(r, g, b), Depth::Sixteen) => Self::Named(nearest_of_16((r, g, b))),
            (Self::Index(index), Depth::Sixteen) => Self::Named(nearest_of_16(rgb_of(index))),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(n) => f.write_str(NAMES.get(usize::from(*n)).unwrap_or(&"?")),
            Self::Index(n) => write!(f, "{n}"),
            Self::Rgb(r, g, b) => write!(f, "#{r:02x}{g:02x}{b:02x}"),
        }
    }
}

/// What stands at a place of the 256, from 16 on.
fn rgb_of(index: u8) -> Rgb {
    match index {
        0..=15 => USUAL[usize::from(index)],
        16..=231 => {
            let at = usize::from(index - 16);
            (STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6])
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn nearest_of_256(wanted: Rgb) -> u8 {
    nearest(wanted, (16..=255).map(|index| (index, rgb_of(index))))
}

fn nearest_of_16(wanted: Rgb) -> u8 {
    nearest(wanted, (0..16).zip(USUAL))
}

fn nearest(wanted: Rgb, among: impl Iterator<Item = (u8, Rgb)>) -> u8 {
    let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let distance = |of: Rgb| apart(of.0, wanted.0) + apart(of.1, wanted.1) + apart(of.2, wanted.2);
    let found = among.min_by_key(|(_, of)| distance(*of));
    found.map_or(0, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_names_numbers_or_hex() {
        assert_eq!(Colour::parse("bright_blue"), Some(Colour::Named(12)));
        assert_eq!(Colour::parse("12"), Some(Colour::Named(12)));
        assert_eq!(Colour::parse("236"), Some(Colour::Index(236)));
        assert_eq!(Colour::parse("#0a0B0c"), Some(Colour::Rgb(10, 11, 12)));
        for wrong in [
            "", "256", "-1", "+5", "#fff", "#12345g", "#éé1", "pink", "Red",
        ] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        for word in ["bright_blue", "236", "#0a0b0c"] {
            assert_eq!(Colour::parse(word).unwrap().to_string(), word);
        }
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (term, colorterm, depth) in [
            ("xterm-256color", "truecolor", Depth::True),
            ("xterm-256color", "24bit", Depth::True),
            ("xterm-256color", "", Depth::Indexed),
            ("xterm-256color", "yes", Depth::Indexed),
            ("xterm-kitty", "", Depth::True),
            ("foot-extra", "", Depth::True),
            ("football", "", Depth::Sixteen),
            ("xterm-direct", "", Depth::True),
            ("tmux-256color", "truecolor", Depth::True),
            ("screen-256color", "truecolor", Depth::Indexed),
            ("screen", "truecolor", Depth::Indexed),
            ("screen", "", Depth::Sixteen),
            ("xterm", "", Depth::Sixteen),
            ("linux", "", Depth::Sixteen),
            ("", "", Depth::Sixteen),
        ] {
            assert_eq!(Depth::of(term, colorterm), depth, "{term} {colorterm}");
        }
    }

    #[test]
    fn a_colour_becomes_the_nearest_that_there_is() {
        let rgb = Colour::Rgb(255, 135, 0);
        assert_eq!(rgb.reduced(Depth::True), rgb);
        assert_eq!(rgb.reduced(Depth::Indexed), Colour::Index(208));
        assert_eq!(
            Colour::Rgb(9, 9, 9).reduced(Depth::Indexed),
            Colour::Index(232)
        );
        assert_eq!(
            Colour::Rgb(250, 10, 5).reduced(Depth::Sixteen),
            Colour::Named(9)
        );
        assert_eq!(Colour::Index(255).reduced(Depth::Sixteen), Colour::Named(7));
        assert_eq!(
            Colour::Index(208).reduced(Depth::Indexed),
            Colour::Index(208)
        );
        for n in 0..16 {
            let named = Colour::Named(n);
            assert_eq!(named.reduced(Depth::Sixteen), named);
        }
    }

    #[test]
    fn each_of_the_256_is_nearest_to_itself() {
        for index in 16..=255 {
            let (r, g, b) = rgb_of(index);
            let found = Colour::Rgb(r, g, b).reduced(Depth::Indexed);
            let Colour::Index(found) = found else {
                panic!("{found:?}");
            };
            assert_eq!(rgb_of(found), (r, g, b), "{index}");
        }
    }
}
