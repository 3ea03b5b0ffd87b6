//! Direct calls against the embedded server, in both formats: every one ends with its rows, and costs what the
//! server's own account log says.

use std::net::TcpListener;
use std::time::Duration;

use backtrail::api::{Credentials, WireFormat};
use backtrail::index::Datasource;
use backtrail::jobs::{NotifySetup, Pace};
use backtrail::model::catalog::Entry;
use backtrail::model::catalog::majestic::{
    GET_BACK_LINK_DATA, GET_INDEX_ITEM_INFO, GET_REF_DOMAIN_INFO, GET_REF_DOMAINS,
    GET_TOP_BACK_LINKS,
};
use backtrail::model::column::Value;
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::model::query::Query;
use backtrail::model::rows::{List, RowId};
use backtrail::model::target::Target;
use backtrail::store::Store;
use secrecy::SecretString;

use crate::scene::{Begin, PACE, Process, Scene};

fn begin(scene: &Scene, folder: &str) -> Begin {
    let store = Store::open(&scene.folder.path().join(folder)).unwrap();
    let key = Credentials::Key(SecretString::from("demo"));
    Begin::new(store, &scene.server.url(), key)
}

fn charged_for(scene: &Scene, command: &str) -> Amounts {
    let charges = scene.server.charges();
    let of = charges.iter().filter(|c| c.command == command);
    of.map(|c| c.amounts).sum()
}

/// Every direct entry about the largest targets, with its expected source of the cost.
fn questions(scene: &Scene) -> Vec<(Query, PaidSource)> {
    let largest = scene.server.index(Datasource::Historic).targets();
    let targets = |n: usize| -> Vec<Target> {
        let items = largest.iter().take(n);
        items.map(|t| Target::parse(&t.item).unwrap()).collect()
    };
    let about = |entry: &'static Entry, n| Query::about_all(entry, targets(n)).remove(0);
    let mut top = about(&GET_TOP_BACK_LINKS, 1);
    top.set("root-domain-data", "yes").unwrap();
    let mut links = about(&GET_BACK_LINK_DATA, 1);
    links.set("count", "50").unwrap();
    vec![
        (links, PaidSource::BalanceDifference),
        (top, PaidSource::Reported),
        (about(&GET_REF_DOMAINS, 2), PaidSource::Reported),
        (about(&GET_REF_DOMAIN_INFO, 3), PaidSource::Reported),
        (
            about(&GET_INDEX_ITEM_INFO, 3),
            PaidSource::BalanceDifference,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_direct_call_brings_the_same_in_both_formats_and_costs_what_the_server_says() {
    let scene = Scene::with("").await;
    let mut held = Vec::new();
    for format in WireFormat::ALL {
        let folder = format.name();
        let process = Process::begin(Begin {
            format,
            ..begin(&scene, folder)
        })
        .await;
        let store = Store::open(&scene.folder.path().join(folder)).unwrap();
        for (query, source) in questions(&scene) {
            let command = query.command.clone();
            let before = charged_for(&scene, &command);
            let id = process.ask(&query).await;
            let job = process.end_of(id).await;
            assert_eq!(
                (job.state, job.note.as_str()),
                (JobState::Done, ""),
                "{command}"
            );
            let paid = job.paid.unwrap();
            assert_eq!(paid.source, source, "{command}");
            assert_eq!(
                paid.amounts,
                charged_for(&scene, &command) - before,
                "{command}"
            );
            assert!(!paid.amounts.is_zero(), "{command}");
            let manifest = store.manifest(&job.dataset.unwrap()).unwrap();
            assert!(manifest.complete && manifest.bad_rows == 0, "{command}");
            assert!(
                manifest.rows + manifest.domains + manifest.items > 0,
                "{command}"
            );
            held.push((command, manifest.rows, manifest.domains, manifest.items));
        }
    }
    let (json, xml) = held.split_at(held.len() / 2);
    assert_eq!(json, xml);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_fill_a_download() {
    let scene = Scene::with("").await;
    let process = scene.process().await;
    let id = process.order(&scene.query(0)).await;
    let parent = process.end_of(id).await.dataset.unwrap();
    let store = scene.store();
    let first_domains = || -> Vec<(String, Value)> {
        let dataset = store.dataset(&parent).unwrap();
        let cell = |row: &[Value], id| row[DOMAINS.position(id).unwrap()].clone();
        let rows = (0..5).map(|n| dataset.row(&List::Domains, RowId(n)).unwrap());
        rows.map(|row| {
            (
                cell(&row, "domain").plain().into(),
                cell(&row, "trust_flow"),
            )
        })
        .collect()
    };
    let before = first_domains();
    assert!(before.iter().all(|(_, trust)| trust.is_null()));
    let targets = before.iter().map(|(name, _)| Target::parse(name).unwrap());
    let mut query = Query::about_all(&GET_REF_DOMAIN_INFO, targets.collect()).remove(0);
    query.enriches = Some(parent.clone());
    let id = process.ask(&query).await;
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    for ((name, _), (same, trust)) in before.iter().zip(first_domains()) {
        assert_eq!(*name, same, "rows stay where they are");
        assert!(!trust.is_null(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_itself_calls_when_the_file_is_ready() {
    let scene = Scene::with("").await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = free.local_addr().unwrap();
    drop(free);
    let process = Process::begin(Begin {
        pace: Pace {
            first: Duration::from_secs(600),
            longest: Duration::from_secs(600),
            ..PACE
        },
        notify: Some(NotifySetup {
            listen,
            public: format!("http://{listen}/").parse().unwrap(),
        }),
        ..begin(&scene, "notified")
    })
    .await;
    let id = process.order(&scene.query(0)).await;
    // Its own pace would ask for the first time in ten minutes.
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
}
