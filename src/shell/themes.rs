//! A person's own themes: their names as they were found, and reading one while the screen is up.

use std::fmt;
use std::sync::Arc;

use super::perform::Performer;
use super::running::Work;
use crate::app::action::Action;
use crate::config::Theme;

/// Reads a theme by its name or path, for the colours there are; what is wrong with it names its line.
pub type ThemeReader = Arc<dyn Fn(&str) -> Result<Theme, String> + Send + Sync>;

/// Themes that are not built in.
#[derive(Clone)]
pub struct OwnThemes {
    /// Those that lay in their folder at the start.
    pub names: Vec<String>,
    /// What reads one.
    pub read: ThemeReader,
}

impl fmt::Debug for OwnThemes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnThemes").field(&self.names).finish()
    }
}

impl OwnThemes {
    /// None, and none can be read.
    pub fn none() -> Self {
        Self {
            names: Vec::new(),
            read: Arc::new(|name| Err(format!("there is no theme `{name}`"))),
        }
    }
}

impl Performer {
    /// Reads a theme that is not built in.
    pub(super) fn read_theme(&self, name: String) {
        self.blocking(Work::Read, move |p| {
            let outcome = (p.themes)(&name).map(Box::new);
            Some(Action::ThemeRead { name, outcome })
        });
    }
}
