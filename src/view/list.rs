//! What both lists draw alike: heads, the rows that are on screen, and only those.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::Pen;
use super::widgets::text::cut;
use super::{hit, unfilled};
use crate::app::action::{Applied, DatasetFacts};
use crate::app::columns::{Fit, Fitted, MARK, SIGN};
use crate::app::command::{Command, key_of};
use crate::app::dataset;
use crate::app::layout::Layout;
use crate::app::list::{List, Standing};
use crate::app::marking;
use crate::app::progress::Gone;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::{Keymap, Role};
use crate::model::column::grouped;
use crate::model::far::Step;
use crate::model::rows;
use crate::model::text::one_line;

/// What is said of a table that was counted here.
pub const COMPUTED: &str = "computed here";

/// Longest filter that is repeated where there are no rows.
const LONGEST_FILTER: usize = 200;

/// Cells that a filter may take in a title, ever fewer.
const TITLED: [usize; 6] = [60, 48, 36, 28, 20, 14];

/// Draws heads and rows with their marks.
pub fn draw(state: &State, pen: &mut Pen, area: Rect, list: &List) {
    if area.height == 0 {
        return;
    }
    let fit = list.fit(area.width);
    heads(pen, area, list, &fit);
    let focused = state.focus == Focus::from(list.pane);
    let range = list.range();
    for y in area.y + 1..area.bottom() {
        let place = list.top + u64::from(y - area.y - 1);
        if place >= list.total.unwrap_or(0) {
            break;
        }
        let line = Rect::new(area.x, y, area.width, 1);
        row(pen, line, list, &fit.columns, place);
        if range.as_ref().is_some_and(|range| range.contains(&place)) {
            pen.wash(line, Role::Selection);
        }
        if place == list.cursor {
            let role = if focused {
                Role::Cursor
            } else {
                Role::CursorUnfocused
            };
            pen.text(area.x, y, MARK, "▸", Role::Text);
            pen.wash(line, role);
        }
        hit::letters(state, pen, (list, line), (&fit.columns, place));
        let row = list.window.row(place).map(|row| row.id);
        let sign = marking::sign(state, list.pane, (place, row));
        pen.text(area.x + 1, y, 1, sign, Role::Mark);
    }
}

fn heads(pen: &mut Pen, area: Rect, list: &List, fit: &Fit) {
    for (count, x, sign) in away(fit) {
        let text = match sign {
            '‹' => format!("‹ {count}"),
            _ => format!("{count} ›"),
        };
        match sign {
            '‹' => pen.text(area.x + x, area.y, SIGN, &text, Role::Dim),
            _ => pen.text_right(area.x + x, area.y, SIGN, &text, Role::Dim),
        };
    }
    for column in &fit.columns {
        let x = area.x + column.x;
        let about = &list.table.columns[column.index];
        let order = list.order();
        let mut sorted = String::new();
        if let Some(at) = order.iter().position(|key| key.column == column.index) {
            sorted.push(if order[at].descending { '↓' } else { '↑' });
            if order.len() > 1 {
                sorted.push_str(&(at + 1).to_string());
            }
        }
        // A column that was made narrow loses letters of its title before it loses what it is sorted by.
        let room = usize::from(column.width).saturating_sub(sorted.width());
        let title = cut(list.title(column.index), room) + &sorted;
        let role = if column.index == list.column {
            Role::HeaderCurrent
        } else {
            Role::Header
        };
        let (start, used) = if about.is_right_aligned() {
            let used = pen.text_right(x, area.y, column.width, &title, role);
            (x + column.width.saturating_sub(used), used)
        } else {
            (x, pen.text(x, area.y, column.width, &title, role))
        };
        if column.index == list.column {
            // The brackets stand in the gaps beside the column: choosing one moves no other.
            pen.text(start.saturating_sub(1), area.y, 1, "[", Role::HeaderCurrent);
            pen.text(start + used, area.y, 1, "]", Role::HeaderCurrent);
        }
    }
}

