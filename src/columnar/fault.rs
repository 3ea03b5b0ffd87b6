//! What can be wrong with a part.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// A part that cannot be written or read. Nothing was charged by it.
#[derive(Debug, Error)]
#[error("cannot {doing} {path}: {why}", path = .path.display())]
pub struct PartError {
    /// What was tried, as a verb.
    pub doing: &'static str,
    /// On which file.
    pub path: PathBuf,
    /// Why not.
    pub why: String,
}

impl PartError {
    /// Makes one from any cause.
    pub fn of<E: std::fmt::Display>(doing: &'static str, path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.to_owned();
        move |cause| Self {
            doing,
            path,
            why: cause.to_string(),
        }
    }
}
