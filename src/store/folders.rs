//! The folders of the datasets: made, listed, changed, deleted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::manifest::{self, MANIFEST_FILE, Manifest, Origin, is_plain_name};
use super::{Store, StoreError, computed, lock, private};
use crate::model::money::Paid;
use crate::model::rows::DatasetId;

/// The names of what is stored in a data folder, the newest first, without opening anything. For shells, that may take
/// other signs than letters, digits, dashes and full stops for orders: a folder with such a name is left out.
pub fn dataset_names(data_dir: &Path) -> Vec<DatasetId> {
    let entries = fs::read_dir(data_dir.join("datasets"));
    let folders = entries.into_iter().flatten().filter_map(Result::ok);
    let folders = folders.map(|entry| entry.path());
    let mut ids: Vec<DatasetId> = folders
        .filter(|path| path.join(MANIFEST_FILE).exists())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            name.chars().all(is_plain)
        })
        .map(DatasetId)
        .collect();
    ids.sort_by(|a, b| b.0.cmp(&a.0));
    ids
}

impl Store {
    /// Every dataset, newest first. Those that cannot be read are told by [`Self::damaged_datasets`].
    pub fn datasets(&self) -> Result<Vec<Manifest>, StoreError> {
        let mut manifests: Vec<Manifest> = self.manifests()?.filter_map(Result::ok).collect();
        manifests.sort_by(|a, b| (b.created, &b.id.0).cmp(&(a.created, &a.id.0)));
        Ok(manifests)
    }

    /// Why folders of datasets cannot be read, for those that [`Self::datasets`] leaves out. A folder whose
    /// manifest was never written holds nothing and is no such.
    pub fn damaged_datasets(&self) -> Result<Vec<StoreError>, StoreError> {
        let never_written = |error: &StoreError| match error {
            StoreError::Io { source, path, .. } => {
                source.kind() == ErrorKind::NotFound && !path.parent().is_some_and(holds_tables)
            }
            _ => false,
        };
        let errors = self.manifests()?.filter_map(Result::err);
        Ok(errors.filter(|error| !never_written(error)).collect())
    }

