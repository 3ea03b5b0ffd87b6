//! Writing roff: the few requests of a man page, with every character that would mean something escaped.

/// A man page under way.
pub(super) struct Roff {
    text: String,
}

impl Roff {
    /// A page with its head.
    pub(super) fn new(name: &str, section: &str, version: &str) -> Self {
        let text = format!(".TH {name} {section} \"\" \"backtrail {version}\"\n");
        Self { text }
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Text of which nothing is taken for a request or an escape. Characters beyond ASCII are named by their numbers, so
    /// that the page is the same under every locale.
    pub(super) fn escaped(text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\\' => escaped.push_str("\\e"),
                '-' => escaped.push_str("\\-"),
                '\'' => escaped.push_str("\\(aq"),
                '"' => escaped.push_str("\\(dq"),
                '`' => escaped.push_str("\\(ga"),
                '^' => escaped.push_str("\\(ha"),
                '~' => escaped.push_str("\\(ti"),
                c if c.is_ascii_control() => escaped.push(' '),
                c if c.is_ascii() => escaped.push(c),
                c => escaped.push_str(&format!("\\[u{:04X}]", u32::from(c))),
            }
        }
        if escaped.starts_with('.') {
            escaped.insert_str(0, "\\&");
        }
        escaped
    }

    fn request(&mut self, request: &str) {
        self.text.push('.');
        self.text.push_str(request);
        self.text.push('\n');
    }

    fn line(&mut self, text: &str) {
        let text = Self::escaped(text.trim());
        // An empty line would be a space of its own.
        self.text
            .push_str(if text.is_empty() { "\\&" } else { &text });
        self.text.push('\n');
    }

    /// A section with its heading.
    pub(super) fn section(&mut self, title: &str) {
        let title = Self::escaped(&title.to_uppercase());
        self.request(&format!("SH \"{title}\""));
    }

    /// A part of a section.
    pub(super) fn subsection(&mut self, title: &str) {
        let title = Self::escaped(title);
        self.request(&format!("SS \"{title}\""));
    }

    /// A paragraph.
    pub(super) fn text(&mut self, text: &str) {
        self.request("PP");
        self.line(&text.replace('\n', " "));
    }

    /// A point of a list.
    pub(super) fn item(&mut self, mark: &str, text: &str) {
        let mark = match mark {
            "·" => "\\(bu".to_owned(),
            mark => Self::escaped(mark),
        };
        self.request(&format!("IP \"{mark}\" 4"));
        self.line(text);
    }

    /// A name and what it means.
    pub(super) fn entry(&mut self, name: &str, means: &str) {
        self.request("TP");
        let name = Self::escaped(name);
        self.text.push_str(&format!("\\fB{name}\\fR\n"));
        self.line(&means.replace('\n', " "));
    }

    /// Lines that are kept as they are.
    pub(super) fn code<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        self.request("PP");
        self.request("EX");
        for line in lines {
            let line = Self::escaped(line.trim_end());
            self.text
                .push_str(if line.is_empty() { "\\&" } else { &line });
            self.text.push('\n');
        }
        self.request("EE");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_steers_the_page() {
        for (text, wanted) in [
            (".SH x", "\\&.SH x"),
            ("'so", "\\(aqso"),
            ("a\\nb", "a\\enb"),
            ("--yes", "\\-\\-yes"),
            ("– ↓", "\\[u2013] \\[u2193]"),
            ("\"`^~", "\\(dq\\(ga\\(ha\\(ti"),
            ("a\u{1b}[31m", "a [31m"),
        ] {
            assert_eq!(Roff::escaped(text), wanted);
        }
    }
}
