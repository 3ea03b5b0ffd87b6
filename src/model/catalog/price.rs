//! What a query costs, worked out from figures that a price look-up brought.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::entry::PriceRule;
use crate::model::column::grouped;
use crate::model::money::{Amounts, Price};
use crate::model::query::{Query, SKIP_LIMIT};

/// What a GetIndexItemInfo look-up said about a target: the base of its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// Referring domains.
    pub ref_domains: i64,
    /// External backlinks.
    pub ext_back_links: i64,
    /// `DownloadRefDomainBacklinksAnalysisResUnitsCost`, the provider's own preview.
    pub listed_cost: i64,
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
            price,
        }
    }

    /// The formula with its numbers, one line an allowance.
    pub fn formula(&self) -> Vec<String> {
        let (Some(f), PriceRule::RefDomainDownload { base, per_domain }) =
            (&self.figures, self.query.entry().price)
        else {
            return Vec::new();
        };
        let cap = self.query.number("MaxSourceURLsPerRefDomain").unwrap_or(10);
        let analysis = analysis_cost(f, base, per_domain);
        let rows = retrieval_bound(f, cap);
        vec![
            format!(
                "Analysis   {} + {} × {} referring domains = {}",
                grouped(base),
                per_domain,
                grouped(f.ref_domains),
                grouped(analysis)
            ),
            format!(
                "Retrieval  one a row, at most min({} links, {cap} × {} domains) = {}",
                grouped(f.ext_back_links),
                grouped(f.ref_domains),
                grouped(rows)
            ),
        ]
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
        (PriceRule::ItemUnits, _) => Price::Exact(Amounts::new(0, 0, 1)),
        (PriceRule::RefDomainDownload { .. }, None) => Price::Unknown,
        (PriceRule::RefDomainDownload { base, per_domain }, Some(f)) => {
            let cap = query.number("MaxSourceURLsPerRefDomain").unwrap_or(10);
            Price::UpTo(Amounts::new(
                analysis_cost(f, base, per_domain),
                retrieval_bound(f, cap),
                0,
            ))
        }
    }
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
