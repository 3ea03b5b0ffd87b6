//! What heads the lists of a dataset, as its manifest says it.

use crate::app::action::{Applied, DatasetFacts};
use crate::model::catalog::{self, Provider};
use crate::model::text::one_line;
use crate::store::Manifest;

/// Options that leave rows, or links behind them, out of an answer and of its counts.
const NARROWS: [&str; 7] = [
    "filters",
    "backlinks_filters",
    "mode",
    "custom_mode",
    "backlinks_status_type",
    "include_subdomains",
    "exclude_internal_backlinks",
];

/// What heads the lists of a dataset.
pub(super) fn of(manifest: &Manifest) -> DatasetFacts {
    let known = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    DatasetFacts {
        id: manifest.id.clone(),
        target: title(manifest),
        source: manifest.source(),
        command: manifest.command.clone().unwrap_or_default(),
        datasource: datasource(manifest),
        provider: manifest.provider.clone().unwrap_or_default(),
        sheet: manifest.sheet,
        rows_known: known(manifest.known_rows),
        items_held: manifest.items,
        links_held: manifest.rows,
        links_known: known(manifest.links_known()),
        domains_held: manifest.domains,
        domains_known: known(manifest.domains_known()),
        applied: applied(manifest),
        bad_rows: manifest.bad_rows,
        bad_cells: manifest.bad_cells,
        complete: manifest.complete,
        stopped: None,
        lacks_second_pass: manifest.lacks_second_pass(),
        absent: manifest.absent.clone(),
        labels: manifest.labels.clone(),
    }
}

/// What the service itself did to the answer, so that its counts are of less than all, or its ranks of another scale.
fn applied(manifest: &Manifest) -> Applied {
    let command = manifest.command.as_deref();
    let entry = command.and_then(catalog::entry);
    let Some(entry) = entry.filter(|entry| entry.provider == Provider::DataForSeo) else {
        return Applied::default();
    };
    let mut applied = Applied::default();
    for option in entry.options {
        let sent = manifest.params.iter().find(|(name, _)| name == option.wire);
        let Some((_, value)) = sent.filter(|(_, v)| !v.is_empty() && *v != option.default) else {
            continue;
        };
        let words = format!("{} {}", option.title.to_lowercase(), option.words(value));
        match option.wire {
            "rank_scale" => applied.scale = Some("rank 0–100".to_owned()),
            wire if NARROWS.contains(&wire) => applied.narrowed.push(one_line(&words)),
            _ => {}
        }
    }
    applied
}

/// What was asked about; of several targets the first, and how many more there were.
fn title(manifest: &Manifest) -> String {
    let is_item = |name: &str| {
        let number = name.strip_prefix("item");
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let items = manifest.params.iter().filter(|(name, _)| is_item(name));
    match items.count() {
        0 | 1 => manifest.title(),
        n => format!("{} +{}", manifest.title(), n - 1),
    }
}

/// Which index was asked; empty where that was not said.
fn datasource(manifest: &Manifest) -> String {
    let named = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("datasource");
    let asked = manifest.params.iter().find(named);
    asked.map(|(_, value)| value.clone()).unwrap_or_default()
}
