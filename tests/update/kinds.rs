//! Answers of every kind: overviews, referring domains without links, rows in full, metrics fetched in place.

use backtrail::app::effect::{Pane, Wanted};
use backtrail::app::facts::DatasetFacts;
use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus, detail};
use backtrail::model::column::Value;
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::JobState;
use backtrail::model::query::Query;
use backtrail::model::report::Report;
use backtrail::model::rows::{DatasetId, List, RowId, Sheet};

use crate::world::{World, all_started, facts, job, priced};

pub fn answer(command: &str, domains: u64, items: u64) -> DatasetFacts {
    DatasetFacts {
        id: DatasetId("d1".into()),
        target: "example.com".into(),
        command: command.into(),
        datasource: "fresh".into(),
        domains_held: domains,
        provider: "majestic".to_owned(),
        sheet: Sheet::Items,
        rows_known: None,
        items_held: items,
        complete: true,
        ..DatasetFacts::default()
    }
}

#[test]
fn an_overview_lists_its_items_as_they_were_asked_and_opens_one_in_full() {
    let mut world = World::showing(answer("GetIndexItemInfo", 0, 1_000));
    let list = &world.state.domains.list;
    assert_eq!(list.view.as_ref().unwrap().list, List::Sheet(Sheet::Items));
    assert!(list.order().is_empty());
    assert_eq!(world.state.title(Focus::Domains), "Overview");
    world.keys("j enter");
    assert_eq!(
        world.take(),
        [Effect::ReadRow {
            dataset: DatasetId("d1".into()),
            list: List::Sheet(Sheet::Items),
            row: RowId(1)
        }]
    );
    assert_eq!(world.state.title(Focus::Detail), "Item in full");
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Domains);
    world.keys("space M");
    assert!(world.take().is_empty(), "items have no metrics to fetch");
}

#[test]
fn domains_without_links_open_in_full_and_ask_for_nothing() {
    let mut world = World::showing(answer("GetRefDomains", 1_000, 0));
    assert!(world.state.domains.list.order().is_empty(), "as delivered");
    world.keys("enter");
    let effects = world.take();
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::ReadRow {
                list: List::Domains,
                ..
            }]
        ),
        "{effects:?}"
    );
    world.keys("4 4 enter");
    assert!(world.take().is_empty(), "there are no links to rank");
    assert_eq!(world.state.focus, Focus::Links);
}

#[test]
fn a_domain_with_links_is_shown_in_full_by_its_own_key() {
    let mut world = World::with_rows();
    world.keys("d");
    world.serve();
    assert_eq!(world.state.focus, Focus::Detail);
    let lines = detail::lines(&world.state);
    assert_eq!(lines.len(), 10, "what the download does not hold gives way");
    assert_eq!(lines[0].wire, "Domain");
    world.keys("o");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::OpenInBrowser(url)] if url == "http://site999.example/")
    );
}

#[test]
fn columns_that_only_the_provider_knows_are_lines_of_their_own() {
    let mut facts = answer("GetRefDomains", 1_000, 0);
    facts
        .labels
        .insert("item0_links".into(), "BackLinks_example.com".into());
    let mut world = World::showing(facts);
    world.keys("enter");
    world.take();
    let row = world.state.detail.row.unwrap();
    let mut cells = vec![Value::Null; DOMAINS.columns.len()];
    let extra = "{\"Latitude\":\"59.3\",\"Odd\\u001bName\":\"x\"}";
    *cells.last_mut().unwrap() = Value::Text(extra.into());
    world.act(Action::RowRead {
        list: List::Links { domain: None },
        row,
        cells: cells.clone(),
    });
    assert!(world.state.detail.cells.is_empty(), "another list's row");
    world.act(Action::RowRead {
        list: List::Domains,
        row,
        cells,
    });
    let lines = detail::lines(&world.state);
    let [.., latitude, odd] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!(
        (latitude.title.as_str(), latitude.wire.as_str()),
        ("Latitude", "Latitude")
    );
    assert_eq!(latitude.value, Value::Text("59.3".into()));
    assert_eq!(odd.title, "Odd Name", "safe to show");
    assert!(
        lines
            .iter()
            .any(|l| l.title == "Links 1" && l.wire == "BackLinks_example.com")
    );
    world.keys("G y");
    assert_eq!(world.take(), [Effect::Copy("x".into())]);
}

