//! Pictures at the sizes people use: each form, drawn and as table, with few signs, and of what tries to break them.

use std::collections::BTreeMap;

use backtrail::app::Action;
use backtrail::app::effect::Pane;
use backtrail::app::overlay::Overlay;
use backtrail::config::Keymap;
use backtrail::model::column::Value;
use backtrail::model::picture::{
    Axis, Bar, Bars, Basis, Bins, Drawn, Grid, Lines, LostBy, Months, Name, Picture, Series, Spark,
    Unit,
};
use backtrail::model::rows::{List, RowId};
use insta::assert_snapshot;

use crate::given::HOSTILE;
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 50);

fn axis(title: &str, name: &str) -> Axis {
    Axis {
        title: title.to_owned(),
        name: name.to_owned(),
    }
}

fn basis(whole: u64) -> Basis {
    let mut basis = Basis {
        noun: "links".to_owned(),
        rows: 12_400,
        of: 62_400,
        known: Some(90_000),
        filter: "tf>=20".to_owned(),
        source: "majestic historic index of 2026-11-20".to_owned(),
        unit: "links".to_owned(),
        whole,
        ..Basis::default()
    };
    basis.leave_out(312, "without TF or CF");
    basis
}

fn picture(name: Name, whole: u64, drawn: Drawn) -> Picture {
    Picture {
        name,
        list: List::Links { domain: None },
        basis: basis(whole),
        drawn,
    }
}

/// Flows as they lie in the web: most low, citation ahead of trust.
fn flows(matrix: bool, scale: u64) -> Picture {
    let mut grid = Grid::new(
        axis("CF", "source_citation_flow"),
        axis("TF", "source_trust_flow"),
    );
    grid.is_matrix = matrix;
    for x in 0i64..=100 {
        for y in 0i64..=100 {
            let far = (y - x * 2 / 3).abs() * 3 + x;
            let count = 400u64 >> (far / 12).min(60);
            assert!(grid.add(x, y, count * scale));
        }
    }
    let name = if matrix { Name::Profile } else { Name::Flows };
    picture(name, grid.total(), Drawn::Grid(grid))
}

fn trust() -> Picture {
    let mut bins = Bins::new(axis("TF", "source_trust_flow"));
    for number in 0..=100i64 {
        for _ in 0..(1_500 / (number + 3)) {
            assert!(bins.add(number));
        }
    }
    picture(Name::Trust, bins.total(), Drawn::Bins(bins))
}

fn months() -> Picture {
    let month = |n: i32| 24_000 + 200 + n;
    let seen: BTreeMap<i32, u64> = (0..120)
        .map(|n| (month(n), (n * n / 7 + 3) as u64))
        .collect();
    let gone: BTreeMap<i32, u64> = (60..120).map(|n| (month(n), (n / 3) as u64)).collect();
    let by = LostBy {
        says: "deleted".to_owned(),
        seen: "source_crawl_date".to_owned(),
        ..LostBy::default()
    };
    let whole = seen.values().sum();
    let months = Months::of(
        axis("First seen", "first_found_date"),
        &seen,
        Some((by, &gone)),
    );
    picture(Name::Months, whole, Drawn::Months(months))
}

fn bars(values: &[Value], cumulated: bool) -> Picture {
    let bars: Vec<Bar> = (1u64..)
        .zip(values)
        .map(|(at, value)| Bar {
            value: value.clone(),
            filter: "anchor_text==\"x\"".to_owned(),
            rows: 90_000 / at,
            domains: Some(at),
        })
        .collect();
    let whole = bars.iter().map(|bar| bar.rows).sum();
    let bars = Bars {
        axis: axis("Anchor text", "anchor_text"),
        distinct: bars.len() as u64 + 900,
        bars,
        cumulated,
    };
    let name = if cumulated {
        Name::Subnets
    } else {
        Name::Anchors
    };
    picture(name, whole, Drawn::Bars(bars))
}

fn anchors() -> Picture {
    let mut values: Vec<Value> = (0..40)
        .map(|n| Value::Text(format!("read more {n}")))
        .collect();
    values[2] = Value::Null;
    bars(&values, false)
}

