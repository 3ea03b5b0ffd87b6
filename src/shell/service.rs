//! What is asked of the service: prices, purchases, and the account's downloads. A purchase of several jobs is made
//! one job after the other; the first that is refused ends it, so that nothing is bought past a limit.

use std::path::PathBuf;

use super::perform::{Performer, Whose};
use crate::app::action::{Action, Refusal};
use crate::app::effect::{Effect, Purchase};
use crate::jobs::Runner;
use crate::model::catalog::Provider;
use crate::model::query::Query;

impl Performer {
    pub(super) fn with_service(&self, effect: Effect) {
        let performer = self.clone();
        self.with_runner(whose(&effect), move |runner| async move {
            // What binds is what the settings say at this moment, whoever wrote it there.
            let heeded = tokio::task::spawn_blocking(move || performer.heed_limits());
            if let Err(why) = heeded.await {
                return Some(Action::Trouble(format!(
                    "the limits could not be read ({why}); nothing was sent"
                )));
            }
            match effect {
                Effect::PriceFromCache(queries) => Some(from_cache(&runner, &queries, None)),
                Effect::LookUpPrice(queries) => Some(look_up(&runner, &queries).await),
                Effect::Submit {
                    purchases,
                    confirmed,
                } => Some(submit(&runner, &purchases, confirmed).await),
                Effect::ListDownloads => {
                    let listed = runner.remote_downloads().await;
                    Some(Action::DownloadsListed(listed.map_err(|e| e.to_string())))
                }
                Effect::Adopt(ids) => Some(adopt(&runner, &ids).await),
                Effect::Attach { job, path } => {
                    let attached = runner.attach(job, &whole_path(&path)).await;
                    attached.err().map(|e| Action::Trouble(e.to_string()))
                }
                Effect::DeleteRemote(job) => Some(match runner.delete_remote(job).await {
                    Ok(()) => Action::Notice(format!(
                        "the download of job {job} is deleted at the service; rows held stay"
                    )),
                    Err(error) => Action::Trouble(error.to_string()),
                }),
                _ => None,
            }
        });
    }
}

/// Whom an effect asks.
fn whose(effect: &Effect) -> Whose {
    let of = |query: Option<&Query>| {
        let provider = query.map_or_else(Provider::default, Query::provider);
        Whose::Provider(provider)
    };
    match effect {
        Effect::PriceFromCache(queries) | Effect::LookUpPrice(queries) => of(queries.first()),
        Effect::Submit { purchases, .. } => of(purchases.first().map(|p| &p.quote.query)),
        Effect::Attach { job, .. } | Effect::DeleteRemote(job) => Whose::Job(*job),
        _ => Whose::Provider(Provider::Majestic),
    }
}

fn from_cache(runner: &Runner, queries: &[Query], trouble: Option<String>) -> Action {
    match runner.quotes_from_cache(queries) {
        Ok(quotes) => Action::Priced { quotes, trouble },
        Err(error) => Action::Priced {
            quotes: Vec::new(),
            trouble: trouble.or_else(|| Some(error.to_string())),
        },
    }
}

/// One unit a query. What was looked up before one failed is kept, and comes with the sentence about it.
async fn look_up(runner: &Runner, queries: &[Query]) -> Action {
    let mut quotes = Vec::with_capacity(queries.len());
    for query in queries {
        match runner.look_up_price(query).await {
            Ok(quote) => quotes.push(quote),
            Err(error) => {
                let about = if queries.len() > 1 {
                    format!("{}: {error}", query.title())
                } else {
                    error.to_string()
                };
                return Action::Priced {
                    quotes,
                    trouble: Some(about),
                };
            }
        }
    }
    Action::Priced {
        quotes,
        trouble: None,
    }
}

async fn submit(runner: &Runner, purchases: &[Purchase], confirmed: bool) -> Action {
    for (started, purchase) in purchases.iter().enumerate() {
        let Purchase {
            quote,
            granted,
            tag,
        } = purchase;
        let submitted = runner.submit(quote, *granted, confirmed, tag.as_deref());
        if let Err(error) = submitted.await {
            return Action::Submitted {
                started,
                refused: Some(Refusal {
                    reason: error.to_string(),
                    can_be_confirmed: error.can_be_confirmed(),
                }),
            };
        }
    }
    Action::Submitted {
        started: purchases.len(),
        refused: None,
    }
}

async fn adopt(runner: &Runner, ids: &[String]) -> Action {
    let mut troubles = Vec::new();
    for id in ids {
        if let Err(error) = runner.adopt(id).await {
            troubles.push(format!("{id}: {error}"));
        }
    }
    let taken = ids.len() - troubles.len();
    let told = format!("{taken} of {} taken over", ids.len());
    if troubles.is_empty() {
        Action::Notice(told)
    } else {
        Action::Trouble(format!("{told}; {}", troubles.join("; ")))
    }
}

/// A path as a person types it: `~/` is the home folder.
pub(super) fn whole_path(typed: &str) -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}
