//! The two forms in which Majestic answers. Which one is asked for changes no row.

use serde::{Deserialize, Serialize};

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireFormat {
    /// `/api/json`.
    #[default]
    Json,
    /// `/api/xml`, or `/api_command` as the vendor's connectors write it.
    Xml,
}

impl WireFormat {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Json, Self::Xml];

    /// Its name in settings and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    /// The form with this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name.trim()))
    }
}
