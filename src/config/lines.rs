//! Line numbers for messages: a mistake in a file is named by its line.

/// The line, counted from 1, that holds this byte.
pub fn line_of(text: &str, byte: usize) -> usize {
    let upto = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    upto.iter().filter(|b| **b == b'\n').count() + 1
}

/// The text of a line, counted from 1.
pub(super) fn line_text(text: &str, line: usize) -> &str {
    text.lines().nth(line.saturating_sub(1)).unwrap_or("")
}

/// Line and first sentence of a TOML error. The offending source is left out: it may hold a secret.
pub fn place(text: &str, error: &toml::de::Error) -> (usize, String) {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    let message = error.message().lines().next().unwrap_or("not TOML");
    // The reader speaks of our types; the file has words of its own for them.
    let words = [
        ("expected i64", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected a boolean", "expected true or false"),
        ("expected a sequence", "expected a list in brackets"),
        ("invalid type: ", "found "),
        ("unknown field ", "unknown name "),
        ("unknown variant ", "unknown value "),
    ];
    let own = |text: String, (theirs, ours): (&str, &str)| text.replace(theirs, ours);
    (line, words.into_iter().fold(message.to_owned(), own))
}
