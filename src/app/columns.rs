//! Which columns of a table fit into a width, and how wide each becomes. Read by the lists (what to
//! fetch) and by the view (where to draw), so that both always agree.

use unicode_width::UnicodeWidthStr;

use crate::model::column::Table;
use crate::model::rows::SortKey;

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

/// The columns that fit: the first in rank and the chosen one always, the others as long as there is room,
/// in the table's order; what is left over goes to those that grow.
pub fn fit(table: &Table, width: u16, chosen: usize, order: &[SortKey]) -> Vec<Fitted> {
    let room = width.saturating_sub(MARK);
    let mut by_rank: Vec<usize> = (0..table.columns.len()).collect();
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
        let need = used + gap + least(table, index, order);
        if need <= room {
            taken.push(index);
            used = need;
        } else if turn >= 2 {
            break;
        } else {
            // Not even the chosen column fits beside the first one: it stands alone.
            taken = vec![index];
            used = least(table, index, order);
        }
    }
    taken.sort_unstable();
    widen(table, &taken, room, order)
}

fn widen(table: &Table, taken: &[usize], room: u16, order: &[SortKey]) -> Vec<Fitted> {
    let gaps = GAP * u16::try_from(taken.len().saturating_sub(1)).unwrap_or(0);
    let needed: u16 = taken.iter().map(|&i| least(table, i, order)).sum();
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
        let width = (least(table, index, order) + more).min(room);
        fitted.push(Fitted { index, width });
    }
    fitted
}

/// The least width of a column: its own, and that of its head with the mark of the order.
fn least(table: &Table, index: usize, order: &[SortKey]) -> u16 {
    let column = &table.columns[index];
    let mark = u16::from(order.iter().any(|key| key.column == index));
    let head = u16::try_from(column.title.width()).unwrap_or(0) + mark;
    column.width.max(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain::DOMAINS;
    use crate::model::link::LINKS;

    #[test]
    fn columns_never_pass_the_width() {
        for table in [&DOMAINS, &LINKS] {
            for width in 0..400u16 {
                for chosen in 0..table.columns.len() {
                    let order = [SortKey {
                        column: chosen,
                        descending: true,
                    }];
                    let fitted = fit(table, width, chosen, &order);
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

    #[test]
    fn a_wide_screen_shows_every_domain_column() {
        assert_eq!(fit(&DOMAINS, 200, 0, &[]).len(), DOMAINS.columns.len());
        let narrow: Vec<_> = fit(&DOMAINS, 80, 0, &[]).iter().map(|f| f.index).collect();
        assert_eq!(narrow[..4], [0, 1, 2, 3]);
    }
}
