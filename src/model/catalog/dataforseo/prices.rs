//! Prices: so much a request and so much a row, per account and function (documentation, "Pricing" and
//! appendix/user_data).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{LAST_OFFSET, MOST_ROWS, function};
use crate::model::catalog::price::MoneyRows;
use crate::model::catalog::{Entry, PriceRule};
use crate::model::dollars::dollars;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;

/// The public prices, for an account whose own list is not known.
const TABLE: Rate = Rate {
    per_request: 24_000,
    per_result: 36,
};
/// Since when they hold.
const TABLE_SINCE: Date = date(2026, 7, 1);
/// First month of every history.
const HISTORY_BEGINS: Date = date(2019, 1, 1);

/// Micro-dollars of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// For each request that is not refused.
    pub per_request: i64,
    /// For each row.
    pub per_result: i64,
}

/// The price list of an account, as it was last heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// When.
    pub heard: Timestamp,
    /// Each function's rate, by its own name.
    pub functions: BTreeMap<String, Rate>,
}

/// Where a rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateSource {
    /// The account's own list, heard then.
    Account(Timestamp),
    /// The public prices, which hold since then.
    Table(Date),
}

/// What a query's price rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// The function's rate.
    pub rate: Rate,
    /// Where it comes from.
    pub source: RateSource,
    /// The day it was priced: a history ends today.
    pub today: Date,
}

