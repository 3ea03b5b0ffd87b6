//! The keys of a line that is typed in, and of questions. They are fixed, so that no keys file can lock anybody into a
//! line: letters are letters there, esc leaves it and enter takes it, whatever else does so too.

use super::command::Command;
use super::input::{self, Code, Key};

/// Heading of these keys in help, in the README and in what `backtrail keys` prints.
pub const TITLE: &str = "Where text is typed, and questions: fixed, whatever the keys file says";

/// Keys, and what they do there.
pub const FIXED: [(&[&str], &str); 13] = [
    (
        &["enter"],
        "Take what is typed. A key of `open` with ctrl or alt, or a function key, does so too.",
    ),
    (
        &["esc"],
        "Leave the line, or a sheet where it has no other meaning; a key of `back` that is no letter does so too.",
    ),
    (
        &["tab", "shift-tab"],
        "Complete a command, a filter or a path, then the next choice or the one before; to the next line of an account.",
    ),
    (
        &["up", "down"],
        "In the palette another command, above the first what was typed before; in the filter line earlier filters.",
    ),
    (&["ctrl-p", "ctrl-n"], "The same in the palette."),
    (&["left", "right"], "Go in the line; with ctrl by words."),
    (&["home", "ctrl-a"], "To the beginning of the line."),
    (&["end", "ctrl-e"], "To its end."),
    (&["backspace", "del"], "Take away a letter."),
    (&["ctrl-w"], "Take away the word before the cursor."),
    (
        &["ctrl-u", "ctrl-k"],
        "Take away the line; what is behind the cursor.",
    ),
    (&["y", "n"], "Answer a question; so does esc, with no."),
    (
        &["d", "a", "o", "s"],
        "On the first screen the demo, a key, a file; keep a key that could not be tried.",
    ),
];

/// What a key means over the panes, beside what the keys file says of it: esc goes out wherever it means nothing else,
/// and in a line these keys mean the same whatever they mean elsewhere.
pub fn meant(key: Key, command: Option<Command>, in_line: bool) -> Option<Command> {
    match key.code {
        Code::Esc if in_line || command.is_none() => Some(Command::Back),
        _ if !in_line => command,
        Code::Enter => Some(Command::Open),
        Code::Tab if key.shift => Some(Command::PreviousPane),
        Code::Tab => Some(Command::NextPane),
        Code::Up => Some(Command::Up),
        Code::Down => Some(Command::Down),
        Code::PageUp => Some(Command::PageUp),
        Code::PageDown => Some(Command::PageDown),
        _ if input::edits(key) => None,
        _ => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::parse(name).unwrap()
    }

    #[test]
    fn a_line_is_left_and_taken_whatever_the_keys_file_says() {
        let quit = Some(Command::Quit);
        assert_eq!(meant(key("esc"), quit, true), Some(Command::Back));
        assert_eq!(meant(key("enter"), None, true), Some(Command::Open));
        assert_eq!(
            meant(key("shift-tab"), quit, true),
            Some(Command::PreviousPane)
        );
        assert_eq!(meant(key("f4"), quit, true), quit);
        for letter in ["q", "ctrl-u", "backspace"] {
            assert_eq!(meant(key(letter), quit, true), None, "{letter}");
        }
    }

    #[test]
    fn elsewhere_only_esc_means_something_of_its_own() {
        let quit = Some(Command::Quit);
        assert_eq!(meant(key("esc"), quit, false), quit);
        assert_eq!(meant(key("esc"), None, false), Some(Command::Back));
        assert_eq!(meant(key("enter"), None, false), None, "enter may buy");
    }

    #[test]
    fn every_fixed_key_is_a_key_and_no_row_widens_the_pages_of_help() {
        for (keys, help) in FIXED {
            assert!(keys.join(" ").len() <= 15, "{help}");
        }
        for name in FIXED.iter().flat_map(|(keys, _)| keys.iter()) {
            assert_eq!(key(name).to_string(), *name);
        }
    }
}
