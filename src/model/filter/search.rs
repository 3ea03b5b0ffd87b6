//! Looking for a word in any case through the joined texts of many rows.

use memchr::{memchr, memchr2, memmem};

use super::fold::{fold, folds_into_ascii, may_fold_into_ascii};

/// Bytes in the order in which texts and addresses hold most of them; others are rarer still.
const FREQUENT: &[u8] = b"etaoinsrlhcdump./gwfbykv -:z0123456789_jxq";

/// A text to look for, without regard to case.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    folded: String,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    /// All ASCII: bytes are compared where they are.
    Ascii(AsciiNeedle),
    /// Texts are folded first.
    Folded(Box<memmem::Finder<'static>>),
}

/// The rarest byte is looked for, then the others are compared.
#[derive(Clone, Debug)]
struct AsciiNeedle {
    lower: Box<[u8]>,
    rarest: usize,
    cases: [u8; 2],
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text).into_owned();
        let how = if folded.is_ascii() {
            How::Ascii(AsciiNeedle::new(folded.as_bytes()))
        } else {
            How::Folded(Box::new(
                memmem::Finder::new(folded.as_bytes()).into_owned(),
            ))
        };
        Self { folded, how }
    }

    /// What is looked for, folded.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether a text holds it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        match &self.how {
            How::Ascii(needle) => {
                needle.find(text.as_bytes(), 0).is_some()
                    || (!text.is_ascii()
                        && text.chars().any(folds_into_ascii)
                        && fold(text).contains(&self.folded))
            }
            // What is ASCII folds to ASCII.
            How::Folded(finder) => !text.is_ascii() && finder.find(fold(text).as_bytes()).is_some(),
        }
    }

    /// Calls `hit` for each row that holds it; row `i` is `joined[offsets[i]..offsets[i + 1]]`. A row may be told
    /// twice.
    pub(super) fn each_hit(&self, joined: &str, offsets: &[i32], hit: &mut dyn FnMut(usize)) {
        // What lies behind the last row is not looked through.
        let end = offsets.last().and_then(|end| usize::try_from(*end).ok());
        let joined = end.and_then(|end| joined.get(..end)).unwrap_or(joined);
        match &self.how {
            How::Ascii(needle) if !self.folded.is_empty() => {
                needle.each_hit(joined.as_bytes(), offsets, hit);
                self.each_hit_by_folding(joined, offsets, hit);
            }
            _ => {
                for (row, text) in rows(joined, offsets).enumerate() {
                    if text.is_some_and(|text| self.is_in(text)) {
                        hit(row);
                    }
                }
            }
        }
    }

    /// The rows that hold an ASCII word only by folding.
    fn each_hit_by_folding(&self, joined: &str, offsets: &[i32], hit: &mut dyn FnMut(usize)) {
        let mut borders = Borders::new(offsets, joined.len());
        let mut at = borders.start();
        while let Some(place) = next_that_folds_into_ascii(joined, at) {
            let Some((row, from, to)) = borders.row_at(place) else {
                return;
            };
            if joined.get(from..to).is_some_and(|text| self.is_in(text)) {
                hit(row);
            }
            at = to;
        }
    }
}

/// The texts of the rows; none for one whose offsets lie.
pub(super) fn rows<'a>(
    joined: &'a str,
    offsets: &'a [i32],
) -> impl Iterator<Item = Option<&'a str>> + 'a {
    offsets.windows(2).map(|pair| {
        let from = usize::try_from(pair[0]).ok()?;
        let to = usize::try_from(pair[1]).ok()?;
        joined.get(from..to)
    })
}

impl AsciiNeedle {
    fn new(lower: &[u8]) -> Self {
        let rank = |byte: &u8| FREQUENT.iter().rposition(|f| f == byte);
        let rarity = |byte: &u8| rank(byte).unwrap_or(FREQUENT.len());
        let rarest = (0..lower.len()).max_by_key(|at| rarity(&lower[*at]));
        let rarest = rarest.unwrap_or(0);
        let byte = lower.get(rarest).copied().unwrap_or(0);
        Self {
            lower: lower.into(),
            rarest,
            cases: [byte, byte.to_ascii_uppercase()],
        }
    }

    fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        if self.lower.is_empty() {
            return Some(from);
        }
        let [low, high] = self.cases;
        let mut at = from + self.rarest;
        loop {
            let rest = bytes.get(at..)?;
            let next = if low == high {
                memchr(low, rest)
            } else {
                memchr2(low, high, rest)
            };
            let start = at + next? - self.rarest;
            let there = bytes.get(start..start + self.lower.len())?;
            if there.eq_ignore_ascii_case(&self.lower) {
                return Some(start);
            }
            at = start + self.rarest + 1;
        }
    }

    fn each_hit(&self, joined: &[u8], offsets: &[i32], hit: &mut dyn FnMut(usize)) {
        let mut borders = Borders::new(offsets, joined.len());
        let mut at = borders.start();
        while let Some(place) = self.find(joined, at) {
            let Some((row, _, to)) = borders.row_at(place) else {
                return;
            };
            if place + self.lower.len() <= to {
                hit(row);
                at = to;
            } else {
                at = place + 1;
            }
        }
    }
}

/// Finds the rows of ascending places.
struct Borders<'a> {
    offsets: &'a [i32],
    row: usize,
    end: usize,
}

impl<'a> Borders<'a> {
    fn new(offsets: &'a [i32], end: usize) -> Self {
        Self {
            offsets,
            row: 0,
            end,
        }
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let offset = self.offsets.get(at)?;
        Some(usize::try_from(*offset).unwrap_or(0).min(self.end))
    }

    fn start(&self) -> usize {
        self.offset(0).unwrap_or(0)
    }

    /// The row that holds a place, its start and its end.
    fn row_at(&mut self, place: usize) -> Option<(usize, usize, usize)> {
        loop {
            let to = self.offset(self.row + 1)?;
            if place < to {
                return Some((self.row, self.offset(self.row)?, to));
            }
            self.row += 1;
        }
    }
}

/// The next character that becomes ASCII by folding.
fn next_that_folds_into_ascii(text: &str, from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    let folds = |place: usize| {
        let c = text.get(place..).and_then(|rest| rest.chars().next());
        c.is_some_and(folds_into_ascii)
    };
    let mut at = from;
    // Such a character is two bytes at least, so none begins with the last one.
    while at + 1 < bytes.len() {
        let end = (at + BLOCK).min(bytes.len() - 1);
        let pairs = || bytes[at..end].iter().zip(&bytes[at + 1..=end]);
        let is_ascii = bytes[at..end].iter().fold(0, |all, b| all | b) & 0x80 == 0;
        if !is_ascii && pairs().fold(false, |any, (a, b)| any | may_fold_into_ascii(*a, *b)) {
            let places = pairs().zip(at..);
            let mut begun = places.filter(|((a, b), _)| may_fold_into_ascii(**a, **b));
            if let Some((_, place)) = begun.find(|(_, place)| folds(*place)) {
                return Some(place);
            }
        }
        at = end;
    }
    None
}
