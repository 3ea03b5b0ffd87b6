//! `show --tally`: how often each value of a column occurs.

use std::cmp::Ordering;

use super::derived::Basis;
use super::desk::Desk;
use super::failure::Failure;
use super::headline::{Headline, Values};
use super::records::{Records, count};
use crate::model::column::{Kind, Table, Value};
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::nested::Part;
use crate::model::rows::Field;
use crate::model::tally::{Tally, TallyRow};
use crate::model::text::one_line;

/// The columns of a tally.
const COLUMNS: [&str; 4] = ["value", "rows", "share", "domains"];
/// Its order when none is asked for; the one in which the most frequent values are found first.
const ROWS_DESCENDING: Key = Key {
    column: 1,
    descending: true,
};

/// One sort rule of a tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    column: usize,
    descending: bool,
}

/// A tally that is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// By which column.
    pub field: Field,
    /// By what of the stops, where the column holds such.
    pub part: Part,
    name: String,
    table: &'static Table,
    order: Vec<Key>,
    limit: Option<u64>,
}

impl Wanted {
    /// Reads the column and the order.
    pub fn read(
        table: &'static Table,
        name: &str,
        sort: &str,
        limit: Option<u64>,
    ) -> Result<Self, Failure> {
        let (field, part) = counted(table, name.trim()).ok_or_else(|| unknown(table, name))?;
        let behind = part.map_or_else(String::new, |(_, part)| format!(".{part}"));
        Ok(Self {
            field,
            part: part.map_or(Part::Kind, |(part, _)| part),
            name: format!("{}{behind}", field.name(table)),
            table,
            order: order(sort)?,
            limit,
        })
    }

    /// How many values must be counted out, so that those that are shown are among them.
    pub fn most(&self) -> usize {
        let most = self.limit.and_then(|limit| usize::try_from(limit).ok());
        let is_natural =
            self.order.first().is_none_or(|key| *key == ROWS_DESCENDING) && self.order.len() < 2;
        most.filter(|_| is_natural).unwrap_or(usize::MAX)
    }

    /// Writes it out, with its measure on standard error.
    pub fn deliver(
        &self,
        desk: &Desk,
        head: &Headline<'_>,
        basis: &Basis<'_>,
        mut tally: Tally,
    ) -> Result<(), Failure> {
        let mut values = std::mem::take(&mut tally.values);
        if !self.order.is_empty() {
            values.sort_by(|a, b| self.compare(a, b));
        }
        let most = self.limit.and_then(|limit| usize::try_from(limit).ok());
        values.truncate(most.unwrap_or(usize::MAX));
        let said = Values {
            name: &self.name,
            distinct: tally.distinct,
            domains: tally.domains,
            order: &self.order_text(),
        };
        desk.talk.say(&head.values(values.len() as u64, &said));
        let mut records = Records::new(COLUMNS).marking_unknown(0, self.unknown());
        for row in values {
            let share = row.share(&tally);
            records.push(vec![
                row.value,
                count(row.rows),
                Value::Share(share),
                count(row.domains),
            ]);
        }
        basis.deliver(desk, ("tally", &self.name), &records)
    }

    /// What a table says in place of a value that nobody knows. A text that is empty and one that is not there are the
    /// same in a file.
    fn unknown(&self) -> &'static str {
        match self.field.column_in(self.table).kind {
            Kind::Text | Kind::Texts | Kind::Counts | Kind::Path => "(none)",
            Kind::Int | Kind::Share | Kind::Date | Kind::Flag | Kind::Time => "(not known)",
        }
    }

    /// Shares are in the order of rows, because their denominator is the same.
    fn compare(&self, a: &TallyRow, b: &TallyRow) -> Ordering {
        let by = |key: &Key| {
            let unknown = a.value.is_null().cmp(&b.value.is_null());
            let order = match COLUMNS[key.column] {
                "value" if unknown.is_ne() => return unknown,
                "value" => a.value.order(&b.value),
                "domains" => a.domains.cmp(&b.domains),
                _ => a.rows.cmp(&b.rows),
            };
            if key.descending {
                order.reverse()
            } else {
                order
            }
        };
        let mut orders = self.order.iter().map(by);
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    fn order_text(&self) -> String {
        let keys = match self.order.as_slice() {
            [] => &[ROWS_DESCENDING],
            keys => keys,
        };
        let text = |key: &Key| {
            let direction = if key.descending { "desc" } else { "asc" };
            format!("{} {direction}", COLUMNS[key.column])
        };
        keys.iter().map(text).collect::<Vec<_>>().join(", ")
    }
}

