//! The accounts file (`serve --accounts FILE`), TOML:
//!
//! ```toml
//! [[account]]
//! key = "0123456789ABCDEF0123456789ABCDEF"
//! user_id = 7                        # at rest accounts are known by it, never by the key
//! api_access = true                  # false: the plan has no API, only applications may ask for it
//! historic = true                    # false: the plan has only the fresh index, which is then the default
//!
//! [[account.subscription]]
//! analysis = 1000000
//! retrieval = 200000
//! items = 5000
//! report_backlinks = 20000           # StandardReportBacklinksShown
//! renews = "monthly"                 # or "yearly"; without it, once:
//! # starts = "2026-11-01 00:00:00"   # default: always has been
//! # expires = "2026-12-01 00:00:00"  # default: never lapses
//!
//! [account.dataforseo]               # DataForSEO: Basic authentication, US dollars
//! login = "me@example.com"
//! password = "secret"
//! deposit = 50.0                     # what it was given in all
//! daily_limit = 5.0                  # default: none
//! per_request = 0.024                # these prices are the default
//! per_result = 0.000036
//!
//! [[application]]                    # OpenApps
//! private_key = "FEDCBA9876543210"
//!
//! [[application.token]]
//! access_token = "A token"
//! user_id = 7                        # whose units it spends
//! ```
//!
//! The accounts come beside the built-in one, or in its place if one of them has the key `demo`; the applications
//! beside the built-in one, or in its place if one of them has the private key `demo-private`.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

use super::demo::{logins, with_demo};
use super::subscription::{Period, REPORT_BACKLINKS};
use super::{Account, Application, Login, LoginText, Plan, Subscription, Window};
use crate::model::money::Amounts;
use crate::server::error::ServeError;
use crate::wire::majestic::time::parse_index;

