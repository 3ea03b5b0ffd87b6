//! Looking for words in the pages of help.

use super::Reader;
use super::pages::{Page, lines};
use crate::app::docs::{self, Block, Line};
use crate::app::state::State;

/// A page that has what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub page: Page,
    /// How often.
    pub hits: usize,
}

/// The lines that belong together: a paragraph, a row of a table with what goes on below it.
fn groups(lines: &[Line]) -> Vec<&[Line]> {
    let mut groups = Vec::new();
    let mut from = 0;
    for at in 1..=lines.len() {
        if lines.get(at).is_none_or(|line| !line.goes_on()) {
            groups.push(&lines[from..at]);
            from = at;
        }
    }
    groups
}

/// Whether a group says all of the words.
fn says(group: &[Line], words: &[String]) -> bool {
    let text: Vec<String> = group
        .iter()
        .map(|line| line.text().to_lowercase())
        .collect();
    let text = text.join(" ");
    !words.is_empty() && words.iter().all(|word| text.contains(word))
}

/// The lines to go to: of each group that says all of the words the first with one of them.
pub(super) fn hits(lines: &[Line], words: &[String]) -> Vec<usize> {
    let mut at = 0;
    let mut hits = Vec::new();
    for group in groups(lines) {
        if says(group, words) {
            let first = group
                .iter()
                .position(|line| !marks(&line.text(), words).is_empty());
            hits.push(at + first.unwrap_or(0));
        }
        at += group.len();
    }
    hits
}

/// Only what says all of the words, each below its heading.
pub(super) fn narrowed(lines: &[Line], words: &[String]) -> Vec<Line> {
    let mut found = Vec::new();
    let mut heading = None;
    for group in groups(lines) {
        let is_heading = matches!(group, [Line::Heading(_)]);
        if is_heading {
            heading = Some(group);
        }
        if says(group, words) {
            found.extend(heading.take().into_iter().flatten().cloned());
            if !is_heading {
                found.extend(group.iter().cloned());
            }
        }
    }
    found
}

/// Where the words stand in a line: characters before, and how many.
pub fn marks(text: &str, words: &[String]) -> Vec<(usize, usize)> {
    // Letters that change their length with their case would put the marks beside the words.
    let small: Vec<char> = text
        .chars()
        .map(|c| c.to_lowercase().next().unwrap_or(c))
        .collect();
    let mut marks = Vec::new();
    for word in words {
        let word: Vec<char> = word.chars().collect();
        let all = small.windows(word.len().max(1)).enumerate();
        let here = all.filter(|(_, window)| *window == word.as_slice());
        marks.extend(here.map(|(at, _)| (at, word.len())));
    }
    marks
}

/// The pages that say it, each with how often; without words all.
pub(super) fn pages_with(state: &State, words: &[String], width: u16) -> Vec<Place> {
    let reader = Reader::default();
    let place = |page: Page| {
        let hits = match words {
            [] => 0,
            words => hits(&lines(state, page, &reader, width), words).len(),
        };
        Place { page, hits }
    };
    let pages = Page::all().filter(|page| *page != Page::Contents);
    let places = pages.map(place);
    places
        .filter(|place| words.is_empty() || place.hits > 0)
        .collect()
}

/// That a page does not say it, and which others do.
pub(super) fn elsewhere(state: &State, page: Page, words: &[String], width: u16) -> Vec<Line> {
    let mut told = vec![Line::Text(format!(
        "Nothing on this page: {}",
        page.title()
    ))];
    let others = pages_with(state, words, width);
    let rows = others.iter().map(|place| {
        let times = match place.hits {
            1 => "once".to_owned(),
            hits => format!("{hits} times"),
        };
        let text = format!("{} ({times})", place.page.title());
        Block::Row(place.page.id().to_owned(), text)
    });
    let rows: Vec<Block> = rows.collect();
    if !rows.is_empty() {
        told.push(Line::Text("Enter goes to the first of these:".to_owned()));
        told.extend(docs::lines(&rows, usize::from(width)));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Vec<Line> {
        let row = |name: &str, text: &str| Line::Row(name.to_owned(), text.to_owned());
        vec![
            Line::Heading("Lists".to_owned()),
            row("j", "One row"),
            row("", "down."),
            row("k", "One row up."),
            Line::Heading("Jobs".to_owned()),
            row("c", "Stop this job."),
            Line::Text("A paragraph that".to_owned()),
            Line::More("goes on down.".to_owned()),
        ]
    }

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn words_of_a_row_are_found_over_its_lines() {
        assert_eq!(hits(&page(), &words("row down")), [1]);
        assert_eq!(hits(&page(), &words("down")), [2, 7]);
        assert_eq!(hits(&page(), &words("nobody")), Vec::<usize>::new());
        assert_eq!(hits(&page(), &[]), Vec::<usize>::new());
        let found = narrowed(&page(), &words("down"));
        assert_eq!(found, [&page()[..3], &page()[4..5], &page()[6..]].concat());
        let found = narrowed(&page(), &words("jobs"));
        assert_eq!(found, page()[4..5]);
    }

    #[test]
    fn marks_stand_on_the_words() {
        assert_eq!(marks("Down and DOWN", &words("down")), [(0, 4), (9, 4)]);
        assert_eq!(
            marks("日本 TF İ tf", &words("tf 本")),
            [(3, 2), (8, 2), (1, 1)]
        );
        assert_eq!(marks("", &words("a")), []);
    }
}
