//! Links on their way to their domains: they go there many together.

use super::host;
use super::tally::Facts;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Its source's host among those that wait.
    pub(super) host: u32,
    pub(super) topic: Option<u32>,
    pub(super) facts: Facts,
}

/// Links in their order, and the hosts of their sources as written.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    text: String,
    /// Where each host ends in it.
    ends: Vec<u32>,
    /// Links of a host mostly come together: the last address as far as its host goes.
    last: String,
    links: Vec<Link>,
}

impl Waiting {
    /// The source of the next link; says whether it has a host.
    #[inline]
    pub(super) fn meet(&mut self, source_url: &str) -> bool {
        if !self.ends.is_empty()
            && let Some(rest) = source_url.strip_prefix(self.last.as_str())
            && (rest.is_empty() || rest.starts_with(host::BEHIND))
        {
            return true;
        }
        let Some((host, before_path)) = host::host_of(source_url) else {
            return false;
        };
        self.text.push_str(host);
        self.ends.push(self.text.len() as u32);
        self.last.clear();
        self.last.push_str(before_path);
        true
    }

    /// A link from there.
    #[inline]
    pub(super) fn take_in(&mut self, facts: Facts, topic: Option<u32>) {
        let host = (self.ends.len() as u32).saturating_sub(1);
        self.links.push(Link { host, topic, facts });
    }

    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    pub(super) fn hosts(&self) -> impl Iterator<Item = &str> + Clone {
        let starts = std::iter::once(&0).chain(&self.ends);
        let spans = starts.zip(&self.ends);
        spans.map(|(start, end)| &self.text[*start as usize..*end as usize])
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.links.clear();
    }
}
