//! `--filter`: read for a list; a mistake in it is pointed at.

use unicode_width::UnicodeWidthStr;

use super::desk::Desk;
use super::failure::Failure;
use crate::model::filter::{Filter, Mistake};
use crate::model::rows::List;
use crate::model::text::one_line;
use crate::store::{StoreError, filter};

/// Characters shown on either side of a mistake.
const AROUND: usize = 48;

/// Reads the filter for the rows of a list; none where the text is empty. A mistake is shown on standard error with
/// the place it stands at.
pub fn read(desk: &Desk, list: &List, text: &str) -> Result<Option<Filter>, Failure> {
    filter(list, text).map_err(|why| match why {
        StoreError::Filter(mistake) => {
            for line in pointed(text, &mistake) {
                desk.talk.insist(&line);
            }
            Failure::Usage(format!("--filter of {}: {mistake}", list.table().name))
        }
        other => Failure::Failed(other.to_string()),
    })
}

/// The text around a mistake, and a line under it that marks the mistake.
fn pointed(text: &str, mistake: &Mistake) -> [String; 2] {
    let letters: Vec<char> = text.chars().collect();
    let at = mistake.at.min(letters.len());
    let end = (at + mistake.len).min(letters.len());
    let from = at.saturating_sub(AROUND);
    let to = (at + AROUND).max(from + 2 * AROUND).min(letters.len());
    let shown = |range: std::ops::Range<usize>| {
        let piece: String = letters[range].iter().collect();
        one_line(&piece)
    };
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = format!("  {}{}", cut(from > 0), shown(from..at));
    let marked = shown(at..end.min(to)).width().max(1);
    [
        format!("{before}{}{}", shown(at..to), cut(to < letters.len())),
        format!("{}{}", " ".repeat(before.width()), "^".repeat(marked)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str, at: usize, len: usize) -> (String, String) {
        let why = String::new();
        let [line, mark] = pointed(text, &Mistake { at, len, why });
        assert!(!line.contains('\u{1b}'), "{line:?}");
        (line, mark)
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        let (line, mark) = marks("tf>=20 and achor~x", 11, 5);
        assert_eq!(line, "  tf>=20 and achor~x");
        assert_eq!(mark, "             ^^^^^");
        assert_eq!(marks("tf>", 3, 0).1, "     ^");
        assert_eq!(marks("", 0, 0).1, "  ^");
    }

    #[test]
    fn wide_and_hostile_letters_keep_the_mark_in_its_place() {
        let (line, mark) = marks("anchor~日本 \u{1b}x \u{202e}no", 14, 2);
        let place = line.rfind("no").unwrap();
        assert_eq!(line[..place].width(), mark.width() - 2);
    }

    #[test]
    fn of_a_long_text_only_the_surroundings_are_shown() {
        let text = "x".repeat(5_000);
        let (line, mark) = marks(&text, 2_500, 2_000);
        assert!(line.width() < 110 && line.starts_with("  …x") && line.ends_with("x…"));
        assert_eq!(mark.width(), line.width() - 1);
        let (line, mark) = marks(&text, 5_000, 0);
        assert_eq!(mark.width(), line.width() + 1);
    }
}
