//! What every server has unless the accounts file says otherwise: an account, its application, its login.

use super::file::Members;
use super::subscription::Period;
use super::{
    Account, Application, DEMO_KEY, DEMO_LOGIN, DEMO_PRIVATE_KEY, DEMO_TOKEN, Login, Plan,
    Subscription, Window,
};
use crate::model::money::Amounts;

/// Adds what every server has, unless the file has given the same keys to others.
pub(super) fn with_demo(mut members: Members) -> Members {
    if members.accounts.iter().all(|a| a.key != DEMO_KEY) {
        let demo = demo_account(&members.accounts);
        members.accounts.push(demo);
    }
    let login_taken = logins(&members.accounts).any(|login| login.name == DEMO_LOGIN);
    let demo = members.accounts.iter_mut().find(|a| a.key == DEMO_KEY);
    if let (false, Some(demo)) = (login_taken, demo) {
        demo.login.get_or_insert_with(Login::demo);
    }
    let taken = members
        .applications
        .iter()
        .any(|a| a.private_key == DEMO_PRIVATE_KEY);
    let demo = members.accounts.iter().find(|a| a.key == DEMO_KEY);
    if let (false, Some(demo)) = (taken, demo) {
        members.applications.push(Application {
            private_key: DEMO_PRIVATE_KEY.to_owned(),
            tokens: vec![(DEMO_TOKEN.to_owned(), demo.user_id)],
        });
    }
    members
}

pub(super) fn logins(accounts: &[Account]) -> impl Iterator<Item = &Login> {
    accounts.iter().filter_map(|account| account.login.as_ref())
}

/// Two overlapping subscriptions, so that sums and the order of lapsing are there to be seen.
pub(super) fn demo_account(others: &[Account]) -> Account {
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
        plan: Plan::FULL,
        subscriptions: vec![plan, extra],
        login: None,
    }
}
