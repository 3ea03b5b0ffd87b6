//! The ledger: the sum of what is shown, the filter, and each charge in two lines.

use ratatui::layout::Rect;

use super::sheet;
use crate::app::overlay::LedgerSheet;
use crate::app::overlay::ledger::{LINES, area};
use crate::app::state::State;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::charge::{Charge, sum};
use crate::model::column::grouped;
use crate::model::job::JobState;
use crate::model::text::one_line;
use crate::view::widgets::Pen;

pub(super) fn draw(state: &State, pen: &mut Pen, ledger: &LedgerSheet) {
    let place = area(state.size);
    let inner = sheet(state, pen, (place.width, place.height), "Ledger");
    let Some(all) = &ledger.charges else {
        pen.text(inner.x, inner.y, inner.width, "reading …", Role::Dim);
        return;
    };
    let shown = ledger.shown();
    let count = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let total = format!(
        "{} of {} charges: {}",
        count(shown.len()),
        count(all.len()),
        sum(shown.iter().copied())
    );
    if inner.height < 3 {
        return;
    }
    pen.text(inner.x, inner.y, inner.width, &total, Role::Title);
    let used = pen.text(inner.x, inner.y + 1, inner.width, "Filter  ", Role::Key);
    let room = inner.width.saturating_sub(used);
    pen.input(inner.x + used, inner.y + 1, room, &ledger.filter, true);
    let list = Rect::new(
        inner.x,
        inner.y + 3,
        inner.width,
        inner.height.saturating_sub(3),
    );
    if shown.is_empty() {
        let text = if all.is_empty() {
            "Nothing was paid by this data folder."
        } else {
            "No charge has these words."
        };
        pen.text(list.x, list.y, list.width, text, Role::Dim);
    }
    let fit = usize::from(list.height / LINES);
    let page = shown.iter().skip(ledger.top).take(fit);
    for (y, charge) in (list.y..).step_by(usize::from(LINES)).zip(page) {
        line(pen, Rect::new(list.x, y, list.width, LINES), charge);
    }
}

fn line(pen: &mut Pen, area: Rect, charge: &Charge) {
    let paid = charge.paid.amounts.to_string();
    let used = pen.text_right(area.x, area.y, area.width, &paid, Role::Title);
    let room = area.width.saturating_sub(used + 1);
    let at = charge.at.strftime("%Y-%m-%d %H:%M:%S");
    let name = format!("{at}  {}", one_line(&charge.target));
    pen.text(area.x, area.y, room, &name, Role::Text);
    let source = charge.paid.source.title();
    // Said by words, and not by colour alone.
    let (drift, role) = match charge.drift() {
        Some(drift) => (
            format!("! {} its estimate, {source}", drift.name()),
            Role::Warn,
        ),
        None => (source.to_owned(), Role::Dim),
    };
    let used = pen.text_right(area.x, area.y + 1, area.width, &drift, role);
    let room = area.width.saturating_sub(used + 1);
    pen.text(
        area.x,
        area.y + 1,
        room,
        &format!("   {}", about(charge)),
        Role::Dim,
    );
}

fn about(charge: &Charge) -> String {
    let lost = charge
        .job_state
        .filter(|state| *state == JobState::FailedAnswerLost)
        .map(|state| state.title().to_owned());
    let parts = [
        charge.job.map(|job| format!("job {job}")),
        charge.estimate.map(|price| format!("expected {price}")),
        lost,
        charge
            .tag
            .as_ref()
            .map(|tag| format!("tag {}", one_line(tag))),
        charge
            .provider()
            .map(|provider: Provider| provider.name().to_owned()),
        Some(one_line(&charge.command)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}
