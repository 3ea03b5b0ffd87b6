//! What is known of a link, worked out only when somebody looks.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::columns::{anchor_text, link_type};
use super::field::Field;
use super::lines::Line;
use crate::index::{Index, LinkRecord, PageFacts, PagePlace, PageReader, flag};

/// What is known of pages and domains, kept for the length of one answer.
pub(in crate::server::majestic) struct Facts<'a> {
    index: &'a Index,
    reader: RefCell<PageReader<'a>>,
    pages: RefCell<HashMap<PagePlace, Rc<PageFacts>>>,
    topics: RefCell<HashMap<u32, &'static str>>,
}

impl<'a> Facts<'a> {
    /// Nothing is known yet.
    pub(in crate::server::majestic) fn new(index: &'a Index) -> Self {
        Self {
            index,
            reader: RefCell::new(PageReader::new(index)),
            pages: RefCell::default(),
            topics: RefCell::default(),
        }
    }

    pub(super) fn index(&self) -> &'a Index {
        self.index
    }

    pub(super) fn page(&self, place: PagePlace) -> Rc<PageFacts> {
        let mut pages = self.pages.borrow_mut();
        let facts = pages
            .entry(place)
            .or_insert_with(|| Rc::new(self.reader.borrow_mut().facts(place)));
        Rc::clone(facts)
    }

    pub(super) fn record(&self, line: &Line) -> LinkRecord {
        self.index.world().record(&line.found, line.seen)
    }

    /// The leading topic of the source page; empty if it has none.
    pub(super) fn source_topic(&self, line: &Line) -> &'static str {
        self.index.source_topic(&line.found).0
    }

    /// The leading topic of a domain; empty if it has none.
    pub(super) fn domain_topic(&self, domain: u32) -> &'static str {
        let look = || self.index.domain_leading_topic(domain);
        self.topics.borrow_mut().entry(domain).or_insert_with(look)
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Number(i64),
    Flag(bool),
    /// Since 1970-01-01; none where it is not known.
    Day(Option<i32>),
    Text(String),
}

/// One link, looked at.
pub(super) struct Sight<'l, 'a> {
    facts: &'l Facts<'a>,
    line: &'l Line,
    record: OnceCell<LinkRecord>,
}

impl<'l, 'a> Sight<'l, 'a> {
    pub(super) fn new(facts: &'l Facts<'a>, line: &'l Line) -> Self {
        Self {
            facts,
            line,
            record: OnceCell::new(),
        }
    }

    fn record(&self) -> &LinkRecord {
        self.record.get_or_init(|| self.facts.record(self.line))
    }

    fn source(&self) -> Rc<PageFacts> {
        let link = &self.line.found.link;
        self.facts.page(PagePlace {
            host: link.source_host,
            page: link.source_page,
        })
    }

    fn target(&self) -> Rc<PageFacts> {
        self.facts.page(PagePlace {
            host: self.line.found.target_host,
            page: self.line.found.target_page,
        })
    }

    /// CitationFlow and TrustFlow of the domain.
    fn domain_flows(&self) -> (u8, u8) {
        self.facts.index.domain_flows(self.line.domain)
    }

    /// What a field of the link holds, as its row shows it.
    pub(super) fn value(&self, field: Field) -> Value {
        match self.number(field) {
            Some(number) => Value::Number(number),
            None => self.flag_or_day(field),
        }
    }

    fn number(&self, field: Field) -> Option<i64> {
        let link = &self.line.found.link;
        Some(match field {
            Field::AcRank => link.source_acrank.into(),
            Field::SourceTrustFlow => link.source_tf.into(),
            Field::SourceCitationFlow => link.source_cf.into(),
            Field::TargetTrustFlow => self.record().target_tf.into(),
            Field::TargetCitationFlow => self.record().target_cf.into(),
            Field::DomainTrustFlow => self.domain_flows().1.into(),
            Field::DomainCitationFlow => self.domain_flows().0.into(),
            Field::TopicValue => self.record().source_topic.1.into(),
            Field::OutDomainsExternal => self.source().out_domains,
            Field::ExternalOutlinks => self.source().out_links,
            Field::InternalOutlinks => self.source().internal_links,
            Field::TotalOutlinks => {
                let source = self.source();
                source.out_links + source.internal_links
            }
            Field::TargetUrlLength => {
                i64::try_from(self.record().target_url.chars().count()).unwrap_or(i64::MAX)
            }
            _ => return None,
        })
    }

    fn flag_or_day(&self, field: Field) -> Value {
        let (link, seen) = (&self.line.found.link, &self.line.seen);
        let special = flag::REDIRECT | flag::FRAME | flag::IMAGE;
        match field {
            Field::NoFollow => Value::Flag(link.has(flag::NOFOLLOW)),
            Field::Deleted => Value::Flag(seen.lost.is_some()),
            Field::ImageLink => Value::Flag(link.has(flag::IMAGE)),
            Field::Redirect => Value::Flag(link.has(flag::REDIRECT)),
            Field::Frame => Value::Flag(link.has(flag::FRAME)),
            Field::TextLink => Value::Flag(!link.has(special)),
            Field::Indirect => Value::Flag(link.has(flag::INDIRECT)),
            Field::FirstSeen => Value::Day(Some(seen.first)),
            Field::LastSeen => Value::Day(Some(seen.last)),
            Field::LastCrawl => Value::Day(Some(seen.crawled)),
            Field::DateLost => Value::Day(seen.lost),
            text => Value::Text(self.text(text)),
        }
    }

    fn text(&self, field: Field) -> String {
        match field {
            Field::AnchorText => anchor_text(&self.record().anchor),
            Field::SourceUrl => self.record().source_url.clone(),
            Field::SourceTitle => self.source().title.clone(),
            Field::TargetUrl => self.record().target_url.clone(),
            Field::TargetTitle => self.target().title.clone(),
            Field::Topic => self.facts.source_topic(self.line).to_owned(),
            Field::TargetTopic => self.record().target_topic.0.to_owned(),
            Field::DomainTopic => self.facts.domain_topic(self.line.domain).to_owned(),
            Field::Language => code(&self.source()),
            Field::TargetLanguage => code(&self.target()),
            Field::RefDomain => self.record().source_domain.clone(),
            Field::Tld => self.facts.index.domain_tld(self.line.domain).to_owned(),
            Field::Country => self.facts.index.domain_country(self.line.domain).to_owned(),
            Field::LinkType => link_type(&self.line.found.link).0.to_owned(),
            Field::LinkSubType => link_type(&self.line.found.link).1.to_owned(),
            _ => String::new(),
        }
    }
}

fn code(page: &PageFacts) -> String {
    page.language
        .map_or("", |(language, _)| language.code())
        .to_owned()
}
