//! What every subcommand works with: flags, folders, settings, the two voices.

use std::sync::{Arc, Once};

use jiff::Timestamp;

use super::args::{Common, Form};
use super::failure::Failure;
use super::output::Outlet;
use super::places::Places;
use super::records::Records;
use super::talk::Talk;
use crate::config::Settings;
use crate::jobs::Clock;
use crate::store::Store;

/// A subcommand's surroundings.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Flags of every subcommand.
    pub common: Common,
    /// Where things lie.
    pub places: Places,
    /// The settings, read.
    pub settings: Settings,
    /// Standard error.
    pub talk: Talk,
    /// What is wrong with the data folder is told once.
    told: Arc<Once>,
}

impl Desk {
    /// Reads what lies in the folders; creates nothing.
    pub fn new(common: Common) -> Result<Self, Failure> {
        Outlet::new(common.output.as_deref()).check(form(&common))?;
        let talk = Talk::new(common.quiet, common.no_input);
        let places = Places::new(&common)?;
        let settings = places.read_settings()?;
        Ok(Self {
            common,
            places,
            settings,
            talk,
            told: Arc::new(Once::new()),
        })
    }

    /// Opens the store, creating the data folder if need be. One that cannot be written is opened to be looked at,
    /// and told of.
    pub fn open_store(&self) -> Result<Store, Failure> {
        let (store, why) = Store::open_or_look(&self.places.data)
            .map_err(|why| Failure::Failed(why.to_string()))?;
        if let Some(why) = why {
            self.told.call_once(|| self.talk.insist(&format!(
                "the data folder cannot be written, so what it holds is only shown, and nothing is bought: {why}"
            )));
        }
        for found in store.found() {
            self.talk.insist(&found);
        }
        Ok(store)
    }

    /// Where data goes.
    pub fn outlet(&self) -> Outlet {
        Outlet::new(self.common.output.as_deref())
    }

    /// The output format.
    pub fn form(&self) -> Form {
        form(&self.common)
    }

    /// Writes a small table as data.
    pub fn deliver(&self, records: &Records) -> Result<(), Failure> {
        records.deliver(&self.outlet(), self.form())
    }

    /// The machine's clock; read here and nowhere below.
    pub fn clock() -> Clock {
        Arc::new(Timestamp::now)
    }
}

/// The output format: as it was asked for, else as the output's name says, else for the eye.
fn form(common: &Common) -> Form {
    let of_file = || common.output.as_deref().and_then(Form::of_file);
    common.format.or_else(of_file).unwrap_or(Form::Table)
}
