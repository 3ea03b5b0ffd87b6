//! What the rows of a function have: the service's own names, by which it filters and orders, and the columns that
//! they fill here.

use crate::model::catalog::dataforseo::bounds::MOST_TARGETS;
use crate::model::column::{Column, EXTRA, Kind, Table};
use crate::model::domain::DOMAINS;
use crate::model::filter::nearest;
use crate::model::link::LINKS;
use crate::model::rows::{Field, Of};
use crate::model::sheet::ANCHORS;

/// What is counted of the domains while their links come.
const COUNTED: [&str; 7] = [
    "domain",
    "tld",
    "links",
    "follow_share",
    "lost_share",
    "first_seen",
    "last_seen",
];

/// Whose rows a filter or an order is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Links.
    Links,
    /// Referring domains.
    Domains,
    /// Anchor texts.
    Anchors,
    /// Referring domains for each of several targets: every field carries the target's number.
    Numbered,
}

impl Rows {
    /// Their columns.
    pub fn table(self) -> &'static Table {
        match self {
            Self::Links => &LINKS,
            Self::Domains | Self::Numbered => &DOMAINS,
            Self::Anchors => &ANCHORS,
        }
    }

    fn called(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Domains => "referring domains",
            Self::Anchors => "anchor texts",
            Self::Numbered => "intersections",
        }
    }

    /// The service's name of a column; of figures by target the part behind the number.
    pub(super) fn own_name(self, column: &Column) -> Option<&'static str> {
        let wires = column.wires.iter().copied();
        let mut wires = wires.map(|wire| wire.strip_suffix(" (time)").unwrap_or(wire));
        let is_of_links =
            |wire: &&str| wire.starts_with("domain_from") || wire.starts_with("tld_from");
        match self {
            Self::Numbered => wires.find_map(|wire| wire.strip_prefix("N.")),
            Self::Links | Self::Anchors => wires.find(|w| is_small(w) && *w != "type"),
            Self::Domains => wires.find(|w| {
                is_small(w) && *w != "type" && !is_of_links(w) && !w.starts_with("summary.")
            }),
        }
    }

    /// Whether an answer brings the column.
    fn fills(self, field: Field) -> bool {
        let column = field.column_in(self.table());
        match field.of {
            Of::Domain => {
                let is_told = column.wires.iter().any(|w| w.starts_with("domain_from"));
                is_told || COUNTED.contains(&column.id)
            }
            Of::Row if self == Self::Links && column.wires.is_empty() => true,
            Of::Row => {
                let whole = ["type", "domain"];
                let is_beside = |w: &&str| whole.contains(w) || w.starts_with("summary.");
                self.own_name(column).is_some()
                    || column.id == EXTRA
                    || (self == Self::Numbered && column.wires.iter().any(is_beside))
                    || column.wires.contains(&"type")
            }
        }
    }

    /// Refuses a column that no row of the answer fills: nothing would pass.
    pub(super) fn check_filled(self, field: Field) -> Result<(), String> {
        if self.fills(field) {
            return Ok(());
        }
        let column = field.column_in(self.table());
        let columns = self.table().columns.iter();
        let mut meant = columns.filter(|c| self.own_name(c) == Some(column.id));
        if let Some(meant) = meant.next() {
            return Err(format!(
                "what DataForSEO calls `{}` of {} is `{}` here",
                column.id,
                self.called(),
                meant.id
            ));
        }
        let filled = self.table().columns.iter();
        let filled = filled.filter(|c| self.own_name(c).is_some());
        let near = nearest(column.id, filled.map(|c| c.id.to_owned()));
        Err(format!(
            "`{}` is nothing that DataForSEO says of {}{}",
            column.id,
            self.called(),
            hint(&near)
        ))
    }

    /// Every path by which the service filters, but for the names in maps, which stand behind a dot.
    pub fn paths(self) -> Vec<(&'static str, Kind)> {
        let columns = self.table().columns.iter();
        let named = columns.filter_map(|c| Some((self.own_name(c)?, c.kind)));
        let mut paths: Vec<_> = named.filter(|(_, kind)| *kind != Kind::Path).collect();
        if self == Self::Numbered {
            // No cell holds a time by target, so that these have no column here.
            paths.extend([
                ("target", Kind::Text),
                ("first_seen", Kind::Time),
                ("lost_date", Kind::Time),
            ]);
        }
        paths
    }

    /// The kind of what stands at a path of the service, as `1.rank` or `referring_links_types.image`; or why there
    /// is nothing.
    pub fn check_path(self, path: &str) -> Result<Kind, String> {
        let (number, rest) = match self {
            Self::Numbered => match path.split_once('.') {
                Some((number, rest)) => (Some(number), rest),
                None => (None, path),
            },
            _ => (None, path),
        };
        let numbers = |n: &str| n.parse().is_ok_and(|n| (1..=MOST_TARGETS).contains(&n));
        let paths = self.paths();
        let found = paths.iter().find_map(|(name, kind)| match kind {
            // The numbers by target hold one figure, or a map of them.
            Kind::Counts if self != Self::Numbered || name.starts_with("referring_links") => {
                let key = rest.strip_prefix(name)?.strip_prefix('.')?;
                (!key.is_empty()).then_some(Kind::Int)
            }
            Kind::Counts => (*name == rest).then_some(Kind::Int),
            kind => (*name == rest).then_some(*kind),
        });
        match (self, number, found) {
            (Self::Numbered, Some(number), Some(kind)) if numbers(number) => Ok(kind),
            (Self::Numbered, _, Some(_)) => Err(format!(
                "takes fields with the number of a target before them, such as 1.{rest}, not `{path}`"
            )),
            (_, _, Some(kind)) => Ok(kind),
            _ => {
                let shown = |name: &str, kind: &Kind| match kind {
                    Kind::Counts if name.starts_with("referring_links") => format!("{name}.NAME"),
                    _ => name.to_owned(),
                };
                let names = paths.iter().map(|(name, kind)| shown(name, kind));
                Err(format!(
                    "knows no field `{path}` of {}{}",
                    self.called(),
                    hint(&nearest(rest, names))
                ))
            }
        }
    }
}

/// Names of DataForSEO begin with a small letter, none of Majestic does.
fn is_small(wire: &str) -> bool {
    wire.starts_with(char::is_lowercase)
}

fn hint(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}

/// The largest number of a target that stands before a field of conditions or rules of an order.
pub fn largest_number(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    let of_text = |text: &str| text.split_once('.').and_then(|(n, _)| n.parse().ok());
    match value {
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(field), Value::String(_), _] => of_text(field).unwrap_or(0),
            parts => parts.iter().map(largest_number).max().unwrap_or(0),
        },
        Value::String(rule) => of_text(rule).unwrap_or(0),
        _ => 0,
    }
}
