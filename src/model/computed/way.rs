//! Where a row of a sheet leads: to the links, or the referring domains, that it counts.

use crate::model::column::{Table, Value, date_text};
use crate::model::domain::DOMAINS;
use crate::model::filter;
use crate::model::link::LINKS;
use crate::model::rows::{Field, Of, Sheet};

/// Which column says what a referring domain is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainTopic {
    /// The domain's own beside each of its links: every domain has it that has one.
    OfLinks,
    /// The domain's own in the list of domains, where it was fetched; of every other the most frequent one of its pages.
    Own,
    /// The most frequent one of its pages held.
    Frequent,
}

impl DomainTopic {
    /// The best that a dataset holds, of which no row fills the columns that `is_absent` tells.
    pub fn held(is_absent: &dyn Fn(&Table, &str) -> bool) -> Self {
        if !is_absent(&LINKS, "domain_topic") {
            Self::OfLinks
        } else if !is_absent(&DOMAINS, "own_topic") {
            Self::Own
        } else {
            Self::Frequent
        }
    }

    /// Its columns, of the list of domains or of the links: of each domain the first that it fills counts.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::OfLinks => &["domain_topic"],
            Self::Own => &["own_topic", "topic"],
            Self::Frequent => &["topic"],
        }
    }
}

/// A referring domain's own CitationFlow and TrustFlow, which are fetched domain by domain.
pub const OWN_FLOWS: [&str; 2] = ["citation_flow", "trust_flow"];

/// The best of its pages held.
pub const BEST_FLOWS: [&str; 2] = ["best_source_citation_flow", "best_source_trust_flow"];

/// The one pair of columns of CitationFlow and TrustFlow by which a list of referring domains is drawn: their own where
/// any is told, else the best of their pages held.
pub fn domain_flows(is_absent: &dyn Fn(&Table, &str) -> bool) -> [&'static str; 2] {
    match OWN_FLOWS.iter().any(|id| !is_absent(&DOMAINS, id)) {
        true => OWN_FLOWS,
        false => BEST_FLOWS,
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
                DomainTopic::OfLinks => Way::Links(test(&LINKS, "domain_topic", &topic)?),
                DomainTopic::Frequent => Way::Domains(test(&DOMAINS, "topic", &topic)?),
                DomainTopic::Own => {
                    let own = test(&DOMAINS, "own_topic", &topic)?;
                    let frequent = test(&DOMAINS, "topic", &topic)?;
                    Way::Domains(format!("{own} or (own_topic is null and {frequent})"))
                }
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
                true => {
                    let best = both(&DOMAINS, BEST_FLOWS)?;
                    let is_fetched = OWN_FLOWS.iter().all(|id| !is_absent(&DOMAINS, id));
                    Way::Domains(match is_fetched {
                        true => {
                            let own = both(&DOMAINS, OWN_FLOWS)?;
                            let [cf, tf] = OWN_FLOWS;
                            format!("({own}) or (({cf} is null or {tf} is null) and {best})")
                        }
                        false => best,
                    })
                }
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
        assert_eq!(topic(&[]), links("domain_topic==\"Arts\""));
        assert_eq!(
            topic(&["domain_topic"]),
            domains("own_topic==\"Arts\" or (own_topic is null and topic==\"Arts\")")
        );
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
            domains(
                "(citation_flow=7 and trust_flow=3) or ((citation_flow is null or trust_flow is null) \
                 and best_source_citation_flow=7 and best_source_trust_flow=3)"
            )
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
}
