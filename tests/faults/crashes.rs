//! Processes killed at moments that the server holds open; the next one finishes with one charge.

use backtrail::model::job::{JobId, JobState, JobSummary};
use backtrail::model::money::Amounts;
use backtrail::model::report::Report;

use crate::scene::{DOWNLOAD, Scene};

/// Starts anew and asserts that the job ends with every row and one charge, as the server's log has it.
async fn finishes_with_one_charge(scene: &Scene, id: JobId) -> JobSummary {
    let next = scene.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    let (jobs, amounts) = scene.charged();
    assert_eq!(jobs, 1);
    assert_eq!(job.paid.unwrap().amounts, amounts);
    let manifest = scene
        .store()
        .manifest(job.dataset.as_ref().unwrap())
        .unwrap();
    assert!(manifest.complete);
    assert_eq!(i64::try_from(manifest.rows).unwrap(), amounts.retrieval);
    assert_eq!(
        scene.store().datasets().unwrap().len(),
        1,
        "one dataset, whatever happened"
    );
    let requests = scene.store().journal().requests(id).unwrap();
    let sent = requests
        .iter()
        .filter(|r| r.record.command == DOWNLOAD)
        .count();
    assert_eq!(sent, 1, "it was never sent again");
    job
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_request_was_charged_and_before_its_answer() {
    let gate = format!("hang={DOWNLOAD}:after");
    let scene = Scene::with(&gate).await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached(&gate).await);
    assert_eq!(scene.charged().0, 1);
    process.kill();
    assert_eq!(
        scene.store().journal().job(id).unwrap().summary.state,
        JobState::Sent
    );
    scene.server.release("hang");
    finishes_with_one_charge(&scene, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_sending_and_before_the_service_took_it_nothing_is_charged() {
    let gate = format!("hang={DOWNLOAD}:before");
    let scene = Scene::with(&gate).await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached(&gate).await);
    process.kill();
    let next = scene.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
    assert!(job.note.contains("nothing was charged"), "{}", job.note);
    assert_eq!(scene.charged(), (0, Amounts::ZERO));
    assert_eq!(next.runner.budget().unwrap().held, Amounts::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_service_works_on_it() {
    let scene = Scene::with("step=processing").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("step=processing").await);
    process
        .hears(|r| matches!(r, Report::Progress { progress, .. } if progress.remote.contains("analysed")))
        .await;
    process.kill();
    scene.server.release("step");
    finishes_with_one_charge(&scene, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_the_download() {
    let scene = Scene::with("hold=20000").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("hold").await);
    process
        .hears(|r| matches!(r, Report::Progress { progress, .. } if progress.done >= 20_000))
        .await;
    process.kill();
    let job = scene.store().journal().job(id).unwrap().summary;
    assert_eq!(job.state, JobState::Downloading);
    let part = scene
        .store()
        .raw_path(&job.dataset.unwrap(), "answer.csv.gz.part");
    assert!(
        std::fs::metadata(&part).unwrap().len() > 0,
        "what came is kept"
    );
    scene.server.release("hold");
    finishes_with_one_charge(&scene, id).await;
    assert!(!part.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_reading_the_rows() {
    let scene = Scene::with("").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    process
        .hears(|r| matches!(r, Report::Published { rows, .. } if *rows > 0))
        .await;
    process.kill();
    finishes_with_one_charge(&scene, id).await;
}
