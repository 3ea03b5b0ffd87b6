//! The explorer on the terminal: with a service, over files, or over both.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::access;
use super::args::{DemoArgs, Guards, OpenArgs};
use super::dataset_name;
use super::demo;
use super::desk::Desk;
use super::failure::Failure;
use super::looks::{self, Looks, Told};
use super::reception;
use super::service::{self, Service};
use super::take_over;
use crate::app::effect::Next;
use crate::config::Keymap;
use crate::model::rows::DatasetId;
use crate::shell::{self, ExplorerSetup, OpenWhat, Outcome};
use crate::store::{Store, StoreError};

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
    /// Whether the first screen asks how to begin.
    pub first_run: bool,
    /// The path that was typed there, and why it could not be opened.
    pub refused: Option<(String, String)>,
    /// The data folder, where it is open already.
    pub store: Option<Store>,
}

/// A way into the explorer. What is chosen on its first screen is the next one, in the same process.
pub enum Way {
    /// With the services that are known; a dataset that was on screen is shown again.
    Known,
    /// Over files and datasets.
    Open(OpenArgs),
    /// Over what was typed on the first screen.
    Typed(String),
    /// Over the embedded index.
    Demo(DemoArgs),
}

impl Way {
    fn of(next: Next) -> Self {
        match next {
            Next::Connected => Self::Known,
            Next::Demo => Self::Demo(DemoArgs::default()),
            Next::File(path) => Self::Typed(path),
        }
    }
}

/// Goes in, and on from one way to the next until the person leaves.
pub async fn run(desk: &Desk, way: Way) -> Result<(), Failure> {
    let mut desk = desk.clone();
    let mut way = way;
    loop {
        let next = match &way {
            Way::Known => asking(&desk, None).await?,
            Way::Open(args) => enter(&desk, opening(&desk, args)?).await?,
            Way::Typed(path) => typed(&desk, path).await?,
            Way::Demo(args) => demo::run(&desk, args).await?,
        };
        let Some(next) = next else {
            return Ok(());
        };
        if next == Next::Connected {
            desk = Desk::new(desk.common.clone(), true)?;
        }
        way = Way::of(next);
    }
}

/// Over what was typed on the first screen. What cannot be opened after all is said on that screen again.
async fn typed(desk: &Desk, path: &str) -> Result<Option<Next>, Failure> {
    let args = OpenArgs {
        what: vec![path.to_owned()],
        guards: Guards::default(),
    };
    match opening(desk, &args) {
        Ok(start) => enter(desk, start).await,
        Err(why) => asking(desk, Some((path.to_owned(), why.to_string()))).await,
    }
}

/// With the services that are known. Where nothing is known and nothing held, the first screen asks how to begin; it
/// comes again where it could not open what was typed there.
async fn asking(desk: &Desk, refused: Option<(String, String)>) -> Result<Option<Next>, Failure> {
    need_terminal()?;
    let services = service::known(desk)?;
    let store = desk.open_store()?;
    let start = Start {
        // Whoever has settings has been here before.
        first_run: desk.fault.is_none() && services.is_empty() && holds_nothing(&store)?,
        services,
        store: Some(store),
        refused,
        ..Start::default()
    };
    enter(desk, start).await
}

fn holds_nothing(store: &Store) -> Result<bool, Failure> {
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    let has_jobs = !store
        .journal()
        .jobs()
        .map_err(|why| failed(why.into()))?
        .is_empty();
    Ok(!has_jobs && store.begun_datasets().map_err(failed)?.is_empty())
}

/// `open`: files and datasets; no service is involved.
fn opening(desk: &Desk, args: &OpenArgs) -> Result<Start, Failure> {
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
    Ok(Start {
        open,
        store: Some(store),
        ..Start::default()
    })
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
        let refusal = Told::of_environment().refusal();
        return refusal.map_or(Ok(()), |why| Err(Failure::Usage(why)));
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

/// The keys that hold, and what is wrong with their file.
pub fn keymap(desk: &Desk) -> Result<(Keymap, Option<String>), Failure> {
    let why = match desk.places.read_keymap() {
        Ok(keymap) => return Ok((keymap, None)),
        Err(why) => why,
    };
    let sound = match desk.places.keymap_text() {
        Ok(text) => Keymap::as_far_as_it_goes(&text.unwrap_or_default()),
        Err(_) => Keymap::builtin().map_err(|why| Failure::Failed(why.to_string()))?,
    };
    let told = format!("{why}. The built-in keys hold for commands whose line is at fault");
    Ok((sound, Some(told)))
}

/// What is wrong with the settings, and what follows from it.
fn settings_fault(desk: &Desk, is_play: bool) -> Option<String> {
    let why = desk.fault.as_deref()?;
    let what = match is_play {
        true => "The built-in settings hold; the demo spends play units only",
        false => {
            "The built-in settings hold, and no service is asked, because neither your limits nor your credentials are \
             known: correct the file and start again"
        }
    };
    Some(format!("{why}. {what}"))
}

/// Hands over to the shell until the person leaves.
pub async fn enter(desk: &Desk, start: Start) -> Result<Option<Next>, Failure> {
    need_terminal()?;
    let told = Told::of_environment();
    let looks = Looks::new(desk, &told)?;
    let (keymap, keys_fault) = keymap(desk)?;
    // The last one stands in the line.
    let faults = [looks.fault, keys_fault, settings_fault(desk, start.is_play)];
    let (service, host) = who(&start.services);
    let setup = ExplorerSetup {
        store: start.store.map_or_else(|| desk.open_store(), Ok)?,
        clients: start
            .services
            .into_iter()
            .map(|service| service.client)
            .collect(),
        settings: desk.settings.clone(),
        keymap,
        theme: looks.theme,
        grounds: looks.grounds,
        themes: looks::own_themes(&desk.places.settings, &told),
        options: desk.settings.options(looks.ascii),
        told: faults.into_iter().flatten().collect(),
        service,
        host,
        form_target: start.form_target,
        auto_download: start.auto_download,
        open: start.open,
        notify: reception::notify(desk)?,
        trace: desk.common.trace_latency.clone(),
        clock: Desk::clock(),
        settings_file: (!start.is_play && desk.fault.is_none())
            .then(|| desk.places.settings.clone()),
        // Nothing is written into a file that could not be read.
        access: (desk.fault.is_none())
            .then(|| (access::connector(desk), desk.places.settings.clone())),
        first_run: start.first_run,
        refused: start.refused,
    };
    match shell::run(setup).await {
        Ok(Outcome::Left) => Ok(None),
        Ok(Outcome::GoesOn(next)) => Ok(Some(next)),
        Ok(Outcome::Ended) => Err(Failure::Interrupted(
            "asked to end; jobs that are unfinished go on at the next start".to_owned(),
        )),
        Err(why) => Err(Failure::Failed(why.to_string())),
    }
}
