//! Tables that are counted from links held, for nothing: which there are, what each needs, where their rows lead, and
//! what differs from the provider's own count.

use super::catalog::majestic::GET_NEW_LOST_BACK_LINKS;
use super::catalog::{Brings, Entry, Provider};
use super::column::{Table, Value, date_text};
use super::domain::DOMAINS;
use super::filter;
use super::link::LINKS;
use super::query::Query;
use super::rows::{Field, Of, Sheet, SortKey, parse_order};

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

/// Which column says what a referring domain is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainTopic {
    /// The domain's own, in the list of domains.
    Own,
    /// The domain's own, beside each of its links.
    OfLinks,
    /// The most frequent one of its pages held.
    Frequent,
}

impl DomainTopic {
    /// The best that a dataset holds, of which no row fills the columns that `is_absent` tells.
    pub fn held(is_absent: &dyn Fn(&Table, &str) -> bool) -> Self {
        if !is_absent(&DOMAINS, "own_topic") {
            Self::Own
        } else if !is_absent(&LINKS, "domain_topic") {
            Self::OfLinks
        } else {
            Self::Frequent
        }
    }

    /// Its column: of the list of domains, or of the links.
    pub fn column(self) -> &'static str {
        match self {
            Self::Own => "own_topic",
            Self::OfLinks => "domain_topic",
            Self::Frequent => "topic",
        }
    }
}

/// The columns of a referring domain's CitationFlow and TrustFlow: its own where any was fetched, else the best of its
/// pages held.
pub fn domain_flows(is_absent: &dyn Fn(&Table, &str) -> bool) -> [&'static str; 2] {
    let own = ["citation_flow", "trust_flow"];
    if own.iter().any(|id| !is_absent(&DOMAINS, id)) {
        own
    } else {
        ["best_source_citation_flow", "best_source_trust_flow"]
    }
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the links that pass this filter.
    Links(String),
    /// To the referring domains that pass this filter.
    Domains(String),
}

/// The columns of a sheet that tell where a row leads; none where rows lead nowhere.
pub fn way_columns(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Anchors => &["anchor"],
        Sheet::Pages => &["url"],
        Sheet::Topics => &["topic"],
        Sheet::Profile => &["counted", "citation_flow", "trust_flow", "item"],
        Sheet::Periods => &["date", "item"],
        Sheet::Days => &["date"],
        _ => &[],
    }
}

/// The way from a row of a sheet to its links. `cell` tells a cell by the id of its column, `is_absent` what no row of the
/// dataset with the links fills; `by_day` says that periods are days. None where a sheet has no such way, or a cell is
/// not known.
pub fn way(
    sheet: Sheet,
    cell: &dyn Fn(&str) -> Value,
    is_absent: &dyn Fn(&Table, &str) -> bool,
    by_day: bool,
) -> Option<Way> {
    Some(match sheet {
        Sheet::Anchors => Way::Links(test(&LINKS, "anchor_text", &cell("anchor"))?),
        Sheet::Pages => Way::Links(test(&LINKS, "target_url", &known(cell("url"))?)?),
        Sheet::Topics => {
            let (by, topic) = (DomainTopic::held(is_absent), known(cell("topic"))?);
            match by {
                DomainTopic::OfLinks => Way::Links(test(&LINKS, by.column(), &topic)?),
                _ => Way::Domains(test(&DOMAINS, by.column(), &topic)?),
            }
        }
        Sheet::Profile => {
            let (cf, tf) = (known(cell("citation_flow"))?, known(cell("trust_flow"))?);
            let of_domains = matches!(cell("counted"), Value::Text(what) if what == REF_DOMAINS);
            let both = |table: &'static Table, [cf_of, tf_of]: [&str; 2]| {
                Some(format!(
                    "{} and {}",
                    test(table, cf_of, &cf)?,
                    test(table, tf_of, &tf)?
                ))
            };
            match of_domains {
                true => Way::Domains(both(&DOMAINS, domain_flows(is_absent))?),
                false => Way::Links(both(&LINKS, ["source_citation_flow", "source_trust_flow"])?),
            }
        }
        Sheet::Days => match cell("date") {
            Value::Date(day) => Way::Links(on_day(day, is_absent)),
            _ => return None,
        },
        Sheet::Periods => match cell("date") {
            Value::Time(seconds) => Way::Links(in_period(seconds, by_day)),
            _ => return None,
        },
        _ => return None,
    })
}

/// What a cell of a profile counts, as GetLinkProfile writes it: links.
pub const OF_LINKS: &str = "Links";

/// The same: referring domains. The reference presumes it.
pub const REF_DOMAINS: &str = "RefDomains";

fn known(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}

fn test(table: &'static Table, id: &str, value: &Value) -> Option<String> {
    let column = table.position(id)?;
    let field = Field {
        of: Of::Row,
        column,
    };
    Some(filter::for_value(table, field, value))
}

