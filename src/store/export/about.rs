//! What is told of rows that are written for the eye: of whom, from where, how many of how many, at what cost.

use super::coverage::{coverage, number, order_text};
use super::heads::Head;
use super::{Export, Figure, Piece};
use crate::model::text::marked;
use crate::store::Manifest;

/// What stands above the rows.
#[derive(Clone, Debug, Default)]
pub(super) struct About<'a> {
    /// What is listed, of whom.
    pub title: String,
    /// Name and text of each line.
    pub facts: Vec<(String, String)>,
    /// What is said of rows that are not here; empty where all are.
    pub beyond: String,
    /// Pictures of the same rows.
    pub figures: &'a [Figure],
}

impl<'a> About<'a> {
    /// Of an export and the rows written of each of its pieces.
    pub fn of(export: &Export<'a>, shares: &[u64], heads: &[Head]) -> Self {
        let Some(first) = export.pieces.first() else {
            return Self::default();
        };
        let noun = capital(first.ranking.list().noun());
        let mut facts = Vec::new();
        for (piece, rows) in export.pieces.iter().zip(shares) {
            if export.pieces.len() > 1 {
                let about = piece.about.unwrap_or(&piece.dataset.manifest().id.0);
                facts.push(("Part".to_owned(), marked(about)));
            }
            facts.extend(of_piece(piece, *rows));
        }
        let columns: Vec<&str> = heads.iter().map(|head| head.id.as_str()).collect();
        facts.push(("Columns".to_owned(), marked(&columns.join(", "))));
        let at = export.at.strftime("%Y-%m-%d %H:%M:%S UTC");
        let program = env!("CARGO_PKG_VERSION");
        facts.push(("Written".to_owned(), format!("{at} by backtrail {program}")));
        let title = match export.pieces.len() {
            1 => format!("{noun} of {}", marked(&first.dataset.manifest().title())),
            many => format!("{noun} of {many} answers"),
        };
        Self {
            title,
            facts,
            beyond: beyond(export, shares),
            figures: export.figures,
        }
    }
}

fn capital(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn of_piece(piece: &Piece<'_>, rows: u64) -> Vec<(String, String)> {
    let manifest = piece.dataset.manifest();
    let (list, asked) = (piece.ranking.list(), &piece.asked);
    let passing = asked.marked_of.unwrap_or(piece.ranking.len());
    let filter = asked.filter.trim();
    let all = coverage(
        manifest,
        list,
        (!filter.is_empty()).then_some((filter, passing)),
    );
    let marked_rows = match asked.marked_of {
        Some(_) => format!(
            "{} of {} marked of ",
            number(rows),
            number(piece.ranking.len())
        ),
        None => format!("{} of ", number(rows)),
    };
    let filter = match filter.is_empty() {
        true => "none".to_owned(),
        false => marked(filter),
    };
    let mut facts = vec![
        ("Target", marked(&manifest.title())),
        ("Source", marked(&manifest.source())),
        ("Asked", question(manifest)),
        ("Rows", marked(&format!("{marked_rows}{all}"))),
        ("Filter", filter),
        ("Order", order_text(list.table(), asked.order)),
        ("Cost", cost(manifest)),
        ("Dataset", marked(&manifest.id.0)),
    ];
    if let Some(domain) = piece.domain() {
        facts.insert(1, ("Links from", marked(&domain)));
    }
    for other in piece.enriched_by() {
        let text = format!("{}: {}", marked(&other.id.0), cost(other));
        facts.push(("Cost of figures", text));
    }
    if !piece.is_complete() {
        let why = match manifest.complete {
            true => "the purchase stopped before its end: rows that were asked for are not held",
            false => "not every row of the answer was read",
        };
        facts.push(("Not complete", why.to_owned()));
    }
    facts.extend(manifest.notes.iter().map(|note| ("Note", marked(note))));
    let owned = facts
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text));
    owned.collect()
}

fn question(manifest: &Manifest) -> String {
    let Some(command) = &manifest.command else {
        let name = manifest.source_name.as_deref().unwrap_or("a file");
        return format!("nothing; read from {}", marked(name));
    };
    let params = manifest
        .params
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let params = params.collect::<Vec<_>>().join(" ");
    let day = manifest.created.strftime("%Y-%m-%d %H:%M UTC");
    marked(&format!("{command} {params} on {day}"))
}

/// What the rows cost, and how that is known.
fn cost(manifest: &Manifest) -> String {
    match (&manifest.cost, &manifest.computed, &manifest.provider) {
        (_, Some(from), _) => format!(
            "nothing; counted here from {} links held",
            number(from.links)
        ),
        (Some(paid), ..) => format!("{} ({})", paid.amounts, paid.source.title()),
        (None, None, Some(_)) => "not known".to_owned(),
        (None, None, None) => "nothing; read from a file".to_owned(),
    }
}

/// Which rows are here where not all are, and how all are had.
fn beyond(export: &Export<'_>, shares: &[u64]) -> String {
    let all: u64 = export.pieces.iter().map(|piece| piece.ranking.len()).sum();
    let (rows, Some(first)) = (shares.iter().sum::<u64>(), export.pieces.first()) else {
        return String::new();
    };
    if rows >= all {
        return String::new();
    }
    let id = &first.dataset.manifest().id.0;
    let table = first.ranking.list().table();
    let mut command = format!(
        "backtrail show {} --view {}",
        id.split('/').next().unwrap_or_default(),
        table.name
    );
    if !first.asked.filter.trim().is_empty() {
        let quoted = first.asked.filter.trim().replace('\'', r"'\''");
        command.push_str(&format!(" --filter '{quoted}'"));
    }
    let order = first.asked.order.iter().filter_map(|key| {
        let direction = if key.descending { "desc" } else { "asc" };
        let column = table.columns.get(key.column)?;
        Some(format!("{}:{direction}", column.id))
    });
    let order: Vec<String> = order.collect();
    if !order.is_empty() {
        command.push_str(&format!(" --sort {}", order.join(",")));
    }
    marked(&format!(
        "The first {} of {} rows; the data is in the dataset {id}: `{command} --output rows.csv` writes all of it.",
        number(rows),
        number(all),
    ))
}
