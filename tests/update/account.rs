//! The account's own: balances that lapse, downloads that are there, files delivered elsewhere.

use backtrail::app::overlay::{Overlay, Question};
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::job::{JobId, JobState, RemoteDownload};
use backtrail::model::report::Report;

use crate::world::{World, job, setup};

fn with_jobs(states: &[JobState]) -> World {
    let mut setup = setup(Some("example.com"));
    setup.jobs = (1..)
        .zip(states)
        .map(|(id, state)| job(id, *state))
        .collect();
    let mut world = World::new(setup);
    world.keys("2");
    world
}

#[test]
fn a_file_delivered_elsewhere_joins_its_job() {
    let mut world = with_jobs(&[JobState::Done, JobState::Elsewhere]);
    world.keys("a");
    assert!(matches!(world.state.overlay, Some(Overlay::Attach(_))));
    world.keys("enter");
    assert!(world.take().is_empty(), "no path yet");
    world.type_text("in/q $1.csv.gz");
    world.keys("enter");
    assert_eq!(
        world.take(),
        [Effect::Attach {
            job: JobId(2),
            path: "in/q $1.csv.gz".into()
        }]
    );
    assert!(world.state.overlay.is_none());
    world.keys("j a");
    assert!(
        world.state.overlay.is_none(),
        "a job that has its rows takes no file"
    );
    world.keys("k a x esc");
    assert!(world.state.overlay.is_none() && world.take().is_empty());
}

#[test]
fn a_delivery_elsewhere_is_told_and_does_not_keep_anybody_from_leaving() {
    let mut world = with_jobs(&[JobState::Ready]);
    world.keys("1 esc");
    world.act(Action::Report(Report::Job(Box::new(job(
        1,
        JobState::Elsewhere,
    )))));
    let notice = &world.state.notice.as_ref().unwrap().text;
    assert!(notice.contains("delivered elsewhere"), "{notice}");
    world.keys("q");
    assert_eq!(world.take(), [Effect::Quit]);
}

fn download(id: &str, ours: Option<i64>) -> RemoteDownload {
    RemoteDownload {
        remote_id: id.into(),
        description: format!("API Job: DownloadBackLinks ({id})"),
        status: "ready".into(),
        created: None,
        expires: None,
        size: 1_000,
        location: String::new(),
        ours: ours.map(JobId),
    }
}

fn listed(rows: Vec<RemoteDownload>) -> World {
    let mut world = with_jobs(&[JobState::Done, JobState::Done]);
    world.keys("A");
    assert_eq!(world.take(), [Effect::ListDownloads]);
    world.act(Action::DownloadsListed(Ok(rows)));
    world
}

#[test]
fn downloads_of_the_account_are_taken_over_marked_or_one_by_one() {
    let rows = vec![
        download("AA", None),
        download("BB", Some(1)),
        download("CC", None),
    ];
    let mut world = listed(rows.clone());
    world.keys("j j enter");
    assert_eq!(world.take(), [Effect::Adopt(vec!["CC".into()])]);
    assert!(world.state.overlay.is_none());
    let mut world = listed(rows.clone());
    world.keys("space space space enter");
    assert_eq!(
        world.take(),
        [Effect::Adopt(vec!["AA".into(), "CC".into()])],
        "ours is not marked"
    );
    let mut world = listed(rows);
    world.keys("j enter");
    assert!(world.take().is_empty());
    assert_eq!(
        world.state.queue.current().unwrap().id,
        JobId(1),
        "its job is shown"
    );
}

#[test]
fn a_list_that_cannot_be_had_says_why() {
    let mut world = listed(Vec::new());
    world.act(Action::DownloadsListed(Err(
        "no answer; nothing was charged".into(),
    )));
    let Some(Overlay::Downloads(sheet)) = &world.state.overlay else {
        panic!()
    };
    assert!(
        sheet
            .trouble
            .as_ref()
            .unwrap()
            .contains("nothing was charged")
    );
    world.keys("enter space esc");
    assert!(world.take().is_empty() && world.state.overlay.is_none());
}

#[test]
fn a_download_is_deleted_at_the_service_after_a_question() {
    let mut world = with_jobs(&[JobState::Done]);
    world.keys("D");
    assert!(world.state.overlay.is_none(), "it has none there");
    world.state.queue.jobs[0].remote_id = Some("AA".into());
    world.keys("D");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Ask(Question::DeleteRemote(JobId(1), false)))
    ));
    world.keys("n D y");
    assert_eq!(world.take(), [Effect::DeleteRemote(JobId(1))]);
}

#[test]
fn balances_are_shown_and_asked_for_again() {
    let mut world = with_jobs(&[]);
    world.keys("B");
    assert_eq!(world.take(), [Effect::RefreshBudget]);
    assert!(matches!(world.state.overlay, Some(Overlay::Balance { .. })));
    world.keys("j k B");
    assert!(world.state.overlay.is_none() && world.take().is_empty());
    assert_eq!(world.state.focus, Focus::Jobs);
}
