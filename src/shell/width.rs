//! How wide the terminal is, for tables that are printed.

/// Its columns; none where that cannot be learnt.
pub fn terminal_width() -> Option<usize> {
    let (width, _) = crossterm::terminal::size().ok()?;
    (width > 0).then(|| usize::from(width))
}
