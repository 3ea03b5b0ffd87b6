//! What a page takes from the program's own tables.

use super::{Block, TOPICS};
use crate::app::command::{COMMANDS, Context, by_id, key_of, keys_text};
use crate::app::line_keys;
use crate::app::typed::{TYPED, usage, written};
use crate::config::{Keymap, settings};
use crate::model::column::{Column, Table};
use crate::model::computed::DIFFERENCES;
use crate::model::domain::DOMAINS;
use crate::model::export::Format;
use crate::model::filter::{GRAMMAR, NOTES};
use crate::model::link::LINKS;
use crate::model::picture;

/// What the short figures and marks on the screen mean.
const SIGNS: [(&str, &str); 10] = [
    (
        "An Re It",
        "Analysis, retrieval and item-info units of the account, where there is no room for the words.",
    ),
    (
        "350K+90K+1",
        "Units in the order analysis + retrieval + items. Short figures are cut, never rounded up.",
    ),
    (
        "held",
        "Of the budget line: reserved for jobs that are not settled yet.",
    ),
    (
        "12 of 90 held",
        "Counts of a list say what they are part of: of the rows held, or of what the service knows.",
    ),
    (
        "Best TF ↓",
        "The list's order: ↓ largest first, ↑ smallest first.",
    ),
    (
        "TF↓1 Links↑2",
        "Sorted by TF, and rows of equal TF by Links.",
    ),
    (
        "as of 900",
        "While rows arrive: the list is ranked over the first 900 of them.",
    ),
    (
        "[Links]",
        "The chosen column: what sorting, counting and copying take.",
    ),
    (
        "*",
        "Before a row: it is marked, so that its metrics can be fetched.",
    ),
    ("–", "Not known."),
];

fn row(left: impl Into<String>, right: impl Into<String>) -> Block {
    Block::Row(left.into(), right.into())
}

/// The text with each command in braces as its key.
pub(super) fn keys_in(text: &str, keymap: &Keymap) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            filled.push_str("{{");
            rest = after;
            continue;
        }
        let inside = from[1..].split_once('}');
        let command = inside.and_then(|(id, after)| Some((by_id(id)?, after)));
        match command {
            Some((command, after)) => {
                filled.push_str(&key_of(keymap, command));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled + rest
}

/// The table behind a name; none if there is no such table.
pub(super) fn table(name: &str, keymap: &Keymap) -> Option<Vec<Block>> {
    Some(match name {
        "keys" => [
            keys_of(keymap, Context::ALL.into_iter(), None),
            fixed_keys(),
        ]
        .concat(),
        "typed" => typed(),
        "signs" => signs(),
        "grammar" => {
            let rules = GRAMMAR.iter().map(|rule| row(rule.write, rule.means));
            rules.collect()
        }
        "notes" => NOTES
            .iter()
            .map(|note| Block::Text((*note).to_owned()))
            .collect(),
        "columns" => [columns(&DOMAINS), columns(&LINKS)].concat(),
        "differences" => differences(),
        "forms" => {
            let forms = Format::ALL.into_iter();
            forms.map(|form| row(form.name(), form.about())).collect()
        }
        "settings" => {
            let lines = settings::BUILTIN.lines().map(str::to_owned);
            vec![Block::Code(lines.collect())]
        }
        "pictures" => {
            let names = picture::Name::ALL.into_iter();
            names.map(|name| row(name.id(), name.title())).collect()
        }
        "topics" => TOPICS
            .iter()
            .map(|topic| row(topic.id, topic.title))
            .collect(),
        _ => return None,
    })
}

/// Commands with their keys, by context; the one that is `here` is told.
pub fn keys_of(
    keymap: &Keymap,
    contexts: impl Iterator<Item = Context>,
    here: Option<Context>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    for context in contexts {
        let mark = if Some(context) == here {
            " (this pane)"
        } else {
            ""
        };
        blocks.push(Block::Heading(format!("{}{mark}", context.title())));
        for entry in COMMANDS.iter().filter(|entry| entry.context == context) {
            let mut keys = keys_text(keymap, entry);
            if keys.is_empty() {
                keys = written(entry.command);
            }
            blocks.push(row(keys, entry.help));
        }
    }
    blocks
}

/// The keys of lines and questions.
pub fn fixed_keys() -> Vec<Block> {
    let heading = Block::Heading(line_keys::TITLE.to_owned());
    let rows = line_keys::FIXED.iter();
    let rows = rows.map(|(keys, help)| row(keys.join(" "), *help));
    std::iter::once(heading).chain(rows).collect()
}

/// What is typed with something behind it.
fn typed() -> Vec<Block> {
    let rows = TYPED.iter();
    rows.map(|typed| row(usage(typed.command), typed.about))
        .collect()
}

/// What the signs on the screen mean.
pub fn signs() -> Vec<Block> {
    SIGNS
        .iter()
        .map(|(sign, means)| row(*sign, *means))
        .collect()
}

fn columns(table: &Table) -> Vec<Block> {
    let heading = Block::Heading(format!("Columns of {}", table.name));
    let rows = table.columns.iter().map(row_of);
    std::iter::once(heading).chain(rows).collect()
}

/// A column with every name it is typed by, and what it says.
pub fn row_of(column: &Column) -> Block {
    let names = std::iter::once(column.id).chain(column.aliases.iter().copied());
    row(names.collect::<Vec<_>>().join(" "), column.about)
}

fn differences() -> Vec<Block> {
    let rows = DIFFERENCES.iter().map(|difference| {
        let of = difference.of.map_or("all", |sheet| sheet.table().name);
        row(of, format!("{}: {}", difference.name, difference.says))
    });
    rows.collect()
}
