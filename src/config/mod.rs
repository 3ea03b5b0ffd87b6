//! Settings, keymap and theme as values, each laid over a complete built-in file.
//!
//! This room reads no files and no environment: whoever stands above hands it text.

pub mod key;
pub mod keymap;
mod limit_edit;
mod lines;
pub mod settings;
pub mod theme;

pub use key::{Code, Key, KeyError};
pub use keymap::{Keymap, KeymapError};
pub use limit_edit::with_limit;
pub use settings::{DataForSeoSettings, MajesticSettings, Settings, SettingsError};
pub use theme::{Colour, Paint, Role, Theme, ThemeError};
