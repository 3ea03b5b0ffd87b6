//! The screen with the characters that every terminal has.
//!
//! Everything is drawn as it always is, and in the end each cell that holds more than ASCII gets a twin of its own width:
//! so no column moves, whoever drew it. Signs of our own have twins that say the same; what has none, such as the letters
//! of strangers, becomes `?`.

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

/// Rewrites what was drawn.
pub(super) fn rewrite(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width);
    if width == 0 {
        return;
    }
    for line in buffer.content.chunks_mut(width) {
        for at in 0..line.len() {
            if !line[at].symbol().is_ascii() {
                cell(line, at);
            }
        }
    }
}

/// Rewrites one cell, and those behind it that it reaches over.
fn cell(line: &mut [Cell], at: usize) {
    let symbol = line[at].symbol().to_owned();
    let is_blank = |line: &[Cell], at: usize| line.get(at).is_none_or(|cell| cell.symbol() == " ");
    let stands_alone = |line: &[Cell]| {
        at > 0 && is_blank(line, at - 1) && (at + 1..=at + 3).all(|at| is_blank(line, at))
    };
    match symbol.as_str() {
        // Dots that stand for themselves have room behind them, those of a cell that was cut only the gap to the next.
        "…" if stands_alone(line) => put(line, at, "..."),
        "≤" if is_blank(line, at + 1) => put(line, at, "<="),
        "≥" if is_blank(line, at + 1) => put(line, at, ">="),
        "≠" if is_blank(line, at + 1) => put(line, at, "!="),
        symbol => {
            let mut chars = symbol.chars();
            let twin = chars.next().and_then(twin).filter(|_| symbol.width() <= 1);
            match twin {
                Some(twin) => put(line, at, twin.encode_utf8(&mut [0; 4])),
                None => put(line, at, &"?".repeat(symbol.width())),
            }
        }
    }
}

/// A character a cell.
fn put(line: &mut [Cell], at: usize, text: &str) {
    for (cell, c) in line[at..].iter_mut().zip(text.chars()) {
        cell.set_char(c);
    }
}

/// The character that says the same, if there is one.
fn twin(c: char) -> Option<char> {
    // A letter that carries marks keeps what can be shown of it.
    if c.is_ascii() {
        return Some(c);
    }
    let found = TWINS.iter().find(|(of, _)| of.contains(c));
    if let Some((_, twin)) = found {
        return Some(*twin);
    }
    match c {
        // Corners and crossings of frames.
        '\u{2500}'..='\u{257f}' => Some('+'),
        '\u{2800}'..='\u{28ff}' => Some(dots(c)),
        _ => None,
    }
}

/// What ours are written as, and what strangers' punctuation is.
const TWINS: [(&str, char); 22] = [
    ("▸▶►›»⟩→", '>'),
    ("◂◀◄‹«⟨←", '<'),
    ("↑▲△", '^'),
    ("↓▼▽", 'v'),
    ("─━┄┅┈┉╌╍‐‑–—−▃", '-'),
    ("│┃┆┇┊┋╎╏▏▎▍▌", '|'),
    ("═▄", '='),
    ("║", '|'),
    ("·•░", '.'),
    ("…", '~'),
    ("▒▂", ':'),
    ("▓█▉▊▋▇▆■◼", '#'),
    ("▁", '_'),
    ("▅", '+'),
    ("✓✔", '+'),
    ("✗✘×", 'x'),
    ("◐◑○□◻◇◯", 'o'),
    ("●◆★", '*'),
    ("≤", '<'),
    ("≥", '>'),
    ("‘’‚", '\''),
    ("“”„", '"'),
];

/// A cell of eight dots, by how many of them are set.
fn dots(c: char) -> char {
    match (u32::from(c) & 0xff).count_ones() {
        0 => ' ',
        1 | 2 => '.',
        3 | 4 => ':',
        5 | 6 => '*',
        _ => '#',
    }
}

/// A line of a screen with a text on it, a character as a reader sees it after the other.
#[cfg(test)]
pub(super) fn written(text: &str) -> Buffer {
    use unicode_segmentation::UnicodeSegmentation;
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 30, 1));
    let mut at = 0;
    for seen in text.graphemes(true) {
        buffer.content[at].set_symbol(seen);
        at += seen.width();
    }
    buffer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let mut buffer = written(text);
        rewrite(&mut buffer);
        let line: String = buffer.content.iter().map(Cell::symbol).collect();
        line.trim_end().to_owned()
    }

    #[test]
    fn signs_of_our_own_have_twins() {
        for (drawn, twin) in [
            ("┌─ ▸3 ─┐", "+- >3 -+"),
            ("TF↓ Links↑ │", "TFv Links^ |"),
            ("a › b · c", "a > b . c"),
            ("✓ done", "+ done"),
            ("✗ failed", "x failed"),
            ("▁▂▃▄▅▆▇█", "_:-=+###"),
            ("▓▒░", "#:."),
            ("⠀⠁⠇⠿⣿", " .:*#"),
            ("80×24", "80x24"),
            ("⟨RLO⟩", "<RLO>"),
            ("≤ 350,000", "<=350,000"),
            ("≤350,000", "<350,000"),
            ("reading …", "reading ..."),
            ("exampl… 7", "exampl~ 7"),
            ("a … b", "a ~ b"),
            ("‘quoted’ “text”", "'quoted' \"text\""),
        ] {
            assert_eq!(rewritten(drawn), twin);
        }
    }

    #[test]
    fn what_has_none_keeps_its_width() {
        for (drawn, twin) in [
            ("日本語 tf", "?????? tf"),
            ("bücher", "b?cher"),
            ("cafe\u{301} x", "cafe x"),
            ("👩‍👩‍👧‍👦 x", "?? x"),
            ("مرحبا", "?????"),
            ("각 x", "?? x"),
        ] {
            assert_eq!(rewritten(drawn), twin, "{drawn}");
        }
    }
}
