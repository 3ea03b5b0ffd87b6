//! Tables counted from links held: the sheet that offers them, and their head with denominator and source.

use backtrail::app::Action;
use backtrail::app::facts::{CountedFrom, DatasetFacts};
use backtrail::model::rows::{DatasetId, Sheet};
use insta::assert_snapshot;

use crate::given::facts;
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 50);

/// A scene on the sheet, with some tables counted.
fn offering(size: (u16, u16)) -> Scene {
    let mut scene = Scene::listed(size, false);
    let facts = scene.state.dataset.as_mut().unwrap();
    facts.tables = vec![
        (Sheet::Anchors, Some(1_204)),
        (Sheet::Profile, None),
        (Sheet::Days, None),
    ];
    scene.keys("t j");
    scene
}

fn listing(size: (u16, u16)) -> Scene {
    let mut scene = offering(size);
    scene.keys("enter");
    let table = DatasetFacts {
        id: DatasetId("d1/anchors".into()),
        sheet: Sheet::Anchors,
        items_held: 1_204,
        counted_from: Some(CountedFrom {
            dataset: DatasetId("d1".into()),
            links: 62_400,
        }),
        command: String::new(),
        domains_held: 0,
        links_held: 0,
        bad_rows: 0,
        absent: ["rank", "topic", "extra"]
            .map(|id| format!("anchors.{id}"))
            .into(),
        ..*facts()
    };
    scene.act(Action::TableCounted {
        dataset: DatasetId("d1".into()),
        sheet: Sheet::Anchors,
        outcome: Ok(Some(Box::new(table))),
    });
    scene.serve();
    scene
}

#[test]
fn tables() {
    assert_snapshot!("offered_80", text(&offering(SMALL).state));
    assert_snapshot!("offered_200", text(&offering(LARGE).state));
    let mut counting = offering(SMALL);
    counting.keys("j enter").act(Action::TableGrows {
        dataset: DatasetId("d1".into()),
        sheet: Sheet::Profile,
        done: 31_300,
    });
    let shown = text(&counting.state);
    assert!(shown.contains("counting, 50% of the links"), "{shown}");
    assert!(shown.contains("esc stop"), "{shown}");
}

#[test]
fn a_head_names_denominator_and_source() {
    let head = "1,204 anchor texts of 62,400 links held of 90,000 known";
    let wide = text(&listing(LARGE).state);
    assert!(
        wide.contains(&format!("{head} · computed here · ")),
        "{wide}"
    );
    assert!(wide.contains("historic 2026-11-20 ─"), "{wide}");
    let narrow = text(&listing(SMALL).state);
    assert!(
        narrow.contains("1,204 of 62,400 links, of 90,000"),
        "{narrow}"
    );
    let middle = text(&listing((120, 40)).state);
    assert!(
        middle.contains("1,204 of 62,400 links, of 90,000 · computed ─"),
        "{middle}"
    );
    let crumb = "example.com · computed here · majestic";
    assert!(narrow.contains(crumb), "{narrow}");
    let mut back = listing(SMALL);
    back.keys("esc").serve();
    assert!(!text(&back.state).contains("computed"));
}
