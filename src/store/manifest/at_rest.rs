//! The manifest at rest: `manifest.json`, read with what earlier programs did not say, and written whole.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::super::{StoreError, private};
use super::{MANIFEST_FILE, Manifest, PartEntry, SCHEMA};
use crate::model::column::{Column, EXTRA, Table};
use crate::model::domain::{DOMAINS, Later};
use crate::model::link::LINKS;
use crate::model::rows::List;
use crate::model::sheet::ITEMS;

/// The columns of links and of domains in version 1, before answers of every kind were held; the last two of the
/// domains were never filled.
const VERSION_1: [(&Table, usize); 2] = [(&LINKS, 23), (&DOMAINS, 10)];

/// The columns of version 2, before a second provider's answers were held.
const VERSION_2: [(&Table, usize); 3] = [(&LINKS, 41), (&DOMAINS, 41), (&ITEMS, 73)];

/// What earlier programs did not say.
impl Manifest {
    /// Writes down that no row fills the columns of a list that came behind its first so many; of a list of which
    /// nothing is said it stays so.
    fn add_absent(&mut self, table: &Table, columns: usize) {
        let of_list = |name: &String| name.split_once('.').is_some_and(|(l, _)| l == table.name);
        if self.absent.iter().any(of_list) {
            // Those counted later say for themselves whether they are there.
            let is_known = |c: &&Column| c.id == EXTRA || Later::ALL.iter().any(|l| l.id == c.id);
            let later = table.columns.iter().skip(columns).filter(|c| !is_known(c));
            let names = later.map(|c| format!("{}.{}", table.name, c.id));
            self.absent.extend(names);
        }
    }

    /// An earlier program did not know the figures that are counted later, and so did not say that they are absent.
    fn name_later_figures(&mut self) {
        for Later { id, .. } in Later::ALL {
            if self.domains > 0 && !self.second_pass && !self.is_absent(&List::Domains, id) {
                self.absent.push(format!("{}.{id}", DOMAINS.name));
            }
        }
    }
}

/// Reads the manifest in a dataset's folder.
pub(in crate::store) fn read(folder: &Path) -> Result<Manifest, StoreError> {
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    let path = folder.join(MANIFEST_FILE);
    let bytes = fs::read(&path).map_err(StoreError::io("cannot read", &path))?;
    let unreadable = |e: serde_json::Error| StoreError::Manifest {
        path: path.clone(),
        why: e.to_string(),
    };
    // The version first: a later layout need not fit today's fields.
    let version: Version = serde_json::from_slice(&bytes).map_err(unreadable)?;
    if version.schema > SCHEMA {
        return Err(StoreError::NewerDataset {
            path,
            found: version.schema,
            known: SCHEMA,
        });
    }
    let mut manifest: Manifest = serde_json::from_slice(&bytes).map_err(unreadable)?;
    if manifest.schema == 1 {
        for (table, columns) in VERSION_1 {
            manifest.set_absent(table, table.columns.iter().skip(columns).map(|c| c.id));
        }
    }
    if manifest.schema == 2 {
        for (table, columns) in VERSION_2 {
            manifest.add_absent(table, columns);
        }
    }
    manifest.name_later_figures();
    let inside = |entry: &PartEntry| is_plain_name(&entry.file);
    if !manifest
        .parts
        .iter()
        .chain(&manifest.domain_table)
        .chain(&manifest.posting_table)
        .chain(&manifest.item_table)
        .all(inside)
    {
        return Err(StoreError::Manifest {
            path,
            why: "it names a file outside its folder".to_owned(),
        });
    }
    Ok(manifest)
}

/// A name that stays in its folder.
pub(in crate::store) fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0', ':'])
}

/// Writes the manifest beside its place and renames it.
pub(in crate::store) fn write(folder: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    let path = folder.join(MANIFEST_FILE);
    let bytes = serde_json::to_vec_pretty(manifest).map_err(|e| StoreError::Manifest {
        path: path.clone(),
        why: e.to_string(),
    })?;
    private::replace(&path, &bytes).map_err(StoreError::io("cannot write", &path))
}
