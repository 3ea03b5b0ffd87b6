//! Tables counted from links held: asked for, listed over the domains, left again; and the way from a row to its links.

use backtrail::app::facts::{CountedFrom, DatasetFacts};
use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::catalog::majestic::{
    DOWNLOAD_BACK_LINKS, GET_ANCHOR_TEXT, GET_BACK_LINK_DATA, GET_TOPICS,
};
use backtrail::model::job::{JobState, JobSummary};
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, List, Sheet};
use backtrail::model::target::Target;

use crate::world::{World, facts, job, setup};

const TABLES: [Sheet; 3] = [Sheet::Anchors, Sheet::Topics, Sheet::Days];

/// A dataset with links, and the tables that these give.
fn with_links(id: &str) -> DatasetFacts {
    let mut facts = *facts(id, 5_000, 1_000, true);
    facts.tables = TABLES.map(|sheet| (sheet, None)).into();
    facts
}

/// A table that was counted from a dataset's links.
fn counted(dataset: &str, sheet: Sheet) -> DatasetFacts {
    DatasetFacts {
        id: DatasetId(format!("{dataset}/{}", sheet.table().name)),
        sheet,
        items_held: 700,
        counted_from: Some(CountedFrom {
            dataset: DatasetId(dataset.into()),
            links: 5_000,
        }),
        links_held: 0,
        domains_held: 0,
        command: String::new(),
        absent: Vec::new(),
        tables: Vec::new(),
        ..*facts(dataset, 0, 0, true)
    }
}

fn tell(world: &mut World, dataset: &str, sheet: Sheet) {
    world.act(Action::TableCounted {
        dataset: DatasetId(dataset.into()),
        sheet,
        outcome: Ok(Some(Box::new(counted(dataset, sheet)))),
    });
    world.serve();
}

/// A world whose pane 3 lists the anchors that were counted.
fn listing_anchors() -> World {
    let mut world = World::showing(with_links("d1"));
    world.keys("j j t j enter");
    tell(&mut world, "d1", Sheet::Anchors);
    world.take();
    world
}

fn listed(world: &World) -> (List, String) {
    let view = world.state.domains.list.view.as_ref().unwrap();
    (view.list.clone(), view.dataset.0.clone())
}

#[test]
fn a_table_is_counted_behind_the_screen_and_listed_over_the_domains() {
    let mut world = World::showing(with_links("d1"));
    world.keys("j j t");
    assert!(matches!(world.state.overlay, Some(Overlay::Tables(_))));
    assert_eq!(world.take(), [], "looking counts nothing");
    world.keys("j enter");
    let asked = Effect::CountTable {
        dataset: DatasetId("d1".into()),
        sheet: Sheet::Anchors,
    };
    assert_eq!(world.take(), [asked]);
    world.act(Action::TableGrows {
        dataset: DatasetId("d1".into()),
        sheet: Sheet::Anchors,
        done: 2_500,
    });
    assert_eq!(world.state.tables.counting.as_ref().unwrap().done, 2_500);
    tell(&mut world, "d1", Sheet::Anchors);
    assert!(world.state.overlay.is_none());
    assert_eq!(world.state.focus, Focus::Domains);
    assert_eq!(
        listed(&world),
        (List::Sheet(Sheet::Anchors), "d1/anchors".into())
    );
    let order = world.state.domains.list.order().len();
    assert_eq!(order, 2, "by referring domains, then links");
    assert_eq!(world.state.title(Focus::Domains), "Anchor texts");
    let dataset = world.state.dataset.as_ref().unwrap();
    assert_eq!(dataset.id.0, "d1", "the links are open still");
    assert_eq!(dataset.tables[0], (Sheet::Anchors, Some(700)));
    world.keys("esc");
    world.serve();
    assert_eq!(listed(&world), (List::Domains, "d1".into()));
    assert_eq!(world.state.domains.list.cursor, 2, "where it was");
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Jobs);
}

#[test]
fn what_is_counted_is_stopped_and_late_answers_are_dropped() {
    let mut world = World::showing(with_links("d1"));
    world.keys("t j enter");
    world.take();
    world.keys("esc");
    assert_eq!(world.take(), [Effect::StopCounting]);
    assert!(world.state.tables.counting.is_none());
    tell(&mut world, "d1", Sheet::Anchors);
    assert_eq!(listed(&world).0, List::Domains, "nobody waits for it");
    world.keys("enter");
    world.take();
    world.act(Action::TableCounted {
        dataset: DatasetId("d1".into()),
        sheet: Sheet::Anchors,
        outcome: Err("the disk is full".into()),
    });
    assert_eq!(world.told(), "the disk is full");
    assert_eq!(listed(&world).0, List::Domains);
    world.keys("enter ?");
    tell(&mut world, "d1", Sheet::Anchors);
    assert!(
        world.told().contains("anchor texts are counted"),
        "{}",
        world.told()
    );
    assert_eq!(
        listed(&world).0,
        List::Domains,
        "who reads help is left alone"
    );
}

