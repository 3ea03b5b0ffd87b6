//! What came to an item and what went, day by day: counted from the dates of its links, as one view knows them.
//!
//! A view speaks of the days of its span only. Links that were found before it are links of the item all the same, but
//! of no day that is told of.

use std::ops::{ControlFlow, RangeInclusive};

use crate::index::dates::{Datasource, EARLIEST_DAY, FRESH_WINDOW};
use crate::index::item::{Found, ItemId};
use crate::index::links::flag;
use crate::index::lookup::Index;

/// Links that were found on one day, lost ones and mentions included, and how they are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// All of them.
    pub links: i64,
    /// Domains whose first link to the item is among them.
    pub ref_domains: i64,
    /// None of image, redirect, frame, mention.
    pub text: i64,
    /// Images.
    pub image: i64,
    /// Redirects.
    pub redirect: i64,
    /// Frames.
    pub frame: i64,
    /// Images of which only the alternative text speaks of the item.
    pub alt_text: i64,
    /// The item is named without being linked.
    pub mention: i64,
    /// Asking not to be followed.
    pub nofollow: i64,
    /// Lost since.
    pub deleted: i64,
}

impl Arrivals {
    fn count(&mut self, found: &Found, is_lost: bool) {
        let link = &found.link;
        self.links += 1;
        let special = flag::IMAGE | flag::REDIRECT | flag::FRAME | flag::MENTION;
        for (count, applies) in [
            (&mut self.text, !link.has(special)),
            (&mut self.image, link.has(flag::IMAGE)),
            (&mut self.redirect, link.has(flag::REDIRECT)),
            (&mut self.frame, link.has(flag::FRAME)),
            (&mut self.mention, link.has(flag::MENTION)),
            (&mut self.alt_text, link.has(flag::ALT_TEXT)),
            (&mut self.nofollow, link.has(flag::NOFOLLOW)),
            (&mut self.deleted, is_lost),
        ] {
            *count += i64::from(applies);
        }
    }
}

impl std::ops::AddAssign for Arrivals {
    fn add_assign(&mut self, other: Self) {
        self.links += other.links;
        self.ref_domains += other.ref_domains;
        self.text += other.text;
        self.image += other.image;
        self.redirect += other.redirect;
        self.frame += other.frame;
        self.alt_text += other.alt_text;
        self.mention += other.mention;
        self.nofollow += other.nofollow;
        self.deleted += other.deleted;
    }
}

/// One day of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayOfLinks {
    /// What was found.
    pub came: Arrivals,
    /// How many links were found missing, whenever they were found.
    pub lost: i64,
}

impl Datasource {
    /// The days that a view tells of, the last one being that of its build.
    pub fn span(self) -> RangeInclusive<i32> {
        let last = self.build_day();
        match self {
            Self::Fresh => last - FRESH_WINDOW..=last,
            Self::Historic => EARLIEST_DAY..=last,
        }
    }
}

impl Index {
    /// Every day of the view's span, from the first, with what came to the item and what went; without an item, days
    /// on which nothing happened.
    pub fn days_of_links(&self, item: Option<ItemId>) -> Vec<DayOfLinks> {
        let view = self.datasource();
        let span = view.span();
        let length = span.end() - span.start() + 1;
        let mut days = vec![DayOfLinks::default(); usize::try_from(length).unwrap_or(0)];
        let Some(item) = item else {
            return days;
        };
        let place = |day: i32| usize::try_from(day - span.start()).ok();
        self.world().for_each_plain_group(item, &mut |_, group| {
            let mut earliest: Option<i32> = None;
            for found in group {
                let Some(seen) = found.link.dates.seen(view) else {
                    continue;
                };
                earliest = Some(earliest.map_or(seen.first, |day| day.min(seen.first)));
                if let Some(day) = place(seen.first).and_then(|at| days.get_mut(at)) {
                    day.came.count(found, seen.lost.is_some());
                }
                let lost = seen.lost.and_then(place);
                if let Some(day) = lost.and_then(|at| days.get_mut(at)) {
                    day.lost += 1;
                }
            }
            if let Some(day) = earliest.and_then(place).and_then(|at| days.get_mut(at)) {
                day.came.ref_domains += 1;
            }
            ControlFlow::Continue(())
        });
        days
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::index::recount::{VIEWS, items, records};

    #[test]
    fn days_add_up_to_the_links_own_dates() {
        let mut outside = 0;
        for index in VIEWS.iter() {
            let span = index.datasource().span();
            for item in items(index) {
                let days = index.days_of_links(Some(item));
                assert_eq!(days.len() as i32, span.end() - span.start() + 1);
                let mut expected = vec![DayOfLinks::default(); days.len()];
                let mut first: HashMap<String, i32> = HashMap::new();
                for link in records(index, item) {
                    let known = first
                        .entry(link.source_domain.clone())
                        .or_insert(link.first_found);
                    *known = (*known).min(link.first_found);
                    if let Some(day) = link.date_lost {
                        expected[(day - span.start()) as usize].lost += 1;
                    }
                    if !span.contains(&link.first_found) {
                        outside += 1;
                        continue;
                    }
                    let came = &mut expected[(link.first_found - span.start()) as usize].came;
                    came.links += 1;
                    came.nofollow += i64::from(link.nofollow);
                    came.deleted += i64::from(link.deleted);
                    came.mention += i64::from(link.mention);
                    came.alt_text += i64::from(link.alt_text);
                    came.redirect += i64::from(link.redirect);
                    came.frame += i64::from(link.frame);
                    came.image += i64::from(link.image);
                    let is_text = !(link.mention || link.redirect || link.frame || link.image);
                    came.text += i64::from(is_text);
                }
                for day in first.values().filter(|day| span.contains(day)) {
                    expected[(day - span.start()) as usize].came.ref_domains += 1;
                }
                assert_eq!(days, expected);
            }
            let nothing = index.days_of_links(None);
            assert!(nothing.iter().all(|day| *day == DayOfLinks::default()));
        }
        assert!(outside > 100, "{outside}");
    }

    #[test]
    fn every_view_ends_with_the_day_it_was_built() {
        assert_eq!(Datasource::Fresh.span().count(), 121);
        assert_eq!(Datasource::Historic.span().count(), 7_427);
    }
}
