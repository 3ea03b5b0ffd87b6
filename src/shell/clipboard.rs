//! Copying through the terminal (OSC 52): it reaches the clipboard of the machine the analyst sits at, over SSH too,
//! where a program on this side would fill a clipboard that nobody sees. What is too long for a terminal becomes a file.

use std::io::{self, Write};
use std::path::Path;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::exports::{Exports, Secrecy};
use crate::app::action::Action;
use crate::config::{ClipboardOptions, CopyWay};
use crate::model::column::bytes;
use crate::model::text::Safe;

/// Letters of a piece that GNU screen passes on as one.
const PIECE: usize = 252;

/// What stands between this program and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Nothing that takes sequences for its own.
    Nothing,
    /// tmux.
    Tmux,
    /// GNU screen.
    GnuScreen,
}

impl Between {
    /// As the environment tells.
    pub(super) fn here() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") {
            Self::GnuScreen
        } else {
            Self::Nothing
        }
    }

    /// The way in words.
    fn way(self) -> &'static str {
        match self {
            Self::Nothing => "through the terminal (OSC 52), which does not confirm it",
            Self::Tmux => {
                "through tmux and the terminal (OSC 52), which do not confirm it; tmux lets it through with \
                 `set-clipboard on` or `allow-passthrough on`"
            }
            Self::GnuScreen => {
                "through GNU screen and the terminal (OSC 52), which do not confirm it"
            }
        }
    }
}

/// The bytes that put a text on the clipboard.
fn sequence(text: &str, between: Between) -> Result<String, String> {
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut plain)
        .map_err(|_| "the text could not be encoded for the clipboard".to_owned())?;
    Ok(match between {
        Between::Nothing => plain,
        // By its settings tmux takes the one for its own and passes it on, or lets the other through, or neither.
        Between::Tmux => format!("{plain}{}", wrapped_for_tmux(&plain)),
        Between::GnuScreen => wrapped_for_screen(&plain),
    })
}

/// tmux passes a sequence on when it is wrapped and every escape in it is doubled.
fn wrapped_for_tmux(plain: &str) -> String {
    format!(
        "\u{1b}Ptmux;{}\u{1b}\\",
        plain.replace('\u{1b}', "\u{1b}\u{1b}")
    )
}

/// GNU screen passes on what stands in device control strings, each not too long; an end of the text's own sequence would
/// end that, so that it ends with a bell.
fn wrapped_for_screen(plain: &str) -> String {
    let inner = plain.strip_suffix("\u{1b}\\").unwrap_or(plain);
    let inner = format!("{}\u{7}", inner.trim_end_matches('\u{7}'));
    let mut wrapped = String::with_capacity(inner.len() * 9 / 8);
    let mut rest = inner.as_str();
    while !rest.is_empty() {
        // It is all ASCII: base64 and its frame.
        let (piece, behind) = rest.split_at(PIECE.min(rest.len()));
        wrapped.push_str(&format!("\u{1b}P{piece}\u{1b}\\"));
        rest = behind;
    }
    wrapped
}

/// A text to be copied, and what it is in words.
pub(super) struct Text<'a> {
    pub(super) text: &'a Safe<'a>,
    /// `12 rows as CSV`; none where its letters are told.
    pub(super) what: Option<String>,
    /// What the name of its file ends with, should it become one.
    pub(super) ending: &'static str,
}

/// Whether a text of so many bytes becomes a file.
pub(super) fn becomes_file(size: u64, options: ClipboardOptions) -> bool {
    match options.way {
        CopyWay::Auto => size > options.most_bytes,
        CopyWay::Terminal => false,
        CopyWay::File => true,
    }
}

