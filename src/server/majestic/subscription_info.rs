//! GetSubscriptionInfo: what is left in every subscription, and the build data of the asked index.

use super::dispatch::Call;
use super::item_info::MAX_ITEMS;
use super::refusal::Refusal;
use super::server_fields::{unique_index_id, with_index};
use crate::index::Index;
use crate::model::column::date_text;
use crate::wire::majestic::{Answer, Table, time};

/// Limits and prices that are the same for every account (Majestic developer documentation, GetSubscriptionInfo page).
const LIMITS: [(&str, i64); 11] = [
    ("AnalysisDepth", 30_000),
    ("ExplorerBacklinksShown", 30_000),
    ("GetHostedDomainsAnalysisResUnitsCost", 5_000),
    ("GetRefDomainInfoAnalysisResUnitsCost", 1_000),
    ("GetTopPagesAnalysisResUnitsCost", 5_000),
    ("MaxAnalyseIndexItemBatchCount", 10),
    ("MaxBulkBacklinksCheck", 400),
    ("MaxGetIndexInfoBatchCount", MAX_ITEMS),
    ("MaxGetTopBackLinksAnalysisResUnitsCost", 5_000),
    ("MinGetLinkedDomainsAnalysisResUnitsCost", 1_000),
    ("MinGetTopBackLinksAnalysisResUnitsCost", 5_000),
];

/// Balances and tables. Free. To an application it tells what may be spent and which index answers, and nothing
/// else of the user's plan: which fields the service leaves out for it is not documented, so this choice is ours.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let fresh = call.params.fresh()?;
    let index = call.shared.index(fresh);
    let answer = with_index(balances(call), index, fresh);
    if call.is_application {
        return Ok(answer);
    }
    let explorer = Table::new("SiteExplorerInfo", &[])
        .with("DomainsRemaining", 0)
        .with("DomainsUsed", 0);
    Ok(LIMITS
        .into_iter()
        .fold(answer, |answer, (name, n)| answer.with(name, n))
        .with("StandardReportBacklinksShown", call.report_backlinks())
        .with_table(subscriptions(call))
        .with_table(explorer)
        .with_table(index_info(index, fresh)))
}

/// What is left, summed over the subscriptions that hold now.
fn balances(call: &Call<'_>) -> Answer {
    let board = call.shared.board();
    let left = board.ledger.balance(call.user_id, call.now);
    let is_active = board
        .ledger
        .subscriptions(call.user_id)
        .iter()
        .any(|subscription| subscription.holds(call.now));
    Answer::ok()
        .with("SubscriptionIsActive", i64::from(is_active))
        .with("TotalAnalysisResUnits", left.analysis)
        .with("TotalDetailedReportsPerPeriodRemaining", 0)
        .with("TotalIndexItemInfoResUnits", left.items)
        .with("TotalRetrievalResUnits", left.retrieval)
}

/// The subscriptions that hold now. Reports, which only the web site sells, are none.
fn subscriptions(call: &Call<'_>) -> Table {
    let columns = [
        "Starts",
        "Expires",
        "IndexItemInfoResUnits",
        "RetrievalResUnits",
        "AnalysisResUnits",
        "AdvancedReportsRemaining",
        "StandardReportsRemaining",
        "StandardReportBacklinksShown",
        "DetailedReportsPerPeriodRemaining",
    ];
    let mut table = Table::new("Subscriptions", &columns);
    let board = call.shared.board();
    for subscription in board.ledger.subscriptions(call.user_id) {
        if !subscription.holds(call.now) {
            continue;
        }
        let (starts, expires) = subscription.window.at(call.now);
        let left = subscription.left(call.now);
        table.rows.push(vec![
            time::index_text(starts).into(),
            time::index_text(expires).into(),
            left.items.into(),
            left.retrieval.into(),
            left.analysis.into(),
            0.into(),
            0.into(),
            subscription.report_backlinks.into(),
            0.into(),
        ]);
    }
    table
}

/// Only the name of the last column is documented; the others are ours.
fn index_info(index: &Index, fresh: bool) -> Table {
    let columns = [
        "IndexName",
        "BuildDate",
        "CrawledPages",
        "IndexedURLs",
        "MostRecentBackLinkDate",
    ];
    let mut table = Table::new("IndexInfo", &columns);
    let population = index.world().population();
    let sum = |pages: &dyn Fn(u32) -> u32| -> i64 {
        (0..population.hosts())
            .map(|host| i64::from(pages(host)))
            .sum()
    };
    let targets: Vec<_> = index
        .targets()
        .iter()
        .filter_map(|target| index.resolve(target.kind, &target.item))
        .collect();
    let last = index
        .first_and_last_link_dates(&targets)
        .map_or_else(String::new, |(_, last)| date_text(last));
    table.rows.push(vec![
        unique_index_id(index, fresh).into(),
        time::index_text(index.build_date()).into(),
        sum(&|host| population.crawled_pages(host)).into(),
        sum(&|host| population.known_pages(host)).into(),
        last.into(),
    ]);
    table
}
