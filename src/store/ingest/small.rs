//! What is small beside the links: the domains and items of an answer, and the datasets whose figures were filled in
//! before.

use arrow_array::RecordBatch;

use super::answer::{AnswerRows, Grid};
use super::fault::IngestError;
use super::flaws::Flaws;
use super::header::Header;
use super::told::{Source, Told};
use crate::columnar::PartError;
use crate::model::rows::{DatasetId, List, Sheet};
use crate::store::Store;

/// What reading must know of it.
#[derive(Debug, Default)]
pub(super) struct Small {
    pub(super) told: Told,
    pub(super) flaws: Flaws,
    /// Columns that no column of ours holds.
    pub(super) unknown: Vec<String>,
}

/// What only publishing needs.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) items: Option<(Sheet, RecordBatch)>,
    pub(super) notes: Vec<String>,
}

impl Small {
    /// Reads it.
    pub(super) fn read(
        store: &Store,
        answer: Option<&AnswerRows>,
        enriched_by: &[DatasetId],
    ) -> Result<(Self, Beside), IngestError> {
        let (mut small, mut beside) = (Self::default(), Beside::default());
        if let Some(grid) = answer.and_then(|a| a.domains.as_ref()) {
            let (source, header) = Source::of_grid(grid, &mut small.flaws)?;
            small.told.add_own(source);
            small.found(&header);
        }
        if let Some(grid) = answer.and_then(|a| a.items.as_ref()) {
            let sheet = answer.map(|a| a.sheet).unwrap_or_default();
            beside.items = Some((sheet, small.items(sheet, grid)?));
        }
        for from in enriched_by {
            let held = store.dataset(from).and_then(|d| d.held(&List::Domains));
            match held {
                Ok(held) => (held.iter()).for_each(|h| small.told.add(Source::of_held(h))),
                Err(error) => beside.notes.push(format!(
                    "the figures of dataset {from} could not be filled in again: {error}"
                )),
            }
        }
        Ok((small, beside))
    }

    fn items(&mut self, sheet: Sheet, grid: &Grid) -> Result<RecordBatch, IngestError> {
        let header = grid.header(sheet.table(), sheet.needs())?;
        let batch = grid.batch(&header, &mut self.flaws);
        self.found(&header);
        Ok(batch.map_err(PartError::of("write", "the items".as_ref()))?)
    }

    /// Notes the columns of a table that no column of ours holds.
    pub(super) fn found(&mut self, header: &Header) {
        for (_, name) in &header.unknown {
            if !self.unknown.contains(name) {
                self.unknown.push(name.clone());
            }
        }
    }
}
