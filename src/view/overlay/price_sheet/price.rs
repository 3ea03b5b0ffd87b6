//! The middle of the price sheet: what is known of the price, with its formula; of several jobs, their sum.

use super::Line;
use crate::app::budget::clock;
use crate::app::price_sheet::PriceSheet;
use crate::config::Role;
use crate::model::catalog::{Quote, SkipEffect};
use crate::model::column::grouped;
use crate::model::money::Price;
use crate::model::query::SKIP_LIMIT;
use crate::model::text::one_line;

/// Jobs of different price that are listed one by one.
const LISTED: usize = 6;

/// What is known of the prices; nothing if nothing is.
pub(super) fn priced(sheet: &PriceSheet) -> Vec<Line> {
    let known: Vec<&Quote> = sheet
        .quotes
        .iter()
        .filter(|quote| quote.price != Price::Unknown)
        .collect();
    let Some(first) = known.first() else {
        return Vec::new();
    };
    let mut lines = vec![Line::Pair("Price", kind(&known).to_owned(), Role::Text)];
    if sheet.quotes.len() == 1 {
        lines.extend(formula(first));
        lines.extend(warnings(&known));
        lines.push(Line::Blank);
        lines.extend(origin(first));
        return lines;
    }
    if known.iter().all(|quote| quote.price == first.price) {
        let text = format!(
            "{}, each:",
            grouped(i64::try_from(known.len()).unwrap_or(i64::MAX))
        );
        lines.push(Line::Pair("  calls", text, Role::Text));
        lines.extend(formula(first));
    } else {
        let each = known.iter().take(LISTED).map(|quote| {
            let text = format!("{}: {}", one_line(&quote.query.title()), quote.price);
            Line::Pair("", text, Role::Text)
        });
        lines.extend(each);
        if known.len() > LISTED {
            let text = format!("and {} more", known.len() - LISTED);
            lines.push(Line::Pair("", text, Role::Dim));
        }
    }
    let sum = format!("at most {} for {} jobs", sheet.known(), known.len());
    lines.push(Line::Pair("Sum", sum, Role::Title));
    lines.extend(warnings(&known));
    lines.push(Line::Blank);
    lines
}

/// What would be paid for nothing.
fn warnings(known: &[&Quote]) -> Vec<Line> {
    let all: Vec<String> = known.iter().filter_map(|quote| quote.warning()).collect();
    let line = |text: &String| Line::Text(format!("! {}", one_line(text)), Role::Warn);
    let mut lines: Vec<Line> = all.iter().take(LISTED).map(line).collect();
    if all.len() > LISTED {
        let text = format!("! and so of {} more", all.len() - LISTED);
        lines.push(Line::Text(text, Role::Warn));
    }
    lines
}

fn kind(known: &[&Quote]) -> &'static str {
    if known.iter().all(|q| matches!(q.price, Price::Exact(_))) {
        "exact"
    } else if known.iter().any(|quote| quote.is_unverified()) {
        "as far as it is documented"
    } else {
        "an upper bound; it cannot cost more"
    }
}

/// The formula with its numbers, and what the service's own limit does.
fn formula(quote: &Quote) -> Vec<Line> {
    let mut lines = Vec::new();
    for text in quote.formula() {
        // The formula's own line begins with its allowance, which becomes the label.
        let (name, rest) = text.split_once("  ").unwrap_or(("", &text));
        let label = match name {
            "Analysis" => "  analysis",
            "Retrieval" => "  retrieval",
            "Items" => "  items",
            "Money" => "  money",
            "If none" => "  if none",
            "The rest" => "  the rest",
            "Note" => "  note",
            _ => "",
        };
        lines.push(Line::Pair(label, rest.trim().to_owned(), Role::Text));
    }
    let skip = quote.query.value(SKIP_LIMIT);
    let limit = skip.parse().map_or_else(|_| skip.to_owned(), grouped);
    let text = match quote.skip_effect() {
        SkipEffect::Passes if limit.is_empty() => return lines,
        SkipEffect::Passes => format!("passes: the service refuses above {limit} analysis units"),
        SkipEffect::Refuses { .. } => {
            format!("✗ refused, uncharged: the service refuses above {limit} analysis units")
        }
        SkipEffect::Unknown => {
            format!("the service refuses above {limit} analysis units, uncharged")
        }
    };
    let refused = matches!(quote.skip_effect(), SkipEffect::Refuses { .. });
    let role = if refused { Role::Bad } else { Role::Text };
    lines.push(Line::Pair("Skip limit", text, role));
    lines
}

/// Where the figures came from, and when.
fn origin(quote: &Quote) -> Vec<Line> {
    let Some(f) = &quote.figures else {
        return Vec::new();
    };
    let text = format!(
        "{} index of {}, looked up {} {}",
        one_line(&f.datasource),
        one_line(&f.index_date),
        f.looked_up.strftime("%Y-%m-%d"),
        clock(f.looked_up)
    );
    vec![Line::Pair("Figures", text, Role::Dim)]
}
