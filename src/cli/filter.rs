//! `--filter`: read for a list; a mistake in it is pointed at.

use unicode_width::UnicodeWidthStr;

use super::desk::Desk;
use super::failure::Failure;
use crate::model::column::{Column, Table};
use crate::model::domain::DOMAINS;
use crate::model::filter::{Filter, Mistake, tested};
use crate::model::link::LINKS;
use crate::model::rows::{Field, List, Of, tables};
use crate::model::text::one_line;
use crate::store::{Manifest, StoreError, filter};

/// Characters shown on either side of a mistake.
const AROUND: usize = 48;

/// Reads the filter for the rows of a list; none where the text is empty. A mistake is shown on standard error with
/// the place it stands at.
pub fn read(desk: &Desk, list: &List, text: &str) -> Result<Option<Filter>, Failure> {
    filter(list, text).map_err(|why| match why {
        StoreError::Filter(mistake) => {
            for line in pointed(text, &mistake) {
                desk.talk.insist(&line);
            }
            let name: String = text.chars().skip(mistake.at).take(mistake.len).collect();
            Failure::Usage(format!(
                "--filter of {}: {mistake}{}",
                list.table().name,
                elsewhere(list.table(), &name)
            ))
        }
        other => Failure::Failed(other.to_string()),
    })
}

/// Where a name is no column of this list but one of another: how that is shown.
pub fn elsewhere(table: &'static Table, name: &str) -> String {
    let has = |table: &&'static Table| Field::named(table, name.trim()).is_some();
    match tables().filter(|other| other.name != table.name).find(has) {
        Some(other) if !has(&table) => {
            format!(
                ". It is a column of {0}: `--view {0}` lists them",
                other.name
            )
        }
        _ => String::new(),
    }
}

/// What a filter asks for that no row of the dataset has: a sentence for each such column. A negated test lets every row
/// pass for it, any other none.
pub fn unfilled(manifest: &Manifest, list: &List, filter: &Filter) -> Vec<String> {
    let table = list.table();
    let unfilled = tested(table, filter.text())
        .into_iter()
        .filter_map(|field| {
            let of = match field.of {
                Of::Row => list.clone(),
                Of::Domain => List::Domains,
            };
            let column = field.column_in(table);
            let rows = of.table().name;
            manifest.is_absent(&of, column.id).then(|| {
                format!(
                    "none of the {} of this dataset has `{}`, which the filter tests{}",
                    rows,
                    column.id,
                    instead(&of, column)
                )
            })
        });
    unfilled.collect()
}

/// What may have been meant in place of a column of the domains: the figure of their links.
fn instead(list: &List, column: &Column) -> String {
    match column.id {
        "nofollow" => return "; `dofollow` is its opposite".to_owned(),
        "dofollow" => return "; `nofollow` is its opposite".to_owned(),
        _ if *list != List::Domains => return String::new(),
        _ => {}
    }
    let mut names = std::iter::once(&column.id).chain(column.aliases);
    let Some(at) = names.find_map(|name| LINKS.position(name)) else {
        return String::new();
    };
    let of_links = LINKS.columns[at].id;
    let best = DOMAINS.position(&format!("best_{of_links}"));
    let best = best.map_or_else(String::new, |at| {
        let best = DOMAINS.columns[at].id;
        format!("; `{best}` is the best of a domain's links")
    });
    format!("{best}; `--view links` filters the links by `{of_links}`")
}

/// The text around a mistake, and a line under it that marks the mistake.
fn pointed(text: &str, mistake: &Mistake) -> [String; 2] {
    let letters: Vec<char> = text.chars().collect();
    let at = mistake.at.min(letters.len());
    let end = (at + mistake.len).min(letters.len());
    let from = at.saturating_sub(AROUND);
    let to = (at + AROUND).max(from + 2 * AROUND).min(letters.len());
    let shown = |range: std::ops::Range<usize>| {
        let piece: String = letters[range].iter().collect();
        one_line(&piece)
    };
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = format!("  {}{}", cut(from > 0), shown(from..at));
    let marked = shown(at..end.min(to)).width().max(1);
    [
        format!("{before}{}{}", shown(at..to), cut(to < letters.len())),
        format!("{}{}", " ".repeat(before.width()), "^".repeat(marked)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str, at: usize, len: usize) -> (String, String) {
        let why = String::new();
        let [line, mark] = pointed(text, &Mistake { at, len, why });
        assert!(!line.contains('\u{1b}'), "{line:?}");
        (line, mark)
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        let (line, mark) = marks("tf>=20 and achor~x", 11, 5);
        assert_eq!(line, "  tf>=20 and achor~x");
        assert_eq!(mark, "             ^^^^^");
        assert_eq!(marks("tf>", 3, 0).1, "     ^");
        assert_eq!(marks("", 0, 0).1, "  ^");
    }

    #[test]
    fn a_column_of_another_list_is_found_there() {
        assert!(elsewhere(&DOMAINS, "anchor").contains("--view links"));
        assert!(elsewhere(&LINKS, "status").is_empty(), "by their domains");
        assert_eq!(elsewhere(&DOMAINS, "tf"), "");
        assert_eq!(elsewhere(&DOMAINS, "nothing"), "");
    }

    #[test]
    fn wide_and_hostile_letters_keep_the_mark_in_its_place() {
        let (line, mark) = marks("anchor~日本 \u{1b}x \u{202e}no", 14, 2);
        let place = line.rfind("no").unwrap();
        assert_eq!(line[..place].width(), mark.width() - 2);
    }

    #[test]
    fn of_a_long_text_only_the_surroundings_are_shown() {
        let text = "x".repeat(5_000);
        let (line, mark) = marks(&text, 2_500, 2_000);
        assert!(line.width() < 110 && line.starts_with("  …x") && line.ends_with("x…"));
        assert_eq!(mark.width(), line.width() - 1);
        let (line, mark) = marks(&text, 5_000, 0);
        assert_eq!(mark.width(), line.width() + 1);
    }
}
