//! How far long work is: from dated reports alone, and nothing moves between them.

use backtrail::app::action::Work;
use backtrail::app::effect::Pane;
use backtrail::app::overlay::Overlay;
use backtrail::app::{Action, Effect, Focus, dataset};
use backtrail::model::far::{Far, Step};
use backtrail::model::job::{JobState, Progress};
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;
use jiff::Timestamp;

use crate::world::{World, facts, job, setup};

fn far(done: u64, rows: u64) -> Far {
    Far {
        step: Step::Look,
        done,
        rows,
        pass: 1,
        passes: 1,
        read: done,
    }
}

fn at(world: &mut World, seconds: i64) {
    let now = Timestamp::from_second(1_800_000_000 + seconds).unwrap();
    world.act(Action::Clock(now));
}

fn fetched(world: &mut World, seconds: i64, done: u64) {
    at(world, seconds);
    let progress = Progress {
        done,
        total: 80_100_000,
        ..Progress::default()
    };
    let job = backtrail::model::job::JobId(1);
    world.act(Action::Report(Report::Progress { job, progress }));
}

#[test]
fn a_job_has_a_pace_until_its_step_ends() {
    let mut setup = setup(Some("example.com"));
    let mut running = job(1, JobState::Downloading);
    running.dataset = Some(DatasetId("d1".into()));
    setup.jobs = vec![running.clone()];
    let mut world = World::new(setup);
    let id = running.id;
    assert!(world.state.queue.paces.is_empty());
    fetched(&mut world, 0, 0);
    fetched(&mut world, 4, 12_400_000);
    let pace = &world.state.queue.paces[&id];
    assert_eq!(
        (pace.rate(), pace.left(80_100_000)),
        (Some(3_100_000), Some(22))
    );
    let sign = pace.sign();
    at(&mut world, 60);
    world.keys("2 j k");
    assert_eq!(
        world.state.queue.paces[&id].sign(),
        sign,
        "keys and time move nothing"
    );
    world.act(Action::DatasetOpened(Ok(facts("d1", 0, 0, false))));
    let said = dataset::arriving(&world.state).unwrap();
    assert_eq!(said[0], "12.4 of 80.1 MB · 3.1 MB/s · 22 s left");
    running.state = JobState::Parsing;
    world.act(Action::Report(Report::Job(Box::new(running))));
    assert!(
        world.state.queue.paces.is_empty(),
        "another step has none yet"
    );
    assert_eq!(dataset::arriving(&world.state), None);
}

#[test]
fn a_file_that_is_read_tells_how_far_it_is() {
    let mut world = World::new(setup(None));
    world.act(Action::DatasetOpened(Ok(facts("f1", 0, 0, false))));
    for (seconds, done) in [(0, 0), (2, 500_000)] {
        at(&mut world, seconds);
        let dataset = DatasetId("f1".into());
        world.act(Action::FileGrows {
            dataset,
            done,
            total: 1_000_000,
        });
    }
    let said = dataset::arriving(&world.state).unwrap();
    assert_eq!(said[0], "500.0 kB of 1.0 MB · 250.0 kB/s · 2 s left");
    world.act(Action::DatasetOpened(Ok(facts("f1", 10, 5, true))));
    assert_eq!(dataset::arriving(&world.state), None, "all are here");
}

#[test]
fn a_ranking_tells_how_many_rows_were_tested_and_forgets_it_with_the_next() {
    let mut world = World::with_rows();
    world.keys("&");
    world.type_text("links>3");
    world.keys("enter");
    let generation = world.state.domains.list.generation;
    let grow = |world: &mut World, generation, seconds, done| {
        at(world, seconds);
        world.act(Action::ListGrows {
            pane: Pane::Domains,
            generation,
            work: Work::Rank,
            far: far(done, 1_000),
        });
    };
    grow(&mut world, generation, 0, 100);
    grow(&mut world, generation, 2, 500);
    let gone = world.state.domains.list.gone.clone().unwrap();
    assert_eq!(
        (gone.far.done, gone.far.rows, gone.pace.left(1_000)),
        (500, 1_000, Some(3))
    );
    world.keys("U");
    assert_eq!(world.state.domains.list.gone, None);
    grow(&mut world, generation, 3, 900);
    assert_eq!(world.state.domains.list.gone, None, "of the ranking before");
    world.serve();
    let generation = world.state.domains.list.generation;
    grow(&mut world, generation, 4, 900);
    assert_eq!(world.state.domains.list.gone, None, "it is whole already");
}

