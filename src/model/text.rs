//! Making text from outside safe to show.
//!
//! Anchors, titles and URLs are written by strangers: escape sequences, C1 controls
//! and marks that turn the reading direction must not reach a terminal. What came is kept as it came; only what is
//! shown, told or copied goes through here, and the places where text leaves the program take nothing but [`Safe`].

use std::borrow::Cow;
use std::fmt;

use unicode_width::UnicodeWidthChar;

/// Marks that a letter may carry: more are no writing of any language, and draw over the lines around them.
const MOST_MARKS: usize = 4;

/// Safe text, as a rule one line: controls become blanks (C1 bytes that are Windows-1252 punctuation
/// in disguise become that punctuation), marks that steer direction or hide vanish, and so do all but the first few
/// that are heaped on one letter. There is no other way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safe<'a>(Cow<'a, str>);

impl<'a> Safe<'a> {
    /// Of any text.
    pub fn line(text: &'a str) -> Self {
        // Most of what is drawn is our own words, sixty times a second.
        match text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            true => Self(Cow::Borrowed(text)),
            false => Self(Cow::Owned(cleaned(text))),
        }
    }

    /// Of a text of several lines and tabs, which stay.
    pub fn lines(text: &str) -> Safe<'static> {
        Safe(Cow::Owned(lines(text)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text for ever.
    pub fn kept(self) -> Safe<'static> {
        Safe(Cow::Owned(self.0.into_owned()))
    }
}

impl From<&str> for Safe<'static> {
    fn from(text: &str) -> Self {
        Safe::line(text).kept()
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text as [`Safe`] has it, where it becomes part of a longer one.
pub fn one_line(text: &str) -> String {
    Safe::line(text).0.into_owned()
}

fn cleaned(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut heap = 0;
    for c in text.chars() {
        match c {
            '\u{80}'..='\u{9f}' => safe.push(windows_1252(c).unwrap_or(' ')),
            c if c.is_control() => safe.push(' '),
            c if is_invisible(c) => continue,
            c if is_mark(c) => {
                heap += 1;
                if heap <= MOST_MARKS {
                    safe.push(c);
                }
                continue;
            }
            c => safe.push(c),
        }
        heap = 0;
    }
    safe
}

/// One line of safe text in which everything that [`one_line`] leaves out or replaces is named: `⟨RLO⟩`, `⟨U+E0041⟩`.
pub fn marked(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut heap = 0;
    for c in text.chars() {
        let hidden = c.is_control() || is_invisible(c);
        heap = match (hidden, is_mark(c)) {
            (true, _) => heap,
            (false, true) => heap + 1,
            (false, false) => 0,
        };
        if !hidden && heap <= MOST_MARKS {
            told.push(c);
        } else if let Some((_, name)) = NAMES.iter().find(|(named, _)| *named == c) {
            told.push_str(&format!("⟨{name}⟩"));
        } else {
            told.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        }
    }
    told
}

/// What hidden characters are called, as far as people have names for them.
const NAMES: [(char, &str); 31] = [
    ('\0', "NUL"),
    ('\u{7}', "BEL"),
    ('\u{8}', "BS"),
    ('\t', "TAB"),
    ('\n', "LF"),
    ('\r', "CR"),
    ('\u{1b}', "ESC"),
    ('\u{7f}', "DEL"),
    ('\u{90}', "DCS"),
    ('\u{9b}', "CSI"),
    ('\u{9c}', "ST"),
    ('\u{9d}', "OSC"),
    ('\u{ad}', "SHY"),
    ('\u{61c}', "ALM"),
    ('\u{200b}', "ZWSP"),
    ('\u{200c}', "ZWNJ"),
    ('\u{200d}', "ZWJ"),
    ('\u{200e}', "LRM"),
    ('\u{200f}', "RLM"),
    ('\u{202a}', "LRE"),
    ('\u{202b}', "RLE"),
    ('\u{202c}', "PDF"),
    ('\u{202d}', "LRO"),
    ('\u{202e}', "RLO"),
    ('\u{2060}', "WJ"),
    ('\u{2066}', "LRI"),
    ('\u{2067}', "RLI"),
    ('\u{2068}', "FSI"),
    ('\u{2069}', "PDI"),
    ('\u{3164}', "HF"),
    ('\u{feff}', "BOM"),
];

/// Whether it is drawn onto the letter before it. To be asked of what is neither control nor invisible.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0)
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
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A cell for a CSV file that a spreadsheet will open: text that would be read as a formula gets
/// a leading apostrophe, as spreadsheets themselves write it. So does such text that stands behind apostrophes already,
/// so that taking one away where a formula follows gives back what came.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a cell of ours was before [`csv_cell`].
pub fn from_csv_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// Whether a spreadsheet may calculate it: they look behind what does not show, and know the wide forms, too.
fn is_formula(text: &str) -> bool {
    let hides = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(hides)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
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
    fn letters_keep_their_marks_and_lose_a_heap_of_them() {
        for kept in ["e\u{301}\u{323}", "ที่", "क्षि", "Việt", "각", "❤\u{fe0f}"]
        {
            assert_eq!(one_line(kept), kept);
        }
        let flood = format!("a{}b\u{301}", "\u{300}\u{200d}".repeat(500));
        let few = "\u{300}".repeat(MOST_MARKS);
        assert_eq!(one_line(&flood), format!("a{few}b\u{301}"));
    }

    #[test]
    fn what_is_hidden_is_named_on_request() {
        let hostile = "a\u{1b}[31m\u{202e}b\u{200b}\u{e0041}\u{9b}c\u{feff}";
        let told = "a⟨ESC⟩[31m⟨RLO⟩b⟨ZWSP⟩⟨U+E0041⟩⟨CSI⟩c⟨BOM⟩";
        assert_eq!(marked(hostile), told);
        assert_eq!(marked("é 日本 e\u{301}"), "é 日本 e\u{301}");
        let flood = marked(&format!("a{}", "\u{300}".repeat(MOST_MARKS + 1)));
        assert!(flood.ends_with("⟨U+0300⟩"), "{flood}");
        for c in ('\0'..='\u{10ffff}').filter(|c| c.is_control() || is_invisible(*c)) {
            let told = marked(&c.to_string());
            assert_eq!(told, one_line(&told), "{c:?}");
            assert!(told.starts_with('⟨') && told.ends_with('⟩'), "{told}");
        }
    }

    #[test]
    fn formulas_are_defused_and_given_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            (" @x", "' @x"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("\u{200b}\u{a0}-1", "'\u{200b}\u{a0}-1"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'quoted'", "'quoted'"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(csv_cell(text), cell);
            assert_eq!(from_csv_cell(&csv_cell(text)), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_given_back(text in "['=@+\\- \\ta\u{feff}]{0,6}") {
            let cell = csv_cell(&text);
            proptest::prop_assert_eq!(from_csv_cell(&cell), &text);
            proptest::prop_assert!(!is_formula(&cell));
        }

        #[test]
        fn no_text_steers(text in "[ -~\\PC\u{0}-\u{a0}\u{300}-\u{310}\u{200b}-\u{202e}]{0,40}") {
            for safe in [one_line(&text), marked(&text)] {
                proptest::prop_assert!(!safe.chars().any(|c| c.is_control() || is_invisible(c)));
                proptest::prop_assert_eq!(&one_line(&safe), &safe);
            }
        }
    }
}
