//! Pictures of a list: which of which, what its numbers are of, the marks, and the one under the cursor with its
//! numbers.

mod bars;
mod columns;
mod grid;
mod lines;
mod signs;
mod table;

use ratatui::layout::Rect;

use super::sheet;
use crate::app::listing::{cut_short, list};
use crate::app::mouse::Spot;
use crate::app::overlay::PictureSheet;
use crate::app::overlay::pictures::{Places, is_arriving, places};
use crate::app::progress;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::column::{Value, grouped};
use crate::model::picture::{Drawn, Mark, Picture};
use crate::model::text::one_line;
use crate::view::footer::notice_lines;
use crate::view::list::noun;
use crate::view::widgets::Pen;
use signs::Signs;

/// What is drawn, and where the cursor is.
struct Shown<'a> {
    picture: &'a Picture,
    marks: &'a [Mark],
    sheet: &'a PictureSheet,
    places: &'a Places,
    signs: &'a Signs,
}

pub(super) fn draw(state: &State, pen: &mut Pen, own: &PictureSheet) {
    let places = places(state.size);
    let name = own.name().map_or("", |name| name.title());
    let title = format!(
        "Picture of the {}: {name}",
        state.title(own.pane.into()).to_lowercase()
    );
    let whole = (places.sheet.width, places.sheet.height);
    sheet(state, pen, whole, &title);
    chooser(pen, places.chooser, own);
    match &own.counted {
        None => {
            let text = cut_short(state, own.pane);
            let text = text.unwrap_or_else(|| counting(state, own, places.basis.width));
            pen.text(
                places.basis.x,
                places.basis.y,
                places.basis.width,
                &text,
                Role::Dim,
            );
        }
        Some(Err(why)) => {
            let lines = wrap(why, usize::from(places.plot.width).max(1));
            pen.lines(places.plot, &lines, Role::Bad);
        }
        Some(Ok(picture)) => {
            let signs = Signs::of(state.options.ascii);
            let marks = own.marks(state.size);
            basis(pen, places.basis, picture, is_arriving(state, own));
            let shown = Shown {
                picture,
                marks: &marks,
                sheet: own,
                places: &places,
                signs: &signs,
            };
            picture_of(pen, &shown);
        }
    }
    notice(state, pen, places.sheet);
}

/// That it is counted, and how far that is once it told.
fn counting(state: &State, own: &PictureSheet, room: u16) -> String {
    let Some(gone) = &own.gone else {
        return "counting …".to_owned();
    };
    let said = gone.said(noun(list(state, own.pane))).into_iter();
    let said = said.map(|said| format!("counting {said}")).collect();
    progress::fitting(said, usize::from(room))
}

fn picture_of(pen: &mut Pen, shown: &Shown) {
    let is_known = |mark: &Mark| mark.numbers.iter().flatten().any(|n| *n != 0);
    let plot = shown.places.plot;
    if !shown.marks.iter().any(is_known) {
        let text = "none of these rows tells what is drawn here";
        pen.text(plot.x, plot.y, plot.width, text, Role::Dim);
        return;
    }
    if shown.sheet.as_table {
        table::draw(pen, shown);
    } else {
        match &shown.picture.drawn {
            Drawn::Grid(of) => grid::draw(pen, shown, of),
            Drawn::Bins(of) => columns::bins(pen, shown, of),
            Drawn::Months(of) => columns::months(pen, shown, of),
            Drawn::Bars(of) => bars::draw(pen, shown, of),
            Drawn::Lines(of) => lines::draw(pen, shown, of),
        }
    }
    mark_line(pen, shown);
}

/// The pictures there are, the shown one in brackets; where not all fit, those around it.
fn chooser(pen: &mut Pen, area: Rect, own: &PictureSheet) {
    let titles: Vec<String> = own
        .names
        .iter()
        .enumerate()
        .map(|(at, name)| match at == own.at {
            true => format!("[{}]", name.title()),
            false => format!(" {} ", name.title()),
        })
        .collect();
    let width = |titles: &[String]| -> usize {
        let cells = titles.iter().map(|title| title.chars().count());
        cells.sum()
    };
    let mut first = 0;
    while first < own.at
        && width(&titles[first..=own.at.min(titles.len().saturating_sub(1))]) + 4
            > usize::from(area.width)
    {
        first += 1;
    }
    let position = format!(" {}/{}", own.at + 1, own.names.len());
    let used = pen.text_right(area.x, area.y, area.width, &position, Role::Dim);
    let room = area.width.saturating_sub(used);
    let mut x = 0;
    for (at, title) in titles.iter().enumerate().skip(first) {
        let role = match at == own.at {
            true => Role::HeaderCurrent,
            false => Role::Header,
        };
        let used = pen.text(area.x + x, area.y, room.saturating_sub(x), title, role);
        let place = Rect::new(area.x + x, area.y, used, 1);
        pen.spot(place, Spot::Tab(at));
        x += used;
    }
}

