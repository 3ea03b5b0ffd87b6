//! `measure`: what a stored dataset answers in which time, inside one process, as one JSON object. Hidden: it is for
//! `benches/peers`, not for analysts.
//!
//! Times are milliseconds of the wall clock; `cpu_ms` is processor time of all threads, from the system's own
//! count, and absent where that cannot be read.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde_json::{Map, Value as Json, json};

use super::args::MeasureArgs;
use super::dataset_name;
use super::desk::Desk;
use super::failure::Failure;
use super::output::announce;
use crate::model::filter::Filter;
use crate::model::rows::{List, RowId, SortKey, parse_order};
use crate::store::{Dataset, Ranking, Store, StoreError, filter};

/// Rows of a screen.
const PAGE: u64 = 50;
/// The columns of a screen.
const SCREEN: [&str; 10] = [
    "source_url",
    "target_url",
    "anchor_text",
    "source_domain",
    "source_topic",
    "first_found_date",
    "source_crawl_date",
    "source_trust_flow",
    "source_citation_flow",
    "nofollow",
];
/// The numbers that are sorted by.
const NUMBERS: [&str; 4] = [
    "source_trust_flow",
    "target_citation_flow",
    "first_found_date",
    "source_topic_value",
];
/// Pages read, and domains entered.
const PLACES: u64 = 20;
/// How often the filter runs; the processor time is counted in hundredths of a second.
const RUNS: u64 = 8;
/// The system counts processor time so often a second.
const TICKS: u64 = 100;

/// Runs the command.
pub fn run(desk: &Desk, args: &MeasureArgs) -> Result<(), Failure> {
    let store = desk.open_store()?;
    let id = dataset_name::find(&store, &args.dataset)?;
    let bench = |store: &Store| -> Result<Json, StoreError> {
        let (dataset, open) = timed(|| store.dataset(&id))?;
        let mut told = Map::new();
        told.insert("links".to_owned(), json!(dataset.manifest().rows));
        told.insert("domains".to_owned(), json!(dataset.manifest().domains));
        told.insert("open_ms".to_owned(), json!(open));
        told.insert("first_frame_ms".to_owned(), first_frame(&dataset)?);
        told.insert("sorts".to_owned(), sorts(&dataset)?);
        told.insert("filter".to_owned(), filtering(&dataset, &args.filter)?);
        told.insert("enter_ms".to_owned(), entering(&dataset)?);
        told.insert("memory_mib".to_owned(), memory());
        Ok(Json::Object(told))
    };
    let told = bench(&store).map_err(|why| Failure::Failed(why.to_string()))?;
    announce(&told.to_string())
}

const LINKS: List = List::Links { domain: None };
static NO: AtomicBool = AtomicBool::new(false);

fn timed<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<(T, f64), StoreError> {
    let start = Instant::now();
    Ok((work()?, since(start)))
}

fn since(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}

/// Median and maximum.
fn spread(mut times: Vec<f64>) -> Json {
    times.sort_by(f64::total_cmp);
    json!({"median": times.get(times.len() / 2), "max": times.last(), "count": times.len()})
}

fn order(list: &List, text: &str) -> Result<Vec<SortKey>, StoreError> {
    parse_order(list.table(), text).map_err(|_| StoreError::NoSuchColumn(0))
}

fn page(dataset: &Dataset, ranking: &Ranking, from: u64) -> Result<(), StoreError> {
    let table = ranking.list().table();
    let columns: Vec<usize> = match ranking.list() {
        List::Links { .. } => SCREEN.iter().filter_map(|id| table.position(id)).collect(),
        List::Domains | List::Sheet(_) => (0..SCREEN.len()).collect(),
    };
    dataset.read(ranking, from..from + PAGE, &columns).map(drop)
}

/// What the explorer reads before its first whole frame.
fn first_frame(dataset: &Dataset) -> Result<Json, StoreError> {
    let order = order(&List::Domains, "best_tf:desc")?;
    let (_, ms) = timed(|| {
        let ranking = dataset.rank(&List::Domains, None, &order, &NO)?;
        page(dataset, &ranking, 0)
    })?;
    Ok(json!(ms))
}

