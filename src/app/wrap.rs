//! Breaking text into lines of a width in cells, never inside a character.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Lines of at most `width` cells, broken at blanks where there are any.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap > 0 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for cluster in word.graphemes(true) {
            if !line.is_empty() && line.width() + cluster.width() > width {
                lines.push(std::mem::take(&mut line));
            }
            if cluster.width() <= width {
                line.push_str(cluster);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_their_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrap("https://example.com/x", 8),
            ["https://", "example.", "com/x"]
        );
        assert_eq!(wrap("日本語です", 5), ["日本", "語で", "す"]);
        assert!(wrap("日本", 1).is_empty());
        assert!(wrap("", 10).is_empty());
    }
}
