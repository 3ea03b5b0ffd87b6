//! How the links, and their referring domains, spread over CitationFlow and TrustFlow.

use std::collections::BTreeMap;

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use super::out::{Out, Take};
use super::{ALL, Told, Watch, columns, note};
use crate::model::column::Value;
use crate::model::computed::{OF_LINKS, REF_DOMAINS, domain_flows};
use crate::model::domain::DOMAINS;
use crate::model::rows::List;
use crate::model::sheet::PROFILE;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Rows, Wanted};

/// How many have which CitationFlow and TrustFlow, and how many have none.
#[derive(Default)]
struct Spread {
    cells: BTreeMap<(i64, i64), u64>,
    unknown: u64,
}

impl Spread {
    /// Counts the rows of a batch, whose first columns are both flows; all of them, or those with a link.
    fn add(&mut self, batch: &Batch<'_>, with_links: bool) {
        let numbers = |at: usize| {
            let array = batch.columns.get(at).and_then(Option::as_ref)?;
            array.as_primitive_opt::<Int64Type>()
        };
        let (cf, tf, links) = (numbers(0), numbers(1), numbers(2));
        for row in 0..batch.len() {
            let cell = |of: Option<&arrow_array::Int64Array>| {
                of.filter(|of| of.is_valid(row)).map(|of| of.value(row))
            };
            if with_links && cell(links).unwrap_or(0) == 0 {
                continue;
            }
            match (cell(cf), cell(tf)) {
                (Some(cf), Some(tf)) => *self.cells.entry((cf, tf)).or_default() += 1,
                _ => self.unknown += 1,
            }
        }
    }

    fn rows(&self, what: &str, item: &Value, out: &mut Out<'_>) -> Result<(), StoreError> {
        for ((cf, tf), count) in &self.cells {
            out.add(&[
                ("item", item.clone()),
                ("counted", Value::Text(what.to_owned())),
                ("citation_flow", Value::Int(*cf)),
                ("trust_flow", Value::Int(*tf)),
                (
                    "value",
                    Value::Int(i64::try_from(*count).unwrap_or(i64::MAX)),
                ),
            ])?;
        }
        Ok(())
    }
}

/// Cells of the links first, then of the referring domains, each by CitationFlow and TrustFlow.
pub(super) fn write(
    dataset: &Dataset,
    watch: Watch<'_>,
    take: Take<'_>,
) -> Result<Told, StoreError> {
    let (mut links, mut domains) = (Spread::default(), Spread::default());
    let wanted = columns(&["source_citation_flow", "source_trust_flow"]);
    let all = Rows::Range(0..dataset.links());
    let wanted = Wanted {
        columns: &wanted,
        domains: false,
    };
    dataset.scan(&ALL, &all, wanted, watch.cancel, &mut |batch| {
        (watch.progress)(batch.row(0));
        links.add(batch, false);
        Ok(true)
    })?;
    let flows = domain_flows(&|table, id| !dataset.fills(table, id));
    let place = |id: &str| DOMAINS.columns.iter().position(|c| c.id == id);
    let wanted: Vec<usize> = flows
        .iter()
        .chain(&["links"])
        .filter_map(|id| place(id))
        .collect();
    let all = Rows::Range(0..dataset.domains());
    let wanted = Wanted {
        columns: &wanted,
        domains: false,
    };
    dataset.scan(&List::Domains, &all, wanted, watch.cancel, &mut |batch| {
        domains.add(batch, true);
        Ok(true)
    })?;
    let ids = ["item", "counted", "citation_flow", "trust_flow", "value"];
    let mut out = Out::new(&PROFILE, &ids, take)?;
    let target = dataset.manifest().target.as_ref();
    let item = target.map_or(Value::Null, |target| Value::Text(target.item.clone()));
    links.rows(OF_LINKS, &item, &mut out)?;
    domains.rows(REF_DOMAINS, &item, &mut out)?;
    let by = format!("referring domains stand by {}", flows.join(" and "));
    let notes = [
        note(links.unknown, "links have no flows and are in no cell"),
        note(
            domains.unknown,
            "referring domains have no flows and are in no cell",
        ),
        Some(by),
    ];
    out.done(notes.into_iter().flatten().collect())
}
