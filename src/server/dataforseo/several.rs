//! What functions about several targets have in common.

use serde_json::Value;

use super::params::Params;
use super::refusal::Refusal;
use super::target::{self, Takes, Target};
use crate::index::{Index, ItemKind};
use crate::model::catalog::dataforseo::bounds::{MOST_EXCLUDED, MOST_TARGETS};

/// The targets by their numbers, `"1"` to `"20"`.
pub(super) fn targets(
    index: &Index,
    params: &Params<'_>,
) -> Result<Vec<(String, Target)>, Refusal> {
    let wrong = || Refusal::field("targets");
    let map = params
        .raw("targets")
        .and_then(Value::as_object)
        .ok_or_else(wrong)?;
    if map.is_empty() || map.len() > MOST_TARGETS {
        return Err(wrong());
    }
    let mut targets = Vec::new();
    for (number, text) in map {
        let known: Option<usize> = number
            .parse()
            .ok()
            .filter(|n| (1..=MOST_TARGETS).contains(n));
        let (Some(at), Some(text)) = (known, text.as_str()) else {
            return Err(wrong());
        };
        targets.push((
            at,
            number.clone(),
            target::read(index, text, Takes::All, "targets")?,
        ));
    }
    targets.sort_by_key(|(at, ..)| *at);
    Ok(targets
        .into_iter()
        .map(|(_, number, target)| (number, target))
        .collect())
}

/// To how many of the targets a referrer must lead. By our reading of the documentation `all` are those that lead to
/// every target, `partial` those that lead to at least one.
pub(super) fn least(params: &Params<'_>, targets: usize) -> Result<usize, Refusal> {
    let mode = params.word("intersection_mode", &["all", "partial"])?;
    Ok(if mode == "all" { targets } else { 1 })
}

/// A field of what a row has for one of the targets, `1.rank`: which target, and the name behind its number.
pub(super) fn field<'a>(path: &'a str, numbers: &[&str]) -> Option<(usize, &'a str)> {
    let (number, name) = path.split_once('.')?;
    let at = numbers.iter().position(|known| *known == number)?;
    Some((at, name))
}

/// The targets whose referrers are left out. The address of a page may end in `*`.
pub(super) fn excluded(index: &Index, params: &Params<'_>) -> Result<Vec<Target>, Refusal> {
    let wrong = || Refusal::field("exclude_targets");
    let texts = params.texts("exclude_targets")?.unwrap_or_default();
    if texts.len() > MOST_EXCLUDED {
        return Err(wrong());
    }
    let target = |text: &&str| match text.split_once('*') {
        Some((beginning, "")) if beginning.contains("://") => Ok(Target {
            text: (*text).to_owned(),
            name: beginning.to_owned(),
            kind: ItemKind::Url,
            item: index.resolve_prefix(beginning),
        }),
        Some(_) => Err(wrong()),
        None => target::read(index, text, Takes::All, "exclude_targets"),
    };
    texts.iter().map(target).collect()
}
