//! The embedded backlink index: a reproducible link graph and what is computed
//! on it.
//!
//! A [`World`] is drawn from a seed: registrable domains and hosts
//! (`population`), links to a handful of targets (`sites`, `referrers`), the web
//! around them (`web`), and flow metrics computed on the whole graph (`flow`,
//! `metrics`). Only what cannot be drawn again is stored, 28 bytes a link;
//! names, addresses and texts are written when asked for. An [`Index`] is one of
//! two views of a world: `dates` says which links each of them knows.
//!
//! What is asked about an item (`item`, `prefix`) is answered in summaries
//! (`info`), in links (`record`) with what stands on their pages (`page`), or
//! in referring domains (`ref_domains`) with what is known of each (`domain`); or in counts over all its links
//! (`known`) by topic (`topical`) and by page (`top_pages`), and by the day they came or went (`changes`). `hosting`
//! tells who stands at an address, `keywords` finds pages by their words.
//! `backlink` tells links as a crawler with other figures would: one rank, visits by the second, elements of the page. A
//! whole world's links are one list of any size (`sample`).

mod addresses;
mod backlink;
mod changes;
mod dates;
mod dice;
mod domain;
pub mod flow;
mod hosting;
mod info;
mod item;
mod keywords;
mod known;
mod links;
mod lookup;
mod metrics;
mod names;
mod outbound;
mod page;
mod pages;
mod places;
mod population;
mod prefix;
mod record;
mod ref_domains;
mod referrers;
mod sample;
mod sites;
mod tally;
mod texts;
mod top_pages;
mod topical;
mod vocabulary;
mod web;
mod words;
mod world;

#[cfg(test)]
mod facts;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod recount;
#[cfg(test)]
mod shape;

pub use backlink::{
    ATTRIBUTES, Backlink, COUNTRIES, KINDS, Keywords, LinkReader, Linked, PLATFORMS, SEMANTICS,
    SiteTraits, Totals, Visit,
};
pub use changes::{Arrivals, DayOfLinks};
pub use dates::{Datasource, Dates, FRESH_WINDOW, Seen};
pub use domain::{DOMAIN_TOPICS, DomainContent, DomainCounts, DomainFacts};
pub use info::{ItemInfo, LANGUAGE_SAMPLE};
pub use item::{Found, ItemId, ItemKind};
pub use keywords::{Count, FoundPage, Held, KeywordCounts, KeywordIndex, words_of};
pub use links::{Link, SiteLinks, flag};
pub use lookup::{BuildOptions, DEFAULT_LINKS, Index, TargetSize};
pub use metrics::{HostMetrics, PageMetrics, Ranks};
pub use page::{PageFacts, PageReader};
pub use population::Population;
pub use prefix::PREFIX_LIMIT;
pub use record::{LinkRecord, PagePlace, Topic};
pub use ref_domains::RefDomain;
pub use sample::{Sample, SampleOrder};
pub use tally::{DomainCount, LanguageShare, Occurrences, ReservedCount};
pub use top_pages::{PageStanding, TopPage};
pub use topical::TopicCount;
pub use vocabulary::{Language, Reserved, Suffix};
pub use web::Web;
pub use world::{MOST_LINKS, World};
