//! A service that answers the same rows again: paying on would bring nothing new.

use serde_json::Value;

use super::super::error::JobError;
use super::super::walk::Walk;
use crate::api::dataforseo::{Page as Answered, RawPage};
use crate::store::{PageRecord, PageState};

impl Walk {
    /// Whether a page holds the very rows of the page before it.
    pub(super) async fn repeats(
        &self,
        page: &PageRecord,
        answer: &Answered,
    ) -> Result<bool, JobError> {
        let Some(items) = items(answer) else {
            return Ok(false);
        };
        let pages = self.desk.journal().pages(page.chain)?;
        let is_before = |p: &&PageRecord| p.state == PageState::Held && p.number < page.number;
        let Some(before) = pages.iter().rev().find(is_before) else {
            return Ok(false);
        };
        // A page that was cut to the granted amount has other rows; to read it would be in vain.
        if before.rows != answer.rows() {
            return Ok(false);
        }
        let (desk, request) = (self.desk.clone(), before.request);
        let before = tokio::task::spawn_blocking(move || {
            let stored = desk.journal().request(request)?;
            let (status, body) = (stored.http_status, stored.body.unwrap_or_default());
            let host = desk.setup.client.host();
            Ok::<_, JobError>(RawPage::kept(status.unwrap_or_default(), body.into(), host).read())
        });
        let before = before.await.map_err(|e| JobError::Task(e.to_string()))??;
        Ok(before.is_ok_and(|before| self::items(&before) == Some(items)))
    }
}

/// The rows of an answer; none where it has no row.
fn items(answer: &Answered) -> Option<&[Value]> {
    let items = answer.result()?.get("items")?.as_array()?;
    (!items.is_empty()).then_some(items)
}
