//! Every example of the help, and more, on stored rows: they pass as the words mean row by row.

use backtrail::model::column::Value;
use backtrail::model::filter::{Filter, GRAMMAR};
use backtrail::model::rows::{Field, List};
use backtrail::store::filter;

use crate::naive::Naive;
use crate::scene::{LINKS_OF_ALL, Made, NO, Scene, scene};

fn made() -> Scene {
    let row = |n: usize| Made {
        host: ["www.alpha.com", "beta.de", "zeta.fr"][n % 3],
        page: (n % 5) as u8,
        anchor: [
            "Casino",
            "online slots",
            "best 7 bets",
            "a bet",
            "",
            "top 12",
        ][n % 6]
            .to_owned(),
        tf: (!n.is_multiple_of(7)).then_some((n % 40) as u8),
        cf: Some((n % 50) as u8),
        nofollow: n.is_multiple_of(4),
        found: (!n.is_multiple_of(5)).then_some((n * 7 % 700) as u16),
        topic: ["Business", "Arts/Music", "Sports", ""][n % 4],
    };
    scene(&(0..160).map(row).collect::<Vec<_>>())
}

fn passing(scene: &Scene, list: &List, filter: &Filter) -> Vec<usize> {
    let ranking = scene.dataset.rank(list, Some(filter), &[], &NO).unwrap();
    (0..ranking.len())
        .filter_map(|at| ranking.row(at))
        .map(|id| id.0 as usize)
        .collect()
}

#[test]
fn every_feature_passes_the_rows_it_means() {
    let scene = made();
    let more = [
        "tf in (1, 2, 3)",
        "tf not in (1, 2, 3)",
        "first_seen in (2024-03, 2025)",
        "anchor !~ casino",
        "anchor has bet or anchor =~ \"^\\w+ \\d+$\"",
        "not (tld=de or tld=fr)",
        "domain.topic is null",
        "best_tf >= 39 nofollow=no",
        "anchor ends s and source_url starts HTTPS://",
    ];
    let rules = GRAMMAR.iter().map(|rule| rule.write);
    let mut some = 0;
    for text in rules.chain(more) {
        let filter = Filter::parse(LINKS_OF_ALL.table(), text, &|_| Err(String::new()));
        let filter = filter.unwrap_or_else(|e| panic!("{text}: {e}"));
        let naive = Naive {
            scene: &scene,
            list: &LINKS_OF_ALL,
        };
        let passes = |row: usize| {
            filter.matches(&|field: Field| -> Value { naive.cell(row, field).clone() })
        };
        let found = passing(&scene, &LINKS_OF_ALL, &filter);
        assert_eq!(found, naive.rank(&passes, &[]), "{text}");
        some += usize::from(!found.is_empty() && found.len() < 160);
    }
    assert!(
        some >= 20,
        "{some} filters let some rows through and others not"
    );
}

#[test]
fn files_are_read_once_and_their_mistakes_named() {
    let scene = made();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rivals.txt");
    std::fs::write(&path, "# rivals\nBETA.de\n\nzeta.fr\r\n").unwrap();
    let text = format!(
        "domain in @\"{}\"",
        path.display().to_string().replace('\\', "\\\\")
    );
    let read = filter(&LINKS_OF_ALL, &text).unwrap().unwrap();
    std::fs::remove_file(&path).unwrap();
    let found = passing(&scene, &LINKS_OF_ALL, &read);
    assert_eq!(found, (0..160).filter(|n| n % 3 != 0).collect::<Vec<_>>());
    let gone = filter(&LINKS_OF_ALL, &text).unwrap_err().to_string();
    assert!(
        gone.contains("rivals.txt") && gone.contains("column 11"),
        "{gone}"
    );
    assert!(filter(&List::Domains, " ").unwrap().is_none());
    let folder = format!("domain in @\"{}\"", folder.path().display());
    assert!(
        filter(&LINKS_OF_ALL, &folder).is_err(),
        "a folder is no list"
    );
}
