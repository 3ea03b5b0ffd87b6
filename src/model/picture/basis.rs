//! What the numbers of a picture are of: which rows, of how many, from where, and which are in no mark.

use crate::model::column::grouped;
use crate::model::text::one_line;

/// Rows that are in no mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub rows: u64,
    /// Which: `without TrustFlow`.
    pub which: String,
}

/// The whole that numbers are read against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// What the rows of the list are called: `links`, `links from quietharbour.example`.
    pub noun: String,
    /// Rows that were gone through: those that pass the filter.
    pub rows: u64,
    /// Rows that the list has without its filter.
    pub of: u64,
    /// Rows that the provider knows, where it said so.
    pub known: Option<u64>,
    /// The filter; empty lets every row through.
    pub filter: String,
    /// More rows may come.
    pub arriving: bool,
    /// Where the rows come from: `majestic historic index of 2026-11-20`.
    pub source: String,
    /// What the numbers of the marks count: `links`.
    pub unit: String,
    /// The denominator of every share.
    pub whole: u64,
    /// Rows that are in no mark.
    pub left_out: Vec<LeftOut>,
    /// What else a reader must know, one sentence each, safe to show.
    pub notes: Vec<String>,
}

impl Basis {
    /// Adds rows that are in no mark, where there are any.
    pub fn leave_out(&mut self, rows: u64, which: impl Into<String>) {
        if rows > 0 {
            let which = which.into();
            self.left_out.push(LeftOut { rows, which });
        }
    }

    /// The share of a count of the whole, between 0 and 1; nothing of nothing is nothing.
    pub fn share(&self, count: u64) -> f64 {
        if self.whole == 0 {
            0.0
        } else {
            count as f64 / self.whole as f64
        }
    }

    /// In one line, safe to show: `12,400 of 104,972 links held pass tf>=20 · majestic historic index of 2026-10-05 ·
    /// 312 without TrustFlow left out`.
    pub fn line(&self) -> String {
        self.pieces().join(" · ")
    }

    /// The pieces of that line.
    pub fn pieces(&self) -> Vec<String> {
        let held = if self.arriving { "held so far" } else { "held" };
        let noun = one_line(&self.noun);
        let rows = match self.filter.trim() {
            "" => {
                let known = self.known.filter(|known| *known != self.of);
                let known = known.map(|known| format!(" (of {} known)", number(known)));
                let known = known.unwrap_or_default();
                format!("{} {noun} {held}{known}", number(self.of))
            }
            filter => format!(
                "{} of {} {noun} {held} pass {}",
                number(self.rows),
                number(self.of),
                one_line(filter)
            ),
        };
        let mut pieces = vec![rows];
        if !self.unit.is_empty() && self.unit != self.noun && self.whole != self.rows {
            pieces.push(format!("shares of {} {}", number(self.whole), self.unit));
        }
        pieces.push(one_line(&self.source));
        let out = self.left_out.iter();
        pieces.extend(out.map(|out| format!("{} {} left out", number(out.rows), out.which)));
        pieces.extend(self.notes.iter().cloned());
        pieces
    }
}

/// A count as people read it.
pub(super) fn number(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}
