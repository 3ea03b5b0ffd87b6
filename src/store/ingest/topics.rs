//! The topics of each domain's links, and which of them leads: the one of most links, of equals the one that came
//! first.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::names::Names;

/// What is kept with a domain: its first topic, and which leads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    first: u32,
    /// Links of it; none: the domain has no topic.
    links: u32,
    /// Behind its place in [`Topics::further`], if one of those leads.
    leader: u32,
}

impl Lead {
    /// No topic yet.
    pub(super) const NONE: Self = Self {
        first: 0,
        links: 0,
        leader: 0,
    };
}

/// A further topic of a domain.
#[derive(Clone, Copy, Debug)]
struct Further {
    domain: u32,
    topic: u32,
    links: u32,
}

/// The topics of all domains.
#[derive(Debug, Default)]
pub(super) struct Topics {
    names: Names,
    /// Neighbouring links mostly are of one topic.
    last: u32,
    further: Vec<Further>,
    by_domain: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Topics {
    /// The number of a topic; none if there is no room for its name.
    #[inline]
    pub(super) fn number(&mut self, name: &str) -> Option<u32> {
        if self.names.len() > 0 && self.names.get(self.last) == name {
            return Some(self.last);
        }
        self.last = match self.names.find(name) {
            Some(number) => number,
            None => self.names.add(name)?,
        };
        Some(self.last)
    }

    /// Counts a link of a domain.
    #[inline]
    pub(super) fn count(&mut self, lead: &mut Lead, domain: u32, topic: u32) {
        if lead.links == 0 || lead.first == topic {
            lead.first = topic;
            lead.links += 1;
            // The first topic is the earliest: as many links are enough.
            if self.most(*lead) <= lead.links {
                lead.leader = 0;
            }
            return;
        }
        let Some(place) = self.count_further(domain, topic) else {
            return;
        };
        let links = self.further[place as usize].links;
        let most = self.most(*lead);
        let earlier = lead.leader != 0 && place + 1 < lead.leader;
        if links > most || (links == most && earlier) {
            lead.leader = place + 1;
        }
    }

    /// Links of the topic that leads.
    fn most(&self, lead: Lead) -> u32 {
        match lead.leader {
            0 => lead.links,
            place => self.further.get(place as usize - 1).map_or(0, |f| f.links),
        }
    }

    fn count_further(&mut self, domain: u32, topic: u32) -> Option<u32> {
        let next = u32::try_from(self.further.len())
            .ok()
            .filter(|n| *n < u32::MAX)?;
        let (further, hasher) = (&mut self.further, &self.hasher);
        let hash = hasher.hash_one((domain, topic));
        let is_it = |place: &u32| {
            let it = &further[*place as usize];
            (it.domain, it.topic) == (domain, topic)
        };
        if let Some(place) = self.by_domain.find(hash, is_it).copied() {
            further[place as usize].links += 1;
            return Some(place);
        }
        further.push(Further {
            domain,
            topic,
            links: 1,
        });
        self.by_domain.insert_unique(hash, next, |place| {
            let it = &further[*place as usize];
            hasher.hash_one((it.domain, it.topic))
        });
        Some(next)
    }

    /// The topic that leads.
    pub(super) fn leading(&self, lead: Lead) -> Option<&str> {
        let topic = match lead.leader {
            0 if lead.links == 0 => return None,
            0 => lead.first,
            place => self.further.get(place as usize - 1)?.topic,
        };
        Some(self.names.get(topic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_leading_topic_is_that_of_most_links_and_of_equals_the_first(
            links in proptest::collection::vec((0u32..3, 0usize..4), 0..60)
        ) {
            let names = ["Arts", "", "Science/Physics", "Arts/Music"];
            let mut topics = Topics::default();
            let mut leads = [Lead::NONE; 3];
            let mut counted: [Vec<(usize, u32)>; 3] = Default::default();
            for (domain, topic) in links {
                let number = topics.number(names[topic]).unwrap();
                topics.count(&mut leads[domain as usize], domain, number);
                let counted = &mut counted[domain as usize];
                match counted.iter_mut().find(|(t, _)| *t == topic) {
                    Some((_, links)) => *links += 1,
                    None => counted.push((topic, 1)),
                }
                let most = counted.iter().map(|(_, links)| *links).max();
                let first = counted.iter().find(|(_, links)| Some(*links) == most);
                let lead = topics.leading(leads[domain as usize]);
                proptest::prop_assert_eq!(lead, first.map(|(topic, _)| names[*topic]));
            }
        }
    }
}
