//! The one line that tells what just happened. It stays until a key is pressed.

/// One thing told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One sentence, safe to show.
    pub text: String,
    /// Whether something failed.
    pub trouble: bool,
}

impl Notice {
    /// Something to know.
    pub fn info(text: impl AsRef<str>) -> Self {
        Self {
            text: crate::model::text::one_line(text.as_ref()),
            trouble: false,
        }
    }

    /// Something that failed.
    pub fn trouble(text: impl AsRef<str>) -> Self {
        Self {
            text: crate::model::text::one_line(text.as_ref()),
            trouble: true,
        }
    }
}
