//! Why a dataset does not hold all rows of its raw file.

use super::{Manifest, Store, lock};

/// What keeps it from being whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Rows are being read into it, here or by another process.
    Arriving,
    /// Nobody reads into it; why not, and how the rest comes.
    Stopped(String),
}

impl Store {
    /// What a dataset lacks; none where every row was read.
    pub fn gap(&self, manifest: &Manifest) -> Option<Gap> {
        if manifest.complete {
            return None;
        }
        let lock = self.folder(&manifest.id).map(|f| f.join("ingest.lock"));
        // A folder that nobody may write into has no reader that fills it.
        if matches!(lock.map(|lock| lock::attempt(&lock)), Ok(Ok(None))) {
            return Some(Gap::Arriving);
        }
        let way = match manifest.job {
            Some(_) => "its reading was cut off; its job goes on when the explorer runs",
            None => "its reading was cut off; open or import the same file again, and it goes on",
        };
        let why = manifest.trouble.as_deref().unwrap_or(way);
        Some(Gap::Stopped(why.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Origin;

    #[test]
    fn a_dataset_is_filled_as_long_as_somebody_holds_its_lock() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let name = "links.csv".to_owned();
        let id = store.create_dataset(Origin::File { name }).unwrap();
        let gap = || store.gap(&store.manifest(&id).unwrap());
        assert!(matches!(gap(), Some(Gap::Stopped(why)) if why.contains("goes on")));
        let path = store.folder(&id).unwrap().join("ingest.lock");
        let reader = lock::attempt(&path).unwrap().unwrap();
        assert_eq!(gap(), Some(Gap::Arriving));
        drop(reader);
        let why = "the disk is full".to_owned();
        store
            .change_manifest(&id, |m| m.trouble = Some(why.clone()))
            .unwrap();
        assert_eq!(gap(), Some(Gap::Stopped(why)));
        store.change_manifest(&id, |m| m.complete = true).unwrap();
        assert_eq!(gap(), None);
    }
}