impl Rates {
    /// The account's rate of a function, or the public one where the list has none.
    pub fn of(list: Option<&PriceList>, command: &str, now: Timestamp) -> Self {
        let own = list.and_then(|list| {
            let rate = list.functions.get(function(command))?;
            Some((*rate, RateSource::Account(list.heard)))
        });
        let (rate, source) = own.unwrap_or((TABLE, RateSource::Table(TABLE_SINCE)));
        Self {
            rate,
            source,
            today: now.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// Where the figures come from, in words.
    pub fn source_words(&self) -> String {
        match self.source {
            RateSource::Account(heard) => format!(
                "by the account's own price list of {}",
                heard.strftime("%Y-%m-%d %H:%M UTC")
            ),
            RateSource::Table(since) => format!(
                "by the public prices since {since}, because the account's own price list is not known yet; `backtrail budget` fetches it"
            ),
        }
    }

    /// The price of a query: exact for one row that is always charged, else the most it can be.
    pub fn price(&self, query: &Query) -> Price {
        let Some((requests, rows)) = bound(query, self.today) else {
            return Price::Unknown;
        };
        let amounts = Amounts::money(self.rate.cost(requests, rows));
        match query.entry().price {
            PriceRule::Money(MoneyRows::One) => Price::Exact(amounts),
            _ => Price::UpTo(amounts),
        }
    }

    /// What a purchase of at most so many rows costs, and the rows that this pays: pages that go by token are bought
    /// whole or not at all. None where the query does not come page by page.
    pub fn within(&self, query: &Query, rows: i64) -> Option<(Amounts, i64)> {
        let (_, most) = bound(query, self.today).filter(|_| query.comes_in_pages())?;
        let rows = rows.min(most).max(0);
        let page = page_size(query);
        let whole = match is_deep(query) {
            true if rows >= page => rows - rows % page,
            _ => rows,
        };
        let each = if is_deep(query) { page } else { MOST_ROWS };
        let usd = self.rate.cost(ceiling(whole, each), whole);
        Some((Amounts::money(usd), whole))
    }

    /// The formula with its numbers.
    pub fn formula(&self, query: &Query) -> Vec<String> {
        let Some((requests, rows)) = bound(query, self.today) else {
            return Vec::new();
        };
        let grouped = crate::model::column::grouped;
        let requests_words = match requests {
            1 => "1 request".to_owned(),
            n => format!("{} requests", grouped(n)),
        };
        vec![
            format!(
                "Money      {requests_words} × {} + {} rows × {} = {}",
                dollars(self.rate.per_request),
                grouped(rows),
                dollars(self.rate.per_result),
                dollars(self.rate.cost(requests, rows))
            ),
            format!("           {}", self.source_words()),
        ]
        .into_iter()
        .chain(query.continues.as_ref().map(|held| {
            let there = held.total.map(|total| format!(" of {}", grouped(total)));
            format!(
                "           goes on behind the {} rows{} held in the dataset {}",
                grouped(held.rows),
                there.unwrap_or_default(),
                held.dataset
            )
        }))
        .collect()
    }
}

impl Rate {
    /// What so many requests with so many rows cost together.
    pub fn cost(&self, requests: i64, rows: i64) -> i64 {
        let fixed = self.per_request.saturating_mul(requests);
        fixed.saturating_add(self.per_result.saturating_mul(rows))
    }

    /// The most rows of one request that an amount pays; negative if it does not even pay the request.
    pub fn rows_for(&self, amount: i64) -> i64 {
        let left = amount.saturating_sub(self.per_request);
        match self.per_result {
            _ if left < 0 => -1,
            0 => i64::MAX,
            each => left / each,
        }
    }
}

/// The most requests and rows of a query.
fn bound(query: &Query, today: Date) -> Option<(i64, i64)> {
    let PriceRule::Money(rows) = query.entry().price else {
        return None;
    };
    Some(match rows {
        MoneyRows::One => (1, 1),
        MoneyRows::Months(from, to) => {
            let day = |name: &str, default| query.value(name).parse().unwrap_or(default);
            let (from, to): (Date, Date) = (day(from, HISTORY_BEGINS), day(to, today));
            (1, months(from, to))
        }
        MoneyRows::Option(name) => {
            let wanted = query.number(name).unwrap_or(100);
            let Some(held) = &query.continues else {
                return Some(pages(query, wanted));
            };
            let from = query.number("offset").unwrap_or(0);
            let there = held.total.map_or(wanted, |total| wanted.min(total - from));
            pages(query, there.saturating_sub(held.rows).max(0))
        }
    })
}

/// The requests for so many rows of a query, and the most rows that they bring.
fn pages(query: &Query, rows: i64) -> (i64, i64) {
    let requests = ceiling(rows, MOST_ROWS);
    match is_deep(query) {
        // What an earlier purchase began in pages of its own goes on in whole pages.
        true if query.continues.is_some() => (requests, requests.saturating_mul(MOST_ROWS)),
        true => (requests, requests.saturating_mul(page_size(query))),
        false => (requests, rows),
    }
}

fn months(from: Date, to: Date) -> i64 {
    let index = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
    (index(to) - index(from) + 1).max(0)
}

fn ceiling(n: i64, by: i64) -> i64 {
    n.saturating_add(by - 1) / by
}

/// Whether the rows wanted lie beyond what offsets reach, so that they are fetched by token from the first page on.
pub(super) fn is_deep(query: &Query) -> bool {
    let wanted = query.number("limit").unwrap_or(0);
    let from = query.number("offset").unwrap_or(0);
    caps_offset(query.entry()) && from.saturating_add(wanted) > LAST_OFFSET + MOST_ROWS
}

/// Only links have a largest offset, and tokens for what is behind it.
pub(super) fn caps_offset(entry: &Entry) -> bool {
    entry.option("search_after_token").is_some()
}

/// Rows of one page. Pages that are fetched by token are all alike, as the service demands, and cut so that the last
/// brings hardly more than was wanted.
pub fn page_size(query: &Query) -> i64 {
    let wanted = query.number("limit").unwrap_or(100).max(1);
    match is_deep(query) {
        true => ceiling(wanted, ceiling(wanted, MOST_ROWS)),
        false => wanted.min(MOST_ROWS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::{BACKLINKS, DOMAIN_INTERSECTION, HISTORY, SUMMARY};
    use crate::model::target::Target;

    fn query(entry: &'static Entry, options: &[(&str, &str)]) -> Query {
        let mut query = Query::new(entry, Target::parse("example.com").unwrap());
        for (name, text) in options {
            query.set(name, text).unwrap();
        }
        query
    }

    fn rates() -> Rates {
        Rates::of(
            None,
            SUMMARY.command,
            "2026-08-11T10:00:00Z".parse().unwrap(),
        )
    }

    #[test]
    fn recorded_costs_follow_from_the_rule() {
        let of = |query: &Query| rates().price(query);
        let up_to = |usd| Price::UpTo(Amounts::money(usd));
        assert_eq!(
            of(&query(&SUMMARY, &[])),
            Price::Exact(Amounts::money(24_036))
        );
        assert_eq!(of(&query(&BACKLINKS, &[("limit", "100")])), up_to(27_600));
        assert_eq!(
            of(&query(&BACKLINKS, &[("limit", "5000")])),
            up_to(5 * 24_000 + 5_000 * 36)
        );
        // 2019-01 to 2026-08: one point a month at most.
        assert_eq!(of(&query(&HISTORY, &[])), up_to(24_000 + 92 * 36));
        let year = query(&HISTORY, &[("from", "2025-01-15"), ("to", "2025-12-31")]);
        assert_eq!(of(&year), up_to(24_000 + 12 * 36));
        assert_eq!(
            of(&query(&DOMAIN_INTERSECTION, &[("limit", "1001")])),
            up_to(48_000 + 1_001 * 36)
        );
    }

    #[test]
    fn beyond_the_largest_offset_every_page_is_alike() {
        let deep = query(&BACKLINKS, &[("limit", "25500")]);
        assert_eq!(page_size(&deep), 981);
        assert_eq!(
            rates().price(&deep),
            Price::UpTo(Amounts::money(26 * 24_000 + 26 * 981 * 36))
        );
        let reached = query(&BACKLINKS, &[("limit", "21000")]);
        assert!(!is_deep(&reached) && page_size(&reached) == 1_000);
        assert!(is_deep(&query(
            &BACKLINKS,
            &[("limit", "1001"), ("offset", "20000")]
        )));
        assert!(!is_deep(&query(
            &DOMAIN_INTERSECTION,
            &[("limit", "90000")]
        )));
    }

    #[test]
    fn a_lower_bound_pays_for_whole_pages_where_they_go_by_token() {
        let within = |limit: &str, rows| {
            let query = query(&BACKLINKS, &[("limit", limit)]);
            rates()
                .within(&query, rows)
                .map(|(amounts, rows)| (amounts.usd, rows))
        };
        assert_eq!(
            within("5000", 3_000),
            Some((3 * 24_000 + 3_000 * 36, 3_000))
        );
        assert_eq!(within("5000", 9_999), within("5000", 5_000));
        assert_eq!(
            within("25500", 2_000),
            Some((2 * 24_000 + 1_962 * 36, 1_962))
        );
        assert_eq!(within("25500", 900), Some((24_000 + 900 * 36, 900)));
        assert_eq!(rates().within(&query(&SUMMARY, &[]), 5), None);
    }

    #[test]
    fn what_goes_on_costs_what_is_not_held() {
        let mut links = query(&BACKLINKS, &[("limit", "5000"), ("offset", "100")]);
        links.continues = Some(crate::model::query::Continued {
            dataset: crate::model::rows::DatasetId("d".into()),
            rows: 1_500,
            total: Some(4_600),
        });
        assert_eq!(
            rates().price(&links),
            Price::UpTo(Amounts::money(3 * 24_000 + 3_000 * 36))
        );
        let lines = rates().formula(&links).join(" ");
        assert!(lines.contains("1,500 rows of 4,600 held"), "{lines}");
    }

    #[test]
    fn the_accounts_own_list_goes_before_the_table() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let rate = Rate {
            per_request: 20_000,
            per_result: 30,
        };
        let list = PriceList {
            heard: now,
            functions: BTreeMap::from([("summary".to_owned(), rate)]),
        };
        let own = Rates::of(Some(&list), SUMMARY.command, now);
        assert_eq!((own.rate, own.source), (rate, RateSource::Account(now)));
        let other = Rates::of(Some(&list), HISTORY.command, now);
        assert_eq!(other.rate, TABLE);
        assert!(
            other
                .source_words()
                .contains("public prices since 2026-07-01")
        );
        let lines = own.formula(&query(&SUMMARY, &[]));
        assert!(
            lines[0].contains("1 request × $0.02 + 1 rows × $0.00003 = $0.02003"),
            "{lines:?}"
        );
    }

    #[test]
    fn an_amount_pays_so_many_rows() {
        assert_eq!(TABLE.rows_for(27_600), 100);
        assert_eq!(TABLE.rows_for(24_035), 0);
        assert_eq!(TABLE.rows_for(23_999), -1);
    }
}
