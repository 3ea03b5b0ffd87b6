//! The other kinds of job: all links, and GetTopBackLinks made to queue.

use std::collections::HashMap;
use std::io::Read;

use backtrail::model::money::Amounts;
use backtrail::model::target::registrable_domain;
use backtrail::wire::majestic::{Answer, json, xml};
use flate2::read::GzDecoder;

use crate::client::{call, call_xml, first, global, http, order, plain, target, until};

#[tokio::test]
async fn all_links_come_in_twenty_columns() {
    let server = plain().await;
    let item = target(&server, 1);
    let queued = call(
        &server,
        &[("cmd", "downloadbacklinks"), ("query", item.as_str())],
    )
    .await;
    assert_eq!(global(&queued, "ReportName"), "DownloadBackLinks");
    let job = global(&queued, "JobID");
    let row = until(&server, &job, "4").await;
    assert_eq!(
        row("Description"),
        format!("API Job: DownloadBackLinks ({job})")
    );
    let file = http()
        .get(row("PublicDownloadLocation"))
        .send()
        .await
        .unwrap();
    let bytes = file.bytes().await.unwrap();
    let mut reader = csv::Reader::from_reader(GzDecoder::new(&bytes[..]));
    let headers: Vec<_> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        headers.join(","),
        "Target URL,Source URL,Anchor Text,Source Crawl Date,\
        Source First Found Date,FlagNoFollow,FlagImageLink,FlagRedirect,FlagFrame,FlagOldCrawl,FlagAltText,\
        FlagMention,SourceCitationFlow,SourceTrustFlow,TargetCitationFlow,TargetTrustFlow,\
        SourceTopicalTrustFlow_Topic_0,SourceTopicalTrustFlow_Value_0,RefDomainTopicalTrustFlow_Topic_0,\
        RefDomainTopicalTrustFlow_Value_0"
    );
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let params = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", item.as_str()),
    ];
    let info = call(&server, &params).await;
    assert_eq!(
        first(&info, "Results", "ExtBackLinks").int(),
        i64::try_from(rows.len()).ok()
    );
    // A domain has one topic, whatever page of it links.
    let mut topics = HashMap::new();
    for row in &rows {
        let url = url::Url::parse(&row[1]).unwrap();
        let host = url.host_str().unwrap();
        let domain = registrable_domain(host).to_owned();
        let topic = (row[18].to_owned(), row[19].to_owned());
        assert_eq!(
            *topics.entry(domain).or_insert_with(|| topic.clone()),
            topic
        );
    }
    let skip = [
        ("cmd", "DownloadBackLinks"),
        ("Query", item.as_str()),
        ("SkipIfAnalysisCostGreaterThan", "24999"),
    ];
    assert_eq!(call(&server, &skip).await.code, "FailedRequestViaAPI");
    let no_query = [("cmd", "DownloadBackLinks"), ("item", item.as_str())];
    assert_eq!(call(&server, &no_query).await.code, "InvalidParameter");
    let both = order(&server, &item, &[]).await;
    assert_ne!(global(&both, "JobID"), job);
}

#[tokio::test]
async fn forced_top_links_become_a_file_in_the_asked_format() {
    let server = plain().await;
    let item = target(&server, 0);
    let asked = [
        ("cmd", "GetTopBackLinks"),
        ("URL", item.as_str()),
        ("GetRootDomainData", "1"),
        ("MaxSourceURLs", "25"),
    ];
    let now = call(&server, &asked).await;
    let forced = [&asked[..], &[("DebugForceQueue", "1")]].concat();
    let mut jobs = Vec::new();
    for ending in [".json.gz", ".xml.gz"] {
        let queued = match ending {
            ".json.gz" => call(&server, &forced).await,
            _ => call_xml(&server, &forced).await,
        };
        assert_eq!(queued.code, "QueuedForProcessing");
        assert_eq!(global(&queued, "ReportName"), "GetTopBackLinks");
        let job = global(&queued, "JobID");
        let row = until(&server, &job, "4").await;
        let location = row("PublicDownloadLocation");
        assert!(location.ends_with(&format!("{job}{ending}")), "{location}");
        let file = http().get(location).send().await.unwrap();
        let mut text = Vec::new();
        GzDecoder::new(&file.bytes().await.unwrap()[..])
            .read_to_end(&mut text)
            .unwrap();
        let body = match ending {
            ".json.gz" => json::decode(&text).unwrap(),
            _ => xml::decode(&text).unwrap(),
        };
        let urls = |answer: &Answer| {
            let table = answer.table("RootDomain").unwrap();
            let url = |n| table.cell(n, "SourceURL").unwrap().text().into_owned();
            (0..table.rows.len()).map(url).collect::<Vec<_>>()
        };
        assert_eq!(urls(&body), urls(&now));
        assert_eq!(body.code, "OK");
        jobs.push(job);
    }
    assert_ne!(jobs[0], jobs[1]);
    assert_eq!(global(&call(&server, &forced).await, "JobID"), jobs[0]);
    let sum = |from: &[backtrail::server::Charge]| {
        from.iter().fold(Amounts::ZERO, |sum, c| sum + c.amounts)
    };
    let charges = server.charges();
    let direct = sum(&charges[..1]);
    assert_eq!(direct.analysis, 10_000);
    assert_eq!(sum(&charges[1..]), direct + direct);
}
