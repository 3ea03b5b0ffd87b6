//! What was bought to fill another dataset's referring domains is filled in there. Doing it twice changes nothing,
//! so a crash on the way costs nothing.

use super::error::JobError;
use super::sentence;
use super::walk::Walk;
use crate::model::report::Report;
use crate::model::rows::DatasetId;
use crate::store::{JobRecord, StoreError};

impl Walk {
    /// Fills the dataset that the query names, if it names one; says what is odd about it.
    pub async fn enrich(
        &self,
        record: &JobRecord,
        from: &DatasetId,
    ) -> Result<Option<String>, JobError> {
        let Some(parent) = record.summary.query.enriches.clone() else {
            return Ok(None);
        };
        let pace = self.desk.setup.pace;
        let mut wait = pace.first;
        loop {
            let (store, parent, from) =
                (self.desk.setup.store.clone(), parent.clone(), from.clone());
            let (into, by) = (parent.clone(), from.clone());
            let filled =
                tokio::task::spawn_blocking(move || crate::store::enrich(&store, &into, &by));
            match filled.await.map_err(|e| JobError::Task(e.to_string()))? {
                Ok(domains) => {
                    self.tell_parent(&parent).await?;
                    let none = format!("none of the domains of {parent} is in the answer");
                    return Ok((domains == 0).then_some(none));
                }
                Err(StoreError::NoSuchDataset(_)) => {
                    return Ok(Some(format!(
                        "the dataset {parent}, which it was bought for, is gone; the rows are here"
                    )));
                }
                Err(error @ (StoreError::Busy(_) | StoreError::Io { .. })) => {
                    let what = format!("the domains of {parent} are not filled yet");
                    let note = sentence::repeated(&what, &error, self.desk.after(wait));
                    self.desk.note(self.id, &note).await?;
                    self.pause(wait).await;
                    wait = pace.next(wait);
                }
                Err(error) => {
                    return Ok(Some(format!(
                        "the domains of {parent} are not filled: {error}"
                    )));
                }
            }
        }
    }

    async fn tell_parent(&self, parent: &DatasetId) -> Result<(), JobError> {
        let manifest = self.desk.setup.store.manifest(parent)?;
        self.desk
            .tell(Report::Published {
                job: Some(self.id),
                dataset: manifest.id,
                rows: manifest.rows,
                domains: manifest.domains,
                items: manifest.items,
                complete: manifest.complete,
            })
            .await;
        Ok(())
    }
}
