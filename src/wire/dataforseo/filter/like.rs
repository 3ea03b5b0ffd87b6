//! Patterns of `like`: `%` is any run of characters, also none; everything else is itself.

/// A pattern, cut at its `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Like {
    pieces: Vec<String>,
    ignore_case: bool,
}

impl Like {
    pub(super) fn new(pattern: &str, ignore_case: bool) -> Self {
        let pattern = if ignore_case {
            pattern.to_lowercase()
        } else {
            pattern.to_owned()
        };
        Self {
            pieces: pattern.split('%').map(str::to_owned).collect(),
            ignore_case,
        }
    }

    /// Whether the whole text fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        if self.ignore_case {
            self.fits_as_is(&text.to_lowercase())
        } else {
            self.fits_as_is(text)
        }
    }

    fn fits_as_is(&self, text: &str) -> bool {
        let [first, between @ .., last] = self.pieces.as_slice() else {
            return self.pieces.first().is_some_and(|only| only == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in between {
            let Some(at) = rest.find(piece.as_str()) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_may_be_empty_and_ends_are_fixed() {
        for (pattern, text, fits) in [
            ("%seo%", "the seo", true),
            ("seo", "seo", true),
            ("seo", "the seo", false),
            ("a%a", "a", false),
            ("a%a", "aa", true),
            ("%", "", true),
            ("%ab%ab%", "xabxa", false),
            ("%ab%ab%", "abab", true),
            ("SEO%", "seo", false),
            ("%é%", "café au lait", true),
        ] {
            assert_eq!(
                Like::new(pattern, false).fits(text),
                fits,
                "{pattern} {text}"
            );
        }
        assert!(Like::new("%SEO%", true).fits("the Seo"));
    }
}