/// How many columns are scrolled away at each side, and where that is said.
fn away(fit: &Fit) -> impl Iterator<Item = (usize, u16, char)> {
    let side = |side: Option<(usize, u16)>, sign| side.map(|(count, x)| (count, x, sign));
    [side(fit.left, '‹'), side(fit.right, '›')]
        .into_iter()
        .flatten()
}

fn row(pen: &mut Pen, area: Rect, list: &List, fitted: &[Fitted], place: u64) {
    let Some(row) = list.window.row(place) else {
        pen.text(
            area.x + MARK,
            area.y,
            area.width.saturating_sub(MARK),
            "·",
            Role::Dim,
        );
        return;
    };
    for column in fitted {
        let x = area.x + column.x;
        if let Some(value) = list.window.cell(row, column.index) {
            let about = &list.table.columns[column.index];
            let shown = value.shown();
            let text = cell_text(list, column.index, &shown);
            let role = match list.chosen.is_frozen(column.index) {
                true => Role::Frozen,
                false => Role::Text,
            };
            if about.is_right_aligned() {
                pen.text_right(x, area.y, column.width, text, role);
            } else {
                pen.text(x, area.y, column.width, text, role);
            }
        }
    }
}

/// What is drawn of a cell. What nearly every address begins with says nothing; another scheme stays in sight.
pub(super) fn cell_text<'a>(list: &List, column: usize, shown: &'a str) -> &'a str {
    let is_address = list.table.columns[column].id.ends_with("_url");
    let rest = shown.strip_prefix("https://").filter(|_| is_address);
    rest.unwrap_or(shown)
}

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

/// What is being worked out, and how far the rows had come that the list knows: long and short. Where nothing more is
/// worked out although it was asked for, the key that asks again.
pub fn standing(
    list: &List,
    facts: &DatasetFacts,
    keymap: &Keymap,
) -> (Option<String>, Option<String>) {
    let reread = key_of(keymap, Command::Reread);
    let other_rows = list.filter() != list.shown_filter();
    let working = match list.standing() {
        _ if list.total.is_none() => None,
        Standing::Whole => None,
        Standing::Asked if other_rows && !list.filter().is_empty() => Some("filtering …".into()),
        Standing::Asked if !other_rows && !list.order().is_empty() => Some("sorting …".into()),
        Standing::Asked => Some("ranking …".into()),
        Standing::FirstPage if list.filter().is_empty() => Some("sorting …".into()),
        Standing::FirstPage => Some("filtering …".into()),
        Standing::BrokenOff if list.whole => Some(format!("not ranked anew, {reread} tries again")),
        Standing::BrokenOff => Some(format!("broken off, {reread} ranks anew")),
    };
    let (working, short_working) = match (list.standing(), &list.gone) {
        (Standing::BrokenOff, _) if list.whole && working.is_some() => {
            (working, Some(format!("{reread} tries again")))
        }
        (Standing::Asked | Standing::FirstPage, Some(gone)) => {
            let at = |wording| working.as_ref().map(|_| going(list, gone, wording));
            (at(0), at(3))
        }
        _ => (working.clone(), working),
    };
    let (long, short) = match list.total {
        _ if facts.complete => (None, None),
        _ if facts.stopped.is_some() => (
            Some("not read to its end".to_owned()),
            Some("cut off".to_owned()),
        ),
        None => (Some("arriving".to_owned()), Some("arriving".to_owned())),
        Some(_) => {
            // One domain's links say nothing of how far the rows had come.
            let one = list.shown.as_ref().map(|view| &view.list);
            let one = matches!(one, Some(rows::List::Links { domain: Some(_) }));
            let known = count(if one { list.known } else { list.of });
            (
                Some(format!("as of {known}, more arriving")),
                Some(format!("as of {known}")),
            )
        }
    };
    (
        arriving_and(long, working),
        arriving_and(short, short_working),
    )
}

