//! Values from files: one a line, `#` begins a comment line.

/// Values of a list at the most.
pub(super) const MOST: usize = 1_000_000;

/// The values in the text of a file, with the number of their lines.
pub(super) fn values(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().zip(1..);
    let lines = lines.map(|(line, number)| (number, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
