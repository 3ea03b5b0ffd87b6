//! A dataset's folder from elsewhere joins the store under its own name: with what it cost, what it was asked for and
//! its raw answer. It is checked before anybody sees it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::failure::Failure;
use crate::model::rows::DatasetId;
use crate::store::{MANIFEST_FILE, Store, StoreError};

const RAW: &str = "raw";

/// Whether this is a dataset's folder.
pub fn is_dataset(folder: &Path) -> bool {
    folder.join(MANIFEST_FILE).is_file()
}

/// Copies the folder. Nothing stays of one that is damaged or does not become whole.
pub fn take_over(store: &Store, folder: &Path) -> Result<DatasetId, Failure> {
    let id = own_name(folder)?;
    let to = store.datasets_dir().join(&id.0);
    if is_begun_copy(&to, folder) {
        fs::remove_dir_all(&to).map_err(|why| Failure::file("removing", &to, &why))?;
    }
    // Made here and now, the folder is ours to remove again; another's would not be.
    private_folder(&to).map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => Failure::Failed(format!(
            "{id} is stored already; nothing was taken from {}",
            folder.display()
        )),
        _ => Failure::file("creating", &to, &why),
    })?;
    let taken = copy_all(folder, &to)
        .map_err(|why| Failure::file("copying", folder, &why))
        .and_then(|()| examine(store, &id, folder));
    if taken.is_err() {
        // The first failure is the one to tell; what cannot be removed has no manifest or says what is wrong with it.
        drop(fs::remove_dir_all(&to));
    }
    taken.map(|()| id)
}

/// Whether this is what a copying of the folder left that was stopped: no manifest, which comes last, and nothing that
/// the folder has not.
fn is_begun_copy(to: &Path, folder: &Path) -> bool {
    let has_all = |to: &Path, from: &Path| {
        fs::read_dir(to).is_ok_and(|mut entries| {
            entries.all(|entry| entry.is_ok_and(|entry| from.join(entry.file_name()).exists()))
        })
    };
    let raw = to.join(RAW);
    !to.is_symlink()
        && !to.join(MANIFEST_FILE).exists()
        && has_all(to, folder)
        && (!raw.exists() || has_all(&raw, &folder.join(RAW)))
}

fn examine(store: &Store, id: &DatasetId, folder: &Path) -> Result<(), Failure> {
    let running = AtomicBool::new(false);
    let failed = |why: StoreError| Failure::Failed(format!("{}: {why}", folder.display()));
    let findings = store.check(id, &running).map_err(failed)?;
    match findings.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Failed(format!(
            "{} is damaged: {} {}; nothing was taken from it. Its raw file, if it is whole, can be imported alone",
            folder.display(),
            first.file,
            first.what
        ))),
    }
}

/// The name that the manifest gives. It becomes a folder's name here, so that it must be one.
fn own_name(folder: &Path) -> Result<DatasetId, Failure> {
    let path = folder.join(MANIFEST_FILE);
    let bytes = fs::read(&path).map_err(|why| Failure::file("reading", &path, &why))?;
    let manifest: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let name = manifest.as_ref().and_then(|m| m["id"].as_str());
    let is_plain = |name: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
    };
    name.filter(is_plain)
        .map(|name| DatasetId(name.to_owned()))
        .ok_or_else(|| {
            Failure::Failed(format!(
                "{} names no dataset; nothing was taken from it",
                path.display()
            ))
        })
}

/// The manifest last: a folder without one holds nothing.
fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    let raw = from.join(RAW);
    if raw.is_dir() {
        private_folder(&to.join(RAW))?;
        for file in files(&raw)? {
            copy(&file, &to.join(RAW))?;
        }
    }
    for file in files(from)? {
        if file.extension().is_some_and(|e| e == "parquet") {
            copy(&file, to)?;
        }
    }
    copy(&from.join(MANIFEST_FILE), to)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Links out of the folder are not followed.
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn copy(file: &Path, folder: &Path) -> io::Result<()> {
    let Some(name) = file.file_name() else {
        return Ok(());
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut to = options.open(folder.join(name))?;
    io::copy(&mut File::open(file)?, &mut to)?;
    to.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_already_is_never_removed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let from = dir.path().join("from");
        fs::create_dir(&from).unwrap();
        fs::write(from.join(MANIFEST_FILE), r#"{"id": "ours"}"#).unwrap();
        let there = store.datasets_dir().join("ours");
        fs::create_dir(&there).unwrap();
        fs::write(there.join("kept"), "x").unwrap();
        let failed = take_over(&store, &from).unwrap_err();
        assert!(failed.to_string().contains("stored already"), "{failed}");
        assert_eq!(fs::read(there.join("kept")).unwrap(), b"x");
        // A folder of another that is not seen by asking whether it exists, as one made a moment ago.
        #[cfg(unix)]
        {
            fs::remove_dir_all(&there).unwrap();
            std::os::unix::fs::symlink(dir.path().join("nowhere"), &there).unwrap();
            let failed = take_over(&store, &from).unwrap_err();
            assert!(failed.to_string().contains("stored already"), "{failed}");
            assert!(there.symlink_metadata().is_ok());
        }
    }

    #[test]
    fn what_a_stopped_copy_left_does_not_hinder_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let from = dir.path().join("from");
        fs::create_dir_all(from.join(RAW)).unwrap();
        fs::write(from.join(MANIFEST_FILE), r#"{"id": "ours"}"#).unwrap();
        fs::write(from.join(RAW).join("a.csv"), "whole").unwrap();
        let there = store.datasets_dir().join("ours");
        fs::create_dir_all(there.join(RAW)).unwrap();
        assert!(is_begun_copy(&there, &from));
        fs::write(there.join(RAW).join("a.csv"), "wh").unwrap();
        assert!(is_begun_copy(&there, &from));
        let failed = take_over(&store, &from).unwrap_err();
        assert!(!failed.to_string().contains("stored already"), "{failed}");
        fs::create_dir_all(there.join(RAW)).unwrap();
        fs::write(there.join(RAW).join("b.csv"), "ours").unwrap();
        assert!(!is_begun_copy(&there, &from));
    }

    #[test]
    fn nothing_stays_of_one_that_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).unwrap();
        let from = dir.path().join("from");
        fs::create_dir(&from).unwrap();
        fs::write(from.join(MANIFEST_FILE), r#"{"id": "ours"}"#).unwrap();
        assert!(take_over(&store, &from).is_err());
        assert!(!store.datasets_dir().join("ours").exists());
    }
}