fn history() -> Picture {
    let series = |title: &str, from: i64, gap: std::ops::Range<usize>| Series {
        title: title.to_owned(),
        also: String::new(),
        values: (0..60)
            .map(|at| (!gap.contains(&at)).then(|| from + (at as i64 * 37) % 900 + at as i64 * 40))
            .collect(),
    };
    let lines = Lines {
        time: axis("Date", "date"),
        unit: Unit::Month,
        first: 24_240,
        places: 60,
        series: vec![
            series("Links", 4_000, 20..27),
            series("Ref domains", 900, 0..0),
            series("Rank", 2, 40..60),
        ],
    };
    picture(Name::History, 0, Drawn::Lines(lines))
}

/// A scene in which a picture is looked at.
fn showing(size: (u16, u16), picture: Picture) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene.keys("4").serve().keys("p");
    let Some(Overlay::Pictures(sheet)) = &mut scene.state.overlay else {
        panic!("no picture is open");
    };
    // What this list cannot show is looked at all the same.
    if !sheet.names.contains(&picture.name) {
        sheet.names.push(picture.name);
    }
    while sheet_name(&scene) != Some(picture.name) {
        scene.keys("l");
    }
    let generation = scene.state.links.list.generation;
    scene.act(Action::Pictured {
        pane: Pane::Links,
        generation,
        name: picture.name,
        picture: Ok(Box::new(picture)),
    });
    scene
}

/// Flows on screen.
pub fn flows_on_screen(size: (u16, u16)) -> Scene {
    showing(size, flows(false, 1))
}

/// Marks of the picture on screen.
pub fn marks(scene: &Scene) -> usize {
    match &scene.state.overlay {
        Some(Overlay::Pictures(sheet)) => sheet.marks(scene.state.size).len(),
        _ => 0,
    }
}

fn sheet_name(scene: &Scene) -> Option<Name> {
    match &scene.state.overlay {
        Some(Overlay::Pictures(sheet)) => sheet.name(),
        _ => None,
    }
}

fn every() -> Vec<(&'static str, Picture)> {
    let networks: Vec<Value> = (0..30)
        .map(|n| Value::Text(format!("10.0.{n}.0")))
        .collect();
    vec![
        ("flows", flows(false, 1)),
        ("matrix", flows(true, 7)),
        ("tf", trust()),
        ("months", months()),
        ("anchors", anchors()),
        ("subnets", bars(&networks, true)),
        ("history", history()),
    ]
}

/// Every picture looked at.
pub fn scenes(size: (u16, u16)) -> Vec<Scene> {
    let all = every().into_iter();
    all.map(|(_, picture)| showing(size, picture)).collect()
}

#[test]
fn every_picture_at_every_size() {
    for (name, picture) in every() {
        for size in [SMALL, MIDDLE, LARGE] {
            let scene = showing(size, picture.clone());
            assert_snapshot!(format!("picture_{name}_{}", size.0), text(&scene.state));
        }
    }
}

#[test]
fn every_picture_with_few_signs() {
    for (name, picture) in every() {
        let mut scene = showing(SMALL, picture.clone());
        scene.state.options.ascii = true;
        assert_snapshot!(format!("picture_{name}_ascii"), text(&scene.state));
        let drawn = |c: char| matches!(c, '\u{2580}'..='\u{259f}' | '\u{2800}'..='\u{28ff}' | '╱' | '▲' | '▸');
        let shown = text(&scene.state);
        assert!(!shown.contains(drawn), "{name}: {shown}");
    }
}

#[test]
fn every_picture_as_a_table() {
    for (name, picture) in every() {
        let mut scene = showing(SMALL, picture);
        scene.keys("t");
        assert_snapshot!(format!("picture_{name}_table"), text(&scene.state));
    }
}

#[test]
fn the_cursor_goes_to_the_other_side_of_the_axis() {
    let mut scene = showing(SMALL, months());
    scene.keys("k k }");
    let shown = text(&scene.state);
    assert!(
        shown.contains("[78 lost]") || shown.contains(" lost] · "),
        "{shown}"
    );
    assert!(
        shown.contains("enter: deleted and source_crawl_date"),
        "{shown}"
    );
    let mut scene = showing(SMALL, history());
    scene.keys("g } }");
    let shown = text(&scene.state);
    assert!(shown.contains("▸ Rank"), "{shown}");
    assert!(shown.contains("2020-01: [2 Rank]"), "{shown}");
    assert!(shown.contains("enter: date=2020-01"), "{shown}");
}

