//! Who makes a call: the holder of a key, or an application with the token of somebody whose units it spends.

use super::params::Params;
use crate::server::accounts::Plan;
use crate::server::shared::Shared;
use crate::wire::majestic::{Answer, code};

/// A known caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Caller {
    /// Whose units are spent.
    pub user_id: i64,
    /// Whether an application asks on the user's behalf, which may do less.
    pub is_application: bool,
    /// What the user's plan includes.
    pub plan: Plan,
}

/// The caller, or the answer to a stranger. A key, where there is one, counts before a token.
pub(super) fn caller(shared: &Shared, params: &Params) -> Result<Caller, Answer> {
    let has_token = params.get("accesstoken").is_some() || params.get("privatekey").is_some();
    let is_application = has_token && params.get("app_api_key").is_none();
    let user_id = if is_application {
        user_of_token(shared, params)?
    } else {
        user_of_key(shared, params)?
    };
    let plan = shared.board().ledger.plan(user_id);
    Ok(Caller {
        user_id,
        is_application,
        plan,
    })
}

fn user_of_key(shared: &Shared, params: &Params) -> Result<i64, Answer> {
    let key = params.get("app_api_key").unwrap_or_default();
    let known = shared.board().ledger.user(key);
    known.ok_or_else(|| stranger(&code::bad_key(key)))
}

/// A token is good only for the application to which it was given. The texts are ours, in the shape of the recorded one.
fn user_of_token(shared: &Shared, params: &Params) -> Result<i64, Answer> {
    let given = |name| params.get(name).unwrap_or_default();
    let (private_key, token) = (given("privatekey"), given("accesstoken"));
    let application = shared
        .applications
        .iter()
        .find(|application| application.private_key == private_key)
        .ok_or_else(|| {
            stranger(&format!(
                "Private key does not appear to be correct: PRIVATE_KEY - '{private_key}'"
            ))
        })?;
    application.user(token).ok_or_else(|| {
        stranger(&format!(
            "Access token does not appear to be correct: ACCESS_TOKEN - '{token}'"
        ))
    })
}

/// The answer to nobody known: its variables are there and empty, as recorded.
fn stranger(message: &str) -> Answer {
    let frame = "SearchIndexReportManager.Authenticate(SearchIndexReportRequest oReq)";
    Answer::failure(code::FAILED_REQUEST, message, frame)
}
