//! Files of rows beside the manifest: what it does not name is the remainder of a crash, and goes.

use std::fs;
use std::path::Path;

use super::{IngestOptions, Write};
use crate::columnar::PartFile;
use crate::model::rows::Sheet;
use crate::store::StoreError;
use crate::store::manifest::{Manifest, PartEntry};

/// How the names of files of rows begin.
const OURS: [&str; 3] = ["links-", "domains", "postings"];

/// Removes rows and tables that the manifest does not name.
pub(in crate::store) fn sweep(
    folder: &Path,
    manifest: &Manifest,
    options: &IngestOptions<'_>,
) -> Result<(), StoreError> {
    let io = |e| StoreError::io("cannot list", folder)(e);
    let parts = manifest.parts.iter();
    let named: Vec<&str> = parts
        .chain(&manifest.domain_table)
        .chain(&manifest.posting_table)
        .chain(&manifest.item_table)
        .map(|p| p.file.as_str())
        .collect();
    for entry in fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let of_sheet = |sheet: Sheet| name.starts_with(sheet.table().name);
        let ours = OURS.iter().any(|start| name.starts_with(start)) || Sheet::all().any(of_sheet);
        if ours && !named.contains(&name.as_ref()) {
            ask(options, Write::Sweep, &entry.path())?;
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// How the manifest names a finished file.
pub(in crate::store) fn entry(path: &Path, first_row: u64, file: PartFile) -> PartEntry {
    let name = path.file_name().unwrap_or_default();
    PartEntry {
        file: name.to_string_lossy().into_owned(),
        first_row,
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256,
    }
}

/// Says that something is about to be written.
pub(in crate::store) fn ask(
    options: &IngestOptions<'_>,
    write: Write,
    path: &Path,
) -> Result<(), StoreError> {
    options
        .before
        .map_or(Ok(()), |before| before(write))
        .map_err(StoreError::io("cannot write", path))
}

/// Removes a file.
pub(in crate::store) fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("cannot remove", path))
}
