//! How far long work is: from dated reports alone, and nothing moves between them.

use backtrail::app::effect::Pane;
use backtrail::app::{Action, dataset};
use backtrail::model::job::{JobState, Progress};
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;
use jiff::Timestamp;

use crate::world::{World, facts, job, setup};

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
        let (pane, total) = (Pane::Domains, 1_000);
        world.act(Action::ListGrows {
            pane,
            generation,
            done,
            total,
        });
    };
    grow(&mut world, generation, 0, 100);
    grow(&mut world, generation, 2, 500);
    let gone = world.state.domains.list.gone.clone().unwrap();
    assert_eq!(
        (gone.done, gone.total, gone.pace.left(1_000)),
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
