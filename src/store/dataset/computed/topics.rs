//! What the links are about: how many pages, domains and links of each topic.

use std::collections::HashMap;

use arrow_array::{Array as _, StringArray};

use super::distinct::Distinct;
use super::out::{Out, Take};
use super::{ALL, Told, Watch, columns, note};
use crate::model::column::{Kind, Value};
use crate::model::computed::DomainTopic;
use crate::model::domain::DOMAINS;
use crate::model::rows::List;
use crate::model::sheet::TOPICS;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Rows, Wanted};
use crate::store::dataset::tally::{Counter, Hasher};

/// The number of a domain whose topic is not known yet, and of one that has none.
const UNSEEN: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;

/// Topics by number.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn of(&mut self, texts: Option<&StringArray>, row: usize) -> u32 {
        match texts.filter(|texts| texts.is_valid(row)) {
            Some(texts) => self.number(texts.value(row)),
            None => NONE,
        }
    }
}

/// What was counted of a topic.
#[derive(Clone, Copy, Default)]
struct Topic {
    links: u64,
    domains: u64,
    of_domains: u64,
    pages: u64,
}

/// Topics on their way through the links.
struct Topics {
    names: Names,
    topics: Vec<Topic>,
    /// The topic of each domain.
    domains: Vec<u32>,
    /// Domains that a link was seen of, a bit each.
    linked: Vec<bool>,
    /// Which pages of the target a topic's links lead to.
    pages: Distinct,
    targets: Counter,
    without: u64,
}

/// One row a topic, in the order in which they are met first.
pub(super) fn write(
    dataset: &Dataset,
    watch: Watch<'_>,
    take: Take<'_>,
) -> Result<Told, StoreError> {
    let by = DomainTopic::held(&|table, id| !dataset.fills(table, id));
    let mut topics = Topics {
        names: Names::default(),
        topics: Vec::new(),
        domains: Vec::new(),
        linked: Vec::new(),
        pages: Distinct::default(),
        targets: Counter::new(0, false, false),
        without: 0,
    };
    if by != DomainTopic::OfLinks {
        topics.read_domains(dataset, by, watch)?;
    }
    let mut wanted = columns(&["source_topic", "target_url"]);
    if by == DomainTopic::OfLinks {
        wanted.extend(columns(by.columns()));
    }
    let wanted = Wanted {
        columns: &wanted,
        domains: true,
    };
    let (all, hasher) = (Rows::Range(0..dataset.links()), Hasher::new());
    dataset.scan(&ALL, &all, wanted, watch.cancel, &mut |batch| {
        (watch.progress)(batch.row(0));
        topics
            .add(batch, &hasher)
            .ok_or(StoreError::NoSuchColumn(0))?;
        Ok(true)
    })?;
    topics.hand_out(by, take)
}

impl Topics {
    fn read_domains(
        &mut self,
        dataset: &Dataset,
        by: DomainTopic,
        watch: Watch<'_>,
    ) -> Result<(), StoreError> {
        let place = |id: &&str| DOMAINS.columns.iter().position(|c| c.id == *id);
        let columns: Vec<usize> = by.columns().iter().filter_map(place).collect();
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let all = Rows::Range(0..dataset.domains());
        dataset.scan(&List::Domains, &all, wanted, watch.cancel, &mut |batch| {
            let texts = [0, 1].map(|at| batch.texts(at));
            for row in 0..batch.len() {
                let mut told = texts.iter().map(|texts| self.names.of(*texts, row));
                let topic = told.find(|topic| *topic != NONE);
                self.domains.push(topic.unwrap_or(NONE));
            }
            Ok(true)
        })
    }

    /// Counts the links of a batch; none if its texts are none.
    fn add(&mut self, batch: &Batch<'_>, hasher: &Hasher) -> Option<()> {
        let [sources, targets, of_domains] = [0, 1, 2].map(|at| batch.texts(at));
        let pages = batch.columns.get(1).and_then(Option::as_ref);
        let pages = hasher.keys(pages, Kind::Text, batch.len())?;
        for (row, page) in pages.into_iter().enumerate() {
            let source = self.names.of(sources, row);
            let domain = *batch.domains.get(row)? as usize;
            if domain >= self.domains.len() {
                self.domains.resize(domain + 1, UNSEEN);
            }
            if self.domains[domain] == UNSEEN {
                self.domains[domain] = self.names.of(of_domains, row);
            }
            let topic = self.domains[domain];
            self.topics.resize(self.names.names.len(), Topic::default());
            match self.topics.get_mut(source as usize) {
                Some(of_source) => of_source.links += 1,
                None => self.without += 1,
            }
            if domain >= self.linked.len() {
                self.linked.resize(domain + 1, false);
            }
            let is_new = !std::mem::replace(&mut self.linked[domain], true);
            if let Some(of_domain) = self.topics.get_mut(topic as usize) {
                of_domain.of_domains += 1;
                of_domain.domains += u64::from(is_new);
                if targets.is_some_and(|targets| targets.is_valid(row)) {
                    let target = self.targets.add(page, 0, None)?;
                    self.pages.add(topic, target);
                }
            }
        }
        Some(())
    }

    fn hand_out(mut self, by: DomainTopic, take: Take<'_>) -> Result<Told, StoreError> {
        for (topic, _) in self.pages.all() {
            self.topics[topic as usize].pages += 1;
        }
        let ids = [
            "topic",
            "links",
            "ref_domains",
            "links_from_ref_domains",
            "pages",
        ];
        let mut out = Out::new(&TOPICS, &ids, take)?;
        let count = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        for (name, topic) in self.names.names.iter().zip(&self.topics) {
            // A topic of domains without links is none of these links.
            if topic.links + topic.of_domains == 0 {
                continue;
            }
            out.add(&[
                ("topic", Value::Text(name.clone())),
                ("links", count(topic.links)),
                ("ref_domains", count(topic.domains)),
                ("links_from_ref_domains", count(topic.of_domains)),
                ("pages", count(topic.pages)),
            ])?;
        }
        let by = match by {
            DomainTopic::OfLinks => "a domain's topic is its own",
            DomainTopic::Own => {
                "a domain's topic is its own where that was fetched, else the most frequent one of its pages held"
            }
            DomainTopic::Frequent => "a domain's topic is the most frequent one of its pages held",
        };
        let without = note(self.without, "links are from pages without a topic");
        out.done(without.into_iter().chain([by.to_owned()]).collect())
    }
}