/// What the open list worked out came so far, at a second.
fn grew(world: &mut World, work: Work, seconds: i64, done: u64) {
    at(world, seconds);
    let generation = world.state.domains.list.generation;
    world.act(Action::ListGrows {
        pane: Pane::Domains,
        generation,
        work,
        far: far(done, 1_000),
    });
}

#[test]
fn a_search_tells_how_far_it_is_and_esc_stops_it() {
    let mut world = World::with_rows();
    world.keys("/");
    world.type_text("zz");
    world.keys("enter");
    world.take();
    grew(&mut world, Work::Find("zz".into()), 0, 100);
    grew(&mut world, Work::Find("z".into()), 1, 900);
    grew(&mut world, Work::Find("zz".into()), 2, 500);
    let sought = world.state.domains.list.sought.clone().unwrap();
    assert_eq!(
        (sought.far.done, sought.pace.left(1_000)),
        (500, Some(3)),
        "what was heard of another text is dropped"
    );
    world.keys("esc");
    assert_eq!(world.take(), [Effect::StopFinding(Pane::Domains)]);
    assert_eq!(world.state.focus, Focus::Domains);
    let list = &world.state.domains.list;
    assert!(list.seek.is_none() && list.sought.is_none());
    grew(&mut world, Work::Find("zz".into()), 3, 600);
    assert_eq!(world.state.domains.list.sought, None, "it was given up");
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Jobs);
    assert!(world.take().is_empty(), "nothing is left to stop");
}

#[test]
fn a_search_that_is_left_or_answered_is_not_stopped_twice() {
    let mut world = World::with_rows();
    world.keys("/");
    world.type_text("z");
    world.take();
    world.keys("esc");
    assert_eq!(world.take(), [Effect::StopFinding(Pane::Domains)]);
    world.keys("/");
    world.type_text("z");
    world.take();
    let generation = world.state.domains.list.generation;
    world.act(Action::Found {
        pane: Pane::Domains,
        generation,
        needle: "z".into(),
        position: None,
    });
    assert!(world.take().is_empty());
    world.keys("esc");
    assert!(world.take().is_empty());
}

#[test]
fn a_count_tells_how_far_it_is_and_stops_with_its_sheet() {
    for (key, picture) in [("F", false), ("p", true)] {
        let mut world = World::with_rows();
        world.keys(key);
        let work = match world.take().as_slice() {
            [Effect::Tally { field, .. }] => Work::Tally(*field),
            [Effect::Picture { name, .. }] => Work::Picture(*name),
            other => panic!("{key}: {other:?}"),
        };
        assert_eq!(matches!(work, Work::Picture(_)), picture);
        grew(&mut world, work.clone(), 0, 100);
        grew(&mut world, work.clone(), 2, 500);
        let gone = match &world.state.overlay {
            Some(Overlay::Tally(sheet)) => sheet.gone.clone(),
            Some(Overlay::Pictures(sheet)) => sheet.gone.clone(),
            other => panic!("{other:?}"),
        };
        let gone = gone.unwrap();
        assert_eq!((gone.far.done, gone.pace.left(1_000)), (500, Some(3)));
        if !picture {
            world.keys("?");
            assert!(world.take().is_empty(), "under the help it goes on");
            world.keys("esc");
        }
        world.keys("esc");
        assert_eq!(world.take(), [Effect::StopTally(Pane::Domains)], "{key}");
        world.keys(key);
        let effects = world.take();
        let [effect] = effects.as_slice() else {
            panic!("{key}: {effects:?}")
        };
        assert!(matches!(
            effect,
            Effect::Tally { .. } | Effect::Picture { .. }
        ));
    }
}

#[test]
fn esc_gives_up_a_ranking_that_takes_its_time_and_the_list_stays_as_it_was() {
    let mut world = World::with_rows();
    world.keys("j j j");
    let shown = world.state.domains.list.shown.clone();
    world.keys("} ]");
    world.take();
    grew(&mut world, Work::Rank, 0, 100);
    world.keys("esc");
    let effects = world.take();
    let [Effect::Rank { view, anew, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert!(!anew && Some(view) == shown.as_ref());
    assert_eq!(world.state.focus, Focus::Domains);
    world.effects = effects;
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!((list.cursor, &list.shown), (3, &shown));
    // One that says nothing of itself is over before it could be given up.
    world.keys("]");
    world.take();
    world.keys("esc");
    assert_eq!(world.state.focus, Focus::Jobs);
}
