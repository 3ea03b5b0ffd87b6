//! The accounts file (`serve --accounts FILE`), TOML:
//!
//! ```toml
//! [[account]]
//! key = "0123456789ABCDEF0123456789ABCDEF"
//! user_id = 7                        # at rest accounts are known by it, never by the key
//!
//! [[account.subscription]]
//! analysis = 1000000
//! retrieval = 200000
//! items = 5000
//! renews = "monthly"                 # or "yearly"; without it, once:
//! # starts = "2026-11-01 00:00:00"   # default: always has been
//! # expires = "2026-12-01 00:00:00"  # default: never lapses
//! ```
//!
//! The accounts come beside the built-in one, or in its place if one of them has the key `demo`.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

use super::subscription::Period;
use super::{Account, DEMO_KEY, Subscription, Window};
use crate::model::money::Amounts;
use crate::server::error::ServeError;
use crate::wire::majestic::time::parse_index;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountsText {
    #[serde(default)]
    account: Vec<AccountText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountText {
    key: String,
    user_id: i64,
    #[serde(default)]
    subscription: Vec<SubscriptionText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubscriptionText {
    #[serde(default)]
    analysis: i64,
    #[serde(default)]
    retrieval: i64,
    #[serde(default)]
    items: i64,
    renews: Option<Period>,
    starts: Option<String>,
    expires: Option<String>,
}

/// The built-in account and those of the file.
pub(in crate::server) fn read_accounts(path: Option<&Path>) -> Result<Vec<Account>, ServeError> {
    let mut accounts = match path {
        None => Vec::new(),
        Some(path) => {
            let wrong = |reason: String| ServeError::Accounts {
                path: path.to_owned(),
                reason,
            };
            let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
            parse(&text).map_err(wrong)?
        }
    };
    if accounts.iter().all(|a| a.key != DEMO_KEY) {
        accounts.push(demo_account(&accounts));
    }
    Ok(accounts)
}

/// Two overlapping subscriptions, so that sums and the order of lapsing are there to be seen.
fn demo_account(others: &[Account]) -> Account {
    let plan = Subscription::new(
        Amounts::new(96_000_000, 19_000_000, 495_000),
        Window::Every(Period::Monthly),
    );
    let extra = Subscription::new(
        Amounts::new(1_000_000, 200_000, 5_000),
        Window::Every(Period::Yearly),
    );
    let mut user_id = 1;
    while others.iter().any(|a| a.user_id == user_id) {
        user_id += 1;
    }
    Account {
        user_id,
        key: DEMO_KEY.to_owned(),
        subscriptions: vec![plan, extra],
    }
}

fn parse(text: &str) -> Result<Vec<Account>, String> {
    let text: AccountsText = toml::from_str(text).map_err(|e| e.to_string())?;
    let (mut keys, mut users) = (HashSet::new(), HashSet::new());
    for account in &text.account {
        if account.key.is_empty() {
            return Err("an account has an empty key".to_owned());
        }
        if !keys.insert(account.key.as_str()) || !users.insert(account.user_id) {
            return Err(format!(
                "user_id {} or its key is there twice",
                account.user_id
            ));
        }
    }
    text.account.into_iter().map(account).collect()
}

fn account(text: AccountText) -> Result<Account, String> {
    let subscriptions: Result<_, _> = text.subscription.into_iter().map(subscription).collect();
    Ok(Account {
        user_id: text.user_id,
        key: text.key,
        subscriptions: subscriptions?,
    })
}

fn subscription(text: SubscriptionText) -> Result<Subscription, String> {
    let grant = Amounts::new(text.analysis, text.retrieval, text.items);
    if grant != grant.at_least_zero() {
        return Err("an allowance is below zero".to_owned());
    }
    let window = match (text.renews, &text.starts, &text.expires) {
        (Some(period), None, None) => Window::Every(period),
        (Some(_), _, _) => {
            return Err("a subscription that renews takes no starts and no expires".to_owned());
        }
        (None, starts, expires) => Window::Once {
            starts: moment(starts.as_deref(), "1970-01-01 00:00:00")?,
            expires: moment(expires.as_deref(), "2999-12-31 00:00:00")?,
        },
    };
    Ok(Subscription::new(grant, window))
}

fn moment(text: Option<&str>, default: &str) -> Result<Timestamp, String> {
    let text = text.unwrap_or(default);
    parse_index(text).ok_or_else(|| format!("`{text}` is no time; write 2026-11-01 00:00:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_or_its_mistake_named() {
        let text = r#"
            [[account]]
            key = "K"
            user_id = 7
            [[account.subscription]]
            analysis = 10
            expires = "2026-12-01 00:00:00"
            [[account.subscription]]
            items = 3
            renews = "monthly"
        "#;
        let accounts = parse(text).unwrap();
        assert_eq!(accounts[0].subscriptions[0].grant, Amounts::new(10, 0, 0));
        assert_eq!(
            accounts[0].subscriptions[1].window,
            Window::Every(Period::Monthly)
        );
        for (bad, word) in [
            ("[[account]]\nkey=\"\"\nuser_id=1", "empty key"),
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\n[[account]]\nkey=\"b\"\nuser_id=1",
                "twice",
            ),
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\n[[account.subscription]]\nitems=-1",
                "below zero",
            ),
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\n[[account.subscription]]\nexpires=\"soon\"",
                "soon",
            ),
            ("[[account]]\nkey=\"a\"\nuser_id=1\nunits=3", "units"),
        ] {
            let error = parse(bad).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn the_built_in_account_is_there_once() {
        let accounts = read_accounts(None).unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].key, DEMO_KEY);
        assert_eq!(demo_account(&accounts).user_id, 2);
    }
}
