//! What each provider's functions are. One table a provider, read by the form, the price sheet,
//! the headless commands, the wire and the server.

mod entry;
pub mod majestic;
mod price;

pub use entry::{Brings, Entry, Opt, OptKind, Paging, Standing, Subject, without_password};
pub use price::{CallPrice, ItemFigures, PriceRule, Quote, RowBound, SkipEffect, Times};

use serde::{Deserialize, Serialize};

/// A data service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Majestic's API.
    #[default]
    Majestic,
}

impl Provider {
    /// Its name in settings, on the command line and on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Majestic => "majestic",
        }
    }
}
