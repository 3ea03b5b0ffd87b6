//! GetRefDomainInfo: what is known of up to 999 domains, one row each.
//!
//! The end of the column list is not documented; position, flows and topics are ours in the order of other tables.

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::domain_columns::{FIGURES, FLOWS, figures, flows, topic_columns, topics};
use super::refusal::Refusal;
use super::server_fields::with_index;
use crate::index::{DOMAIN_TOPICS, Index};
use crate::model::catalog::majestic::GET_REF_DOMAIN_INFO;
use crate::model::money::Amounts;
use crate::server::item::Item;
use crate::wire::majestic::{Answer, Cell, Table};

/// One row an item, found or not; sub-domains and addresses are reduced to their root domain.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    params.required("items")?;
    let most = i64::try_from(GET_REF_DOMAIN_INFO.subject.most()).unwrap_or(i64::MAX);
    let count = params.int("items", 0, 0..=most)?;
    let mut table = empty_table();
    for number in 0..count {
        let text = params.required(&format!("item{number}"))?;
        table.rows.push(row(index, number, text));
    }
    let charged = charge(
        call,
        GET_REF_DOMAIN_INFO.command,
        Amounts::new(analysis_cost(&GET_REF_DOMAIN_INFO), count, 0),
    )?;
    let answer = charged
        .say(Answer::ok())
        .with("Cmd", GET_REF_DOMAIN_INFO.command);
    Ok(with_index(answer, index, fresh).with_table(table))
}

fn empty_table() -> Table {
    let first = [
        "RowID",
        "OriginalItem",
        "Status",
        "RootDomain",
        "AlexaRank",
        "RefDomains",
    ];
    let mut table = Table::new("DomainsInfo", &first);
    let others = FIGURES
        .into_iter()
        .chain(["Latitude", "Longitude"])
        .chain(FLOWS)
        .map(str::to_owned);
    table.columns.extend(others);
    table.columns.extend(topic_columns(DOMAIN_TOPICS));
    table
}

fn row(index: &Index, number: i64, text: &str) -> Vec<Cell> {
    let root = Item::parse(text).root_domain();
    let facts = index.domain_facts(&root);
    let known = facts.as_ref();
    let status = if known.is_some() { "Found" } else { "NotFound" };
    let mut row = vec![
        number.into(),
        text.into(),
        status.into(),
        root.into(),
        known.map_or(-1, |f| f.alexa_rank).into(),
        known.map_or(0, |f| f.ref_domains).into(),
    ];
    row.extend(figures(known));
    let degrees = |part: &dyn Fn((f64, f64)) -> f64| {
        known.map_or_else(String::new, |f| format!("{:.4}", part(f.position)))
    };
    row.push(degrees(&|(north, _)| north).into());
    row.push(degrees(&|(_, east)| east).into());
    row.extend(flows(known));
    row.extend(topics(known, DOMAIN_TOPICS, false));
    row
}
