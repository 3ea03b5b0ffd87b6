//! What a query costs after the rule of its function, and after the figures that a look-up brought.

use super::{CallPrice, ItemFigures, PriceRule, RowBound, Times};
use crate::model::catalog::majestic::LEVELS;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;

impl CallPrice {
    /// What the analysis of a query costs.
    pub fn analysis_cost(&self, query: &Query) -> i64 {
        let times = match self.times {
            Times::Once => 1,
            Times::Twice(switch) => 1 + i64::from(query.value(switch) == "1"),
            Times::Levels => levels(query),
            Times::Days(from, to) => days(query.value(from), query.value(to)),
        };
        let each = self.per_target.saturating_mul(target_count(query));
        self.analysis.saturating_mul(times).saturating_add(each)
    }

    /// The most rows that can come.
    pub fn most_rows(&self, query: &Query) -> i64 {
        let option = |name: &str| query.number(name).unwrap_or(0).max(0);
        match self.rows {
            RowBound::None => 0,
            RowBound::Option(name) => option(name),
            RowBound::OptionPerLevel(name) => option(name).saturating_mul(levels(query)),
            RowBound::Targets => target_count(query),
            RowBound::EachTarget(rows) => rows.saturating_mul(target_count(query)),
            RowBound::Twice(name) => option(name).saturating_mul(2),
        }
    }
}

impl CallPrice {
    /// What a query costs that brings so many rows.
    pub fn amounts(&self, query: &Query, rows: i64) -> Amounts {
        let items = if self.rows_cost_items { rows } else { 0 };
        Amounts::new(self.analysis_cost(query), rows, items)
    }
}

pub(super) fn levels(query: &Query) -> i64 {
    let asked = LEVELS
        .iter()
        .filter(|(switch, _)| query.value(switch) == "1");
    i64::try_from(asked.count()).unwrap_or(i64::MAX)
}

/// Days of a range that ends before its last day; one where either end is not given.
fn days(from: &str, to: &str) -> i64 {
    use crate::model::column::parse_date;
    match (parse_date(from), parse_date(to)) {
        (Some(from), Some(to)) => i64::from(to.saturating_sub(from)).max(1),
        _ => 1,
    }
}

/// The price of a query.
pub(super) fn price(query: &Query, figures: Option<&ItemFigures>) -> Price {
    match (query.entry().price, figures) {
        (PriceRule::Free, _) => Price::Exact(Amounts::ZERO),
        (PriceRule::ItemUnits, _) => Price::Exact(Amounts::new(0, 0, target_count(query))),
        (PriceRule::Call(call), _) => Price::UpTo(call.amounts(query, call.most_rows(query))),
        (PriceRule::Money(_), _) => Price::Unknown,
        (PriceRule::RefDomainDownload { .. } | PriceRule::LinkDownload { .. }, None) => {
            Price::Unknown
        }
        (PriceRule::RefDomainDownload { base, per_domain }, Some(f)) => Price::UpTo(Amounts::new(
            analysis_cost(f, base, per_domain),
            retrieval_bound(f, per_domain_cap(query)),
            0,
        )),
        // The figures are those of one page; what lies under its path may be far more.
        (PriceRule::LinkDownload { .. }, Some(_)) if !query.is_priced_by_look_up() => {
            Price::Unknown
        }
        // An answer that lists no cost prices nothing.
        (PriceRule::LinkDownload { .. }, Some(f)) if f.listed_links_cost == 0 => Price::Unknown,
        (PriceRule::LinkDownload { least }, Some(f)) => Price::UpTo(Amounts::new(
            f.listed_links_cost.max(least),
            f.ext_back_links,
            0,
        )),
    }
}

pub(super) fn target_count(query: &Query) -> i64 {
    i64::try_from(query.targets().count()).unwrap_or(i64::MAX)
}

pub(super) fn per_domain_cap(query: &Query) -> i64 {
    query.number("MaxSourceURLsPerRefDomain").unwrap_or(10)
}

/// Two documented figures disagree for tiny items: the command's page says base + so much a domain,
/// the preview column of GetIndexItemInfo may say less. The larger one is promised.
pub(super) fn analysis_cost(f: &ItemFigures, base: i64, per_domain: i64) -> i64 {
    base.saturating_add(per_domain.saturating_mul(f.ref_domains))
        .max(f.listed_cost)
}

pub(super) fn retrieval_bound(f: &ItemFigures, cap: i64) -> i64 {
    f.ext_back_links.min(cap.saturating_mul(f.ref_domains))
}
