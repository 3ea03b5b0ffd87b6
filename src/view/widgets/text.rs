//! Cutting text to cells. Widths are those of whole characters as a reader sees them, never of code points.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text if it fits, else its start and `…`; a wide character is never split.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    let mut shown = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let cells = cluster.width();
        if used + cells > width - 1 {
            break;
        }
        shown.push_str(cluster);
        used += cells;
    }
    shown.push('…');
    shown
}

/// The text if it fits, else its two ends with `…` between them.
pub fn cut_middle(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let end = width.saturating_sub(1) / 2;
    let (rest, _) = skip(text, text.width().saturating_sub(end));
    let start = cut(text, width.saturating_sub(rest.width()));
    format!("{start}{rest}")
}

/// The text without its first cells, and how many these are: half a wide character goes too.
pub fn skip(text: &str, cells: usize) -> (&str, usize) {
    let mut passed = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        if passed >= cells {
            return (&text[at..], passed);
        }
        passed += cluster.width();
    }
    ("", passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_text_keeps_to_its_cells() {
        assert_eq!(cut("example", 7), "example");
        assert_eq!(cut("example", 6), "examp…");
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("日本語", 1), "…");
        assert_eq!(cut("x", 0), "");
        for text in ["a日b本c", "👩‍👩‍👧‍👦 family", "e\u{301}clair", "مرحبا بالعالم"]
        {
            for width in 0..20 {
                assert!(cut(text, width).width() <= width, "{text} at {width}");
            }
        }
    }

    #[test]
    fn a_middle_is_cut_between_whole_characters() {
        assert_eq!(cut_middle("abcdefgh", 8), "abcdefgh");
        assert_eq!(cut_middle("abcdefgh", 7), "abc…fgh");
        assert_eq!(cut_middle("abcdefgh", 1), "…");
        assert_eq!(cut_middle("日本語日本語", 7), "日本…語");
        for width in 0..20 {
            assert!(cut_middle("a日b本c مرحبا 👩‍👩‍👧‍👦 x", width).width() <= width);
        }
    }

    #[test]
    fn skipping_counts_cells() {
        assert_eq!(skip("日本語", 2), ("本語", 2));
        assert_eq!(skip("日本語", 3), ("語", 4));
        assert_eq!(skip("abc", 5), ("", 3));
    }
}
