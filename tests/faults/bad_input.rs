//! Answers that are none, or not the ones that were asked for: each ends in a typed state with one sentence and the
//! body kept, and nothing is sent a second time.

use backtrail::api::WireFormat;
use backtrail::model::catalog::majestic::{
    DOWNLOAD_REF_DOMAIN_BACK_LINKS, GET_BACK_LINK_DATA, GET_REF_DOMAINS, GET_TOP_BACK_LINKS,
};
use backtrail::model::catalog::{Entry, Quote};
use backtrail::model::job::{JobState, JobSummary};
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::model::query::Query;
use backtrail::model::target::Target;

use crate::scene::{Begin, Process};
use crate::script::{Reply, Script};

fn query(entry: &'static Entry) -> Query {
    Query::new(entry, Target::parse("example.com").unwrap())
}

/// One call that is answered so; the script, the job's end.
async fn ended(entry: &'static Entry, format: WireFormat, reply: Reply) -> (Script, JobSummary) {
    let script = Script::new();
    script.reply(entry.command, reply);
    let process = Process::begin(Begin {
        format,
        ..script.begin()
    })
    .await;
    let id = process.ask(&query(entry)).await;
    let job = process.end_of(id).await;
    assert_eq!(script.asked(entry.command).len(), 1, "never sent again");
    assert!(
        !job.note.contains('\n') && !job.note.is_empty(),
        "{}",
        job.note
    );
    (script, job)
}

fn json(rest: &str) -> String {
    format!(r#"{{"Code":"OK","ErrorMessage":"","FullError":"",{rest}}}"#)
}

fn xml(doctype: &str, table: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{doctype}<Result Code=\"OK\" ErrorMessage=\"\" FullError=\"\">\n\t<DataTables Count=\"1\">\n{table}\t</DataTables>\n</Result>\n"
    )
}

fn table(rows_count: usize, headers: &str, rows: &str) -> String {
    format!(
        "\t\t<DataTable Name=\"BackLinks\" RowsCount=\"{rows_count}\" Headers=\"{headers}\">\n{rows}\t\t</DataTable>\n"
    )
}

