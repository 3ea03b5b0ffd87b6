//! The header line: which field holds which column.

use std::path::Path;

use csv::ByteRecord;

use super::fault::IngestError;
use crate::model::link::LINKS;
use crate::model::text::one_line;

/// Provider's names without which a row is no link.
const NEEDED: [&str; 2] = ["Source URL", "Target URL"];

/// Where the columns are.
#[derive(Debug)]
pub(super) struct Header {
    /// For each column of the list the field that holds it.
    pub(super) fields: Vec<Option<usize>>,
    /// Fields a whole row has.
    pub(super) width: usize,
    /// Names that no column of ours has.
    pub(super) unknown: Vec<String>,
    /// Provider's names that are not there.
    pub(super) missing: Vec<String>,
}

impl Header {
    /// Finds the columns by their names, without regard to case and surrounding blanks. A byte-order mark is passed over.
    pub(super) fn read(record: &ByteRecord, path: &Path) -> Result<Self, IngestError> {
        let names: Vec<String> = record
            .iter()
            .map(|name| {
                let name = String::from_utf8_lossy(name);
                name.trim_start_matches('\u{feff}').trim().to_owned()
            })
            .collect();
        let field = |wire: &str| {
            let found = names.iter().position(|n| n.eq_ignore_ascii_case(wire));
            found.filter(|_| !wire.is_empty())
        };
        for column in NEEDED {
            if field(column).is_none() {
                return Err(IngestError::MissingColumn {
                    path: path.to_owned(),
                    column,
                    found: one_line(&names.join(", ").chars().take(500).collect::<String>()),
                });
            }
        }
        let fields: Vec<_> = LINKS.columns.iter().map(|c| field(c.wire)).collect();
        let unknown = (0..names.len())
            .filter(|at| !fields.contains(&Some(*at)))
            .map(|at| one_line(&names[at]))
            .collect();
        let missing = LINKS
            .columns
            .iter()
            .filter(|c| !c.wire.is_empty() && field(c.wire).is_none())
            .map(|c| c.wire.to_owned())
            .collect();
        Ok(Self {
            fields,
            width: names.len(),
            unknown,
            missing,
        })
    }
}
