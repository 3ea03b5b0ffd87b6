//! What an item and the links to it are about.

use std::collections::{HashMap, HashSet};

use crate::index::item::ItemId;
use crate::index::lookup::Index;
use crate::index::record::Topic;

/// How much of the links to an item is about one topic. A page and a domain are about their leading topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopicCount {
    /// Name of the topic.
    pub topic: &'static str,
    /// TrustFlow of the item in it, 0–100.
    pub trust_flow: u8,
    /// Links from pages about it.
    pub links: i64,
    /// Referring domains about it.
    pub ref_domains: i64,
    /// Links from these.
    pub domain_links: i64,
    /// Pages of the item that these links lead to.
    pub pages: i64,
}

impl Index {
    /// Every topic that the item, a page that links to it or a domain that refers to it is about; by name.
    pub fn topic_counts(&self, item: ItemId) -> Vec<TopicCount> {
        let world = self.world();
        let mut counts: HashMap<&'static str, TopicCount> = HashMap::new();
        for (topic, value) in world.topics(item, world.flows(item).1) {
            entry(&mut counts, topic).trust_flow = value;
        }
        let mut pages: HashSet<(&'static str, u32, u32)> = HashSet::new();
        let mut referrer: Option<(u32, &'static str)> = None;
        self.for_each_link(item, &mut |domain, found, _| {
            let is_next = referrer.is_none_or(|(number, _)| number != domain);
            let (_, of_domain) = *match &mut referrer {
                Some(known) if !is_next => known,
                other => other.insert((domain, self.domain_leading_topic(domain))),
            };
            if !of_domain.is_empty() {
                let count = entry(&mut counts, of_domain);
                count.ref_domains += i64::from(is_next);
                count.domain_links += 1;
                let is_new = pages.insert((of_domain, found.target_host, found.target_page));
                count.pages += i64::from(is_new);
            }
            let (of_page, _): Topic = self.source_topic(found);
            if !of_page.is_empty() {
                entry(&mut counts, of_page).links += 1;
            }
        });
        let mut counts: Vec<TopicCount> = counts.into_values().collect();
        counts.sort_unstable_by_key(|count| count.topic);
        counts
    }
}

fn entry<'a>(
    counts: &'a mut HashMap<&'static str, TopicCount>,
    topic: &'static str,
) -> &'a mut TopicCount {
    counts.entry(topic).or_insert(TopicCount {
        topic,
        ..TopicCount::default()
    })
}
