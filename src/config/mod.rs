//! Settings, keymap and theme as values, each laid over a complete built-in file.
//!
//! This room reads no files and no environment: whoever stands above hands it text.

mod access_edit;
pub mod key;
pub mod key_faults;
pub mod keymap;
mod limit_edit;
mod lines;
pub mod options;
pub mod session;
pub mod settings;
pub mod splits;
pub mod table;
pub mod theme;

pub use access_edit::with_access;
pub use key::{Code, Key, KeyError};
pub use key_faults::{KeyFault, KeymapError};
pub use keymap::Keymap;
pub use limit_edit::with_limit;
pub use lines::{line_of, place};
pub use options::{
    Choice, ClipboardOptions, CopyWay, ExportFormat, ExportOptions, ExportProfile, Options,
};
pub use session::{ChosenColumns, LastExport, Session};
pub use settings::{DataForSeoSettings, MajesticSettings, Settings, SettingsError};
pub use splits::{Split, Splits};
pub use theme::{Colour, Depth, Ground, Paint, Role, Theme, ThemeError};
