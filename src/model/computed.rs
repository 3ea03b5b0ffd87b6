//! Tables that are counted from links held, for nothing: which there are, what each needs, where their rows lead, and
//! what differs from the provider's own count.

mod way;

use super::catalog::majestic::{DOWNLOAD_BACK_LINKS, GET_NEW_LOST_BACK_LINKS};
use super::catalog::{Brings, Entry, Provider};
use super::column::Table;
use super::link::LINKS;
use super::query::Query;
use super::rows::{Sheet, SortKey, parse_order};

pub use way::{
    BEST_FLOWS, DomainTopic, OF_LINKS, OWN_FLOWS, REF_DOMAINS, Way, domain_flows, way, way_columns,
};

/// A table that links held give.
#[derive(Debug)]
pub struct Computed {
    /// Which one.
    pub sheet: Sheet,
    /// Columns of the links of which one must be filled; else there is nothing to count.
    pub needs: &'static [&'static str],
    /// The order in which it is shown first.
    pub order: &'static str,
}

/// Every such table, in the order in which they are offered.
#[rustfmt::skip]
pub static COMPUTED: [Computed; 6] = [
    Computed { sheet: Sheet::Anchors, needs: &["anchor_text"], order: "ref_domains:desc,total_links:desc" },
    Computed { sheet: Sheet::Pages, needs: &["target_url"], order: "ref_domains:desc,ext_back_links:desc" },
    Computed { sheet: Sheet::Topics, needs: &["source_topic"], order: "links:desc,ref_domains:desc" },
    Computed { sheet: Sheet::Profile, needs: &["source_citation_flow", "source_trust_flow"], order: "counted:asc,citation_flow:asc,trust_flow:asc" },
    Computed { sheet: Sheet::Days, needs: &["first_found_date", "date_lost"], order: "date:asc" },
    Computed { sheet: Sheet::Periods, needs: &["first_found_date"], order: "date:asc" },
];

/// The table of a sheet, where links give it.
pub fn computed(sheet: Sheet) -> Option<&'static Computed> {
    COMPUTED.iter().find(|computed| computed.sheet == sheet)
}

impl Computed {
    /// The columns that it is shown by first.
    pub fn keys(&self) -> Vec<SortKey> {
        parse_order(self.sheet.table(), self.order).unwrap_or_default()
    }

    /// Whether links can give it, of which no row fills the columns that `is_absent` tells.
    pub fn is_given(&self, is_absent: &dyn Fn(&Table, &str) -> bool) -> bool {
        self.needs.iter().any(|id| !is_absent(&LINKS, id))
    }
}

/// The table that answers a question, where links of its target answer it too.
pub fn answers(query: &Query) -> Option<Sheet> {
    let Brings::Sheet(sheet) = query.brings() else {
        return None;
    };
    let is_asked = query.provider() == Provider::Majestic;
    computed(sheet).filter(|_| is_asked).map(|_| sheet)
}

/// Whether the links that a function brings may stand for those of its target. Those of some days, or of one anchor text,
/// are a part that nobody takes for all.
pub fn gives_tables(entry: &Entry) -> bool {
    let is_of_links = matches!(entry.brings, Brings::Links | Brings::FileOfLinks);
    is_of_links && entry.command != GET_NEW_LOST_BACK_LINKS.command
}

/// Parameters of questions for links by which the service leaves links out, and the value by which it leaves out none.
const NARROWING: [(&str, &str); 6] = [
    ("MaxSourceURLsPerRefDomain", "-1"),
    ("MaxSameSourceURLs", "-1"),
    ("RefDomain", ""),
    ("FilterTopic", ""),
    ("Filters", ""),
    ("From", "0"),
];

/// How well links held stand for all of a target's: the greater the better. All that the service knows are better than a
/// part, and of these the newest; of parts that with the most links, and of equal ones the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// All links that the service knows.
    pub is_all: bool,
    /// Links held; 0 where it is all of them.
    links: u64,
    /// When they were asked for.
    asked: jiff::Timestamp,
}

impl Reach {
    /// Of so many links that a function brought, asked for at some time. `known` are those that the service knows, none
    /// while more may come; `asked_with` tells the value of a parameter that was sent.
    pub fn of(
        links: u64,
        known: Option<u64>,
        asked: jiff::Timestamp,
        asked_with: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let is_narrowed = NARROWING.iter().any(|(wire, whole)| {
            asked_with(wire).is_some_and(|value| !value.is_empty() && value != *whole)
        });
        let is_all = known.is_some_and(|known| links >= known) && !is_narrowed;
        Self {
            is_all,
            links: if is_all { 0 } else { links },
            asked,
        }
    }
}