/// Copies a text, and says which way and how much of it.
pub(super) fn copy(copied: &Text<'_>, options: ClipboardOptions, exports: &Exports) -> Action {
    let text = copied.text.as_str();
    let size = text.len() as u64;
    let what = copied.what.clone().unwrap_or_else(|| characters(text));
    let is_long = size > options.most_bytes;
    let most = bytes(options.most_bytes);
    let said = if becomes_file(size, options) {
        let why = match is_long {
            true => format!("more than the {most} bytes that may go through the terminal: "),
            false => String::new(),
        };
        to_file(copied, exports).map(|path| {
            format!(
                "{what}, {} bytes, {why}written to {path}, which only you can read",
                bytes(size)
            )
        })
    } else if is_long {
        Err(format!(
            "{what}, {} bytes, are more than the {most} that may go through the terminal, and the settings allow no other way ([clipboard] way)",
            bytes(size)
        ))
    } else {
        let between = Between::here();
        to_terminal(text, between)
            .map(|()| format!("{what}, {} bytes, sent {}", bytes(size), between.way()))
    };
    match said {
        Ok(said) => Action::Notice(said),
        Err(why) => Action::Trouble(format!("not copied: {why}")),
    }
}

fn to_terminal(text: &str, between: Between) -> Result<(), String> {
    let sequence = sequence(text, between)?;
    let mut out = io::stdout().lock();
    let written = out.write_all(sequence.as_bytes());
    written
        .and_then(|()| out.flush())
        .map_err(|e| e.to_string())
}

/// Into the working folder, where exports go.
fn to_file(copied: &Text<'_>, exports: &Exports) -> Result<String, String> {
    let announced = exports.announce(
        Path::new(""),
        "backtrail-copy".to_owned(),
        copied.ending.to_owned(),
    );
    let written = announced.begin_for(Secrecy::Own).and_then(|mut file| {
        file.write_all(copied.text.as_str().as_bytes())?;
        announced.finish(file, |_| Ok(None))
    });
    let failed = |why: io::Error| format!("the working folder does not take the file: {why}");
    let path = written.map_err(failed)?;
    Ok(path.display().to_string())
}

fn characters(text: &str) -> String {
    match text.chars().count() {
        1 => "1 character".to_owned(),
        count => format!("{} characters", bytes(count as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_travels_encoded() {
        let plain = sequence("a\u{1b}b", Between::Nothing).unwrap();
        assert!(plain.starts_with("\u{1b}]52;c;YRti"), "{plain:?}");
        assert_eq!(
            plain.matches('\u{1b}').count(),
            2,
            "only the frame's escapes"
        );
        let both = sequence("a", Between::Tmux).unwrap();
        let wrapped = both.strip_prefix("\u{1b}]52;c;YQ==\u{1b}\\").unwrap();
        assert!(
            wrapped.starts_with("\u{1b}Ptmux;\u{1b}\u{1b}]52;"),
            "{wrapped:?}"
        );
    }

    #[test]
    fn gnu_screen_gets_it_in_pieces_that_join_to_the_whole() {
        let text = "harbour ".repeat(2_000);
        let wrapped = sequence(&text, Between::GnuScreen).unwrap();
        let pieces: Vec<&str> = wrapped
            .split("\u{1b}P")
            .skip(1)
            .map(|piece| piece.strip_suffix("\u{1b}\\").unwrap())
            .collect();
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE));
        let joined = pieces.concat();
        let plain = sequence(&text, Between::Nothing).unwrap();
        let inner = plain.strip_suffix("\u{1b}\\").unwrap();
        assert_eq!(joined, format!("{inner}\u{7}"));
        assert!(
            !joined[1..].contains('\u{1b}'),
            "nothing ends it before its end"
        );
    }

    #[test]
    fn the_settings_say_what_becomes_a_file() {
        let with = |way, size| {
            let options = ClipboardOptions {
                way,
                most_bytes: 10,
            };
            becomes_file(size, options)
        };
        assert!(!with(CopyWay::Auto, 10) && with(CopyWay::Auto, 11));
        assert!(!with(CopyWay::Terminal, 11) && with(CopyWay::File, 1));
        let options = ClipboardOptions {
            way: CopyWay::Terminal,
            most_bytes: 3,
        };
        let text = Text {
            text: &Safe::line("harbour"),
            what: None,
            ending: "txt",
        };
        let Action::Trouble(why) = copy(&text, options, &Exports::default()) else {
            panic!("it was sent")
        };
        assert!(
            why.starts_with("not copied: 7 characters, 7 bytes,"),
            "{why}"
        );
    }

    #[test]
    fn what_was_sent_is_counted() {
        assert_eq!(characters("5"), "1 character");
        assert_eq!(characters("日本"), "2 characters");
        assert_eq!(characters(""), "0 characters");
    }
}
