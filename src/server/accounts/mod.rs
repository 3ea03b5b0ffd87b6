//! Accounts: keys, subscriptions with three unit balances each, and the append-only log of charges.

mod file;
mod ledger;
mod subscription;

pub(super) use file::read_accounts;
pub use ledger::Charge;
pub(super) use ledger::{Ledger, Short};
pub(super) use subscription::{Subscription, Window};

/// Key of the account that every server has unless the accounts file gives the key to another.
pub const DEMO_KEY: &str = "demo";

/// Who may ask, and what was bought for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub user_id: i64,
    pub key: String,
    pub subscriptions: Vec<Subscription>,
}
