//! What would be charged for and bring nothing, or something else than what is meant.

use super::Query;
use crate::model::catalog::{PriceRule, Provider, Times, dataforseo, majestic};
use crate::model::column::{date_text, parse_date};
use crate::model::target::Scope;

/// Days of one question: twelve years, more than the index holds. The rest is a slip of the finger that is charged by
/// the day.
const MOST_DAYS: i32 = 4_400;

/// The earliest day of the historic index (recorded answers).
const FIRST_DAY: &str = "2006-06-06";

impl Query {
    /// Says what would be charged for and bring nothing: options that contradict each other or the targets.
    pub fn check(&self) -> Result<(), String> {
        if self.provider() == Provider::DataForSeo {
            dataforseo::check_targets(self).map_err(|why| why.to_string())?;
            dataforseo::check_days(self)?;
            return self.check_numbers();
        }
        self.check_targets()?;
        self.check_processing()?;
        self.check_levels()?;
        self.check_days()?;
        self.check_anchor()?;
        self.check_page()
    }

    fn check_targets(&self) -> Result<(), String> {
        let entry = self.entry();
        let (most, count) = (entry.subject.most(), self.targets().count());
        if count > most {
            return Err(format!(
                "{} takes at most {most} targets, not {count}",
                self.command
            ));
        }
        if let Some(target) = self.targets().find(|target| !entry.takes.fits(target)) {
            let nouns = entry.takes.nouns();
            return Err(format!(
                "{} takes {nouns}, not `{}`",
                self.command,
                target.display()
            ));
        }
        if self.value("UsePrefixScan") == "1" && self.targets().any(|t| t.scope != Scope::Url) {
            return Err(
                "Path (URL*) needs an address such as https://example.com/blog/".to_owned(),
            );
        }
        if self.number("MinMatches").unwrap_or(0) > i64::try_from(count).unwrap_or(i64::MAX) {
            return Err(format!(
                "no domain links to {} of {count} targets",
                self.value("MinMatches")
            ));
        }
        Ok(())
    }

