//! What the terminal can show, by what its environment says, and the theme for it.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::Desk;
use super::failure::Failure;
use super::places::{Fault, read_small};
use crate::config::{Depth, Ground, Theme, theme};
use crate::shell::{Grounds, OwnThemes};

/// Names a theme; `--theme` comes before it.
pub const THEME: &str = "BACKTRAIL_THEME";
/// Where it says anything, nothing is coloured.
pub const NO_COLOR: &str = "NO_COLOR";
/// What decides about letters, the first that is set.
pub const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// What the environment says of the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// `TERM`; empty where it is not set.
    pub term: String,
    colorterm: String,
    colorfgbg: String,
    no_color: bool,
    inside_tmux: bool,
    /// The locale and the variable that names it; none where none does.
    locale: Option<(&'static str, String)>,
    /// A theme named there.
    theme: Option<String>,
}

impl Told {
    /// Reads the environment.
    pub fn of_environment() -> Self {
        let text = |name| {
            let value = env::var_os(name).unwrap_or_default();
            value.to_string_lossy().into_owned()
        };
        let given = |name| Some(text(name)).filter(|value| !value.is_empty());
        Self {
            term: text("TERM"),
            colorterm: text("COLORTERM"),
            colorfgbg: text("COLORFGBG"),
            no_color: given(NO_COLOR).is_some(),
            inside_tmux: given("TMUX").is_some(),
            locale: LOCALE
                .into_iter()
                .find_map(|name| Some((name, given(name)?))),
            theme: given(THEME),
        }
    }

    /// How many colours there are.
    pub fn depth(&self) -> Depth {
        Depth::of(&self.term, &self.colorterm)
    }

    /// Whether letters beyond ASCII can be shown; only Unix says so in the environment.
    pub fn knows_letters(&self) -> bool {
        let is_utf8 = |(_, name): &(&str, String)| {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        };
        !cfg!(unix) || self.locale.as_ref().is_some_and(is_utf8)
    }

    /// The variable that says so, and what it says.
    pub fn locale(&self) -> Option<(&'static str, &str)> {
        let (name, value) = self.locale.as_ref()?;
        Some((name, value))
    }

    /// Whether it may be asked for its background: those that show a question as text are left alone.
    fn may_be_asked(&self) -> bool {
        let is_silent = matches!(self.term.as_str(), "" | "dumb" | "linux");
        let is_screen = self.term.starts_with("screen") && !self.inside_tmux;
        cfg!(unix) && !is_silent && !is_screen
    }

    /// Why the explorer cannot be drawn there, if it cannot.
    pub fn refusal(&self) -> Option<String> {
        let what = match self.term.as_str() {
            _ if !cfg!(unix) => return None,
            "" => "TERM is not set, so that it is not known what this terminal can do",
            "dumb" => "this terminal (TERM=dumb) cannot place text",
            _ => return None,
        };
        Some(format!(
            "the explorer cannot be drawn here: {what}. Where the terminal can in fact do more, name it, as with \
             `TERM=xterm-256color backtrail`; else use the commands that print: `backtrail show`, `info`, `download`, \
             `import` (see --help)"
        ))
    }
}

/// Who named the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namer {
    /// `NO_COLOR`.
    NoColor,
    /// `--theme`.
    Flag,
    /// The environment.
    Variable,
    /// The settings, the built-in ones too.
    Settings,
}

impl Namer {
    /// What a mistake in the name begins with, where no file is to blame.
    fn before(self) -> &'static str {
        match self {
            Self::Flag => "--theme: ",
            Self::Variable => "BACKTRAIL_THEME: ",
            Self::NoColor | Self::Settings => "",
        }
    }
}

/// How the explorer looks here.
#[derive(Clone, Debug)]
pub struct Looks {
    /// The theme, with as many colours as there are.
    pub theme: Theme,
    /// Those that take its place once the terminal told its background.
    pub grounds: Option<Grounds>,
    /// Only ASCII is drawn.
    pub ascii: bool,
    /// What is wrong with the theme that was named; another stands in its place.
    pub fault: Option<String>,
}

/// The name of the theme, and who named it.
pub fn named(desk: &Desk, told: &Told) -> (String, Namer) {
    let of = |name: &Option<String>, namer| Some((name.clone()?, namer));
    match told.no_color {
        true => (theme::PLAIN.to_owned(), Namer::NoColor),
        false => of(&desk.common.theme, Namer::Flag)
            .or_else(|| of(&told.theme, Namer::Variable))
            .unwrap_or_else(|| (desk.settings.theme.clone(), Namer::Settings)),
    }
}

/// Whether only ASCII is drawn.
pub fn ascii(desk: &Desk, told: &Told) -> bool {
    desk.common.ascii || desk.settings.ascii.or(!told.knows_letters())
}

