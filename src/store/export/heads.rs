//! The columns of an export: those of the list, and before them whom the rows are about; figures that an answer has
//! by the number of a target become a column a target, which names it.

use std::borrow::Cow;

use super::Piece;
use crate::model::column::{Column, Kind, Value};
use crate::model::nested::Counts;
use crate::model::rows::Row;
use crate::model::text::one_line;
use crate::store::{Manifest, StoreError};

/// One column that is written.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Its name in data.
    pub id: String,
    /// Its name for the eye.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
    place: Place,
}

/// Where its cells come from.
#[derive(Clone, Debug)]
enum Place {
    /// The same in every row.
    About,
    /// The column at this place of those that are read.
    Whole(usize),
    /// Of that column what stands under the number of a target.
    Under(usize, String),
}

impl Head {
    /// Numbers stand right, so that digits line up.
    pub fn is_right_aligned(&self) -> bool {
        matches!(self.kind, Kind::Int | Kind::Share)
    }

    /// A column of rows that are nobody's but the caller's.
    pub fn own(id: &str, kind: Kind, at: usize) -> Self {
        Self {
            id: id.to_owned(),
            title: id.to_owned(),
            kind,
            place: Place::Whole(at),
        }
    }

    fn about() -> Self {
        Self {
            id: "target".to_owned(),
            title: "Target".to_owned(),
            kind: Kind::Text,
            place: Place::About,
        }
    }

    fn under(column: &Column, at: usize, (number, target): &(String, String)) -> Self {
        let own = column.wire().trim_start_matches(BY_NUMBER);
        Self {
            id: format!("{}.{target}", column.id),
            title: format!("{own} {}", one_line(target)),
            kind: match is_map(column) {
                true => Kind::Counts,
                false => Kind::Int,
            },
            place: Place::Under(at, number.clone()),
        }
    }

    fn cell<'a>(&self, row: &'a Row, about: Option<&str>) -> Cow<'a, Value> {
        let cell = |at: usize| row.cells.get(at).unwrap_or(&Value::Null);
        match &self.place {
            Place::About => Cow::Owned(about.map_or(Value::Null, |a| Value::Text(a.to_owned()))),
            Place::Whole(at) => Cow::Borrowed(cell(*at)),
            Place::Under(at, number) => Cow::Owned(match (cell(*at), self.kind) {
                (Value::Counts(counts), Kind::Counts) => map_of(counts, number),
                (Value::Counts(counts), _) => counts.get(number).map_or(Value::Null, Value::Int),
                _ => Value::Null,
            }),
        }
    }
}

/// How the provider's names of such figures begin here.
const BY_NUMBER: &str = "N.";

fn is_map(column: &Column) -> bool {
    column.wire().starts_with("N.referring_links")
}

/// What a map by target and name holds of one target.
fn map_of(counts: &Counts, number: &str) -> Value {
    let own = counts.iter().filter_map(|(name, count)| {
        let name = name.strip_prefix(number)?.strip_prefix('.')?;
        Some((name.to_owned(), count))
    });
    let own = Counts::new(own);
    match own.is_empty() {
        true => Value::Null,
        false => Value::Counts(own),
    }
}

/// The columns of pieces of one list.
pub(super) fn heads(pieces: &[Piece<'_>], columns: &[usize]) -> Result<Vec<Head>, StoreError> {
    let Some(first) = pieces.first() else {
        return Ok(Vec::new());
    };
    let table = first.ranking.list().table().columns;
    let targets = numbered(first.dataset.manifest());
    let mut heads: Vec<Head> = first.about.iter().map(|_| Head::about()).collect();
    for (at, column) in columns.iter().enumerate() {
        let column = table
            .get(*column)
            .ok_or(StoreError::NoSuchColumn(*column))?;
        if column.wire().starts_with(BY_NUMBER) && !targets.is_empty() {
            heads.extend(targets.iter().map(|target| Head::under(column, at, target)));
            continue;
        }
        heads.push(Head {
            id: column.id.to_owned(),
            title: label(pieces, column).unwrap_or_else(|| column.title.to_owned()),
            kind: column.kind,
            place: Place::Whole(at),
        });
    }
    Ok(heads)
}

/// Rows as the heads have them.
pub(super) fn arranged(rows: Vec<Row>, heads: &[Head], about: Option<&str>) -> Vec<Row> {
    let is_plain =
        |(at, head): (usize, &Head)| matches!(head.place, Place::Whole(own) if own == at);
    if heads.iter().enumerate().all(is_plain) {
        return rows;
    }
    let arranged = rows.into_iter().map(|row| Row {
        id: row.id,
        cells: heads
            .iter()
            .map(|head| head.cell(&row, about).into_owned())
            .collect(),
    });
    arranged.collect()
}

/// The targets that an answer numbers, in their order.
fn numbered(manifest: &Manifest) -> Vec<(String, String)> {
    let targets = manifest.params.iter().filter_map(|(name, target)| {
        let number = name.strip_prefix("targets.")?;
        Some((number.to_owned(), target.clone()))
    });
    targets.collect()
}

/// What the answers call a column, where all do so.
fn label(pieces: &[Piece<'_>], column: &Column) -> Option<String> {
    let mut labels = pieces
        .iter()
        .map(|piece| piece.dataset.manifest().labels.get(column.id));
    let first = labels.next()??;
    labels
        .all(|other| other == Some(first))
        .then(|| one_line(first))
}
