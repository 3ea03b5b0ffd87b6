//! A page as lines of a width.

use unicode_width::UnicodeWidthStr;

use super::Block;
use crate::app::wrap::wrap;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(String),
    /// What stands at the left, as wide as its column, and at the right of it.
    Row(String, String),
    /// A line of its own.
    Text(String),
    /// A line that goes on with what the one before says.
    More(String),
    /// A line of code.
    Code(String),
    /// Nothing.
    Blank,
}

impl Line {
    /// What it says.
    pub fn text(&self) -> String {
        match self {
            Self::Heading(text) | Self::Text(text) | Self::More(text) | Self::Code(text) => {
                text.clone()
            }
            Self::Row(name, text) if text.is_empty() => name.clone(),
            Self::Row(name, text) => format!("{name} {text}"),
            Self::Blank => String::new(),
        }
    }

    /// Whether it goes on with the line before.
    pub fn goes_on(&self) -> bool {
        matches!(self, Self::More(_))
            || matches!(self, Self::Row(name, _) if name.trim().is_empty())
    }
}

/// Cells before code.
const INDENT: usize = 2;

/// Most cells for the left of a table.
const LEFT: usize = 36;

/// Cells for the left of a page's tables: as wide as its widest name that leaves the right some room.
fn left(blocks: &[Block], width: usize) -> usize {
    let most = (width * 2 / 5).min(LEFT);
    let name = |block: &Block| match block {
        Block::Row(name, _) => Some(name.width()).filter(|wide| *wide <= most),
        _ => None,
    };
    let widest = blocks.iter().filter_map(name).max();
    widest.map_or(most, |wide| wide + 1)
}

/// The pieces of a page in so many cells; no line is wider.
pub fn lines(blocks: &[Block], width: usize) -> Vec<Line> {
    let width = width.max(8);
    let left = left(blocks, width);
    let mut lines = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let belongs = matches!(
            (before, block),
            (None | Some(Block::Heading(_)), _)
                | (Some(Block::Row(..)), Block::Row(..))
                | (Some(Block::Item(..)), Block::Item(..))
        );
        if !belongs {
            lines.push(Line::Blank);
        }
        match block {
            Block::Heading(text) => {
                lines.extend(wrap(text, width).into_iter().map(Line::Heading));
            }
            Block::Text(text) => paragraph(&mut lines, "", text, width),
            Block::Item(mark, text) => paragraph(&mut lines, &format!("{mark} "), text, width),
            Block::Row(name, text) => row(&mut lines, (name, text), width, left),
            Block::Code(code) => {
                for line in code {
                    let parts = kept(line, width.saturating_sub(INDENT).max(1));
                    let parts = parts.into_iter();
                    lines.extend(parts.map(|part| Line::Code(format!("{:INDENT$}{part}", ""))));
                }
            }
        }
        before = Some(block);
    }
    lines
}

/// A paragraph; behind a mark its lines stand under one another.
fn paragraph(lines: &mut Vec<Line>, mark: &str, text: &str, width: usize) {
    let indent = mark.width();
    for (at, part) in wrap(text, width - indent.min(width - 1))
        .into_iter()
        .enumerate()
    {
        lines.push(match at {
            0 => Line::Text(format!("{mark}{part}")),
            _ => Line::More(format!("{}{part}", " ".repeat(indent))),
        });
    }
}

/// A line of a table. What is wider than its place stands alone above what it means.
fn row(lines: &mut Vec<Line>, (name, text): (&str, &str), width: usize, left: usize) {
    let room = width.saturating_sub(left + 1).max(1);
    let is_wide = name.width() > left;
    if is_wide {
        for (at, part) in wrap(name, width).into_iter().enumerate() {
            lines.push(match at {
                0 => Line::Row(part, String::new()),
                _ => Line::More(part),
            });
        }
    }
    let parts = wrap(text, room);
    if parts.is_empty() && !is_wide {
        lines.push(Line::Row(name.to_owned(), String::new()));
    }
    for (at, part) in parts.into_iter().enumerate() {
        let name = if at == 0 && !is_wide { name } else { "" };
        let gap = " ".repeat(left.saturating_sub(name.width()));
        lines.push(Line::Row(format!("{name}{gap}"), part));
    }
}

/// A line of code, whose blanks count; what does not fit goes on below, further in.
fn kept(line: &str, width: usize) -> Vec<String> {
    let indent = line.len() - line.trim_start().len();
    // Where there is no room for blanks before what goes on, there are none.
    let further = if width > indent + 16 { indent + 4 } else { 0 };
    let inner = width.saturating_sub(further).max(1);
    if line.width() <= width {
        return vec![line.to_owned()];
    }
    let parts = wrap(line, inner);
    let begin = |at: usize| {
        " ".repeat(if at == 0 {
            indent.min(further)
        } else {
            further
        })
    };
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(at, part)| format!("{}{part}", begin(at)))
        .collect()
}