/// The column of a name, and what of its stops is named behind it.
fn counted(table: &'static Table, name: &str) -> Option<(Field, Option<(Part, &'static str)>)> {
    if let Some(field) = Field::named(table, name) {
        return Some((field, None));
    }
    let (column, part) = name.rsplit_once('.')?;
    let field = Field::named(table, column)?;
    let part = Part::named(part)?;
    let known = Part::ALL.into_iter().find(|(known, _)| *known == part);
    (field.column_in(table).kind == Kind::Path).then_some((field, known))
}

fn unknown(table: &'static Table, name: &str) -> Failure {
    let ids = |table: &Table| -> Vec<&str> { table.columns.iter().map(|c| c.id).collect() };
    let mut known = ids(table).join(", ");
    if table.name == LINKS.name {
        let of_domain = DOMAINS.columns.iter().map(|c| c.id);
        let more: Vec<_> = of_domain
            .filter(|id| table.position(id).is_none())
            .collect();
        known = format!("{known}; of their referring domains: {}", more.join(", "));
    }
    Failure::Usage(format!(
        "--tally: no column `{}` in {}; there are: {known}",
        one_line(name),
        table.name
    ))
}

fn order(text: &str) -> Result<Vec<Key>, Failure> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, direction) = part.split_once(':').unwrap_or((part, ""));
            let column = COLUMNS.iter().position(|c| c.eq_ignore_ascii_case(name));
            let column = column.ok_or_else(|| {
                Failure::Usage(format!(
                    "--sort: a tally has no column `{}`; there are: {}",
                    one_line(name),
                    COLUMNS.join(", ")
                ))
            })?;
            let descending = match direction {
                "asc" => false,
                "desc" => true,
                "" => column > 0,
                other => {
                    return Err(Failure::Usage(format!(
                        "--sort: `{}` is no direction; write {name}:asc or {name}:desc",
                        one_line(other)
                    )));
                }
            };
            Ok(Key { column, descending })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_natural_order_needs_no_more_values_than_are_shown() {
        let most = |sort| {
            Wanted::read(&LINKS, "anchor", sort, Some(5))
                .unwrap()
                .most()
        };
        assert_eq!(most(""), 5);
        assert_eq!(most("rows"), 5);
        assert_eq!(most("rows:asc"), usize::MAX);
        assert_eq!(most("domains"), usize::MAX);
        assert_eq!(most("rows,value:desc"), usize::MAX);
    }

    #[test]
    fn a_wrong_name_is_told_with_the_right_ones() {
        let wrong = |name, sort| {
            Wanted::read(&LINKS, name, sort, None)
                .unwrap_err()
                .to_string()
        };
        let columns = wrong("nothing", "");
        assert!(
            columns.contains("`nothing`") && columns.contains("anchor_text"),
            "{columns}"
        );
        assert!(
            columns.contains("referring domains") && columns.contains("tld"),
            "{columns}"
        );
        assert!(wrong("anchor", "links").contains("value, rows, share, domains"));
        assert!(wrong("anchor", "rows:up").contains("rows:asc"));
    }

    #[test]
    fn values_are_put_in_any_order_the_unknown_last() {
        let row = |value, rows, domains| TallyRow {
            value,
            rows,
            domains,
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let mut rows = [
            row(Value::Null, 9, 1),
            row(text("b"), 5, 2),
            row(text("a"), 5, 4),
        ];
        let mut sorted = |sort: &str| {
            let wanted = Wanted::read(&LINKS, "anchor", sort, None).unwrap();
            rows.sort_by(|a, b| wanted.compare(a, b));
            rows.iter()
                .map(|r| r.value.plain().into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(sorted("value"), ["a", "b", ""]);
        assert_eq!(sorted("value:desc"), ["b", "a", ""]);
        assert_eq!(sorted("rows,domains:asc"), ["", "b", "a"]);
        assert_eq!(sorted("share:asc,value"), ["a", "b", ""]);
        assert_eq!(sorted("domains"), ["a", "b", ""]);
    }
}
