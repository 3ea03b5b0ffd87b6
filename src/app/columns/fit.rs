//! Which columns stand where in a width. As built in, the most telling ones that fit; of a choice of columns all, with
//! those that have no room scrolled away.

use unicode_width::UnicodeWidthStr;

use super::{Chosen, Fitted, GAP, MARK, Shape};
use crate::model::column::Table;
use crate::model::rows::SortKey;

/// Widest title of a dataset's own: an address would take the whole head.
const WIDEST_TITLE: u16 = 24;

/// Cells of what says how many columns are scrolled away on a side: `‹ 12`.
pub const SIGN: u16 = 4;

/// What decides where the columns of a list stand.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// All columns.
    pub table: &'static Table,
    /// What the dataset makes of them.
    pub shape: &'a Shape,
    /// What was chosen of them.
    pub chosen: &'a Chosen,
    /// The chosen column, which is always in view.
    pub column: usize,
    /// The order of the rows, which the heads show.
    pub order: &'a [SortKey],
    /// The first column behind those that stay in view, counted among those that are shown.
    pub from: usize,
}

/// The columns on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// From left to right.
    pub columns: Vec<Fitted>,
    /// Columns scrolled away at the left, and where that is said.
    pub left: Option<(usize, u16)>,
    /// Columns scrolled away at the right, and where that is said.
    pub right: Option<(usize, u16)>,
    /// [`Given::from`], moved no further than the chosen column asks for.
    pub from: usize,
}

/// Where the columns stand in a width. They never pass it, and the chosen column is among them.
pub fn fit(given: &Given<'_>, width: u16) -> Fit {
    let room = width.saturating_sub(MARK);
    if !given.chosen.is_own() {
        let taken = by_rank(given, room);
        let least: Vec<u16> = taken.iter().map(|c| given.least(*c)).collect();
        let widths = widened(given, (&taken, &least), room);
        return placed(&taken, &widths, None, 0);
    }
    let shown = given.chosen.shown(given.shape);
    let current = shown.iter().position(|c| *c == given.column);
    let mut frozen = given.chosen.frozen(given.shape);
    let least = given.leasts(&shown, frozen, room);
    // Where the chosen column has no room beside those that stay in view, the last of these give way.
    loop {
        let scroll = Scroll {
            least: &least,
            frozen,
            room: u32::from(room),
        };
        if let Some((from, end)) = scroll.window(given.from, current) {
            return scrolled(given, (&shown, &least), (frozen, from, end), room);
        }
        if frozen == 0 {
            break;
        }
        frozen -= 1;
    }
    // Where the chosen column is not shown, something is all the same.
    let alone = current.or((!shown.is_empty()).then_some(0));
    let alone: Vec<usize> = alone.map(|at| shown[at]).into_iter().collect();
    let widths: Vec<u16> = alone.iter().map(|c| given.least(*c).min(room)).collect();
    placed(&alone, &widths, None, current.unwrap_or(0))
}

/// Columns of which the first stay and the others are scrolled.
struct Scroll<'a> {
    least: &'a [u16],
    frozen: usize,
    room: u32,
}

impl Scroll<'_> {
    /// Cells of the columns that stay and of those from one place to another, with what is said at the sides.
    fn need(&self, from: usize, end: usize) -> u32 {
        let columns = self.least[..self.frozen]
            .iter()
            .chain(&self.least[from..end]);
        let signs = u32::from(from > self.frozen) + u32::from(end < self.least.len());
        let pieces = signs as usize + self.frozen + (end - from);
        let gaps = u32::from(GAP) * pieces.saturating_sub(1) as u32;
        let columns: u32 = columns.map(|least| u32::from(*least)).sum();
        columns + signs * u32::from(SIGN) + gaps
    }

    /// The end of the columns that fit behind a place.
    fn end(&self, from: usize) -> Option<usize> {
        let ends = (from..=self.least.len()).rev();
        let mut ends = ends.filter(|end| self.need(from, *end) <= self.room);
        ends.next()
    }

    /// The columns between the sides; none where the chosen one has no room.
    fn window(&self, from: usize, current: Option<usize>) -> Option<(usize, usize)> {
        let count = self.least.len();
        let scrolled = current.filter(|at| *at >= self.frozen);
        let mut from = from.clamp(self.frozen, count.max(self.frozen));
        if let Some(at) = scrolled {
            from = from.min(at);
        }
        while from > self.frozen && self.end(from - 1) == Some(count) {
            from -= 1;
        }
        let Some(at) = scrolled else {
            // Signs alone say nothing.
            let says = |from: usize, end: usize| self.frozen > 0 || end > from || count == 0;
            let mut places = (self.frozen..=from).rev();
            return places
                .find_map(|from| Some((from, self.end(from).filter(|end| says(from, *end))?)));
        };
        (from..=at).find_map(|from| Some((from, self.end(from).filter(|end| at < *end)?)))
    }
}

