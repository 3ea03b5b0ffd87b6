//! What appendix/user_data says: the balance, and the account's own prices.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::DataForSeoClient;
use super::answer::Trouble;
use crate::api::error::CallError;
use crate::model::catalog::dataforseo::{PriceList, Rate};
use crate::model::dollars;

/// Where it is asked for.
const FUNCTION: &str = "appendix/user_data";

/// An account as the service describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct UserData {
    /// What is left, in micro-dollars.
    pub balance: i64,
    /// What each function costs.
    pub prices: PriceList,
}

impl DataForSeoClient {
    /// Asks for balance and prices: free, and at most six times a minute.
    pub async fn user_data(&self, now: Timestamp) -> Result<UserData, Trouble> {
        let page = self.get(FUNCTION).await?.read()?;
        let read = page.result().and_then(|result| read(result, now));
        read.ok_or_else(|| {
            Trouble::Unknown(CallError::NotAnswer {
                host: self.endpoint.host(),
                reason: "user_data without money.balance".to_owned(),
            })
        })
    }
}

fn read(result: &Value, now: Timestamp) -> Option<UserData> {
    let balance = result.get("money")?.get("balance")?;
    let functions = result.get("price").and_then(|price| price.get("backlinks"));
    let functions = functions.and_then(Value::as_object);
    let rates = functions.into_iter().flatten().filter_map(|(name, tree)| {
        // Functions without a live form have the priorities directly.
        let tree = tree.get("live").unwrap_or(tree);
        Some((name.clone(), rate(tree.get("priority_normal")?)?))
    });
    Some(UserData {
        balance: micro(balance)?,
        prices: PriceList {
            heard: now,
            functions: rates.collect::<BTreeMap<_, _>>(),
        },
    })
}

/// Both parts, in either order; a part that is not listed costs nothing.
fn rate(parts: &Value) -> Option<Rate> {
    let parts = parts.as_array()?;
    let cost = |kind: &str| {
        let part = parts
            .iter()
            .find(|part| part.get("cost_type").and_then(Value::as_str) == Some(kind));
        part.map_or(Some(0), |part| micro(part.get("cost")?))
    };
    Some(Rate {
        per_request: cost("per_request")?,
        per_result: cost("per_result")?,
    })
}

fn micro(value: &Value) -> Option<i64> {
    let number = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok());
    dollars::of_number(number?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn balance_and_prices_are_read() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let parts = json!([
            {"cost_type": "per_result", "cost": 3.6e-05},
            {"cost_type": "per_request", "cost": 0.024}
        ]);
        let result = json!({
            "money": {"total": 100, "balance": 12.345678},
            "price": {"backlinks": {
                "summary": {"live": {"priority_low": parts, "priority_normal": parts}},
                "errors": {"priority_normal": [{"cost_type": "per_request", "cost": 0}]},
                "odd": {"live": 7}
            }}
        });
        let data = read(&result, now).unwrap();
        assert_eq!(data.balance, 12_345_678);
        let rate = |name: &str| {
            data.prices
                .functions
                .get(name)
                .map(|r| (r.per_request, r.per_result))
        };
        assert_eq!(rate("summary"), Some((24_000, 36)));
        assert_eq!((rate("errors"), rate("odd")), (Some((0, 0)), None));
        assert_eq!(read(&json!({"money": {}}), now), None);
        assert!(
            read(&json!({"money": {"balance": 5}}), now)
                .unwrap()
                .prices
                .functions
                .is_empty()
        );
    }

    #[test]
    fn a_recorded_price_list_is_read_and_explains_recorded_costs() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/dataforseo");
        let read = |name: &str| {
            let text = std::fs::read(folder.join(name));
            let missing = || eprintln!("SKIPPED: no recorded {name} at {}", folder.display());
            let bytes = text.inspect_err(|_| missing()).ok()?;
            Some(serde_json::from_slice::<Value>(&bytes).unwrap())
        };
        let lists = read("user_data_backlinks_prices_2026-10-02.json");
        let calls = read("call_costs_2026-08-11.json");
        let (Some(lists), Some(calls)) = (lists, calls) else {
            return;
        };
        let paid = lists["paid"].as_object().unwrap();
        assert!(paid.values().all(|parts| rate(parts).is_some()));
        let mut explained = 0;
        for call in calls["calls"].as_array().unwrap() {
            let listed = call["function"].as_str().and_then(|name| paid.get(name));
            let rows = call["rows_implied_by_cost"].as_i64();
            if let (Some(parts), Some(rows)) = (listed, rows) {
                let cost = rate(parts).unwrap().cost(1, rows);
                assert_eq!(Some(cost), micro(&call["cost"]), "{call}");
                explained += 1;
            }
        }
        assert!(explained > 5, "{explained}");
    }
}
