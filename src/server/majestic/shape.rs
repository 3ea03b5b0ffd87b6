//! Older answers of the service, so that a client can be tried against them: which columns, attributes and global
//! variables came when (recorded answers, 2011 to 2020). Columns were inserted in the middle and keep their order.
//!
//! Where a month is not recorded it is the first in which the column is known; what the table does not name was always
//! there. Recorded are also eight columns that meant nothing, for six days of 2012, and dates that began with the day,
//! early that year; neither is played.

use std::str::FromStr;

use thiserror::Error;

use crate::wire::majestic::{Answer, Cell, Table};

/// The month whose answers are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    year: u16,
    month: u8,
}

/// Not a month.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("neither one of the years 2012, 2014, 2017, 2020 nor a month such as 2014-06")]
pub struct ShapeError;

/// Years that stand for a month with a shape of its own.
const YEARS: [(&str, Shape); 4] = [
    ("2012", month(2012, 6)),
    ("2014", month(2014, 3)),
    ("2017", month(2017, 6)),
    ("2020", month(2020, 6)),
];

const fn month(year: u16, month: u8) -> Shape {
    Shape { year, month }
}

impl Default for Shape {
    /// The newest.
    fn default() -> Self {
        month(u16::MAX, 12)
    }
}

impl FromStr for Shape {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        if let Some((_, shape)) = YEARS.into_iter().find(|(year, _)| *year == text) {
            return Ok(shape);
        }
        let (year, number) = text.split_once('-').ok_or(ShapeError)?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let read = || Some(month(year.parse().ok()?, number.parse().ok()?));
        let shape = read().filter(|shape| (1..=12).contains(&shape.month));
        shape
            .filter(|_| year.len() == 4 && is_number(year) && is_number(number))
            .ok_or(ShapeError)
    }
}

/// What of an answer something is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A table of links, of whatever command.
    Links,
    /// The table of their domains.
    Domains,
    /// The rows of GetRefDomains.
    RefDomains,
    /// The rows of GetIndexItemInfo.
    Items,
    /// Global variables of the commands with links.
    LinkGlobals,
    /// Global variables of GetIndexItemInfo.
    ItemGlobals,
}

/// Columns and attributes, or variables, that came together. A `*` at the end stands for anything.
type Came = (Part, Shape, &'static [&'static str]);

/// Everything that was not there from the start; the first entry with a name counts.
const CAME: [Came; 19] = [
    (
        Part::Links,
        month(2012, 6),
        &[
            "TargetCitationFlow",
            "TargetTrustFlow",
            "SourceCitationFlow",
            "SourceTrustFlow",
        ],
    ),
    (
        Part::Links,
        month(2012, 11),
        &[
            "AvailableLines",
            "FirstIndexedDate",
            "LastSeenDate",
            "DateLost",
            "ReasonLost",
            "LinkType",
            "LinkSubType",
        ],
    ),
    (
        Part::Links,
        month(2014, 6),
        &[
            "MaxRefDomainTopics",
            "MaxSourceTopics",
            "MaxTargetTopics",
            "RefDomainTopicsCount",
            "SourceTopicsCount",
            "TargetTopicsCount",
            "TargetTopicalTrustFlow_*",
            "SourceTopicalTrustFlow_*",
        ],
    ),
    (
        Part::Links,
        month(2017, 10),
        &[
            "SourceTitle",
            "SourceOut*",
            "SourceLanguage*",
            "IndirectTarget*",
            "TargetTitle",
            "TargetLanguage*",
            "LinksAvailableForRootDomain",
        ],
    ),
    (
        Part::Domains,
        month(2012, 6),
        &["CitationFlow", "TrustFlow"],
    ),
    // As many pairs as the attribute `RefDomainTopicsCount` of the links' table says.
    (
        Part::Domains,
        month(2014, 6),
        &["TopicalTrustFlow_Topic_0", "TopicalTrustFlow_Value_0"],
    ),
    (Part::Domains, MANY_TOPICS, &["TopicalTrustFlow_*"]),
    (
        Part::RefDomains,
        month(2014, 6),
        &[
            "MaxRefDomainTopics",
            "RefDomainTopicsCount",
            "TopicalTrustFlow_*",
        ],
    ),
    // Newer than any recording; the month is not known.
    (
        Part::RefDomains,
        month(2020, 1),
        &[
            "Title",
            "OutDomainsExternal",
            "OutLinks*",
            "Language*",
            "LinkSaturation",
        ],
    ),
    (
        Part::Items,
        month(2012, 11),
        &[
            "DownloadBacklinksAnalysisResUnitsCost",
            "CitationFlow",
            "TrustFlow",
            "TrustMetric",
        ],
    ),
    (
        Part::Items,
        month(2014, 4),
        &["MaxTopics*", "TopicsCount", "TopicalTrustFlow_*"],
    ),
    (
        Part::Items,
        month(2015, 11),
        &["DownloadRefDomainBacklinksAnalysisResUnitsCost"],
    ),
    (
        Part::Items,
        month(2019, 3),
        &[
            "OutLinksPages",
            "Language*",
            "RefLanguage*",
            "CrawledURLs",
            "RootDomainIPAddress",
            "CanonicalURL",
        ],
    ),
    (
        Part::Items,
        month(2019, 3),
        &[
            "TotalNonUniqueLinks",
            "NonUniqueLinkType*",
            "RefDomainType*",
            "TrustCategories",
        ],
    ),
    (Part::Items, month(2020, 1), &["AffectedByAntiSpamAlgo"]),
    (
        Part::LinkGlobals,
        month(2012, 11),
        &["IndexBuildDate", "UniqueIndexID"],
    ),
    (
        Part::ItemGlobals,
        month(2026, 1),
        &[
            "QueriedRootDomainsNotFound",
            "QueriedSubDomainsNotFound",
            "QueriedURLsNotFound",
        ],
    ),
    (
        Part::ItemGlobals,
        month(2017, 10),
        &["QueriedRootDomains", "QueriedSubDomains"],
    ),
    (Part::ItemGlobals, month(2017, 10), &["QueriedURLs*"]),
];

