//! What every subcommand works with: flags, folders, settings, the two voices.

use std::path::Path;
use std::sync::{Arc, Once};

use jiff::Timestamp;

use super::args::{Common, Form};
use super::failure::Failure;
use super::output::Outlet;
use super::places::Places;
use super::records::Records;
use super::schema;
use super::talk::Talk;
use super::width;
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
    /// The settings, read; the built-in ones where the file of the explorer's is at fault.
    pub settings: Settings,
    /// What is wrong with that file. Limits and credentials are not known then, so nobody is asked.
    pub fault: Option<String>,
    /// Standard error.
    pub talk: Talk,
    /// What is wrong with the data folder is told once.
    told: Arc<Once>,
}

impl Desk {
    /// Reads what lies in the folders; creates nothing. `bears_faults`: a settings file that is at fault leaves the
    /// built-in settings, and nobody is asked then.
    pub fn new(common: Common, bears_faults: bool) -> Result<Self, Failure> {
        Outlet::new(common.output.as_deref()).check(form(&common))?;
        schema::check(common.envelope, form(&common))?;
        let talk = Talk::new(common.quiet, common.no_input);
        let places = Places::new(&common)?;
        let (settings, fault) = match places.read_settings() {
            Ok(settings) => (settings, None),
            Err(why) if !bears_faults || places.lacks_named_settings() => return Err(why),
            Err(why) => (built_in()?, Some(why.to_string())),
        };
        Ok(Self {
            common,
            places,
            settings,
            fault,
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
        let (outlet, form) = (self.outlet(), self.form());
        let room = width::room(&outlet).filter(|_| form == Form::Table);
        if let Some((narrowed, left_out)) = room.and_then(|room| records.narrowed(room)) {
            let names: Vec<&str> = left_out.iter().map(String::as_str).collect();
            let how = "a pipe, a file, and every other --format have them";
            width::tell_left_out(&self.talk, &names, how);
            return narrowed.deliver(&outlet, form, false);
        }
        records.deliver(&outlet, form, self.common.envelope)
    }

    /// The machine's clock; read here and nowhere below.
    pub fn clock() -> Clock {
        Arc::new(Timestamp::now)
    }
}

/// The form that a file of this name is expected to be in.
pub fn of_file(path: &Path) -> Option<Form> {
    Form::of_ending(path.extension()?.to_str()?)
}
fn built_in() -> Result<Settings, Failure> {
    Settings::builtin().map_err(|why| Failure::Failed(why.to_string()))
}

/// The output format: as it was asked for, else as the output's name says, else for the eye.
fn form(common: &Common) -> Form {
    let of_file = || of_file(common.output.as_deref()?);
    common.format.or_else(of_file).unwrap_or(Form::Table)
}
