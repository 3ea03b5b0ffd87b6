//! Answers that hold their rows themselves: what they cost, what is kept, and where a crash leaves them.

use backtrail::api::{Credentials, WireFormat};
use backtrail::model::catalog::majestic::{
    GET_BACK_LINK_DATA, GET_INDEX_ITEM_INFO, GET_REF_DOMAIN_INFO, GET_REF_DOMAINS,
    GET_TOP_BACK_LINKS,
};
use backtrail::model::catalog::{Entry, Quote};
use backtrail::model::job::{JobId, JobState};
use backtrail::model::money::{Amounts, Limits, PaidSource, Price};
use backtrail::model::query::Query;
use backtrail::model::report::Report;
use backtrail::model::target::Target;
use backtrail::store::{JobChange, NewJob, RequestRecord};
use secrecy::SecretString;

use crate::scene::{Begin, Process};
use crate::script::{Reply, Script};

const LINKS: &str = r#"{"Code":"OK","ErrorMessage":"","FullError":"","IndexBuildDate":"2026-11-20 04:05:06","IndexType":0,"UniqueIndexID":"20261120000000-HISTORICAL","DataTables":{"BackLinks":{"Headers":{"TotalBackLinks":41},"Data":[{"SourceURL":"http://www.a.example/1","ACRank":3,"AnchorText":"one","FlagNoFollow":0,"TargetURL":"http://example.com/","DomainID":0,"SourceTrustFlow":"12"},{"SourceURL":"http://b.example/2","ACRank":1,"AnchorText":"two","FlagNoFollow":1,"TargetURL":"http://example.com/","DomainID":1,"SourceTrustFlow":7}]},"DomainsInfo":{"Headers":{},"Data":[{"DomainID":0,"Domain":"a.example","TrustFlow":33},{"DomainID":1,"Domain":"b.example","TrustFlow":"21"}]}}}"#;

const LINKS_XML: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Result Code=\"OK\" ErrorMessage=\"\" FullError=\"\">\n\t\t<GlobalVars IndexType=\"0\"/>\n\t<DataTables Count=\"1\">\n\t\t<DataTable Name=\"BackLinks\" RowsCount=\"1\" Headers=\"SourceURL|TargetURL|AnchorText\" TotalBackLinks=\"41\">\n\t\t\t<Row>http://www.a.example/1|http://example.com/|a || b</Row>\n\t\t</DataTable>\n\t</DataTables>\n</Result>\n";

const DOMAINS: &str = r#"{"Code":"OK","ErrorMessage":"","FullError":"","ChargedAnalysisResUnits":1000,"ChargedRetrievalResUnits":1,"RemainingAnalysisResUnits":1000000,"RemainingRetrievalResUnits":1000000,"DataTables":{"Results":{"Headers":{"TotalMatchedDomains":28},"Data":[{"Position":1,"Domain":"a.example","TrustFlow":22,"BackLinks_example.com":"2","FirstLinkDate_example.com":"2014-01-08","LastLinkDate_example.com":"2014-02-08"}]}}}"#;

const DOMAIN_INFO: &str = r#"{"Code":"OK","ErrorMessage":"","FullError":"","ChargedAnalysisResUnits":1000,"ChargedRetrievalResUnits":1,"DataTables":{"DomainsInfo":{"Headers":{},"Data":[{"RowID":0,"OriginalItem":"b.example","Status":"Found","RootDomain":"b.example","TrustFlow":64,"CitationFlow":50}]}}}"#;

const OVERVIEW: &str = r#"{"Code":"OK","ErrorMessage":"","FullError":"","IndexBuildDate":"2026-11-20 04:05:06","UniqueIndexID":"20261120000000-HISTORICAL","DataTables":{"Results":{"Headers":{},"Data":[{"ItemNum":0,"Item":"example.com","Status":"Found","ExtBackLinks":900,"RefDomains":30,"DownloadBacklinksAnalysisResUnitsCost":25000,"DownloadRefDomainBacklinksAnalysisResUnitsCost":25000},{"ItemNum":1,"Item":"b.example","Status":"NotFound","ExtBackLinks":0,"RefDomains":0}]}}}"#;

fn target() -> Target {
    Target::parse("example.com").unwrap()
}

fn query(entry: &'static Entry) -> Query {
    Query::new(entry, target())
}