/// What came on a day and what went: a loss without a day counts for that of the last crawl.
fn on_day(day: i32, is_absent: &dyn Fn(&Table, &str) -> bool) -> String {
    let day = date_text(day);
    let came = format!("first_found_date={day}");
    let crawled = format!("(deleted and source_crawl_date={day})");
    let went = match is_absent(&LINKS, "date_lost") {
        true => crawled,
        false => format!("date_lost={day} or (date_lost is null and {crawled})"),
    };
    match is_absent(&LINKS, "deleted") && is_absent(&LINKS, "date_lost") {
        true => came,
        false => format!("{came} or {went}"),
    }
}

/// What was first found in a period.
fn in_period(seconds: i64, by_day: bool) -> String {
    let first = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX);
    let first = date_text(first);
    if by_day {
        return format!("first_found_date={first}");
    }
    let month = first.get(..7).unwrap_or_default();
    let last = first
        .parse::<jiff::civil::Date>()
        .map(|day| day.last_of_month());
    let last = last.map_or_else(|_| first.clone(), |day| day.to_string());
    format!("first_found_date>={month}-01 and first_found_date<={last}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::column::parse_date;

    fn led(sheet: Sheet, cells: &[(&str, Value)], absent: &[&str], by_day: bool) -> Option<Way> {
        let cell = |id: &str| {
            assert!(way_columns(sheet).contains(&id), "{id}");
            let found = cells.iter().find(|(name, _)| *name == id);
            found.map_or(Value::Null, |(_, value)| value.clone())
        };
        let is_absent = |table: &Table, id: &str| {
            assert!(table.columns.iter().any(|c| c.id == id), "{id}");
            absent.contains(&id)
        };
        let way = way(sheet, &cell, &is_absent, by_day);
        match &way {
            Some(Way::Links(text)) => assert_eq!(filter::check(&LINKS, text), Ok(())),
            Some(Way::Domains(text)) => assert_eq!(filter::check(&DOMAINS, text), Ok(())),
            None => {}
        }
        way
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn links(text: &str) -> Option<Way> {
        Some(Way::Links(text.to_owned()))
    }

    fn domains(text: &str) -> Option<Way> {
        Some(Way::Domains(text.to_owned()))
    }

    #[test]
    fn a_row_leads_to_its_links() {
        let anchor = |value| led(Sheet::Anchors, &[("anchor", value)], &[], false);
        assert_eq!(
            anchor(text("a \"b\"")),
            links("anchor_text==\"a \\\"b\\\"\"")
        );
        assert_eq!(anchor(Value::Null), links("anchor_text is null"));
        let page = led(Sheet::Pages, &[("url", text("https://a.b/"))], &[], false);
        assert_eq!(page, links("target_url==\"https://a.b/\""));
        assert_eq!(led(Sheet::Pages, &[], &[], false), None);
        assert_eq!(led(Sheet::Items, &[("item", text("a"))], &[], false), None);
    }

    #[test]
    fn a_topic_leads_by_what_tells_the_topic_of_a_domain() {
        let topic = |absent: &[&str]| led(Sheet::Topics, &[("topic", text("Arts"))], absent, false);
        assert_eq!(topic(&[]), domains("own_topic==\"Arts\""));
        assert_eq!(topic(&["own_topic"]), links("domain_topic==\"Arts\""));
        let frequent = topic(&["own_topic", "domain_topic"]);
        assert_eq!(frequent, domains("topic==\"Arts\""));
    }

    #[test]
    fn a_cell_leads_to_what_it_counts() {
        let cell = |counted: &str, absent: &[&str]| {
            let cells = [
                ("counted", text(counted)),
                ("citation_flow", Value::Int(7)),
                ("trust_flow", Value::Int(3)),
            ];
            led(Sheet::Profile, &cells, absent, false)
        };
        let of_links = "source_citation_flow=7 and source_trust_flow=3";
        assert_eq!(cell(OF_LINKS, &[]), links(of_links));
        assert_eq!(
            cell(REF_DOMAINS, &[]),
            domains("citation_flow=7 and trust_flow=3")
        );
        let best = "best_source_citation_flow=7 and best_source_trust_flow=3";
        assert_eq!(
            cell(REF_DOMAINS, &["citation_flow", "trust_flow"]),
            domains(best)
        );
    }

    #[test]
    fn days_and_periods_lead_to_what_was_found_in_them() {
        let day = Value::Date(parse_date("2024-02-10").unwrap());
        let on = |absent: &[&str]| led(Sheet::Days, &[("date", day.clone())], absent, false);
        assert_eq!(
            on(&["date_lost"]),
            links("first_found_date=2024-02-10 or (deleted and source_crawl_date=2024-02-10)")
        );
        assert_eq!(
            on(&["date_lost", "deleted"]),
            links("first_found_date=2024-02-10")
        );
        assert_eq!(
            on(&[]),
            links(
                "first_found_date=2024-02-10 or date_lost=2024-02-10 or (date_lost is null and (deleted and source_crawl_date=2024-02-10))"
            )
        );
        let first = i64::from(parse_date("2024-02-01").unwrap()) * 86_400;
        let period = |by_day| led(Sheet::Periods, &[("date", Value::Time(first))], &[], by_day);
        assert_eq!(
            period(false),
            links("first_found_date>=2024-02-01 and first_found_date<=2024-02-29")
        );
        assert_eq!(period(true), links("first_found_date=2024-02-01"));
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
