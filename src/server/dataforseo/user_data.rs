//! appendix/user_data: the account, its balance, what it spent, and its prices.

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::meter::PER_MINUTE;
use super::refusal::Refusal;
use crate::server::accounts::Prices;
use crate::wire::dataforseo::usd;
use crate::wire::dataforseo::{FUNCTIONS, Function, status};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let (user_id, now) = (call.setting.user_id, call.setting.posted);
    let (of_minute, of_day) = call.shared.meter().calls(user_id, now);
    let purse = call.shared.purse();
    let login = purse.login(user_id);
    let login = login.ok_or_else(|| Refusal::of(status::INTERNAL))?;
    let spent = purse.spent_on(user_id, now);
    let at = now.to_zoned(TimeZone::UTC);
    let (day, minute) = (at.strftime("%Y-%m-%d"), at.strftime("%Y-%m-%d %H:%M"));
    let (day, minute) = (day.to_string(), minute.to_string());
    Ok(Given::free(vec![json!({
        "login": login.name,
        "timezone": "UTC",
        "rates": {
            "limits": {
                "day": tree(0.into()),
                "minute": tree(PER_MINUTE.into()),
            },
            "statistics": {
                "day": dated(tree(of_day.into()), &day),
                "minute": dated(tree(of_minute.into()), &minute),
            },
        },
        "money": {
            "total": usd::json(login.deposit),
            "balance": usd::json(purse.balance(user_id)),
            "limits": {
                "day": tree(usd::json(login.daily_limit.unwrap_or(0))),
                "minute": tree(0.into()),
            },
            "statistics": {
                "day": dated(tree(usd::json(spent)), &day),
                "minute": dated(tree(0.into()), &minute),
            },
        },
        "price": {"backlinks": prices(login.prices)},
        "backlinks_subscription_expiry_date": null,
        "llm_mentions_subscription_expiry_date": null,
    })]))
}

/// A block of sums: one for everything, and no own one for any function.
fn tree(total: Value) -> Map<String, Value> {
    let of_function = |f: &Function| {
        let sum = if f.live { json!({"live": 0}) } else { json!(0) };
        (f.name.to_owned(), sum)
    };
    let backlinks = FUNCTIONS.iter().filter(|f| f.api == "backlinks");
    let mut tree = Map::new();
    tree.insert("backlinks".into(), backlinks.map(of_function).collect());
    tree.insert("total_backlinks".into(), total.clone());
    tree.insert("total".into(), total);
    tree
}

fn dated(mut tree: Map<String, Value>, value: &str) -> Map<String, Value> {
    tree.insert("value".into(), value.into());
    tree
}

fn prices(prices: Prices) -> Value {
    let paid = json!([
        {"cost_type": "per_result", "cost": usd::json(prices.per_result)},
        {"cost_type": "per_request", "cost": usd::json(prices.per_request)},
    ]);
    let of_function = |f: &Function| {
        let price = if f.live {
            json!({"live": priorities(&paid)})
        } else {
            let cost_type = if f.post { "per_result" } else { "per_request" };
            priorities(&json!([{"cost_type": cost_type, "cost": 0}]))
        };
        (f.name.to_owned(), price)
    };
    let backlinks = FUNCTIONS.iter().filter(|f| f.api == "backlinks");
    backlinks.map(of_function).collect()
}

fn priorities(price: &Value) -> Value {
    json!({"priority_low": price, "priority_normal": price, "priority_high": price})
}
