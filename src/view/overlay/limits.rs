//! The limits, what is used of each, and the line in which one is changed.

use super::sheet;
use crate::app::overlay::LimitSheet;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::money::{Amounts, LimitKind, USD};
use crate::view::widgets::Pen;

const WIDTH: u16 = 78;

/// Cells of a name.
const NAME: usize = 19;

/// Cells of a figure.
const FIGURE: usize = 13;

pub(super) fn draw(state: &State, pen: &mut Pen, limits: &LimitSheet) {
    let width = WIDTH.min(state.size.0);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let mut lines = lines(state);
    let about = "Change one: per_day analysis=5000000 · per_month usd=20.00 · floor items=none. Units are Majestic's, usd is \
                 DataForSEO's. Days and months are UTC's. One that a purchase would pass must be typed on the price sheet.";
    lines.push((String::new(), Role::Text));
    lines.extend(wrap(about, room).into_iter().map(|line| (line, Role::Dim)));
    if let Some(said) = &limits.said {
        let (mark, role) = if said.trouble {
            ("✗ ", Role::Bad)
        } else {
            ("", Role::Text)
        };
        let text = format!("{mark}{}", said.text);
        lines.extend(wrap(&text, room).into_iter().map(|line| (line, role)));
    }
    let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
    let inner = sheet(state, pen, (width, height), "Limits");
    // The line is typed in, so it is kept where there is no room for all.
    let last = inner.bottom().saturating_sub(1);
    for (y, (text, role)) in (inner.y..last).zip(&lines) {
        pen.text(inner.x, y, inner.width, text, *role);
    }
    if inner.height > 0 {
        let used = pen.text(inner.x, last, inner.width, ":limit ", Role::Key);
        let room = inner.width.saturating_sub(used);
        pen.input(inner.x + used, last, room, &limits.line, true);
    }
}

/// The allowances that are asked here; all where nobody can be asked.
fn units(state: &State) -> Vec<&'static str> {
    let asked = |provider| state.is_offline() || state.form.providers.contains(&provider);
    let names = Amounts::ZERO.named().map(|(name, _)| name);
    let of = |name: &&str| match *name {
        USD => asked(Provider::DataForSeo),
        _ => asked(Provider::Majestic),
    };
    names.into_iter().filter(of).collect()
}

fn lines(state: &State) -> Vec<(String, Role)> {
    let units = units(state);
    let row = |name: &str, figure: &dyn Fn(&str) -> Option<i64>| {
        let mut line = format!("{name:<NAME$}");
        for unit in &units {
            let text = figure(unit).map_or_else(
                || "–".to_owned(),
                |n| match *unit {
                    USD => dollars(n),
                    _ => grouped(n),
                },
            );
            line.push_str(&format!("{text:>FIGURE$}"));
        }
        line
    };
    let mut head = " ".repeat(NAME);
    for unit in &units {
        head.push_str(&format!("{unit:>FIGURE$}"));
    }
    let mut lines = vec![(head, Role::Header)];
    for kind in LimitKind::ALL {
        let limit = state.limits.of(kind).named();
        let set = |unit: &str| amount(&limit, unit).flatten();
        lines.push((row(kind.name(), &set), Role::Title));
        if let Some(measure) = kind.measure() {
            let used = |unit: &str| {
                let budget = match unit {
                    USD => &state.money,
                    _ => &state.budget,
                };
                amount(&kind.used(budget)?.named(), unit)
            };
            lines.push((row(&format!("  {measure}"), &used), Role::Dim));
        }
    }
    lines
}

fn amount<T: Copy>(named: &[(&'static str, T); 4], unit: &str) -> Option<T> {
    let found = named.iter().find(|(name, _)| *name == unit);
    found.map(|(_, amount)| *amount)
}
