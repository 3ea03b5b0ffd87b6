//! Download jobs: states, charges, sameness, expiry, restart.

use std::collections::HashSet;
use std::io::Read;

use backtrail::index::{Datasource, ItemKind};
use backtrail::model::money::Amounts;
use backtrail::model::target::registrable_domain;
use backtrail::server::Running;
use flate2::read::GzDecoder;
use jiff::SignedDuration;
use serde_json::Value;

use crate::client::{
    ManualClock, Wanted, call, global, http, listed, order, plain, start, target, until,
};

/// The table of a finished job's file, read by the csv crate.
async fn table(server: &Running, job: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let row = until(server, job, "4").await;
    let answer = http()
        .get(row("PublicDownloadLocation"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.unwrap();
    assert_eq!(bytes.len().to_string(), row("FileSize"));
    let mut text = String::new();
    GzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    (headers, reader.records().map(Result::unwrap).collect())
}

fn source_domain(row: &csv::StringRecord) -> String {
    let url = url::Url::parse(&row[2]).unwrap();
    registrable_domain(url.host_str().unwrap()).to_owned()
}

#[tokio::test]
async fn a_job_costs_its_analysis_when_accepted_and_its_rows_when_made() {
    let server = plain().await;
    let item = target(&server, 0);
    let index = server.index(Datasource::Historic);
    let id = index.resolve(ItemKind::RootDomain, &item).unwrap();
    let ref_domains = i64::try_from(index.ref_domain_count(id)).unwrap();
    let queued = order(&server, &item, &[]).await;
    assert_eq!(queued.code, "QueuedForProcessing");
    assert!(queued.tables.is_none());
    assert!(queued.global("ChargedAnalysisResUnits").is_none());
    assert_eq!(global(&queued, "ETA"), "n/a");
    assert_eq!(global(&queued, "ReportName"), "DownloadRefDomainBackLinks");
    let job = global(&queued, "JobID");
    assert_eq!(job.len(), 32);
    let (headers, rows) = table(&server, &job).await;
    assert_eq!(headers.len(), 22);
    assert_eq!(
        (&headers[0], &headers[21]),
        ("Target URL", "TargetTopicalTrustFlow_Value_0")
    );
    let domains: HashSet<_> = rows.iter().map(source_domain).collect();
    assert_eq!(i64::try_from(domains.len()).unwrap(), ref_domains);
    let charges = server.charges();
    let amounts: Vec<_> = charges.iter().map(|c| c.amounts).collect();
    let expected = [
        Amounts::new(50_000 + 20 * ref_domains, 0, 0),
        Amounts::new(0, i64::try_from(rows.len()).unwrap(), 0),
    ];
    assert_eq!(amounts, expected);
    assert!(charges.iter().all(|c| c.job.as_ref() == Some(&job)));
}

#[tokio::test]
async fn options_shape_the_file() {
    let server = plain().await;
    let item = target(&server, 1);
    let one = order(&server, &item, &[("MaxSourceURLsPerRefDomain", "1")]).await;
    let (_, best) = table(&server, &global(&one, "JobID")).await;
    let domains: HashSet<_> = best.iter().map(source_domain).collect();
    assert_eq!(domains.len(), best.len());
    let live = order(&server, &item, &[("Mode", "1")]).await;
    let (headers, rows) = table(&server, &global(&live, "JobID")).await;
    let deleted = headers.iter().position(|h| h == "FlagOldCrawl").unwrap();
    assert!(rows.iter().all(|row| row[deleted].is_empty()));
    let all = order(&server, &item, &[]).await;
    let (_, rows) = table(&server, &global(&all, "JobID")).await;
    assert!(rows.iter().any(|row| &row[deleted] == "+"));
    // A public location is that of an upload; what is not uploaded is here.
    let elsewhere = [("PublicDownloadLocation", "https://files.example/area/")];
    let moved = order(&server, &item, &elsewhere).await;
    let row = until(&server, &global(&moved, "JobID"), "4").await;
    assert!(row("PublicDownloadLocation").starts_with(&format!("{}/downloads/", server.url())));
}

#[tokio::test]
async fn an_equal_order_is_the_same_job_and_another_is_not() {
    let server = plain().await;
    let item = target(&server, 2);
    let job = global(&order(&server, &item, &[]).await, "JobID");
    let again = order(
        &server,
        &item,
        &[("MaxSourceURLsPerRefDomain", "10"), ("Mode", "0")],
    )
    .await;
    assert_eq!(again.code, "QueuedForProcessing");
    assert_eq!(global(&again, "JobID"), job);
    let other = order(&server, &item, &[("MaxSourceURLsPerRefDomain", "9")]).await;
    assert_ne!(global(&other, "JobID"), job);
    let row = until(&server, &job, "4").await;
    assert_eq!(row("JobID"), job);
    assert_eq!(global(&order(&server, &item, &[]).await, "JobID"), job);
    let analysis = server
        .charges()
        .iter()
        .filter(|c| c.amounts.analysis > 0)
        .count();
    assert_eq!(analysis, 2);
}

#[tokio::test]
async fn an_analysis_above_the_skip_limit_is_refused_uncharged() {
    let server = plain().await;
    let item = target(&server, 0);
    let refused = order(
        &server,
        &item,
        &[("SkipIfAnalysisCostGreaterThan", "50000")],
    )
    .await;
    assert_eq!(refused.code, "FailedRequestViaAPI");
    assert!(
        refused
            .error_message
            .contains("SkipIfAnalysisCostGreaterThan")
    );
    assert!(server.charges().is_empty());
    let unlinked = order(
        &server,
        "unlinkedvale.org",
        &[("SkipIfAnalysisCostGreaterThan", "50000")],
    )
    .await;
    assert_eq!(unlinked.code, "QueuedForProcessing");
}

#[tokio::test]
async fn states_follow_each_other_and_progress_is_shown() {
    let wanted = Wanted {
        faults: "step=queued,step=processing,step=made,step=uploading",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let job = global(&order(&server, &target(&server, 0), &[]).await, "JobID");
    let states = [
        ("queued", "0"),
        ("processing", "1"),
        ("made", "2"),
        ("uploading", "3"),
    ];
    for (step, status) in states {
        let gate = format!("step={step}");
        assert!(server.reached(&gate).await);
        let row = listed(&server, &job).await.unwrap();
        assert_eq!(row("Status"), status);
        assert_eq!(row("PublicDownloadLocation"), "");
        let progress = row("AnalysisProgressInfo");
        assert_eq!(
            progress.contains("referring domains analysed"),
            status == "1",
            "{progress}"
        );
        let rows_charged = server.charges().iter().any(|c| c.amounts.retrieval > 0);
        assert_eq!(rows_charged, status >= "2");
        let release = format!("{}/admin/release?what={gate}", server.url());
        let answer = http()
            .post(release)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert_eq!(answer, r#"{"released":1}"#);
    }
    let row = until(&server, &job, "4").await;
    assert_eq!(row("Description").len(), 64);
    assert!(row("Description").starts_with(&format!(
        "API Job: DownloadRefDomainBackLinks ({}",
        &job[..20]
    )));
    assert_eq!(row("Created"), "21/11/2026 12:00:00");
    assert_eq!(row("Expires"), "28/11/2026 12:00:00");
}

#[tokio::test]
async fn the_list_names_the_job_machine_whatever_is_asked() {
    let server = plain().await;
    let list = call(
        &server,
        &[("cmd", "GetDownloadsList"), ("datasource", "historic")],
    )
    .await;
    assert_eq!(global(&list, "ServerName"), "XSTHEMACHINE");
    assert_eq!(global(&list, "UniqueIndexID"), "20130224214724-FRESH");
    assert_eq!(global(&list, "IndexType"), "1");
    assert!(list.table("Downloads").unwrap().rows.is_empty());
    assert!(
        listed(&server, "0123456789ABCDEF0123456789ABCDEF")
            .await
            .is_none()
    );
}

#[tokio::test]
async fn after_seven_days_a_download_is_gone() {
    let clock = ManualClock::new();
    let server = start(&Wanted::default(), clock.clone()).await;
    let item = target(&server, 3);
    let job = global(&order(&server, &item, &[]).await, "JobID");
    let row = until(&server, &job, "4").await;
    let file = row("PublicDownloadLocation");
    clock.advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
    assert_eq!(http().get(&file).send().await.unwrap().status(), 200);
    assert_eq!(global(&order(&server, &item, &[]).await, "JobID"), job);
    clock.advance(SignedDuration::from_secs(1));
    assert_eq!(http().get(&file).send().await.unwrap().status(), 404);
    assert!(listed(&server, &job).await.is_none());
    assert_ne!(global(&order(&server, &item, &[]).await, "JobID"), job);
}

#[tokio::test]
async fn a_deleted_job_is_gone_and_its_work_stops() {
    let wanted = Wanted {
        faults: "step=processing",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let job = global(&order(&server, &target(&server, 0), &[]).await, "JobID");
    assert!(server.reached("step=processing").await);
    let ids = format!("{job},NOSUCHJOB");
    let deleted = call(
        &server,
        &[("cmd", "DeleteDownloads"), ("DownloadJobIDs", &ids)],
    )
    .await;
    let table = deleted.table("DeletionResults").unwrap();
    assert_eq!(
        table.columns,
        ["DownloadJobID", "Result", "Description", "FileName"]
    );
    assert_eq!(
        table.cell(0, "Result").unwrap().text(),
        "Deleted successfully."
    );
    assert!(
        table
            .cell(0, "FileName")
            .unwrap()
            .text()
            .ends_with(".csv.gz")
    );
    assert_ne!(
        table.cell(1, "Result").unwrap().text(),
        "Deleted successfully."
    );
    server.release("all");
    assert!(listed(&server, &job).await.is_none());
    let charges = server.charges();
    server.stop().await;
    assert_eq!(charges.len(), 1);
    assert_eq!(charges[0].amounts.retrieval, 0);
}

#[tokio::test]
async fn a_restarted_server_goes_on_without_a_second_charge() {
    for step in ["queued", "processing", "made", "uploading"] {
        let folder = tempfile::tempdir().unwrap();
        let faults = format!("step={step}");
        let held = Wanted {
            faults: &faults,
            state: Some(folder.path()),
            ..Wanted::default()
        };
        let server = start(&held, ManualClock::new()).await;
        let item = target(&server, 1);
        let job = global(&order(&server, &item, &[]).await, "JobID");
        assert!(server.reached(&faults).await);
        server.stop().await;
        let kept = Wanted {
            state: Some(folder.path()),
            ..Wanted::default()
        };
        let server = start(&kept, ManualClock::new()).await;
        assert_eq!(
            global(&order(&server, &item, &[]).await, "JobID"),
            job,
            "{step}"
        );
        let (_, rows) = table(&server, &job).await;
        let sum = server
            .charges()
            .iter()
            .fold(Amounts::ZERO, |sum, c| sum + c.amounts);
        assert_eq!(server.charges().len(), 2, "{step}");
        assert_eq!(sum.retrieval, i64::try_from(rows.len()).unwrap());
        server.stop().await;
        let server = start(&kept, ManualClock::new()).await;
        assert_eq!(table(&server, &job).await.1, rows);
        let info = call(&server, &[("cmd", "GetSubscriptionInfo")]).await;
        assert_eq!(
            global(&info, "TotalAnalysisResUnits"),
            (97_000_000 - sum.analysis).to_string()
        );
        assert_eq!(
            global(&info, "TotalRetrievalResUnits"),
            (19_200_000 - sum.retrieval).to_string()
        );
    }
}

#[tokio::test]
async fn a_folder_of_a_server_that_knew_one_kind_of_job_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Wanted {
        state: Some(folder.path()),
        ..Wanted::default()
    };
    let server = start(&kept, ManualClock::new()).await;
    let item = target(&server, 1);
    let job = global(&order(&server, &item, &[]).await, "JobID");
    let before = table(&server, &job).await;
    server.stop().await;
    let path = folder.path().join(format!("jobs/{job}.json"));
    let mut record: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    record.as_object_mut().unwrap().remove("delivery").unwrap();
    let placed = record["order"].as_object_mut().unwrap();
    placed.remove("kind").unwrap();
    placed.remove("upload_to").unwrap();
    placed.insert("max_per_domain".into(), 10.into());
    placed.insert("live_only".into(), false.into());
    std::fs::write(&path, record.to_string()).unwrap();
    let server = start(&kept, ManualClock::new()).await;
    assert_eq!(table(&server, &job).await, before);
    assert_eq!(global(&order(&server, &item, &[]).await, "JobID"), job);
    server.stop().await;

    record["order"].as_object_mut().unwrap().remove("live_only");
    std::fs::write(&path, record.to_string()).unwrap();
    let again = backtrail::server::serve(backtrail::server::ServeOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        links: 1_000,
        seed: 1,
        state: Some(folder.path().to_owned()),
        accounts: None,
        faults: Default::default(),
        allow_delivery: Vec::new(),
        shape: backtrail::server::Shape::default(),
        clock: ManualClock::new(),
    });
    let error = again.await.err().unwrap().to_string();
    assert!(error.contains("what was ordered"), "{error}");
}

#[tokio::test]
async fn two_servers_do_not_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Wanted {
        state: Some(folder.path()),
        ..Wanted::default()
    };
    let _first = start(&kept, ManualClock::new()).await;
    let second = backtrail::server::serve(backtrail::server::ServeOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        links: 1_000,
        seed: 1,
        state: Some(folder.path().to_owned()),
        accounts: None,
        faults: Default::default(),
        allow_delivery: Vec::new(),
        shape: backtrail::server::Shape::default(),
        clock: ManualClock::new(),
    });
    let error = second.await.err().unwrap().to_string();
    assert!(error.contains("another server"), "{error}");
}
