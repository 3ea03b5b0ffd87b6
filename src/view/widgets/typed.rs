//! The part of a typed line that is on screen: scrolled so that its cursor is seen.

use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::text::skip;
use crate::model::text::one_line;

/// A typed line in its cells.
pub struct Typed<'a> {
    input: &'a Input,
    safe: String,
    width: usize,
    /// Cells that are scrolled away.
    first: usize,
    /// Cells before the cursor.
    cursor: usize,
}

/// Where a stretch of a typed line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Scrolled away at the left.
    Before,
    /// In these cells, counted from the first on screen; the second is behind it.
    Seen(u16, u16),
    /// Beyond the right edge.
    Behind,
}

impl<'a> Typed<'a> {
    /// The line in so many cells. Where nobody types in it, it begins at its beginning.
    pub fn new(input: &'a Input, width: u16, active: bool) -> Self {
        let mut typed = Self {
            input,
            safe: one_line(input.value()),
            width: usize::from(width),
            first: 0,
            cursor: 0,
        };
        typed.cursor = typed.cells(input.cursor());
        if active {
            let room = typed.width.saturating_sub(1).max(1);
            (_, typed.first) = skip(&typed.safe, typed.cursor.saturating_sub(room));
        }
        typed
    }

    /// Cells of the first so many characters.
    fn cells(&self, chars: usize) -> usize {
        let before: String = self.input.value().chars().take(chars).collect();
        one_line(&before).width()
    }

    /// What is on screen, and beyond its right edge.
    pub fn shown(&self) -> &str {
        skip(&self.safe, self.first).0
    }

    /// The cell of the cursor, counted from the first on screen.
    pub fn cursor(&self) -> u16 {
        let at = self.cursor.saturating_sub(self.first);
        u16::try_from(at.min(self.width.saturating_sub(1))).unwrap_or(u16::MAX)
    }

    /// Where characters stand: so many behind so many.
    pub fn spot(&self, at: usize, len: usize) -> Spot {
        let (from, to) = (self.cells(at), self.cells(at.saturating_add(len)));
        // A line that is cut shows that in its last cell.
        let is_cut = self.shown().width() > self.width;
        let end = self.first + self.width - usize::from(is_cut && self.width > 0);
        if from >= end.max(self.first + 1) {
            return Spot::Behind;
        }
        if from < self.first && to <= self.first {
            return Spot::Before;
        }
        let cell = |at: usize| {
            let at = at.clamp(self.first, end.max(self.first)) - self.first;
            u16::try_from(at).unwrap_or(u16::MAX)
        };
        Spot::Seen(cell(from), cell(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, cursor: usize) -> Input {
        Input::new(text.to_owned()).with_cursor(cursor)
    }

    #[test]
    fn a_line_that_is_scrolled_tells_where_its_characters_stand() {
        let input = typed("0123456789abcdefghij", 20);
        let line = Typed::new(&input, 10, true);
        assert_eq!((line.shown(), line.cursor()), ("bcdefghij", 9));
        assert_eq!(line.spot(2, 3), Spot::Before);
        assert_eq!(
            line.spot(8, 3),
            Spot::Before,
            "it ends where the screen begins"
        );
        assert_eq!(line.spot(8, 5), Spot::Seen(0, 2));
        assert_eq!(line.spot(12, 2), Spot::Seen(1, 3));
        assert_eq!(line.spot(20, 0), Spot::Seen(9, 9), "the end of the text");
        let input = typed("0123456789abcdefghij", 3);
        let line = Typed::new(&input, 10, true);
        assert_eq!((line.shown().len(), line.cursor()), (20, 3));
        assert_eq!(
            line.spot(7, 9),
            Spot::Seen(7, 9),
            "the last cell holds a dot"
        );
        assert_eq!(line.spot(9, 1), Spot::Behind);
        assert_eq!(line.spot(20, 0), Spot::Behind);
        assert_eq!(Typed::new(&typed("0123", 4), 3, false).cursor(), 2);
    }

    #[test]
    fn wide_and_invisible_characters_count_as_they_are_shown() {
        let input = typed("日本\u{200b}語 tf", 7);
        let line = Typed::new(&input, 6, true);
        assert_eq!((line.shown(), line.cursor()), ("語 tf", 5));
        assert_eq!(line.spot(5, 2), Spot::Seen(3, 5));
        assert_eq!(line.spot(0, 3), Spot::Before);
        for width in 0..4 {
            let line = Typed::new(&input, width, true);
            let spots = (0..8).map(|at| line.spot(at, 1));
            let inside = |spot| !matches!(spot, Spot::Seen(from, to) if from > to || to > width);
            assert!(spots.into_iter().all(inside), "{width}");
        }
    }
}
