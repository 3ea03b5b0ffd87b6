//! GetPrefixQueryEstimate: how much lies under a path, and whether `UsePrefixScan` would take it.
//!
//! The item is read as `UsePrefixScan` reads it, so that the answer holds for the same text sent to another command. What
//! the reference leaves open, and how it is here: `type` forces one of the numbers of `ItemType`, of which 3 is the path;
//! actual counts come only if `exactmode` asks for them and the path can be scanned; the estimate is the index's own
//! count.

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::scanned_in_real_time;
use crate::index::ItemKind;
use crate::model::catalog::majestic::GET_PREFIX_QUERY_ESTIMATE;
use crate::model::money::Amounts;
use crate::server::item::Item;
use crate::wire::majestic::Answer;

/// Global variables only.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let text = params.required(GET_PREFIX_QUERY_ESTIMATE.subject.param())?;
    let item = match params.int("type", 3, 1..=3)? {
        1 => Item::forced(ItemKind::RootDomain, text),
        2 => Item::forced(ItemKind::SubDomain, text),
        _ => Item::prefix(text),
    };
    let is_exact = params.switch("exactmode")?;
    let id = item.find(index);
    let links = id.map_or(0, |id| index.external_links(id));
    let is_allowed = scanned_in_real_time(links);
    let is_counted = is_exact && is_allowed;
    let urls = id
        .filter(|_| is_counted)
        .map_or(0, |id| index.page_counts(id).0);
    let links = i64::try_from(links).unwrap_or(i64::MAX);
    let amounts = Amounts::new(analysis_cost(&GET_PREFIX_QUERY_ESTIMATE), 0, 0);
    let charged = charge(call, GET_PREFIX_QUERY_ESTIMATE.command, amounts)?;
    let answer = charged
        .say_analysis(Answer::ok())
        .with("ActualCountsAvailable", i64::from(is_counted))
        .with("ActualExtBackLinks", if is_counted { links } else { 0 })
        .with("ActualURLs", urls)
        .with("EstimatedExtBackLinks", links)
        .with("RealTimeQueryAllowed", i64::from(is_allowed));
    Ok(with_index(answer, index, fresh))
}
