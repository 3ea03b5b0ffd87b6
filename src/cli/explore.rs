//! The explorer on the terminal: with a service, over files, or over both.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{Guards, OpenArgs};
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::places::Places;
use super::reception;
use super::service::{self, Service};
use super::take_over;
use crate::model::rows::DatasetId;
use crate::shell::{self, ExplorerSetup, OpenWhat, Outcome};
use crate::store::Store;

/// What differs between the ways into the explorer.
#[derive(Default)]
pub struct Start {
    /// Who is asked; none works offline.
    pub services: Vec<Service>,
    /// What the form is filled with.
    pub form_target: Option<String>,
    /// Whether the form's download is bought at once: only on the demo's play account.
    pub auto_download: bool,
    /// Whether only play units are spent: limits changed there are not kept for live money.
    pub is_play: bool,
    /// What is opened.
    pub open: Vec<OpenWhat>,
    /// The data folder, where it is open already.
    pub store: Option<Store>,
}

/// The explorer without further arguments.
pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let start = Start {
        services: service::known(desk)?,
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
        .map(|what| meant(&store, what, args.guards))
        .collect::<Result<Vec<_>, _>>()?;
    let stored = |what: &OpenWhat| match what {
        OpenWhat::Dataset(id) => Some(id.clone()),
        OpenWhat::File(..) => None,
    };
    if let Some(id) = open.iter().skip(1).find_map(stored) {
        return Err(Failure::Usage(format!(
            "{id} is stored already, and one dataset is shown at a time: name it first or alone"
        )));
    }
    let start = Start {
        open,
        store: Some(store),
        ..Start::default()
    };
    enter(desk, start).await
}

/// A file that is there is meant, or a dataset's folder; else a dataset by its name. A folder from elsewhere is taken
/// over first.
fn meant(store: &Store, what: &str, guards: Guards) -> Result<OpenWhat, Failure> {
    let path = PathBuf::from(what);
    if path.is_file() {
        return Ok(OpenWhat::File(path, guards.of_import()));
    }
    if let Some(id) = stored_at(store, &path).or_else(|| known(store, what)) {
        return Ok(OpenWhat::Dataset(id));
    }
    if take_over::is_dataset(&path) {
        return take_over::take_over(store, &path).map(OpenWhat::Dataset);
    }
    if path.is_dir() {
        // A name such as `latest` may be a folder's here by chance.
        let named = dataset_name::find(store, what).map(OpenWhat::Dataset);
        return named.map_err(|_| no_dataset(&path));
    }
    let looks_like_a_file = [".csv", ".gz", ".parquet"]
        .iter()
        .any(|ending| what.ends_with(ending));
    if path.components().count() > 1 || looks_like_a_file {
        return Err(Failure::Usage(format!(
            "there is no file {}",
            path.display()
        )));
    }
    dataset_name::find(store, what).map(OpenWhat::Dataset)
}

/// A folder is taken only where it is a dataset.
pub fn no_dataset(path: &Path) -> Failure {
    Failure::Usage(format!(
        "{} is a folder, and not one of a dataset: it has no manifest.json. Nothing was taken from it; name the files in \
         it that are meant, or the folder of a dataset",
        path.display()
    ))
}

/// A dataset under its whole name: the others need not be looked at.
fn known(store: &Store, name: &str) -> Option<DatasetId> {
    let id = DatasetId(name.to_owned());
    store.manifest(&id).is_ok().then_some(id)
}

/// The dataset whose folder this is.
fn stored_at(store: &Store, path: &Path) -> Option<DatasetId> {
    let folder = path.canonicalize().ok()?;
    let datasets = store.datasets_dir().canonicalize().ok()?;
    let name = folder.strip_prefix(datasets).ok()?.to_str()?;
    known(store, name)
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

/// The services' names and hosts for the head of the screen, each once.
fn who(services: &[Service]) -> (String, String) {
    let mut names: Vec<&str> = services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    let mut hosts: Vec<&str> = services
        .iter()
        .map(|service| service.host.as_str())
        .collect();
    names.dedup();
    hosts.dedup();
    match names.is_empty() {
        true => ("offline".to_owned(), String::new()),
        false => (names.join(" + "), hosts.join(" + ")),
    }
}

/// Hands over to the shell until the person leaves.
pub async fn enter(desk: &Desk, start: Start) -> Result<(), Failure> {
    need_terminal()?;
    let theme = Places::theme(&desk.settings)?;
    let (service, host) = who(&start.services);
    let setup = ExplorerSetup {
        store: start.store.map_or_else(|| desk.open_store(), Ok)?,
        clients: start
            .services
            .into_iter()
            .map(|service| service.client)
            .collect(),
        settings: desk.settings.clone(),
        keymap: desk.places.read_keymap()?,
        theme,
        service,
        host,
        form_target: start.form_target,
        auto_download: start.auto_download,
        open: start.open,
        notify: reception::notify(desk)?,
        trace: desk.common.trace_latency.clone(),
        clock: Desk::clock(),
        settings_file: (!start.is_play).then(|| desk.places.settings.clone()),
    };
    match shell::run(setup).await {
        Ok(Outcome::Left) => Ok(()),
        Ok(Outcome::Ended) => Err(Failure::Interrupted(
            "asked to end; jobs that are unfinished go on at the next start".to_owned(),
        )),
        Err(why) => Err(Failure::Failed(why.to_string())),
    }
}
