//! GetKeywordInfo: how many pages and domains have a keyword, as a phrase and broadly, one row a keyword.
//!
//! Nobody searches in this world, so `PhraseSearchVolume` and `BroadSearchVolume` are ours: the share of pages that
//! have the keyword anywhere, on a logarithmic scale from 0 to 100. Ours is also that a broad match includes the
//! phrases, and that `TreatedAs` are the words in lower case.

use crate::index::{Count, Held, KeywordCounts, KeywordIndex, words_of};
use crate::model::catalog::majestic::GET_KEYWORD_INFO;
use crate::server::majestic::charge::{charge, cost};
use crate::server::majestic::dispatch::Call;
use crate::server::majestic::refusal::Refusal;
use crate::server::majestic::server_fields::with_index;
use crate::wire::majestic::{Answer, Cell, Table};

const FIRST: [&str; 8] = [
    "Item",
    "Keyword",
    "WordCount",
    "TreatedAs",
    "PhraseFoundFlag",
    "PhraseSearchVolume",
    "BroadFoundFlag",
    "BroadSearchVolume",
];

/// Places that occurrences are counted in.
const PLACES: [&str; 4] = ["InTitle", "InURL", "InAnchor", "InAnchorAndInTitle"];

/// One row a keyword, whether it occurs or not.
pub(in crate::server::majestic) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &GET_KEYWORD_INFO;
    let keywords = call.params.numbered(entry)?;
    let rows = keywords.len();
    charge(call, entry.command, cost(entry, rows, rows))?;
    let index = call.shared.index(false);
    let words = index.keywords();
    let mut table = Table::new("Keywords", &FIRST)
        .with("BroadMatchInURLsMode", 0)
        .with("BroadMatchMode", 1);
    for how in ["Phrase", "Broad"] {
        let pairs =
            PLACES.map(|place| [format!("{how}URLs{place}"), format!("{how}Domains{place}")]);
        table.columns.extend(pairs.into_iter().flatten());
    }
    table.rows = keywords
        .into_iter()
        .map(|(number, keyword)| row(words, number, keyword))
        .collect();
    Ok(with_index(Answer::ok(), index, false).with_table(table))
}

fn row(index: &KeywordIndex, number: usize, keyword: &str) -> Vec<Cell> {
    let whole = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let words: Vec<String> = words_of(keyword).collect();
    let found = index.find(keyword);
    let [phrase, broad] =
        [Held::AsPhrase, Held::Broadly].map(|least| KeywordIndex::count(&found, least));
    let volume = |counts: &KeywordCounts| volume(counts.anywhere.pages, index.pages());
    let flag = |counts: &KeywordCounts| Cell::Int(i64::from(counts.anywhere.pages > 0));
    let mut row = vec![
        whole(number),
        keyword.into(),
        whole(words.len()),
        words.join(" ").into(),
        flag(&phrase),
        volume(&phrase).into(),
        flag(&broad),
        volume(&broad).into(),
    ];
    for counts in [phrase, broad] {
        let places = [
            counts.title,
            counts.address,
            counts.anchor,
            counts.anchor_and_title,
        ];
        let cells = |count: Count| [Cell::Int(count.pages), Cell::Int(count.domains)];
        row.extend(places.into_iter().flat_map(cells));
    }
    row
}

/// 0 for nothing, 100 for every page.
fn volume(pages: i64, all: usize) -> i64 {
    let share = (pages as f64).ln_1p() / (all as f64).ln_1p();
    if pages == 0 {
        0
    } else {
        (share * 100.0).round() as i64
    }
}
