//! Lists longer than what is looked at near the cursor: hits far away, and counts over many batches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use backtrail::model::column::Value;
use backtrail::model::filter::Filter;
use backtrail::model::rows::{Direction, Field, List, parse_order};
use backtrail::store::{Ranking, StoreError};
use rstest::rstest;

use crate::scene::{LINKS_OF_ALL, Made, NO, Stored, stored};

const ROWS: usize = 40_000;
const HITS: [usize; 5] = [7, 16_383, 16_384, 33_000, 39_999];

fn long(host: fn(usize) -> usize) -> Stored {
    const HOSTS: [&str; 7] = ["a.com", "b.de", "c.de", "d.fr", "e.org", "f.net", "g.co.uk"];
    let row = |n: usize| Made {
        host: HOSTS[host(n)],
        page: (n % 4) as u8,
        anchor: if HITS.contains(&n) {
            "the NEEDLE".to_owned()
        } else {
            format!("text {}", n % 900)
        },
        tf: Some((n * 31 % 100) as u8),
        cf: Some((n % 50) as u8),
        nofollow: n.is_multiple_of(4),
        found: Some((n % 700) as u16),
        topic: "Arts",
    };
    let rows: Vec<Made> = (0..ROWS).map(row).collect();
    stored(&rows, 2_000, 15_000)
}

fn by_turns(n: usize) -> usize {
    n % 7
}

fn together(n: usize) -> usize {
    n * 7 / ROWS
}

fn ids(ranking: &Ranking) -> Vec<usize> {
    (0..ranking.len())
        .filter_map(|at| ranking.row(at))
        .map(|id| id.0 as usize)
        .collect()
}

#[rstest]
#[case("", "")]
#[case("tf>=20", "")]
#[case("", "cf:desc")]
#[case("tf<90", "tf,source_url:desc")]
fn far_hits_are_found_from_everywhere(#[case] filter: &str, #[case] order: &str) {
    let stored = long(by_turns);
    let table = LINKS_OF_ALL.table();
    let read = (!filter.is_empty())
        .then(|| Filter::parse(table, filter, &|_| Err(String::new())).unwrap());
    let order = parse_order(table, order).unwrap();
    let ranking = stored
        .dataset
        .rank(&LINKS_OF_ALL, read.as_ref(), &order, &NO)
        .unwrap();
    let ids = ids(&ranking);
    let len = ids.len() as u64;
    let hits: BTreeSet<u64> = ids
        .iter()
        .zip(0..)
        .filter(|(id, _)| HITS.contains(id))
        .map(|(_, at)| at)
        .collect();
    assert!(!hits.is_empty());
    let find = |needle: &str, from, direction| {
        stored
            .dataset
            .find(&ranking, needle, from, direction, &NO)
            .unwrap()
    };
    for from in [0, 6, 7, 8, 5_000, 16_383, 16_384, 20_000, len - 1]
        .into_iter()
        .chain(hits.iter().copied())
    {
        let from = from % len;
        let next = hits.range(from + 1..).next().or(hits.first()).copied();
        assert_eq!(
            find("needle", from, Direction::Forward),
            next,
            "from {from}"
        );
        let before = hits.range(..from).next_back().or(hits.last()).copied();
        assert_eq!(
            find("needle", from, Direction::Backward),
            before,
            "back from {from}"
        );
    }
    assert_eq!(find("no such text", 3, Direction::Forward), None);
    assert_eq!(find("no such text", 3, Direction::Backward), None);
    let stopped = stored.dataset.find(
        &ranking,
        "none",
        3,
        Direction::Forward,
        &AtomicBool::new(true),
    );
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
}

#[rstest]
#[case(by_turns)]
#[case(together)]
fn counts_are_exact_in_any_order_of_domains(#[case] host: fn(usize) -> usize) {
    let stored = long(host);
    let table = LINKS_OF_ALL.table();
    let filter = Filter::parse(table, "tf<93", &|_| Err(String::new())).unwrap();
    for (filter, order) in [(None, ""), (Some(&filter), ""), (Some(&filter), "tf:desc")] {
        let order = parse_order(table, order).unwrap();
        let ranking = stored
            .dataset
            .rank(&LINKS_OF_ALL, filter, &order, &NO)
            .unwrap();
        for name in [
            "anchor",
            "tf",
            "source_url",
            "tld",
            "best_tf",
            "source_topic",
        ] {
            let field = Field::named(table, name).unwrap();
            let mut counts: BTreeMap<String, (u64, BTreeSet<usize>)> = BTreeMap::new();
            for id in ids(&ranking) {
                let entry = counts.entry(cell(name, id, host)).or_default();
                entry.0 += 1;
                entry.1.insert(host(id));
            }
            for most in [3, usize::MAX] {
                let tally = stored.dataset.tally(&ranking, field, most, &NO).unwrap();
                assert_eq!((tally.rows, tally.domains), (ranking.len(), 7), "{name}");
                assert_eq!(tally.distinct, counts.len() as u64, "{name}");
                assert_eq!(tally.values.len(), most.min(counts.len()), "{name}");
                assert!(
                    tally.values.windows(2).all(|w| {
                        (w[1].rows, w[0].value.order(&w[1].value))
                            <= (w[0].rows, std::cmp::Ordering::Less)
                    }),
                    "{name}"
                );
                for row in &tally.values {
                    let (rows, domains) = &counts[&*row.value.plain()];
                    assert_eq!(
                        (row.rows, row.domains),
                        (*rows, domains.len() as u64),
                        "{name} {:?}",
                        row.value
                    );
                }
                let least = tally.values.last().map_or(0, |row| row.rows);
                let more = counts.values().filter(|(rows, _)| *rows > least).count();
                assert!(more <= tally.values.len(), "{name}");
            }
        }
    }
    let ranking = stored.dataset.rank(&LINKS_OF_ALL, None, &[], &NO).unwrap();
    let field = Field::named(table, "anchor").unwrap();
    let stopped = stored
        .dataset
        .tally(&ranking, field, 3, &AtomicBool::new(true));
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    let domains = stored.dataset.rank(&List::Domains, None, &[], &NO).unwrap();
    let beyond = stored
        .dataset
        .tally(&domains, Field::named(table, "tld").unwrap(), 3, &NO);
    assert!(
        matches!(beyond, Err(StoreError::NoSuchColumn(_))),
        "domains have no domains"
    );
}

/// What was made of a row, as an export writes it.
fn cell(name: &str, n: usize, host: fn(usize) -> usize) -> String {
    match name {
        "anchor" if HITS.contains(&n) => "the NEEDLE".to_owned(),
        "anchor" => format!("text {}", n % 900),
        "tf" => (n * 31 % 100).to_string(),
        "source_url" => {
            let hosts = ["a.com", "b.de", "c.de", "d.fr", "e.org", "f.net", "g.co.uk"];
            format!("https://{}/{}", hosts[host(n)], n % 4)
        }
        "tld" => ["com", "de", "de", "fr", "org", "net", "co.uk"][host(n)].to_owned(),
        "best_tf" => "99".to_owned(),
        _ => Value::Text("Arts".to_owned()).plain().into_owned(),
    }
}
