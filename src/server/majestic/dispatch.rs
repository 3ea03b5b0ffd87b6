//! From the parameters of a call to the bytes of its answer.

use std::sync::Arc;

use jiff::Timestamp;

use super::caller::{Caller, caller};
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::{
    anchor_text, back_link_data, change, delete_downloads, download, downloads_list,
    hosted_domains, item_info, keywords, link_profile, prefix_estimate, queued_top_links,
    ref_domain_info, ref_domains, related_sites, submit_urls, subscription_info, top_pages, topics,
};
use crate::model::catalog::majestic::entry;
use crate::model::money::Amounts;
use crate::model::wire_format::WireFormat;
use crate::server::accounts::Charge;
use crate::server::faults::Fate;
use crate::server::shared::{AtWork, Shared};
use crate::wire::majestic::{Answer, body, code};

/// A call as it arrives.
pub(in crate::server) struct Request {
    pub params: Params,
    /// Scheme and host by which the client reached the server.
    pub base: String,
    pub format: WireFormat,
}

/// A call by a known account.
pub(super) struct Call<'a> {
    pub shared: &'a Arc<Shared>,
    pub params: &'a Params,
    pub user_id: i64,
    /// Whether an application makes it on the user's behalf.
    pub is_application: bool,
    /// Scheme and host by which the client reached the server.
    pub base: &'a str,
    pub format: WireFormat,
    pub now: Timestamp,
}

impl Call<'_> {
    /// Most backlinks a report shows to the account: the largest of its subscriptions that hold.
    pub(super) fn report_backlinks(&self) -> i64 {
        let board = self.shared.board();
        board.ledger.report_backlinks(self.user_id, self.now)
    }
}

/// Carries a call out. `None` if the server stopped while the answer was withheld.
pub(in crate::server) async fn answer(
    shared: Arc<Shared>,
    request: Request,
    fate: &Fate,
) -> Option<Vec<u8>> {
    shared.withhold(fate, true).await?;
    let worker = shared.clone();
    let (refusal, spent) = (fate.refusal(), fate.spent());
    let at_work = AtWork::on(&shared);
    let work = move || {
        let _at_work = at_work;
        let format = request.format;
        let answer = match refusal {
            Some(code) => refused_by(&code),
            None => {
                spend_elsewhere(&worker, &request, spent);
                carry_out(&worker, request)
            }
        };
        body::encode(&answer, format)
    };
    let bytes = tokio::task::spawn_blocking(work).await.ok()?;
    shared.withhold(fate, false).await?;
    Some(bytes)
}

fn refused_by(code: &str) -> Answer {
    Answer::failure(code, "Refused by a fault.", "Faults.Refuse()")
}

/// What another program takes from the caller's account.
fn spend_elsewhere(shared: &Shared, request: &Request, analysis: Option<i64>) {
    let caller = caller(shared, &request.params);
    if let (Ok(who), Some(analysis)) = (caller, analysis) {
        let charge = Charge {
            at: shared.clock.now(),
            user_id: who.user_id,
            command: "elsewhere".to_owned(),
            job: None,
            amounts: Amounts::new(analysis, 0, 0),
        };
        if let Err(error) = shared.board().ledger.charge(charge) {
            tracing::warn!(%error, "nothing was spent elsewhere");
        }
    }
}

fn carry_out(shared: &Arc<Shared>, request: Request) -> Answer {
    let mut params = request.params;
    let who = match caller(shared, &params) {
        Ok(who) => who,
        Err(answer) => return answer,
    };
    let fits = within_plan(&who, &mut params);
    let call = Call {
        shared,
        params: &params,
        user_id: who.user_id,
        is_application: who.is_application,
        base: &request.base,
        format: request.format,
        now: shared.clock.now(),
    };
    let outcome = match (fits, params.get("cmd").unwrap_or_default()) {
        (Ok(()), command) => carry_out_command(&call, command),
        (Err(refusal), _) => Some(Err(refusal)),
    };
    match outcome {
        Some(Ok(answer)) => of_its_time(&call, answer),
        Some(Err(refusal)) => refused(&call, &refusal),
        None => {
            let frame = "SearchIndexReportManager.GetCommand(SearchIndexReportRequest oReq)";
            let message = code::unknown_command(params.get("cmd").unwrap_or_default());
            Answer::failure(code::FAILED_REQUEST, &message, frame)
        }
    }
}

/// Holds a call against the caller's plan. A plan without the historic index asks the fresh one unless it says otherwise.
/// An application needs no API access of its user's (Majestic developer documentation, OpenApps page).
fn within_plan(who: &Caller, params: &mut Params) -> Result<(), Refusal> {
    if !who.plan.api_access && !who.is_application {
        return Err(Refusal::account("Enterprise API access required"));
    }
    if !who.plan.historic {
        let command = entry(params.get("cmd").unwrap_or_default());
        let takes_index = command.is_some_and(|e| e.option("datasource").is_some());
        let asks_historic = takes_index
            && params
                .filled("datasource")
                .is_some_and(|name| name.eq_ignore_ascii_case("historic"));
        params.put("datasource", "fresh");
        if asks_historic {
            return Err(Refusal::account(
                "The plan of this account does not include the historic index: ask with datasource=fresh. Nothing was charged.",
            ));
        }
    }
    Ok(())
}

/// The answer as it was when the server that is played was built.
fn of_its_time(call: &Call<'_>, answer: Answer) -> Answer {
    let command = entry(call.params.get("cmd").unwrap_or_default());
    call.shared
        .shape
        .of(command.map_or("", |entry| entry.command), answer)
}

/// The outcome of a command; `None` for those that are not supported, deprecated ones of the service among them.
fn carry_out_command(call: &Call<'_>, command: &str) -> Option<Result<Answer, Refusal>> {
    Some(match entry(command)?.command {
        "GetIndexItemInfo" => item_info::answer(call),
        "GetSubscriptionInfo" => subscription_info::answer(call),
        "GetBackLinkData" => back_link_data::answer(call),
        "GetTopBackLinks" => queued_top_links::answer(call),
        "GetRefDomains" => ref_domains::answer(call),
        "GetRefDomainInfo" => ref_domain_info::answer(call),
        "GetBackLinksHistory" => change::history(call),
        "GetNewLostBackLinks" => change::links(call),
        "GetNewLostBackLinkCalendar" => change::calendar(call),
        "GetHostedDomains" => hosted_domains::answer(call),
        "GetRelatedSites" => related_sites::answer(call),
        "SearchByKeyword" => keywords::search(call),
        "GetKeywordInfo" => keywords::info(call),
        "SubmitURLsToCrawl" => submit_urls::answer(call),
        "GetAnchorText" => anchor_text::answer(call),
        "GetTopics" => topics::answer(call),
        "GetTopPages" => top_pages::answer(call),
        "GetLinkProfile" => link_profile::answer(call),
        "GetPrefixQueryEstimate" => prefix_estimate::answer(call),
        "DownloadRefDomainBackLinks" => download::best_links(call),
        "DownloadBackLinks" => download::all_links(call),
        "GetDownloadsList" => downloads_list::answer(call),
        "DeleteDownloads" => delete_downloads::answer(call),
        _ => return None,
    })
}

fn refused(call: &Call<'_>, refusal: &Refusal) -> Answer {
    let frame = "SearchIndexReportManager.RunReport(SearchIndexReportRequest oReq)";
    let answer = Answer::failure(refusal.code, &refusal.message, frame);
    let fresh = call.params.fresh().unwrap_or(false);
    with_index(answer, call.shared.index(fresh), fresh)
}
