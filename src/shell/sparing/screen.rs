//! What a terminal shows.

use ratatui::buffer::{Cell, CellWidth};

/// What stands on one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    /// A character of its own.
    Cell(Cell),
    /// The rest of the wide character before it.
    Rest,
}

/// The places of each line; those that are not there are blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Screen {
    pub(super) lines: Vec<Vec<Place>>,
}

/// A blank in the terminal's own colours.
pub(super) static BLANK: Place = Place::Cell(Cell::EMPTY);

impl Screen {
    /// What stands on a place.
    pub(super) fn place(&self, x: u16, y: u16) -> &Place {
        let line = self.lines.get(usize::from(y));
        line.and_then(|line| line.get(usize::from(x)))
            .unwrap_or(&BLANK)
    }

    /// Changes that were written.
    pub(super) fn put_all(&mut self, changes: &[(u16, u16, &Cell)]) {
        for (x, y, cell) in changes {
            self.put(*x, *y, cell);
        }
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        let end = x + usize::from(cell.symbol().cell_width().max(1));
        if self.lines.len() <= y {
            self.lines.resize_with(y + 1, Vec::new);
        }
        let line = &mut self.lines[y];
        if line.len() < end {
            line.resize(end, BLANK.clone());
        }
        for at in x..end {
            uncover(line, at);
        }
        line[x] = Place::Cell(cell.clone());
        line[x + 1..end].fill(Place::Rest);
    }

    /// What must be written so that this becomes another screen.
    pub(super) fn differences<'a>(&self, next: &'a Self) -> Vec<(u16, u16, &'a Cell)> {
        let mut all = Vec::new();
        for y in 0..self.lines.len().max(next.lines.len()) {
            let width = |of: &Self| of.lines.get(y).map_or(0, Vec::len);
            for x in 0..width(self).max(width(next)) {
                let (x, y) = (coordinate(x), coordinate(y));
                let wanted = next.place(x, y);
                if let Place::Cell(cell) = wanted
                    && self.place(x, y) != wanted
                {
                    all.push((x, y, cell));
                }
            }
        }
        all
    }

    /// Changes with what stands between them, where writing that once more is shorter than an address. Only among plain
    /// letters: behind others the address also takes back where terminals disagree about their width.
    pub(super) fn bridged<'a>(
        &'a self,
        changes: &[(u16, u16, &'a Cell)],
    ) -> Vec<(u16, u16, &'a Cell)> {
        let mut all: Vec<(u16, u16, &Cell)> = Vec::with_capacity(changes.len());
        let mut is_plain = false;
        for (x, y, cell) in changes {
            let last = all.last().filter(|(_, line, _)| line == y);
            let follows = last.is_some_and(|(last, ..)| last + 1 == *x);
            if !follows {
                let between = last
                    .filter(|_| is_plain)
                    .and_then(|(last, _, style)| self.between(last + 1..*x, *y, style));
                match between {
                    Some(between) => all.extend(between),
                    None => is_plain = true,
                }
            }
            is_plain &= cell.symbol().len() == 1;
            all.push((*x, *y, cell));
        }
        all
    }

    /// The cells between two changes of a line, if they are plain, look like the change before them, and are shorter
    /// than an address.
    fn between<'a>(
        &'a self,
        places: std::ops::Range<u16>,
        y: u16,
        style: &Cell,
    ) -> Option<Vec<(u16, u16, &'a Cell)>> {
        if places.len() >= address(places.end, y) {
            return None;
        }
        let is_alike = |cell: &Cell| {
            let is_plain = cell.symbol().len() == 1;
            is_plain && (cell.fg, cell.bg, cell.modifier) == (style.fg, style.bg, style.modifier)
        };
        let cells = places.map(|x| match self.place(x, y) {
            Place::Cell(cell) if is_alike(cell) => Some((x, y, cell)),
            _ => None,
        });
        cells.collect()
    }
}

/// What is left of a wide character, of which one half is written over, is blank in its colours.
fn uncover(line: &mut [Place], at: usize) {
    let Some(first) = line[..=at]
        .iter()
        .rposition(|place| matches!(place, Place::Cell(_)))
    else {
        return;
    };
    let Place::Cell(cell) = &line[first] else {
        return;
    };
    let width = usize::from(cell.symbol().cell_width().max(1));
    // Behind such an emoji a blank is drawn for terminals that give it one place only; it takes nothing from the others.
    let is_kept = at > first && cell.symbol().contains('\u{fe0f}');
    if width == 1 || first + width <= at || is_kept {
        return;
    }
    let mut blank = cell.clone();
    blank.set_symbol(" ");
    let end = line.len().min(first + width);
    line[first..end].fill(Place::Cell(blank));
}

/// Bytes of an address: `ESC [ 12 ; 134 H`.
fn address(x: u16, y: u16) -> usize {
    let digits = |n: u16| n.saturating_add(1).to_string().len();
    4 + digits(x) + digits(y)
}

pub(super) fn coordinate(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
