//! Copying through the terminal (OSC 52): it reaches the clipboard of the machine the analyst sits at,
//! over SSH too, where a local clipboard would be the wrong one.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

/// Terminals cut longer sequences, some without a word.
const MOST: usize = 48 * 1024;

/// The bytes to write to the terminal, or why the text cannot go that way.
pub(super) fn sequence(text: &str, inside_tmux: bool) -> Result<String, String> {
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
    fn too_much_is_said() {
        assert!(
            sequence(&"x".repeat(MOST + 1), false)
                .unwrap_err()
                .contains("export")
        );
    }
}
