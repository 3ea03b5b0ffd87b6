//! One link at rest, and the links of one site, grouped by referring domain.

use crate::index::dates::Dates;

/// Bits of [`Link::flags`].
pub mod flag {
    /// The link asks not to be followed.
    pub const NOFOLLOW: u8 = 1;
    /// The link is an image.
    pub const IMAGE: u8 = 2;
    /// The source page redirects to the target.
    pub const REDIRECT: u8 = 4;
    /// The target is shown in a frame of the source.
    pub const FRAME: u8 = 8;
    /// The link points at an address that redirects to the target.
    pub const INDIRECT: u8 = 16;
    /// Only the alternative text of an image speaks of the target.
    pub const ALT_TEXT: u8 = 32;
    /// The target is named without being linked.
    pub const MENTION: u8 = 64;
}

/// One link: one source page, one target page. 28 bytes; whatever can be drawn
/// again from the seed (addresses, texts, languages, IPs) is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Host of the source page.
    pub source_host: u32,
    /// Number of the source page on its host.
    pub source_page: u32,
    /// Number of the target page within its site or host.
    pub target_page: u32,
    /// When it was found, seen, fetched and lost, as the world ended.
    pub dates: Dates,
    /// See [`flag`].
    pub flags: u8,
    /// Rank of the source page, 0–15.
    pub source_acrank: u8,
    /// CitationFlow of the source page, 0–100.
    pub source_cf: u8,
    /// TrustFlow of the source page, 0–100.
    pub source_tf: u8,
    /// How often the same link occurs on the page; at least 1.
    pub occurrences: u8,
}

impl Link {
    /// Whether any bit of `flag` is set.
    #[inline]
    pub fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// The links of one site, grouped by referring domain in rising order.
#[derive(Debug, Default)]
pub struct SiteLinks {
    pub(super) groups: Vec<(u32, u32)>,
    pub(super) links: Vec<Link>,
}

impl SiteLinks {
    /// All links, group after group.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Number of referring domains.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// Referring domain and links of group `at`.
    pub fn group(&self, at: usize) -> Option<(u32, &[Link])> {
        let &(domain, start) = self.groups.get(at)?;
        let end = self
            .groups
            .get(at + 1)
            .map_or(self.links.len(), |next| next.1 as usize);
        Some((domain, &self.links[start as usize..end]))
    }

    /// The same, to be completed.
    pub(crate) fn group_mut(&mut self, at: usize) -> Option<(u32, &mut [Link])> {
        let &(domain, start) = self.groups.get(at)?;
        let end = self
            .groups
            .get(at + 1)
            .map_or(self.links.len(), |next| next.1 as usize);
        Some((domain, &mut self.links[start as usize..end]))
    }

    /// The links of referring domain `domain`.
    pub(crate) fn of_domain(&self, domain: u32) -> &[Link] {
        let at = self.groups.binary_search_by_key(&domain, |group| group.0);
        at.ok()
            .and_then(|at| self.group(at))
            .map_or(&[], |group| group.1)
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        (self.groups.capacity() * 8 + self.links.capacity() * size_of::<Link>()) as u64
    }
}
