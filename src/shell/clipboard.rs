//! Copying through the terminal (OSC 52): it reaches the clipboard of the machine the analyst sits at,
//! over SSH too, where a local clipboard would be the wrong one.

use std::io::Write;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use crate::app::action::Action;
use crate::model::text::Safe;

/// Terminals cut longer sequences, some without a word.
const MOST: usize = 48 * 1024;

/// The bytes to write to the terminal, or why the text cannot go that way.
fn sequence(text: &str, inside_tmux: bool) -> Result<String, String> {
    if text.len() > MOST {
        return Err(format!(
            "{} KB are too much for the terminal's clipboard; export with e instead",
            text.len() / 1024
        ));
    }
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut plain)
        .map_err(|_| "the text could not be encoded for the clipboard".to_owned())?;
    Ok(if inside_tmux {
        wrapped_for_tmux(&plain)
    } else {
        plain
    })
}

/// tmux passes a sequence on when it is wrapped and every escape in it is doubled.
fn wrapped_for_tmux(plain: &str) -> String {
    format!(
        "\u{1b}Ptmux;{}\u{1b}\\",
        plain.replace('\u{1b}', "\u{1b}\u{1b}")
    )
}

/// Sends text to the terminal's clipboard, and says how much of it.
pub(super) fn copy(text: &Safe<'_>) -> Action {
    let text = text.as_str();
    let inside_tmux = std::env::var_os("TMUX").is_some();
    let written = sequence(text, inside_tmux).and_then(|sequence| {
        let mut out = std::io::stdout().lock();
        out.write_all(sequence.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|e| e.to_string())
    });
    match written {
        Ok(()) => Action::Notice(format!(
            "{} sent to the terminal's clipboard",
            characters(text)
        )),
        Err(error) => Action::Trouble(format!("not copied: {error}")),
    }
}

fn characters(text: &str) -> String {
    match text.chars().count() {
        1 => "1 character".to_owned(),
        count => format!("{count} characters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_travels_encoded() {
        let plain = sequence("a\u{1b}b", false).unwrap();
        assert!(plain.starts_with("\u{1b}]52;c;YRti"), "{plain:?}");
        assert_eq!(
            plain.matches('\u{1b}').count(),
            2,
            "only the frame's escapes"
        );
        let wrapped = sequence("a", true).unwrap();
        assert!(
            wrapped.starts_with("\u{1b}Ptmux;\u{1b}\u{1b}]52;"),
            "{wrapped:?}"
        );
    }

    #[test]
    fn what_was_sent_is_counted() {
        assert_eq!(characters("5"), "1 character");
        assert_eq!(characters("日本"), "2 characters");
        assert_eq!(characters(""), "0 characters");
    }

    #[test]
    fn too_much_is_said() {
        assert!(
            sequence(&"x".repeat(MOST + 1), false)
                .unwrap_err()
                .contains("export")
        );
    }
}
