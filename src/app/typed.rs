//! How commands are typed: the name of each, and what may stand behind it. Commands that take nothing need no row here:
//! they are typed by their title in the table of commands, or by their name in the keys file.

use super::command::{COMMANDS, Command, Entry, entry_of};

/// What is typed behind a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Columns to sort by, each with a direction.
    Order,
    /// A limit with its amount.
    Limit,
    /// A filter.
    Filter,
    /// A column to count by.
    Column,
    /// Any text.
    Text,
    /// A form of exports, and a file.
    Export,
    /// The number of a row, or a share of a list.
    Row,
    /// A picture of a list.
    Picture,
    /// The name of a theme.
    Theme,
    /// A dataset of the jobs.
    Dataset,
    /// A page of help.
    Topic,
}

/// How a command that takes something is typed.
#[derive(Debug)]
pub struct Typed {
    /// The command.
    pub command: Command,
    /// Its name in the line.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// The same for the eye; what may be left out stands in brackets.
    pub hint: &'static str,
    /// What it does then, in one sentence.
    pub about: &'static str,
}

const fn typed(
    command: Command,
    name: &'static str,
    takes: Takes,
    hint: &'static str,
    about: &'static str,
) -> Typed {
    Typed {
        command,
        name,
        takes,
        hint,
        about,
    }
}

use Command as C;
use Takes as T;

/// Every command that takes something.
#[rustfmt::skip]
pub static TYPED: &[Typed] = &[
    typed(C::SortDescending, "sort", T::Order, "[COL [asc|desc], …]", "Sort by up to three columns; without a direction numbers and days begin with the largest, texts with the first."),
    typed(C::Filter, "filter", T::Filter, "[EXPR]", "Show only the rows that pass it."),
    typed(C::Tally, "tally", T::Column, "[COL]", "Count the values of a column."),
    typed(C::Find, "find", T::Text, "[TEXT]", "Go to the next row with this text."),
    typed(C::Export, "export", T::Export, "[FORMAT] [FILE]", "Write all rows that pass the filter to a file; its ending may say the form."),
    typed(C::Open, "open", T::Dataset, "[DATASET]", "List a dataset that was bought or on screen here, by its name or the beginning of it; latest is the newest."),
    typed(C::GoToRow, "goto", T::Row, "[ROW]", "Go to a row by its number or a share such as 50%; a number alone does so, too."),
    typed(C::Pictures, "pictures", T::Picture, "[NAME]", "Draw a picture of the list."),
    typed(C::Limit, "limit", T::Limit, "[SCOPE NAME=AMOUNT]", "Set a limit (per_job, per_day, per_month, floor), or lift it by none."),
    typed(C::Theme, "theme", T::Theme, "NAME", "Change the colours until you leave."),
    typed(C::Help, "help", T::Topic, "[TOPIC]", "Open a page of help."),
];

/// The row of a command that takes something.
pub fn typed_of(command: Command) -> Option<&'static Typed> {
    TYPED.iter().find(|typed| typed.command == command)
}

/// What a command takes.
pub fn takes(command: Command) -> Takes {
    typed_of(command).map_or(T::Nothing, |typed| typed.takes)
}

/// The name that a command is typed by.
pub fn name_of(command: Command) -> String {
    let id = || entry_of(command).map_or("", |entry| entry.id);
    let own = typed_of(command).map(|typed| typed.name);
    own.unwrap_or_else(id).replace('_', " ")
}

/// Whether a command means nothing without what it takes.
pub fn needs(command: Command) -> bool {
    typed_of(command).is_some_and(|typed| !typed.hint.starts_with('['))
}

/// How a command is typed, as a word in a sentence: `:limit`.
pub fn written(command: Command) -> String {
    format!(":{}", name_of(command))
}

/// How a command is typed, with what it takes: `:limit [SCOPE NAME=AMOUNT]`.
pub fn usage(command: Command) -> String {
    let hint = typed_of(command).map_or("", |typed| typed.hint);
    format!("{} {hint}", written(command)).trim_end().to_owned()
}

