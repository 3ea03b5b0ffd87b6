//! What a query costs: the rules of each function, and prices worked out from them and from the figures that a
//! look-up brought.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::dataforseo::Rates;
use super::majestic::LEVELS;
use crate::model::column::grouped;
use crate::model::money::{Amounts, Price};
use crate::model::query::{Query, SKIP_LIMIT};

/// How a function is charged (Majestic developer documentation, "resource units" of each command's page).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceRule {
    /// Nothing.
    Free,
    /// One IndexItemInfo unit an item.
    ItemUnits,
    /// Analysis: a base and so much for each referring domain; retrieval: the rows of the file.
    RefDomainDownload {
        /// Analysis units whatever the size.
        base: i64,
        /// Analysis units for each referring domain.
        per_domain: i64,
    },
    /// Analysis: what GetIndexItemInfo lists for the item, at least so much; retrieval: the rows of the file.
    LinkDownload {
        /// The least that is charged.
        least: i64,
    },
    /// Known without a look-up.
    Call(CallPrice),
    /// Money: so much a request and so much a row, after the account's price list.
    Money(MoneyRows),
}

/// The rows of a call that costs money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyRows {
    /// One, whatever comes.
    One,
    /// At most this option, fetched in pages.
    Option(&'static str),
    /// One for each month from the one day to the other.
    Months(&'static str, &'static str),
}

/// A charge that depends on what is asked only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallPrice {
    /// Analysis units, once or several times.
    pub analysis: i64,
    /// Analysis units for each target.
    pub per_target: i64,
    /// How often `analysis` is charged.
    pub times: Times,
    /// One retrieval unit for each row: at most how many.
    pub rows: RowBound,
}

/// How often a fixed charge is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once a call.
    Once,
    /// Twice if this switch is on.
    Twice(&'static str),
    /// Once for each level of GetTopBackLinks that is asked for.
    Levels,
    /// Once for each day from the one parameter to the other.
    Days(&'static str, &'static str),
}

/// The most rows a call can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowBound {
    /// No row is charged.
    None,
    /// This option.
    Option(&'static str),
    /// This option, for each level that is asked for.
    OptionPerLevel(&'static str),
    /// One row a target.
    Targets,
}

impl CallPrice {
    /// What the analysis of a query costs.
    pub fn analysis_cost(&self, query: &Query) -> i64 {
        let times = match self.times {
            Times::Once => 1,
            Times::Twice(switch) => 1 + i64::from(query.value(switch) == "1"),
            Times::Levels => levels(query),
            Times::Days(from, to) => days(query.value(from), query.value(to)),
        };
        let targets = i64::try_from(query.targets().count()).unwrap_or(i64::MAX);
        let each = self.per_target.saturating_mul(targets);
        self.analysis.saturating_mul(times).saturating_add(each)
    }

    /// The most rows that can come.
    pub fn most_rows(&self, query: &Query) -> i64 {
        let option = |name: &str| query.number(name).unwrap_or(0).max(0);
        match self.rows {
            RowBound::None => 0,
            RowBound::Option(name) => option(name),
            RowBound::OptionPerLevel(name) => option(name).saturating_mul(levels(query)),
            RowBound::Targets => i64::try_from(query.targets().count()).unwrap_or(i64::MAX),
        }
    }
}

fn levels(query: &Query) -> i64 {
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

/// What a GetIndexItemInfo look-up said about a target: the base of its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// Referring domains.
    pub ref_domains: i64,
    /// External backlinks.
    pub ext_back_links: i64,
    /// `DownloadRefDomainBacklinksAnalysisResUnitsCost`, the provider's own preview.
    pub listed_cost: i64,
    /// `DownloadBacklinksAnalysisResUnitsCost`, the same for all links; 0 if it was not said.
    #[serde(default)]
    pub listed_links_cost: i64,
    /// `fresh` or `historic`.
    pub datasource: String,
    /// UniqueIndexID: the figures hold for this build of the index.
    pub index_id: String,
    /// IndexBuildDate, `YYYY-MM-DD hh:mm:ss`.
    pub index_date: String,
    /// When it was looked up.
    pub looked_up: Timestamp,
}

/// A priced query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// What is asked.
    pub query: Query,
    /// What the price rests on; none if nothing is known.
    pub figures: Option<ItemFigures>,
    /// The rates that the price rests on, where it is asked in money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<Rates>,
    /// The price.
    pub price: Price,
}

/// What the service's own skip limit will do to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipEffect {
    /// It lets the job pass.
    Passes,
    /// It refuses the job: the analysis cost is greater than the limit.
    Refuses {
        /// Expected analysis cost.
        cost: i64,
        /// The limit sent.
        limit: i64,
    },
    /// The cost is not known.
    Unknown,
}

impl Quote {
    /// Prices a query.
    pub fn new(query: Query, figures: Option<ItemFigures>) -> Self {
        let price = price(&query, figures.as_ref());
        Self {
            query,
            figures,
            rates: None,
            price,
        }
    }

    /// Prices a query that costs money.
    pub fn at(query: Query, rates: Rates) -> Self {
        let price = rates.price(&query);
        Self {
            query,
            figures: None,
            rates: Some(rates),
            price,
        }
    }

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

    /// What the skip limit will do.
    pub fn skip_effect(&self) -> SkipEffect {
        let Some(limit) = self.query.number(SKIP_LIMIT) else {
            return SkipEffect::Passes;
        };
        match self.price.ceiling() {
            None => SkipEffect::Unknown,
            Some(amounts) if amounts.analysis > limit => SkipEffect::Refuses {
                cost: amounts.analysis,
                limit,
            },
            Some(_) => SkipEffect::Passes,
        }
    }
}

