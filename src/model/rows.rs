//! Which rows a list shows, in which order, and the rows themselves.

use serde::{Deserialize, Serialize};

use super::column::{Column, Table, Value};
use super::domain::DOMAINS;
use super::link::LINKS;

pub use super::sheet::Sheet;

/// Name of a stored dataset: the folder's name under `datasets/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatasetId(pub String);

impl std::fmt::Display for DatasetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A row's place in its dataset: links and items count in file order, domains in order of first appearance. Stable for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u64);

/// One row; cells stand in the order of the columns that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place in the dataset.
    pub id: RowId,
    /// Its cells.
    pub cells: Vec<Value>,
}

/// Every table of columns.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    let sheets = Sheet::all().map(Sheet::table);
    [&LINKS, &DOMAINS].into_iter().chain(sheets)
}

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// A sheet: items of an overview, anchor texts, periods.
    Sheet(Sheet),
    /// Referring domains.
    Domains,
    /// Links, of one referring domain or all.
    Links {
        /// Row id of the domain in the domain list, if only its links are wanted.
        domain: Option<RowId>,
    },
}

impl List {
    /// The list whose table has this name.
    pub fn named(name: &str) -> Option<Self> {
        let lists = [Self::Domains, Self::Links { domain: None }];
        let mut all = lists.into_iter().chain(Sheet::all().map(Self::Sheet));
        all.find(|list| list.table().name == name)
    }

    /// What several of its rows are called.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Sheet(sheet) => sheet.nouns().1,
            Self::Domains | Self::Links { .. } => self.table().name,
        }
    }

    /// The table of its columns.
    pub fn table(&self) -> &'static Table {
        match self {
            Self::Sheet(sheet) => sheet.table(),
            Self::Domains => &DOMAINS,
            Self::Links { .. } => &LINKS,
        }
    }
}

/// Whose column is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// The row's own.
    Row,
    /// That of the referring domain a link belongs to.
    Domain,
}

/// A column that rows are filtered or counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Whose.
    pub of: Of,
    /// Its position in that table.
    pub column: usize,
}

impl Field {
    /// The column with this name. For links the columns of their referring domains count too, where no column of
    /// the links has the name; `domain.NAME` means these in any case.
    pub fn named(table: &Table, name: &str) -> Option<Self> {
        let of_domain = |name: &str| {
            let column = DOMAINS.position(name)?;
            (table.name == LINKS.name).then_some(Self {
                of: Of::Domain,
                column,
            })
        };
        let forced = name
            .get(..7)
            .is_some_and(|start| start.eq_ignore_ascii_case("domain."));
        if forced {
            return of_domain(&name[7..]);
        }
        let own = |column| Self {
            of: Of::Row,
            column,
        };
        table.position(name).map(own).or_else(|| of_domain(name))
    }

    /// The column itself, for rows of `table`.
    pub fn column_in(&self, table: &'static Table) -> &'static Column {
        match self.of {
            Of::Row => &table.columns[self.column],
            Of::Domain => &DOMAINS.columns[self.column],
        }
    }

    /// Its name in filters: the column's id, with `domain.` before it where the rows have one of that name too.
    pub fn name(&self, table: &'static Table) -> String {
        let id = self.column_in(table).id;
        match self.of {
            Of::Domain if table.position(id).is_some() => format!("domain.{id}"),
            _ => id.to_owned(),
        }
    }
}

/// One sort rule. Unknown cells come last in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// Position of the column in its table.
    pub column: usize,
    /// Largest first.
    pub descending: bool,
}

/// A ranking that is wanted: what, which rows of it, in which order. Ties keep the order of arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The dataset.
    pub dataset: DatasetId,
    /// What of it is listed.
    pub list: List,
    /// The filter as it was typed ([`super::filter`]); empty lets every row through.
    pub filter: String,
    /// At most three rules; none keeps the order of arrival.
    pub order: Vec<SortKey>,
}

/// Number of a request of a list; answers to an older one are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generation(pub u64);

impl Generation {
    /// The next number.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Which way a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Backward,
}

/// Reads a sort order such as `best_source_trust_flow:desc,domain`.
/// Numbers and dates descend when no direction is given, text ascends.
pub fn parse_order(table: &Table, text: &str) -> Result<Vec<SortKey>, String> {
    parse_order_of(table, text, &|name| {
        table.position(name).ok_or_else(|| {
            let known: Vec<_> = table.columns.iter().map(|c| c.id).collect();
            format!(
                "no column `{name}` in {}; there are: {}",
                table.name,
                known.join(", ")
            )
        })
    })
}

/// The same with columns found in another way; a blank may stand before a direction, too: `tf desc, cf asc`.
pub fn parse_order_of(
    table: &Table,
    text: &str,
    find: &dyn Fn(&str) -> Result<usize, String>,
) -> Result<Vec<SortKey>, String> {
    const DIRECTIONS: [&str; 4] = ["asc", "ascending", "desc", "descending"];
    let mut order = Vec::new();
    for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let apart = part.rsplit_once(char::is_whitespace);
        let is_direction = |word: &str| DIRECTIONS.iter().any(|d| d.eq_ignore_ascii_case(word));
        let apart = apart.filter(|(_, word)| is_direction(word));
        let (name, direction) = apart.or(part.split_once(':')).unwrap_or((part, ""));
        let name = name.trim();
        let column = find(name)?;
        let descending = match direction.to_ascii_lowercase().as_str() {
            "desc" | "descending" => true,
            "asc" | "ascending" => false,
            "" => table.columns[column].kind != super::column::Kind::Text,
            _ => {
                return Err(format!(
                    "`{direction}` is no direction; write {name}:asc or {name}:desc"
                ));
            }
        };
        order.push(SortKey { column, descending });
    }
    if order.len() > 3 {
        Err("at most three columns can be sorted by".to_owned())
    } else {
        Ok(order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_or_its_mistake_named() {
        let order = parse_order(&DOMAINS, "best_tf, domain:desc").unwrap();
        assert_eq!(
            order[0],
            SortKey {
                column: 2,
                descending: true
            }
        );
        assert_eq!(
            order[1],
            SortKey {
                column: 0,
                descending: true
            }
        );
        assert!(parse_order(&DOMAINS, "nope").unwrap_err().contains("nope"));
        assert!(
            parse_order(&DOMAINS, "domain:up")
                .unwrap_err()
                .contains("up")
        );
        assert!(parse_order(&DOMAINS, "domain,links,tld,topic").is_err());
    }
}