/// The command that a line names, and what stands behind its name. Of names that fit the longest is meant, unless it
/// takes nothing and something stands behind it that a shorter one takes. Blanks, dashes and underscores are alike. A
/// number alone is that of a row.
pub fn read(line: &str) -> Option<(&'static Entry, &str)> {
    let line = line.trim_start_matches([':', ' ']).trim_end();
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((entry_of(C::GoToRow)?, line));
    }
    let named = |entry: &'static Entry| {
        let own = typed_of(entry.command).map(|typed| typed.name);
        let names = own.into_iter().chain([entry.id]);
        let fit = names.filter_map(|name| behind(line, name).map(|rest| (name.len(), rest)));
        let (length, rest) = fit.max_by_key(|(length, _)| *length)?;
        let is_taken = rest.is_empty() || takes(entry.command) != T::Nothing;
        Some(((is_taken, own.is_some(), length), entry, rest))
    };
    let all = COMMANDS.iter().filter_map(named);
    let best = all.max_by_key(|((is_taken, own, length), ..)| (*is_taken, *length, *own));
    best.map(|(_, entry, rest)| (entry, rest))
}

/// What stands behind a name at the beginning of a line, if the line begins with it.
fn behind<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    const BETWEEN: [char; 3] = [' ', '-', '_'];
    let mut rest = line;
    for (at, word) in name.split('_').enumerate() {
        if at > 0 {
            rest = rest.strip_prefix(BETWEEN)?.trim_start_matches(BETWEEN);
        }
        let (begin, after) = rest.split_at_checked(word.len())?;
        if !begin.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = after;
    }
    let ends = rest.is_empty() || rest.starts_with(' ');
    ends.then(|| rest.trim_start())
}

/// The README's table of what is typed with something behind it.
pub fn readme_table() -> String {
    let mut text = String::from("| Typed | What it does |\n| --- | --- |\n");
    for typed in TYPED {
        let usage = usage(typed.command).replace('|', "\\|");
        text.push_str(&format!("| `{usage}` | {} |\n", typed.about));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<(&'static str, &str)> {
        read(line).map(|(entry, rest)| (entry.id, rest))
    }

    #[test]
    fn a_line_names_a_command_and_what_it_takes() {
        for (line, wanted) in [
            ("sort tf desc", Some(("sort_descending", "tf desc"))),
            (":sort", Some(("sort_descending", ""))),
            ("sort ascending", Some(("sort_ascending", ""))),
            ("Sort-Also_descending ", Some(("sort_also_descending", ""))),
            ("limit  per_day usd=5", Some(("limit", "per_day usd=5"))),
            ("export again", Some(("export_again", ""))),
            ("export json x", Some(("export", "json x"))),
            ("export csv", Some(("export", "csv"))),
            ("open", Some(("open", ""))),
            ("quit now", Some(("quit_now", ""))),
            ("quit", Some(("quit", ""))),
            ("theme light", Some(("theme", "light"))),
            ("down 5", Some(("down", "5"))),
            ("1,200", Some(("go_to_row", "1,200"))),
            ("goto 50%", Some(("go_to_row", "50%"))),
            ("go to row 7", Some(("go_to_row", "7"))),
            ("sorting", None),
            ("", None),
            ("日本 tf", None),
            ("filter 日本", Some(("filter", "日本"))),
        ] {
            assert_eq!(of(line), wanted, "{line}");
        }
    }

    #[test]
    fn every_command_is_read_by_the_name_that_is_shown() {
        for entry in COMMANDS {
            let written = written(entry.command);
            let (read, rest) = read(&written).unwrap();
            assert_eq!((read.command, rest), (entry.command, ""), "{}", entry.id);
            for name in [entry.id.to_owned(), entry.id.replace('_', "-")] {
                assert_eq!(
                    super::read(&name).unwrap().0.command,
                    entry.command,
                    "{name}"
                );
            }
        }
        for typed in TYPED {
            let line = format!("{} x", typed.name);
            let (entry, rest) = read(&line).unwrap();
            assert_eq!((entry.command, rest), (typed.command, "x"));
        }
    }
}
