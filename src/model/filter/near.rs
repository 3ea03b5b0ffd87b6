//! Names of columns, and those that a mistyped one may have meant.

use super::Mistake;
use super::literal::shown;
use super::scanner::Piece;
use crate::model::column::{Kind, Table};
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::nested::Part;
use crate::model::rows::{Field, Of};

/// How many names are offered.
const MOST: usize = 3;

/// A name that a person may type for a column.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) field: Field,
}

/// Every name of every column that rows of a table can be tested by: ids before aliases, own columns before those of
/// the referring domain.
pub(super) fn names(table: &'static Table) -> Vec<Name> {
    let mut names = Vec::new();
    let mut sources = vec![(Of::Row, table)];
    if table.name == LINKS.name {
        sources.push((Of::Domain, &DOMAINS));
    }
    for (of, source) in sources {
        for (column, c) in source.columns.iter().enumerate() {
            let field = Field { of, column };
            let ids = std::iter::once(field.name(table));
            let aliases = c.aliases.iter().map(|alias| (*alias).to_owned());
            let named = ids.chain(aliases);
            // An alias that the rows' own columns have too means those.
            let named = named.filter(|name| Field::named(table, name) == Some(field));
            names.extend(named.map(|text| Name { text, field }));
            if c.kind == Kind::Path {
                let parts = Part::ALL.iter().map(|(_, part)| part);
                names.extend(parts.map(|part| Name {
                    text: format!("{}.{part}", field.name(table)),
                    field,
                }));
            }
        }
    }
    names
}

/// That there is no such column, and which may have been meant.
pub(super) fn unknown(table: &'static Table, name: &Piece) -> Mistake {
    let known = names(table).into_iter().map(|known| known.text);
    let near = nearest(&name.text, known);
    let hint = match near.as_slice() {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(", ")),
    };
    name.mistake(format!(
        "there is no column `{}` in {}{hint}",
        shown(&name.text),
        table.name
    ))
}

/// Those of some names that a mistyped one may have meant, the nearest first.
pub fn nearest(name: &str, known: impl Iterator<Item = String>) -> Vec<String> {
    let typed: Vec<char> = name.to_lowercase().chars().take(64).collect();
    let most = 1 + typed.len() / 3;
    let text: String = typed.iter().collect();
    let near = known.filter_map(|known| {
        let distance = distance(&typed, &known);
        let part = typed.len() > 2 && known.contains(&text);
        (distance <= most || part).then_some((distance, known))
    });
    let mut near: Vec<(usize, String)> = near.collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.truncate(MOST);
    near.into_iter().map(|(_, name)| name).collect()
}

/// Letters to insert, drop or change (Levenshtein).
fn distance(typed: &[char], known: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (i, k) in known.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, t) in typed.iter().enumerate() {
            let above = row[j + 1];
            let changed = diagonal + usize::from(k != *t);
            row[j + 1] = changed.min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[typed.len()]
}
