//! What the explorer goes by beside keys and theme: how it draws, hears the mouse, writes exports, copies.

use serde::Deserialize;

/// Options of the explorer, worked out from the settings, the command line and what the terminal can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Everything is drawn with the 95 characters that every terminal has.
    pub ascii: bool,
    /// Clicks, the wheel and dragging are heard; text is selected with shift held down then.
    pub mouse: bool,
    /// How rows are written.
    pub export: ExportOptions,
    /// How text is copied.
    pub clipboard: ClipboardOptions,
}

impl Default for Options {
    /// Those of the built-in settings.
    fn default() -> Self {
        Self {
            ascii: false,
            mouse: true,
            export: ExportOptions::default(),
            clipboard: ClipboardOptions::default(),
        }
    }
}

/// How rows are written where nothing else is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// In which form.
    pub format: ExportFormat,
    /// For whom, where the form leaves that open.
    pub profile: ExportProfile,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated.
    #[default]
    Csv,
    /// Separated by tabs.
    Tsv,
    /// One JSON object a line.
    Jsonl,
    /// Parquet.
    Parquet,
    /// A Markdown table.
    Markdown,
    /// One HTML page with its pictures.
    Html,
}

impl ExportFormat {
    /// Every form.
    pub const ALL: [Self; 6] = [
        Self::Csv,
        Self::Tsv,
        Self::Jsonl,
        Self::Parquet,
        Self::Markdown,
        Self::Html,
    ];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// For whom a CSV file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportProfile {
    /// For a spreadsheet: nothing in it is calculated, and its letters are read right.
    #[default]
    Excel,
    /// For programs: every value as it is.
    Data,
}

impl ExportProfile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Excel, Self::Data];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Excel => "excel",
            Self::Data => "data",
        }
    }
}

/// How text is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClipboardOptions {
    /// Which way it takes.
    pub way: CopyWay,
    /// A longer text goes into a file, because terminals cut what they are sent, some without a word.
    pub most_bytes: u64,
}

impl Default for ClipboardOptions {
    fn default() -> Self {
        Self {
            way: CopyWay::default(),
            most_bytes: 65_536,
        }
    }
}

/// The way of a copied text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyWay {
    /// Through the terminal as long as it is short enough for that, else into a file.
    #[default]
    Auto,
    /// Through the terminal (OSC 52), or not at all.
    Terminal,
    /// Into a file.
    File,
}

impl CopyWay {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Terminal, Self::File];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Terminal => "terminal",
            Self::File => "file",
        }
    }
}

/// A setting that is decided by the terminal unless somebody does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub enum Choice {
    /// As the terminal says.
    #[default]
    Auto,
    /// True.
    Always,
    /// False.
    Never,
}

impl Choice {
    /// What it comes to where the terminal says this.
    pub fn or(self, terminal: bool) -> bool {
        match self {
            Self::Auto => terminal,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected \"auto\", true or false")]
enum Written {
    Bool(bool),
    Word(Auto),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Auto {
    Auto,
}

impl From<Written> for Choice {
    fn from(written: Written) -> Self {
        match written {
            Written::Bool(true) => Self::Always,
            Written::Bool(false) => Self::Never,
            Written::Word(Auto::Auto) => Self::Auto,
        }
    }
}
