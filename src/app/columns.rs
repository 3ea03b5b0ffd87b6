//! Which columns of a table fit into a width, and how wide each becomes. Read by the lists (what to
//! fetch) and by the view (where to draw), so that both always agree.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use super::action::DatasetFacts;
use crate::model::column::{Column, EXTRA, Table};
use crate::model::domain::DOMAINS;
use crate::model::link::SOURCE_DOMAIN;
use crate::model::rows::{List, SortKey};

/// Cells before the first column, for the cursor mark.
pub const MARK: u16 = 2;

/// Cells between two columns.
pub const GAP: u16 = 2;

/// A column that is on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// Its position in the table.
    pub index: usize,
    /// Cells it gets.
    pub width: u16,
}

/// What a dataset makes of a table: the columns that no row fills, and the titles of those that mean something
/// else in every dataset. Both by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    absent: BTreeSet<usize>,
    provider: String,
    titles: BTreeMap<usize, String>,
}

/// Where the columns begin that no download fills. Until its first rows tell more, a dataset shows those before
/// only, so that its columns do not move under the eyes.
fn beyond_a_download(list: &List) -> usize {
    match list {
        List::Sheet(sheet) => sheet.table().columns.len(),
        List::Domains => DOMAINS.position("trust_flow").unwrap_or(0),
        List::Links { .. } => SOURCE_DOMAIN + 1,
    }
}

impl Shape {
    /// The shape of a list of a dataset.
    pub fn of(list: &List, facts: &DatasetFacts) -> Self {
        let table = list.table();
        let own = |name: &String| {
            let (list, column) = name.split_once('.')?;
            table
                .columns
                .iter()
                .position(|c| list == table.name && c.id == column)
        };
        let mut absent: BTreeSet<usize> = facts.absent.iter().filter_map(own).collect();
        if facts.absent.is_empty() && !facts.complete {
            absent.extend(beyond_a_download(list)..table.columns.len());
        }
        if *list == List::Domains && facts.has_no_links() {
            // What has no name of the provider's is counted from links held.
            let is_counted = |c: &Column| c.wires.is_empty() && c.id != EXTRA;
            let columns = table.columns.iter().enumerate();
            absent.extend(columns.filter(|(_, c)| is_counted(c)).map(|(at, _)| at));
        }
        // A list in which nothing is filled has no shape to show.
        if absent.len() == table.columns.len() {
            absent.clear();
        }
        let titles = facts.labels.iter().filter_map(|(id, title)| {
            let at = table.columns.iter().position(|c| c.id == id)?;
            Some((at, crate::model::text::one_line(title)))
        });
        Self {
            absent,
            provider: facts.provider.clone(),
            titles: titles.collect(),
        }
    }

    /// Whether no row fills the column.
    pub fn lacks(&self, column: usize) -> bool {
        self.absent.contains(&column)
    }

    /// The title of a column, safe to show.
    pub fn title<'a>(&'a self, table: &'static Table, column: usize) -> &'a str {
        match self.titles.get(&column) {
            Some(title) => title,
            None => table.columns.get(column).map_or("", |c| c.title),
        }
    }

    /// The provider's own name of a column, safe to show: that of this dataset, where it has one of its own.
    pub fn wire<'a>(&'a self, table: &'static Table, column: usize) -> &'a str {
        match self.titles.get(&column) {
            Some(name) => name,
            None => (table.columns.get(column)).map_or("", |c| c.wire_of(&self.provider)),
        }
    }

    /// The next column that is filled, to the right or to the left; the same where there is none.
    pub fn step(&self, table: &Table, from: usize, right: bool) -> usize {
        let filled = |c: &usize| !self.lacks(*c);
        let next = if right {
            (from + 1..table.columns.len()).find(filled)
        } else {
            (0..from).rev().find(filled)
        };
        next.unwrap_or(from)
    }
}

/// Widest title of a dataset's own: an address would take the whole head.
const WIDEST_TITLE: u16 = 24;

