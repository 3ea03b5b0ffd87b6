//! GetBackLinkData and GetTopBackLinks: columns, selection, order, filters and charges, each against rows counted or
//! chosen again by other code.

use std::collections::HashMap;
use std::ops::ControlFlow;

use backtrail::index::{Datasource, ItemKind, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Cell, Table};

use crate::client::call;

mod charges;
mod choice;
mod filters;
mod order;
mod rows;
mod speed;
mod top;

/// A row as texts by column.
type Row = HashMap<String, String>;

async fn ask(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetBackLinkData"), ("item", item)];
    params.extend_from_slice(more);
    let answer = call(server, &params).await;
    assert_eq!(answer.code, "OK", "{}", answer.error_message);
    answer
}

/// As `ask`, with additional processing of as many lines as there may be.
async fn process(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![
        ("ConsumeResourcesForAdditionalProcessing", "1"),
        ("FilteringDepth", "50000"),
        ("Count", "50000"),
    ];
    params.extend_from_slice(more);
    ask(server, item, &params).await
}

fn rows_of(table: &Table) -> Vec<Row> {
    let row = |cells: &Vec<_>| {
        let texts = cells.iter().map(|c: &Cell| c.text().into_owned());
        table.columns.iter().cloned().zip(texts).collect()
    };
    table.rows.iter().map(row).collect()
}

fn rows(answer: &Answer) -> Vec<Row> {
    rows_of(answer.table("BackLinks").unwrap())
}

fn int(row: &Row, column: &str) -> i64 {
    row[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

fn attribute(table: &Table, name: &str) -> i64 {
    let found = table.attributes.iter().find(|(n, _)| n == name);
    found
        .and_then(|(_, cell)| cell.int())
        .unwrap_or_else(|| panic!("no {name}"))
}

fn charged(server: &Running) -> (i64, i64) {
    let charges = server.charges();
    let sum = |of: &dyn Fn(&backtrail::model::money::Amounts) -> i64| {
        charges.iter().map(|c| of(&c.amounts)).sum()
    };
    (sum(&|a| a.analysis), sum(&|a| a.retrieval))
}

/// What tells two links apart.
fn identity(row: &Row) -> (String, String) {
    (row["SourceURL"].clone(), row["TargetURL"].clone())
}

/// Every link the commands may show, from the index itself.
fn links(server: &Running, item: &str, view: Datasource) -> Vec<LinkRecord> {
    let index = server.index(view);
    let id = index.resolve(ItemKind::RootDomain, item).unwrap();
    let mut links = Vec::new();
    index.for_each_ref_domain_link(id, usize::MAX, false, &mut |link| {
        if !link.alt_text && !link.mention {
            links.push(link.clone());
        }
        ControlFlow::Continue(())
    });
    links
}