/// The queries of the price sheet that opened.
fn sheet(world: &World) -> Vec<Query> {
    match &world.state.overlay {
        Some(Overlay::Price(sheet)) => sheet.queries(),
        other => panic!("no sheet: {other:?}"),
    }
}

#[test]
fn metrics_of_marked_domains_are_priced_for_the_lists_own_index() {
    let mut given = *facts("d1", 5_000, 1_000, true);
    given.datasource = "fresh".into();
    let mut world = World::showing(given);
    world.keys("space space k space j space M");
    let effects = world.take();
    let [
        Effect::ReadDomainNames {
            dataset,
            wanted: Wanted::These(rows),
            filter,
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    // The second row was marked and its mark taken away again.
    assert_eq!(rows.iter().collect::<Vec<_>>(), [RowId(996), RowId(999)]);
    assert!(
        filter.is_empty(),
        "marked domains are meant wherever they are listed"
    );
    world.act(Action::DomainNames {
        dataset: dataset.clone(),
        names: rows
            .iter()
            .map(|row| format!("site{}.example", row.0))
            .collect(),
    });
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::PriceFromCache(_)]),
        "{effects:?}"
    );
    let queries = sheet(&world);
    let [query] = queries.as_slice() else {
        panic!("{queries:?}")
    };
    assert_eq!(query.command, "GetRefDomainInfo");
    assert_eq!(query.value("datasource"), "fresh");
    assert_eq!(query.enriches, Some(DatasetId("d1".into())));
    let items: Vec<_> = query.targets().map(|t| t.item.as_str()).collect();
    assert_eq!(items, ["site996.example", "site999.example"]);
    let quotes = queries
        .into_iter()
        .map(|q| backtrail::model::catalog::Quote::new(q, None));
    world.act(priced(quotes.collect()));
    world.keys("enter");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::Submit { .. }]),
        "{effects:?}"
    );
    world.act(all_started(1));
    assert_eq!(
        world.state.focus,
        Focus::Domains,
        "the list is filled in place"
    );
    assert_eq!(world.state.domains.marks.count(), 0);
}

#[test]
fn without_marks_every_domain_without_metrics_is_meant() {
    let mut world = World::with_rows();
    world.keys("M");
    let dataset = DatasetId("d1".into());
    assert_eq!(
        world.take(),
        [Effect::ReadDomainNames {
            dataset: dataset.clone(),
            filter: String::new(),
            wanted: Wanted::Lacking
        }]
    );
    let names: Vec<String> = (0..1_500).map(|n| format!("site{n}.example")).collect();
    world.act(Action::DomainNames {
        dataset: DatasetId("other".into()),
        names: names.clone(),
    });
    assert!(world.state.overlay.is_none());
    world.keys("M");
    world.take();
    world.act(Action::DomainNames { dataset, names });
    let sizes: Vec<_> = sheet(&world).iter().map(|q| q.targets().count()).collect();
    assert_eq!(sizes, [999, 501]);
}

#[test]
fn no_sheet_opens_under_the_fingers_of_who_went_on() {
    let mut world = World::with_rows();
    world.keys("* M");
    let effects = world.take();
    assert!(
        matches!(effects.as_slice(), [Effect::ReadDomainNames { wanted: Wanted::These(all), .. }] if all.len() == 1_000),
        "{effects:?}"
    );
    world.keys("j");
    world.act(Action::DomainNames {
        dataset: DatasetId("d1".into()),
        names: vec!["a.example".into()],
    });
    assert!(world.state.overlay.is_none());
}

