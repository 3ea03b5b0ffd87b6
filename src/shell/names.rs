//! Names of referring domains whose metrics are wanted: read from the dataset, chunk by chunk.

use std::sync::atomic::AtomicBool;

use crate::app::effect::Wanted;
use crate::model::domain::DOMAINS;
use crate::model::rows::List;
use crate::store::{Dataset, StoreError, filter};

/// Rows read at a time.
const CHUNK: u64 = 8_192;

/// The names of those that pass the filter, in order of first appearance.
pub(super) fn wanted(
    dataset: &Dataset,
    filtered_by: &str,
    wanted: &Wanted,
) -> Result<Vec<String>, StoreError> {
    // A domain that was asked about and not found has a status and no metrics: asking again would be paid again.
    let told = ["trust_flow", "status"].map(|id| DOMAINS.position(id).unwrap_or(0));
    let columns = [0, told[0], told[1]];
    let never = AtomicBool::new(false);
    let filter = filter(&List::Domains, filtered_by)?;
    let ranking = dataset.rank(&List::Domains, filter.as_ref(), &[], &never)?;
    let mut names = Vec::new();
    let mut from = 0;
    while from < ranking.len() {
        let to = (from + CHUNK).min(ranking.len());
        for row in dataset.read(&ranking, from..to, &columns)? {
            let [name, metric, status] = row.cells.as_slice() else {
                continue;
            };
            let take = match wanted {
                Wanted::Lacking => metric.is_null() && status.is_null(),
                Wanted::These(rows) => rows.has(row.id),
            };
            if take {
                names.push(name.plain().into_owned());
            }
        }
        from = to;
    }
    Ok(names)
}
