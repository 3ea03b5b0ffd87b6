//! Rows as a report: one HTML file that needs nothing else and runs nothing. It is well-formed, so that programs can
//! read it too; what strangers wrote is text everywhere, and no address in it is a link.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::about::About;
use super::eye::Eye;
use super::forms::Form;
use super::heads::Head;
use crate::model::column::{Kind, Value};
use crate::model::rows::Row;

/// How it looks, light and dark, on screen and on paper.
const STYLE: &str = include_str!("../../../assets/report.css");

pub(super) struct Html<'a> {
    pub heads: &'a [Head],
    pub about: &'a About<'a>,
    pub eye: Eye,
}

impl Form for Html<'_> {
    fn begin(&mut self, _: &[Row], out: &mut dyn Write) -> io::Result<()> {
        let title = match self.about.title.is_empty() {
            true => "Rows".to_owned(),
            false => escaped(&self.about.title),
        };
        // Only this one style may apply, and nothing may be fetched, run or sent.
        let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
             base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        )?;
        if !self.about.facts.is_empty() {
            writeln!(out, "<dl>")?;
            for (name, text) in &self.about.facts {
                let (name, text) = (escaped(name), escaped(text));
                writeln!(out, "<dt>{name}</dt><dd dir=\"auto\">{text}</dd>")?;
            }
            writeln!(out, "</dl>")?;
        }
        for figure in self.about.figures {
            let caption = escaped(&figure.caption);
            let svg = &figure.svg;
            writeln!(
                out,
                "<figure>\n{svg}\n<figcaption>{caption}</figcaption>\n</figure>"
            )?;
        }
        writeln!(out, "<table>")?;
        if !self.about.beyond.is_empty() {
            writeln!(out, "<caption>{}</caption>", escaped(&self.about.beyond))?;
        }
        write!(out, "<thead><tr>")?;
        for head in self.heads {
            let (title, class) = (escaped(&head.title), class(head));
            write!(out, "<th scope=\"col\"{class}>{title}</th>")?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")
    }

    fn rows(&mut self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            write!(out, "<tr>")?;
            for (cell, head) in row.cells.iter().zip(self.heads) {
                let told = escaped(&self.eye.cell(cell));
                match (cell, head.kind) {
                    (Value::Null, _) => write!(out, "<td></td>")?,
                    (_, Kind::Text) => write!(out, "<td dir=\"auto\">{told}</td>")?,
                    _ => write!(out, "<td{}>{told}</td>", class(head))?,
                }
            }
            writeln!(out, "</tr>")?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</tbody>\n</table>")?;
        if let Some(cuts) = self.eye.cuts() {
            writeln!(out, "<p>{}</p>", escaped(&cuts))?;
        }
        writeln!(out, "</body>\n</html>")
    }
}

fn class(head: &Head) -> &'static str {
    match head.is_right_aligned() {
        true => " class=\"n\"",
        false => "",
    }
}

/// A text in which nothing is markup, and no character that a document may not have.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
