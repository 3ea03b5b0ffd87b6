//! Rows as a Markdown table under their measure. Nothing that came is markup: addresses are addresses, all else text.

use std::io::{self, Write};

use super::about::About;
use super::eye::Eye;
use super::forms::Form;
use super::heads::Head;
use crate::model::column::Value;
use crate::model::rows::Row;

pub(super) struct Markdown<'a> {
    pub heads: &'a [Head],
    pub about: &'a About<'a>,
    pub eye: Eye,
}

impl Form for Markdown<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        if !self.about.title.is_empty() {
            writeln!(out, "# {}\n", escaped(&self.about.title))?;
        }
        for (name, text) in &self.about.facts {
            writeln!(out, "- {}: {}", escaped(name), escaped(text))?;
        }
        if !self.about.facts.is_empty() {
            writeln!(out)?;
        }
        let titles = self.heads.iter().map(|head| escaped(&head.title));
        line(titles, out)?;
        let rules = self.heads.iter().map(|head| match head.is_right_aligned() {
            true => "--:".to_owned(),
            false => ":--".to_owned(),
        });
        line(rules, out)
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            let cells = row.cells.iter().map(|cell| {
                let told = self.eye.cell(cell);
                match cell {
                    Value::Text(text) if *text == told && is_address(text) => address(text),
                    _ => escaped(&told),
                }
            });
            line(cells, out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let beyond = Some(self.about.beyond.clone()).filter(|text| !text.is_empty());
        for text in beyond.into_iter().chain(self.eye.cuts()) {
            writeln!(out, "\n{}", escaped(&text))?;
        }
        Ok(())
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&cell);
        line.push_str(" |");
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}

/// Whether a text is one address of the web as a whole, and nothing else in it can be read.
fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("http://") || text.starts_with("https://");
    let breaks = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '`');
    is_web && !text.contains(breaks)
}

/// An address in the brackets in which Markdown takes it as it is; only a table cell's own border is escaped.
fn address(text: &str) -> String {
    format!("<{}>", text.replace('|', "\\|"))
}

/// A text in which nothing is markup. No address of whatever kind becomes a link by itself.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markup = match c {
            '\\' | '|' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '$' | '&' | '!' => true,
            // Between letters it is only itself; elsewhere it may begin emphasis.
            '_' => !(is_inside(before) && is_inside(letters.peek().copied())),
            // What would begin a heading, a list or an address.
            '#' | '-' | '+' | '=' => before.is_none(),
            ':' => letters.peek() == Some(&'/'),
            '@' => is_inside(before),
            '.' => {
                before == Some('w')
                    || before.is_some_and(|c| c.is_ascii_digit()) && letters.peek() == Some(&' ')
            }
            _ => false,
        };
        if is_markup {
            safe.push('\\');
        }
        safe.push(c);
        before = Some(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, wanted) in [
            ("a|b", r"a\|b"),
            ("snake_case _x_", r"snake_case \_x\_"),
            ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
            ("see https://a.de/", r"see https\://a.de/"),
            ("www.a.de", r"www\.a.de"),
            ("# 日本語 1.5", r"\# 日本語 1.5"),
            ("&amp; <b>*!", r"\&amp; \<b\>\*\!"),
            ("a@b.de", r"a\@b.de"),
            (r"\|", r"\\\|"),
        ] {
            assert_eq!(escaped(text), wanted);
        }
    }

    #[test]
    fn an_address_is_whole_or_a_text() {
        assert!(is_address("https://a.de/x_y*z|w"));
        assert_eq!(address("https://a.de/x|y"), r"<https://a.de/x\|y>");
        for text in [
            "javascript:alert(1)",
            "https://a.de/ b",
            "https://a.de/<b>",
            "a.de",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
