//! The values of a column with how often each occurs, of how many.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::sheet;
use crate::app::effect::Pane;
use crate::app::list::List;
use crate::app::listing::{cut_short, list};
use crate::app::mouse::Spot;
use crate::app::overlay::TallySheet;
use crate::app::overlay::tally::{HEAD, area};
use crate::app::progress;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::{Kind, Value};
use crate::model::tally::{Tally, TallyRow};
use crate::model::text::one_line;
use crate::view::footer::notice_lines;
use crate::view::list::{count, noun};
use crate::view::widgets::Pen;
use crate::view::widgets::text::cut;

/// Cells of a count.
const COUNT: u16 = 11;

/// Cells of a share.
const SHARE: u16 = 7;

/// Cells of the longest bar, where there is room for bars, and where there is much.
const BARS: [u16; 2] = [10, 20];

/// Longest filter that is named in full.
const FILTER: usize = 60;

pub(super) fn draw(state: &State, pen: &mut Pen, tally: &TallySheet) {
    let place = area(state.size);
    let own = list(state, tally.pane);
    let title = format!("Tally of {}", tally.title(own));
    let inner = sheet(state, pen, (place.width, place.height), &title);
    if inner.height < HEAD {
        return;
    }
    let position = format!("◂ {} of {} columns ▸", tally.at + 1, tally.fields.len());
    let used = pen.text_right(inner.x, inner.y, inner.width, &position, Role::Dim);
    let room = inner.width.saturating_sub(used + 2);
    let name = tally.title(own);
    pen.text(inner.x, inner.y, room, &name, Role::Title);
    let said = Rect::new(inner.x, inner.y + 1, inner.width, 1);
    let rows = Rect::new(
        inner.x,
        inner.y + HEAD - 1,
        inner.width,
        inner.height - (HEAD - 1),
    );
    match &tally.counted {
        None => {
            let text = cut_short(state, tally.pane);
            let text = text.unwrap_or_else(|| counting(state, tally, own, said.width));
            pen.text(said.x, said.y, said.width, &text, Role::Dim);
        }
        Some(Err(why)) => {
            let lines = wrap(why, usize::from(inner.width).max(1));
            let below = Rect::new(said.x, said.y, said.width, inner.height - 1);
            pen.lines(below, &lines, Role::Bad);
        }
        Some(Ok(counts)) => {
            let text = denominator(state, tally, own, counts);
            // The second of its lines stays blank where one is enough.
            let lines = wrap(&text, usize::from(inner.width).max(1));
            pen.lines(Rect::new(said.x, said.y, said.width, 2), &lines, Role::Text);
            let head = match noun(own) {
                "links" => "Links",
                "domains" => "Domains",
                _ => "Items",
            };
            values(pen, rows, (tally, own, head), counts);
        }
    }
    notice(state, pen, place);
}

/// What is counted, and how far that is once it told.
fn counting(state: &State, tally: &TallySheet, own: &List, room: u16) -> String {
    let Some(gone) = &tally.gone else {
        return format!("counting {} …", rows_text(state, tally, own, None));
    };
    let said = gone.said(noun(own)).into_iter();
    let said = said.map(|said| format!("counting {said}")).collect();
    progress::fitting(said, usize::from(room))
}

/// What just happened, on the sheet's lower edge where the sheet hides the line for it.
fn notice(state: &State, pen: &mut Pen, sheet: Rect) {
    let line = state.layout().notice;
    if let Some(notice) = state.notice.as_ref().filter(|_| line.y < sheet.bottom()) {
        let edge = sheet.bottom().saturating_sub(1);
        let place = Rect::new(sheet.x + 1, edge, sheet.width.saturating_sub(2), 1);
        notice_lines(pen, place, notice);
    }
}

/// Which rows were counted: `62,400 links held`.
fn rows_text(state: &State, tally: &TallySheet, own: &List, rows: Option<u64>) -> String {
    let noun = noun(own);
    let of = match (tally.pane, &state.links.domain) {
        (Pane::Links, Some((_, name))) => format!("{noun} from {}", one_line(name)),
        _ => noun.to_owned(),
    };
    let held = if tally.arriving {
        "held so far"
    } else {
        "held"
    };
    match rows {
        Some(rows) if !tally.filter.is_empty() => {
            let filter = cut(&one_line(&tally.filter), FILTER);
            let all = count(tally.of);
            format!("{} of {all} {of} {held} that pass {filter}", count(rows))
        }
        Some(rows) => format!("{} {of} {held}", count(rows)),
        None => format!("{of} {held}"),
    }
}

