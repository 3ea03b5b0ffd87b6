//! appendix/errors and appendix/status.

use serde_json::{Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::refusal::Refusal;
use crate::wire::dataforseo::FUNCTIONS;
use crate::wire::dataforseo::status::STATUSES;

/// Every status code with its text.
pub(super) fn errors(_: &Call<'_>) -> Result<Given, Refusal> {
    let row = |(code, message): &(i64, &str)| json!({"code": code, "message": message});
    Ok(Given::free(STATUSES.iter().map(row).collect()))
}

/// How the functions do. `null` is well: what this server does not do well it does not do at all.
pub(super) fn status(_: &Call<'_>) -> Result<Given, Refusal> {
    let of_api = |api: &str| -> Vec<Value> {
        let functions = FUNCTIONS.iter().filter(|f| f.api == api);
        functions
            .map(|f| json!({"endpoint": f.path(), "status": null}))
            .collect()
    };
    let row = |api: &str| json!({"api": api, "status": null, "endpoints": of_api(api)});
    Ok(Given::free(["backlinks", "appendix"].map(row).to_vec()))
}
