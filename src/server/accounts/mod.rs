//! Accounts: keys, applications with their tokens, subscriptions with three unit balances each, and the append-only log
//! of charges; logins with a purse of dollars each, and the append-only log of tasks.

mod demo;
mod file;
mod ledger;
mod login;
mod purse;
mod subscription;

pub(super) use file::{Members, read_accounts};
pub use ledger::Charge;
pub(super) use ledger::{Ledger, Short};
pub(super) use login::{Login, LoginText, Prices};
pub use purse::PastTask;
pub(super) use purse::{Empty, Purse};
pub(super) use subscription::{Subscription, Window};

/// Key of the account that every server has unless the accounts file gives the key to another.
pub const DEMO_KEY: &str = "demo";
/// Private key of the application that every server has; it may spend what the built-in account has.
pub const DEMO_PRIVATE_KEY: &str = "demo-private";
/// The token that the built-in account has given to that application.
pub const DEMO_TOKEN: &str = "demo-token";
/// Login and password of the same account on the DataForSEO side, unless the accounts file gives the login to another.
pub const DEMO_LOGIN: &str = "demo";

/// Who may ask, and what was bought for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub user_id: i64,
    pub key: String,
    pub plan: Plan,
    pub subscriptions: Vec<Subscription>,
    /// Its side of DataForSEO's protocol, if it has one.
    pub login: Option<Login>,
}

/// What an account may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Whether its own key may be used at all.
    pub api_access: bool,
    /// Whether it may ask the historic index.
    pub historic: bool,
}

impl Plan {
    /// A plan with everything.
    pub(super) const FULL: Self = Self {
        api_access: true,
        historic: true,
    };
}

/// A program of somebody's that asks on behalf of users who have given it a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Application {
    pub private_key: String,
    /// Access tokens, each with the user who gave it.
    pub tokens: Vec<(String, i64)>,
}

impl Application {
    /// The user behind a token.
    pub(super) fn user(&self, token: &str) -> Option<i64> {
        let given = self.tokens.iter().find(|(text, _)| text == token);
        given.map(|(_, user_id)| *user_id)
    }
}