#[test]
fn metrics_that_came_are_read_in_place() {
    let mut world = World::with_rows();
    let mut filling = job(7, JobState::Parsing);
    filling.query.enriches = Some(DatasetId("d1".into()));
    world.act(Action::Report(Report::Job(Box::new(filling))));
    world.keys("j j j");
    let record = world.state.domains.list.current().unwrap().id;
    world.take();
    world.act(Action::Report(Report::Published {
        job: Some(backtrail::model::job::JobId(7)),
        dataset: DatasetId("d1".into()),
        rows: 5_000,
        domains: 1_000,
        items: 0,
        complete: true,
    }));
    let effects = world.take();
    assert!(
        matches!(&effects[..], [Effect::Rank { pane: Pane::Domains, keep, .. }, Effect::OpenDataset(_)] if *keep == Some(record)),
        "{effects:?}"
    );
    world.effects = effects;
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!((list.cursor, list.current().unwrap().id), (3, record));
}

#[test]
fn what_needs_every_link_is_counted_once_and_the_list_read_again() {
    let mut world = World::with_rows();
    let lacking = || {
        let mut facts = facts("d2", 5_000, 1_000, true);
        facts.lacks_second_pass = true;
        Action::DatasetOpened(Ok(facts))
    };
    let id = DatasetId("d2".into());
    let asked = |world: &mut World| world.take().contains(&Effect::CountDomains(id.clone()));
    world.state.opening = None;
    world.act(lacking());
    assert!(!asked(&mut world), "of another dataset than the shown one");
    world.state.dataset = None;
    world.act(lacking());
    assert!(asked(&mut world));
    world.serve();
    world.act(lacking());
    assert!(!asked(&mut world), "it is at work");

    let counted = |dataset: &DatasetId, outcome| Action::DomainsCounted {
        dataset: dataset.clone(),
        outcome,
    };
    world.act(counted(&id, Ok(false)));
    assert!(world.take().is_empty());
    world.act(lacking());
    assert!(asked(&mut world), "somebody else was writing: again");
    world.act(counted(&DatasetId("d1".into()), Ok(true)));
    assert!(world.take().is_empty(), "another dataset is shown");
    world.act(counted(&id, Ok(true)));
    let effects = world.take();
    assert!(effects.contains(&Effect::OpenDataset(id.clone())));
    let ranks = |effect: &Effect| {
        matches!(
            effect,
            Effect::Rank {
                pane: Pane::Domains,
                ..
            }
        )
    };
    assert!(effects.iter().any(ranks), "{effects:?}");
    assert!(world.state.notice.is_none(), "nobody asked for it");

    world.act(counted(&id, Err("the disk is full".into())));
    world.act(lacking());
    assert!(!asked(&mut world), "a failure is told, not repeated");
    let notice = world.state.notice.as_ref().unwrap();
    assert!(notice.text.contains("disk is full"), "{notice:?}");
}

#[test]
fn the_list_of_what_was_asked_for_opens_with_what_the_service_could_not_filter_by() {
    let filter = "not anchor~a";
    let facts = DatasetFacts {
        links_held: 1_000,
        provider: "dataforseo".to_owned(),
        filter: filter.to_owned(),
        ..answer("backlinks/backlinks/live", 1_000, 0)
    };
    let mut world = World::showing(facts);
    assert_eq!(
        world.state.domains.list.filter(),
        "",
        "it is about links, not about their domains"
    );
    world.keys("4");
    assert_eq!(world.state.links.list.filter(), filter);
    let of_domains = DatasetFacts {
        filter: "rank is null".to_owned(),
        ..answer("backlinks/referring_domains/live", 1_000, 0)
    };
    let world = World::showing(of_domains);
    assert_eq!(world.state.domains.list.filter(), "rank is null");
}
