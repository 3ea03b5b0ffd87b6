//! The pages of help: texts with headings, lists, tables and code, written once in `assets/docs` for the screen, for
//! `backtrail docs` and for the man page. What the program knows itself stands in them as `{{name}}` and is filled from
//! its own tables; a command in braces, `{price}`, becomes the key it has now.

mod fill;
mod lines;
mod read;

pub use fill::{fixed_keys, keys_of, row_of, signs};
pub use lines::{Line, lines};
pub use read::Block;

use crate::config::Keymap;
use crate::model::filter::nearest;

/// One page.
#[derive(Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name, as it is typed.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    text: &'static str,
}

macro_rules! topic {
    ($id:literal, $title:literal) => {
        Topic {
            id: $id,
            title: $title,
            text: include_str!(concat!("../../../assets/docs/", $id, ".md")),
        }
    };
}

/// Every page, in the order of reading.
pub static TOPICS: &[Topic] = &[
    topic!("keys", "Keys"),
    topic!("filters", "Filters"),
    topic!("start", "Getting started"),
    topic!("money", "Money: units, price sheet, limits, ledger, doubt"),
    topic!("lists", "Lists and columns"),
    topic!("tables", "Tables from links held"),
    topic!("pictures", "Pictures"),
    topic!("exports", "Exports and copies"),
    topic!("files", "Files and datasets"),
    topic!("services", "Services and credentials"),
    topic!("settings", "Settings, keys of your own, themes"),
    topic!("server", "The embedded server"),
    topic!("headless", "Without the screen, and from cron"),
    topic!("glossary", "Words of the trade"),
];

/// Words of titles by which nobody looks for a page.
const SMALL_WORDS: [&str; 8] = ["the", "of", "and", "your", "own", "from", "held", "without"];

/// The page with a name, or the beginning of one; of several the first.
pub fn find(name: &str) -> Result<usize, String> {
    let name = name.trim().to_lowercase();
    let whole = TOPICS.iter().position(|topic| topic.id == name);
    let is_small = SMALL_WORDS.contains(&name.as_str());
    let begins = || {
        // No letters say nothing, and neither do the small words of every title.
        let tells = |title: &str| {
            let words = || title.split(|c: char| !c.is_alphanumeric());
            title.starts_with(&name) || words().any(|word| word == name)
        };
        let begins =
            |topic: &Topic| topic.id.starts_with(&name) || tells(&topic.title.to_lowercase());
        TOPICS
            .iter()
            .position(begins)
            .filter(|_| !name.is_empty() && !is_small)
    };
    whole.or_else(begins).ok_or_else(|| {
        let ids = || TOPICS.iter().map(|topic| topic.id);
        let near = nearest(&name, ids().map(str::to_owned));
        match near.as_slice() {
            [] => {
                let ids: Vec<&str> = ids().collect();
                format!("there is no page `{name}`; there are {}", ids.join(", "))
            }
            near => format!(
                "there is no page `{name}`; did you mean {}?",
                near.join(", ")
            ),
        }
    })
}

impl Topic {
    /// What it says, with the keys in effect.
    pub fn blocks(&self, keymap: &Keymap) -> Vec<Block> {
        self.blocks_with(keymap, &|_| None)
    }

    /// The same with some of its tables from elsewhere.
    pub fn blocks_with(
        &self,
        keymap: &Keymap,
        own: &dyn Fn(&str) -> Option<Vec<Block>>,
    ) -> Vec<Block> {
        let filled = fill::keys_in(self.text, keymap);
        read::blocks(&filled, &|name| {
            own(name).or_else(|| fill::table(name, keymap))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::by_id;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn no_page_is_wider_than_its_room() {
        let keymap = Keymap::builtin().unwrap();
        for topic in TOPICS {
            let blocks = topic.blocks(&keymap);
            assert!(blocks.len() > 2, "{}", topic.id);
            for width in [8, 20, 60, 76, 80, 88, 200] {
                for line in lines(&blocks, width) {
                    assert!(
                        line.text().width() <= width,
                        "{} at {width}: {line:?}",
                        topic.id
                    );
                }
            }
        }
    }

    #[test]
    fn what_stands_in_braces_is_known() {
        for topic in TOPICS {
            let outside = |line: &&str| !line.starts_with("{{");
            for line in topic.text.lines().filter(outside) {
                for (at, _) in line.match_indices('{') {
                    let id = line[at + 1..].split_once('}').map_or("", |(id, _)| id);
                    assert!(by_id(id).is_some(), "{}: {line}", topic.id);
                }
            }
            for name in topic.text.lines().filter_map(|l| l.strip_prefix("{{")) {
                let name = name.trim_end_matches('}');
                let table = fill::table(name, &Keymap::builtin().unwrap());
                assert!(
                    table.is_some_and(|rows| !rows.is_empty()),
                    "{}: {name}",
                    topic.id
                );
            }
        }
    }

    #[test]
    fn pages_are_found_by_name_beginning_and_title() {
        let id = |name: &str| find(name).map(|at| TOPICS[at].id);
        assert_eq!(id("Money"), Ok("money"));
        assert_eq!(id("gloss"), Ok("glossary"));
        assert_eq!(id("cron"), Ok("headless"));
        assert_eq!(id("limits"), Ok("money"));
        assert_eq!(id("getting st"), Ok("start"));
        for letters in ["the", "of", "rade", "nits", ""] {
            assert!(id(letters).is_err(), "{letters}");
        }
        assert!(id("filtres").unwrap_err().contains("did you mean filters"));
        assert!(
            id("nonesuch")
                .unwrap_err()
                .contains("there are keys, filters")
        );
    }
}
