//! What is asked: a catalog entry with a target and values.

mod check;
mod filter;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::catalog::{Brings, Entry, PriceRule, Provider, Subject, majestic, without_password};
use super::rows::DatasetId;
use super::target::{Scope, Target};

/// The service refuses a job whose analysis cost is greater than this option.
pub const SKIP_LIMIT: &str = "SkipIfAnalysisCostGreaterThan";

/// Whom the service calls when a file is ready.
pub const NOTIFY_URL: &str = "NotifyURL";

/// A checked question to a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The provider's command.
    pub command: String,
    /// What it is about: the only target, or the first.
    pub target: Target,
    /// The other targets of a function that takes several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Target>,
    /// The dataset whose referring domains the answer fills, if it is bought for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enriches: Option<DatasetId>,
    /// The dataset whose pages it goes on with, if an earlier purchase of the same stopped before its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<Continued>,
    /// Wire value of every option of the entry, defaults included.
    pub options: BTreeMap<String, String>,
}

/// What an earlier purchase of the same holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continued {
    /// Where.
    pub dataset: DatasetId,
    /// Rows that were delivered.
    pub rows: i64,
    /// Rows that the service counted then, where it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

impl Query {
    /// The entry's defaults about a target.
    pub fn new(entry: &'static Entry, target: Target) -> Self {
        let mut options: BTreeMap<String, String> = entry
            .options
            .iter()
            .map(|o| (o.wire.to_owned(), o.default.to_owned()))
            .collect();
        // The level that the target's scope is: the others would be paid for and miss what is meant.
        let own = match target.scope {
            Scope::Url => "GetUrlData",
            Scope::SubDomain => "GetSubDomainData",
            Scope::RootDomain | Scope::Words => "GetRootDomainData",
        };
        for (switch, _) in majestic::LEVELS {
            if let Some(value) = options.get_mut(switch) {
                *value = i32::from(switch == own).to_string();
            }
        }
        Self {
            command: entry.command.to_owned(),
            target,
            more: Vec::new(),
            enriches: None,
            continues: None,
            options,
        }
    }

    /// Queries about a list of targets, as few as the entry allows: one a target, or one for each full call.
    pub fn about_all(entry: &'static Entry, targets: Vec<Target>) -> Vec<Self> {
        let most = entry.subject.most().max(1);
        targets
            .chunks(most)
            .filter_map(|chunk| {
                let (first, more) = chunk.split_first()?;
                let mut query = Self::new(entry, first.clone());
                query.more = more.to_vec();
                Some(query)
            })
            .collect()
    }

