//! Tables that fit a terminal: columns in which nothing stands give way first, then long texts are cut, and only then
//! columns give way, in the order that the table names.

use unicode_width::UnicodeWidthStr;

use super::Records;
use crate::app::wrap::wrap;
use crate::cli::width::{GAP, fitting};
use crate::model::column::Value;
use crate::view::widgets::text::cut;

/// Texts are cut to no fewer cells.
const LEAST: usize = 12;
/// What is typed elsewhere is of no use when it is cut.
const WHOLE: [&str; 5] = ["dataset", "remote_id", "setting", "column", "name"];

impl Records {
    /// The same for a terminal of this many columns, with the names of the columns that were left out; none where all of
    /// it fits.
    pub fn narrowed(&self, room: usize) -> Option<(Self, Vec<String>)> {
        let widths: Vec<usize> = (0..self.columns.len()).map(|at| self.width(at)).collect();
        if total(widths.iter().copied()) <= room {
            return None;
        }
        let is_filled = |at: &usize| self.rows.iter().any(|row| !row[*at].is_null());
        let mut order: Vec<usize> = (0..self.columns.len()).filter(is_filled).collect();
        if order.is_empty() {
            order = (0..self.columns.len()).collect();
        }
        order.sort_by_key(|at| self.rank(*at));
        let least: Vec<usize> = (0..widths.len())
            .map(|at| self.least(at, widths[at]))
            .collect();
        let kept = fitting(&least, &order, room);
        let mut shown: Vec<usize> = kept.iter().map(|at| widths[*at].min(room)).collect();
        // The widest gives first, so that short texts stay whole.
        while total(shown.iter().copied()) > room {
            let can_give = |n: &usize| shown[*n] > least[kept[*n]];
            let widest = (0..kept.len()).filter(can_give).max_by_key(|n| shown[*n]);
            let Some(widest) = widest else { break };
            shown[widest] -= 1;
        }
        let left_out = (0..self.columns.len()).filter(|at| !kept.contains(at));
        let left_out = left_out.map(|at| self.columns[at].clone()).collect();
        Some((self.cut_to(&kept, &shown), left_out))
    }

    fn width(&self, at: usize) -> usize {
        let cells = self.rows.iter();
        let cells = cells.map(|row| self.told((at, &row[at])).width());
        cells.chain([self.columns[at].width()]).max().unwrap_or(0)
    }

    /// The place of a column among those that matter, the most important first.
    fn rank(&self, at: usize) -> usize {
        let gives = self
            .giving_way
            .iter()
            .position(|name| *name == self.columns[at]);
        gives.map_or(at, |first| usize::MAX - first)
    }

    fn least(&self, at: usize, width: usize) -> usize {
        let name = self.columns[at].as_str();
        let is_text = |row: &Vec<Value>| matches!(row[at], Value::Text(_) | Value::Null);
        let is_whole = WHOLE.contains(&name) && self.wrapped != Some(name);
        match !is_whole && self.rows.iter().all(is_text) {
            true => width.min(LEAST.max(name.width())),
            false => width,
        }
    }

    fn cut_to(&self, kept: &[usize], shown: &[usize]) -> Self {
        let wrapped = kept
            .iter()
            .position(|at| self.wrapped == Some(self.columns[*at].as_str()));
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let told = |n: usize| self.told((kept[n], &row[kept[n]]));
            let cell = |n: usize| match &row[kept[n]] {
                Value::Text(_) if told(n).width() > shown[n] => {
                    Value::Text(cut(&told(n), shown[n]))
                }
                cell => cell.clone(),
            };
            let mut first: Vec<Value> = (0..kept.len()).map(cell).collect();
            let pieces = match wrapped {
                Some(n) if told(n).width() > shown[n] => wrap(&told(n), shown[n]),
                _ => Vec::new(),
            };
            let mut pieces = pieces.into_iter();
            if let (Some(n), Some(piece)) = (wrapped, pieces.next()) {
                first[n] = Value::Text(piece);
            }
            rows.push(first);
            rows.extend(pieces.map(|piece| {
                let mut more = vec![Value::Null; kept.len()];
                if let Some(cell) = wrapped.and_then(|n| more.get_mut(n)) {
                    *cell = Value::Text(piece);
                }
                more
            }));
        }
        let unknown = self.unknown.and_then(|(of, mark)| {
            let at = kept.iter().position(|at| *at == of)?;
            Some((at, mark))
        });
        Self {
            columns: kept.iter().map(|at| self.columns[*at].clone()).collect(),
            rows,
            unknown,
            ..Self::default()
        }
    }
}

fn total(widths: impl Iterator<Item = usize>) -> usize {
    widths
        .map(|wide| wide + GAP)
        .sum::<usize>()
        .saturating_sub(GAP)
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    const LONG: &str = "at most 55,000 analysis + 10,000 retrieval";

    fn plan() -> Records {
        let mut records = Records::new(["query", "command", "what", "price", "empty", "analysis"])
            .giving_way(&["command", "price"]);
        records.push(vec![
            text("refdomains example.com"),
            text("refdomains"),
            text("buy"),
            text(LONG),
            Value::Null,
            Value::Int(55_000),
        ]);
        records
    }

    fn shown(records: &Records, room: usize) -> (Vec<String>, String) {
        let (lines, left_out) = records.lines(Some(room)).unwrap();
        assert!(lines.iter().all(|line| line.width() <= room), "{lines:?}");
        (lines, left_out.join(" "))
    }

    #[test]
    fn what_is_empty_gives_way_then_texts_are_cut_then_columns_go_in_their_order() {
        let records = plan();
        assert!(records.narrowed(200).is_none());
        let (lines, left_out) = shown(&records, 97);
        assert_eq!(left_out, "empty");
        assert!(lines[1].contains(LONG), "{lines:?}");
        let (lines, left_out) = shown(&records, 60);
        assert_eq!(left_out, "empty", "texts are cut before a column gives way");
        assert!(lines[1].contains('…'), "{lines:?}");
        let (lines, left_out) = shown(&records, 45);
        assert_eq!(left_out, "command empty");
        assert!(
            lines[1].contains("at most") && lines[1].ends_with("55,000"),
            "{lines:?}"
        );
        let (lines, left_out) = shown(&records, 30);
        assert_eq!(left_out, "command price empty");
        assert!(
            lines[1].contains("buy") && lines[1].ends_with("55,000"),
            "{lines:?}"
        );
    }

    #[test]
    fn what_is_typed_elsewhere_is_never_cut() {
        let id = "20261122T213350Z-example.com";
        let mut records = Records::new(["dataset", "why"]);
        records.push(vec![text(id), text(LONG)]);
        let (lines, left_out) = shown(&records, 45);
        assert!(
            lines[1].starts_with(id) && lines[1].ends_with('…'),
            "{lines:?}"
        );
        assert_eq!(left_out, "");
    }

    #[test]
    fn a_value_goes_on_in_the_next_line() {
        let mut records = Records::new(["column", "title", "value"])
            .giving_way(&["title"])
            .wrapping("value");
        let url = "https://example.com/a/very/long/path/without/any/blank";
        records.push(vec![text("source_url"), text("Source"), text(url)]);
        let (lines, left_out) = shown(&records, 40);
        assert_eq!(left_out, "");
        let told: String = lines[1..]
            .iter()
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        assert_eq!(told, url);
        let (lines, left_out) = shown(&records, 26);
        assert_eq!(left_out, "title");
        assert!(lines.len() > 4, "{lines:?}");
    }
}
