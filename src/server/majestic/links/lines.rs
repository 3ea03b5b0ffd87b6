//! The links of an item that an answer chooses from, best first. No more than the wanted ones are held, so that an
//! item with millions of links costs no more memory than one with fifty thousand.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use super::sight::Facts;
use crate::index::{Datasource, Found, Index, ItemId, Seen, flag};
use crate::model::target::registrable_domain;
use crate::server::majestic::anchor_text::TextFilter;
use crate::server::majestic::params::Params;
use crate::server::majestic::topic_filter::TopicFilter;

/// Most lines that can be asked for (recorded answers, attribute `AvailableLines`).
pub(in crate::server::majestic) const AVAILABLE_LINES: usize = 50_000;

/// One link with what the asked index knows of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::server::majestic) struct Line {
    pub(super) found: Found,
    pub(super) seen: Seen,
    /// Number of the source's registrable domain.
    pub(super) domain: u32,
    /// Lines this domain has to the item.
    pub(super) of_domain: u32,
    /// Position among the lines of the domain.
    place: u32,
}

impl Line {
    /// The day on which this happened to it.
    fn day(&self, event: Event) -> Option<i32> {
        match event {
            Event::Came => Some(self.seen.first),
            Event::Went => self.seen.lost,
        }
    }

    /// The standard order: no two lines of an item are equal in it.
    fn order(&self) -> impl Ord + use<> {
        let link = &self.found.link;
        let best = (link.source_acrank, link.source_tf, link.source_cf);
        (Reverse(best), self.domain, self.place)
    }
}

/// Whose lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::server::majestic) enum Referrer {
    #[default]
    Any,
    /// Those of this referring domain; none if the index does not know it.
    Only(Option<u32>),
}

/// What happened to a link on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server::majestic) enum Event {
    /// It was found.
    Came,
    /// It was found missing.
    Went,
}

impl Referrer {
    /// The domain, or the domain of the host or address, that a parameter names.
    pub(in crate::server::majestic) fn read(params: &Params, name: &str, index: &Index) -> Self {
        let Some(text) = params.filled(name) else {
            return Self::Any;
        };
        let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
        let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
        let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned());
        Self::Only(index.domain_number(registrable_domain(&host)))
    }
}

/// Which lines are wanted.
#[derive(Clone, Debug, Default)]
pub(in crate::server::majestic) struct Selection {
    /// Without lost ones.
    pub(in crate::server::majestic) live_only: bool,
    /// Of which referring domain.
    pub(in crate::server::majestic) referrer: Referrer,
    /// Only those of this leading topic.
    pub(in crate::server::majestic) topic: Option<TopicFilter>,
    /// Whether that is the topic of the domain instead of the source page's.
    pub(in crate::server::majestic) topic_of_domain: bool,
    /// Only those with a text that passes.
    pub(in crate::server::majestic) anchor: Option<TextFilter>,
    /// Only those this happened to on one of these days; the others are no lines of the item then.
    pub(in crate::server::majestic) on: Option<(Event, Range<i32>)>,
    /// With those of which only an image's alternative text or a mention speaks.
    pub(in crate::server::majestic) with_hints: bool,
    /// At most so many of a referring domain, before the best of all are chosen.
    pub(in crate::server::majestic) per_domain: Option<usize>,
    /// At most so many of a source page, before the best of all are chosen.
    pub(in crate::server::majestic) per_page: Option<usize>,
    /// At most so many.
    pub(in crate::server::majestic) most: usize,
}

/// The best lines, in the standard order, and how many lines the item has whatever the selection.
pub(in crate::server::majestic) fn best(
    facts: &Facts<'_>,
    item: ItemId,
    wanted: &Selection,
) -> (Vec<Line>, u64) {
    let (mut chosen, mut all) = (Vec::new(), 0);
    let mut group_lines = Vec::new();
    let view = facts.index().datasource();
    facts
        .index()
        .world()
        .for_each_group(item, &mut |domain, group| {
            group_lines.clear();
            group_lines.extend(lines_of(domain, group, view, wanted.with_hints));
            let of_domain = u32::try_from(group_lines.len()).unwrap_or(u32::MAX);
            group_lines
                .iter_mut()
                .for_each(|line| line.of_domain = of_domain);
            if let Some((event, days)) = &wanted.on {
                group_lines.retain(|line| line.day(*event).is_some_and(|day| days.contains(&day)));
            }
            all += group_lines.len() as u64;
            let is_asked = match wanted.referrer {
                Referrer::Any => true,
                Referrer::Only(asked) => asked == Some(domain),
            };
            if is_asked {
                group_lines.retain(|line| is_wanted(facts, line, wanted));
                if wanted.per_domain.is_some() || wanted.per_page.is_some() {
                    group_lines.sort_by_cached_key(Line::order);
                    cap(&mut group_lines, wanted.per_domain, wanted.per_page);
                }
                chosen.append(&mut group_lines);
                if chosen.len() / 2 > wanted.most {
                    keep_best(&mut chosen, wanted.most);
                }
            }
            ControlFlow::Continue(())
        });
    keep_best(&mut chosen, wanted.most);
    chosen.sort_by_cached_key(Line::order);
    (chosen, all)
}

fn lines_of(
    domain: u32,
    group: &[Found],
    view: Datasource,
    with_hints: bool,
) -> impl Iterator<Item = Line> {
    (0..).zip(group).filter_map(move |(place, found)| {
        if !with_hints && found.link.has(flag::ALT_TEXT | flag::MENTION) {
            return None;
        }
        Some(Line {
            found: *found,
            seen: found.link.dates.seen(view)?,
            domain,
            of_domain: 0,
            place,
        })
    })
}

fn is_wanted(facts: &Facts<'_>, line: &Line, wanted: &Selection) -> bool {
    if wanted.live_only && line.seen.lost.is_some() {
        return false;
    }
    let has_text = |filter: &TextFilter| filter.passes(&facts.index().anchor(&line.found));
    if !wanted.anchor.as_ref().is_none_or(has_text) {
        return false;
    }
    wanted.topic.as_ref().is_none_or(|topic| {
        topic.passes(if wanted.topic_of_domain {
            facts.domain_topic(line.domain)
        } else {
            facts.source_topic(line)
        })
    })
}

fn keep_best(lines: &mut Vec<Line>, most: usize) {
    if lines.len() > most {
        if most > 0 {
            lines.select_nth_unstable_by_key(most - 1, Line::order);
        }
        lines.truncate(most);
    }
}

/// Leaves out what is too much of a referring domain or of a source page, from the end.
pub(in crate::server::majestic) fn cap(
    lines: &mut Vec<Line>,
    per_domain: Option<usize>,
    per_page: Option<usize>,
) {
    let mut of_domain: HashMap<u32, usize> = HashMap::new();
    let mut of_page: HashMap<(u32, u32), usize> = HashMap::new();
    lines.retain(|line| {
        let page = (line.found.link.source_host, line.found.link.source_page);
        let on_page = of_page.get(&page).copied().unwrap_or(0);
        let of_its_domain = of_domain.get(&line.domain).copied().unwrap_or(0);
        let fits = per_page.is_none_or(|most| on_page < most)
            && per_domain.is_none_or(|most| of_its_domain < most);
        if fits {
            of_page.insert(page, on_page + 1);
            of_domain.insert(line.domain, of_its_domain + 1);
        }
        fits
    });
}
