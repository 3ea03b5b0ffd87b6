//! GetHostedDomains: the domains on an address and those on its network, in one list.

use super::links::join;
use super::{AnswerFault, attribute, global, lacks, remove, texts};
use crate::model::query::Query;
use crate::model::rows::Sheet;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::Answer;

/// The two tables, and what their domains share with the target (Majestic developer documentation, GetHostedDomains
/// page).
const TABLES: [(&str, &str); 2] = [("DomainsOnIP", "address"), ("DomainsOnSubnet", "network")];

/// GetHostedDomains. A domain with several addresses may have no rows, and an address to ask about instead.
pub(super) fn hosted_domains(
    query: &Query,
    answer: &mut Answer,
    notes: &mut Vec<String>,
) -> Result<AnswerRows, AnswerFault> {
    let instead = global(answer, "RecommendedIP");
    let mut rows = AnswerRows {
        sheet: Sheet::Neighbours,
        ..AnswerRows::default()
    };
    let mut joined: Option<Grid> = None;
    let mut absent = Vec::new();
    for (name, shared) in TABLES {
        let Some(table) = remove(answer, name) else {
            absent.push(name);
            continue;
        };
        // A domain may stand in both: how many there are is said of each table, and of both together by nobody.
        rows.globals.extend(texts(&table.name, &table.attributes));
        let total = attribute(&table, "TotalDomains");
        rows.known_rows = match (rows.known_rows, total) {
            (Some(so_far), Some(more)) => Some(so_far.saturating_add(more)),
            (so_far, more) => so_far.or(more),
        };
        let all = joined.get_or_insert_with(|| Grid::with_columns(&["Shared"]));
        join(all, shared, table);
    }
    match (&joined, &instead) {
        (None, None) => return Err(lacks(answer, TABLES[0].0)),
        (Some(_), _) => notes.extend(absent.iter().map(|name| {
            format!("the answer came without the table {name}; what the other one says is here")
        })),
        (None, Some(_)) => {}
    }
    let all = joined.unwrap_or_else(|| Grid::with_columns(&["Shared"]));
    if let (true, Some(address)) = (all.rows.is_empty(), instead) {
        rows.notes.push(ask_instead(query, &address));
        rows.known_rows = None;
    }
    rows.items = Some(all);
    Ok(rows)
}

/// The address whose neighbours the service does know.
fn ask_instead(query: &Query, address: &str) -> String {
    let (target, command) = (query.target.display(), query.entry().name);
    match address.parse::<std::net::Ipv4Addr>() {
        Ok(address) => format!(
            "{target} answers from several addresses in turn, so that the service names no neighbours of it; it \
             recommends to ask about {address} instead: type that as the target, or `backtrail {command} {address}`"
        ),
        // What is no address is not put into a command that somebody may copy.
        Err(_) => format!(
            "{target} has no neighbours here, and the service recommends `{address}`, which is no IPv4 address"
        ),
    }
}