fn scrolled(
    given: &Given<'_>,
    (shown, least): (&[usize], &[u16]),
    (frozen, from, end): (usize, usize, usize),
    room: u16,
) -> Fit {
    let taken: Vec<usize> = shown[..frozen]
        .iter()
        .chain(&shown[from..end])
        .copied()
        .collect();
    let least = [&least[..frozen], &least[from..end]].concat();
    let (left, right) = (from - frozen, shown.len() - end);
    let signs = u16::from(left > 0) + u16::from(right > 0);
    let room_for_columns = room.saturating_sub(signs * (SIGN + GAP));
    let widths = widened(given, (&taken, &least), room_for_columns);
    let sign = (left > 0).then_some((left, frozen));
    let mut fit = placed(&taken, &widths, sign, from);
    fit.right = (right > 0).then_some((right, MARK + room.saturating_sub(SIGN)));
    fit
}

/// Columns one behind the other, with room for what is said of those at the left behind the first so many.
fn placed(taken: &[usize], widths: &[u16], left: Option<(usize, usize)>, from: usize) -> Fit {
    let mut fit = Fit {
        from,
        ..Fit::default()
    };
    let mut x = MARK;
    for (at, (index, width)) in taken.iter().zip(widths).enumerate() {
        if let Some((count, _)) = left.filter(|(_, behind)| *behind == at) {
            fit.left = Some((count, x));
            x += SIGN + GAP;
        }
        fit.columns.push(Fitted {
            index: *index,
            x,
            width: *width,
        });
        x += width + GAP;
    }
    if let (None, Some((count, _))) = (fit.left, left) {
        fit.left = Some((count, x));
    }
    fit
}

/// The first in rank and the chosen one always, the others as long as there is room, in the table's order.
fn by_rank(given: &Given<'_>, room: u16) -> Vec<usize> {
    let columns = given.table.columns;
    let mut by_rank: Vec<usize> = (0..columns.len())
        .filter(|c| !given.shape.lacks(*c))
        .collect();
    by_rank.sort_by_key(|&i| columns[i].rank);
    let first = by_rank.first().copied();
    let mut taken: Vec<usize> = Vec::new();
    let mut used = 0u16;
    let wanted = first.into_iter().chain([given.column]).chain(by_rank);
    for (turn, index) in wanted.enumerate() {
        if taken.contains(&index) || index >= columns.len() {
            continue;
        }
        let gap = if taken.is_empty() { 0 } else { GAP };
        let need = used.saturating_add(gap).saturating_add(given.least(index));
        if need <= room {
            taken.push(index);
            used = need;
        } else if turn >= 2 {
            break;
        } else {
            // Not even the chosen column fits beside the first one: it stands alone.
            taken = vec![index];
            used = given.least(index);
        }
    }
    taken.sort_unstable();
    taken
}

/// The widths of columns; what is left over goes to those that grow and have no width of the analyst's own.
fn widened(given: &Given<'_>, (taken, least): (&[usize], &[u16]), room: u16) -> Vec<u16> {
    let gaps = GAP * u16::try_from(taken.len().saturating_sub(1)).unwrap_or(0);
    let needed = least
        .iter()
        .fold(0_u16, |sum, least| sum.saturating_add(*least));
    let spare = room.saturating_sub(gaps).saturating_sub(needed);
    let grow = |index: usize| match given.chosen.width(index) {
        Some(_) => 0,
        None => given.table.columns[index].grow,
    };
    let shares: u16 = taken.iter().map(|&i| grow(i)).sum();
    let mut left = spare;
    let mut widths = Vec::with_capacity(taken.len());
    for (&index, least) in taken.iter().zip(least) {
        let more = (u32::from(spare) * u32::from(grow(index)))
            .checked_div(u32::from(shares))
            .and_then(|more| u16::try_from(more).ok())
            .unwrap_or(0)
            .min(left);
        left -= more;
        widths.push((least + more).min(room));
    }
    widths
}

/// Cells to which a column that stays in view is cut where those that stay would take more than half of the room.
const CUT: u16 = 10;

impl Given<'_> {
    /// The least widths of columns of which the first stay in view: on a narrow screen these leave room for others.
    fn leasts(&self, shown: &[usize], frozen: usize, room: u16) -> Vec<u16> {
        let mut least: Vec<u16> = shown.iter().map(|c| self.least(*c)).collect();
        let staying: u32 = least[..frozen].iter().map(|w| u32::from(w + GAP)).sum();
        if staying > u32::from(room) / 2 {
            for (column, width) in shown[..frozen].iter().zip(&mut least) {
                let grows = self.table.columns[*column].grow > 0;
                if grows && self.chosen.width(*column).is_none() {
                    *width = (*width).min(CUT);
                }
            }
        }
        least
    }

    /// The least width of a column: the analyst's own, else its own and that of its head with the mark of the order.
    fn least(&self, index: usize) -> u16 {
        if let Some(width) = self.chosen.width(index) {
            return width;
        }
        let column = &self.table.columns[index];
        let mark = match self.order.iter().any(|key| key.column == index) {
            // An arrow, and its place in the order where there are several.
            true => 1 + u16::from(self.order.len() > 1),
            false => 0,
        };
        let title = self.shape.title(self.table, index).width();
        let head = u16::try_from(title)
            .unwrap_or(u16::MAX)
            .min(WIDEST_TITLE.max(column.width))
            + mark;
        column.width.max(head)
    }
}

#[cfg(test)]
mod tests;
