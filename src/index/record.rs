//! One link written out in full: what a row of a download or an answer shows.

use crate::index::addresses::url;
use crate::index::dates::Seen;
use crate::index::item::Found;
use crate::index::links::flag;
use crate::index::names::domain_name;
use crate::index::texts;
use crate::index::vocabulary::{Language, TOPICS, topic_name};
use crate::index::world::World;

/// A topic and a value 0–100. The name is empty where there is no topic.
pub type Topic = (&'static str, u8);

/// A page of the world, by numbers; see [`World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PagePlace {
    /// Number of the host.
    pub host: u32,
    /// Number of the page on its host.
    pub page: u32,
}

/// One link in full. Dates are days since 1970-01-01.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRecord {
    /// Address of the page linked to.
    pub target_url: String,
    /// ACRank of that page, 0–15.
    pub target_acrank: i8,
    /// Address of the page with the link.
    pub source_url: String,
    /// ACRank of that page, 0–15.
    pub source_acrank: i8,
    /// Text of the link, raw: may hold line breaks and control characters.
    pub anchor: String,
    /// When the source page was last fetched.
    pub source_crawl_date: i32,
    /// When the link was first found.
    pub first_found: i32,
    /// When the link was last seen.
    pub last_seen: i32,
    /// When the link was found missing.
    pub date_lost: Option<i32>,
    /// Asks not to be followed.
    pub nofollow: bool,
    /// An image.
    pub image: bool,
    /// A redirect.
    pub redirect: bool,
    /// A frame.
    pub frame: bool,
    /// Found missing; exactly where there is a `date_lost`.
    pub deleted: bool,
    /// Only the alternative text of an image speaks of the target.
    pub alt_text: bool,
    /// The target is named without being linked.
    pub mention: bool,
    /// Points at an address that redirects to the target.
    pub indirect: bool,
    /// How often the link occurs on the page.
    pub occurrences: u8,
    /// CitationFlow of the source page.
    pub source_cf: u8,
    /// TrustFlow of the source page.
    pub source_tf: u8,
    /// CitationFlow of the target page.
    pub target_cf: u8,
    /// TrustFlow of the target page.
    pub target_tf: u8,
    /// Leading topic of the source page.
    pub source_topic: Topic,
    /// Leading topic of the target page.
    pub target_topic: Topic,
    /// Registrable domain of the source, by ICANN rules, in ASCII.
    pub source_domain: String,
    /// Language of the source page and confidence in per cent.
    pub source_language: (Language, u8),
    /// IPv4 address of the source host.
    pub source_ip: u32,
    /// Country the source's domain is at home in.
    pub source_country: &'static str,
    /// The source page, to ask more about it.
    pub source: PagePlace,
    /// The target page, to ask more about it.
    pub target: PagePlace,
}

impl World {
    /// Writes a link out, with the dates one view knows.
    pub fn record(&self, found: &Found, seen: Seen) -> LinkRecord {
        let link = &found.link;
        let population = &self.population;
        let (source_host, source_page) = (link.source_host, link.source_page);
        let target_url = url(population, found.target_host, found.target_page);
        let target = self.page_metrics(found.target_host, found.target_page);
        let place = (found.target_host, found.target_page);
        LinkRecord {
            anchor: texts::anchor(population, link, place, &target_url),
            target_url,
            target_acrank: target.acrank as i8,
            source_url: url(population, source_host, source_page),
            source_acrank: link.source_acrank as i8,
            source_crawl_date: seen.crawled,
            first_found: seen.first,
            last_seen: seen.last,
            date_lost: seen.lost,
            nofollow: link.has(flag::NOFOLLOW),
            image: link.has(flag::IMAGE),
            redirect: link.has(flag::REDIRECT),
            frame: link.has(flag::FRAME),
            deleted: seen.lost.is_some(),
            alt_text: link.has(flag::ALT_TEXT),
            mention: link.has(flag::MENTION),
            indirect: link.has(flag::INDIRECT),
            occurrences: link.occurrences,
            source_cf: link.source_cf,
            source_tf: link.source_tf,
            target_cf: target.citation_flow,
            target_tf: target.trust_flow,
            source_topic: self.leading_topic(source_host, link.source_tf),
            target_topic: self.leading_topic(found.target_host, target.trust_flow),
            source_domain: domain_name(population, population.domain_of(source_host)),
            source_language: (
                population.language(source_host, source_page),
                population.language_confidence(source_host, source_page),
            ),
            source_ip: population.ip(source_host),
            source_country: population.country(population.domain_of(source_host)),
            source: PagePlace {
                host: source_host,
                page: source_page,
            },
            target: PagePlace {
                host: found.target_host,
                page: found.target_page,
            },
        }
    }

    /// The title of a page, raw: may hold line breaks and control characters.
    pub fn title(&self, page: PagePlace) -> String {
        texts::title(&self.population, page.host, page.page)
    }

    /// Topical trust flow of a page with this TrustFlow: its host's, in
    /// proportion to the part of the host's TrustFlow the page has.
    pub(crate) fn page_topics(&self, host: u32, trust_flow: u8) -> [u8; TOPICS] {
        let (_, whole) = self.metrics.score(self.metrics.ranks(host));
        let part = |value: u8| u32::from(value) * u32::from(trust_flow) / u32::from(whole.max(1));
        self.metrics
            .topics(host)
            .map(|value| part(value).min(100) as u8)
    }

    /// The leading topic of a page with this TrustFlow; an empty name if it has none.
    pub(crate) fn leading_topic(&self, host: u32, trust_flow: u8) -> Topic {
        let topics = self.page_topics(host, trust_flow);
        let best = (0_u8..)
            .zip(topics)
            .max_by_key(|&(topic, value)| (value, u8::MAX - topic));
        match best {
            Some((topic, value)) if value > 0 => (topic_name(topic), value),
            _ => ("", 0),
        }
    }
}
