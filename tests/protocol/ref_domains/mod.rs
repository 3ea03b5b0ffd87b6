//! GetRefDomains and GetRefDomainInfo.

use std::collections::HashMap;
use std::ops::ControlFlow;

use backtrail::index::{Index, ItemKind, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::call;

mod charges;
mod choice;
mod columns;
mod figures;

async fn ask(server: &Running, items: &[&str], more: &[(&str, &str)]) -> Answer {
    let names: Vec<String> = (0..items.len()).map(|n| format!("item{n}")).collect();
    let mut params = vec![("cmd", "GetRefDomains")];
    params.extend(names.iter().map(String::as_str).zip(items.iter().copied()));
    params.extend_from_slice(more);
    call(server, &params).await
}

async fn ask_info(server: &Running, items: &[String], more: &[(&str, &str)]) -> Answer {
    let names: Vec<String> = (0..items.len()).map(|n| format!("item{n}")).collect();
    let count = items.len().to_string();
    // Of a parameter that is sent twice the first counts.
    let mut params = vec![("cmd", "GetRefDomainInfo")];
    params.extend_from_slice(more);
    params.push(("items", &count));
    params.extend(
        names
            .iter()
            .map(String::as_str)
            .zip(items.iter().map(String::as_str)),
    );
    call(server, &params).await
}

fn results(answer: &Answer) -> &Table {
    assert_eq!(answer.code, "OK", "{}", answer.error_message);
    answer.table("Results").unwrap()
}

fn text(table: &Table, row: usize, column: &str) -> String {
    let cell = table
        .cell(row, column)
        .unwrap_or_else(|| panic!("no {column}"));
    cell.text().into_owned()
}

fn number(table: &Table, row: usize, column: &str) -> i64 {
    table.cell(row, column).unwrap().int().unwrap()
}

fn column(table: &Table, name: &str) -> Vec<String> {
    (0..table.rows.len())
        .map(|row| text(table, row, name))
        .collect()
}

fn attribute(table: &Table, name: &str) -> i64 {
    let found = table.attributes.iter().find(|a| a.0 == name);
    found
        .unwrap_or_else(|| panic!("no {name}"))
        .1
        .int()
        .unwrap()
}

fn links(index: &Index, item: &str) -> Vec<LinkRecord> {
    let kind = if item.contains("://") {
        ItemKind::Url
    } else if psl::domain_str(item) == Some(item) {
        ItemKind::RootDomain
    } else {
        ItemKind::SubDomain
    };
    let id = index.resolve(kind, item).unwrap();
    let mut links = Vec::new();
    index.for_each_ref_domain_link(id, usize::MAX, false, &mut |link| {
        links.push(link.clone());
        ControlFlow::Continue(())
    });
    links
}

/// Links by domain.
fn by_domain(links: Vec<LinkRecord>) -> HashMap<String, Vec<LinkRecord>> {
    let mut domains: HashMap<String, Vec<LinkRecord>> = HashMap::new();
    for link in links {
        domains
            .entry(link.source_domain.clone())
            .or_default()
            .push(link);
    }
    domains
}
