//! The overview of a target, the first screen, and the tour.

use backtrail::app::overlay::connect;
use backtrail::app::{self, Action};
use backtrail::model::access::Tried;
use backtrail::model::catalog::{Provider, dataforseo, majestic};
use backtrail::model::column::Value;
use backtrail::model::money::{Amounts, Paid, PaidSource, Price};
use backtrail::model::overview::{Figure, Held, Lacking, Origin, Overview, Side};
use backtrail::model::query::Query;
use backtrail::model::rows::DatasetId;
use backtrail::model::target::Target;
use insta::assert_snapshot;

use crate::given::{now, setup};
use crate::scene::Scene;
use crate::text;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

fn origin(source: &str, question: &str, dataset: Option<&str>) -> Origin {
    Origin {
        source: source.into(),
        question: question.into(),
        dataset: dataset.map(|id| DatasetId(id.into())),
        asked: now(),
    }
}

fn figure(name: &'static str, value: Value, origin: usize) -> Figure {
    Figure {
        name,
        value,
        origin,
    }
}

fn of_majestic() -> Side {
    Side {
        provider: Provider::Majestic,
        figures: vec![
            figure("TrustFlow", Value::Int(45), 1),
            figure("CitationFlow", Value::Int(51), 1),
            figure("ExtBackLinks", Value::Int(85_527), 0),
            figure("RefDomains", Value::Int(20_903), 0),
            figure("RefIPs", Value::Int(14_201), 1),
            figure("RefSubNets", Value::Int(9_870), 1),
            figure(
                "TopicalTrustFlow_Topic_0",
                Value::Text("Home/\u{202e}Gardening".into()),
                1,
            ),
        ],
        origins: vec![
            origin(
                "majestic historic index of 2026-11-20",
                "download",
                Some("20261121-140312-example"),
            ),
            origin(
                "majestic fresh index of 2026-11-19",
                "info",
                Some("20261120-080000-example"),
            ),
        ],
    }
}

fn of_dataforseo() -> Side {
    Side {
        provider: Provider::DataForSeo,
        figures: vec![
            figure("rank", Value::Int(412), 0),
            figure("backlinks", Value::Int(70_747), 0),
            figure("referring_main_domains", Value::Int(18_044), 0),
            figure("backlinks_spam_score", Value::Int(11), 0),
        ],
        origins: vec![origin(
            "dataforseo, asked on 2026-11-21",
            "info",
            Some("20261121-140000-example"),
        )],
    }
}

fn held(dataset: &str, question: &str, provider: Provider, again: Price) -> Held {
    let target = Target::parse("example.com").unwrap();
    let (entry, paid) = match provider {
        Provider::Majestic => (
            &majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS,
            Amounts::new(468_060, 43_813, 0),
        ),
        Provider::DataForSeo => (&dataforseo::BACKLINKS, Amounts::money(60_000)),
    };
    Held {
        dataset: DatasetId(dataset.into()),
        provider,
        question: question.into(),
        source: "majestic historic index of 2026-11-20".into(),
        since: now(),
        noun: "links",
        rows: 43_813,
        known: Some(85_527),
        complete: true,
        paid: Some(Paid {
            amounts: paid,
            source: PaidSource::Reported,
        }),
        query: Some(Query::new(entry, target)),
        again,
    }
}

fn known() -> Overview {
    let target = Target::parse("example.com").unwrap();
    let at_most = Price::UpTo(Amounts::new(468_060, 85_527, 0));
    Overview {
        sides: vec![of_majestic(), of_dataforseo()],
        held: vec![
            held(
                "d2",
                "links",
                Provider::DataForSeo,
                Price::UpTo(Amounts::money(60_000)),
            ),
            held("d1", "download", Provider::Majestic, at_most),
        ],
        lacking: vec![
            Lacking {
                query: Query::new(&majestic::GET_REF_DOMAINS, target.clone()),
                price: Price::UpTo(Amounts::new(1_000, 1_000, 0)),
            },
            Lacking {
                query: Query::new(&majestic::DOWNLOAD_BACK_LINKS, target.clone()),
                price: Price::Unknown,
            },
        ],
        target,
    }
}

pub fn overview(size: (u16, u16), cursor: &str) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene.keys("4").serve().keys("O");
    scene.act(Action::OverviewRead {
        target: Target::parse("example.com").unwrap(),
        outcome: Ok(Box::new(known())),
    });
    scene.keys(cursor);
    scene
}

pub fn first_run(size: (u16, u16), keys: &str) -> Scene {
    let mut none = setup(None);
    none.size = size;
    none.header_host = String::new();
    none.service = "offline".into();
    none.jobs = Vec::new();
    let mut scene = Scene::new(none);
    scene.state.overlay = Some(connect::first());
    scene.keys(keys);
    scene
}

pub fn tour(size: (u16, u16)) -> Scene {
    let mut demo = setup(Some("example.com"));
    demo.size = size;
    demo.auto_start = true;
    demo.jobs = Vec::new();
    let mut scene = Scene::new(demo);
    app::start(&mut scene.state);
    scene
}

#[test]
fn overviews() {
    for size in SIZES {
        let name = format!("overview_{}", size.0);
        assert_snapshot!(name, text(&overview(size, "j").state));
    }
    let mut reading = Scene::listed(SIZES[0], false);
    reading.keys("4").serve().keys("O");
    assert_snapshot!("overview_reading_80", text(&reading.state));
    let mut nothing = Scene::listed(SIZES[0], false);
    nothing.keys("4").serve().keys("O");
    let none = Overview {
        held: Vec::new(),
        sides: Provider::ALL
            .map(|provider| Side {
                provider,
                figures: Vec::new(),
                origins: Vec::new(),
            })
            .to_vec(),
        ..known()
    };
    nothing.act(Action::OverviewRead {
        target: none.target.clone(),
        outcome: Ok(Box::new(none)),
    });
    assert_snapshot!("overview_nothing_80", text(&nothing.state));
}

#[test]
fn first_screens() {
    for size in SIZES {
        let name = format!("first_run_{}", size.0);
        assert_snapshot!(name, text(&first_run(size, "j").state));
    }
    let typed = first_run(SIZES[0], "a j enter s e c r e t tab t w o");
    let shown = text(&typed.state);
    assert!(
        shown.contains("••••••") && !shown.contains("secret"),
        "{shown}"
    );
    assert_snapshot!("first_run_typing_80", shown);
    let mut unheard = first_run(SIZES[0], "a enter k e y enter");
    unheard.act(Action::AccessTried(Tried::Unheard(
        "api.majestic.com could not be reached (no route); nothing was charged".into(),
    )));
    assert_snapshot!("first_run_unheard_80", text(&unheard.state));
    assert_snapshot!(
        "first_run_file_80",
        text(&first_run(SIZES[0], "o ~ / x").state)
    );
}

#[test]
fn tours() {
    for size in SIZES {
        let name = format!("tour_{}", size.0);
        assert_snapshot!(name, text(&tour(size).state));
    }
}