/// What every number is of.
fn basis(pen: &mut Pen, area: Rect, picture: &Picture, arriving: bool) {
    let mut basis = picture.basis.clone();
    basis.arriving |= arriving;
    let mut lines = wrap(&basis.line(), usize::from(area.width).max(1));
    let fit = usize::from(area.height);
    if lines.len() > fit {
        lines.truncate(fit);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    pen.lines(area, &lines, Role::Dim);
}

/// The exact numbers of the mark under the cursor, and the filter that it means.
fn mark_line(pen: &mut Pen, shown: &Shown) {
    let area = shown.places.mark;
    let Some(mark) = shown.marks.get(shown.sheet.mark) else {
        return;
    };
    let text = format!("{} {}", shown.signs.here, said(shown, mark));
    pen.text(area.x, area.y, area.width, &text, Role::Text);
    let filter = mark.filters.get(shown.sheet.number);
    if let Some(filter) = filter.filter(|filter| !filter.is_empty() && area.height > 1) {
        let text = format!("  enter: {}", one_line(filter));
        pen.text(area.x, area.y + 1, area.width, &text, Role::Dim);
    }
}

/// `TF 20-24: 1,204 links, 3.4% of 35,412`.
fn said(shown: &Shown, mark: &Mark) -> String {
    let picture = shown.picture;
    let name = match (&picture.drawn, mark.names.as_slice()) {
        (Drawn::Grid(grid), [x, y]) => format!(
            "{} {}, {} {}",
            grid.x.title,
            value(x),
            grid.y.title,
            value(y)
        ),
        (Drawn::Bins(bins), [first, ..]) => format!("{} {}", bins.axis.title, value(first)),
        (_, [first, ..]) => value(first),
        (_, []) => String::new(),
    };
    let mut pieces = Vec::new();
    let titles = picture.numbers();
    let counts = !matches!(picture.drawn, Drawn::Lines(_) | Drawn::Months(_));
    for (at, (number, title)) in mark.numbers.iter().copied().zip(&titles).enumerate() {
        let here = mark.numbers.len() > 1 && at == shown.sheet.number;
        let shares = !matches!(picture.drawn, Drawn::Lines(_)) && at == 0;
        let share = number.and_then(|n| u64::try_from(n).ok());
        let share = share.filter(|_| shares).map(|n| {
            let of = grouped(i64::try_from(picture.basis.whole).unwrap_or(i64::MAX));
            format!(", {} of {of}", percent(picture.basis.share(n)))
        });
        let said = number.map_or_else(|| "not known".to_owned(), grouped);
        let one = title
            .strip_suffix('s')
            .filter(|_| counts && number == Some(1));
        let title = one_line(one.unwrap_or(title));
        let text = format!("{said} {title}{}", share.unwrap_or_default());
        pieces.push((here, text));
    }
    // Of many series the chosen one is said first.
    pieces.sort_by_key(|(here, _)| !here);
    let pieces = pieces.into_iter().map(|(here, text)| match here {
        true => format!("[{text}]"),
        false => text,
    });
    format!("{name}: {}", pieces.collect::<Vec<_>>().join(" · "))
}

/// A value in a line; nothing and blank text look alike otherwise.
fn value(value: &Value) -> String {
    let shown = value.shown();
    match value {
        Value::Null => "(none)".to_owned(),
        _ if shown.trim().is_empty() => "(empty)".to_owned(),
        _ => shown,
    }
}

/// `12.3%`; what is there but less than a tenth of a percent is not shown as nothing.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        "<0.1%".to_owned()
    } else {
        format!("{percent:.1}%")
    }
}

/// What just happened, on the sheet's lower edge.
fn notice(state: &State, pen: &mut Pen, sheet: Rect) {
    let line = state.layout().notice;
    if let Some(notice) = state.notice.as_ref().filter(|_| line.y < sheet.bottom()) {
        let edge = sheet.bottom().saturating_sub(1);
        let place = Rect::new(sheet.x + 1, edge, sheet.width.saturating_sub(2), 1);
        notice_lines(pen, place, notice);
    }
}
