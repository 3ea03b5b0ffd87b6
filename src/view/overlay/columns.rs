//! Every column of a list: shown or not, its title and the provider's name of it, and what the one under the cursor means.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::sheet_at;
use crate::app::command::{Command, key_of};
use crate::app::list::List;
use crate::app::listing::list;
use crate::app::mouse::Spot;
use crate::app::overlay::ColumnsSheet;
use crate::app::overlay::columns::{HEAD, Standing, area, standing};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::widgets::Pen;

/// Cells before a title: the cursor and whether it is shown.
const BOX: u16 = 6;

/// The widest titles.
const TITLE: u16 = 18;

pub(super) fn draw(state: &State, pen: &mut Pen, columns: &ColumnsSheet) {
    let own = list(state, columns.pane);
    let title = format!("Columns of {}", own.table.name);
    let inner = sheet_at(pen, area(state), &title);
    if inner.height < HEAD - 2 {
        return;
    }
    let key = key_of(&state.keymap, Command::AsBuiltIn);
    let held = match (own.chosen.is_own(), &columns.find) {
        (_, Some(line)) => {
            let used = pen.text(inner.x, inner.y, inner.width, "find ", Role::Key);
            let room = inner.width.saturating_sub(used);
            pen.input(inner.x + used, inner.y, room, line, true);
            String::new()
        }
        (true, None) => format!("Your choice; {key} takes them as built in."),
        (false, None) => "As built in: what fits, the most telling first.".to_owned(),
    };
    pen.text(inner.x, inner.y, inner.width, &held, Role::Dim);
    let rows = Rect::new(inner.x, inner.y + 1, inner.width, inner.height + 2 - HEAD);
    let width = state.list_width(columns.pane);
    let fitted: Vec<usize> = own.fitted(width).iter().map(|f| f.index).collect();
    let page = columns.order.iter().enumerate().skip(columns.top);
    for (y, (at, column)) in (rows.y..rows.bottom()).zip(page) {
        let place = Rect::new(rows.x, y, rows.width, 1);
        pen.spot(place, Spot::Row(at, columns.top));
        let stands = standing(own, &fitted, *column);
        line(pen, place, own, (*column, stands));
        if at == columns.cursor {
            pen.text(place.x, y, 1, "▸", Role::Text);
            pen.wash(place, Role::Cursor);
        }
    }
    about(state, pen, inner, (own, columns));
}

/// The sign of a column, and what it stands for.
fn signs(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Shown => ("[x]", ""),
        Standing::Frozen => ("[f]", "frozen"),
        Standing::NoRoom => ("[·]", "no room now"),
        Standing::Hidden => ("[ ]", "hidden"),
        Standing::Unfilled => (" – ", "not filled"),
    }
}

fn line(pen: &mut Pen, area: Rect, own: &List, (column, standing): (usize, Standing)) {
    let (sign, word) = signs(standing);
    let role = match standing {
        Standing::Shown | Standing::Frozen => Role::Text,
        Standing::NoRoom | Standing::Hidden | Standing::Unfilled => Role::Dim,
    };
    pen.text(area.x + 2, area.y, 3, sign, role);
    let word_wide = u16::try_from(word.width()).unwrap_or(0);
    let word_wide = if word.is_empty() { 0 } else { word_wide + 1 };
    let room = area.width.saturating_sub(BOX + word_wide);
    let title = room.min(TITLE);
    pen.text(area.x + BOX, area.y, title, own.title(column), role);
    let wire = own.shape.wire(own.table, column);
    let wire = if wire.is_empty() {
        "(counted here)"
    } else {
        wire
    };
    let rest = room.saturating_sub(title + 1);
    pen.text(area.x + BOX + title + 1, area.y, rest, wire, Role::Dim);
    pen.text_right(area.x, area.y, area.width, word, Role::Dim);
}

/// What the column under the cursor means, and what was just said.
fn about(state: &State, pen: &mut Pen, inner: Rect, (own, columns): (&List, &ColumnsSheet)) {
    let Some(column) = columns.order.get(columns.cursor) else {
        return;
    };
    let high = HEAD - 4;
    let y = inner.bottom().saturating_sub(high);
    let rule = "╌".repeat(usize::from(inner.width));
    pen.text(
        inner.x,
        y.saturating_sub(1),
        inner.width,
        &rule,
        Role::Border,
    );
    let place = Rect::new(inner.x, y, inner.width, high);
    let said = state.notice.as_ref().map(|notice| notice.text.as_str());
    let about = own.table.columns.get(*column).map_or("", |c| c.about);
    let (text, role) = match said {
        Some(said) => (said, Role::Warn),
        None => (about, Role::Text),
    };
    pen.lines(place, &wrap(text, usize::from(inner.width).max(1)), role);
}