    /// Every target.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        std::iter::once(&self.target).chain(&self.more)
    }

    /// What it is about, for a list: `example.com`, `example.com +3`.
    pub fn title(&self) -> String {
        match self.more.len() {
            0 => self.target.display(),
            n => format!("{} +{n}", self.target.display()),
        }
    }

    /// Whether a price look-up tells its price: GetIndexItemInfo knows items, but no paths with all under them.
    pub fn is_priced_by_look_up(&self) -> bool {
        let by_figures = matches!(
            self.entry().price,
            PriceRule::RefDomainDownload { .. } | PriceRule::LinkDownload { .. }
        );
        by_figures && self.value("UsePrefixScan") != "1"
    }

    /// Whether the service puts the file where this program cannot fetch it: on an FTP server without a public address.
    pub fn is_delivered_elsewhere(&self) -> bool {
        !self.value("UploadToFTP").is_empty() && self.value("PublicDownloadLocation").is_empty()
    }

    /// Sets an option by wire name or flag.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), String> {
        let option = self
            .entry()
            .option(name)
            .ok_or_else(|| format!("{} has no option `{name}`", self.command))?;
        let value = option.check(text)?;
        self.options.insert(option.wire.to_owned(), value);
        Ok(())
    }

    /// The catalog entry.
    pub fn entry(&self) -> &'static Entry {
        super::catalog::entry(&self.command).unwrap_or(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS)
    }

    /// What comes back: it may depend on an option.
    pub fn brings(&self) -> Brings {
        self.entry().brings_in(self.value("Mode"))
    }

    /// Whom it asks.
    pub fn provider(&self) -> Provider {
        self.entry().provider
    }

    /// An option's wire value, or empty.
    pub fn value(&self, wire: &str) -> &str {
        self.options.get(wire).map_or("", String::as_str)
    }

    /// An option's value as a number.
    pub fn number(&self, wire: &str) -> Option<i64> {
        self.value(wire).parse().ok()
    }

    /// `historic` or `fresh`.
    pub fn datasource(&self) -> &str {
        self.value("datasource")
    }

    /// Whether another query asks for the same answer: the service's skip limit decides whether an answer
    /// is made, a notification who hears of it, neither what is in it.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        // A password is forgotten once it is sent, so it tells no question from another.
        let options = |query: &Self| {
            let mut params: BTreeMap<_, _> = query.shown_params().into_iter().collect();
            params.remove(SKIP_LIMIT);
            params.remove(NOTIFY_URL);
            params
        };
        self.command == other.command
            && self.enriches == other.enriches
            && self.target == other.target
            && self.more == other.more
            && options(self) == options(other)
    }

    /// Whether another query is the same but for an earlier purchase that it goes on with.
    pub fn is_for(&self, other: &Self) -> bool {
        let plain = Self {
            continues: other.continues.clone(),
            ..self.clone()
        };
        plain == *other
    }

    /// Whether its answer holds every row that another query can bring: the same, or fewer rows of it.
    pub fn covers(&self, other: &Self) -> bool {
        let count = |query: &Self| query.number(self.entry().paging?.count);
        let has_as_many =
            || matches!((count(self), count(other)), (Some(own), Some(asked)) if own >= asked);
        self.asks_the_same(other) || self.asks_for_rows_of(other) && has_as_many()
    }

    /// Whether another query asks for more or fewer rows of the same answer.
    pub fn asks_for_rows_of(&self, other: &Self) -> bool {
        let Some(paging) = self.entry().paging else {
            return false;
        };
        let mut other = other.clone();
        let count = self.value(paging.count).to_owned();
        other.options.insert(paging.count.to_owned(), count);
        self.asks_the_same(&other)
    }

    /// Whether it is bought page by page until an amount is used up.
    pub fn comes_in_pages(&self) -> bool {
        let entry = self.entry();
        entry.paging.is_some() && matches!(entry.price, PriceRule::Money(_))
    }

    /// The parameters as sent, in a fixed order, without `cmd` and without authentication. An empty text is not sent.
    pub fn params(&self) -> Vec<(String, String)> {
        let entry = self.entry();
        let mut params = match entry.subject {
            Subject::Nothing => Vec::new(),
            Subject::One(name) => vec![(name.to_owned(), self.target.item.clone())],
            Subject::Numbered { counted, .. } => self.numbered(counted),
            Subject::Keyed { name, .. } => self
                .targets()
                .enumerate()
                .map(|(n, target)| (format!("{name}.{}", n + 1), target.item.clone()))
                .collect(),
        };
        let options = entry.options.iter();
        let options = options.map(|o| (o.wire.to_owned(), o.sent(self.value(o.wire))));
        params.extend(options.filter(|(_, value)| !value.is_empty()));
        params
    }

    /// The parameters without passwords: what is shown, and kept beside an answer.
    pub fn shown_params(&self) -> Vec<(String, String)> {
        let entry = self.entry();
        let mut params = self.params();
        for (name, value) in &mut params {
            if entry.option(name).is_some_and(|o| o.may_be_secret()) {
                *value = without_password(value);
            }
        }
        params
    }

    fn numbered(&self, counted: bool) -> Vec<(String, String)> {
        let count = counted.then(|| ("items".to_owned(), self.targets().count().to_string()));
        let items = self.targets().enumerate();
        let items = items.map(|(n, target)| (format!("item{n}"), target.item.clone()));
        count.into_iter().chain(items).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_covers_fewer_of_its_rows_and_nothing_else() {
        let target = Target::parse("example.com").unwrap();
        let with = |values: &[(&str, &str)]| {
            let mut query = Query::new(&majestic::GET_NEW_LOST_BACK_LINKS, target.clone());
            values
                .iter()
                .for_each(|(name, value)| query.set(name, value).unwrap());
            query
        };
        let held = with(&[("count", "1000")]);
        assert!(held.covers(&held) && held.covers(&with(&[("count", "10")])));
        assert!(!with(&[("count", "10")]).covers(&held));
        assert!(!held.covers(&with(&[("count", "10"), ("mode", "1")])));
    }

    #[test]
    fn the_skip_limit_does_not_change_the_answer() {
        let target = Target::parse("example.com").unwrap();
        let query = Query::new(&majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS, target);
        let mut other = query.clone();
        other.set("skip-cost", "5").unwrap();
        assert_ne!(query, other);
        assert!(query.asks_the_same(&other));
        other.set("per-domain", "3").unwrap();
        assert!(!query.asks_the_same(&other));
    }

    #[test]
    fn several_targets_are_numbered() {
        let targets = ["a.com", "b.com", "c.com", "d.com", "e.com"];
        let targets: Vec<_> = targets.iter().map(|t| Target::parse(t).unwrap()).collect();
        let queries = Query::about_all(&majestic::GET_REF_DOMAINS, targets.clone());
        assert_eq!(queries.len(), 2);
        assert_eq!(queries[0].title(), "a.com +3");
        let params = queries[0].params();
        assert!(params.contains(&("item3".into(), "d.com".into())));
        assert!(
            !params
                .iter()
                .any(|(name, _)| name == "items" || name == "FilterTopic")
        );
        let info = Query::about_all(&majestic::GET_INDEX_ITEM_INFO, targets);
        assert!(info[0].params().contains(&("items".into(), "5".into())));
    }

    #[test]
    fn passwords_are_sent_and_not_shown() {
        let target = Target::parse("example.com").unwrap();
        let mut query = Query::new(&majestic::DOWNLOAD_BACK_LINKS, target);
        query
            .set("upload-to-ftp", "ftp://u:pw@h.example//in/")
            .unwrap();
        let find = |params: Vec<(String, String)>| {
            params
                .into_iter()
                .find(|(n, _)| n == "UploadToFTP")
                .unwrap()
                .1
        };
        assert_eq!(find(query.params()), "ftp://u:pw@h.example//in/");
        assert_eq!(find(query.shown_params()), "ftp://u:***@h.example//in/");
        assert!(query.is_delivered_elsewhere());
    }

    #[test]
    fn a_forgotten_password_and_a_path_are_known() {
        let target = Target::parse("https://example.com/blog/").unwrap();
        let mut query = Query::new(&majestic::DOWNLOAD_BACK_LINKS, target);
        assert!(query.is_priced_by_look_up());
        query.set("prefix-scan", "yes").unwrap();
        assert!(!query.is_priced_by_look_up());
        query
            .set("upload-to-ftp", "ftp://u:pw@h.example/in/")
            .unwrap();
        let mut forgotten = query.clone();
        forgotten
            .set("upload-to-ftp", "ftp://u:***@h.example/in/")
            .unwrap();
        assert!(query.asks_the_same(&forgotten));
        forgotten
            .set("upload-to-ftp", "ftp://u:pw@h.example/out/")
            .unwrap();
        assert!(!query.asks_the_same(&forgotten));
    }

    #[test]
    fn the_level_is_that_of_the_target() {
        let of =
            |text: &str| Query::new(&majestic::GET_TOP_BACK_LINKS, Target::parse(text).unwrap());
        let levels =
            |query: &Query| majestic::LEVELS.map(|(switch, _)| query.value(switch).to_owned());
        assert_eq!(levels(&of("https://example.com/")), ["1", "0", "0"]);
        assert_eq!(levels(&of("www.example.com")), ["0", "1", "0"]);
        let mut query = of("example.com");
        assert_eq!(levels(&query), ["0", "0", "1"]);
        assert_eq!(query.check(), Ok(()));
        query.set("url-data", "yes").unwrap();
        query.set("root-domain-data", "no").unwrap();
        assert!(query.check().unwrap_err().contains("http://example.com/"));
    }
}
