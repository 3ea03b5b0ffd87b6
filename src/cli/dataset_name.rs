//! What a person may call a stored dataset: its id, a unique beginning of it, or `latest`.

use super::failure::Failure;
use crate::model::rows::DatasetId;
use crate::model::text::one_line;
use crate::store::{Manifest, Store};

/// The dataset that is meant.
pub fn find(store: &Store, name: &str) -> Result<DatasetId, Failure> {
    let held = store
        .datasets()
        .map_err(|why| Failure::Failed(why.to_string()))?;
    let failed = |why: crate::store::StoreError| Failure::Failed(why.to_string());
    let begun = store.begun_datasets().map_err(failed)?;
    // By its whole name one whose manifest cannot be read is meant too; opening it says what is wrong.
    let is_read = held.iter().any(|manifest| manifest.id.0 == name);
    match begun.into_iter().find(|id| id.0 == name && !is_read) {
        Some(id) => Ok(id),
        None => choose(&held, name),
    }
}

fn choose(held: &[Manifest], name: &str) -> Result<DatasetId, Failure> {
    if held.is_empty() {
        return Err(Failure::Failed(
            "no dataset is stored yet; `backtrail download` or `backtrail import` makes one"
                .to_owned(),
        ));
    }
    if name == "latest" {
        let latest = held.iter().max_by_key(|manifest| manifest.created);
        return latest
            .map(|manifest| manifest.id.clone())
            .ok_or_else(|| unknown(name));
    }
    if let Some(manifest) = held.iter().find(|manifest| manifest.id.0 == name) {
        return Ok(manifest.id.clone());
    }
    let mut matching = held
        .iter()
        .filter(|manifest| !name.is_empty() && manifest.id.0.starts_with(name));
    match (matching.next(), matching.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(one), Some(other)) => Err(Failure::Usage(format!(
            "`{}` is the beginning of several datasets, such as {} and {}; write more of it",
            one_line(name),
            one.id,
            other.id
        ))),
        (None, _) => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    Failure::Usage(format!(
        "no stored dataset is called `{}`; `backtrail datasets` lists them, `latest` is the newest",
        one_line(name)
    ))
}
