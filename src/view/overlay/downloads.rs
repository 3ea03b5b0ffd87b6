//! The downloads in the account, two lines each.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::sheet;
use crate::app::budget::{clock, day};
use crate::app::mouse::Spot;
use crate::app::overlay::Downloads;
use crate::app::overlay::downloads::area;
use crate::app::progress::bytes;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::job::RemoteDownload;
use crate::model::text::one_line;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, downloads: &Downloads) {
    let place = area(state.size);
    let title = "Downloads in the account";
    let inner = sheet(state, pen, (place.width, place.height), title);
    let text = "Made here, on the web site or by another program. Taking one over makes it a job of yours: its file \
                is fetched and read, and nothing is charged.";
    let mut say = |at: Rect, text: &str, role| {
        let y = pen.lines(at, &wrap(text, usize::from(at.width).max(1)), role);
        Rect::new(at.x, y, at.width, at.bottom().saturating_sub(y))
    };
    let rest = say(inner, text, Role::Dim);
    let mut rest = Rect::new(
        rest.x,
        rest.y + 1,
        rest.width,
        rest.height.saturating_sub(1),
    );
    if let Some(why) = &downloads.trouble {
        rest = say(rest, &format!("✗ {why}"), Role::Bad);
    }
    match &downloads.rows {
        None if downloads.trouble.is_none() => {
            say(rest, "asking the service (free) …", Role::Text);
        }
        Some(rows) if rows.is_empty() => {
            say(rest, "There are none.", Role::Text);
        }
        Some(rows) => rows_in(pen, rest, downloads, rows),
        None => {}
    }
}

fn rows_in(pen: &mut Pen, area: Rect, downloads: &Downloads, rows: &[RemoteDownload]) {
    let fit = usize::from(area.height / 2).max(1);
    let lowest = downloads.cursor.saturating_sub(fit - 1);
    let first = downloads.top.clamp(lowest, downloads.cursor);
    for (line, (at, row)) in rows.iter().enumerate().skip(first).take(fit).enumerate() {
        let y = area.y + u16::try_from(line * 2).unwrap_or(0);
        if y >= area.bottom() {
            return;
        }
        let place = Rect::new(area.x, y, area.width, 2.min(area.bottom() - y));
        pen.spot(place, Spot::Row(at, first));
        let here = at == downloads.cursor;
        let marked = downloads.marked.contains(&row.remote_id);
        let mark = format!(
            "{}{} ",
            if here { "▸" } else { " " },
            if marked { "*" } else { " " }
        );
        let standing = match row.ours {
            Some(job) => format!("job {job}"),
            None => one_line(&row.status),
        };
        let used = pen.text_right(area.x, y, area.width, &standing, Role::Text);
        let room = area.width.saturating_sub(used + 1);
        let role = if row.ours.is_some() {
            Role::Dim
        } else {
            Role::Text
        };
        let name = format!("{mark}{}", name(row));
        pen.text(area.x, y, room, &name, role);
        if y + 1 < area.bottom() {
            let about = format!("   {}", about(row));
            pen.text(area.x, y + 1, area.width, &about, Role::Dim);
        }
        if here {
            pen.wash(place, Role::Cursor);
        }
    }
}

/// The file's name, which tells index and item; the service's description tells neither.
fn name(row: &RemoteDownload) -> String {
    let file = row.location.rsplit('/').next().unwrap_or_default();
    one_line(if file.is_empty() {
        &row.description
    } else {
        file
    })
}

fn about(row: &RemoteDownload) -> String {
    let at = |name: &str, at: Timestamp| format!("{name} {} {}", day(at), clock(at));
    let parts = [
        (row.size > 0).then(|| bytes(row.size)),
        row.created.map(|created| at("made", created)),
        row.expires.map(|expires| at("kept until", expires)),
        Some(one_line(&row.remote_id)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}
