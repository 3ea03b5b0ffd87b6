//! `FilterTopic`: which topics pass. The reference tells no grammar, so this one is ours: a path passes itself and
//! every topic below it; with a `*` the whole topic must match, each `*` standing for any text. Case does not matter.

use super::params::Params;

/// A wanted topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TopicFilter(String);

impl TopicFilter {
    /// The filter of a call, if it has one.
    pub(super) fn read(params: &Params) -> Option<Self> {
        let wanted = params.filled("FilterTopic")?;
        Some(Self(wanted.trim_end_matches('/').to_ascii_lowercase()))
    }

    /// Whether a topic passes. What has no topic never does.
    pub(super) fn passes(&self, topic: &str) -> bool {
        if topic.is_empty() {
            return false;
        }
        let topic = topic.to_ascii_lowercase();
        if self.0.contains('*') {
            return matches(&self.0, &topic);
        }
        topic
            .strip_prefix(&self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether `text` is the pattern's pieces in order, with anything where it has a `*`.
fn matches(pattern: &str, text: &str) -> bool {
    let (Some((first, rest)), Some((_, last))) =
        (pattern.split_once('*'), pattern.rsplit_once('*'))
    else {
        return pattern == text;
    };
    let Some(mut left) = text.strip_prefix(first) else {
        return false;
    };
    let middle = rest.strip_suffix(last).unwrap_or("");
    for piece in middle.split('*') {
        match left.find(piece) {
            Some(at) => left = &left[at + piece.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_passes_what_lies_below_it() {
        let passes = |wanted: &str, topic: &str| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("FilterTopic", wanted)
                .finish();
            TopicFilter::read(&Params::read(&query, b"")).is_some_and(|f| f.passes(topic))
        };
        assert!(passes("computers", "Computers/Internet/Searching"));
        assert!(passes(
            "Computers/Internet/",
            "Computers/Internet/Searching"
        ));
        assert!(!passes("Comp", "Computers/Internet/Searching"));
        assert!(!passes(
            "Computers/Internet/Searching/More",
            "Computers/Internet/Searching"
        ));
        assert!(passes("*/Internet/*", "Computers/Internet/Searching"));
        assert!(passes("comp*ing", "Computers/Internet/Searching"));
        assert!(passes("*", "Arts/Music"));
        assert!(!passes("*", ""));
        assert!(!passes("*Music*Music", "Arts/Music"));
        assert!(!passes("ab*ba", "aba"));
        assert!(!passes("", "Arts/Music"), "no filter was read");
    }
}
