//! What is worked out from rows, such as a tally or the numbers of a picture: the manifest beside its file.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use super::Piece;
use super::beside::{Summed, Written, as_bytes, head, source};
use crate::store::StoreError;

/// What is worked out, and from which rows.
#[derive(Clone, Copy, Debug)]
pub struct Derived<'a> {
    /// The rows.
    pub piece: Piece<'a>,
    /// What of them, and of which name or number: `tally` of a column, `picture` of a kind, `row` of a place.
    pub shows: (&'a str, &'a str),
    /// Names of the columns that are written; none of a drawing.
    pub columns: &'a [String],
    /// Name of the form.
    pub format: &'a str,
    /// When it is written.
    pub at: Timestamp,
}

impl Derived<'_> {
    /// The manifest of the file into which it was written. Rows that were written are its own, not those of the list.
    pub fn manifest(&self, written: &Written, file: &Path) -> Result<Vec<u8>, StoreError> {
        let (what, which) = self.shows;
        let mut all = head(file, self.format, written, self.at);
        all["list"] = json!(self.piece.ranking.list().table().name);
        all["shows"] = json!({ what: which });
        all["columns"] = json!(self.columns);
        all["sources"] = json!([source(&self.piece, None)]);
        as_bytes(&all)
    }
}

/// Hands on what is written, counted and hashed; `rows` is how many rows that are.
pub fn summed<E>(
    out: &mut dyn Write,
    rows: u64,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<Written, E> {
    let mut out = Summed::new(out);
    write(&mut out)?;
    Ok(out.written(rows))
}
