//! Pictures as they are written.

use std::collections::BTreeMap;

use super::{figure, picture_document};
use crate::model::column::Value;
use crate::model::picture::{
    Axis, Bar, Bars, Basis, Bins, Drawn, Grid, Lines, Lost, LostBy, Months, Name, Picture, Series,
    Unit,
};
use crate::model::rows::List;

fn axis(name: &str) -> Axis {
    Axis {
        title: name.to_uppercase(),
        name: name.to_owned(),
    }
}

fn picture(name: Name, drawn: Drawn) -> Picture {
    Picture {
        name,
        list: List::Links { domain: None },
        basis: Basis {
            noun: "links".to_owned(),
            unit: "links".to_owned(),
            rows: 1_234,
            of: 5_000,
            whole: 1_234,
            filter: "tf>=5 and anchor~\"<b>\"".to_owned(),
            source: "majestic index of 2026-11-20".to_owned(),
            ..Basis::default()
        },
        drawn,
    }
}

fn grid() -> Drawn {
    let mut grid = Grid::new(axis("cf"), axis("tf"));
    assert!(grid.add(10, 30, 1_200) && grid.add(100, 100, 4) && grid.add(80, 3, 30));
    Drawn::Grid(grid)
}

fn bins() -> Drawn {
    let mut bins = Bins::new(axis("tf"));
    for number in [0, 3, 4, 50, 50, 100] {
        assert!(bins.add(number));
    }
    Drawn::Bins(bins)
}

fn months() -> Drawn {
    let seen: BTreeMap<i32, u64> = [(24_300, 5), (24_310, 1_500)].into();
    let lost: BTreeMap<i32, u64> = [(24_305, 7)].into();
    let by = LostBy::default();
    Drawn::Months(Months::of(
        axis("first_found_date"),
        &seen,
        Some((by, &lost)),
    ))
}

fn bars() -> Drawn {
    let bar = |value: Value, rows| Bar {
        value,
        filter: String::new(),
        rows,
        domains: None,
    };
    let hostile = "</text><script>x</script>\u{202e}".repeat(3);
    Drawn::Bars(Bars {
        axis: axis("anchor"),
        bars: vec![
            bar(Value::Text("日本語".to_owned()), 900),
            bar(Value::Text(hostile), 300),
            bar(Value::Null, 1),
        ],
        distinct: 45,
        cumulated: true,
    })
}

fn lines() -> Drawn {
    let series = |title: &str, values: Vec<Option<i64>>| Series {
        title: title.to_owned(),
        also: String::new(),
        values,
    };
    Drawn::Lines(Lines {
        time: axis("day"),
        unit: Unit::Month,
        first: 24_300,
        places: 4,
        series: vec![
            series("links", vec![Some(1), Some(5_000), None, Some(9)]),
            series("nothing", vec![None; 4]),
            series("flat", vec![Some(7); 4]),
        ],
    })
}

#[test]
fn every_kind_is_well_formed_text_with_its_numbers() {
    let all = [
        (Name::Flows, grid(), "1.2k"),
        (Name::Trust, bins(), ", median 4"),
        (Name::Months, months(), "hollow below: lost"),
        (Name::Anchors, bars(), "900 · 72.9% · Σ 72.9%"),
        (Name::History, lines(), "1 to 5,000, last 9"),
    ];
    for (name, drawn, says) in all {
        let made = figure(&picture(name, drawn));
        assert!(made.svg.contains(says), "{}", made.svg);
        assert!(made.svg.starts_with("<svg role=\"img\" viewBox=\"0 0 640 "));
        assert!(
            made.svg
                .contains(&format!("<title>{}</title>", name.title()))
        );
        assert!(
            made.caption
                .contains("1,234 of 5,000 links held pass tf>=5"),
            "{}",
            made.caption
        );
        assert!(
            !made.svg.contains("<script")
                && !made.svg.contains("href")
                && !made.svg.contains("style=")
        );
        let mut reader = quick_xml::Reader::from_str(&made.svg);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                event => drop(event),
            }
        }
        insta::assert_snapshot!(name.id(), made.svg);
    }
}

#[test]
fn nothing_at_all_is_drawn_without_fault() {
    let none = [
        Drawn::Grid(Grid::new(axis("cf"), axis("tf"))),
        Drawn::Bins(Bins::new(axis("tf"))),
        Drawn::Months(Months {
            found: axis("first"),
            first: 0,
            counts: Vec::new(),
            lost: None::<Lost>,
        }),
        Drawn::Bars(Bars {
            axis: axis("anchor"),
            bars: Vec::new(),
            distinct: 0,
            cumulated: false,
        }),
        Drawn::Lines(Lines {
            time: axis("day"),
            unit: Unit::Day,
            first: 0,
            places: 0,
            series: Vec::new(),
        }),
    ];
    for drawn in none {
        let picture = picture(Name::Flows, drawn);
        assert!(!super::shows(&picture));
        let made = figure(&picture);
        assert!(
            !made.svg.contains("NaN") && !made.svg.contains("inf"),
            "{}",
            made.svg
        );
    }
}

#[test]
fn a_file_of_its_own_says_what_its_numbers_are_of() {
    let text = picture_document(&picture(Name::Anchors, bars()));
    assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            event => drop(event),
        }
    }
    for told in [
        "1,234 of 5,000 links held pass tf&gt;=5",
        ">majestic index of 2026-11-20</text>",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains("<script"), "{text}");
}