/// When more than one topic of a domain came.
const MANY_TOPICS: Shape = month(2017, 10);

impl Shape {
    /// The answer to a command as it was then. Failures have always looked the same.
    pub(super) fn of(self, command: &str, mut answer: Answer) -> Answer {
        let globals = match command {
            "GetBackLinkData" | "GetTopBackLinks" => Some(Part::LinkGlobals),
            "GetIndexItemInfo" => Some(Part::ItemGlobals),
            _ => None,
        };
        if let Some(part) = globals {
            answer.globals.retain(|(name, _)| self.has(part, name));
        }
        for table in answer.tables.iter_mut().flatten() {
            if let Some(part) = part(command, table) {
                self.cut(part, table);
            }
        }
        answer
    }

    fn has(self, part: Part, name: &str) -> bool {
        let is_named = |named: &&str| match named.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *named,
        };
        let came = CAME
            .iter()
            .find(|came| came.0 == part && came.2.iter().any(is_named));
        came.is_none_or(|came| came.1 <= self)
    }

    fn cut(self, part: Part, table: &mut Table) {
        table.attributes.retain(|(name, _)| self.has(part, name));
        let kept: Vec<bool> = table.columns.iter().map(|c| self.has(part, c)).collect();
        let mut columns = kept.iter();
        table.columns.retain(|_| columns.next() == Some(&true));
        for row in &mut table.rows {
            let mut cells = kept.iter();
            row.retain(|_| cells.next() == Some(&true));
        }
        if part == Part::Links && self < MANY_TOPICS {
            let of_domains = ["MaxRefDomainTopics", "RefDomainTopicsCount"];
            for (name, value) in &mut table.attributes {
                if of_domains.contains(&name.as_str()) {
                    *value = Cell::Int(1);
                }
            }
        }
    }
}

fn part(command: &str, table: &Table) -> Option<Part> {
    let first = table.columns.first().map(String::as_str);
    match (command, table.name.as_str(), first) {
        (_, _, Some("SourceURL")) => Some(Part::Links),
        (_, "DomainsInfo", Some("DomainID")) => Some(Part::Domains),
        ("GetRefDomains", "Results", _) => Some(Part::RefDomains),
        ("GetIndexItemInfo", "Results", _) => Some(Part::Items),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_are_read_and_nothing_else() {
        let read = |text: &str| text.parse::<Shape>();
        assert_eq!(read("2012"), read("2012-06"));
        let months = ["2012-01", "2012", "2014", "2014-04", "2014-12", "2020"];
        let read_all: Vec<Shape> = months.iter().map(|text| read(text).unwrap()).collect();
        assert!(read_all.is_sorted());
        assert!(read("2020").unwrap() < Shape::default());
        for text in [
            "", "2013", "12", "2014-13", "2014-0", "2014-", "14-06", "+014-06", "2014-+6", "-",
            "newest",
        ] {
            assert_eq!(read(text), Err(ShapeError), "{text}");
        }
    }

    #[test]
    fn the_newest_has_everything() {
        for (part, _, names) in CAME {
            for name in names {
                assert!(Shape::default().has(part, name.trim_end_matches('*')));
                assert!(
                    !month(2011, 1).has(part, name.trim_end_matches('*')),
                    "{name}"
                );
            }
        }
    }
}