/// The columns that fit: the first in rank and the chosen one always, the others as long as there is room,
/// in the table's order; what is left over goes to those that grow.
pub fn fit(
    (table, shape): (&'static Table, &Shape),
    width: u16,
    chosen: usize,
    order: &[SortKey],
) -> Vec<Fitted> {
    let room = width.saturating_sub(MARK);
    let mut by_rank: Vec<usize> = (0..table.columns.len())
        .filter(|c| !shape.lacks(*c))
        .collect();
    by_rank.sort_by_key(|&i| table.columns[i].rank);
    let first = by_rank.first().copied();
    let mut taken: Vec<usize> = Vec::new();
    let mut used = 0u16;
    let wanted = first.into_iter().chain([chosen]).chain(by_rank);
    for (turn, index) in wanted.enumerate() {
        if taken.contains(&index) || index >= table.columns.len() {
            continue;
        }
        let gap = if taken.is_empty() { 0 } else { GAP };
        let need = used + gap + least((table, shape), index, order);
        if need <= room {
            taken.push(index);
            used = need;
        } else if turn >= 2 {
            break;
        } else {
            // Not even the chosen column fits beside the first one: it stands alone.
            taken = vec![index];
            used = least((table, shape), index, order);
        }
    }
    taken.sort_unstable();
    widen((table, shape), &taken, room, order)
}

fn widen(
    (table, shape): (&'static Table, &Shape),
    taken: &[usize],
    room: u16,
    order: &[SortKey],
) -> Vec<Fitted> {
    let gaps = GAP * u16::try_from(taken.len().saturating_sub(1)).unwrap_or(0);
    let needed: u16 = taken.iter().map(|&i| least((table, shape), i, order)).sum();
    let spare = room.saturating_sub(gaps).saturating_sub(needed);
    let shares: u16 = taken.iter().map(|&i| table.columns[i].grow).sum();
    let mut left = spare;
    let mut fitted = Vec::with_capacity(taken.len());
    for &index in taken {
        let grow = u32::from(table.columns[index].grow);
        let more = (u32::from(spare) * grow)
            .checked_div(u32::from(shares))
            .and_then(|more| u16::try_from(more).ok())
            .unwrap_or(0)
            .min(left);
        left -= more;
        let width = (least((table, shape), index, order) + more).min(room);
        fitted.push(Fitted { index, width });
    }
    fitted
}

/// The least width of a column: its own, and that of its head with the mark of the order.
fn least((table, shape): (&'static Table, &Shape), index: usize, order: &[SortKey]) -> u16 {
    let column = &table.columns[index];
    let mark = match order.iter().any(|key| key.column == index) {
        // An arrow, and its place in the order where there are several.
        true => 1 + u16::from(order.len() > 1),
        false => 0,
    };
    let title = shape.title(table, index).width();
    let head = u16::try_from(title)
        .unwrap_or(u16::MAX)
        .min(WIDEST_TITLE.max(column.width))
        + mark;
    column.width.max(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain::DOMAINS;
    use crate::model::link::LINKS;
    use crate::model::sheet::ITEMS;

    #[test]
    fn columns_never_pass_the_width() {
        let plain = Shape::default();
        for table in [&DOMAINS, &LINKS, &ITEMS] {
            for width in (0..130u16).chain([200, 400, 1_000]) {
                for chosen in 0..table.columns.len() {
                    let order = [SortKey {
                        column: chosen,
                        descending: true,
                    }];
                    let fitted = fit((table, &plain), width, chosen, &order);
                    let gaps = GAP * (fitted.len().max(1) - 1) as u16;
                    let total = gaps + fitted.iter().map(|f| f.width).sum::<u16>();
                    assert!(
                        total <= width.saturating_sub(MARK),
                        "{} at {width}: {fitted:?}",
                        table.name
                    );
                    assert!(
                        fitted.iter().any(|f| f.index == chosen),
                        "{} at {width}",
                        table.name
                    );
                }
            }
        }
    }

    fn facts(absent: &[&str]) -> DatasetFacts {
        DatasetFacts {
            absent: absent.iter().map(|name| (*name).to_owned()).collect(),
            labels: [("item0_links".to_owned(), "BackLinks_example.com".to_owned())].into(),
            links_held: 1,
            complete: true,
            ..DatasetFacts::default()
        }
    }

    #[test]
    fn what_no_row_fills_gives_way() {
        let facts = facts(&["domains.links", "links.topic", "domains.no such"]);
        let shape = Shape::of(&List::Domains, &facts);
        let narrow: Vec<_> = fit((&DOMAINS, &shape), 80, 0, &[])
            .iter()
            .map(|f| f.index)
            .collect();
        assert_eq!(narrow[..3], [0, 2, 3]);
        assert_eq!(shape.step(&DOMAINS, 0, true), 2);
        assert_eq!(shape.step(&DOMAINS, 2, false), 0);
        assert_eq!(shape.step(&DOMAINS, 0, false), 0);
        let at = DOMAINS.position("item0_links").unwrap();
        assert_eq!(shape.title(&DOMAINS, at), "BackLinks_example.com");
        assert_eq!(shape.title(&DOMAINS, 0), "Domain");
    }

    #[test]
    fn what_is_counted_from_links_gives_way_without_them() {
        let none = DatasetFacts {
            links_held: 0,
            ..facts(&[])
        };
        let shape = Shape::of(&List::Domains, &none);
        assert!(shape.lacks(1) && shape.lacks(2) && !shape.lacks(0));
        let wide = fit((&DOMAINS, &shape), 400, 0, &[]);
        assert!(wide.iter().all(|f| !shape.lacks(f.index)));
    }
}
