//! Pictures: every mark counts exactly the rows that its filter lets through, and nothing is lost between the marks.

use backtrail::model::filter::Filter;
use backtrail::model::picture::{Drawn, Grain, Name, Picture};
use backtrail::model::rows::{List, RowId};
use proptest::prelude::*;

use crate::naive::Naive;
use crate::scene::{LINKS_OF_ALL, Made, NO, Scene, rows, scene};
use crate::terms::{Term, term};

/// Rows that pass a filter.
fn passing(scene: &Scene, list: &List, text: &str) -> u64 {
    let filter = Filter::parse(list.table(), text, &|_| Err("no".to_owned()));
    let filter = filter.unwrap_or_else(|e| panic!("{text}: {e}"));
    let ranking = scene.dataset.rank(list, Some(&filter), &[], &NO).unwrap();
    ranking.len()
}

fn picture(scene: &Scene, list: &List, text: &str, name: Name) -> Picture {
    let filter = (!text.is_empty())
        .then(|| Filter::parse(list.table(), text, &|_| Err("no".to_owned())).unwrap());
    let dataset = &scene.dataset;
    let ranking = dataset.rank(list, filter.as_ref(), &[], &NO).unwrap();
    let picture = dataset.picture(&ranking, text, name, &NO).unwrap();
    picture.unwrap_or_else(|| panic!("{name:?} was offered"))
}

fn check(scene: &Scene, list: &List, text: &str, name: Name, grain: Grain) {
    let picture = picture(scene, list, text, name);
    let marks = picture.marks(grain);
    let regions = picture.regions();
    for mark in marks.iter().chain(&regions) {
        assert_eq!(mark.numbers.len(), picture.numbers().len(), "{name:?}");
        for (number, filter) in mark.numbers.iter().zip(&mark.filters) {
            let both = match text {
                "" => filter.clone(),
                text => format!("({text} ) and {filter}"),
            };
            let led = passing(scene, list, &both);
            assert_eq!(number.map(|n| n as u64), Some(led), "{name:?}: {both}");
        }
    }
    let first = |mark: &backtrail::model::picture::Mark| mark.numbers[0].unwrap() as u64;
    let counted: u64 = marks.iter().map(first).sum();
    let basis = &picture.basis;
    assert_eq!(counted, basis.whole, "{name:?}");
    if matches!(picture.drawn, Drawn::Grid(_)) {
        let of_regions: u64 = regions.iter().map(first).sum();
        assert_eq!((regions.len(), of_regions), (2, basis.whole), "{name:?}");
    }
    let out = basis.left_out.iter();
    let out = out.filter(|out| !out.which.starts_with("lost"));
    let out: u64 = out.map(|out| out.rows).sum();
    assert_eq!(counted + out, basis.rows, "{name:?}: {basis:?}");
    let width = picture.heads().len();
    assert!(picture.table(grain).iter().all(|row| row.len() == width));
}

fn both(all: &[Made], filter: Option<Term>, grain: Grain) {
    let scene = scene(all);
    let text = filter.as_ref().map_or(String::new(), Term::text);
    for name in scene.dataset.pictures(&LINKS_OF_ALL) {
        check(&scene, &LINKS_OF_ALL, &text, name, grain);
    }
    for name in scene.dataset.pictures(&List::Domains) {
        check(&scene, &List::Domains, "", name, grain);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_mark_counts_the_rows_that_its_filter_leads_to(
        all in rows(60),
        filter in prop::option::weighted(0.6, term(&LINKS_OF_ALL)),
        (x, y, months) in (1usize..12, 1usize..12, prop::sample::select(vec![1usize, 3, 12])),
    ) {
        both(&all, filter, Grain { x, y, months });
    }

    #[test]
    fn flows_are_counted_as_one_would_by_hand(all in rows(80)) {
        let scene = scene(&all);
        let naive = Naive { scene: &scene, list: &LINKS_OF_ALL };
        let ids = naive.rank(&|_| true, &[]);
        if !scene.dataset.pictures(&LINKS_OF_ALL).contains(&Name::Flows) {
            return Ok(());
        }
        let picture = picture(&scene, &LINKS_OF_ALL, "", Name::Flows);
        let Drawn::Grid(grid) = &picture.drawn else {
            panic!("no grid");
        };
        let flows = all.iter().filter_map(|row| row.cf.zip(row.tf));
        let flows: Vec<(u8, u8)> = flows.collect();
        for (cf, tf) in (0..6).flat_map(|cf| (0..6).map(move |tf| (cf, tf))) {
            let by_hand = flows.iter().filter(|flow| **flow == (cf, tf)).count();
            prop_assert_eq!(grid.get(usize::from(cf), usize::from(tf)), by_hand as u64);
        }
        let trusted = flows.iter().filter(|(cf, tf)| 2 * tf >= *cf).count();
        prop_assert_eq!(grid.regions().trusted, trusted as u64);
        prop_assert_eq!(grid.total() + picture.basis.left_out.iter().map(|o| o.rows).sum::<u64>(), ids.len() as u64);
    }
}

#[test]
fn the_links_of_one_domain_are_counted_alone() {
    let mut all = Vec::new();
    for (host, tf) in [
        ("beta.de", 3),
        ("zeta.fr", 4),
        ("beta.de", 5),
        ("eta.org", 3),
    ] {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let tree = rows(2).new_tree(&mut runner).unwrap();
        let mut made = proptest::strategy::ValueTree::current(&tree).remove(0);
        (made.host, made.tf, made.cf) = (host, Some(tf), Some(1));
        all.push(made);
    }
    let scene = scene(&all);
    let list = List::Links {
        domain: Some(RowId(0)),
    };
    let picture = picture(&scene, &list, "", Name::Trust);
    assert_eq!((picture.basis.rows, picture.basis.of), (2, 2));
    assert_eq!(picture.basis.noun, "links from beta.de");
    assert_eq!(picture.basis.known, None);
    assert!(
        picture
            .basis
            .line()
            .starts_with("2 links from beta.de held · from the file")
    );
    assert_eq!(picture.marks(Grain::FINEST)[0].numbers, [Some(1)]);
}

#[test]
fn counting_stops_when_nobody_waits() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let tree = rows(40).new_tree(&mut runner).unwrap();
    let scene = scene(&proptest::strategy::ValueTree::current(&tree));
    let ranking = scene.dataset.rank(&LINKS_OF_ALL, None, &[], &NO).unwrap();
    let stopped = std::sync::atomic::AtomicBool::new(true);
    for name in scene.dataset.pictures(&LINKS_OF_ALL) {
        let counted = scene.dataset.picture(&ranking, "", name, &stopped);
        let error = counted.unwrap_err();
        assert!(
            error.to_string().contains("stopped") || error.to_string().contains("cancel"),
            "{error}"
        );
    }
}
