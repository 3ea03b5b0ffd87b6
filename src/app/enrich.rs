//! Metrics of referring domains: which domains are meant, and the price sheet for fetching them. Nothing is sent
//! here; the sheet is the only way to spend.

use super::budget::NO_SERVICE;
use super::command::{self, Command};
use super::effect::{Effect, Wanted};
use super::notices::Notice;
use super::price_sheet;
use super::state::State;
use crate::model::catalog::Provider;
use crate::model::catalog::majestic::GET_REF_DOMAIN_INFO;
use crate::model::column::{DATAFORSEO, grouped};
use crate::model::query::Query;
use crate::model::rows::{DatasetId, List};
use crate::model::target::Target;

/// Asks for the metrics of the marked domains, or of all that have none yet.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let Some(facts) = &state.dataset else {
        return Vec::new();
    };
    let refusal = if state.is_offline() {
        Some(NO_SERVICE)
    } else if facts.main_list() != List::Domains || !state.domains.lists_domains() {
        Some("metrics are fetched for referring domains; this list holds items")
    } else if facts.provider == DATAFORSEO {
        Some(
            "these metrics are Majestic's and its figures are not put beside DataForSEO's; ask about the domains with the other provider",
        )
    } else if !state.can_ask(Provider::Majestic) {
        Some(
            "these metrics are Majestic's, and no account with it is set up: nothing is asked or charged",
        )
    } else if !facts.complete {
        Some("rows are still arriving; metrics can be fetched once they are whole")
    } else {
        None
    };
    if let Some(why) = refusal {
        state.notice = Some(Notice::info(why));
        return Vec::new();
    }
    let dataset = facts.id.clone();
    let marks = &state.domains.marks;
    // Marked domains are meant wherever they are listed; without marks those that the list shows.
    let (wanted, filter) = if marks.count() > 0 {
        (Wanted::These(marks.rows()), String::new())
    } else {
        let filter = state.domains.list.filter().to_owned();
        (Wanted::Lacking, filter)
    };
    state.naming = Some(dataset.clone());
    vec![Effect::ReadDomainNames {
        dataset,
        filter,
        wanted,
    }]
}

/// The names came. A key that was pressed meanwhile meant something else: then no sheet opens under the fingers.
pub fn named(state: &mut State, dataset: &DatasetId, names: &[String]) -> Vec<Effect> {
    let shown = state.dataset.as_ref().is_some_and(|d| d.id == *dataset);
    if state.naming.take().as_ref() != Some(dataset) || !shown || state.overlay.is_some() {
        return Vec::new();
    }
    if names.is_empty() {
        let key = command::key_of(&state.keymap, Command::Mark);
        let text = format!("every domain here has its metrics; {key} marks those to fetch again");
        state.notice = Some(Notice::info(text));
        return Vec::new();
    }
    price(state, dataset, names)
}

fn price(state: &mut State, dataset: &DatasetId, names: &[String]) -> Vec<Effect> {
    let targets: Vec<Target> = names.iter().filter_map(|n| Target::parse(n).ok()).collect();
    let odd = names.len() - targets.len();
    let mut queries = Query::about_all(&GET_REF_DOMAIN_INFO, targets);
    let datasource = state.dataset.as_ref().map_or("", |d| d.datasource.as_str());
    for query in &mut queries {
        query.enriches = Some(dataset.clone());
        // A file does not say which index it is of: then the default is asked.
        if !datasource.is_empty()
            && let Err(why) = query.set("datasource", datasource)
        {
            state.notice = Some(Notice::trouble(why));
            return Vec::new();
        }
    }
    if odd > 0 {
        let odd = grouped(i64::try_from(odd).unwrap_or(i64::MAX));
        let text = format!("{odd} names are no domain names and are left out");
        state.notice = Some(Notice::info(text));
    }
    if queries.is_empty() {
        return Vec::new();
    }
    price_sheet::open_for(state, queries, None)
}
