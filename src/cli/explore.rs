//! The explorer on the terminal: with a service, over files, or over both.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::args::OpenArgs;
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::places::Places;
use super::reception;
use super::service::{self, Service};
use crate::jobs::Pace;
use crate::shell::{self, ExplorerSetup, OpenWhat, Outcome};
use crate::store::Store;

/// What differs between the ways into the explorer.
#[derive(Default)]
pub struct Start {
    /// Who is asked; none works offline.
    pub service: Option<Service>,
    /// What the form is filled with.
    pub form_target: Option<String>,
    /// Whether the form's download is bought at once: only on the demo's play account.
    pub auto_download: bool,
    /// What is opened.
    pub open: Vec<OpenWhat>,
}

/// The explorer without further arguments.
pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let start = Start {
        service: service::find(desk)?,
        ..Start::default()
    };
    enter(desk, start).await
}

/// `open`: files and datasets; no service is involved.
pub async fn open(desk: &Desk, args: &OpenArgs) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let open = args
        .what
        .iter()
        .map(|what| meant(&store, what))
        .collect::<Result<Vec<_>, _>>()?;
    let start = Start {
        open,
        ..Start::default()
    };
    enter(desk, start).await
}

/// A file that is there is meant; else a dataset.
fn meant(store: &Store, what: &str) -> Result<OpenWhat, Failure> {
    let path = PathBuf::from(what);
    if path.is_file() {
        return Ok(OpenWhat::File(path));
    }
    if path.components().count() > 1 || what.ends_with(".csv") || what.ends_with(".gz") {
        return Err(Failure::Usage(format!(
            "there is no file {}",
            path.display()
        )));
    }
    dataset_name::find(store, what).map(OpenWhat::Dataset)
}

/// Refuses early where nothing could be drawn.
pub fn need_terminal() -> Result<(), Failure> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::Usage(
        "the explorer needs a terminal; without one use `backtrail download`, `show`, `info` or `import` (see --help)"
            .to_owned(),
    ))
}

/// Hands over to the shell until the person leaves.
pub async fn enter(desk: &Desk, start: Start) -> Result<(), Failure> {
    need_terminal()?;
    let theme = Places::theme(&desk.settings)?;
    let pace = start.service.as_ref().map_or(Pace::LIVE, Service::pace);
    let (service, host) = match &start.service {
        Some(service) => (service.name.clone(), service.host.clone()),
        None => ("offline".to_owned(), String::new()),
    };
    let setup = ExplorerSetup {
        store: desk.open_store()?,
        client: start.service.map(|service| service.client),
        settings: desk.settings.clone(),
        keymap: desk.places.read_keymap()?,
        theme,
        pace,
        service,
        host,
        form_target: start.form_target,
        auto_download: start.auto_download,
        open: start.open,
        notify: reception::notify(desk)?,
        clock: Desk::clock(),
    };
    match shell::run(setup).await {
        Ok(Outcome::Left) => Ok(()),
        Ok(Outcome::Ended) => Err(Failure::Interrupted(
            "asked to end; jobs that are unfinished go on at the next start".to_owned(),
        )),
        Err(why) => Err(Failure::Failed(why.to_string())),
    }
}
