//! Lists that are neither links nor their domains: what each is called and which columns it has.

mod anchor;
mod crawl;
mod day;
mod estimate;
mod found;
mod item;
mod keyword;
mod neighbour;
mod page;
mod period;
mod profile;
mod related;
mod topic;

use serde::{Deserialize, Serialize};

pub use anchor::ANCHORS;
pub use crawl::CRAWLS;
pub use day::DAYS;
pub use estimate::ESTIMATES;
pub use found::FOUND;
pub use item::ITEMS;
pub use keyword::KEYWORDS;
pub use neighbour::NEIGHBOURS;
pub use page::PAGES;
pub use period::PERIODS;
pub use profile::PROFILE;
pub use related::RELATED;
pub use topic::TOPICS;

use super::column::Table;

/// A list that is neither links nor their domains. A dataset holds one at the most.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Sheet {
    /// Items of an overview.
    #[default]
    Items,
    /// Anchor texts.
    Anchors,
    /// Periods of a history.
    Periods,
    /// Topics of the links.
    Topics,
    /// Pages of the target.
    Pages,
    /// Domains on the same address or network.
    Neighbours,
    /// Cells of a link profile.
    Profile,
    /// Days with what came and went.
    Days,
    /// Keywords.
    Keywords,
    /// What a keyword finds.
    Found,
    /// Related sites.
    Related,
    /// How much lies under a path.
    Estimates,
    /// What is to be visited.
    Crawls,
}

/// What a sheet is called.
struct Words {
    sheet: Sheet,
    table: &'static Table,
    /// One of its rows, and several.
    nouns: (&'static str, &'static str),
    /// The pane that lists it.
    title: &'static str,
    /// The pane that shows one row.
    in_full: &'static str,
    /// The column without which its rows mean nothing.
    needs: &'static [&'static str],
    /// Whether its first column is something that a browser can open.
    has_page: bool,
}

/// In the order of [`Sheet`].
#[rustfmt::skip]
static WORDS: [Words; 13] = [
    Words { sheet: Sheet::Items, table: &ITEMS, nouns: ("item", "items"), title: "Overview", in_full: "Item in full", needs: &["item"], has_page: true },
    Words { sheet: Sheet::Anchors, table: &ANCHORS, nouns: ("anchor text", "anchor texts"), title: "Anchor texts", in_full: "Anchor in full", needs: &["anchor"], has_page: false },
    Words { sheet: Sheet::Periods, table: &PERIODS, nouns: ("period", "periods"), title: "History", in_full: "Period in full", needs: &["date"], has_page: false },
    Words { sheet: Sheet::Topics, table: &TOPICS, nouns: ("topic", "topics"), title: "Topics", in_full: "Topic in full", needs: &["topic"], has_page: false },
    Words { sheet: Sheet::Pages, table: &PAGES, nouns: ("page", "pages"), title: "Pages", in_full: "Page in full", needs: &["url"], has_page: true },
    Words { sheet: Sheet::Neighbours, table: &NEIGHBOURS, nouns: ("neighbour", "neighbours"), title: "Hosted domains", in_full: "Neighbour in full", needs: &["domain"], has_page: true },
    Words { sheet: Sheet::Profile, table: &PROFILE, nouns: ("cell", "cells"), title: "Link profile", in_full: "Cell in full", needs: &["citation_flow", "trust_flow"], has_page: false },
    Words { sheet: Sheet::Days, table: &DAYS, nouns: ("day", "days"), title: "New and lost by day", in_full: "Day in full", needs: &["date"], has_page: false },
    Words { sheet: Sheet::Keywords, table: &KEYWORDS, nouns: ("keyword", "keywords"), title: "Keywords", in_full: "Keyword in full", needs: &["keyword"], has_page: false },
    Words { sheet: Sheet::Found, table: &FOUND, nouns: ("hit", "hits"), title: "Search", in_full: "Hit in full", needs: &["item"], has_page: true },
    Words { sheet: Sheet::Related, table: &RELATED, nouns: ("related site", "related sites"), title: "Related sites", in_full: "Site in full", needs: &["domain"], has_page: true },
    Words { sheet: Sheet::Estimates, table: &ESTIMATES, nouns: ("path", "paths"), title: "Size of a path", in_full: "Path in full", needs: &["item"], has_page: true },
    Words { sheet: Sheet::Crawls, table: &CRAWLS, nouns: ("request", "requests"), title: "Asked to visit", in_full: "Request in full", needs: &["added"], has_page: true },
];

impl Sheet {
    /// Every one.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|words| words.sheet)
    }

    fn words(self) -> &'static Words {
        &WORDS[self as usize]
    }

    /// The table of its columns.
    pub fn table(self) -> &'static Table {
        self.words().table
    }

    /// What one of its rows is called, and several.
    pub fn nouns(self) -> (&'static str, &'static str) {
        self.words().nouns
    }

    /// What the pane that lists it is called.
    pub fn title(self) -> &'static str {
        self.words().title
    }

    /// What the pane with one row of it is called.
    pub fn title_in_full(self) -> &'static str {
        self.words().in_full
    }

    /// Whether its first column names what a browser can open.
    pub fn has_page(self) -> bool {
        self.words().has_page
    }

    /// Ids of the columns without which its rows mean nothing.
    pub fn needs(self) -> &'static [&'static str] {
        self.words().needs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sheet_finds_its_own_words_and_the_columns_it_needs() {
        for (at, words) in WORDS.iter().enumerate() {
            assert_eq!(words.sheet as usize, at);
            for id in words.sheet.needs() {
                assert!(words.table.columns.iter().any(|c| c.id == *id), "{id}");
            }
        }
    }
}
