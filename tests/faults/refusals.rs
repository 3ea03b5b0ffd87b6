//! What is refused, unreachable, exhausted, damaged or expired: one sentence each, and the charge it tells of.

use std::net::TcpListener;

use backtrail::jobs::JobError;
use backtrail::model::catalog::Quote;
use backtrail::model::job::{FailureCause, JobState, JobSummary};
use backtrail::model::money::{Amounts, Ceiling, Limits};
use backtrail::model::report::Report;

use crate::scene::{Process, Scene};

/// The cause that the journal has of a failed job.
fn cause(scene: &Scene, job: &JobSummary) -> Option<FailureCause> {
    scene.store().journal().job(job.id).unwrap().cause
}

/// Orders without knowing the price.
async fn order_blind(
    process: &Process,
    scene: &Scene,
    granted: Amounts,
) -> backtrail::model::job::JobId {
    let quote = Quote::new(scene.query(0), None);
    process
        .runner
        .submit(&quote, granted, false, None)
        .await
        .unwrap()
}

const PLENTY: Amounts = Amounts::new(10_000_000, 1_000_000, 0);

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_refused_and_never_repeated() {
    let scene = Scene::with("").await;
    let key = "0123456789ABCDEF0123456789ABCDEF";
    let process = scene
        .process_with(key, &scene.server.url(), Limits::default())
        .await;
    let error = process
        .runner
        .look_up_price(&scene.query(0))
        .await
        .unwrap_err();
    assert!(error.is_providers_refusal());
    assert!(error.to_string().contains("nothing was charged"), "{error}");
    let id = order_blind(&process, &scene, PLENTY).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged);
    assert_eq!(cause(&scene, &job), Some(FailureCause::Refused));
    assert!(
        job.note.contains("API Key does not appear to be correct"),
        "{}",
        job.note
    );
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
    assert!(scene.server.charges().is_empty());
    let told = format!("{error} {:?} {:?}", job, process.heard.lock().unwrap());
    assert!(!told.contains(key));
    let journal = std::fs::read(scene.folder.path().join("data/journal.db")).unwrap();
    assert!(!journal.windows(key.len()).any(|w| w == key.as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_service_costs_nothing() {
    let scene = Scene::with("").await;
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let process = scene
        .process_with("demo", &format!("http://{closed}"), Limits::default())
        .await;
    let id = order_blind(&process, &scene, PLENTY).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged);
    assert!(job.note.contains("could not be reached"), "{}", job.note);
    assert_eq!(cause(&scene, &job), Some(FailureCause::Unreachable));
    assert!(job.note.contains("nothing was charged"), "{}", job.note);
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_granted_binds_the_service_itself() {
    let scene = Scene::with("").await;
    let process = scene.process().await;
    // The price is not known here, so only the service can refuse.
    let id = order_blind(&process, &scene, Amounts::new(50_001, 1_000_000, 0)).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
    assert!(job.note.contains("nothing was charged"), "{}", job.note);
    assert_eq!(scene.charged(), (0, Amounts::ZERO));
    assert_eq!(cause(&scene, &job), Some(FailureCause::Refused));
    // Known, it is refused before anything is sent.
    let quote = process.runner.look_up_price(&scene.query(0)).await.unwrap();
    let small = process
        .runner
        .submit(&quote, Amounts::new(50_001, 1_000_000, 0), false, None)
        .await;
    assert!(
        matches!(
            small,
            Err(JobError::Ceiling {
                unit: "analysis",
                ..
            })
        ),
        "{small:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn configured_limits_and_empty_accounts_stop_before_sending() {
    let accounts = "[[account]]\nkey = \"poor\"\nuser_id = 9\n[[account.subscription]]\nanalysis = 60000\nretrieval = 5\nitems = 3\n";
    let scene = Scene::with_accounts("", Some(accounts)).await;
    let limits = Limits {
        per_job: Ceiling {
            retrieval: Some(100_000),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    let process = scene
        .process_with("poor", &scene.server.url(), limits)
        .await;
    let quote = Quote::new(scene.query(0), None);
    let limited = process
        .runner
        .submit(&quote, PLENTY, false, None)
        .await
        .unwrap_err();
    assert!(limited.can_be_confirmed(), "{limited}");
    // Nothing is known of the balance yet, so the reservation passes; the first free call stops it.
    let granted = Amounts::new(70_000, 100, 0);
    let id = process
        .runner
        .submit(&quote, granted, false, None)
        .await
        .unwrap();
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged);
    assert!(job.note.contains("exhausted"), "{}", job.note);
    assert_eq!(cause(&scene, &job), Some(FailureCause::Funds));
    // Now it is known, and the reservation itself is refused; no typing passes that.
    let refused = process
        .runner
        .submit(&quote, granted, true, None)
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, JobError::Limit(passed) if !passed.can_be_confirmed()),
        "{refused}"
    );
    assert_eq!(scene.charged(), (0, Amounts::ZERO));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_kept_with_the_rows_before_the_damage() {
    let scene = Scene::with("step=uploading").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("step=uploading").await);
    let made = std::fs::read_dir(scene.state().join("work"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut bytes = std::fs::read(&made).unwrap();
    let near_end = bytes.len() - 5;
    bytes[near_end] ^= 0xff;
    std::fs::write(&made, bytes).unwrap();
    scene.server.release("step");
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(
        job.note.contains("damaged") && job.note.contains("were charged"),
        "{}",
        job.note
    );
    let dataset = job.dataset.unwrap();
    assert!(scene.store().raw_path(&dataset, "answer.csv.gz").exists());
    assert!(scene.store().manifest(&dataset).unwrap().rows > 0);
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_download_is_one_line_charged_and_lost() {
    let scene = Scene::with("step=made").await;
    scene.clock.where_a_month_lasts(8);
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("step=made").await);
    process
        .hears(|r| matches!(r, Report::Job(job) if job.state == JobState::Waiting))
        .await;
    process.kill();
    scene.clock.on_by_days(8);
    scene.server.release("step");
    let next = scene.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::FailedAnswerLost, "{}", job.note);
    assert!(
        job.note.contains("were charged") && job.note.contains("lost"),
        "{}",
        job.note
    );
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
}
