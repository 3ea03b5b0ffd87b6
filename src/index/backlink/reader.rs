//! What is told of a link in words and in figures that few ask for: computed when asked for.

use std::cell::RefCell;

use super::Backlink;
use super::hints::page_dice;
use super::lists::KINDS;
use super::traits::DomainTraits;
use crate::index::addresses::url;
use crate::index::dice::Dice;
use crate::index::links::{Link, flag};
use crate::index::lookup::Index;
use crate::index::names::host_name;
use crate::index::page::{PageFacts, PageReader};
use crate::index::record::PagePlace;
use crate::index::texts;
use crate::index::words::nouns;

/// Search phrases for which a page is found among the first so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// Among the first three.
    pub top_3: u32,
    /// Among the first ten.
    pub top_10: u32,
    /// Among the first hundred.
    pub top_100: u32,
}

/// Reads link after link; what one page or domain costs is paid once.
#[derive(Debug)]
pub struct LinkReader<'a> {
    index: &'a Index,
    pages: RefCell<PageReader<'a>>,
}

impl<'a> LinkReader<'a> {
    /// A reader that has met no link yet.
    pub fn new(index: &'a Index) -> Self {
        Self {
            index,
            pages: RefCell::new(PageReader::new(index)),
        }
    }

    /// The index that is read.
    pub fn index(&self) -> &'a Index {
        self.index
    }

    fn dice(&self, link: &Backlink, what: u64) -> Dice {
        page_dice(self.index.world(), link.source_host, link.source_page, what)
    }

    fn is_redirect(link: &Backlink) -> bool {
        KINDS[usize::from(link.kind)] == "redirect"
    }

    /// What stands on the page with the link.
    pub fn page(&self, link: &Backlink) -> PageFacts {
        self.pages.borrow_mut().facts(link.source())
    }

    /// Title of that page; `None` for a redirect and where there is none.
    pub fn title(&self, link: &Backlink) -> Option<String> {
        let world = self.index.world();
        let is_page = !Self::is_redirect(link) && !world.redirects(link.source());
        is_page
            .then(|| self.index.title(link.source()))
            .filter(|title| !title.is_empty())
    }

    /// ISO 639-1 code of its language; `None` for a redirect.
    pub fn language(&self, link: &Backlink) -> Option<&'static str> {
        let population = &self.index.world().population;
        let language = population.language(link.source_host, link.source_page);
        (!Self::is_redirect(link)).then(|| language.code())
    }

    /// Its encoding; `None` for a redirect.
    pub fn encoding(&self, link: &Backlink) -> Option<&'static str> {
        Some(self.index.encoding(link.source_host, self.language(link)?))
    }

    /// Its size in bytes; 0 for a redirect.
    pub fn size(&self, link: &Backlink) -> u32 {
        if Self::is_redirect(link) {
            return 0;
        }
        let mut dice = self.dice(link, 4);
        2_000 + dice.below(9_000) * dice.burst(40)
    }

    /// Text of the link: none for images, whose text is [`LinkReader::alt`], and where there is none.
    pub fn anchor(&self, link: &Backlink) -> Option<String> {
        (link.flags & flag::IMAGE == 0)
            .then(|| self.text(link))
            .flatten()
    }

    /// Alternative text of an image.
    pub fn alt(&self, link: &Backlink) -> Option<String> {
        (link.flags & flag::IMAGE != 0)
            .then(|| self.text(link))
            .flatten()
    }

    fn text(&self, link: &Backlink) -> Option<String> {
        let population = &self.index.world().population;
        let target = url(population, link.target_host, link.target_page);
        let place = (link.target_host, link.target_page);
        let text = texts::anchor(population, &plain(link), place, &target);
        Some(text).filter(|text| !text.is_empty())
    }

    /// Address of a linked image.
    pub fn image_url(&self, link: &Backlink) -> Option<String> {
        let world = self.index.world();
        let number = self.dice(link, 5).below(100_000);
        let scheme = if world.population.is_https(link.source_host) {
            "https"
        } else {
            "http"
        };
        let host = host_name(&world.population, link.source_host);
        (link.flags & flag::IMAGE != 0).then(|| format!("{scheme}://{host}/images/{number}.png"))
    }

    /// Words before and after the link, where it stands in text.
    pub fn around(&self, link: &Backlink) -> (Option<String>, Option<String>) {
        if KINDS[usize::from(link.kind)] != "anchor" {
            return (None, None);
        }
        let population = &self.index.world().population;
        let words = nouns(population.language(link.source_host, link.source_page));
        let mut dice = self.dice(link, 6);
        let mut some = || dice.chance(550).then(|| phrase(&mut dice, words));
        (some(), some())
    }

    /// Search phrases that lead to the page: more where its rank is higher.
    pub fn keywords(&self, link: &Backlink) -> Keywords {
        let rank = u32::from(link.page_rank);
        let mut dice = self.dice(link, 7);
        if Self::is_redirect(link) || dice.chance(500) {
            return Keywords::default();
        }
        let top_100 = dice.below(1 + rank * rank / 300);
        let top_10 = dice.below(1 + top_100 / 6);
        Keywords {
            top_3: dice.below(1 + top_10 / 2),
            top_10,
            top_100,
        }
    }

    /// Whether the link was there when the page was visited first.
    pub fn is_original(&self, link: &Backlink) -> bool {
        self.dice(link, 8).chance(280)
    }

    /// Score for spam of the page linked to: of its domain.
    pub fn target_spam(&self, link: &Backlink) -> Option<u8> {
        (link.target_status > 0).then(|| self.index.domain_spam(link.target_host))
    }

    /// Where the page linked to redirects to.
    pub fn redirect_target(&self, link: &Backlink) -> Option<String> {
        let home = PagePlace {
            host: link.target_host,
            page: 0,
        };
        (link.target_status == 301).then(|| self.index.page_url(home))
    }

    /// The address between the link and the target of an indirect link, and the status it answers with.
    pub fn detour(&self, link: &Backlink) -> Option<(u16, String)> {
        if !link.is_indirect() {
            return None;
        }
        let target = self.index.page_url(link.target());
        let other = match target.split_once("://") {
            Some(("https", rest)) => format!("http://{rest}"),
            Some((_, rest)) => format!("https://{rest}"),
            None => target,
        };
        let status = *self.dice(link, 9).pick(&[301, 301, 302, 308], &301);
        Some((status, other))
    }
}

