//! `order_by`: at most three rules `field,asc` or `field,desc`; what they leave equal stands in the order of the
//! function.

use std::cmp::Ordering;

use super::params::Params;
use super::refusal::Refusal;
use crate::model::catalog::dataforseo::bounds::MOST_SORT_RULES;
use crate::wire::dataforseo::filter::{Cell, FieldType};

/// A rule, by whatever reads its field.
#[derive(Clone, Debug)]
pub(super) struct Rule<F> {
    pub field: F,
    /// Its name.
    pub name: String,
    pub descending: bool,
}

/// Reads the rules.
pub(super) fn read<F>(
    params: &Params<'_>,
    field: &dyn Fn(&str) -> Option<(F, FieldType)>,
) -> Result<Vec<Rule<F>>, Refusal> {
    let rules = params.texts("order_by")?.unwrap_or_default();
    let rule = |text: &&str| {
        let (name, direction) = text.split_once(',').unwrap_or((text, "asc"));
        let (field, kind) = field(name.trim())?;
        let is_sortable = !matches!(kind, FieldType::ArrayStr | FieldType::ArrayNum);
        let descending = match direction.trim() {
            "asc" => false,
            "desc" => true,
            _ => return None,
        };
        is_sortable.then(|| Rule {
            field,
            name: name.trim().to_owned(),
            descending,
        })
    };
    let read: Option<Vec<Rule<F>>> = rules.iter().map(rule).collect();
    read.filter(|rules| rules.len() <= MOST_SORT_RULES)
        .ok_or_else(|| Refusal::field("order_by"))
}

/// What a row is ordered by in one field. Nothing comes before everything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Nothing,
    Number(i64),
    Text(String),
}

impl Key {
    /// The key of a value. Names of hosts go by their labels from the last to the first, so that all hosts of a domain
    /// are neighbours.
    pub(super) fn of(name: &str, cell: Cell<'_>) -> Self {
        match cell {
            Cell::Bool(on) => Self::Number(on.into()),
            Cell::Int(number) | Cell::Time(number) => Self::Number(number),
            Cell::Text(text) if is_host(name) => Self::Text(reversed(&text)),
            Cell::Text(text) => Self::Text(text.into_owned()),
            Cell::Null | Cell::Texts(_) | Cell::Json(_) => Self::Nothing,
        }
    }
}

fn is_host(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name);
    matches!(name, "domain_from" | "domain_to" | "domain" | "target")
}

/// `com.example.www.` of `www.example.com`.
pub(super) fn reversed(host: &str) -> String {
    host.rsplit('.').flat_map(|label| [label, "."]).collect()
}

/// Puts places into the order of the rules; `key` gives the key of a rule for a place.
pub(super) fn sort<F>(
    places: &mut [usize],
    rules: &[Rule<F>],
    key: &dyn Fn(&Rule<F>, usize) -> Key,
) {
    if rules.is_empty() {
        return;
    }
    let mut keyed: Vec<(Vec<Key>, usize)> = places
        .iter()
        .map(|&place| (rules.iter().map(|rule| key(rule, place)).collect(), place))
        .collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let by_rule = rules.iter().zip(a.iter().zip(b));
        by_rule.fold(Ordering::Equal, |so_far, (rule, (a, b))| {
            so_far.then_with(|| if rule.descending { b.cmp(a) } else { a.cmp(b) })
        })
    });
    for (place, (_, sorted)) in places.iter_mut().zip(keyed) {
        *place = sorted;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_are_read_or_refused() {
        let field = |name: &str| match name {
            "rank" => Some(((), FieldType::Num)),
            "attributes" => Some(((), FieldType::ArrayStr)),
            _ => None,
        };
        let read = |rules: serde_json::Value| {
            let task = json!({"order_by": rules});
            let params = Params::new(task.as_object().unwrap(), &["order_by"]).unwrap();
            read(&params, &field)
                .map(|rules| rules.iter().map(|r| r.descending).collect::<Vec<_>>())
        };
        assert_eq!(
            read(json!(["rank,desc", "rank,asc", "rank"])),
            Ok(vec![true, false, false])
        );
        for wrong in [
            json!("rank,desc"),
            json!(["rank,down"]),
            json!(["attributes,asc"]),
            json!(["x,asc"]),
            json!(["rank", "rank", "rank", "rank"]),
        ] {
            assert_eq!(read(wrong).err(), Some(Refusal::field("order_by")));
        }
    }

    #[test]
    fn hosts_of_a_domain_are_neighbours() {
        let key = |name| Key::of("domain_from", Cell::Text(std::borrow::Cow::Borrowed(name)));
        assert_eq!(reversed("www.a.co.zw"), "zw.co.a.www.");
        assert!(key("a.com") < key("www.a.com") && key("www.a.com") < key("b.com"));
        assert!(Key::Nothing < Key::Number(-1));
    }
}
