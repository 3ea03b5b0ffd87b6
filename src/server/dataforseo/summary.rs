//! summary/live: one profile of a target. Of a target that nobody ever saw there is none, and it is paid all the same
//! (recorded).

use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::about::About;
use super::answer::Given;
use super::dispatch::Call;
use super::listing::Shown;
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::selection::CHOICE;
use super::target::Takes;
use crate::index::{PLATFORMS, SiteTraits};

pub(super) fn answer(call: &Call<'_>) -> Result<Given, Refusal> {
    let mut taken = vec![
        "target",
        "backlinks_filters",
        "internal_list_limit",
        "rank_scale",
    ];
    taken.extend(CHOICE);
    let params = call.params(&taken)?;
    let shown = Shown::read(call, &params)?;
    let about = About::read(call, &params, Takes::All)?;
    let Some(item) = about.target.item else {
        return Ok(Given {
            result: None,
            rows: 1,
        });
    };
    let site = shown.index.site_traits(item);
    let metrics = Metrics::of(about.links());
    let mut result = Map::new();
    result.insert("target".to_owned(), about.target.text.as_str().into());
    let of_metrics = |name: &str| metrics.json(shown.index, name, shown.scale, shown.most);
    for name in ["first_seen", "lost_date"] {
        result.insert(name.to_owned(), of_metrics(name));
    }
    result.insert("rank".to_owned(), shown.scale.of(site.rank).into());
    for name in ["backlinks", "backlinks_spam_score"] {
        result.insert(name.to_owned(), of_metrics(name));
    }
    result.insert("crawled_pages".to_owned(), site.crawled_pages.into());
    result.insert("info".to_owned(), info(&site));
    result.insert(
        "internal_links_count".to_owned(),
        site.internal_links.into(),
    );
    result.insert(
        "external_links_count".to_owned(),
        site.external_links.into(),
    );
    let there = [
        "first_seen",
        "lost_date",
        "rank",
        "backlinks",
        "backlinks_spam_score",
    ];
    shown.put(&mut result, &metrics, &there);
    Ok(Given {
        result: Some(vec![result.into()]),
        rows: 1,
    })
}

/// What is known of the target itself.
pub(super) fn info(site: &SiteTraits) -> Value {
    let set = PLATFORMS
        .iter()
        .enumerate()
        .filter(|(at, _)| site.platforms & (1 << at) != 0);
    let platforms: Vec<&str> = set.map(|(_, name)| *name).collect();
    json!({
        "server": site.server,
        "cms": site.cms,
        "platform_type": if platforms.is_empty() { Value::Null } else { json!(platforms) },
        "ip_address": Ipv4Addr::from(site.ip).to_string(),
        "country": Some(site.country).filter(|country| !country.is_empty()),
        "is_ip": false,
        "target_spam_score": site.spam,
    })
}
