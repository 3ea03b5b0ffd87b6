//! Bytes that are almost JSON: what of an answer that was paid for can still be read is not given up for one letter.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// Digits of an escaped letter.
const DIGITS: usize = 4;

/// Reads JSON; where its letters are broken, with unknown letters in their places.
pub(super) fn read_or_mended<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(bytes)
        .or_else(|error| serde_json::from_slice(&mend(bytes)).map_err(|_| error))
}

/// An answer with what no JSON reader takes made harmless: a byte order mark before it is left out; bytes that are no
/// UTF-8, and halves of escaped letters, become the mark of an unknown letter.
pub(super) fn mend(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => whole_letters(text),
        Cow::Owned(text) => Cow::Owned(whole_letters(&text).into_owned()),
    }
}

/// The text with `\ufffd` in place of each half of a surrogate pair that stands alone.
fn whole_letters(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let mut mended = Vec::new();
    // Up to here it is taken over.
    let mut taken = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        match escaped(&bytes[at..]) {
            Some(0xD800..=0xDBFF) if is_second(&bytes[at + 2 + DIGITS..]) => at += 2 * (2 + DIGITS),
            Some(0xD800..=0xDFFF) => {
                mended.extend_from_slice(&bytes[taken..at]);
                mended.extend_from_slice(b"\\ufffd");
                at += 2 + DIGITS;
                taken = at;
            }
            Some(_) => at += 2 + DIGITS,
            // Another escape, of which the second byte means nothing by itself.
            None => at = bytes.len().min(at + 2),
        }
    }
    if taken == 0 {
        return Cow::Borrowed(bytes);
    }
    mended.extend_from_slice(&bytes[taken..]);
    Cow::Owned(mended)
}

/// The number of the letter that an escape at the beginning stands for.
fn escaped(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..DIGITS)?;
    let digits = std::str::from_utf8(digits).ok()?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

fn is_second(bytes: &[u8]) -> bool {
    matches!(escaped(bytes), Some(0xDC00..=0xDFFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_letters_become_unknown_ones_and_all_else_stays() {
        for (broken, whole) in [
            (&br#""a""#[..], "a"),
            (br#""\ud83d\ude00""#, "\u{1F600}"),
            (br#""\ud83dx""#, "\u{fffd}x"),
            (
                br#""\ud83d\ud83d\ude00\ude00""#,
                "\u{fffd}\u{1F600}\u{fffd}",
            ),
            (br#""\\ud83d \n\u0041""#, "\\ud83d \nA"),
            (b"\xEF\xBB\xBF\"b\"", "b"),
            (b"\"\xff\\ud800\"", "\u{fffd}\u{fffd}"),
        ] {
            let text: String = serde_json::from_slice(&mend(broken)).unwrap();
            assert_eq!(text, whole, "{broken:?}");
        }
        for cut in [&b"\"\\"[..], b"\"\\u", b"\"\\ud8", b"\"\\ud83d\\u12", b""] {
            assert!(serde_json::from_slice::<String>(&mend(cut)).is_err());
        }
    }
}
