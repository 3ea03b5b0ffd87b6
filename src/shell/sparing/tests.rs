//! Frames as a terminal shows them: the same as with all of their bytes.

use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::*;

const SIZE: (u16, u16) = (60, 16);

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

#[derive(Clone, Default)]
struct Line(Arc<Mutex<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal at the end of a line.
struct Shown<B: Backend> {
    terminal: Terminal<B>,
    line: Line,
    parser: vt100::Parser,
}

impl<B: Backend<Error = io::Error>> Shown<B> {
    fn by(backend: impl FnOnce(Line) -> B) -> Self {
        let line = Line::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let options = TerminalOptions { viewport };
        Self {
            terminal: Terminal::with_options(backend(line.clone()), options).unwrap(),
            line,
            parser: vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0),
        }
    }

    /// How many bytes it took.
    fn frame(&mut self, lines: &[String], cursor: usize) -> usize {
        self.terminal
            .draw(|frame| {
                let buffer = frame.buffer_mut();
                for (y, text) in (0..).zip(lines) {
                    let style = match usize::from(y) == cursor {
                        true => Style::new().bg(Color::Blue),
                        false => Style::new(),
                    };
                    buffer.set_string(0, y, text, style);
                    buffer.set_style(Rect::new(0, y, SIZE.0, 1), style);
                }
            })
            .unwrap();
        let bytes = std::mem::take(&mut *self.line.0.lock().unwrap());
        self.parser.process(&bytes);
        bytes.len()
    }

    /// Every cell as it is seen.
    fn cells(&self) -> Vec<(String, vt100::Color)> {
        let screen = self.parser.screen();
        let places = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x, y)));
        let cell = |(x, y)| {
            let cell = screen.cell(y, x).unwrap();
            let text = match cell.contents() {
                "" => " ",
                text => text,
            };
            (text.to_owned(), cell.bgcolor())
        };
        places.map(cell).collect()
    }
}

fn row(n: usize, y: usize, words: &[String]) -> String {
    let word = words.get(n % words.len().max(1)).map_or("", String::as_str);
    let (host, page) = (n * 7, n % 3);
    let text = format!("│side {y:<4}│{n:>6} {word} host{host}.example/{page}");
    text.chars().take(usize::from(SIZE.0) / 2 + 12).collect()
}

/// Lines between two panes that stand still; the list shows rows from `top` on.
fn lines(top: usize, words: &[String]) -> Vec<String> {
    let mut lines = vec!["│ a title that stays where it is".to_owned()];
    lines.extend((0..usize::from(SIZE.1) - 2).map(|y| row(top + y, y, words)));
    lines.push("q quit".to_owned());
    lines
}

proptest! {
    #[test]
    fn what_is_seen_is_what_was_drawn(
        tops in proptest::collection::vec((0usize..40, 0usize..16), 1..12),
        words in proptest::collection::vec("[a-c ]{0,6}|日本|é|世x界|مر", 1..5),
    ) {
        let mut sparing = Shown::by(Sparing::new);
        let mut plain = Shown::by(CrosstermBackend::new);
        for (top, cursor) in tops {
            let lines = lines(top, &words);
            sparing.frame(&lines, cursor);
            plain.frame(&lines, cursor);
            prop_assert_eq!(sparing.cells(), plain.cells());
        }
    }
}

#[test]
fn a_list_that_scrolls_by_a_row_costs_little_more_than_the_row() {
    let words: Vec<String> = ["quiet", "harbour", "日本"].map(str::to_owned).into();
    let mut sparing = Shown::by(Sparing::new);
    let mut plain = Shown::by(CrosstermBackend::new);
    for top in (0..30).chain((0..29).rev()) {
        let lines = lines(top, &words);
        let (few, many) = (sparing.frame(&lines, 14), plain.frame(&lines, 14));
        assert_eq!(sparing.cells(), plain.cells(), "{top}");
        let is_first = many > 800 && top == 0;
        assert!(
            few < 450 || is_first || many < 450,
            "{top}: {few} of {many}"
        );
    }
}

#[test]
fn what_was_cleared_is_blank() {
    let words = vec!["word".to_owned()];
    let mut sparing = Shown::by(Sparing::new);
    let whole = sparing.frame(&lines(3, &words), 2);
    assert!(sparing.frame(&lines(3, &words), 2) < whole / 10);
    let whole_screen = Rect::new(0, 0, SIZE.0, SIZE.1);
    sparing.terminal.resize(whole_screen).unwrap();
    let again = sparing.frame(&lines(3, &words), 2);
    assert!(again >= whole, "{again} of {whole}");
}

#[test]
fn a_blank_behind_an_emoji_takes_nothing_from_it() {
    let (mut emoji, blank) = (Cell::EMPTY, Cell::EMPTY);
    emoji.set_symbol("\u{2601}\u{fe0f}");
    let mut screen = Screen::default();
    screen.put_all(&[(0, 0, &emoji), (1, 0, &blank)]);
    assert_eq!(Screen::default().differences(&screen), [(0, 0, &emoji)]);
    let mut letter = Cell::EMPTY;
    letter.set_symbol("a");
    screen.put_all(&[(0, 0, &letter)]);
    assert_eq!(Screen::default().differences(&screen), [(0, 0, &letter)]);
}
