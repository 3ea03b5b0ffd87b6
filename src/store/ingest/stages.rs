//! What the stages of an ingest hand to each other: reading counts and fills columns, encoding turns them into parts,
//! publishing (the caller's thread) puts parts in their place and names them in the manifest.

use std::sync::mpsc::SyncSender;

use arrow_array::RecordBatch;

use super::answer::AnswerRows;
use super::fault::IngestError;
use super::flaws::Flaws;
use super::raw::Copied;
use crate::columnar::{PartError, PartWriter};
use crate::model::rows::Sheet;
use crate::store::manifest::RawFile;

/// From reading to encoding.
#[derive(Debug)]
pub(super) enum Parsed {
    /// Links, behind those before.
    Links(RecordBatch),
    /// Rows of the table of domains that is published next, and the table's name.
    Domains(RecordBatch, String),
    /// Rows of the sheet that is published next, and the table's name.
    Sheet(RecordBatch, String),
    /// All before is to be published.
    Publish(Box<Standing>),
    /// The raw file is read further.
    Progress,
}

/// How it stands after the rows before.
#[derive(Debug)]
pub(super) struct Standing {
    /// Links taken.
    pub(super) taken: u64,
    pub(super) flaws: Flaws,
    /// Columns of links that no row filled.
    pub(super) unseen: Vec<&'static str>,
    /// Columns of domains that no row filled, if a table of them came.
    pub(super) empty: Vec<&'static str>,
    /// Columns that no column of ours holds, and those that the file has not.
    pub(super) unknown: Vec<String>,
    pub(super) missing: Vec<String>,
    /// Of an answer that comes page by page.
    pub(super) pages: Option<Box<StandingPages>>,
    /// Set when no more rows come.
    pub(super) end: Option<End>,
}

impl Standing {
    /// Whether the pages read have fewer rows than are published.
    pub(super) fn is_behind(&self) -> bool {
        self.pages.as_ref().is_some_and(|pages| pages.is_behind)
    }
}

/// How it stands with the pages of an answer.
#[derive(Debug)]
pub(super) struct StandingPages {
    /// Those read.
    pub(super) read: Vec<RawFile>,
    /// What the last of them says of the answer.
    pub(super) said: AnswerRows,
    /// The sheet, and its columns that no row fills.
    pub(super) unfilled: Option<(Sheet, Vec<&'static str>)>,
    /// They have fewer rows than are published.
    pub(super) is_behind: bool,
}

/// How the rows ended.
#[derive(Debug, Default)]
pub(super) struct End {
    /// What stopped them before the end of the file.
    pub(super) why: Option<IngestError>,
    /// Size and hash of the whole raw file, if it was read whole.
    pub(super) raw: Option<(u64, String)>,
    /// The copy of it, if one was asked for.
    pub(super) copied: Option<Copied>,
    /// Links of each domain, if the rows were read whole.
    pub(super) links: Vec<u32>,
}

/// From encoding to publishing.
#[derive(Debug)]
pub(super) enum Encoded {
    Progress,
    Publish(Box<Ready>),
    /// A part cannot be written.
    Failed(PartError),
}

/// Parts written beside their places.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) part: Option<PartWriter>,
    pub(super) domains: Option<PartWriter>,
    pub(super) sheet: Option<PartWriter>,
    pub(super) standing: Standing,
}

/// The next stage is gone: it failed and says why itself, so this one ends quietly.
#[derive(Debug)]
pub(super) struct Gone;

/// Hands something to the next stage, waiting until there is room.
pub(super) fn hand<T>(out: &SyncSender<T>, what: T) -> Result<(), Gone> {
    out.send(what).map_err(|_| Gone)
}
