//! Text that is read from right to left keeps to its own cells.
//!
//! Terminals that turn such text around look at the whole line, and take the blanks and figures behind it along: the next
//! columns would change places. A mark that shows nothing (LRM) before and behind each stretch ends what is turned. What
//! came from outside holds no such mark any more, so these are the only ones on the screen.

use ratatui::buffer::{Buffer, Cell};

/// Nothing is seen of it; what follows is read from left to right.
pub(super) const MARK: char = '\u{200e}';

/// Marks the stretches of every line.
pub(super) fn isolate(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width);
    if width == 0 {
        return;
    }
    for line in buffer.content.chunks_mut(width) {
        let mut at = 0;
        while at < line.len() {
            if !is_turned(&line[at]) {
                at += 1;
                continue;
            }
            let last = end_of(line, at);
            let first = format!("{MARK}{}", line[at].symbol());
            line[at].set_symbol(&first);
            let end = format!("{}{MARK}", line[last].symbol());
            line[last].set_symbol(&end);
            at = last + 1;
        }
    }
}

/// The last cell of a stretch: words that one character sets apart belong together, or their order would be lost.
fn end_of(line: &[Cell], first: usize) -> usize {
    let mut last = first;
    for (at, cell) in line.iter().enumerate().skip(first + 1) {
        if is_turned(cell) {
            last = at;
        } else if at > last + 1 || !cell.symbol().is_ascii() {
            break;
        }
    }
    last
}

fn is_turned(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    // Most of a screen is ASCII, and none of the scripts begins below this byte.
    symbol.as_bytes().first().is_some_and(|byte| *byte >= 0xd6)
        && symbol.chars().next().is_some_and(is_right_to_left)
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin.
fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ascii::written;

    fn isolated(text: &str) -> String {
        let mut buffer = written(text);
        isolate(&mut buffer);
        let line: String = buffer.content.iter().map(Cell::symbol).collect();
        line.trim_end().replace(MARK, "|")
    }

    #[test]
    fn a_stretch_ends_where_the_column_ends() {
        assert_eq!(isolated("مرحبا  12  34"), "|مرحبا|  12  34");
        assert_eq!(isolated("ab שלום עולם  7"), "ab |שלום עולם|  7");
        assert_eq!(isolated("שלום│עולם"), "|שלום|│|עולם|");
        assert_eq!(isolated("א 5  ב"), "|א| 5  |ב|");
        assert_eq!(isolated("é 12  я"), "é 12  я");
    }

    #[test]
    fn no_cell_gets_wider() {
        use unicode_width::UnicodeWidthStr;
        let mut buffer = written("مرحبا بالعالم");
        isolate(&mut buffer);
        assert!(buffer.content.iter().all(|cell| cell.symbol().width() == 1));
    }
}
