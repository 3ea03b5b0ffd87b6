//! The functions that answer for up to a thousand targets at once, a row for each in the order they were sent. A target
//! that nobody ever saw has a row of noughts.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::answer::Given;
use super::dispatch::Call;
use super::history::{day_of, second};
use super::life::{Point, walk};
use super::listing::Shown;
use super::metrics::Metrics;
use super::params::Params;
use super::refusal::Refusal;
use super::scale::Scale;
use super::selection::{Choice, Selection, Status};
use super::target::{self, Takes, Target};

/// Most targets.
const MOST: usize = 1_000;
/// Most registrable domains that the targets of bulk_pages_summary may be of.
const MOST_DOMAINS: usize = 100;

fn targets(call: &Call<'_>, params: &Params<'_>) -> Result<Vec<Target>, Refusal> {
    let texts = params.texts("targets")?.unwrap_or_default();
    if texts.is_empty() || texts.len() > MOST {
        return Err(Refusal::field("targets"));
    }
    let index = call.shared.index(false);
    texts
        .iter()
        .map(|text| target::read(index, text, Takes::All, "targets"))
        .collect()
}

fn selection(call: &Call<'_>, target: &Target, status: Status) -> Arc<Selection> {
    let choice = Choice {
        status,
        ..Choice::USUAL
    };
    call.shared
        .selections
        .of(call.shared.index(false), target, choice)
}

fn of_each(
    call: &Call<'_>,
    taken: &[&str],
    row: &dyn Fn(&Params<'_>, &Target) -> Result<Value, Refusal>,
) -> Result<Given, Refusal> {
    let mut all = vec!["targets"];
    all.extend(taken);
    let params = call.params(&all)?;
    let targets = targets(call, &params)?;
    let rows: Result<_, _> = targets.iter().map(|target| row(&params, target)).collect();
    Ok(Given::items(json!({}), rows?))
}

/// bulk_ranks/live
pub(super) fn ranks(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &["rank_scale"], &|params, target| {
        let rank = target
            .item
            .map_or(0, |item| call.shared.index(false).item_rank(item));
        Ok(json!({"target": target.text, "rank": Scale::read(params)?.of(rank)}))
    })
}

/// bulk_backlinks/live: those that stand.
pub(super) fn backlinks(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &[], &|_, target| {
        let selection = selection(call, target, Status::Live);
        let count: i64 = selection
            .links
            .iter()
            .map(|link| i64::from(link.occurrences))
            .sum();
        Ok(json!({"target": target.text, "backlinks": count}))
    })
}

/// bulk_spam_score/live
pub(super) fn spam_score(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &[], &|_, target| {
        let index = call.shared.index(false);
        let score = target
            .item
            .map_or(0, |item| index.domain_spam(index.hosts(item).start));
        Ok(json!({"type": "backlinks_bulk_spam_score", "target": target.text, "spam_score": score}))
    })
}

/// bulk_referring_domains/live
pub(super) fn referring_domains(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &[], &|_, target| {
        let selection = selection(call, target, Status::Live);
        let metrics = Metrics::of(selection.links.iter());
        Ok(json!({
            "target": target.text,
            "referring_domains": metrics.hosts,
            "referring_domains_nofollow": metrics.hosts_nofollow,
            "referring_main_domains": metrics.domains,
            "referring_main_domains_nofollow": metrics.domains_nofollow,
        }))
    })
}

/// bulk_pages_summary/live: the links of each target that stand, and the rank of its registrable domain.
pub(super) fn pages_summary(call: &Call<'_>) -> Result<Given, Refusal> {
    let params = call.params(&["targets", "include_subdomains", "rank_scale"])?;
    let shown = Shown::read(call, &params)?;
    let targets = targets(call, &params)?;
    let mut domains: Vec<&str> = targets
        .iter()
        .filter_map(|target| domain(&target.name))
        .collect();
    domains.sort_unstable();
    domains.dedup();
    if domains.len() > MOST_DOMAINS {
        return Err(Refusal::field("targets"));
    }
    let choice = Choice {
        subdomains: params.flag("include_subdomains", true)?,
        ..Choice::USUAL
    };
    let row = |target: &Target| {
        let selection = call.shared.selections.of(shown.index, target, choice);
        let metrics = Metrics::of(selection.links.iter());
        let site = target.item.map(|item| shown.index.site_traits(item));
        let (rank, of_domain) = site.map_or((0, 0), |site| (site.rank, site.domain_rank));
        let mut item = Map::new();
        item.insert("type".to_owned(), "backlinks_page_summary".into());
        item.insert("url".to_owned(), target.text.as_str().into());
        item.insert("rank".to_owned(), shown.scale.of(rank).into());
        item.insert(
            "main_domain_rank".to_owned(),
            shown.scale.of(of_domain).into(),
        );
        shown.put(&mut item, &metrics, &["rank"]);
        Value::from(item)
    };
    let items: Vec<Value> = targets.iter().map(row).collect();
    Ok(Given::items(json!({"total_count": items.len()}), items))
}

/// The registrable domain of a host or of an address.
fn domain(name: &str) -> Option<&str> {
    let bare = name.split_once("://").map_or(name, |parts| parts.1);
    psl::domain_str(bare.split(['/', ':', '?']).next()?)
}

/// bulk_new_lost_backlinks/live
pub(super) fn new_lost_backlinks(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &["date_from"], &|params, target| {
        let point = changes(call, params, target)?;
        Ok(json!({
            "target": target.text,
            "new_backlinks": point.new_backlinks,
            "lost_backlinks": point.lost_backlinks,
        }))
    })
}

/// bulk_new_lost_referring_domains/live
pub(super) fn new_lost_referring_domains(call: &Call<'_>) -> Result<Given, Refusal> {
    of_each(call, &["date_from"], &|params, target| {
        let point = changes(call, params, target)?;
        Ok(json!({
            "target": target.text,
            "new_referring_domains": point.new_hosts,
            "lost_referring_domains": point.lost_hosts,
            "new_referring_main_domains": point.new_domains,
            "lost_referring_main_domains": point.lost_domains,
        }))
    })
}

/// What changed from `date_from` on: a month back by itself, at most a year.
fn changes(call: &Call<'_>, params: &Params<'_>, target: &Target) -> Result<Point, Refusal> {
    let today = day_of(call.setting.posted);
    let back = |span: jiff::Span| today.checked_sub(span).unwrap_or(Date::MIN);
    let from = params.date("date_from")?.unwrap_or_else(|| back(1.month()));
    if from < back(1.year()) || from > today {
        return Err(Refusal::field("date_from"));
    }
    let selection = selection(call, target, Status::All);
    let points = walk(
        selection.links.iter(),
        second(from) - 1,
        &[second(today) + 86_399],
    );
    Ok(points.first().copied().unwrap_or_default())
}
