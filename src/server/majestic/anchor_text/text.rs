//! Anchor texts as GetAnchorText groups and compares them.
//!
//! The documentation says of `TextMode` 0 that texts are forced to lower case; recorded rows keep their capitals, and
//! so do these. Ours: texts are trimmed, and in `TextMode` 1 whatever is neither letter nor digit separates words.

use crate::server::majestic::params::Params;
use crate::server::majestic::refusal::Refusal;

/// `TextMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextMode {
    /// As found.
    Found,
    /// Without punctuation.
    Words,
}

impl TextMode {
    pub(super) fn read(params: &Params) -> Result<Self, Refusal> {
        Ok(match params.int("TextMode", 0, 0..=1)? {
            0 => Self::Found,
            _ => Self::Words,
        })
    }

    /// A raw text as it is shown.
    pub(super) fn shown(self, raw: &str) -> String {
        match self {
            Self::Found => raw.trim().to_owned(),
            Self::Words => {
                let words = raw
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| !w.is_empty());
                words.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// Which texts pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server::majestic) struct TextFilter {
    mode: TextMode,
    wanted: Wanted,
}

/// What a text is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Any,
    /// Letter by letter, as texts are shown.
    Exactly(String),
    /// In any case, as texts are shown.
    Containing(String),
}

impl TextFilter {
    /// Every text.
    pub(super) fn any(mode: TextMode) -> Self {
        let wanted = Wanted::Any;
        Self { mode, wanted }
    }

    /// Exactly this text, which is shown like the texts it is held against.
    pub(super) fn exactly(mode: TextMode, text: &str) -> Self {
        let wanted = Wanted::Exactly(mode.shown(text));
        Self { mode, wanted }
    }

    /// Every text with this one in it.
    pub(super) fn containing(mode: TextMode, text: &str) -> Self {
        let wanted = Wanted::Containing(mode.shown(text).to_lowercase());
        Self { mode, wanted }
    }

    /// The raw text as it is shown, if it passes.
    pub(super) fn shown(&self, raw: &str) -> Option<String> {
        let text = self.mode.shown(raw);
        let passes = match &self.wanted {
            Wanted::Any => true,
            Wanted::Exactly(wanted) => text == *wanted,
            Wanted::Containing(wanted) => text.to_lowercase().contains(wanted.as_str()),
        };
        passes.then_some(text)
    }

    /// Whether a raw text passes.
    pub(in crate::server::majestic) fn passes(&self, raw: &str) -> bool {
        self.wanted == Wanted::Any || self.shown(raw).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_as_found_or_as_words() {
        let raw = "\r\n Über  \"Uns\" | 24/7! \t";
        assert_eq!(TextMode::Found.shown(raw), "Über  \"Uns\" | 24/7!");
        assert_eq!(TextMode::Words.shown(raw), "Über Uns 24 7");
        assert_eq!(TextMode::Words.shown(" ... | "), "");
    }

    #[test]
    fn exactly_is_letter_by_letter_and_containing_in_any_case() {
        let exactly = TextFilter::exactly(TextMode::Found, " Über uns");
        assert!(exactly.passes("Über uns ") && !exactly.passes("über uns"));
        assert!(!exactly.passes("Über uns!"));
        let words = TextFilter::exactly(TextMode::Words, "Über uns!");
        assert!(words.passes("(Über, uns)"));
        let containing = TextFilter::containing(TextMode::Found, "BER U");
        assert!(containing.passes("Über uns") && !containing.passes("Über-uns"));
        assert!(TextFilter::exactly(TextMode::Found, "").passes("  "));
        assert!(TextFilter::any(TextMode::Found).passes("x"));
    }
}