/// What every figure is of, and how many values there are.
fn denominator(state: &State, tally: &TallySheet, own: &List, counts: &Tally) -> String {
    let rows = rows_text(state, tally, own, Some(counts.rows));
    let domains = match tally.pane {
        Pane::Links => format!(", {} domains", count(counts.domains)),
        Pane::Domains => String::new(),
    };
    let shown = u64::try_from(counts.values.len()).unwrap_or(u64::MAX);
    let values = if shown < counts.distinct {
        format!(
            "{} of {} values shown",
            count(shown),
            count(counts.distinct)
        )
    } else {
        let noun = if shown == 1 { "value" } else { "values" };
        format!("{} {noun}", count(shown))
    };
    format!("of {rows}{domains}; {values}")
}

/// Places of the columns in a line.
struct Columns {
    value: u16,
    domains: bool,
    bar: u16,
}

impl Columns {
    fn of(width: u16, pane: Pane) -> Self {
        let domains = pane == Pane::Links && width >= 50;
        let counts = COUNT + SHARE + if domains { COUNT } else { 0 };
        let fits = BARS.into_iter().zip([30, 50]);
        let bar = fits.filter(|(bar, value)| width >= counts + value + bar);
        let bar = bar.map(|(bar, _)| bar).next_back().unwrap_or(0);
        let taken = counts + bar + u16::from(bar > 0) * 2 + 2;
        Self {
            value: width.saturating_sub(taken).max(4),
            domains,
            bar,
        }
    }
}

fn values(
    pen: &mut Pen,
    area: Rect,
    (tally, own, head): (&TallySheet, &List, &str),
    counts: &Tally,
) {
    let columns = Columns::of(area.width, tally.pane);
    let kind = counts.field.column_in(own.table).kind;
    let is_text = kind == Kind::Text || kind.is_nested();
    let heads = [head, "Share", "Domains"].map(str::to_owned);
    line(pen, area, &columns, ("  Value", &heads, Role::Header));
    let fit = usize::from(area.height.saturating_sub(1));
    // A sheet that shrank shows the cursor all the same.
    let top = tally.top.max((tally.cursor + 1).saturating_sub(fit));
    let most = counts.values.iter().map(|row| row.rows).max().unwrap_or(1);
    let shown = counts.values.iter().enumerate().skip(top).take(fit);
    for (y, (at, row)) in (area.y + 1..).zip(shown) {
        let place = Rect::new(area.x, y, area.width, 1);
        pen.spot(place, Spot::Row(at, top));
        let here = at == tally.cursor;
        let (name, known) = value_text(&row.value, is_text);
        let name = format!("{} {name}", if here { "▸" } else { " " });
        let cells = [count(row.rows), share(row, counts), count(row.domains)];
        let role = if known { Role::Text } else { Role::Dim };
        let x = line(pen, place, &columns, (&name, &cells, role));
        if columns.bar > 0 {
            let cells = u64::from(columns.bar) * row.rows / most.max(1);
            let bar = "▇".repeat(usize::try_from(cells).unwrap_or(0).max(1));
            pen.text(x + 2, y, columns.bar, &bar, Role::Dim);
        }
        if here {
            pen.wash(place, Role::Cursor);
        }
    }
}

/// One line; answers with the cell behind the last figure.
fn line(
    pen: &mut Pen,
    area: Rect,
    columns: &Columns,
    (name, cells, role): (&str, &[String; 3], Role),
) -> u16 {
    pen.text(area.x, area.y, columns.value, name, role);
    let mut x = area.x + columns.value;
    let [rows, share, domains] = cells;
    pen.text_right(x, area.y, COUNT, rows, role);
    x += COUNT;
    pen.text_right(x, area.y, SHARE, share, role);
    x += SHARE;
    if columns.domains {
        pen.text_right(x, area.y, COUNT, domains, role);
        x += COUNT;
    }
    x
}

/// A value as it is shown, and whether it is one: nothing and blank text look alike otherwise. In the files that rows
/// come from no text and an empty one are the same, so that nothing more is claimed of it.
fn value_text(value: &Value, is_text: bool) -> (String, bool) {
    match value {
        Value::Null if is_text => ("(none)".to_owned(), false),
        Value::Null => ("(not known)".to_owned(), false),
        Value::Flag(yes) => (if *yes { "yes" } else { "no" }.to_owned(), true),
        Value::Share(share) => (format!("{:.2}%", share * 100.0), true),
        Value::Text(text) => {
            let shown = one_line(text);
            if shown.trim().width() == 0 {
                ("(empty)".to_owned(), false)
            } else {
                (shown, true)
            }
        }
        other => (other.shown(), true),
    }
}

/// `12.3%`; what is there but less than a tenth of a percent is not shown as nothing.
fn share(row: &TallyRow, counts: &Tally) -> String {
    let percent = row.share(counts) * 100.0;
    if row.rows > 0 && percent < 0.1 {
        "<0.1%".to_owned()
    } else {
        format!("{percent:.1}%")
    }
}