fn phrase(dice: &mut Dice, words: &[&'static str]) -> String {
    let count = 2 + dice.below(4);
    let picked: Vec<&str> = (0..count).map(|_| *dice.pick(words, &"page")).collect();
    picked.join(" ")
}

/// What the text of a link depends on.
fn plain(link: &Backlink) -> Link {
    link_of(link.source(), link.target_page, link.flags)
}

/// A link of which only its ends and its flags are told.
pub(super) fn link_of(source: PagePlace, target_page: u32, flags: u8) -> Link {
    Link {
        source_host: source.host,
        source_page: source.page,
        target_page,
        dates: crate::index::dates::Dates {
            first: 0,
            last: 0,
            crawled: 0,
            lost: 0,
        },
        flags,
        source_acrank: 0,
        source_cf: 0,
        source_tf: 0,
        occurrences: 1,
    }
}

impl Index {
    /// Encoding of the pages of a host in a language (ISO 639-1).
    pub(super) fn encoding(&self, host: u32, language: &str) -> &'static str {
        let old = match language {
            "ru" => "windows-1251",
            "ja" => "shift_jis",
            "zh" => "gb2312",
            "ko" => "euc-kr",
            _ => "iso-8859-1",
        };
        let is_old = super::hints::host_dice(self.world(), host, 3).chance(60);
        if is_old { old } else { "utf-8" }
    }

    /// Score for spam of the domain of a host, 0–100.
    pub fn domain_spam(&self, host: u32) -> u8 {
        let world = self.world();
        DomainTraits::of(world, world.population.domain_of(host)).spam
    }
}
