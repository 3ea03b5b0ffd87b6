//! timeseries_summary/live and timeseries_new_lost_summary/live: counts at the end of each day, week, month or year.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde_json::{Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::history::{rank_then, second, span};
use super::life::{Point, walk};
use super::refusal::Refusal;
use super::scale::Scale;
use super::selection::{Choice, Status};
use super::target::{self, Takes};
use crate::wire::dataforseo::time;

/// The first day there is a series of.
const FIRST: Date = date(2019, 1, 30);

/// Counts of what stands.
pub(super) fn summary(call: &Call<'_>) -> Result<Given, Refusal> {
    answer(call, true)
}

/// Counts of what came and went.
pub(super) fn new_lost(call: &Call<'_>) -> Result<Given, Refusal> {
    answer(call, false)
}

fn answer(call: &Call<'_>, standing: bool) -> Result<Given, Refusal> {
    let mut taken = vec![
        "target",
        "date_from",
        "date_to",
        "group_range",
        "include_subdomains",
    ];
    if standing {
        taken.push("rank_scale");
    }
    let params = call.params(&taken)?;
    let index = call.shared.index(false);
    let text = params
        .text("target")?
        .ok_or_else(|| Refusal::field("target"))?;
    let target = target::read(index, text, Takes::Domains, "target")?;
    let (from, to) = span(call, &params, FIRST)?;
    let range = params.word("group_range", &["month", "day", "week", "year"])?;
    let choice = Choice {
        status: Status::All,
        subdomains: params.flag("include_subdomains", true)?,
        ..Choice::USUAL
    };
    let scale = Scale::read(&params)?;
    let selection = call.shared.selections.of(index, &target, choice);
    let days: Vec<Date> = ends(from, to, range).collect();
    // A day ends where the next begins.
    let moments: Vec<i64> = days.iter().map(|day| second(*day) + 86_399).collect();
    let begun = days
        .first()
        .and_then(|day| begin(*day, range).checked_sub(1.day()).ok());
    let since = begun.map_or(0, |day| second(day) + 86_399);
    let points = walk(selection.links.iter(), since, &moments);
    let site = target.item.map(|item| index.site_traits(item));
    let now = selection
        .links
        .iter()
        .filter(|link| !link.is_lost())
        .count();
    let items: Vec<Value> = days
        .iter()
        .zip(&points)
        .map(|(day, point)| {
            let date = time::midnight(*day).map_or(Value::Null, |at| time::text(at).into());
            if standing {
                let rank = site
                    .as_ref()
                    .map_or(0, |site| rank_then(site, point.pages, now));
                stands(date, scale.of(rank), point)
            } else {
                changed(date, point)
            }
        })
        .collect();
    let about = json!({
        "target": text,
        "date_from": params.raw("date_from"),
        "date_to": params.raw("date_to"),
        "group_range": range,
    });
    Ok(Given::items(about, items))
}

fn stands(date: Value, rank: i64, point: &Point) -> Value {
    json!({
        "type": "backlinks_timeseries_summary",
        "date": date,
        "rank": rank,
        "backlinks": point.backlinks,
        "backlinks_nofollow": point.backlinks_nofollow,
        "referring_pages": point.pages,
        "referring_pages_nofollow": point.pages_nofollow,
        "referring_domains": point.hosts,
        "referring_domains_nofollow": point.hosts_nofollow,
        "referring_main_domains": point.domains,
        "referring_main_domains_nofollow": point.domains_nofollow,
        "referring_ips": point.ips,
        "referring_subnets": point.subnets,
    })
}

fn changed(date: Value, point: &Point) -> Value {
    json!({
        "type": "backlinks_timeseries_new_lost_summary",
        "date": date,
        "new_backlinks": point.new_backlinks,
        "lost_backlinks": point.lost_backlinks,
        "new_referring_domains": point.new_hosts,
        "lost_referring_domains": point.lost_hosts,
        "new_referring_main_domains": point.new_domains,
        "lost_referring_main_domains": point.lost_domains,
    })
}

/// The last days of the periods that a span touches.
fn ends(from: Date, to: Date, range: &str) -> impl Iterator<Item = Date> {
    let next = move |day: &Date| Some(end(day.checked_add(1.day()).ok()?, range));
    let last = end(to, range);
    std::iter::successors(Some(end(from, range)), next).take_while(move |day| *day <= last)
}

/// The last day of the period of a day; weeks end on Sunday.
fn end(day: Date, range: &str) -> Date {
    match range {
        "day" => day,
        "week" => {
            let ahead = day.weekday().until(Weekday::Sunday);
            day.checked_add(i64::from(ahead).days()).unwrap_or(day)
        }
        "year" => day.last_of_year(),
        _ => day.last_of_month(),
    }
}

/// The first day of the period that ends on a day.
fn begin(end: Date, range: &str) -> Date {
    match range {
        "day" => end,
        "week" => end.checked_sub(6.days()).unwrap_or(end),
        "year" => end.first_of_year(),
        _ => end.first_of_month(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_on_their_last_day() {
        let days = |from, to, range| {
            ends(from, to, range)
                .map(|d| d.to_string())
                .collect::<Vec<_>>()
        };
        let (from, to) = (date(2026, 1, 15), date(2026, 3, 1));
        assert_eq!(
            days(from, to, "month"),
            ["2026-01-31", "2026-02-28", "2026-03-31"]
        );
        assert_eq!(
            days(from, date(2027, 1, 1), "year"),
            ["2026-12-31", "2027-12-31"]
        );
        assert_eq!(
            days(from, date(2026, 1, 19), "week"),
            ["2026-01-18", "2026-01-25"]
        );
        assert_eq!(
            days(from, date(2026, 1, 16), "day"),
            ["2026-01-15", "2026-01-16"]
        );
        assert_eq!(ends(FIRST, date(2026, 8, 11), "month").count(), 92);
        for range in ["day", "week", "month", "year"] {
            assert_eq!(end(begin(end(from, range), range), range), end(from, range));
        }
    }
}
