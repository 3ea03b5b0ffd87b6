//! The upper part of the price sheet: what is asked, of whom, and what must be known before spending on it.

use super::Line;
use crate::app::price_sheet::PriceSheet;
use crate::config::Role;
use crate::model::catalog::dataforseo::Compiled;
use crate::model::column::grouped;
use crate::model::query::Query;
use crate::model::text::one_line;

/// Names of targets that are written out.
const NAMES: usize = 8;

pub(super) fn asked(sheet: &PriceSheet) -> Vec<Line> {
    let queries = sheet.queries();
    let Some(first) = queries.first() else {
        return Vec::new();
    };
    let entry = first.entry();
    let mut lines = vec![
        about(&queries),
        Line::Pair("Asked", entry.title.to_owned(), Role::Text),
    ];
    let options = options(first);
    if !options.is_empty() {
        lines.push(Line::Pair("With", options, Role::Text));
    }
    let filter = first.compiled_filter();
    for sentence in filter.iter().flat_map(Compiled::sentences) {
        lines.push(Line::Text(sentence, Role::Text));
    }
    if first.enriches.is_some() {
        let text = "fills the referring domains of the list in place".to_owned();
        lines.push(Line::Pair("For", text, Role::Text));
    }
    let warnings = entry.warnings().into_iter();
    lines.extend(warnings.map(|text| Line::Text(format!("! {text}"), Role::Warn)));
    lines
}

fn about(queries: &[Query]) -> Line {
    let targets: Vec<_> = queries.iter().flat_map(Query::targets).collect();
    if let [target] = targets.as_slice() {
        let text = format!("{} ({})", one_line(&target.display()), target.kind());
        return Line::Pair("Target", text, Role::Title);
    }
    let count = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let calls = match queries.len() {
        1 => "one call".to_owned(),
        n => format!("{} calls, a job each", count(n)),
    };
    let names: Vec<String> = targets
        .iter()
        .take(NAMES)
        .map(|target| one_line(&target.display()))
        .collect();
    let more = match targets.len().saturating_sub(NAMES) {
        0 => String::new(),
        more => format!(" and {} more", count(more)),
    };
    let text = format!(
        "{} in {calls}: {}{more}",
        count(targets.len()),
        names.join(", ")
    );
    Line::Pair("Targets", text, Role::Title)
}

/// The options in words; what is not sent says nothing.
fn options(query: &Query) -> String {
    let words = |o: &crate::model::catalog::Opt| {
        let value = query.value(o.wire);
        let shown = format!("{}: {}", o.title.to_lowercase(), one_line(&o.words(value)));
        (!value.is_empty()).then_some(shown)
    };
    let options: Vec<String> = query.entry().options.iter().filter_map(words).collect();
    options.join(" · ")
}