#[test]
fn another_dataset_takes_the_place_of_a_table_and_stops_the_counting() {
    let mut world = listing_anchors();
    world.keys("t j j enter");
    world.take();
    world.act(Action::ReadingStopped {
        dataset: None,
        facts: None,
        why: "no".into(),
    });
    world.state.opening = Some(backtrail::app::state::Opening {
        id: DatasetId("d2".into()),
        follow: true,
    });
    world.act(Action::DatasetOpened(Ok(Box::new(with_links("d2")))));
    assert!(world.effects.contains(&Effect::StopCounting));
    world.serve();
    assert_eq!(listed(&world), (List::Domains, "d2".into()));
    tell(&mut world, "d1", Sheet::Topics);
    assert_eq!(listed(&world), (List::Domains, "d2".into()));
    world.keys("3 esc");
    assert_eq!(
        world.state.focus,
        Focus::Jobs,
        "no way back into the other one"
    );
}

#[test]
fn without_links_there_is_nothing_to_count() {
    let mut world = World::showing(*facts("d1", 0, 12, true));
    world.keys("t");
    assert!(world.state.overlay.is_none());
    assert!(world.told().contains("no links are held here"));
    assert_eq!(world.take(), []);
}

#[test]
fn an_anchor_leads_to_its_links_and_esc_back_to_it() {
    let mut world = listing_anchors();
    world.keys("j j j enter");
    let asked = world.asked();
    assert_eq!(asked.list, List::Links { domain: None });
    assert_eq!(asked.dataset.0, "d1");
    assert!(
        asked.filter.starts_with("anchor_text==\"site"),
        "{}",
        asked.filter
    );
    world.serve();
    assert_eq!(world.state.focus, Focus::Links);
    world.keys("j j esc");
    assert_eq!(world.state.focus, Focus::Domains);
    assert_eq!(world.state.domains.list.cursor, 3);
    world.take();
    world.keys("enter");
    assert_eq!(world.take(), [], "the same links are listed already");
    assert_eq!(world.state.links.list.cursor, 2);
}

#[test]
fn a_topic_leads_to_its_domains_and_these_to_their_links() {
    let mut world = World::showing(with_links("d1"));
    world.keys("t j j enter");
    tell(&mut world, "d1", Sheet::Topics);
    world.take();
    world.keys("j enter");
    let asked = world.asked();
    assert_eq!(
        (asked.list, asked.dataset.0.as_str()),
        (List::Domains, "d1")
    );
    assert!(
        asked.filter.starts_with("topic==\"site"),
        "{}",
        asked.filter
    );
    world.serve();
    assert!(world.state.domains.lists_domains());
    world.keys("enter");
    let asked = world.asked();
    assert!(matches!(asked.list, List::Links { domain: Some(_) }));
    world.serve();
    world.keys("esc esc");
    world.serve();
    assert_eq!(listed(&world).0, List::Sheet(Sheet::Topics));
    assert_eq!(world.state.domains.list.cursor, 1);
    world.keys("esc");
    world.serve();
    assert_eq!(listed(&world).0, List::Domains);
}

fn bought(id: i64, query: Query, dataset: &str, rows: u64) -> JobSummary {
    let mut job = job(id, JobState::Done);
    job.query = query;
    job.dataset = Some(DatasetId(dataset.into()));
    job.progress.rows = rows;
    job
}

fn about(entry: &'static backtrail::model::catalog::Entry) -> Query {
    Query::new(entry, Target::parse("example.com").unwrap())
}

/// A world with jobs that shows the bought anchor texts `a1`.
fn with_bought_anchors(others: Vec<JobSummary>) -> World {
    let mut setup = setup(Some("other.example"));
    setup.jobs = others;
    setup
        .jobs
        .push(bought(9, about(&GET_ANCHOR_TEXT), "a1", 500));
    let mut world = World::new(setup);
    let sheet = DatasetFacts {
        sheet: Sheet::Anchors,
        items_held: 500,
        command: "GetAnchorText".into(),
        mode: "0".into(),
        absent: Vec::new(),
        ..*facts("a1", 0, 0, true)
    };
    world.state.opening = None;
    world.act(Action::DatasetOpened(Ok(Box::new(sheet))));
    world.serve();
    world.keys("3");
    world.take();
    world
}

