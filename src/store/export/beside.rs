//! The manifest beside a file of rows: from where they are, how they were chosen, how many of how many, what they cost,
//! and by which hash the file is known.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::heads::heads;
use super::{Export, Piece};
use crate::model::dollars::plain;
use crate::model::money::USD;
use crate::model::rows::SortKey;
use crate::store::{Manifest, StoreError};

/// Version of the manifest's form.
pub const MANIFEST: u32 = 1;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of them, hexadecimal.
    pub sha256: String,
}

/// Where the manifest of a file stands: `links.csv.manifest.json` beside `links.csv`.
pub fn manifest_name(file: &Path) -> PathBuf {
    let mut name = file.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".manifest.json");
    file.with_file_name(name)
}

/// Counts and hashes what goes through.
pub(super) struct Summed<'a> {
    inner: &'a mut dyn Write,
    hash: Sha256,
    bytes: u64,
}

impl<'a> Summed<'a> {
    pub fn new(inner: &'a mut dyn Write) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    pub fn written(self, rows: u64) -> Written {
        let hash = self.hash.finalize();
        Written {
            rows,
            bytes: self.bytes,
            sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Export<'_> {
    /// The manifest of the file into which the rows were written.
    pub fn manifest(&self, written: &Written, file: &Path) -> Result<Vec<u8>, StoreError> {
        let columns = heads(self.pieces, self.columns)?;
        let columns: Vec<&str> = columns.iter().map(|head| head.id.as_str()).collect();
        let list = self
            .pieces
            .first()
            .map(|piece| piece.ranking.list().table().name);
        let pieces = self.pieces.iter().zip(self.shares());
        let sources = pieces.map(|(piece, rows)| source(piece, Some(rows)));
        let mut all = head(file, self.format.name(), written, self.at);
        all["list"] = json!(list);
        all["columns"] = json!(columns);
        all["sources"] = sources.collect();
        as_bytes(&all)
    }
}

/// What is said of any file: its form, how much it holds, when it was written.
pub(super) fn head(file: &Path, format: &str, written: &Written, at: jiff::Timestamp) -> Json {
    let name = file.file_name();
    json!({
        "schema": MANIFEST,
        "program": format!("backtrail {}", env!("CARGO_PKG_VERSION")),
        "file": name.map(|name| name.to_string_lossy()),
        "format": format,
        "bytes": written.bytes,
        "sha256": written.sha256,
        "written_at": moment(at),
        "rows_written": written.rows,
    })
}

/// A manifest as it stands in its file.
pub(super) fn as_bytes(all: &Json) -> Result<Vec<u8>, StoreError> {
    let mut bytes =
        serde_json::to_vec_pretty(all).map_err(|why| StoreError::Export(io::Error::other(why)))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// From where rows are, and how they were chosen; `rows` of them are written, where they are and not what follows from
/// them.
pub(super) fn source(piece: &Piece<'_>, rows: Option<u64>) -> Json {
    let manifest = piece.dataset.manifest();
    let (list, asked) = (piece.ranking.list(), &piece.asked);
    let (held, known) = manifest.held_and_known(list);
    let params = manifest.params.iter();
    let params: Map<String, Json> = params
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let passing = asked.marked_of.unwrap_or(piece.ranking.len());
    json!({
        "dataset": manifest.id,
        "target": manifest.target.as_ref().map(crate::model::target::Target::display),
        "provider": manifest.provider,
        "command": manifest.command,
        "parameters": params,
        "file": manifest.source_name,
        "counted_from": manifest.computed.as_ref().map(|from| json!({"dataset": from.dataset, "links": from.links})),
        "asked_at": moment(manifest.created),
        "index_date": manifest.index_date,
        "index_id": manifest.index_id,
        "cost": cost(manifest),
        "links_from": piece.domain(),
        "filter": asked.filter.trim(),
        "order": order(piece, asked.order),
        "marked_only": asked.marked_of.is_some(),
        "rows": {
            "written": rows,
            "marked": asked.marked_of.map(|_| piece.ranking.len()),
            "passing": passing,
            "held": held,
            "known": known,
        },
        "enriched_by": piece.enriched_by().iter().map(enrichment).collect::<Vec<_>>(),
        "complete": piece.is_complete(),
        "notes": manifest.notes,
    })
}

/// What was bought for the domains later, at its own cost.
fn enrichment(manifest: &Manifest) -> Json {
    json!({
        "dataset": manifest.id,
        "command": manifest.command,
        "asked_at": moment(manifest.created),
        "index_date": manifest.index_date,
        "cost": cost(manifest),
    })
}

fn order(piece: &Piece<'_>, order: &[SortKey]) -> Vec<String> {
    let table = piece.ranking.list().table();
    let keys = order.iter().filter_map(|key| {
        let direction = if key.descending { "desc" } else { "asc" };
        let column = table.columns.get(key.column)?;
        Some(format!("{}:{direction}", column.id))
    });
    keys.collect()
}

/// In each allowance, with how it is known; null where it is not.
fn cost(manifest: &Manifest) -> Json {
    let Some(paid) = &manifest.cost else {
        return Json::Null;
    };
    let mut cost = Map::new();
    for (name, amount) in paid.amounts.named() {
        match name {
            USD if amount == 0 => {}
            USD => drop(cost.insert(name.to_owned(), json!(plain(amount)))),
            _ => drop(cost.insert(name.to_owned(), json!(amount))),
        }
    }
    cost.insert("known_by".to_owned(), json!(paid.source.title()));
    Json::Object(cost)
}

fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
