//! How the links, and their referring domains, spread over CitationFlow and TrustFlow.

use std::collections::BTreeMap;

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use super::out::{Out, Take};
use super::{ALL, Told, Watch, columns, note};
use crate::model::column::Value;
use crate::model::computed::{BEST_FLOWS, OF_LINKS, OWN_FLOWS, REF_DOMAINS};
use crate::model::domain::DOMAINS;
use crate::model::rows::List;
use crate::model::sheet::PROFILE;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Rows, Wanted};
use crate::store::number;

/// How many have which CitationFlow and TrustFlow, and how many have none.
#[derive(Default)]
struct Spread {
    cells: BTreeMap<(i64, i64), u64>,
    unknown: u64,
    /// Of those with a cell, how many stand by their first flows.
    by_first: u64,
}

impl Spread {
    /// Counts the rows of a batch, whose first columns are so many pairs of flows, of which each row stands by the first
    /// that it has; all of them, or those that the number behind the pairs says to have a link.
    fn add(&mut self, batch: &Batch<'_>, pairs: usize, with_links: bool) {
        let numbers = |at: usize| {
            let array = batch.columns.get(at).and_then(Option::as_ref)?;
            array.as_primitive_opt::<Int64Type>()
        };
        let flows: Vec<_> = (0..pairs)
            .map(|pair| (numbers(2 * pair), numbers(2 * pair + 1)))
            .collect();
        let links = numbers(2 * pairs);
        for row in 0..batch.len() {
            let cell = |of: Option<&arrow_array::Int64Array>| {
                of.filter(|of| of.is_valid(row)).map(|of| of.value(row))
            };
            if with_links && cell(links).unwrap_or(0) == 0 {
                continue;
            }
            let mut pairs = flows.iter().map(|(cf, tf)| cell(*cf).zip(cell(*tf)));
            match pairs
                .by_ref()
                .enumerate()
                .find_map(|(at, pair)| Some((at, pair?)))
            {
                Some((at, flows)) => {
                    *self.cells.entry(flows).or_default() += 1;
                    self.by_first += u64::from(at == 0);
                }
                None => self.unknown += 1,
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
        links.add(batch, 1, false);
        Ok(true)
    })?;
    let place = |id: &str| DOMAINS.columns.iter().position(|c| c.id == id);
    let wanted: Vec<usize> = OWN_FLOWS
        .iter()
        .chain(&BEST_FLOWS)
        .chain(&["links"])
        .filter_map(|id| place(id))
        .collect();
    let all = Rows::Range(0..dataset.domains());
    let wanted = Wanted {
        columns: &wanted,
        domains: false,
    };
    dataset.scan(&List::Domains, &all, wanted, watch.cancel, &mut |batch| {
        domains.add(batch, 2, true);
        Ok(true)
    })?;
    let ids = ["item", "counted", "citation_flow", "trust_flow", "value"];
    let mut out = Out::new(&PROFILE, &ids, take)?;
    let target = dataset.manifest().target.as_ref();
    let item = target.map_or(Value::Null, |target| Value::Text(target.item.clone()));
    links.rows(OF_LINKS, &item, &mut out)?;
    domains.rows(REF_DOMAINS, &item, &mut out)?;
    let counted: u64 = domains.cells.values().sum();
    let by = match domains.by_first {
        0 => format!("referring domains stand by {}", BEST_FLOWS.join(" and ")),
        own => format!(
            "{} of {} referring domains stand by {}, the others by {}",
            number(own),
            number(counted),
            OWN_FLOWS.join(" and "),
            BEST_FLOWS.join(" and ")
        ),
    };
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
