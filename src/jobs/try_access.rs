//! Trying whether an account lets somebody in, with the service's own free call. Nothing is journalled: it is no purchase.

use jiff::Timestamp;

use crate::api::dataforseo::Trouble;
use crate::api::{CallError, Client, Subscription};
use crate::model::access::Tried;
use crate::model::column::grouped;
use crate::model::dollars::dollars;

/// Asks the free call.
pub async fn try_access(client: &Client, now: Timestamp) -> Tried {
    let heard = match client.dataforseo() {
        Some(dataforseo) => {
            let heard = dataforseo.user_data(now).await;
            heard
                .map(|account| format!("{} left", dollars(account.balance)))
                .map_err(|trouble| match trouble {
                    Trouble::Busy { error, .. }
                    | Trouble::Uncharged { error, .. }
                    | Trouble::Charged { error, .. }
                    | Trouble::Unknown(error) => error,
                })
        }
        None => {
            let raw = client.call("GetSubscriptionInfo", &[]).await;
            let answer = raw.and_then(|raw| raw.decode());
            answer.map(|answer| subscription(&Subscription::read(&answer)))
        }
    };
    match heard {
        Ok(words) => Tried::Accepted(words),
        Err(error @ CallError::Refused { .. }) => {
            Tried::Refused(format!("{error}; nothing was charged"))
        }
        // Majestic's and DataForSEO's gates refuse by HTTP's own codes, too.
        Err(
            error @ CallError::HttpStatus {
                status: 401 | 403, ..
            },
        ) => Tried::Refused(format!("{error}; nothing was charged")),
        Err(error) => Tried::Unheard(format!("{error}; nothing was charged")),
    }
}

/// What a subscription holds and when it ends.
fn subscription(heard: &Subscription) -> String {
    if !heard.active {
        return "the key is known, but its subscription is not active".to_owned();
    }
    let left = heard.left.map_or_else(
        || "what is left is not told to applications".to_owned(),
        |left| {
            format!(
                "{} analysis, {} retrieval and {} item units left",
                grouped(left.analysis),
                grouped(left.retrieval),
                grouped(left.items)
            )
        },
    );
    match heard.lapses {
        Some(at) => format!(
            "{left}, the first of them lapse on {}",
            at.strftime("%Y-%m-%d")
        ),
        None => left,
    }
}
