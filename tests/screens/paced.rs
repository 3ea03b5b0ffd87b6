//! Long work on the screen: done of total, rate and time left, and a sign that turns with its reports.

use backtrail::app::Action;
use backtrail::app::effect::Pane;
use backtrail::model::job::Progress;
use backtrail::model::report::Report;
use jiff::{SignedDuration, Timestamp};

use crate::given::{jobs, setup};
use crate::scene::Scene;
use crate::text;

fn later(scene: &mut Scene, begin: Timestamp, seconds: i64) {
    let now = begin + SignedDuration::from_secs(seconds);
    scene.act(Action::Clock(now));
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
        let (pane, total) = (Pane::Domains, 12_400);
        scene.act(Action::ListGrows {
            pane,
            generation,
            done,
            total,
        });
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