/// Bodies that cannot be read, by name.
fn unreadable() -> Vec<(&'static str, WireFormat, Vec<u8>)> {
    const ROW: &str = "\t\t\t<Row>http://a.example/|7</Row>\n";
    let good = xml("", &table(1, "SourceURL|ACRank", ROW));
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n";
    let entity = "\t\t\t<Row>&c;|7</Row>\n";
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let data = |row: &str| {
        json(&format!(
            r#""DataTables":{{"BackLinks":{{"Headers":{{}},"Data":[{row}]}}}}"#
        ))
    };
    let x = |text: String| (WireFormat::Xml, text.into_bytes());
    let j = |text: String| (WireFormat::Json, text.into_bytes());
    let all = [
        ("cut XML", x(good[..good.len() * 2 / 3].to_owned())),
        (
            "DTD",
            x(xml(
                "<!DOCTYPE Result SYSTEM \"http://127.0.0.1/x.dtd\">\n",
                &table(1, "SourceURL|ACRank", ROW),
            )),
        ),
        (
            "entity bomb",
            x(xml(bomb, &table(1, "SourceURL|ACRank", entity))),
        ),
        (
            "wrong RowsCount",
            x(xml("", &table(2, "SourceURL|ACRank", ROW))),
        ),
        ("an extra cell", x(xml("", &table(1, "SourceURL", ROW)))),
        (
            "a missing cell",
            x(xml("", &table(1, "SourceURL|ACRank|Date", ROW))),
        ),
        (
            "a header twice",
            x(xml("", &table(1, "SourceURL|SourceURL", ROW))),
        ),
        (
            "cut JSON",
            j(data(r#"{"SourceURL":"http://a.example/"}"#)[..90].to_owned()),
        ),
        ("200 levels", j(json(&format!(r#""DataTables":{deep}"#)))),
        (
            "NaN",
            j(data(r#"{"SourceURL":"http://a.example/","ACRank":NaN}"#)),
        ),
        (
            "a key twice",
            j(data(
                r#"{"SourceURL":"http://a.example/","SourceURL":"http://b.example/"}"#,
            )),
        ),
        (
            "HTML for JSON",
            j("<html><body>busy</body></html>".to_owned()),
        ),
        (
            "HTML for XML",
            x("<!DOCTYPE html>\n<html><body>busy</body></html>".to_owned()),
        ),
        ("nothing", j(String::new())),
    ];
    all.into_iter()
        .map(|(name, (format, body))| (name, format, body))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_read_is_kept_as_it_came() {
    for (name, format, body) in unreadable() {
        let reply = Reply::ok(body.clone()).charging(5_000, 3, 0);
        let (script, job) = ended(&GET_BACK_LINK_DATA, format, reply).await;
        assert_eq!(
            job.state,
            JobState::FailedAnswerKept,
            "{name}: {}",
            job.note
        );
        assert!(job.note.contains("kept as it came"), "{name}: {}", job.note);
        assert!(job.note.contains("were charged"), "{name}: {}", job.note);
        let paid = job.paid.unwrap();
        assert_eq!(
            (paid.amounts, paid.source),
            (Amounts::new(5_000, 3, 0), PaidSource::BalanceDifference),
            "{name}"
        );
        let dataset = job.dataset.unwrap();
        let kept = ["answer.json", "answer.xml"].map(|n| script.store().raw_path(&dataset, n));
        let kept = kept.iter().find(|path| path.exists()).unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), body, "{name}");
        assert_eq!(script.store().manifest(&dataset).unwrap().rows, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_somebody_between_is_not_charged_and_said_so() {
    let reply = Reply::ok("<html>log in first</html>");
    let (_, job) = ended(&GET_BACK_LINK_DATA, WireFormat::Json, reply).await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(job.note.contains("nothing was charged"), "{}", job.note);
    assert!(job.paid.unwrap().amounts.is_zero());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_success_without_its_table_is_kept_and_named() {
    for (entry, table) in [
        (&GET_BACK_LINK_DATA, "BackLinks"),
        (&GET_REF_DOMAINS, "Results"),
        (&GET_TOP_BACK_LINKS, "any level"),
    ] {
        let reply = Reply::ok(json(r#""IndexType":0"#)).charging(1_000, 1, 0);
        let (_, job) = ended(entry, WireFormat::Json, reply).await;
        assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
        assert!(job.note.contains(table), "{}", job.note);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_https_own_is_looked_into_and_never_sent_again() {
    for status in [429, 500, 502] {
        for headers in [vec![], vec![("Retry-After", "1")]] {
            for charge in [0, 5_000] {
                let reply = Reply {
                    status,
                    headers: headers.clone(),
                    ..Reply::ok("<html>busy</html>").charging(charge, charge / 1_000, 0)
                };
                let (_, job) = ended(&GET_BACK_LINK_DATA, WireFormat::Json, reply).await;
                let (state, words) = match charge {
                    0 => (JobState::FailedUncharged, "nothing was charged"),
                    _ => (JobState::FailedAnswerLost, "charged, answer lost"),
                };
                assert_eq!(job.state, state, "{status}: {}", job.note);
                assert!(job.note.contains(words), "{}", job.note);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_never_seen_may_have_been_charged() {
    let body = r#"{"Code":"SlowDown","ErrorMessage":"later","FullError":""}"#;
    for charge in [0, 5_000] {
        let reply = Reply::ok(body).charging(charge, charge / 1_000, 0);
        let (script, job) = ended(&GET_BACK_LINK_DATA, WireFormat::Json, reply).await;
        let expected = match charge {
            0 => JobState::FailedUncharged,
            _ => JobState::FailedAnswerLost,
        };
        assert_eq!(job.state, expected, "{}", job.note);
        let kept = script
            .store()
            .journal()
            .latest_answer(job.id)
            .unwrap()
            .unwrap();
        assert_eq!(kept.body, body.as_bytes());
    }
    let refusal =
        r#"{"Code":"RealTimePrefixQueryNotPossible","ErrorMessage":"too wide","FullError":""}"#;
    let (_, job) = ended(&GET_BACK_LINK_DATA, WireFormat::Json, Reply::ok(refusal)).await;
    assert_eq!(job.state, JobState::FailedUncharged);
    assert!(job.note.contains("too wide") && job.note.contains("nothing was charged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_answer_without_a_job_is_looked_for_and_not_believed() {
    let queued = r#"{"Code":"QueuedForProcessing","ErrorMessage":"","FullError":"","ETA":"n/a"}"#;
    let list = json(r#""DataTables":{"Downloads":{"Headers":{},"Data":[]}}"#);
    let script = Script::new();
    script
        .reply("DownloadRefDomainBackLinks", Reply::ok(queued))
        .reply("GetTopBackLinks", Reply::ok(queued))
        .reply("GetDownloadsList", Reply::ok(list));
    let process = script.process().await;
    let quote = Quote::new(query(&DOWNLOAD_REF_DOMAIN_BACK_LINKS), None);
    let granted = Amounts::new(100_000, 1_000, 0);
    let bulk = process.runner.submit(&quote, granted, false, None).await;
    let bulk = process.end_of(bulk.unwrap()).await;
    let direct = process.ask(&query(&GET_TOP_BACK_LINKS)).await;
    let direct = process.end_of(direct).await;
    for job in [bulk, direct] {
        assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
        assert!(job.note.contains("lists no such job"), "{}", job.note);
        assert_eq!(script.asked(&job.query.command).len(), 1);
    }
}
