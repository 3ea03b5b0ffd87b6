//! What the journal and other datasets tell of how the rows of a dataset were bought.

use super::{Manifest, Store};
use crate::model::job::JobState;

/// How the rows of a dataset were bought, beyond what its manifest says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Purchase {
    /// It stopped before its end: rows that were asked for are not held.
    pub in_part: bool,
    /// What was bought later and filled into its domains, in that order.
    pub enriched_by: Vec<Manifest>,
}

impl Store {
    /// How the rows of a dataset were bought; of a table that was counted here the links behind it.
    pub fn purchase(&self, manifest: &Manifest) -> Purchase {
        let behind = manifest.computed.as_ref();
        let behind = behind.and_then(|from| self.manifest(&from.dataset).ok());
        let bought = behind.as_ref().unwrap_or(manifest);
        let jobs = match bought.job {
            Some(_) => self.journal().jobs().unwrap_or_default(),
            None => Vec::new(),
        };
        // The newest comes first: it may have gone on with what an earlier one left.
        let newest = jobs
            .iter()
            .find(|job| job.summary.dataset.as_ref() == Some(&bought.id));
        let others = bought.enriched_by.iter();
        Purchase {
            in_part: newest.is_some_and(|job| job.summary.state == JobState::Partial),
            enriched_by: others.filter_map(|id| self.manifest(id).ok()).collect(),
        }
    }
}
