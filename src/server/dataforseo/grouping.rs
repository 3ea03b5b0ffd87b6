//! `mode` and `custom_mode`: how many links are kept of those that have something in common.

use std::collections::HashMap;

use serde_json::Value;

use super::cells::{self, Read, View};
use super::params::Params;
use super::refusal::Refusal;
use crate::model::catalog::dataforseo::bounds::{GROUPS, MOST_OF_GROUP};
use crate::wire::dataforseo::filter::Cell;

/// Which links are a group, and how many of each are kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Grouping {
    /// No groups.
    None,
    /// One link of each registrable domain.
    Domain,
    /// So many links of each value of a field.
    Field(Read, usize),
}

impl Grouping {
    /// Reads both parameters. `custom_mode` wins.
    pub(super) fn read(params: &Params<'_>) -> Result<Self, Refusal> {
        let mode = params.word("mode", &["as_is", "one_per_domain", "one_per_anchor"])?;
        if let Some(custom) = params.raw("custom_mode") {
            return custom_mode(custom).ok_or_else(|| Refusal::field("custom_mode"));
        }
        Ok(match (mode, cells::field("anchor")) {
            ("one_per_domain", _) => Self::Domain,
            ("one_per_anchor", Some((read, _))) => Self::Field(read, 1),
            _ => Self::None,
        })
    }

    /// Keeps the first links of each group, and tells the view how large the groups are.
    pub(super) fn apply(self, view: &mut View<'_>, places: Vec<usize>) -> Vec<usize> {
        let shown: &View<'_> = view;
        let (key, most): (Box<dyn Fn(usize) -> String>, usize) = match self {
            Self::None => return places,
            Self::Domain => (Box::new(|at| shown.links[at].domain.to_string()), 1),
            Self::Field(read, most) => (Box::new(move |at| name(shown.cell(read, at))), most),
        };
        let mut groups: HashMap<String, usize> = HashMap::new();
        let mut sizes: Vec<u32> = Vec::new();
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for at in places {
            let next = sizes.len();
            let group = *groups.entry(key(at)).or_insert(next);
            if group == next {
                sizes.push(0);
            }
            sizes[group] += 1;
            if sizes[group] as usize <= most {
                kept.push((at, group));
            }
        }
        drop(key);
        view.groups = vec![0; view.links.len()];
        for &(at, group) in &kept {
            view.groups[at] = sizes[group];
        }
        kept.into_iter().map(|(at, _)| at).collect()
    }
}

fn custom_mode(value: &Value) -> Option<Grouping> {
    let field = value.get("field")?.as_str()?;
    let most = value
        .get("value")?
        .as_u64()
        .filter(|n| (1..=MOST_OF_GROUP.unsigned_abs()).contains(n))?;
    let known = GROUPS
        .contains(&field)
        .then(|| cells::field(field))
        .flatten();
    known.map(|(read, _)| Grouping::Field(read, most as usize))
}

/// What is not there is a value of its own, which no text is.
fn name(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => format!("={text}"),
        Cell::Int(number) => number.to_string(),
        _ => String::new(),
    }
}
