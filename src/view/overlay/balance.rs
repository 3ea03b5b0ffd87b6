//! The account in full: balances, what is held, and when each subscription's units lapse.

use super::sheet;
use crate::app::budget::{clock, day};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::money::{Amounts, Budget};
use crate::view::widgets::Pen;

const WIDTH: u16 = 72;

/// Cells of a figure.
const FIGURE: usize = 14;

pub(super) fn draw(state: &State, pen: &mut Pen, top: usize) {
    let width = WIDTH.min(state.size.0);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let lines = lines(state, top, room);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = sheet(state, pen, (width, height), "Balances");
    for (y, (text, role)) in (inner.y..inner.bottom()).zip(&lines) {
        pen.text(inner.x, y, inner.width, text, *role);
    }
}

/// From which reading on the later of the two figures counts: readings within a minute are one.
fn since(budget: &Budget) -> String {
    let at = budget.elsewhere.since.map(clock).unwrap_or_default();
    format!("  since {}", at.trim_end_matches(" UTC"))
}

/// The account that is kept in money, if there is one.
fn in_money(state: &State) -> Vec<(String, Role)> {
    if !state.form.providers.contains(&Provider::DataForSeo) {
        return Vec::new();
    }
    let budget = &state.money;
    let row = |name: &str, usd: i64| format!("{name:<22}{:>FIGURE$}", dollars(usd));
    let mut lines = vec![(format!("{:<22}{:>FIGURE$}", "", "DataForSEO"), Role::Header)];
    match (budget.left, budget.as_of) {
        (Some(left), Some(at)) => {
            lines.push((row("Left", left.usd), Role::Title));
            lines.push((row("Held for jobs", budget.held.usd), Role::Text));
            lines.push((row("Spent today (UTC)", budget.spent_today.usd), Role::Text));
            lines.push((row("Spent this month", budget.spent_month.usd), Role::Text));
            if budget.elsewhere.today.usd > 0 {
                let (last, today) = (budget.elsewhere.last.usd, budget.elsewhere.today.usd);
                lines.push((row("Spent elsewhere today", today), Role::Warn));
                lines.push((row(&since(budget), last), Role::Warn));
            }
            lines.push((format!("As of {} {}.", day(at), clock(at)), Role::Dim));
        }
        _ => lines.push(("Left: not yet known".to_owned(), Role::Warn)),
    }
    lines.push((String::new(), Role::Text));
    lines
}

fn lines(state: &State, top: usize, room: usize) -> Vec<(String, Role)> {
    let budget = &state.budget;
    let mut lines = in_money(state);
    if !state.form.providers.contains(&Provider::Majestic) {
        return lines;
    }
    let row = |name: &str, a: &Amounts| {
        format!(
            "{name:<22}{:>FIGURE$}{:>FIGURE$}{:>FIGURE$}",
            grouped(a.analysis),
            grouped(a.retrieval),
            grouped(a.items)
        )
    };
    let heads = ["Analysis", "Retrieval", "Items"];
    let heads: String = heads.iter().map(|h| format!("{h:>FIGURE$}")).collect();
    lines.push((format!("{:<22}{heads}", ""), Role::Header));
    match budget.left {
        Some(left) => lines.push((row("Left", &left), Role::Title)),
        None => lines.push(("Left: not yet known".to_owned(), Role::Warn)),
    }
    lines.push((row("Held for jobs", &budget.held), Role::Text));
    lines.push((row("Spent today (UTC)", &budget.spent_today), Role::Text));
    lines.push((row("Spent this month", &budget.spent_month), Role::Text));
    if !budget.elsewhere.today.is_zero() {
        lines.push((
            row("Spent elsewhere today", &budget.elsewhere.today),
            Role::Warn,
        ));
        lines.push((row(&since(budget), &budget.elsewhere.last), Role::Warn));
    }
    lines.push((String::new(), Role::Text));
    let mut say = |text: &str, role| {
        lines.extend(wrap(text, room).into_iter().map(|line| (line, role)));
    };
    if budget.lapsing.is_empty() {
        say("When units lapse is not known.", Role::Dim);
    } else {
        say("What is left lapses with its subscription:", Role::Text);
    }
    for lapse in budget.lapsing.iter().skip(top) {
        let name = format!("{} {}", day(lapse.expires), lapse.expires.strftime("%H:%M"));
        lines.push((row(&name, &lapse.left), Role::Text));
    }
    lines.push((String::new(), Role::Text));
    let heard = budget.as_of.map_or_else(
        || "The service has not been heard yet.".to_owned(),
        |at| format!("As of {} {}; asked again now, free.", day(at), clock(at)),
    );
    lines.extend(wrap(&heard, room).into_iter().map(|line| (line, Role::Dim)));
    lines
}
