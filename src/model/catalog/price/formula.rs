//! The words of a price: its formula with the numbers in it.

use super::cost::{analysis_cost, levels, per_domain_cap, retrieval_bound, target_count};
use super::{CallPrice, ItemFigures, PriceRule, Quote, RowBound, Times};
use crate::model::catalog::Paging;
use crate::model::column::grouped;
use crate::model::query::Query;

/// Where no page behind the first can be asked for.
const NO_PAGES: &str = "The rest   of more rows than these no call brings";

/// What a filter, or a target, that matches nothing costs (recorded answers without rows).
const EVEN_IF_NOTHING: &str = "If none    match, the analysis is charged all the same";

/// Of a price that no page says in full.
const UNVERIFIED: &str = "Note       no page says this price in full: the balance after it tells";

impl Quote {
    /// The formula with its numbers, one line an allowance.
    pub fn formula(&self) -> Vec<String> {
        match (self.query.entry().price, &self.figures) {
            (PriceRule::Call(call), _) => call_formula(&call, &self.query),
            (PriceRule::ItemUnits, _) => vec![format!(
                "Items      one unit a target = {}",
                grouped(target_count(&self.query))
            )],
            (PriceRule::RefDomainDownload { base, per_domain }, Some(f)) => {
                ref_domain_formula(f, base, per_domain, per_domain_cap(&self.query))
            }
            (PriceRule::LinkDownload { least }, Some(f)) => vec![
                format!(
                    "Analysis   what the service lists for all links, at least {} = {}",
                    grouped(least),
                    grouped(f.listed_links_cost.max(least))
                ),
                format!(
                    "Retrieval  one a row, at most {} links",
                    grouped(f.ext_back_links)
                ),
            ],
            (PriceRule::Money(_), _) => self
                .rates
                .map(|rates| rates.formula(&self.query))
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn call_formula(call: &CallPrice, query: &Query) -> Vec<String> {
    let each = match call.times {
        Times::Once => String::new(),
        Times::Twice(_) if query.value("ConsumeResourcesForAdditionalProcessing") == "1" => {
            " × 2 for sorting and filtering".to_owned()
        }
        Times::Twice(_) => String::new(),
        Times::Levels => format!(" × {} levels", levels(query)),
        Times::Days(..) => " a day".to_owned(),
    };
    let count = target_count(query);
    let noun = query.entry().takes.counted(count == 1);
    let targets = format!("{} × {} {noun}", grouped(call.per_target), grouped(count));
    let cost = grouped(call.analysis_cost(query));
    let sum = match (call.per_target, each.as_str()) {
        (0, "") => format!("{} a call", grouped(call.analysis)),
        (0, each) => format!("{}{each} = {cost}", grouped(call.analysis)),
        (_, _) if call.analysis == 0 => format!("{targets} = {cost}"),
        (_, each) => format!("{}{each} + {targets} = {cost}", grouped(call.analysis)),
    };
    let rows = grouped(call.most_rows(query));
    let mut lines = vec![
        format!("Analysis   {sum}"),
        match call.rows {
            RowBound::None => "Retrieval  none".to_owned(),
            _ => format!("Retrieval  one a row, at most {rows}"),
        },
    ];
    if call.rows_cost_items {
        lines.push(format!("Items      one a row, at most {rows}"));
    }
    if call.is_unverified {
        lines.push(UNVERIFIED.to_owned());
    } else if call.rows != RowBound::None && call.analysis > 0 {
        lines.push(EVEN_IF_NOTHING.to_owned());
    }
    let is_one_page = |paging: Paging| paging.from.is_empty();
    match call.times {
        _ if !query.entry().paging.is_some_and(is_one_page) => {}
        Times::Days(..) => lines.push(format!(
            "{NO_PAGES}: fewer days a call do, at the same price"
        )),
        _ => lines.push(NO_PAGES.to_owned()),
    }
    lines
}

fn ref_domain_formula(f: &ItemFigures, base: i64, per_domain: i64, cap: i64) -> Vec<String> {
    vec![
        format!(
            "Analysis   {} + {} × {} referring domains = {}",
            grouped(base),
            per_domain,
            grouped(f.ref_domains),
            grouped(analysis_cost(f, base, per_domain))
        ),
        format!(
            "Retrieval  one a row, at most min({} links, {cap} × {} domains) = {}",
            grouped(f.ext_back_links),
            grouped(f.ref_domains),
            grouped(retrieval_bound(f, cap))
        ),
    ]
}
