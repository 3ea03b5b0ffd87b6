//! Walks without a crash: what they cost, one after the other, repeated, cancelled, stopped and started again.

use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, PaidSource, Price};
use backtrail::model::report::Report;

use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn a_download_costs_what_the_service_says_and_brings_every_row() {
    let scene = Scene::with("").await;
    let day = jiff::Timestamp::now().strftime("%F").to_string();
    let process = scene.process().await;
    let query = scene.query(0);
    assert_eq!(
        process.runner.quote_from_cache(&query).unwrap().price,
        Price::Unknown
    );
    let quote = process.runner.look_up_price(&query).await.unwrap();
    assert_eq!(process.runner.quote_from_cache(&query).unwrap(), quote);
    let granted = quote.price.ceiling().unwrap();
    let id = process
        .runner
        .submit(&quote, granted, false, Some("client"))
        .await
        .unwrap();
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    let paid = job.paid.unwrap();
    assert_eq!(paid.source, PaidSource::BalanceDifference);
    assert_eq!(scene.charged(), (1, paid.amounts));
    let figures = quote.figures.unwrap();
    assert_eq!(paid.amounts.analysis, 50_000 + 20 * figures.ref_domains);

    let manifest = scene.store().manifest(&job.dataset.unwrap()).unwrap();
    assert!(manifest.complete);
    assert_eq!(
        i64::try_from(manifest.rows).unwrap(),
        paid.amounts.retrieval
    );
    assert_eq!(
        i64::try_from(manifest.domains).unwrap(),
        figures.ref_domains
    );
    assert_eq!(manifest.cost, Some(paid));

    let budget = process.runner.refresh_budget().await.unwrap();
    assert_eq!(budget.held, Amounts::ZERO);
    // Midnight may have passed meanwhile, and then nothing was spent today.
    if day == jiff::Timestamp::now().strftime("%F").to_string() {
        assert_eq!(budget.spent_today, paid.amounts + Amounts::new(0, 0, 1));
    }
    let lines = scene.store().journal().ledger(None).unwrap();
    let of_job = lines.iter().filter(|l| l.job == Some(id));
    assert_eq!(
        of_job.clone().map(|l| l.paid.amounts).sum::<Amounts>(),
        paid.amounts
    );
    assert!(of_job.clone().all(|l| l.tag.as_deref() == Some("client")));
    process
        .hears(|r| matches!(r, Report::Published { complete: true, rows, .. } if *rows == manifest.rows))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_jobs_at_once_are_each_settled_by_their_own_difference() {
    let scene = Scene::with("").await;
    let process = scene.process().await;
    let first = process.order(&scene.query(0)).await;
    let second = process.order(&scene.query(1)).await;
    let paid: Vec<_> = [process.end_of(first).await, process.end_of(second).await]
        .into_iter()
        .map(|job| {
            assert_eq!(job.state, JobState::Done, "{}", job.note);
            job.paid.unwrap()
        })
        .collect();
    assert!(
        paid.iter()
            .all(|p| p.source == PaidSource::BalanceDifference),
        "{paid:?}"
    );
    assert_eq!(scene.charged(), (2, paid[0].amounts + paid[1].amounts));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_question_again_costs_nothing_and_is_told_so() {
    let scene = Scene::with("").await;
    let process = scene.process().await;
    let query = scene.query(1);
    let first = process.order(&query).await;
    let first = process.end_of(first).await;
    let again = process.order(&query).await;
    let again = process.end_of(again).await;
    assert_eq!(again.state, JobState::Done, "{}", again.note);
    assert_eq!(again.remote_id, first.remote_id);
    assert!(again.paid.unwrap().amounts.is_zero(), "{:?}", again.paid);
    assert_eq!(scene.charged(), (1, first.paid.unwrap().amounts));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_keeps_its_charge() {
    let scene = Scene::with("step=processing").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("step=processing").await);
    process
        .hears(|r| matches!(r, Report::Job(job) if job.state == JobState::Waiting))
        .await;
    process.runner.cancel(id);
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Cancelled);
    assert!(job.note.contains("were charged"), "{}", job.note);
    assert!(job.paid.unwrap().amounts.analysis >= scene.charged().1.analysis);
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orderly_stop_leaves_the_job_for_the_next_start() {
    let scene = Scene::with("hold=3000").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    assert!(scene.server.reached("hold").await);
    process.runner.clone().shutdown().await;
    let stopped = process.runner.jobs().unwrap();
    assert_eq!(stopped[0].state, JobState::Downloading);
    scene.server.release("hold");
    let next = scene.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(scene.charged(), (1, job.paid.unwrap().amounts));
}