/// Who may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::server) struct Members {
    pub accounts: Vec<Account>,
    pub applications: Vec<Application>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MembersText {
    #[serde(default)]
    account: Vec<AccountText>,
    #[serde(default)]
    application: Vec<ApplicationText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationText {
    private_key: String,
    #[serde(default)]
    token: Vec<TokenText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenText {
    access_token: String,
    user_id: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountText {
    key: String,
    user_id: i64,
    #[serde(default = "yes")]
    api_access: bool,
    #[serde(default = "yes")]
    historic: bool,
    #[serde(default)]
    subscription: Vec<SubscriptionText>,
    dataforseo: Option<LoginText>,
}

fn yes() -> bool {
    true
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
    report_backlinks: Option<i64>,
    renews: Option<Period>,
    starts: Option<String>,
    expires: Option<String>,
}

/// The built-in account and application, and those of the file.
pub(in crate::server) fn read_accounts(path: Option<&Path>) -> Result<Members, ServeError> {
    let Some(path) = path else {
        return Ok(with_demo(Members::default()));
    };
    let wrong = |reason: String| ServeError::Accounts {
        path: path.to_owned(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let members = with_demo(parse(&text).map_err(wrong)?);
    check_tokens(&members).map_err(wrong)?;
    Ok(members)
}

/// Where the text cannot be read, and the name that stands there. What it is set to may be a key, so that is not said.
fn unreadable(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let at = before.unwrap_or_default().matches('\n').count();
    let line = text.lines().nth(at).unwrap_or_default();
    let name = line.split_once('=').map_or("", |(name, _)| name.trim());
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = if !name.is_empty() && name.chars().all(is_name) {
        format!(" at `{name}`")
    } else {
        String::new()
    };
    format!(
        "line {}{name}: no TOML, or a name that no account has, or a value of another kind",
        at + 1
    )
}

fn parse(text: &str) -> Result<Members, String> {
    let text: MembersText = toml::from_str(text).map_err(|e| unreadable(text, &e))?;
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
    let accounts: Result<Vec<_>, _> = text.account.into_iter().map(account).collect();
    let accounts = accounts?;
    let mut names = HashSet::new();
    if !logins(&accounts).all(|login| names.insert(login.name.as_str())) {
        return Err("a login is there twice".to_owned());
    }
    Ok(Members {
        accounts,
        applications: text.application.into_iter().map(application).collect(),
    })
}

fn application(text: ApplicationText) -> Application {
    let token = |token: TokenText| (token.access_token, token.user_id);
    Application {
        private_key: text.private_key,
        tokens: text.token.into_iter().map(token).collect(),
    }
}

/// A message names no key and no token: it ends in a log.
fn check_tokens(members: &Members) -> Result<(), String> {
    let mut private_keys = HashSet::new();
    for application in &members.applications {
        if application.private_key.is_empty()
            || !private_keys.insert(application.private_key.as_str())
        {
            return Err("an application's private key is empty or there twice".to_owned());
        }
        let mut tokens = HashSet::new();
        for (token, user_id) in &application.tokens {
            if token.is_empty() || !tokens.insert(token.as_str()) {
                return Err("an access token is empty or there twice".to_owned());
            }
            if members.accounts.iter().all(|a| a.user_id != *user_id) {
                return Err(format!(
                    "an access token is of user_id {user_id}, of whom there is no account"
                ));
            }
        }
    }
    Ok(())
}

fn account(text: AccountText) -> Result<Account, String> {
    let subscriptions: Result<_, _> = text.subscription.into_iter().map(subscription).collect();
    Ok(Account {
        user_id: text.user_id,
        key: text.key,
        plan: Plan {
            api_access: text.api_access,
            historic: text.historic,
        },
        subscriptions: subscriptions?,
        login: text.dataforseo.map(Login::read).transpose()?,
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
    let report_backlinks = text.report_backlinks.unwrap_or(REPORT_BACKLINKS);
    if report_backlinks < 0 {
        return Err("report_backlinks is below zero".to_owned());
    }
    Ok(Subscription::new(grant, window).showing(report_backlinks))
}

fn moment(text: Option<&str>, default: &str) -> Result<Timestamp, String> {
    let text = text.unwrap_or(default);
    parse_index(text).ok_or_else(|| format!("`{text}` is no time; write 2026-11-01 00:00:00"))
}

#[cfg(test)]
mod tests {
    use super::super::demo::demo_account;
    use super::super::{DEMO_KEY, DEMO_TOKEN};
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
        let accounts = parse(text).unwrap().accounts;
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
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\nunits=3",
                "line 4 at `units`",
            ),
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\n[account.dataforseo]\nlogin=\"a:b\"\npassword=\"SECRET\"\ndeposit=1",
                "colon",
            ),
            (
                "[[account]]\nkey=\"a\"\nuser_id=1\n[account.dataforseo]\nlogin=\"a\"\npassword=\"SECRET\"\ndeposit=-1",
                "below zero",
            ),
            ("[[account]]\nkey=\"SECRET\nuser_id=1", "line 2"),
            ("[[account]]\nkey=[\"SECRET\"]\nuser_id=1", "at `key`"),
        ] {
            let error = parse(bad).unwrap_err();
            assert!(!error.contains("SECRET"), "{error}");
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn the_built_in_account_is_there_once() {
        let Members {
            accounts,
            applications,
        } = read_accounts(None).unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(applications[0].user(DEMO_TOKEN), Some(accounts[0].user_id));
        assert_eq!(accounts[0].key, DEMO_KEY);
        assert_eq!(accounts[0].login, Some(Login::demo()));
        assert_eq!(demo_account(&accounts).user_id, 2);
    }

    #[test]
    fn a_token_belongs_to_an_application_and_a_user() {
        let text = r#"
            [[account]]
            key = "K"
            user_id = 7
            historic = false
            [[application]]
            private_key = "P"
            [[application.token]]
            access_token = "T"
            user_id = USER
        "#;
        let read = |user: &str| {
            let members = with_demo(parse(&text.replace("USER", user)).unwrap());
            check_tokens(&members).map(|()| members)
        };
        let members = read("7").unwrap();
        assert_eq!(members.applications.len(), 2);
        assert_eq!(members.applications[0].user("T"), Some(7));
        assert_eq!(members.applications[1].user("T"), None);
        assert!(!members.accounts[0].plan.historic && members.accounts[0].plan.api_access);
        assert!(read("8").unwrap_err().contains("user_id 8"));
    }
}