/// What is worked out, and how far it is: `filtering 1,200,000 of 30,000,000 links · 4 s left`.
fn going(list: &List, gone: &Gone, wording: usize) -> String {
    let said = gone.said(noun(list));
    let said = said.get(wording).map_or("", String::as_str);
    format!("{} {said}", doing(gone.far.step))
}

fn doing(step: Step) -> &'static str {
    match step {
        Step::Test => "filtering",
        Step::Sort => "sorting",
        Step::Look | Step::Values => "ranking",
    }
}

/// What is done for a ranking that tells of itself, and how far it is in ever fewer words.
pub fn ranked(list: &List) -> Option<(String, Vec<String>)> {
    let gone = list.gone.as_ref()?;
    Some((doing(gone.far.step).to_owned(), gone.said(noun(list))))
}

/// How far a search is that tells of itself, in ever fewer words.
pub fn looking(list: &List) -> Option<Vec<String>> {
    let gone = list.sought.as_ref().filter(|_| list.seek.is_some())?;
    Some(gone.said(noun(list)))
}

/// What is said where no rows are here yet, and those asked for are worked out or read.
pub fn awaited(list: &List) -> Option<String> {
    let what = match list.filter().is_empty() {
        true => "ranking …",
        false => "filtering …",
    };
    match &list.gone {
        _ if !list.ranking => list.coming.map(|_| "reading rows …".to_owned()),
        Some(gone) => Some(going(list, gone, 0)),
        None => Some(what.to_owned()),
    }
}

/// What is said where nothing is open and nobody can be asked.
pub fn nothing_offline(state: &State) -> String {
    let key = |command| key_of(&state.keymap, command);
    let held = match state.queue.jobs.is_empty() {
        true => format!(" {} says how a service is set up.", key(Command::Balance)),
        false => format!(
            " {} lists the jobs; {} opens the rows of one.",
            key(Command::PaneJobs),
            key(Command::Open)
        ),
    };
    format!("No rows yet. `backtrail open FILE.csv.gz` shows a download you already have.{held}")
}

/// What is said while rows arrive and none can be listed: how far they are, and where to look meanwhile.
pub fn arriving(state: &State) -> String {
    let key = |command| key_of(&state.keymap, command);
    let far = dataset::arriving(state).and_then(|said| said.into_iter().next());
    let far = far.map_or_else(|| " …".to_owned(), |far| format!(": {far}."));
    format!(
        "Rows are arriving{far} {} lists the jobs, {} is the query form meanwhile.",
        key(Command::PaneJobs),
        key(Command::PaneForm)
    )
}

fn arriving_and(arriving: Option<String>, working: Option<String>) -> Option<String> {
    match (arriving, working) {
        (Some(arriving), Some(working)) => Some(format!("{arriving} · {working}")),
        (arriving, working) => arriving.or(working),
    }
}

/// What stands in a list whose filter lets no row through; none where rows are still worked out or no filter is
/// in force.
pub fn nothing_passes(state: &State, list: &List) -> Option<String> {
    let filter = filter(list, LONGEST_FILTER)?;
    let empty = list.total == Some(0) && list.standing() == Standing::Whole;
    let key = |command| key_of(&state.keymap, command);
    empty.then(|| {
        format!(
            "None of the {} {} held here passes the filter {filter}. {}{} takes the filter away, {} changes it.",
            count(list.of),
            noun(list),
            unfilled::said(state, list).map_or_else(String::new, |said| said + " "),
            key(Command::Unfilter),
            key(Command::Filter)
        )
    })
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

/// What stands in a list that could not be ranked.
pub fn not_ranked(reread: &str) -> String {
    format!("The list could not be ranked. {reread} tries again.")
}

/// A sentence where rows would be.
pub fn empty(pen: &mut Pen, area: Rect, text: &str) {
    pen.lines(area, &wrap(text, usize::from(area.width)), Role::Dim);
}