/// The price of a query.
pub fn price(query: &Query, figures: Option<&ItemFigures>) -> Price {
    match (query.entry().price, figures) {
        (PriceRule::Free, _) => Price::Exact(Amounts::ZERO),
        (PriceRule::ItemUnits, _) => Price::Exact(Amounts::new(0, 0, target_count(query))),
        (PriceRule::Call(call), _) => Price::UpTo(Amounts::new(
            call.analysis_cost(query),
            call.most_rows(query),
            0,
        )),
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

fn target_count(query: &Query) -> i64 {
    i64::try_from(query.targets().count()).unwrap_or(i64::MAX)
}

fn per_domain_cap(query: &Query) -> i64 {
    query.number("MaxSourceURLsPerRefDomain").unwrap_or(10)
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
    let targets = match call.per_target {
        0 => String::new(),
        n => format!(
            " + {} × {} targets",
            grouped(n),
            grouped(target_count(query))
        ),
    };
    let sum = match (each.as_str(), targets.as_str()) {
        ("", "") => " a call".to_owned(),
        _ => format!("{each}{targets} = {}", grouped(call.analysis_cost(query))),
    };
    vec![
        format!("Analysis   {}{sum}", grouped(call.analysis)),
        format!(
            "Retrieval  one a row, at most {}",
            grouped(call.most_rows(query))
        ),
    ]
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

/// Two documented figures disagree for tiny items: the command's page says base + so much a domain,
/// the preview column of GetIndexItemInfo may say less. The larger one is promised.
fn analysis_cost(f: &ItemFigures, base: i64, per_domain: i64) -> i64 {
    base.saturating_add(per_domain.saturating_mul(f.ref_domains))
        .max(f.listed_cost)
}

fn retrieval_bound(f: &ItemFigures, cap: i64) -> i64 {
    f.ext_back_links.min(cap.saturating_mul(f.ref_domains))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
    use crate::model::target::Target;

    fn quote(ref_domains: i64, links: i64, listed: i64) -> Quote {
        let query = Query::new(
            &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
            Target::parse("example.com").unwrap(),
        );
        let figures = ItemFigures {
            ref_domains,
            ext_back_links: links,
            listed_cost: listed,
            listed_links_cost: 0,
            datasource: "historic".into(),
            index_id: "20261120000000-HISTORICAL".into(),
            index_date: "2026-11-20 00:00:00".into(),
            looked_up: Timestamp::UNIX_EPOCH,
        };
        Quote::new(query, Some(figures))
    }

    #[test]
    fn the_download_costs_what_its_page_says() {
        assert_eq!(
            quote(15_000, 90_000, 350_000).price,
            Price::UpTo(Amounts::new(350_000, 90_000, 0))
        );
        assert_eq!(
            quote(7, 500, 25_000).price,
            Price::UpTo(Amounts::new(50_140, 70, 0))
        );
        assert_eq!(
            quote(0, 0, 25_000).price,
            Price::UpTo(Amounts::new(50_000, 0, 0))
        );
    }

    #[test]
    fn calls_cost_what_they_ask_for() {
        let of = |entry, sets: &[(&str, &str)]| {
            let mut query = Query::new(entry, Target::parse("example.com").unwrap());
            for (name, value) in sets {
                query.set(name, value).unwrap();
            }
            Quote::new(query, None).price
        };
        let up_to = |analysis, retrieval| Price::UpTo(Amounts::new(analysis, retrieval, 0));
        use crate::model::catalog::majestic as m;
        assert_eq!(
            of(&m::GET_BACK_LINK_DATA, &[("count", "70")]),
            up_to(5_000, 70)
        );
        assert_eq!(
            of(
                &m::GET_BACK_LINK_DATA,
                &[("count", "70"), ("extra-processing", "1")]
            ),
            up_to(10_000, 70)
        );
        assert_eq!(
            of(
                &m::GET_TOP_BACK_LINKS,
                &[("count", "10"), ("url-data", "yes")]
            ),
            up_to(10_000, 20)
        );
        assert_eq!(of(&m::GET_REF_DOMAINS, &[("count", "5")]), up_to(1_000, 5));
        assert_eq!(of(&m::GET_REF_DOMAIN_INFO, &[]), up_to(1_000, 1));
        assert_eq!(
            of(&m::GET_INDEX_ITEM_INFO, &[]),
            Price::Exact(Amounts::new(0, 0, 1))
        );
    }

    #[test]
    fn the_skip_limit_is_foretold() {
        assert_eq!(quote(10, 10, 0).skip_effect(), SkipEffect::Passes);
        let refused = quote(50_000, 90_000, 0).skip_effect();
        assert_eq!(
            refused,
            SkipEffect::Refuses {
                cost: 1_050_000,
                limit: 1_000_000
            }
        );
        assert_eq!(
            Quote::new(quote(1, 1, 1).query, None).skip_effect(),
            SkipEffect::Unknown
        );
    }

    #[test]
    fn the_formula_shows_its_numbers() {
        let lines = quote(15_000, 90_000, 0).formula();
        assert!(
            lines[0].contains("50,000 + 20 × 15,000") && lines[0].ends_with("350,000"),
            "{lines:?}"
        );
        assert!(lines[1].ends_with("90,000"), "{lines:?}");
    }
}
