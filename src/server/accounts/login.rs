//! The side of an account that DataForSEO's protocol shows: a login, and what a task costs it.

use serde::Deserialize;

use super::DEMO_LOGIN;
use crate::wire::dataforseo::usd::{DOLLAR, from_dollars};

/// What tasks cost, in micro-dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) struct Prices {
    /// Each task that is carried out.
    pub per_request: i64,
    /// Each row it gives.
    pub per_result: i64,
}

impl Prices {
    /// Those of every account since 2026-07-01 (recorded price lists).
    pub(in crate::server) const USUAL: Self = Self {
        per_request: 24_000,
        per_result: 36,
    };

    /// What a task with so many rows costs.
    pub(in crate::server) fn cost(self, rows: u64) -> i64 {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        self.per_request
            .saturating_add(self.per_result.saturating_mul(rows))
    }
}

/// Who may ask by Basic authentication, and what it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server) struct Login {
    pub name: String,
    pub password: String,
    /// Micro-dollars it was given in all.
    pub deposit: i64,
    /// Micro-dollars it may spend in a day (UTC).
    pub daily_limit: Option<i64>,
    pub prices: Prices,
}

/// The same as it is written in the accounts file, in dollars.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct LoginText {
    login: String,
    password: String,
    deposit: f64,
    daily_limit: Option<f64>,
    per_request: Option<f64>,
    per_result: Option<f64>,
}

impl Login {
    /// That of the built-in account.
    pub(super) fn demo() -> Self {
        Self {
            name: DEMO_LOGIN.to_owned(),
            password: DEMO_LOGIN.to_owned(),
            deposit: 1_000 * DOLLAR,
            daily_limit: None,
            prices: Prices::USUAL,
        }
    }

    /// A message names no password: it ends in a log.
    pub(super) fn read(text: LoginText) -> Result<Self, String> {
        if text.login.is_empty() || text.login.contains(':') {
            return Err(
                "a login is empty or has a colon in it, which ends it on the wire".to_owned(),
            );
        }
        let sums = [
            Some(text.deposit),
            text.daily_limit,
            text.per_request,
            text.per_result,
        ];
        if !sums.iter().flatten().all(|sum| (0.0..1e9).contains(sum)) {
            return Err("a sum of dollars is below zero, or no such sum".to_owned());
        }
        let price = |dollars: Option<f64>, usual| dollars.map_or(usual, from_dollars);
        Ok(Self {
            name: text.login,
            password: text.password,
            deposit: from_dollars(text.deposit),
            daily_limit: text.daily_limit.map(from_dollars),
            prices: Prices {
                per_request: price(text.per_request, Prices::USUAL.per_request),
                per_result: price(text.per_result, Prices::USUAL.per_result),
            },
        })
    }

    /// Whether these are its name and password. Takes the same time whatever is wrong with the password.
    pub(in crate::server) fn is(&self, name: &str, password: &str) -> bool {
        let (own, given) = (self.password.as_bytes(), password.as_bytes());
        let differing = own
            .iter()
            .zip(given)
            .fold(own.len() ^ given.len(), |all, (a, b)| {
                all | usize::from(a ^ b)
            });
        self.name == name && differing == 0
    }
}
