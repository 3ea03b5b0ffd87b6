//! What chance and the machine's clock put on a screen, made the same in every picture, cell for cell.

use ratatui::buffer::Buffer;
use regex::Regex;

/// What differs from run to run, and what stands in its place: so much of it as there is.
fn of_chance() -> [(String, &'static str); 3] {
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    [
        // The moment at which a dataset was begun, in its name, which may be cut.
        (r"\b20\d{6}-\d{1,6}".to_owned(), "20261121-140312"),
        // The service's name of a job.
        (
            r"\b[0-9A-F]{32}\b".to_owned(),
            "5C1B0E8D27F94A63B0D6E5A1C4F2987B",
        ),
        // The day since which something is held.
        (regex::escape(&today), "2026-11-21"),
    ]
}

/// The screen without what is of chance.
pub fn settled(mut buffer: Buffer) -> Buffer {
    let patterns = of_chance().map(|(pattern, instead)| (Regex::new(&pattern).unwrap(), instead));
    for y in 0..buffer.area.height {
        // One byte a cell, so that places in the line are columns.
        let line: String = (0..buffer.area.width)
            .map(|x| match buffer[(x, y)].symbol().as_bytes() {
                [one] if one.is_ascii() => char::from(*one),
                _ => '\u{1}',
            })
            .collect();
        for (pattern, instead) in &patterns {
            for found in pattern.find_iter(&line) {
                for (x, sign) in found.range().zip(instead.chars()) {
                    buffer[(u16::try_from(x).unwrap(), y)].set_char(sign);
                }
            }
        }
    }
    buffer
}