    /// Every folder that a dataset was begun in, by name, whether its manifest is there and can be read or not.
    pub fn begun_datasets(&self) -> Result<Vec<DatasetId>, StoreError> {
        let folder = self.datasets_dir();
        let entries = fs::read_dir(folder).map_err(StoreError::io("cannot list", folder))?;
        let mut ids: Vec<DatasetId> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.join(MANIFEST_FILE).exists() || holds_tables(path))
            .filter_map(|path| Some(DatasetId(path.file_name()?.to_str()?.to_owned())))
            .collect();
        ids.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(ids)
    }

    fn manifests(&self) -> Result<impl Iterator<Item = Result<Manifest, StoreError>>, StoreError> {
        let folder = self.datasets_dir();
        let entries = fs::read_dir(folder).map_err(StoreError::io("cannot list", folder))?;
        Ok(entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .map(|path| manifest::read(&path)))
    }

    /// Makes an empty dataset. A job that made one before, and has no rows in it, gets the same again:
    /// a crash between this and the note in the journal leaves nothing behind.
    pub fn create_dataset(&self, origin: Origin) -> Result<DatasetId, StoreError> {
        if let Origin::Query { query, job, .. } = &origin {
            let params = query.shown_params();
            let made = self.datasets()?.into_iter().find(|m| {
                m.job == Some(*job) && m.params == params && !m.complete && m.parts.is_empty()
            });
            if let Some(made) = made {
                return Ok(made.id);
            }
        }
        let created = Timestamp::now();
        let subject = match &origin {
            Origin::Query { query, .. } => query.target.item.as_str(),
            Origin::File { name } => name.as_str(),
        };
        let stem = format!("{}-{}", created.strftime("%Y%m%d-%H%M%S"), slug(subject));
        for attempt in 1..u32::MAX {
            let id = match attempt {
                1 => DatasetId(stem.clone()),
                n => DatasetId(format!("{stem}-{n}")),
            };
            let folder = self.datasets_dir().join(&id.0);
            match private::claim_dir(&folder) {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
                made => made.map_err(StoreError::io("cannot create", &folder))?,
            }
            let raw = folder.join("raw");
            private::create_dir(&raw).map_err(StoreError::io("cannot create", &raw))?;
            manifest::write(&folder, &Manifest::new(id.clone(), created, origin))?;
            return Ok(id);
        }
        Err(StoreError::NoSuchDataset(DatasetId(stem)))
    }

    /// The folder of a dataset, or of a table counted from one.
    pub(super) fn folder(&self, id: &DatasetId) -> Result<PathBuf, StoreError> {
        let (dataset, folder) = match computed::parts_of(id) {
            Some((dataset, name)) => {
                let whole = self.datasets_dir().join(dataset);
                (dataset, computed::folder_in(&whole, name))
            }
            None => (id.0.as_str(), self.datasets_dir().join(&id.0)),
        };
        if is_plain_name(dataset) && folder.is_dir() {
            Ok(folder)
        } else {
            Err(StoreError::NoSuchDataset(id.clone()))
        }
    }

    /// The manifest of a dataset as it stands now.
    pub fn manifest(&self, id: &DatasetId) -> Result<Manifest, StoreError> {
        manifest::read(&self.folder(id)?)
    }

    /// Where a raw answer of a dataset is kept. The name is reduced to one that stays in the folder.
    pub fn raw_path(&self, id: &DatasetId, name: &str) -> PathBuf {
        let safe = if is_plain_name(name) {
            name.to_owned()
        } else {
            slug(name)
        };
        self.datasets_dir().join(&id.0).join("raw").join(safe)
    }

    /// Keeps a raw answer of a dataset: written beside its place, synced and renamed. Writing it again replaces it.
    pub fn write_raw(
        &self,
        id: &DatasetId,
        name: &str,
        bytes: &[u8],
    ) -> Result<PathBuf, StoreError> {
        self.folder(id)?;
        let path = self.raw_path(id, name);
        private::replace(&path, bytes).map_err(StoreError::io("cannot write", &path))?;
        Ok(path)
    }

    /// Changes a manifest; no other process changes it meanwhile.
    pub(super) fn change_manifest(
        &self,
        id: &DatasetId,
        change: impl FnOnce(&mut Manifest),
    ) -> Result<Manifest, StoreError> {
        let folder = self.folder(id)?;
        let _alone = lock::wait(&folder.join("manifest.lock"))?;
        let mut now = manifest::read(&folder)?;
        change(&mut now);
        manifest::write(&folder, &now)?;
        Ok(now)
    }

    /// Writes down what a dataset cost.
    pub fn record_cost(&self, id: &DatasetId, cost: Paid) -> Result<(), StoreError> {
        self.change_manifest(id, |m| m.cost = Some(cost)).map(drop)
    }

    /// Writes down which rows its list opens with: those that this filter lets through.
    pub fn set_filter(&self, id: &DatasetId, filter: &str) -> Result<(), StoreError> {
        self.change_manifest(id, |m| filter.clone_into(&mut m.filter))
            .map(drop)
    }

    /// Deletes a dataset with its raw answer. Nothing else ever does.
    pub fn delete_dataset(&self, id: &DatasetId) -> Result<(), StoreError> {
        let folder = self.folder(id)?;
        fs::remove_dir_all(&folder).map_err(StoreError::io("cannot delete", &folder))
    }
}

/// A text as a part of a file name.
fn slug(text: &str) -> String {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let slug: String = text
        .chars()
        .take(60)
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' => c.to_ascii_lowercase(),
            _ => '_',
        })
        .collect();
    let slug = slug.trim_matches(['.', '_', '-']);
    if slug.is_empty() { "dataset" } else { slug }.to_owned()
}

/// Whether there are tables in a folder: rows were published in it.
fn holds_tables(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths.any(|path| path.extension().is_some_and(|e| e == "parquet"))
}
