//! DownloadRefDomainBackLinks: orders the file with the best links of every referring domain.

use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_index;
use crate::index::ItemKind;
use crate::model::catalog::PriceRule;
use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use crate::server::item::Item;
use crate::server::jobs::{self, Expected, Order};
use crate::wire::majestic::Answer;

/// The job's answer, for a new job and for one that was ordered before alike.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let order = order(call)?;
    let fresh = order.fresh;
    let id = accept(call, order)?;
    let answer = Answer::queued()
        .with("ETA", "n/a")
        .with("JobID", id)
        .with("ReportName", DOWNLOAD_REF_DOMAIN_BACK_LINKS.command)
        .with("ReportPosition", 1)
        .with("TotalReports", 1)
        .with("UserID", call.user_id);
    Ok(with_index(answer, call.shared.index(fresh), fresh))
}

fn order(call: &Call<'_>) -> Result<Order, Refusal> {
    let params = call.params;
    for delivery in ["NotifyURL", "UploadToFTP"] {
        if params.filled(delivery).is_some() {
            return Err(Refusal::parameter(format!(
                "The parameter '{delivery}' is not supported by this server: ask GetDownloadsList for the state of the job and fetch the file from its PublicDownloadLocation. Nothing was charged."
            )));
        }
    }
    let per_domain = params.int("MaxSourceURLsPerRefDomain", 10, 1..=10)?;
    Ok(Order {
        user_id: call.user_id,
        item: params.required("item")?.to_owned(),
        fresh: params.fresh()?,
        max_per_domain: usize::try_from(per_domain).unwrap_or(10),
        live_only: params.switch("Mode")?,
        skip_above: params.int("SkipIfAnalysisCostGreaterThan", 1_000_000, 0..=i64::MAX)?,
        public_location: params.filled("PublicDownloadLocation").map(str::to_owned),
    })
}

fn accept(call: &Call<'_>, order: Order) -> Result<String, Refusal> {
    let expected = expected(call, &order);
    let mut board = call.shared.board();
    board.sweep(call.now);
    if let Some(job) = board.same_order(&order) {
        return Ok(job.id.clone());
    }
    if expected.analysis_cost > order.skip_above {
        return Err(Refusal::account(format!(
            "The analysis cost {} is greater than SkipIfAnalysisCostGreaterThan {}. The analysis was aborted.",
            expected.analysis_cost, order.skip_above
        )));
    }
    let id = board.accept(order, expected, call.now)?;
    drop(board);
    jobs::start(call.shared, id.clone());
    Ok(id)
}

/// An item the index does not know is accepted and charged like one without links.
fn expected(call: &Call<'_>, order: &Order) -> Expected {
    let index = call.shared.index(order.fresh);
    let item = Item::parse(&order.item);
    let found = item.find(index);
    let ref_domains = found.map_or(0, |id| index.ref_domain_count(id));
    let links = found.map_or(0, |id| index.external_links(id));
    let most_rows = ref_domains
        .saturating_mul(order.max_per_domain as u64)
        .min(links);
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Expected {
        is_url: item.kind == ItemKind::Url,
        ref_domains,
        analysis_cost: analysis_cost(whole(ref_domains)),
        rows_bound: whole(most_rows),
    }
}

/// What the analysis of an item with so many referring domains costs.
pub(super) fn analysis_cost(ref_domains: i64) -> i64 {
    match DOWNLOAD_REF_DOMAIN_BACK_LINKS.price {
        PriceRule::RefDomainDownload { base, per_domain } => {
            base.saturating_add(per_domain.saturating_mul(ref_domains))
        }
        PriceRule::Free | PriceRule::ItemUnits => 0,
    }
}
