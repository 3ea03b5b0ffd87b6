//! `import`: files and folders into datasets, without a service.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::ImportArgs;
use super::desk::Desk;
use super::explore::no_dataset;
use super::failure::Failure;
use super::gaps;
use super::headline::number;
use super::interrupts::Interrupts;
use super::records::{Records, count, text};
use super::take_over;
use crate::jobs::{self, ImportError};
use crate::model::column::Value;
use crate::model::rows::DatasetId;
use crate::store::{IngestError, IngestOptions, Store, held};

const COLUMNS: [&str; 5] = ["dataset", "file", "rows", "domains", "bad_rows"];

/// Runs the command. Files before the first bad one stay imported and are printed. Asked to end, it stops where it is,
/// with the rows and domains before published.
pub async fn run(desk: &Desk, args: &ImportArgs) -> Result<(), Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut interrupts = Interrupts::new()
        .map_err(|why| Failure::Failed(format!("signals cannot be heard: {why}")))?;
    let stopper = Arc::clone(&stop);
    tokio::spawn(async move {
        interrupts.next().await;
        stopper.store(true, Ordering::Relaxed);
    });
    tokio::task::block_in_place(|| read_all(desk, args, &stop))
}

fn read_all(desk: &Desk, args: &ImportArgs, stop: &AtomicBool) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let mut records = Records::new(COLUMNS);
    let mut outcome = Ok(());
    for file in &args.files {
        match one(desk, &store, (file, args), stop) {
            Ok(row) => records.push(row),
            Err(failure) => {
                outcome = Err(failure);
                break;
            }
        }
    }
    if !records.is_empty() {
        desk.deliver(&records)?;
    }
    outcome
}

fn one(
    desk: &Desk,
    store: &Store,
    (file, args): (&Path, &ImportArgs),
    stop: &AtomicBool,
) -> Result<Vec<Value>, Failure> {
    let id = if take_over::is_dataset(file) {
        take_over::take_over(store, file)?
    } else if file.is_file() {
        match held(store, file, stop) {
            Ok(Some(id)) => {
                desk.talk.say(&format!(
                    "{} is held already as {id}: nothing was read",
                    file.display()
                ));
                id
            }
            // What hinders it is told by the reading.
            Ok(None) | Err(_) => read(desk, store, (file, args), stop)?,
        }
    } else if file.is_dir() {
        return Err(no_dataset(file));
    } else {
        return Err(Failure::Usage(format!(
            "there is no file {}, nor a dataset's folder; nothing was imported from it",
            file.display()
        )));
    };
    let dataset = store
        .dataset(&id)
        .map_err(|why| Failure::Failed(why.to_string()))?;
    let manifest = dataset.manifest();
    gaps::tell(desk, manifest);
    for sample in &manifest.bad_samples {
        desk.talk.insist(&format!(
            "{} line {}: {}",
            file.display(),
            sample.line,
            sample.reason
        ));
    }
    Ok(vec![
        text(id.0),
        text(file.display().to_string()),
        count(manifest.rows),
        count(manifest.domains),
        count(manifest.bad_rows),
    ])
}

/// Guards as they were set, else as they are.
fn options(args: &ImportArgs) -> IngestOptions<'static> {
    args.guards.of_import().options()
}

fn read(
    desk: &Desk,
    store: &Store,
    (file, args): (&Path, &ImportArgs),
    stop: &AtomicBool,
) -> Result<DatasetId, Failure> {
    let talk = &desk.talk;
    let mut kept = None;
    jobs::import_with(store, file, options(args), stop, &mut |id, published| {
        if published.rows > 0 {
            kept = Some((id.clone(), published.rows));
        }
        talk.progress(&format!(
            "{}: {} rows of {} domains",
            file.display(),
            number(published.rows),
            number(published.domains)
        ));
    })
    .map(|(id, _)| id)
    .map_err(|why| {
        let shown = kept.map_or_else(String::new, |(id, rows)| {
            format!(
                ". `backtrail show {id}` shows the {} rows held",
                number(rows)
            )
        });
        let text = format!("{}: {why}{}{shown}", file.display(), way(&why));
        match why {
            ImportError::Cancelled | ImportError::Rows(IngestError::Cancelled) => {
                Failure::Interrupted(text)
            }
            _ => Failure::Failed(text),
        }
    })
}

/// How a file is taken all the same.
fn way(why: &ImportError) -> &'static str {
    match why {
        ImportError::Rows(IngestError::TooLarge { .. }) => "; `--max-ratio N` does",
        ImportError::Rows(IngestError::LongRow { .. }) => "; `--max-row BYTES` allows longer ones",
        _ => "",
    }
}