#[tokio::test(flavor = "multi_thread")]
async fn links_and_domains_come_in_one_call_that_two_balances_price() {
    let script = Script::new();
    script.reply("GetBackLinkData", Reply::ok(LINKS).charging(5_000, 2, 0));
    let process = script.process().await;
    let id = process.ask(&query(&GET_BACK_LINK_DATA)).await;
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::new(5_000, 2, 0), PaidSource::BalanceDifference)
    );
    let dataset = job.dataset.unwrap();
    let manifest = script.store().manifest(&dataset).unwrap();
    assert!(manifest.complete);
    assert_eq!((manifest.rows, manifest.domains), (2, 2));
    assert_eq!(manifest.links_known(), Some(41));
    assert_eq!(manifest.cost, Some(paid));
    let raw = script.store().raw_path(&dataset, "answer.json");
    assert_eq!(std::fs::read(raw).unwrap(), LINKS.as_bytes());
    assert_eq!(process.runner.budget().unwrap().held, Amounts::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn xml_is_kept_and_read_as_it_came() {
    let script = Script::new();
    script.reply(
        "GetBackLinkData",
        Reply::ok(LINKS_XML).charging(5_000, 1, 0),
    );
    let begin = Begin {
        format: WireFormat::Xml,
        ..script.begin()
    };
    let process = Process::begin(begin).await;
    let id = process.ask(&query(&GET_BACK_LINK_DATA)).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    let dataset = job.dataset.unwrap();
    assert!(script.store().raw_path(&dataset, "answer.xml").exists());
    assert_eq!(script.store().manifest(&dataset).unwrap().rows, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_the_answer_names_needs_no_second_balance() {
    let script = Script::new();
    script.reply("GetRefDomains", Reply::ok(DOMAINS).charging(1_000, 1, 0));
    let process = script.process().await;
    let id = process.ask(&query(&GET_REF_DOMAINS)).await;
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::new(1_000, 1, 0), PaidSource::Reported)
    );
    assert_eq!(script.asked("GetSubscriptionInfo").len(), 1);
    let manifest = script.store().manifest(&job.dataset.unwrap()).unwrap();
    assert_eq!((manifest.rows, manifest.domains), (0, 1));
    assert_eq!(manifest.domains_known(), Some(28));
    assert_eq!(manifest.labels["item0_links"], "BackLinks_example.com");
    let left = process.runner.budget().unwrap().left.unwrap();
    assert_eq!(left, Amounts::new(999_000, 999_999, 1_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overview_costs_a_unit_an_item_and_prices_downloads() {
    let script = Script::new();
    script.reply("GetIndexItemInfo", Reply::ok(OVERVIEW).charging(0, 0, 2));
    let process = script.process().await;
    let targets = vec![target(), Target::parse("b.example").unwrap()];
    let overview = Query::about_all(&GET_INDEX_ITEM_INFO, targets).remove(0);
    let id = process.ask(&overview).await;
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::new(0, 0, 2), PaidSource::BalanceDifference)
    );
    let manifest = script.store().manifest(&job.dataset.unwrap()).unwrap();
    assert_eq!(manifest.items, 2);
    use backtrail::model::catalog::majestic::DOWNLOAD_BACK_LINKS;
    let quotes = process
        .runner
        .quotes_from_cache(&[query(&DOWNLOAD_BACK_LINKS)])
        .unwrap();
    assert_eq!(quotes[0].price, Price::UpTo(Amounts::new(25_000, 900, 0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_filled_into_the_dataset_they_were_bought_for() {
    let script = Script::new();
    script
        .reply("GetBackLinkData", Reply::ok(LINKS).charging(5_000, 2, 0))
        .reply(
            "GetRefDomainInfo",
            Reply::ok(DOMAIN_INFO).charging(1_000, 1, 0),
        );
    let process = script.process().await;
    let id = process.ask(&query(&GET_BACK_LINK_DATA)).await;
    let parent = process.end_of(id).await.dataset.unwrap();
    let mut metrics = Query::new(&GET_REF_DOMAIN_INFO, Target::parse("b.example").unwrap());
    metrics.enriches = Some(parent.clone());
    let id = process.ask(&metrics).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    process
        .hears(|r| matches!(r, Report::Published { dataset, job: Some(by), .. } if *dataset == parent && *by == id))
        .await;
    let manifest = script.store().manifest(&parent).unwrap();
    assert_eq!(manifest.enriched_by, [job.dataset.unwrap()]);
    assert_eq!((manifest.rows, manifest.domains), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_without_balances_goes_on_and_says_so() {
    let script = Script::new();
    script.hide_balance();
    script.reply("GetBackLinkData", Reply::ok(LINKS));
    let app = Credentials::App {
        access_token: SecretString::from("token-of-somebody"),
        private_key: SecretString::from("key-of-the-application"),
    };
    let process = Process::begin(Begin::new(script.store(), &script.url, app)).await;
    let id = process.ask(&query(&GET_BACK_LINK_DATA)).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::new(5_000, 2, 0), PaidSource::Assumed)
    );
    let refused = process.runner.remote_downloads().await.unwrap_err();
    assert!(refused.to_string().contains("must name"), "{refused}");
    process
        .hears(|r| matches!(r, Report::Job(job) if job.note.contains("no balance")))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_queued_is_fetched_and_read() {
    let script = Script::new();
    let body = r#"{"Code":"OK","ErrorMessage":"","FullError":"","ChargedAnalysisResUnits":5000,"ChargedRetrievalResUnits":1,"DataTables":{"URL":{"Headers":{"TotalBackLinks":9},"Data":[{"SourceURL":"http://a.example/","TargetURL":"http://example.com/","DomainID":-1}]}}}"#;
    let address = script.file("d/top.json.gz", &packed(body.as_bytes()));
    let list = format!(
        r#"{{"Code":"OK","ErrorMessage":"","FullError":"","DataTables":{{"Downloads":{{"Headers":{{}},"Data":[{{"Description":"API Job: GetTopBackLinks (AB12)","JobID":"AB12","Status":"4","Created":"22/11/2026 00:00:00","Expires":"22/11/2099 00:00:00","FileSize":"","LastError":"","PublicDownloadLocation":"{address}","AnalysisProgressInfo":""}}]}}}}}}"#
    );
    script
        .reply(
            "GetTopBackLinks",
            Reply::ok(
                r#"{"Code":"QueuedForProcessing","ErrorMessage":"","FullError":"","JobID":"AB12"}"#,
            )
            .charging(5_000, 1, 0),
        )
        .reply("GetDownloadsList", Reply::ok(list));
    let process = script.process().await;
    let id = process.ask(&query(&GET_TOP_BACK_LINKS)).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(5_000, 1, 0));
    let manifest = script.store().manifest(&job.dataset.unwrap()).unwrap();
    assert_eq!((manifest.rows, manifest.links_known()), (1, Some(9)));
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_charged_for_nothing_is_refused_before_it_is_reserved() {
    let script = Script::new();
    let process = script.process().await;
    let mut bad = query(&GET_BACK_LINK_DATA);
    bad.set("prefix-scan", "yes").unwrap();
    let quote = Quote::new(bad, None);
    let granted = quote.price.ceiling().unwrap();
    let refused = process.runner.submit(&quote, granted, false, None).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("nothing was sent"), "{refused}");
    assert!(process.runner.jobs().unwrap().is_empty());
    assert!(script.asked("GetBackLinkData").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_waits_the_balance_tells_what_became_of_the_call() {
    for (charge, end) in [
        (5_000, JobState::FailedAnswerLost),
        (0, JobState::FailedUncharged),
    ] {
        let script = Script::new();
        let silent = Reply {
            silent: true,
            ..Reply::ok("").charging(charge, charge / 1_000, 0)
        };
        script.reply("GetBackLinkData", silent);
        let process = script.process().await;
        let id = process.ask(&query(&GET_BACK_LINK_DATA)).await;
        script.wait_for("GetBackLinkData");
        process.kill();
        let next = script.process().await;
        let job = next.end_of(id).await;
        assert_eq!(job.state, end, "{}", job.note);
        assert_eq!(script.asked("GetBackLinkData").len(), 1);
        if charge > 0 {
            assert_eq!(job.paid.unwrap().amounts, Amounts::new(5_000, 5, 0));
            assert!(job.note.contains("charged, answer lost"), "{}", job.note);
        }
        assert_eq!(next.runner.budget().unwrap().held, Amounts::ZERO);
    }
}

/// A job in the state that a crash leaves: sent, its answer in the journal, nothing read.
fn sent_with_answer(script: &Script, account: &str, body: &[u8]) -> JobId {
    let store = script.store();
    let journal = store.journal();
    let quote = Quote::new(query(&GET_BACK_LINK_DATA), None);
    let now = jiff::Timestamp::now();
    let new = NewJob {
        quote: &quote,
        granted: quote.price.ceiling().unwrap(),
        account,
        tag: None,
        now,
    };
    let id = journal.reserve(new, &Limits::default(), false).unwrap();
    let request = journal
        .record_request(&RequestRecord {
            command: "GetBackLinkData".to_owned(),
            params: quote.query.params(),
            job: Some(id),
            account: account.to_owned(),
            at: now,
        })
        .unwrap();
    let sent = JobChange {
        sent_at: Some(now),
        balance_before: Some(Amounts::new(1_005_000, 1_000_002, 1_000)),
        ..JobChange::default()
    };
    journal.step(id, JobState::Sent, &sent, now).unwrap();
    journal
        .record_answer(request, "arrived", Some(200), body, now)
        .unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_lies_unread_in_the_journal_is_read_and_not_asked_for_again() {
    let script = Script::new();
    let account = script.begin().endpoint.fingerprint();
    let id = sent_with_answer(&script, &account, LINKS.as_bytes());
    let process = script.process().await;
    let job = process.end_of(id).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(5_000, 2, 0));
    assert!(script.asked("GetBackLinkData").is_empty());
    assert_eq!(script.store().datasets().unwrap().len(), 1);
    let broken = sent_with_answer(&script, &account, b"{\"Code\":\"OK\",");
    drop(process);
    let next = script.process().await;
    let job = next.end_of(broken).await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(script.asked("GetBackLinkData").is_empty());
}