impl Looks {
    /// Works them out. A theme that the command line names and that is not there is a mistake; any other mistake leaves
    /// the theme that goes with every terminal.
    pub fn new(desk: &Desk, told: &Told) -> Result<Self, Failure> {
        let (name, namer) = named(desk, told);
        let looks = |theme: Theme, grounds, fault| Self {
            theme: theme.reduced(told.depth()),
            grounds,
            ascii: ascii(desk, told),
            fault,
        };
        if name == theme::AUTO {
            let (theme, grounds) = by_ground(told);
            return Ok(looks(theme, grounds, None));
        }
        match read(&desk.places.settings, &name, namer) {
            Ok(read) => Ok(looks(read.theme, None, first(&read.faults))),
            Err(why) => {
                let why = format!("{}{why}", namer.before());
                match namer {
                    Namer::Flag => Err(Failure::Usage(why)),
                    _ => Ok(looks(Theme::sixteen(), None, Some(why))),
                }
            }
        }
    }
}

/// The first of several mistakes, and how many more there are.
fn first(faults: &[Fault]) -> Option<String> {
    let (first, rest) = faults.split_first()?;
    Some(match rest.len() {
        0 => format!("{first}. The line is left out"),
        more => format!(
            "{first}, and {more} more: `backtrail config check` tells them all. These lines are left out"
        ),
    })
}

/// The theme to begin with, and those that the terminal's answer decides between. Sixteen colours are the terminal's own
/// on any ground.
fn by_ground(told: &Told) -> (Theme, Option<Grounds>) {
    let (dark, light) = (Theme::builtin("dark"), Theme::builtin("light"));
    let (true, Ok(dark), Ok(light)) = (told.depth() > Depth::Sixteen, dark, light) else {
        return (Theme::sixteen(), None);
    };
    let grounds = Grounds {
        dark: dark.reduced(told.depth()),
        light: light.reduced(told.depth()),
    };
    let known = Ground::of_colorfgbg(&told.colorfgbg);
    let theme = known.map_or_else(Theme::sixteen, |ground| grounds.theme(ground).clone());
    (theme, told.may_be_asked().then_some(grounds))
}

/// The file of a theme that is not built in. A path in the settings begins where the settings lie.
fn file_of(settings: &Path, name: &str, namer: Namer) -> PathBuf {
    let is_path = name.contains(['/', '\\']) || name.ends_with(".toml");
    match (is_path, namer) {
        (false, _) => folder_of(settings).join(format!("{name}.toml")),
        (true, Namer::Settings) => settings.with_file_name(name),
        (true, _) => PathBuf::from(name),
    }
}

/// The folder of a person's own themes.
fn folder_of(settings: &Path) -> PathBuf {
    settings.with_file_name("themes")
}

/// Own themes whose names are offered, at the most.
const MOST_OFFERED: usize = 200;

/// The person's own themes, to be changed to while the screen is up. One with a mistake is not taken at all then, for
/// the one on screen is sound.
pub fn own_themes(settings: &Path, told: &Told) -> OwnThemes {
    let (settings, depth) = (settings.to_owned(), told.depth());
    OwnThemes {
        names: names_in(&folder_of(&settings)),
        read: Arc::new(move |name| {
            let read = read(&settings, name, Namer::Settings)?;
            match read.faults.split_first() {
                None => Ok(read.theme.reduced(depth)),
                Some((first, [])) => Err(first.to_string()),
                Some((first, more)) => Err(format!("{first}, and {} more", more.len())),
            }
        }),
    }
}

/// The names of the themes in a folder; none where there is no such folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let name = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let name = name.strip_suffix(".toml")?;
        (!name.is_empty() && !name.chars().any(char::is_control)).then(|| name.to_owned())
    };
    let mut names: Vec<String> = entries.filter_map(name).take(MOST_OFFERED).collect();
    names.sort_unstable();
    names
}

/// A theme as far as it can be read.
pub struct Read {
    /// The theme.
    pub theme: Theme,
    /// Its file; none where it is built in.
    pub file: Option<PathBuf>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// A theme by its name or path, or why there is none.
pub fn read(settings: &Path, name: &str, namer: Namer) -> Result<Read, String> {
    if let Ok(theme) = Theme::builtin(name) {
        return Ok(Read {
            theme,
            file: None,
            faults: Vec::new(),
        });
    }
    let file = file_of(settings, name, namer);
    let text = read_small(&file).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => format!(
            "there is no theme `{name}`: it is neither {}, {} nor the file {}",
            theme::AUTO,
            theme::BUILTIN.map(|(name, _)| name).join(", "),
            file.display()
        ),
        _ => format!("the theme {} cannot be read: {why}", file.display()),
    })?;
    let (theme, faults) = Theme::from_toml(&text);
    let faults = faults.iter().map(|why| Fault {
        file: file.clone(),
        what: format!("theme, {why}"),
    });
    Ok(Read {
        theme,
        faults: faults.collect(),
        file: Some(file),
    })
}

#[cfg(test)]
mod tests;
