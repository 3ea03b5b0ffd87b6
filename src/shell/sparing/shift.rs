//! Lines that went up or down.

use std::cmp::Reverse;
use std::io::{self, Write};

use ratatui::buffer::Cell;

use super::screen::{BLANK, Screen, coordinate};

/// Changes of a line from which on it may have moved.
const MOST_OF_A_LINE: usize = 8;

/// Lines that must have moved together.
const TOGETHER: usize = 3;

/// Some lines of the screen go up, or down, by less than their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    first: usize,
    last: usize,
    by: usize,
    up: bool,
}

impl Shift {
    /// The move that leaves much less to be written, if there is one, and the screen after it.
    pub(super) fn of(
        now: &Screen,
        next: &Screen,
        changes: &[(u16, u16, &Cell)],
    ) -> Option<(Self, Screen)> {
        let shift = Self::likely(now, next, changes)?;
        let mut moved = now.clone();
        shift.apply(&mut moved);
        let left = moved.differences(next).len();
        (left * 2 < changes.len()).then_some((shift, moved))
    }

    /// The move by which most lines go where they are to be: looked at between the leftmost and the rightmost change.
    fn likely(now: &Screen, next: &Screen, changes: &[(u16, u16, &Cell)]) -> Option<Self> {
        let mut of_line: Vec<usize> = Vec::new();
        for (_, y, _) in changes {
            let y = usize::from(*y);
            of_line.resize(of_line.len().max(y + 1), 0);
            of_line[y] += 1;
        }
        let is_much = |y: usize| of_line.get(y).is_some_and(|n| *n >= MOST_OF_A_LINE);
        let lines: Vec<usize> = (0..of_line.len()).filter(|y| is_much(*y)).collect();
        let of_much = || changes.iter().filter(|(_, y, _)| is_much(usize::from(*y)));
        let left = of_much().map(|(x, ..)| *x).min()?;
        let right = of_much().map(|(x, ..)| *x).max()?;
        let (first, last) = (*lines.first()?, *lines.last()?);
        let moves = (1..=last - first).flat_map(|by| [(by, true), (by, false)]);
        let tried = moves.filter_map(|(by, up)| {
            let (first, last) = match up {
                true => (first, last - by),
                false => (first + by, last),
            };
            let comes = |y: &usize| {
                let from = if up { y + by } else { y - by };
                let wanted = |x: u16| next.place(x, coordinate(*y));
                let there = |x: u16| now.place(x, coordinate(from));
                let is_blank = (left..=right).all(|x| *wanted(x) == BLANK);
                !is_blank && (left..=right).all(|x| wanted(x) == there(x))
            };
            let lines: Vec<usize> = (first..=last).filter(comes).collect();
            let (first, last) = (*lines.first()?, *lines.last()?);
            let (first, last) = match up {
                true => (first, last + by),
                false => (first - by, last),
            };
            let shift = Self {
                first,
                last,
                by,
                up,
            };
            (lines.len() >= TOGETHER).then_some((lines.len(), shift))
        });
        let best = tried.max_by_key(|(lines, shift)| (*lines, Reverse(shift.by)));
        best.map(|(_, shift)| shift)
    }

    fn apply(self, screen: &mut Screen) {
        let Self {
            first,
            last,
            by,
            up,
        } = self;
        if screen.lines.len() <= last {
            screen.lines.resize_with(last + 1, Vec::new);
        }
        let lines = &mut screen.lines[first..=last];
        let new = match up {
            true => {
                lines.rotate_left(by);
                lines.len() - by..lines.len()
            }
            false => {
                lines.rotate_right(by);
                0..by
            }
        };
        lines[new].fill(Vec::new());
    }

    /// A scroll region, line feeds at its end or reverse ones at its beginning: every terminal since the VT100 knows
    /// these. No colours are set between two frames, so that the new lines are blank.
    pub(super) fn write(self, out: &mut impl Write) -> io::Result<()> {
        let Self {
            first,
            last,
            by,
            up,
        } = self;
        let (edge, step) = match up {
            true => (last, "\n"),
            false => (first, "\x1bM"),
        };
        let steps = step.repeat(by);
        let (first, last, edge) = (first + 1, last + 1, edge + 1);
        write!(out, "\x1b[{first};{last}r\x1b[{edge};1H{steps}\x1b[r")
    }
}
