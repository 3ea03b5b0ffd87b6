//! Text without its case: full Unicode case folding, so that `STRASSE`, `Straße` and `straſſe` are the same text and
//! the Kelvin sign is a `k`. Marks stay: `é` is not `e`.

use std::borrow::Cow;

use caseless::Caseless;

/// A text with its case folded.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    Cow::Owned(folded)
}

/// The same behind what `folded` holds.
pub(super) fn fold_into(folded: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if is_caseless(c) {
            folded.push(c);
        } else {
            folded.extend(std::iter::once(c).default_case_fold());
        }
    }
}

/// Scripts that take up most of the text that is not ASCII and have no case: looking them up would be for nothing.
fn is_caseless(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{10ff}' if !matches!(c, '\u{10a0}'..='\u{10ff}'))
        || matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Characters that are not ASCII but become it, at least in part: only they can make a text hold an ASCII word that
/// its own bytes do not hold.
pub(super) fn folds_into_ascii(c: char) -> bool {
    matches!(
        c,
        'ß' | '\u{130}'
            | '\u{149}'
            | '\u{17f}'
            | '\u{1f0}'
            | '\u{1e96}'..='\u{1e9a}'
            | '\u{1e9e}'
            | '\u{212a}'
            | '\u{fb00}'..='\u{fb06}'
    )
}

/// Whether such a character may begin with these two bytes. Without branches, so that many places are looked at at once.
#[inline]
pub(super) fn may_fold_into_ascii(first: u8, second: u8) -> bool {
    let begins = |a: u8, b: u8| (first == a) & (second == b);
    begins(0xc3, 0x9f)
        | begins(0xc4, 0xb0)
        | begins(0xc5, 0x89)
        | begins(0xc5, 0xbf)
        | begins(0xc7, 0xb0)
        | begins(0xe1, 0xba)
        | begins(0xe2, 0x84)
        | begins(0xef, 0xac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_folds_as_unicode_says() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let folded = caseless::default_case_fold_str(&text);
            assert_eq!(fold(&text), folded, "{c:?}");
            let to_ascii = !c.is_ascii() && folded.chars().any(|c| c.is_ascii());
            assert_eq!(folds_into_ascii(c), to_ascii, "{c:?}");
            let bytes = text.as_bytes();
            assert!(!to_ascii || may_fold_into_ascii(bytes[0], bytes[1]));
        }
    }
}
