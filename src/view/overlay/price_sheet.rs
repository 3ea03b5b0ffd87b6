//! The price sheet.

mod price;
mod question;

use ratatui::layout::Rect;

use super::sheet;
use crate::app::budget::{clock, share, short};
use crate::app::command::{Command, key_of};
use crate::app::price_sheet::{Field, PriceSheet, Stage, Verdict, sentence};
use crate::app::state::State;
use crate::app::tables;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::money::{Amounts, USD};
use crate::view::widgets::Pen;

/// Cells for the labels.
const LABEL: usize = 12;

enum Line {
    Pair(&'static str, String, Role),
    Text(String, Role),
    Input(&'static str, Field),
    Blank,
}

pub(super) fn draw(state: &State, pen: &mut Pen, sheet_state: &PriceSheet) {
    let width = 78.min(state.size.0);
    let room = usize::from(width.saturating_sub(4));
    let mut lines = broken(lines(state, sheet_state), room);
    let mut height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    if height > state.size.1.saturating_sub(1) {
        lines.retain(|line| !matches!(line, Line::Blank));
        height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    }
    let inner = sheet(state, pen, (width, height), "Price");
    // On a low screen the end matters most: what Enter does.
    let hidden = lines.len().saturating_sub(usize::from(inner.height));
    for (y, line) in (inner.y..inner.bottom()).zip(lines.iter().skip(hidden)) {
        draw_line(
            state,
            pen,
            sheet_state,
            Rect::new(inner.x, y, inner.width, 1),
            line,
        );
    }
}

fn draw_line(state: &State, pen: &mut Pen, sheet_state: &PriceSheet, at: Rect, line: &Line) {
    let label = u16::try_from(LABEL).unwrap_or(0);
    let (x, room) = (at.x + label, at.width.saturating_sub(label));
    match line {
        Line::Pair(name, text, role) => {
            pen.text(at.x, at.y, label - 1, name, Role::Dim);
            pen.text(x, at.y, room, text, *role);
        }
        Line::Text(text, role) => {
            pen.text(at.x, at.y, at.width, text, *role);
        }
        Line::Input(name, field) => {
            let live = sheet_state.current(state) == Some(*field);
            let mark = if live { "▸ " } else { "  " };
            let used = pen.pieces(
                at.x,
                at.y,
                at.width,
                &[(mark, Role::Text), (name, Role::Text), ("  ", Role::Text)],
            );
            let room = at.width.saturating_sub(used).min(22);
            pen.input(
                at.x + used,
                at.y,
                room,
                &sheet_state.typed[*field as usize],
                live,
            );
        }
        Line::Blank => {}
    }
}

/// Long lines broken to the room, the label on the first only.
fn broken(lines: Vec<Line>, room: usize) -> Vec<Line> {
    let mut all = Vec::new();
    for line in lines {
        match line {
            Line::Pair(name, text, role) => {
                let mut name = name;
                for part in wrap(&text, room.saturating_sub(LABEL).max(8)) {
                    all.push(Line::Pair(std::mem::take(&mut name), part, role));
                }
            }
            Line::Text(text, role) => {
                all.extend(
                    wrap(&text, room.max(8))
                        .into_iter()
                        .map(|part| Line::Text(part, role)),
                );
            }
            other => all.push(other),
        }
    }
    all
}

fn lines(state: &State, sheet: &PriceSheet) -> Vec<Line> {
    let mut lines = question::asked(sheet);
    if let [quote] = sheet.quotes.as_slice()
        && let Some(offer) = tables::offer(state, &quote.query, Command::FromHeldInstead)
    {
        lines.push(Line::Text(offer, Role::Good));
    }
    lines.push(Line::Blank);
    if sheet.stage != Stage::Cache {
        lines.extend(price::priced(sheet));
    }
    if sheet.is_unknown() {
        lines.extend(unknown(state, sheet));
    }
    if sheet.fields(state).contains(&Field::Rows) {
        lines.push(Line::Input(rows_at_most(sheet), Field::Rows));
        lines.push(Line::Text(lowered(sheet), Role::Dim));
    }
    if let Some(need) = sheet.need().filter(|_| sheet.stage != Stage::Cache) {
        lines.extend(shares(state, sheet.provider(), &need));
    }
    if let Some(why) = &sheet.trouble {
        lines.push(Line::Text(format!("✗ {why}"), Role::Bad));
    }
    lines.push(Line::Blank);
    let verdict = sheet.verdict(state);
    let role = match verdict {
        Verdict::Ready { .. } => Role::Good,
        Verdict::Wait(_) | Verdict::NeedsCeiling => Role::Text,
        Verdict::NeedsAmount { .. } | Verdict::CeilingTooLow { .. } | Verdict::NeedsRows => {
            Role::Warn
        }
        Verdict::Skips { .. } | Verdict::Never(_) => Role::Bad,
    };
    let mark = match verdict {
        Verdict::Ready { .. } | Verdict::Wait(_) | Verdict::NeedsCeiling => "",
        Verdict::NeedsAmount { .. } | Verdict::CeilingTooLow { .. } | Verdict::NeedsRows => "! ",
        Verdict::Skips { .. } | Verdict::Never(_) => "✗ ",
    };
    let spend = key_of(&state.keymap, Command::Open);
    let text = format!("{mark}{}", sentence(&verdict, &spend));
    lines.push(Line::Text(text, role));
    if sheet.fields(state).contains(&Field::Again) {
        lines.push(Line::Input("the amount again", Field::Again));
    }
    let leave = key_of(&state.keymap, Command::Back);
    let text = match sheet.stage {
        Stage::Reserving | Stage::LookingUp => {
            format!("{leave} closes this sheet; what is under way goes on.")
        }
        Stage::Cache | Stage::Open => format!("{leave} leaves without spending."),
    };
    lines.push(Line::Text(text, Role::Dim));
    lines
}

fn rows_at_most(sheet: &PriceSheet) -> &'static str {
    match sheet.quotes.len() {
        1 => "rows at most",
        _ => "rows at most, each",
    }
}

/// What the typed rows cost, and what becomes of the others.
fn lowered(sheet: &PriceSheet) -> String {
    match sheet.lowered() {
        Some((rows, cost)) if cost.usd < sheet.known().usd => format!(
            "  = {} for {}; what is behind them can be bought later",
            dollars(cost.usd),
            rows_words(rows)
        ),
        Some(_) => "  = all of them".to_owned(),
        None => "  empty: all of them; with fewer, the rest can be bought later".to_owned(),
    }
}

fn rows_words(rows: i64) -> String {
    match rows {
        1 => "1 row".to_owned(),
        n => format!("{} rows", grouped(n)),
    }
}

fn unknown(state: &State, sheet: &PriceSheet) -> Vec<Line> {
    let key = key_of(&state.keymap, Command::LookUp);
    let missing = sheet.look_up_cost().items;
    let units = if missing == 1 {
        "a price look-up costs 1 item-info unit".to_owned()
    } else {
        format!(
            "the price look-ups cost {} item-info units",
            grouped(missing)
        )
    };
    let look_up = match (sheet.look_up_refusal(state), state.budget.free()) {
        (Some(why), _) => Line::Text(format!("✗ no look-up: {why}"), Role::Bad),
        (None, Some(free)) => Line::Text(
            format!(
                "{key} looks it up: {units} of {} left.",
                grouped(free.items)
            ),
            Role::Text,
        ),
        (None, None) => Line::Text(
            format!("{key} looks it up: {units}; the balance is not yet known."),
            Role::Text,
        ),
    };
    let several = sheet.quotes.len() > 1;
    let (not_known, bind) = if several {
        (
            format!(
                "not known yet for {} of {} targets",
                grouped(missing),
                sheet.quotes.len()
            ),
            "Or type the most that all jobs together may cost; this binds:",
        )
    } else {
        (
            "not known for this index yet".to_owned(),
            "Or type the most it may cost; this binds:",
        )
    };
    vec![
        Line::Pair("Price", not_known, Role::Warn),
        look_up,
        Line::Blank,
        Line::Text(bind.to_owned(), Role::Text),
        Line::Input("analysis units ", Field::Analysis),
        Line::Input("retrieval units", Field::Retrieval),
    ]
}

/// What it takes of each allowance, and what remains.
fn shares(state: &State, provider: Provider, need: &Amounts) -> Vec<Line> {
    let budget = state.budget_with(provider);
    let (Some(free), Some(as_of)) = (budget.free(), budget.as_of) else {
        return vec![Line::Pair(
            "Balance",
            "not yet known".to_owned(),
            Role::Warn,
        )];
    };
    let mut lines = Vec::new();
    for ((name, n), (_, free)) in need.named().into_iter().zip(free.named()) {
        if n == 0 {
            continue;
        }
        let label = match name {
            "analysis" => "Analysis",
            "retrieval" => "Retrieval",
            USD => "Money",
            _ => "Items",
        };
        let figure = |n| if name == USD { dollars(n) } else { grouped(n) };
        let text = if n > free {
            format!("{} left, {} short", figure(free), figure(n - free))
        } else {
            format!(
                "{} of {} left; {} remain after",
                share(n, free),
                figure(free),
                figure(free - n)
            )
        };
        lines.push(Line::Pair(label, text, Role::Text));
    }
    let mut text = format!("as of {}", clock(as_of));
    if !budget.held.is_zero() {
        text = format!(
            "{text}; {} held for other jobs is taken off",
            short_held(&budget.held)
        );
    }
    lines.push(Line::Pair("Balances", text, Role::Dim));
    lines
}

fn short_held(held: &Amounts) -> String {
    let parts: Vec<String> = held
        .named()
        .into_iter()
        .filter(|(_, n)| *n != 0)
        .map(|(name, n)| match name {
            USD => dollars(n),
            _ => format!("{} {name}", short(n)),
        })
        .collect();
    parts.join(" + ")
}
