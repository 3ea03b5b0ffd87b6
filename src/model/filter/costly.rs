//! What the costly tests of one filter may take: each regular expression becomes a program that is run over every row.

use super::TextCheck;

/// Regular expressions of a filter at the most.
const MOST_REGEXES: usize = 16;

/// Words of a filter that are looked for as whole words, at the most.
const MOST_WORDS: usize = 256;

/// Bytes that a program may take: it is charged with the first of these that it keeps within.
const SIZES: [usize; 3] = [64 << 10, 256 << 10, 1 << 20];

/// Bytes that all programs of a filter may take together.
const TOGETHER: usize = 4 << 20;

/// Bytes of expressions of which the writing is looked at while a filter is typed.
const TYPED: usize = 256;

/// A program of no size is never built, but only after its expression was understood.
const NEVER: usize = 0;

/// Makes the costly tests of one filter.
#[derive(Debug)]
pub(super) struct Costly {
    /// The filter is not to be used, and the answer is waited for: nothing is built.
    only_checks: bool,
    regexes: usize,
    words: usize,
    bytes: usize,
    typed: usize,
}

/// Why there is no regular expression.
#[derive(Debug)]
pub(super) enum Refusal {
    /// What is wrong with it.
    Syntax(regex::Error),
    /// What is too much.
    Much(String),
}

impl Costly {
    pub(super) fn new(only_checks: bool) -> Self {
        Self {
            only_checks,
            regexes: 0,
            words: 0,
            bytes: 0,
            typed: 0,
        }
    }

    /// A test by a regular expression.
    pub(super) fn regex(&mut self, pattern: &str) -> Result<TextCheck, Refusal> {
        self.regexes += 1;
        if self.regexes > MOST_REGEXES {
            let why =
                format!("a filter has at most {MOST_REGEXES} regular expressions; join some by |");
            return Err(Refusal::Much(why));
        }
        if self.only_checks {
            self.typed += pattern.len();
            return match TextCheck::regex(pattern_to_check(pattern, self.typed), NEVER) {
                Err(error @ regex::Error::Syntax(_)) => Err(Refusal::Syntax(error)),
                _ => Ok(TextCheck::exactly(pattern)),
            };
        }
        for size in SIZES {
            if self.bytes + size > TOGETHER {
                let why = "the expressions of this filter are too large together; repeat less, or shorter classes";
                return Err(Refusal::Much(why.to_owned()));
            }
            match TextCheck::regex(pattern, size) {
                Err(regex::Error::CompiledTooBig(_)) => {}
                Err(error) => return Err(Refusal::Syntax(error)),
                Ok(check) => {
                    self.bytes += size;
                    return Ok(check);
                }
            }
        }
        let why = "this expression is too large; repeat less, or shorter classes";
        Err(Refusal::Much(why.to_owned()))
    }

    /// A test for a whole word. The error says what is too much.
    pub(super) fn word(&mut self, word: &str) -> Result<TextCheck, String> {
        self.words += 1;
        if self.words > MOST_WORDS {
            return Err(format!(
                "a filter looks for at most {MOST_WORDS} whole words"
            ));
        }
        match self.only_checks {
            true => Ok(TextCheck::exactly(word)),
            false => TextCheck::word(word),
        }
    }
}

/// What is looked at of an expression while it is typed: nothing once all are long, for the next key must not wait.
fn pattern_to_check(pattern: &str, typed: usize) -> &str {
    if typed <= TYPED { pattern } else { "" }
}
