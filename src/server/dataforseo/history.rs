//! history/live: what was known of a domain on the first day of each month.
//!
//! The index keeps no history of the target itself: what `info` and its pages say is of today, and its rank follows the
//! number of pages that refer to it. Months before its first link and after the index was built are not told.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::life::{Point, stands, walk};
use super::listing::Shown;
use super::metrics::Metrics;
use super::params::Params;
use super::refusal::Refusal;
use super::selection::{Choice, Status};
use super::summary::info;
use super::target::{self, Takes};
use crate::index::{Backlink, SiteTraits};
use crate::wire::dataforseo::time;

/// The first day there is history of.
const FIRST: Date = date(2019, 1, 1);
/// Before this month new and lost links were not counted.
const COUNTED: Date = date(2021, 5, 1);

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let params = call.params(&["target", "date_from", "date_to", "rank_scale"])?;
    let shown = Shown::read(call, &params)?;
    let text = params
        .text("target")?
        .ok_or_else(|| Refusal::field("target"))?;
    let target = target::read(shown.index, text, Takes::Domains, "target")?;
    let (from, to) = span(call, &params, FIRST)?;
    let choice = Choice {
        status: Status::All,
        ..Choice::USUAL
    };
    let selection = call.shared.selections.of(shown.index, &target, choice);
    let links = &selection.links;
    let first = links.iter().map(|link| i64::from(link.first)).min();
    let to = to.min(day_of(shown.index.build_date()));
    let days: Vec<Date> = firsts(from, to)
        .filter(|day| first.is_some_and(|first| first <= second(*day)))
        .collect();
    let moments: Vec<i64> = days.iter().map(|day| second(*day)).collect();
    let since = days.first().and_then(|day| day.checked_sub(1.month()).ok());
    let points = walk(links.iter(), since.map_or(0, second), &moments);
    let items: Vec<Value> = match target.item {
        Some(item) => {
            let site = shown.index.site_traits(item);
            let now = links.iter().filter(|link| !link.is_lost()).count();
            let month =
                |(day, point): (&Date, &Point)| month(shown, &site, links, now, *day, point);
            days.iter().zip(&points).map(month).collect()
        }
        None => Vec::new(),
    };
    let about = json!({
        "target": text,
        "date_from": params.raw("date_from"),
        "date_to": params.raw("date_to"),
    });
    Ok(Given::items(about, items))
}

/// `date_from` and `date_to`: from the first day there is to today.
pub(super) fn span(
    call: &Call<'_>,
    params: &Params<'_>,
    first: Date,
) -> Result<(Date, Date), Refusal> {
    let today = day_of(call.setting.posted);
    let from = params.date("date_from")?.unwrap_or(first);
    let to = params.date("date_to")?.unwrap_or(today);
    if from < first || from > today {
        return Err(Refusal::field("date_from"));
    }
    if to < from {
        return Err(Refusal::field("date_to"));
    }
    Ok((from, to.min(today)))
}

pub(super) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The first second of a day.
pub(super) fn second(day: Date) -> i64 {
    time::midnight(day).map_or(0, |at| at.as_second())
}

/// The first days of months within a span.
fn firsts(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.first_of_month().checked_add(1.month()).ok();
    let start = if from.day() == 1 {
        Some(from)
    } else {
        next(&from)
    };
    std::iter::successors(start, next).take_while(move |day| *day <= to)
}

/// The rank of a site as it was when so many pages referred to it, of those that do now.
pub(super) fn rank_then(site: &SiteTraits, pages: i64, now: usize) -> u16 {
    let share = (1.0 + pages.max(0) as f64).ln() / (1.0 + now.max(1) as f64).ln();
    (f64::from(site.rank) * share).round().clamp(0.0, 1_000.0) as u16
}

fn month(
    shown: Shown<'_>,
    site: &SiteTraits,
    links: &[Backlink],
    now: usize,
    day: Date,
    point: &Point,
) -> Value {
    let at = second(day);
    let metrics = Metrics::of(links.iter().filter(|link| stands(link, at)));
    let counted = |count: i64| if day < COUNTED { 0 } else { count };
    let rank = rank_then(site, metrics.pages, now);
    let mut item = Map::new();
    let date = time::midnight(day).map_or(Value::Null, |at| time::text(at).into());
    let own = json!({
        "type": "backlinks_history",
        "date": date,
        "rank": shown.scale.of(rank),
        "backlinks": metrics.backlinks,
        "new_backlinks": counted(point.new_backlinks),
        "lost_backlinks": counted(point.lost_backlinks),
        "new_referring_domains": counted(point.new_hosts),
        "lost_referring_domains": counted(point.lost_hosts),
        "crawled_pages": site.crawled_pages,
        "info": info(site),
        "internal_links_count": site.internal_links,
        "external_links_count": site.external_links,
    });
    if let Value::Object(own) = own {
        item.extend(own);
    }
    let there = [
        "rank",
        "backlinks",
        "first_seen",
        "lost_date",
        "backlinks_spam_score",
    ];
    shown.put(&mut item, &metrics, &there);
    item.into()
}
