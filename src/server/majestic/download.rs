//! The commands that order a file: DownloadRefDomainBackLinks with the best links of every referring domain,
//! DownloadBackLinks with all links, and GetTopBackLinks where it was made to queue.

use super::delivery_params::delivery;
use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject;
use crate::index::{Index, ItemId, ItemKind};
use crate::model::catalog::PriceRule;
use crate::model::catalog::majestic::{DOWNLOAD_BACK_LINKS, DOWNLOAD_REF_DOMAIN_BACK_LINKS};
use crate::model::catalog::without_password;
use crate::server::item::Item;
use crate::server::jobs::{self, Expected, Kind, Order};
use crate::wire::majestic::Answer;

/// The best links of every referring domain.
pub(super) fn best_links(call: &Call<'_>) -> Result<Answer, Refusal> {
    let per_domain = call.params.int("MaxSourceURLsPerRefDomain", 10, 1..=10)?;
    let max_per_domain = usize::try_from(per_domain).unwrap_or(10);
    let kind = Kind::Best {
        max_per_domain,
        live_only: call.params.switch("Mode")?,
    };
    let order = order(call, kind)?;
    let item = Item::parse(&order.item);
    let index = call.shared.index(order.fresh);
    let found = item.find(index);
    let ref_domains = found.map_or(0, |id| index.ref_domain_count(id));
    let links = found.map_or(0, |id| index.external_links(id));
    let most_rows = ref_domains.saturating_mul(max_per_domain as u64).min(links);
    let expected = Expected {
        is_url: item.kind == ItemKind::Url,
        ref_domains,
        analysis_cost: best_links_cost(whole(ref_domains)),
        rows_bound: whole(most_rows),
    };
    queue(call, order, expected)
}

/// All links. An item that the index does not know is accepted and charged like one without links.
pub(super) fn all_links(call: &Call<'_>) -> Result<Answer, Refusal> {
    let is_prefix = call.params.switch("UsePrefixScan")?;
    let order = order(call, Kind::All { is_prefix })?;
    let index = call.shared.index(order.fresh);
    // The pages list this command among those that refuse too wide a path, though its file is not made in real time.
    let found = subject::read(index, &order.item, is_prefix)?.id;
    let links = found.map_or(0, |id| whole(index.external_links(id)));
    let urls = found.map_or(0, |id| index.info(id, 0).indexed_urls);
    let expected = Expected {
        is_url: Item::parse(&order.item).kind == ItemKind::Url,
        ref_domains: found.map_or(0, |id| index.ref_domain_count(id)),
        analysis_cost: all_links_cost(links, urls),
        rows_bound: links,
    };
    queue(call, order, expected)
}

/// An item of an order as the index knows it.
pub(in crate::server) fn find(index: &Index, text: &str, is_prefix: bool) -> Option<ItemId> {
    let item = if is_prefix {
        Item::prefix(text)
    } else {
        Item::parse(text)
    };
    item.find(index)
}

/// The order as far as the parameters that all of them share say it.
pub(super) fn order(call: &Call<'_>, kind: Kind) -> Result<Order, Refusal> {
    let params = call.params;
    let skip = "SkipIfAnalysisCostGreaterThan";
    let skip_above = match kind.entry().option(skip) {
        Some(_) => params.int(skip, 1_000_000, 0..=i64::MAX)?,
        None => i64::MAX,
    };
    Ok(Order {
        user_id: call.user_id,
        item: params.required(kind.entry().subject.param())?.to_owned(),
        fresh: params.fresh()?,
        kind,
        skip_above,
        upload_to: params.filled("UploadToFTP").map(without_password),
        public_location: params.filled("PublicDownloadLocation").map(str::to_owned),
    })
}

/// The job's answer, for a new job and for one that was ordered before alike.
pub(super) fn queue(call: &Call<'_>, order: Order, expected: Expected) -> Result<Answer, Refusal> {
    let (fresh, command) = (order.fresh, order.kind.entry().command);
    let id = accept(call, order, expected)?;
    let answer = Answer::queued()
        .with("ETA", "n/a")
        .with("JobID", id)
        .with("ReportName", command)
        .with("ReportPosition", 1)
        .with("TotalReports", 1)
        .with("UserID", call.user_id);
    Ok(with_index(answer, call.shared.index(fresh), fresh))
}

fn accept(call: &Call<'_>, order: Order, expected: Expected) -> Result<String, Refusal> {
    let delivery = delivery(call)?;
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
    let id = board.accept(order, expected, delivery, call.now)?;
    drop(board);
    jobs::start(call.shared, id.clone());
    Ok(id)
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What DownloadRefDomainBackLinks' analysis of an item with so many referring domains costs.
pub(super) fn best_links_cost(ref_domains: i64) -> i64 {
    match DOWNLOAD_REF_DOMAIN_BACK_LINKS.price {
        PriceRule::RefDomainDownload { base, per_domain } => {
            base.saturating_add(per_domain.saturating_mul(ref_domains))
        }
        PriceRule::Free
        | PriceRule::ItemUnits
        | PriceRule::Money(_)
        | PriceRule::LinkDownload { .. }
        | PriceRule::Call(_) => 0,
    }
}

/// What DownloadBackLinks' analysis of an item costs: what GetIndexItemInfo lists for it. How that follows from the
/// counts is inferred from recorded answers.
pub(super) fn all_links_cost(links: i64, indexed_urls: i64) -> i64 {
    match DOWNLOAD_BACK_LINKS.price {
        PriceRule::LinkDownload { least } => links.saturating_add(indexed_urls).max(least),
        PriceRule::Free
        | PriceRule::ItemUnits
        | PriceRule::Money(_)
        | PriceRule::RefDomainDownload { .. }
        | PriceRule::Call(_) => 0,
    }
}
