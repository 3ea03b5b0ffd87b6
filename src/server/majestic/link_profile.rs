//! GetLinkProfile: how many links or referring domains have which CitationFlow and TrustFlow, one table an item. The names
//! of these tables are data: the table `Items` tells them (Majestic developer documentation, GetLinkProfile page).
//!
//! Ours, where the reference is silent: at most five items, as a wrapper allows; `Status` of an unknown item; and that
//! links of every kind count, those that are lost too, so that a profile adds up to the item's external links.

use std::collections::BTreeMap;

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, numbered};
use crate::index::{Index, ItemId};
use crate::model::catalog::majestic::GET_LINK_PROFILE;
use crate::model::money::Amounts;
use crate::server::item::type_word;
use crate::wire::majestic::{Answer, Table};

/// `datatypeN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Links,
    RefDomains,
}

/// Values by CitationFlow, then TrustFlow.
type Matrix = BTreeMap<(u8, u8), i64>;

/// Which items, then one table for each.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let mut asked = Vec::new();
    for (name, item) in numbered(call, index, &GET_LINK_PROFILE)? {
        let kind = name.replacen("item", "datatype", 1);
        let of = match params.int(&kind, 0, 0..=1)? {
            0 => Of::Links,
            _ => Of::RefDomains,
        };
        asked.push((item, of));
    }
    let matrices: Vec<Matrix> = asked
        .iter()
        .map(|(item, of)| {
            item.id
                .map_or_else(Matrix::new, |id| matrix(index, id, *of))
        })
        .collect();
    let cells = matrices.iter().map(Matrix::len).sum::<usize>();
    let rows = i64::try_from(cells).unwrap_or(i64::MAX);
    let amounts = Amounts::new(analysis_cost(&GET_LINK_PROFILE), rows, 0);
    charge(call, GET_LINK_PROFILE.command, amounts)?;
    let answer = with_index(Answer::ok(), index, fresh).with_table(items(index, &asked));
    Ok(matrices
        .iter()
        .enumerate()
        .fold(answer, |answer, (n, matrix)| {
            answer.with_table(matrix_table(n, matrix))
        }))
}

fn matrix(index: &Index, item: ItemId, of: Of) -> Matrix {
    let mut matrix = Matrix::new();
    let mut add = |flows: (u8, u8)| *matrix.entry(flows).or_default() += 1;
    match of {
        Of::Links => index.for_each_link(item, &mut |_, found, _| {
            add((found.link.source_cf, found.link.source_tf));
        }),
        Of::RefDomains => {
            for referrer in index.ref_domains(item) {
                add(index.domain_flows(referrer.domain));
            }
        }
    }
    matrix
}

fn table_name(number: usize) -> String {
    format!("RankingMatrix_{number}")
}

/// Free of charge.
fn items(index: &Index, asked: &[(Subject<'_>, Of)]) -> Table {
    let columns = [
        "OrigItem",
        "Item",
        "Status",
        "ItemType",
        "DataType",
        "MatrixTableName",
    ];
    let mut table = Table::new("Items", &columns);
    for (number, (item, of)) in asked.iter().enumerate() {
        table.rows.push(vec![
            item.text.into(),
            item.name(index).into(),
            if item.id.is_some() { "OK" } else { "NotFound" }.into(),
            type_word(item.kind).into(),
            match of {
                Of::Links => "Links",
                Of::RefDomains => "RefDomains",
            }
            .into(),
            table_name(number).into(),
        ]);
    }
    table
}

fn matrix_table(number: usize, matrix: &Matrix) -> Table {
    let columns = ["CitationFlow", "TrustFlow", "Value"];
    let mut table = Table::new(&table_name(number), &columns)
        .with("MaxValue", matrix.values().copied().max().unwrap_or(0))
        .with("TotalValues", matrix.values().sum::<i64>());
    let row = |(&(citation, trust), &value): (&(u8, u8), &i64)| {
        vec![
            i64::from(citation).into(),
            i64::from(trust).into(),
            value.into(),
        ]
    };
    table.rows = matrix.iter().map(row).collect();
    table
}
