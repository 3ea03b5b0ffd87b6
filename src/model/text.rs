//! Making text from outside safe to show.
//!
//! Anchors, titles and URLs are written by strangers: escape sequences, C1 controls
//! and marks that turn the reading direction must not reach a terminal.

/// One line of safe text: controls become blanks (C1 bytes that are Windows-1252 punctuation
/// in disguise become that punctuation), and marks that steer direction or hide vanish.
pub fn one_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{80}'..='\u{9f}' => safe.push(windows_1252(c).unwrap_or(' ')),
            c if c.is_control() => safe.push(' '),
            c if is_invisible(c) => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Safe text that keeps its line ends and tabs: each piece between them is as [`one_line`] makes it.
pub fn lines(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for piece in text.split_inclusive(['\n', '\t']) {
        let end = piece.len() - usize::from(piece.ends_with(['\n', '\t']));
        safe.push_str(&one_line(&piece[..end]));
        safe.push_str(&piece[end..]);
    }
    safe
}

/// Direction marks, zero-width characters, tags and other marks that show nothing but change what is read.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// A cell for a CSV file that a spreadsheet will open: text that would be read as a formula gets
/// a leading apostrophe, as spreadsheets themselves write it.
pub fn csv_cell(text: &str) -> String {
    let formula = text
        .trim_start_matches(['\t', '\r', '\n', ' '])
        .starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What Windows-1252 shows at a C1 position; real controls (CSI, OSC, DCS among them) are introducers there.
fn windows_1252(c: char) -> Option<char> {
    const TABLE: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    TABLE.get((c as usize).checked_sub(0x80)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_survives() {
        let hostile = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\u{200b}e\nf\u{93}g\u{94}";
        let safe = one_line(hostile);
        assert_eq!(safe, "a [31mb›2Jcde f“g”");
        assert!(!safe.chars().any(|c| c.is_control() || is_invisible(c)));
    }

    #[test]
    fn lines_stay_lines() {
        let hostile = "a\u{1b}[31m\tb\r\n\n\u{9b}2Jc\u{202e}d";
        assert_eq!(lines(hostile), "a [31m\tb \n\n›2Jcd");
        assert_eq!(lines(""), "");
        assert_eq!(lines("é\n"), "é\n");
    }

    #[test]
    fn formulas_are_defused() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell(" @x"), "' @x");
        assert_eq!(csv_cell("plain"), "plain");
    }
}