    fn check_processing(&self) -> Result<(), String> {
        let extra = "ConsumeResourcesForAdditionalProcessing";
        let idle = |name: &str| !self.value(name).is_empty() && self.value(extra) != "1";
        if self.entry().option(extra).is_some() && (idle("Filters") || idle("SortBy1")) {
            return Err(
                "Filters and Sort by do nothing without Sort and filter (twice the analysis units)"
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn check_levels(&self) -> Result<(), String> {
        let levels = majestic::LEVELS.map(|(switch, _)| self.value(switch));
        if self.entry().option("GetUrlData").is_some() && !levels.contains(&"1") {
            return Err("no level is asked for".to_owned());
        }
        if levels == ["1", "0", "0"] && self.target.scope != Scope::Url {
            return Err(format!(
                "{0} is no single URL: ask for its sub-domain or root domain level, or about http://{0}/",
                self.target.item
            ));
        }
        Ok(())
    }

    /// Each day of a range is charged, so that it must be named from end to end, or not at all.
    fn check_days(&self) -> Result<(), String> {
        let PriceRule::Call(call) = self.entry().price else {
            return Ok(());
        };
        let Times::Days(from, to) = call.times else {
            return Ok(());
        };
        let (from, to) = (self.value(from), self.value(to));
        if from.is_empty() && to.is_empty() {
            return Ok(());
        }
        let (Some(first), Some(end)) = (parse_date(from), parse_date(to)) else {
            return Err(
                "each day is charged: name the first day and the day behind the last one, or neither for the newest"
                    .to_owned(),
            );
        };
        if first >= end {
            return Err(format!(
                "no day lies from {from} to before {to}: the second one is the day behind the last, at least {}",
                date_text(first.saturating_add(1))
            ));
        }
        if Some(first) < parse_date(FIRST_DAY) {
            return Err(format!(
                "the index begins with {FIRST_DAY}; {from} is before it"
            ));
        }
        if end - first > MOST_DAYS {
            return Err(format!(
                "{} days would each be charged; ask for {MOST_DAYS} at the most",
                end - first
            ));
        }
        Ok(())
    }

    /// Filters of GetAnchorText that another option makes idle (Majestic developer documentation, GetAnchorText page).
    fn check_anchor(&self) -> Result<(), String> {
        if self.entry().option("FilterAnchorText").is_none() {
            return Ok(());
        }
        let (text, compared) = (
            !self.value("FilterAnchorText").is_empty(),
            self.value("FilterAnchorTextMode"),
        );
        let from_domain = !self.value("FilterRefDomain").is_empty();
        let why = match self.value("Mode") {
            "2" if text || compared == "1" || from_domain => return Ok(()),
            "2" => {
                "Links that use an anchor text need that text, or a domain they come from; Compared: the whole text, and no text, are links without one"
            }
            _ if from_domain => {
                "From domain does nothing where no links come; What comes: links that use one"
            }
            "1" if compared == "2" => {
                "Domains are listed for one whole text only; Compared: the whole text"
            }
            "1" if text || compared == "1" => return Ok(()),
            "1" => {
                "Domains that use an anchor text need that text; Compared: the whole text, and no text, are those that link without one"
            }
            _ if text && compared == "0" => {
                "Anchor text does nothing while it is not compared; choose the whole text, or contains it"
            }
            _ if !text && compared == "2" => "every text contains nothing: type an Anchor text",
            _ => return Ok(()),
        };
        Err(why.to_owned())
    }

    /// A first row that the service does not give (Majestic developer documentation, GetTopPages page: `StartDoc` is at
    /// most `Count`).
    fn check_page(&self) -> Result<(), String> {
        match (self.number("StartDoc"), self.number("Count")) {
            (Some(from), Some(count)) if from > count => Err(format!(
                "From row takes at most the number of rows ({count}), not {from}"
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::Entry;
    use crate::model::catalog::majestic::{
        GET_ANCHOR_TEXT, GET_BACK_LINK_DATA, GET_HOSTED_DOMAINS, GET_NEW_LOST_BACK_LINKS,
        GET_REF_DOMAINS, GET_TOP_PAGES, SEARCH_BY_KEYWORD,
    };
    use crate::model::target::{Takes, Target};

    fn query(entry: &'static Entry) -> Query {
        Query::new(entry, Target::parse("example.com").unwrap())
    }

    #[test]
    fn what_brings_nothing_is_refused() {
        let mut query = query(&GET_BACK_LINK_DATA);
        assert_eq!(query.check(), Ok(()));
        query.set("filters", "NoFollow(\"eq\",\"false\")").unwrap();
        assert!(query.check().is_err());
        query.set("extra-processing", "yes").unwrap();
        assert_eq!(query.check(), Ok(()));
        query.set("prefix-scan", "yes").unwrap();
        assert!(query.check().is_err());
    }

    #[test]
    fn no_more_matches_than_targets_are_asked_for() {
        let targets = ["a.com", "b.com"].map(|t| Target::parse(t).unwrap());
        let mut query = Query::about_all(&GET_REF_DOMAINS, targets.to_vec()).remove(0);
        query.set("min-matches", "2").unwrap();
        assert_eq!(query.check(), Ok(()));
        query.set("min-matches", "3").unwrap();
        assert!(query.check().is_err());
    }

    #[test]
    fn a_range_of_days_is_named_whole_and_forwards() {
        let days = |from: &str, to: &str| {
            let mut query = query(&GET_NEW_LOST_BACK_LINKS);
            query.set("since", from).unwrap();
            query.set("until", to).unwrap();
            query.check()
        };
        assert_eq!(days("", ""), Ok(()));
        assert_eq!(days("2026-01-01", "2026-01-31"), Ok(()));
        for (from, to) in [
            ("2026-01-01", ""),
            ("", "2026-01-01"),
            ("2026-01-31", "2026-01-01"),
            ("2026-01-31", "2026-01-31"),
            ("2005-01-01", "2006-07-01"),
            ("2007-01-01", "2026-01-01"),
        ] {
            assert!(days(from, to).is_err(), "{from} {to}");
        }
    }

    #[test]
    fn idle_filters_of_anchor_texts_are_refused() {
        let asked = |values: &[(&str, &str)]| {
            let mut query = query(&GET_ANCHOR_TEXT);
            values
                .iter()
                .for_each(|(name, value)| query.set(name, value).unwrap());
            query.check().is_ok()
        };
        assert!(asked(&[]));
        assert!(asked(&[("anchor", "shop"), ("anchor-match", "2")]));
        assert!(!asked(&[("anchor", "shop")]), "compared with nothing");
        assert!(!asked(&[("anchor-match", "2")]), "contains nothing");
        assert!(asked(&[("anchor-match", "1")]), "links without a text");
        assert!(!asked(&[("mode", "1")]) && asked(&[("mode", "1"), ("anchor", "shop")]));
        assert!(!asked(&[
            ("mode", "1"),
            ("anchor", "shop"),
            ("anchor-match", "2")
        ]));
        assert!(!asked(&[("mode", "2")]) && asked(&[("mode", "2"), ("from-domain", "a.com")]));
        assert!(!asked(&[
            ("mode", "1"),
            ("anchor", "x"),
            ("from-domain", "a.com")
        ]));
    }

    #[test]
    fn each_function_takes_its_own_kind_of_target() {
        let words = Takes::Words.read("garden shed").unwrap();
        assert_eq!(
            Query::new(&SEARCH_BY_KEYWORD, words.clone()).check(),
            Ok(())
        );
        let why = Query::new(&GET_ANCHOR_TEXT, words).check().unwrap_err();
        assert!(why.contains("garden shed"), "{why}");
        let page = Target::parse("https://example.com/").unwrap();
        assert!(Query::new(&GET_HOSTED_DOMAINS, page).check().is_err());
        assert!(
            query(&SEARCH_BY_KEYWORD).check().is_err(),
            "a domain is no keyword here"
        );
    }

    #[test]
    fn a_page_begins_within_its_rows() {
        let mut query = query(&GET_TOP_PAGES);
        query.set("count", "10").unwrap();
        query.set("from", "10").unwrap();
        assert_eq!(query.check(), Ok(()));
        query.set("from", "11").unwrap();
        assert!(query.check().is_err());
    }
}
