//! From the parameters of a call to the bytes of its answer.

use std::sync::Arc;

use jiff::Timestamp;

use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::{delete_downloads, download, downloads_list, item_info, subscription_info};
use crate::model::catalog::majestic::entry;
use crate::server::faults::Hang;
use crate::server::shared::Shared;
use crate::wire::majestic::{Answer, code, json};

/// A call by a known account.
pub(super) struct Call<'a> {
    pub shared: &'a Arc<Shared>,
    pub params: &'a Params,
    pub user_id: i64,
    /// Scheme and host by which the client reached the server.
    pub base: &'a str,
    pub now: Timestamp,
}

/// Carries a call out. `None` if the server stopped while the answer was withheld.
pub(in crate::server) async fn answer(
    shared: Arc<Shared>,
    params: Params,
    base: String,
) -> Option<Vec<u8>> {
    let command = params.get("cmd").unwrap_or_default().to_owned();
    pass_hang(&shared, &command, true).await?;
    let worker = shared.clone();
    let work = move || json::encode(&carry_out(&worker, &params, &base));
    let bytes = tokio::task::spawn_blocking(work).await.ok()?;
    pass_hang(&shared, &command, false).await?;
    Some(bytes)
}

async fn pass_hang(shared: &Shared, command: &str, before: bool) -> Option<()> {
    let gate = Hang {
        command: command.to_owned(),
        before,
    }
    .gate();
    shared.gates.pass(&gate, &shared.stop).await.then_some(())
}

fn carry_out(shared: &Arc<Shared>, params: &Params, base: &str) -> Answer {
    let key = params.get("app_api_key").unwrap_or_default();
    let Some(user_id) = shared.board().ledger.user(key) else {
        let frame = "SearchIndexReportManager.Authenticate(SearchIndexReportRequest oReq)";
        return Answer::failure(code::FAILED_REQUEST, &code::bad_key(key), frame);
    };
    let call = Call {
        shared,
        params,
        user_id,
        base,
        now: shared.clock.now(),
    };
    let command = params.get("cmd").unwrap_or_default();
    let outcome = match entry(command).map(|e| e.command) {
        Some("GetIndexItemInfo") => item_info::answer(&call),
        Some("GetSubscriptionInfo") => subscription_info::answer(&call),
        Some("DownloadRefDomainBackLinks") => download::answer(&call),
        Some("GetDownloadsList") => downloads_list::answer(&call),
        Some("DeleteDownloads") => delete_downloads::answer(&call),
        _ => {
            let frame = "SearchIndexReportManager.GetCommand(SearchIndexReportRequest oReq)";
            let message = code::unknown_command(command);
            return Answer::failure(code::FAILED_REQUEST, &message, frame);
        }
    };
    outcome.unwrap_or_else(|refusal| refused(&call, &refusal))
}

fn refused(call: &Call<'_>, refusal: &Refusal) -> Answer {
    let frame = "SearchIndexReportManager.RunReport(SearchIndexReportRequest oReq)";
    let answer = Answer::failure(refusal.code, &refusal.message, frame);
    let fresh = call.params.fresh().unwrap_or(false);
    with_index(answer, call.shared.index(fresh), fresh)
}