#[test]
fn a_bought_row_leads_into_the_newest_links_of_its_target() {
    let of_links = |id, dataset| bought(id, about(&GET_BACK_LINK_DATA), dataset, 5_000);
    let mut elsewhere = of_links(5, "other");
    elsewhere.query.target = Target::parse("b.example").unwrap();
    let none = bought(6, about(&GET_BACK_LINK_DATA), "none", 0);
    let mut world = with_bought_anchors(vec![
        of_links(1, "old"),
        of_links(4, "new"),
        elsewhere,
        none,
    ]);
    world.keys("j j enter");
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("new".into()))]);
    assert!(
        world.told().contains("from the links of job 4"),
        "{}",
        world.told()
    );
    world.act(Action::DatasetOpened(Ok(Box::new(with_links("new")))));
    let asked = world.asked();
    assert_eq!(asked.dataset.0, "new");
    assert!(
        asked.filter.starts_with("anchor_text=="),
        "{}",
        asked.filter
    );
    world.serve();
    assert_eq!(world.state.focus, Focus::Links);
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Domains);
    assert_eq!(listed(&world), (List::Sheet(Sheet::Anchors), "a1".into()));
    assert_eq!(world.state.domains.list.cursor, 2);
    world.take();
    world.keys("j enter");
    assert!(
        matches!(world.take().as_slice(), [Effect::Rank { .. }]),
        "they are open"
    );
    world.serve();
    world.keys("3 t enter");
    world.serve();
    assert_eq!(listed(&world), (List::Domains, "new".into()));
    world.keys("esc");
    world.serve();
    assert_eq!(listed(&world), (List::Sheet(Sheet::Anchors), "a1".into()));
    world.keys("2 g");
    while world.state.queue.current().unwrap().id.0 != 4 {
        world.keys("j");
    }
    world.keys("enter");
    world.serve();
    assert_eq!(
        listed(&world),
        (List::Domains, "new".into()),
        "its job was asked for"
    );
    world.keys("esc");
    world.serve();
    world.keys("3 d");
    assert!(matches!(
        world.take().last(),
        Some(Effect::ReadRow { dataset, .. }) if dataset.0 == "a1"
    ));
}

#[test]
fn where_no_links_are_held_the_form_asks_for_them_and_nothing_is_sent() {
    let mut world = with_bought_anchors(Vec::new());
    world.keys("j enter");
    assert_eq!(world.take(), [], "Enter spends nothing");
    assert_eq!(world.state.focus, Focus::Form);
    let queries = world.state.form.queries().unwrap();
    assert_eq!(queries[0].command, "GetAnchorText");
    assert_eq!(queries[0].target.item, "example.com");
    assert_eq!(queries[0].value("Mode"), "2");
    assert_eq!(queries[0].value("FilterAnchorText"), "site1.example");
    assert!(
        world.told().contains("$ shows what that costs"),
        "{}",
        world.told()
    );
}

/// A form that asks for topics of example.com, of which a purchase holds links.
fn asking_topics() -> World {
    let mut setup = setup(Some("example.com"));
    setup.jobs = vec![bought(4, about(&GET_BACK_LINK_DATA), "new", 5_000)];
    let mut world = World::new(setup);
    world.state.form.ask(&GET_TOPICS);
    world
}

#[test]
fn the_form_counts_from_links_held_instead_of_asking() {
    let mut world = asking_topics();
    world.keys("ctrl-t");
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("new".into()))]);
    world.act(Action::DatasetOpened(Ok(Box::new(with_links("new")))));
    let asked = Effect::CountTable {
        dataset: DatasetId("new".into()),
        sheet: Sheet::Topics,
    };
    assert!(world.effects.contains(&asked), "{:?}", world.effects);
    world.serve();
    tell(&mut world, "new", Sheet::Topics);
    assert_eq!(
        listed(&world),
        (List::Sheet(Sheet::Topics), "new/topics".into())
    );
    world.state.form.ask(&GET_BACK_LINK_DATA);
    world.take();
    world.keys("alt-1 ctrl-t");
    assert_eq!(world.take(), []);
    assert!(world.told().contains("no links are held that answer this"));
}

#[test]
fn all_links_held_are_taken_before_newer_ones_in_part() {
    let mut setup = setup(Some("example.com"));
    let mut few = about(&GET_BACK_LINK_DATA);
    few.set("RefDomain", "other.example").unwrap();
    setup.jobs = vec![
        bought(6, few, "few", 900),
        bought(5, about(&GET_BACK_LINK_DATA), "part", 1_000),
        bought(4, about(&DOWNLOAD_BACK_LINKS), "whole", 500),
        bought(3, about(&DOWNLOAD_BACK_LINKS), "older", 700),
    ];
    let mut world = World::new(setup);
    world.state.form.ask(&GET_TOPICS);
    world.keys("ctrl-t");
    let whole = Effect::OpenDataset(DatasetId("whole".into()));
    assert_eq!(world.take(), [whole]);
}

#[test]
fn the_price_sheet_gives_way_to_links_held() {
    let mut world = asking_topics();
    world.keys("esc $");
    assert!(matches!(world.state.overlay, Some(Overlay::Price(_))));
    world.take();
    world.keys("t");
    assert!(world.state.overlay.is_none());
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("new".into()))]);
}
