//! A drawn screen as an SVG picture: one text of cells a run of one look, on a dark ground.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Width and height of a cell, and the size of its letters.
const CELL: (f32, f32) = (8.4, 18.0);
const LETTERS: u16 = 14;
const GROUND: &str = "#16181d";
const INK: &str = "#d6d9e0";
const FAINT: &str = "#8b919e";
/// Families that have box drawing and braille, the first that is there.
const FAMILY: &str =
    "ui-monospace, 'DejaVu Sans Mono', 'JetBrains Mono', Menlo, Consolas, monospace";

/// The sixteen colours of a terminal on a dark ground.
const PALETTE: [&str; 16] = [
    "#2b2f38", "#e06c75", "#8cc265", "#d8b25f", "#61a0ea", "#c678dd", "#4fbcc9", "#c3c8d1",
    "#7b8290", "#ef8a92", "#a5d585", "#ecd08a", "#85b8f5", "#d79bea", "#77d3de", "#f2f4f8",
];

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    ground: Option<String>,
    bold: bool,
    underlined: bool,
}

/// The picture of a screen; `title` is read to whoever does not see it.
pub fn picture(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f32::from(columns) * CELL.0 + 16.0;
    let height = f32::from(rows) * CELL.1 + 16.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n<g font-family=\"{FAMILY}\" font-size=\"{LETTERS}\" fill=\"{INK}\" xml:space=\"preserve\">\n",
        escaped(title)
    );
    for y in 0..rows {
        line(buffer, y, &mut svg);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn line(buffer: &Buffer, y: u16, svg: &mut String) {
    let mut x = 0;
    while x < buffer.area.width {
        let look = look(&buffer[(x, y)]);
        let from = x;
        let mut text = String::new();
        while x < buffer.area.width && self::look(&buffer[(x, y)]) == look {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        run(svg, (from, y, x - from), &text, &look);
    }
}

fn run(svg: &mut String, (x, y, cells): (u16, u16, u16), text: &str, look: &Look) {
    let left = 8.0 + f32::from(x) * CELL.0;
    let top = 8.0 + f32::from(y) * CELL.1;
    let long = f32::from(cells) * CELL.0;
    if let Some(ground) = &look.ground {
        let high = CELL.1;
        writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{long:.1}\" height=\"{high:.1}\" fill=\"{ground}\"/>"
        )
        .unwrap();
    }
    // Word by word, so that none drifts where a font is not as wide as the cells.
    let mut at = x;
    for word in text.split(' ') {
        let wide = u16::try_from(word.width()).unwrap();
        if wide > 0 {
            self::word(svg, (at, y, wide), word, look);
        }
        at += wide + 1;
    }
}

/// Letters of any font stand in their cells: the word is as long as its cells are.
fn word(svg: &mut String, (x, y, cells): (u16, u16, u16), text: &str, look: &Look) {
    let left = 8.0 + f32::from(x) * CELL.0;
    let base = 8.0 + f32::from(y) * CELL.1 + 13.5;
    let long = f32::from(cells) * CELL.0;
    let weight = if look.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let line = if look.underlined {
        " text-decoration=\"underline\""
    } else {
        ""
    };
    let ink = match look.ink.as_str() {
        INK => String::new(),
        ink => format!(" fill=\"{ink}\""),
    };
    writeln!(
        svg,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{long:.1}\" lengthAdjust=\"spacingAndGlyphs\"{ink}{weight}{line}>{}</text>",
        escaped(text)
    )
    .unwrap();
}

fn look(cell: &Cell) -> Look {
    let has = |modifier| cell.modifier.contains(modifier);
    let mut ink = colour(cell.fg).unwrap_or_else(|| INK.to_owned());
    if has(Modifier::DIM) {
        ink = FAINT.to_owned();
    }
    let mut ground = colour(cell.bg);
    if has(Modifier::REVERSED) {
        let under = ground.unwrap_or_else(|| GROUND.to_owned());
        (ink, ground) = (under, Some(ink));
    }
    Look {
        ink,
        ground,
        bold: has(Modifier::BOLD),
        underlined: has(Modifier::UNDERLINED),
    }
}

fn colour(colour: Color) -> Option<String> {
    let named = match colour {
        Color::Reset => return None,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n) => return Some(indexed(n)),
    };
    Some(PALETTE[named].to_owned())
}

/// The colours of the 256 that follow the sixteen: a cube of six steps, and greys.
fn indexed(n: u8) -> String {
    match n {
        0..=15 => PALETTE[usize::from(n)].to_owned(),
        16..=231 => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = n - 16;
            let (r, g, b) = (step(n / 36), step(n / 6 % 6), step(n % 6));
            format!("#{r:02x}{g:02x}{b:02x}")
        }
        232.. => {
            let grey = 8 + 10 * (n - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
