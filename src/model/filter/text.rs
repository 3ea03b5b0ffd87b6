//! Tests of text. Case never counts, except where a text must be exactly so.

use std::borrow::Cow;
use std::sync::Arc;

use hashbrown::HashSet;
use regex::{Regex, RegexBuilder};

use super::fold::fold;
use super::search::{Needle, rows};

/// The largest program a word may become, in bytes.
const WORD_BYTES: usize = 4 << 20;

/// What is tested of text.
#[derive(Clone, Debug)]
pub struct TextCheck {
    how: Arc<How>,
    negated: bool,
}

/// What is looked for in a text.
pub(in crate::model) enum Sought<'a> {
    Contains(&'a str),
    Starts(&'a str),
    Ends(&'a str),
    Equals(&'a str),
    Exactly(&'a str),
    Matches(&'a str),
    Word(&'a str),
    OneOf(Vec<&'a str>),
}

#[derive(Debug)]
enum How {
    Contains(Needle),
    Word(Needle, Regex),
    Starts(String),
    Ends(String),
    Equals(String),
    Exactly(String),
    OneOf(HashSet<Box<str>>),
    Matches(Regex),
}

impl TextCheck {
    fn of(how: How) -> Self {
        Self {
            how: Arc::new(how),
            negated: false,
        }
    }

    /// It holds `part` somewhere.
    pub fn contains(part: &str) -> Self {
        Self::of(How::Contains(Needle::new(part)))
    }

    /// It holds `word`, with neither letter nor digit next to it. The error says why it cannot be looked for.
    pub fn word(word: &str) -> Result<Self, String> {
        let needle = Needle::new(word);
        let literal = regex::escape(needle.folded());
        let pattern = format!(r"\b{{start-half}}{literal}\b{{end-half}}");
        let regex = RegexBuilder::new(&pattern).size_limit(WORD_BYTES).build();
        let regex = regex.map_err(|_| "the word is too long".to_owned())?;
        Ok(Self::of(How::Word(needle, regex)))
    }

    /// It begins so.
    pub fn starts(start: &str) -> Self {
        Self::of(How::Starts(fold(start).into_owned()))
    }

    /// It ends so.
    pub fn ends(end: &str) -> Self {
        Self::of(How::Ends(fold(end).into_owned()))
    }

    /// It is this and nothing else.
    pub fn equals(text: &str) -> Self {
        Self::of(How::Equals(fold(text).into_owned()))
    }

    /// The same, and case counts.
    pub fn exactly(text: &str) -> Self {
        Self::of(How::Exactly(text.to_owned()))
    }

    /// It is one of these.
    pub fn one_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts = texts.into_iter().map(|text| Box::from(&*fold(text)));
        Self::of(How::OneOf(texts.collect()))
    }

    /// A regular expression finds something in it, in time linear to the text. Case is folded character by
    /// character here: `ß` is not `ss`. Its program takes at most so many bytes: large classes repeated often are
    /// refused.
    pub fn regex(pattern: &str, most_bytes: usize) -> Result<Self, regex::Error> {
        let mut builder = RegexBuilder::new(pattern);
        builder.case_insensitive(true).size_limit(most_bytes);
        Ok(Self::of(How::Matches(builder.build()?)))
    }

    /// What it looks for, to say it in another language, and whether the opposite passes. All but what is exact and
    /// patterns is folded.
    pub(in crate::model) fn sought(&self) -> (Sought<'_>, bool) {
        let sought = match &*self.how {
            How::Contains(needle) => Sought::Contains(needle.folded()),
            How::Starts(text) => Sought::Starts(text),
            How::Ends(text) => Sought::Ends(text),
            How::Equals(text) => Sought::Equals(text),
            How::Exactly(text) => Sought::Exactly(text),
            How::Matches(regex) => Sought::Matches(regex.as_str()),
            How::Word(needle, _) => Sought::Word(needle.folded()),
            How::OneOf(texts) => {
                let mut texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
                texts.sort_unstable();
                Sought::OneOf(texts)
            }
        };
        (sought, self.negated)
    }

    /// The opposite. What is not known passes neither.
    pub fn negated(self) -> Self {
        Self {
            negated: !self.negated,
            ..self
        }
    }

    /// Whether a text passes.
    pub fn is_match(&self, text: &str) -> bool {
        self.how.is_match(text) != self.negated
    }

    /// Sets `hits[i]` where row `i` passes, and leaves the others: row `i` is `joined[offsets[i]..offsets[i + 1]]`.
    /// The texts of many rows are gone through at once, so this is quicker than row by row. Rows in which nothing is
    /// known must be taken out by the caller: here they are empty texts. Rows whose offsets lie do not pass.
    pub fn mark(&self, joined: &str, offsets: &[i32], hits: &mut [bool]) {
        if !self.negated {
            return self.how.mark(joined, offsets, hits);
        }
        let mut held = vec![false; hits.len()];
        self.how.mark(joined, offsets, &mut held);
        let passes = rows(joined, offsets).zip(&held);
        for (hit, (text, held)) in hits.iter_mut().zip(passes) {
            *hit |= text.is_some() && !held;
        }
    }
}

impl How {
    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Contains(needle) => needle.is_in(text),
            Self::Word(needle, word) => needle.is_in(text) && word.is_match(&fold(text)),
            Self::Starts(start) => match ascii_only(text, start) {
                Some(text) => text
                    .get(..start.len())
                    .is_some_and(|t| t.eq_ignore_ascii_case(start.as_bytes())),
                None => fold(text).starts_with(start),
            },
            Self::Ends(end) => match ascii_only(text, end) {
                Some(text) => {
                    let from = text.len().checked_sub(end.len());
                    from.is_some_and(|from| text[from..].eq_ignore_ascii_case(end.as_bytes()))
                }
                None => fold(text).ends_with(end),
            },
            Self::Equals(whole) => match ascii_only(text, whole) {
                Some(text) => text.eq_ignore_ascii_case(whole.as_bytes()),
                None => fold(text) == Cow::Borrowed(whole.as_str()),
            },
            Self::Exactly(whole) => text == whole,
            Self::OneOf(texts) => texts.contains(&*fold(text)),
            Self::Matches(regex) => regex.is_match(text),
        }
    }

    fn mark(&self, joined: &str, offsets: &[i32], hits: &mut [bool]) {
        match self {
            Self::Contains(needle) => needle.each_hit(joined, offsets, &mut |row| set(hits, row)),
            Self::Word(needle, _) => {
                let mut near = vec![false; hits.len()];
                needle.each_hit(joined, offsets, &mut |row| set(&mut near, row));
                let passes = rows(joined, offsets).zip(near);
                for (hit, (text, near)) in hits.iter_mut().zip(passes) {
                    *hit = *hit || near && text.is_some_and(|text| self.is_match(text));
                }
            }
            _ => {
                for (hit, text) in hits.iter_mut().zip(rows(joined, offsets)) {
                    *hit = *hit || text.is_some_and(|text| self.is_match(text));
                }
            }
        }
    }
}

fn set(hits: &mut [bool], row: usize) {
    if let Some(hit) = hits.get_mut(row) {
        *hit = true;
    }
}

/// The bytes of a text if it and what it is compared with are ASCII.
fn ascii_only<'a>(text: &'a str, with: &str) -> Option<&'a [u8]> {
    (text.is_ascii() && with.is_ascii()).then_some(text.as_bytes())
}
