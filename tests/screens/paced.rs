//! Long work on the screen: done of total, rate and time left, and a sign that turns with its reports.

use backtrail::app::Action;
use backtrail::app::action::Work;
use backtrail::app::effect::Pane;
use backtrail::app::overlay::Overlay;
use backtrail::model::far::{Far, Step};
use backtrail::model::job::Progress;
use backtrail::model::report::Report;
use backtrail::model::rows::Generation;
use jiff::{SignedDuration, Timestamp};

use crate::given::{jobs, setup};
use crate::scene::Scene;
use crate::text;

fn later(scene: &mut Scene, begin: Timestamp, seconds: i64) {
    let now = begin + SignedDuration::from_secs(seconds);
    scene.act(Action::Clock(now));
}

fn far(step: Step, done: u64, rows: u64) -> Far {
    Far {
        step,
        done,
        rows,
        pass: 1,
        passes: 1,
        read: done,
    }
}

fn grow(scene: &mut Scene, pane: Pane, (generation, work): (Generation, Work), far: Far) {
    scene.act(Action::ListGrows {
        pane,
        generation,
        work,
        far,
    });
}

/// A download that goes at 3.1 MB a second.
pub fn downloading(size: (u16, u16)) -> Scene {
    let mut setup = setup(Some("example.com"));
    (setup.size, setup.jobs) = (size, jobs());
    let (job, begin) = (setup.jobs[0].id.max(setup.jobs[4].id), setup.now);
    let mut scene = Scene::new(setup);
    scene.keys("2");
    for (seconds, done) in [(0, 0), (2, 6_200_000), (4, 12_400_000)] {
        later(&mut scene, begin, seconds);
        let progress = Progress {
            done,
            total: 80_100_000,
            ..Progress::default()
        };
        scene.act(Action::Report(Report::Progress { job, progress }));
    }
    scene
}

#[test]
fn downloads_and_filters_say_how_far_they_are() {
    let shown = text(&downloading((80, 24)).state);
    assert!(shown.contains("15% of 80.1 MB · 22 s left"), "{shown}");
    assert!(
        shown.contains("Fetched: 12.4 of 80.1 MB · 3.1 MB/s · 22 s left"),
        "{shown}"
    );
    insta::assert_snapshot!("paced_jobs_80", shown);
    let mut scene = Scene::listed((120, 40), false);
    scene.keys("&").type_text("links>3").keys("enter");
    let generation = scene.state.domains.list.generation;
    let begin = scene.state.now;
    for (seconds, done) in [(0, 0), (3, 3_100)] {
        later(&mut scene, begin, seconds);
        let far = far(Step::Test, done, 12_400);
        grow(&mut scene, Pane::Domains, (generation, Work::Rank), far);
    }
    let shown = text(&scene.state);
    assert!(shown.contains("filtering 25%"), "{shown}");
}

/// Nothing on the screen moves by itself: time that passes without a report changes no sign.
#[test]
fn a_sign_stands_still_while_nothing_moves() {
    let mut scene = downloading((80, 24));
    let sign = |scene: &Scene| {
        let shown = text(&scene.state);
        let line = shown
            .lines()
            .find(|line| line.contains("downloading"))
            .unwrap();
        let before = line.split(" downloading").next().unwrap();
        before.chars().next_back().unwrap()
    };
    let first = sign(&scene);
    let now = scene.state.now;
    later(&mut scene, now, 30);
    assert_eq!(sign(&scene), first);
    let job = scene.state.queue.jobs[0].id;
    let progress = Progress {
        done: 13_000_000,
        total: 80_100_000,
        ..Progress::default()
    };
    scene.act(Action::Report(Report::Progress { job, progress }));
    assert_ne!(sign(&scene), first);
}

#[test]
fn searches_sorts_and_counts_say_how_far_they_are() {
    let sizes = [(80, 24), (200, 50)];
    for size in sizes {
        let mut scene = Scene::listed(size, false);
        let begin = scene.state.now;
        let at = |scene: &mut Scene, work: Work, step| {
            let generation = scene.state.domains.list.generation;
            for (seconds, done) in [(0, 100), (2, 3_100)] {
                later(scene, begin, seconds);
                let of = (generation, work.clone());
                grow(scene, Pane::Domains, of, far(step, done, 12_400));
            }
            text(&scene.state)
        };
        scene.keys("/").type_text("quiet");
        let shown = at(&mut scene, Work::Find("quiet".into()), Step::Look);
        let told = match size.0 {
            80 => "3,100 of 12,400 domains · 7 s left",
            _ => "3,100 of 12,400 domains · 1,500 domains/s · 7 s left",
        };
        assert!(shown.contains(told), "{shown}");
        scene.keys("enter");
        let shown = text(&scene.state);
        assert!(
            shown.contains("looking for `quiet`: 3,100 of 12,400"),
            "{shown}"
        );
        assert!(shown.contains("esc stop"), "{shown}");
        scene.keys("esc F");
        let work = match &scene.state.overlay {
            Some(Overlay::Tally(sheet)) => Work::Tally(sheet.field().unwrap()),
            other => panic!("{other:?}"),
        };
        let shown = at(&mut scene, work, Step::Look);
        let told = "counting 3,100 of 12,400 domains · 1,500 domains/s · 7 s left";
        assert!(shown.contains(told), "{shown}");
        scene.keys("esc p");
        let work = match &scene.state.overlay {
            Some(Overlay::Pictures(sheet)) => Work::Picture(sheet.name().unwrap()),
            other => panic!("{other:?}"),
        };
        let shown = at(&mut scene, work, Step::Look);
        assert!(shown.contains(told), "{shown}");
        scene.keys("esc ]");
        let shown = at(&mut scene, Work::Rank, Step::Sort);
        assert!(shown.contains("· sorting 25%"), "{shown}");
        let told = "sorting 3,100 of 12,400 domains · 1,500 domains/s · 7 s left";
        assert!(shown.contains(told), "{shown}");
        assert!(shown.contains("esc stop"), "{shown}");
    }
}
