//! What pictures are drawn on: shapes by what they are, text that is only text.

use std::fmt::Write;

use super::WIDTH;
use crate::model::column::grouped;
use crate::model::text::marked;
use crate::store::export::html::escaped;

/// Paper around a picture that is a file of its own.
const MARGIN: f64 = 12.0;

/// From one line below a picture to the next, and its letters.
const LINE: f64 = 15.0;
const LINE_LETTERS: usize = 105;

/// Where a text ends up beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A picture in the making.
pub(super) struct Canvas {
    head: String,
    body: String,
    height: f64,
}

impl Canvas {
    pub fn new(title: &str, about: &str) -> Self {
        let head = format!(
            "<title>{}</title>\n<desc>{}</desc>\n",
            escaped(&marked(title)),
            escaped(&marked(about))
        );
        Self {
            head,
            body: String::new(),
            height: 0.0,
        }
    }

    /// Makes room downwards.
    pub fn reach(&mut self, y: f64) {
        self.height = self.height.max(y);
    }

    /// A filled mark; `shade` between 0 and 1.
    pub fn mark(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), shade: f64) {
        self.put(format_args!(
            "<rect class=\"m\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"currentColor\" fill-opacity=\"{shade:.2}\" stroke=\"none\"/>"
        ));
    }

    /// A hollow mark.
    pub fn hollow(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) {
        self.put(format_args!(
            "<rect class=\"m\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"none\" fill-opacity=\"0\" stroke=\"currentColor\"/>"
        ));
    }

    /// A line of the frame, not of the numbers.
    pub fn rule(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.put(format_args!(
            "<line class=\"r\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"currentColor\"/>"
        ));
    }

    /// Numbers in a row.
    pub fn path(&mut self, points: &[(f64, f64)]) {
        if let [(x, y)] = points {
            self.put(format_args!(
                "<circle class=\"m\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"currentColor\"/>"
            ));
            return;
        }
        let points = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}"));
        let points = points.collect::<Vec<_>>().join(" ");
        self.put(format_args!(
            "<polyline class=\"m\" points=\"{points}\" fill=\"none\" fill-opacity=\"0\" stroke=\"currentColor\"/>"
        ));
    }

    /// A text on one line.
    pub fn text(&mut self, (x, y): (f64, f64), at: At, text: &str) {
        let anchor = match at {
            At::Start => "start",
            At::Middle => "middle",
            At::End => "end",
        };
        let text = escaped(&marked(text));
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"11\">{text}</text>"
        ));
    }

    fn put(&mut self, shape: std::fmt::Arguments<'_>) {
        // A string takes everything.
        let _ = writeln!(self.body, "{shape}");
    }

    /// A text below all that was drawn.
    pub fn line_below(&mut self, text: &str) {
        let y = self.height + LINE;
        self.text((0.0, y), At::Start, &cut(text, LINE_LETTERS));
        self.reach(y);
    }

    /// The picture as a file of its own, which brings its paper, its ink and its letters.
    pub fn document(self) -> String {
        let Self { head, body, height } = self;
        let (wide, high) = (WIDTH + 2.0 * MARGIN, height + 2.0 * MARGIN);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{wide:.0}\" height=\"{high:.0}\" \
             viewBox=\"-{MARGIN:.0} -{MARGIN:.0} {wide:.0} {high:.0}\" color=\"#222222\" font-family=\"sans-serif\">\n\
             {head}<rect x=\"-{MARGIN:.0}\" y=\"-{MARGIN:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" fill=\"#ffffff\"/>\n\
             <g fill=\"#222222\">\n{body}</g>\n</svg>\n"
        )
    }

    /// The picture.
    pub fn end(self) -> String {
        let Self { head, body, height } = self;
        format!("<svg role=\"img\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\">\n{head}{body}</svg>")
    }
}

/// A count in at most five letters: `999`, `1.2k`, `43k`, `1.5M`.
pub(super) fn short(n: u64) -> String {
    const STEPS: [(u64, &str); 4] = [
        (1_000_000_000_000, "T"),
        (1_000_000_000, "G"),
        (1_000_000, "M"),
        (1_000, "k"),
    ];
    let Some((step, letter)) = STEPS.into_iter().find(|(step, _)| n >= *step) else {
        return n.to_string();
    };
    let (whole, tenth) = (n / step, n % step * 10 / step);
    match whole < 10 && tenth > 0 {
        true => format!("{whole}.{tenth}{letter}"),
        false => format!(
            "{}{letter}",
            grouped(i64::try_from(whole).unwrap_or(i64::MAX))
        ),
    }
}

/// A text of at most so many letters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