/// Each number for the first time, again, and the pages of its order.
fn sorts(dataset: &Dataset) -> Result<Json, StoreError> {
    let mut all = Map::new();
    for id in NUMBERS {
        let order = order(&LINKS, &format!("{id}:desc"))?;
        let cold = rank(dataset, None, &order)?;
        let warm = rank(dataset, None, &order)?;
        all.insert(
            id.to_owned(),
            json!({
                "cold": {"first_ms": cold.first, "complete_ms": cold.complete},
                "warm": {"first_ms": warm.first, "complete_ms": warm.complete},
                "page_ms": pages(dataset, &warm.ranking)?,
            }),
        );
    }
    Ok(Json::Object(all))
}

/// A ranking and when its first page and the whole were there.
struct Ranked {
    ranking: Ranking,
    first: f64,
    complete: f64,
}

/// The first page is there when its rows are read, as on the screen.
fn rank(
    dataset: &Dataset,
    filter: Option<&Filter>,
    order: &[SortKey],
) -> Result<Ranked, StoreError> {
    let start = Instant::now();
    let mut first = None;
    let ranking = dataset.rank_with(&LINKS, filter, order, &NO, &mut |ranking| {
        if page(dataset, &ranking, 0).is_ok() {
            first = Some(since(start));
        }
    })?;
    let complete = since(start);
    if first.is_none() {
        page(dataset, &ranking, 0)?;
    }
    Ok(Ranked {
        ranking,
        first: first.unwrap_or_else(|| since(start)),
        complete,
    })
}

/// Pages all over an order.
fn pages(dataset: &Dataset, ranking: &Ranking) -> Result<Json, StoreError> {
    let mut dice = fastrand::Rng::with_seed(1);
    let most = ranking.len().saturating_sub(PAGE).max(1);
    let mut times = Vec::new();
    for _ in 0..PLACES {
        let from = dice.u64(0..most);
        times.push(timed(|| page(dataset, ranking, from))?.1);
    }
    Ok(spread(times))
}

fn filtering(dataset: &Dataset, text: &str) -> Result<Json, StoreError> {
    let filter = filter(&LINKS, text)?;
    let cold = rank(dataset, filter.as_ref(), &[])?;
    let (mut first, mut complete) = (Vec::new(), Vec::new());
    let before = processor_ticks();
    for _ in 0..RUNS {
        let warm = rank(dataset, filter.as_ref(), &[])?;
        first.push(warm.first);
        complete.push(warm.complete);
    }
    let ticks = before.zip(processor_ticks()).map(|(a, b)| b - a);
    Ok(json!({
        "text": text,
        "rows": cold.ranking.len(),
        "cold": {"first_ms": cold.first, "complete_ms": cold.complete},
        "first_ms": spread(first),
        "complete_ms": spread(complete),
        "cpu_ms": ticks.map(|ticks| ticks as f64 * 1000.0 / (TICKS * RUNS) as f64),
        "page_ms": pages(dataset, &cold.ranking)?,
    }))
}

/// Domains all over the list, each entered for the first time.
fn entering(dataset: &Dataset) -> Result<Json, StoreError> {
    let mut dice = fastrand::Rng::with_seed(2);
    let mut times = Vec::new();
    for _ in 0..PLACES.min(dataset.manifest().domains) {
        let domain = RowId(dice.u64(0..dataset.manifest().domains));
        let list = List::Links {
            domain: Some(domain),
        };
        let (_, ms) = timed(|| {
            let ranking = dataset.rank(&list, None, &[], &NO)?;
            page(dataset, &ranking, 0)
        })?;
        times.push(ms);
    }
    Ok(spread(times))
}

fn processor_ticks() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, which may hold anything, stands in parentheses before the numbers.
    let (_, numbers) = text.rsplit_once(')')?;
    let mut fields = numbers.split_whitespace().skip(11);
    let (user, system) = (fields.next()?, fields.next()?);
    Some(user.parse::<u64>().ok()? + system.parse::<u64>().ok()?)
}

fn memory() -> Json {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mib = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some((kib as f64 / 102.4).round() / 10.0)
    };
    json!({"rss": mib("VmRSS:"), "hwm": mib("VmHWM:")})
}
