//! What the title of a list says, in ever fewer words: how many rows of how many, their order, filter and source.

use crate::app::facts::{Applied, DatasetFacts};
use crate::app::layout::Layout;
use crate::app::list::List;
use crate::model::column::grouped;
use crate::model::rows;
use crate::model::text::one_line;
use crate::view::widgets::text::cut;

/// What is said of a table that was counted here.
pub const COMPUTED: &str = "computed here";

/// Cells that a filter may take in a title, ever fewer.
const TITLED: [usize; 6] = [60, 48, 36, 28, 20, 14];

/// What the rows of a list are.
pub fn noun(list: &List) -> &'static str {
    match &list.view {
        Some(view) => match view.list {
            rows::List::Links { .. } => "links",
            rows::List::Domains => "domains",
            rows::List::Sheet(sheet) => sheet.nouns().1,
        },
        None => "rows",
    }
}

/// The order of the rows on screen in words: `Best TF ↓, Links ↑`.
pub fn order(list: &List) -> Option<String> {
    let view = list.shown.as_ref().or(list.view.as_ref())?;
    Some(list.order_text(&view.order))
}

/// The filter of the rows on screen, in at most so many cells.
pub fn filter(list: &List, most: usize) -> Option<String> {
    let filter = list.shown_filter();
    (!filter.is_empty()).then(|| cut(&one_line(filter), most))
}

/// How many rows are listed of how many, where these are not simply all that are held: long and short.
pub fn part(list: &List) -> Option<(String, String)> {
    let total = count(list.total?);
    let of = count(list.of);
    match (list.whole, list.shown_filter().is_empty()) {
        (true, true) => None,
        (true, false) => Some((format!("{total} of {of} held"), format!("{total}/{of}"))),
        (false, true) => Some((
            format!("first {total} of {of} held"),
            format!("first {total}/{of}"),
        )),
        (false, false) => Some((format!("first {total}"), format!("first {total}"))),
    }
}

/// The wordings of a title that tells a filter or a first page: ever fewer words, the filter in all of them.
pub fn part_titles(
    (whose, (long, short)): (Option<String>, (String, String)),
    list: &List,
    ((state, brief), bad): ((Option<String>, Option<String>), Option<String>),
    (layout, facts): (&Layout, &DatasetFacts),
) -> Vec<String> {
    let (source, index) = source(layout, facts);
    let [said, brief_said, _] = applied(facts);
    let (long, short, order) = (Some(long), Some(short), order(list));
    let mut wordings: Vec<Vec<Option<String>>> = Vec::new();
    let filters = || TITLED.into_iter().map(|most| filter(list, most));
    let full = filter(list, TITLED[0]);
    for source in [source, index] {
        let all = [&whose, &long, &said, &state, &order, &full, &bad, &source];
        wordings.push(all.map(Clone::clone).into());
    }
    for filter in filters().take(2) {
        let some = [&whose, &long, &brief_said, &brief, &order, &filter];
        wordings.push(some.map(Clone::clone).into());
    }
    for filter in filters() {
        let some = [&whose, &long, &brief, &order, &filter];
        wordings.push(some.map(Clone::clone).into());
    }
    for filter in filters() {
        wordings.push([&whose, &long, &brief, &filter].map(Clone::clone).into());
    }
    for filter in filters() {
        wordings.push([&whose, &short, &brief, &filter].map(Clone::clone).into());
    }
    let least = filter(list, TITLED[TITLED.len() - 1]);
    wordings.push(vec![short, brief, least]);
    let wordings: Vec<&[Option<String>]> = wordings.iter().map(Vec::as_slice).collect();
    joined(&wordings)
}

/// Each wording as one text.
pub fn joined(wordings: &[&[Option<String>]]) -> Vec<String> {
    let join = |parts: &&[Option<String>]| {
        let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
        parts.join(" · ")
    };
    wordings.iter().map(join).collect()
}

/// Where the numbers come from, where no breadcrumb says it: in full, and in few words.
pub fn source(layout: &Layout, facts: &DatasetFacts) -> (Option<String>, Option<String>) {
    // The breadcrumb above a pane that stands alone says it.
    if layout.crumb.height > 0 && !layout.boxed {
        return (None, None);
    }
    let full = one_line(&facts.source);
    let (full, brief) = (full.clone(), brief_source(&full));
    match facts.counted_from {
        Some(_) => (
            Some(format!("{COMPUTED} · {full}")),
            Some(format!("{COMPUTED} · {brief}")),
        ),
        None => (Some(full), Some(brief)),
    }
}

/// `historic 2026-10-05` of `majestic historic index of 2026-10-05`, as the provider's name stands in the head;
/// `dataforseo 2026-11-20` of `dataforseo, asked on 2026-11-20`.
pub fn brief_source(source: &str) -> String {
    match source.split_once(" index of ") {
        Some((index, day)) => format!("{} {day}", index.split(' ').next_back().unwrap_or(index)),
        None => source.replace(", asked on ", " "),
    }
}

/// What the service itself did to the answer, so that no count is taken for that of all: at length, shorter, and in
/// few words.
pub fn applied(facts: &DatasetFacts) -> [Option<String>; 3] {
    let Applied { narrowed, other } = &facts.applied;
    let by = format!(
        "filtered by the service: {}",
        cut(&narrowed.join(", "), TITLED[0])
    );
    let words = [by.as_str(), "filtered by the service", "service filter"];
    words.map(|narrows| {
        let narrows = (!narrowed.is_empty()).then_some(narrows);
        let said: Vec<&str> = narrows
            .into_iter()
            .chain(other.iter().map(String::as_str))
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    })
}

/// A count and what is said of it.
pub fn with(count: String, said: Option<&String>) -> String {
    match said {
        Some(said) => format!("{count} · {said}"),
        None => count,
    }
}

/// Where the cursor stands: `37 / 12,400`, or `37 / first 200`.
pub fn place(list: &List) -> String {
    let first = if list.whole { "" } else { "first " };
    match list.total {
        Some(total) if total > 0 => {
            format!("{} / {first}{}", count(list.cursor + 1), count(total))
        }
        _ => String::new(),
    }
}

/// A count with its thousands set apart.
pub fn count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}