/// How many links there are to bring, where a function has brought so many: a file of every link holds all of them,
/// whatever a look-up said before.
pub fn known_behind(entry: &Entry, links: u64, known: Option<i64>) -> Option<u64> {
    match entry.command == DOWNLOAD_BACK_LINKS.command {
        true => Some(links),
        false => known.and_then(|known| u64::try_from(known).ok()),
    }
}

/// What differs from the provider's own count.
#[derive(Debug)]
pub struct Difference {
    /// In one table; none: in all of them.
    pub of: Option<Sheet>,
    /// In a word or two.
    pub name: &'static str,
    /// In a sentence.
    pub says: &'static str,
}

const fn differs(of: Option<Sheet>, name: &'static str, says: &'static str) -> Difference {
    Difference { of, name, says }
}

/// Everything that differs; help, the README and the answers of commands say it from here.
#[rustfmt::skip]
pub static DIFFERENCES: [Difference; 10] = [
    differs(None, "coverage", "Only links held are counted, all of them, whatever filter stands on their list; the provider counts every link it knows."),
    differs(None, "cap per domain", "A download by referring domain holds only the best links of each domain, so that large domains count for less."),
    differs(None, "index date", "The links are of the index they were fetched from; the provider answers from the newest."),
    differs(None, "lost links", "Links that were lost count where they are held; which of them are depends on how they were asked for."),
    differs(Some(Sheet::Anchors), "spelling of texts", "Texts are as the links hold them, upper and lower case apart; GetAnchorText answers in lower case. Flows are the mean of the pages that link; topics are not counted."),
    differs(Some(Sheet::Pages), "facts of pages", "Only pages that a held link leads to; flows and topic as the first of these links tells them, no crawl result."),
    differs(Some(Sheet::Topics), "topic of a domain", "A domain's topic is its own where that is held, else the most frequent one of its pages held; Topical TrustFlow is not counted, and pages are those of the target that links of these domains lead to."),
    differs(Some(Sheet::Profile), "flows of a domain", "A referring domain stands by its own flows where these were fetched, else by the best flows of its pages held."),
    differs(Some(Sheet::Days), "day of a loss", "A lost link without a day of its loss counts for the day of its last crawl; days without links are left out."),
    differs(Some(Sheet::Periods), "periods", "Months by the day when a link was first found; a referring domain counts in the month of its first link held. Months without links are left out."),
];

/// What differs in a table: its own first, then what differs in all.
pub fn differences(sheet: Sheet) -> impl Iterator<Item = &'static Difference> {
    let of = move |whose| {
        DIFFERENCES
            .iter()
            .filter(move |difference| difference.of == whose)
    };
    of(Some(sheet)).chain(of(None))
}

/// The README's table of them.
pub fn readme_table() -> String {
    let mut text = String::from("| Table | Differs by | |\n| --- | --- | --- |\n");
    for Difference { of, name, says } in &DIFFERENCES {
        let table = of.map_or("all", |sheet| sheet.table().name);
        text.push_str(&format!("| {table} | {name} | {says} |\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_links_stand_before_more_links_and_newer_ones() {
        let at = |day: i64| jiff::Timestamp::from_second(day * 86_400).unwrap();
        let of = |links, known, day| Reach::of(links, known, at(day), &|_| None);
        let all = of(40, Some(40), 1);
        assert!(all.is_all && all > of(60, Some(90), 2), "a part");
        assert!(all > of(60, None, 2) && of(39, Some(39), 2) > all);
        assert!(of(60, Some(90), 1) > of(59, Some(90), 2));
        assert!(of(60, Some(90), 2) > of(60, Some(90), 1));
        for (wire, whole) in NARROWING {
            let with = |value: &str| {
                Reach::of(60, Some(40), at(2), &|name| {
                    (name == wire).then(|| value.to_owned())
                })
            };
            assert!(with("3") < all && with(whole) > all, "{wire}");
        }
    }

    #[test]
    fn every_table_names_columns_that_there_are() {
        for computed in &COMPUTED {
            assert_eq!(
                computed.keys().len(),
                computed.order.split_terminator(',').count()
            );
            for id in computed.needs {
                assert!(LINKS.columns.iter().any(|c| c.id == *id), "{id}");
            }
            let nothing = |_: &Table, _: &str| true;
            assert!(!computed.is_given(&nothing) && computed.is_given(&|_, _| false));
            assert!(differences(computed.sheet).count() > 4);
        }
        assert!(readme_table().contains("| pages | facts of pages |"));
    }
}