#[test]
fn where_there_is_little_or_nothing_that_is_said() {
    let mut one = Bins::new(axis("TF", "source_trust_flow"));
    let none = showing(SMALL, picture(Name::Trust, 0, Drawn::Bins(one.clone())));
    let shown = text(&none.state);
    assert!(
        shown.contains("none of these rows tells what is drawn here"),
        "{shown}"
    );
    assert!(one.add(42));
    let shown = text(&showing(SMALL, picture(Name::Trust, 1, Drawn::Bins(one))).state);
    assert!(shown.contains("▸ TF 40-44: 1 link, 100.0% of 1"), "{shown}");
    let huge = text(&showing(SMALL, flows(false, u64::MAX / 1_000_000)).state);
    assert!(huge.contains("links: ·1+"), "{huge}");
    let wide = Months::of(
        axis("First seen", "first_found_date"),
        &BTreeMap::from([(12, 1), (119_999, u64::MAX / 4)]),
        None,
    );
    let wide = text(&showing(SMALL, picture(Name::Months, 2, Drawn::Months(wide))).state);
    assert!(wide.contains("first seen"), "{wide}");
    let mut counting = Scene::listed(SMALL, false);
    counting.keys("4").serve().keys("p");
    assert!(text(&counting.state).contains("counting …"));
}

#[test]
fn names_from_outside_break_no_line() {
    let values: Vec<Value> = HOSTILE
        .iter()
        .map(|text| Value::Text((*text).to_owned()))
        .collect();
    let mut told = history();
    if let Drawn::Lines(lines) = &mut told.drawn {
        lines.series[0].title = format!("Links · {}", HOSTILE[2]);
    }
    for picture in [bars(&values, true), told] {
        for size in [SMALL, LARGE] {
            for keys in ["", "t"] {
                let mut scene = showing(size, picture.clone());
                scene.keys(keys);
                let shown = text(&scene.state);
                for line in shown.lines() {
                    let width = unicode_width::UnicodeWidthStr::width(line);
                    assert!(width <= usize::from(size.0), "{width}: {line}");
                    assert!(!line.chars().any(char::is_control), "{line:?}");
                    assert!(
                        !line.contains(['\u{202e}', '\u{2066}', '\u{200b}']),
                        "{line:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_size_from_nothing() {
    for (_, picture) in every() {
        let mut scene = showing(SMALL, picture);
        for (width, height) in (0..130u16)
            .step_by(7)
            .flat_map(|w| (0..42u16).step_by(3).map(move |h| (w, h)))
        {
            scene.act(Action::Resize(width, height));
            drop(crate::drawn(&scene.state));
        }
        scene.keys("t");
        for size in [(30, 6), (31, 9), (79, 13), (119, 23), (250, 80)] {
            scene.act(Action::Resize(size.0, size.1));
            drop(crate::drawn(&scene.state));
        }
    }
}

#[test]
fn months_stand_beside_the_domains() {
    let mut scene = Scene::listed(MIDDLE, false);
    scene.state.keymap = Keymap::from_toml(Some("[list]\nsparks = [\"S\"]\n")).unwrap();
    scene.keys("S").serve();
    let rows: Vec<RowId> = (0..30).map(RowId).collect();
    let spark = |row: &RowId| {
        let mut spark = Spark::default();
        for month in 0..24i32 {
            let count = (month * (row.0 as i32 + 2)) % 9;
            (0..count).for_each(|_| spark.add(24_300 + month, 24_323));
        }
        (*row, spark)
    };
    scene.act(Action::SparksRead {
        dataset: scene.state.dataset.as_ref().unwrap().id.clone(),
        last: 24_323,
        sparks: rows.iter().map(spark).collect(),
    });
    assert_snapshot!("sparks_120", text(&scene.state));
    scene.state.options.ascii = true;
    scene.state.size = SMALL;
    assert_snapshot!("sparks_ascii", text(&scene.state));
}
