//! Several processes on one data folder, and a service that asks for patience.

use std::time::{Duration, Instant};

use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::model::report::Report;

use crate::scene::{DOWNLOAD, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_run_a_job_once_and_both_hear_its_end() {
    let scene = Scene::with("step=processing").await;
    let first = scene.process().await;
    let id = first.order(&scene.query(0)).await;
    assert!(scene.server.reached("step=processing").await);
    // It finds the job unfinished, as after a crash, but its owner is alive.
    let second = scene.process().await;
    scene.server.release("step");
    let ends = [first.end_of(id).await, second.end_of(id).await];
    for job in &ends {
        assert_eq!(job.state, JobState::Done, "{}", job.note);
    }
    let (jobs, amounts) = scene.charged();
    assert_eq!((jobs, ends[0].paid.unwrap().amounts), (1, amounts));
    let requests = scene.store().journal().requests(id).unwrap();
    let sent = requests.iter().filter(|r| r.record.command == DOWNLOAD);
    assert_eq!(sent.count(), 1);
    assert_eq!(scene.store().datasets().unwrap().len(), 1);
    let lines = scene.store().journal().ledger(None).unwrap();
    let of_job = lines.iter().filter(|l| l.job == Some(id));
    assert_eq!(of_job.map(|l| l.paid.amounts).sum::<Amounts>(), amounts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_takes_over_what_another_leaves() {
    let scene = Scene::with("hold=3000").await;
    let first = scene.process().await;
    let id = first.order(&scene.query(0)).await;
    assert!(scene.server.reached("hold").await);
    let second = scene.process().await;
    first.kill();
    scene.server.release("hold");
    let job = second.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
    second
        .hears(|r| matches!(r, Report::Published { complete: true, .. }))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_cannot_promise_the_same_units() {
    let scene = Scene::with("").await;
    let figures = |process: &crate::scene::Process, n| {
        let runner = process.runner.clone();
        let query = scene.query(n);
        async move { runner.look_up_price(&query).await.unwrap() }
    };
    let first = scene.process().await;
    let second = scene.process().await;
    let quote = figures(&first, 0).await;
    let left = first.runner.refresh_budget().await.unwrap().left.unwrap();
    // Both want more than half of what is left.
    let most = Amounts::new(left.analysis / 2 + 1, left.retrieval / 2 + 1, 0);
    let a = first.runner.submit(&quote, most, false, None).await;
    let b = second.runner.submit(&quote, most, false, None).await;
    let id = a.unwrap();
    let refused = b.unwrap_err();
    assert!(
        refused.to_string().contains("nothing was sent"),
        "{refused}"
    );
    let job = first.end_of(id).await;
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_bought_on_another_machine_is_not_counted_as_paid_again() {
    let scene = Scene::with("").await;
    let here = scene.process().await;
    let there = scene.process_elsewhere().await;
    let id = here.order(&scene.query(0)).await;
    let bought = here.end_of(id).await;
    let id = there.order(&scene.query(0)).await;
    let again = there.end_of(id).await;
    assert_eq!(again.state, JobState::Done, "{}", again.note);
    assert_eq!(again.remote_id, bought.remote_id);
    let paid = again.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::ZERO, PaidSource::BalanceDifference)
    );
    assert_eq!(scene.charged(), (1, bought.paid.unwrap().amounts));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_asks_for_patience_is_left_alone_as_long() {
    let scene = Scene::with("busy=GetDownloadsList/2").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    process
        .hears(|r| matches!(r, Report::Job(job) if job.note.contains("HTTP 503")))
        .await;
    let turned_away = Instant::now();
    let note = scene.store().journal().job(id).unwrap().summary.note;
    assert!(
        note.contains("nothing more is charged") && note.contains("next try at"),
        "{note}"
    );
    assert_eq!(scene.server.release("busy=GetDownloadsList"), 1);
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    // Its own pace would have asked again after a tenth of a second.
    assert!(turned_away.elapsed() > Duration::from_millis(1_500));
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
}
