//! Majestic's other answers where they come odd: a table that is not there, one of several, rows of another kind, a
//! price that no page names. Nothing is lost, nothing is sent again, and the sentence says what is wrong.

use backtrail::model::catalog::Entry;
use backtrail::model::catalog::majestic::{
    GET_ANCHOR_TEXT, GET_BACK_LINKS_HISTORY, GET_KEYWORD_INFO, GET_LINK_PROFILE,
    GET_NEW_LOST_BACK_LINK_CALENDAR, GET_TOPICS, SEARCH_BY_KEYWORD, SUBMIT_URLS_TO_CRAWL,
};
use backtrail::model::job::{JobState, JobSummary};
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::model::query::Query;

use crate::script::{Reply, Script};

fn query(entry: &'static Entry, targets: &[&str]) -> Query {
    let targets = targets.iter().map(|text| entry.takes.read(text).unwrap());
    Query::about_all(entry, targets.collect()).remove(0)
}

async fn ended(query: &Query, reply: Reply) -> (Script, JobSummary) {
    let script = Script::new();
    script.reply(&query.command, reply);
    let process = script.process().await;
    let id = process.ask(query).await;
    let job = process.end_of(id).await;
    assert_eq!(script.asked(&query.command).len(), 1, "never sent again");
    (script, job)
}

fn json(rest: &str) -> String {
    format!(r#"{{"Code":"OK","ErrorMessage":"","FullError":""{rest}}}"#)
}

/// The bytes of an answer as they lie in its dataset.
fn kept(script: &Script, job: &JobSummary) -> String {
    let path = script
        .store()
        .raw_path(job.dataset.as_ref().unwrap(), "answer.json");
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_does_not_come_is_named_and_the_bytes_are_kept() {
    let other = json(r#","DataTables":{"Other":{"Headers":{},"Data":[{"A":1}]}}"#);
    for (query, table) in [
        (query(&GET_TOPICS, &["example.com"]), "Topics"),
        (query(&GET_ANCHOR_TEXT, &["example.com"]), "AnchorText"),
        (query(&GET_LINK_PROFILE, &["example.com"]), "Items"),
        (query(&GET_BACK_LINKS_HISTORY, &["example.com"]), "Results"),
        (query(&SEARCH_BY_KEYWORD, &["moon"]), "Results"),
        (query(&GET_KEYWORD_INFO, &["moon"]), "Keywords"),
        (
            query(&SUBMIT_URLS_TO_CRAWL, &["http://a.example/"]),
            "URLsAdded",
        ),
    ] {
        let analysis = match query.entry().price {
            backtrail::model::catalog::PriceRule::Call(call) => call.analysis_cost(&query),
            _ => 0,
        };
        let reply = Reply::ok(other.clone()).charging(analysis, 0, 0);
        let (script, job) = ended(&query, reply).await;
        assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
        assert!(job.note.contains(table), "{}", job.note);
        assert_eq!(kept(&script, &job), other, "{}", query.command);
        assert_eq!(
            job.paid.unwrap().amounts,
            Amounts::new(analysis, 0, 0),
            "{}",
            query.command
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_what_they_are_about_are_no_rows() {
    let body = json(r#","DataTables":{"Topics":{"Headers":{},"Data":[{"Links":3}]}}"#);
    let reply = Reply::ok(body.clone()).charging(1_000, 1, 0);
    let (script, job) = ended(&query(&GET_TOPICS, &["example.com"]), reply).await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(job.note.contains("Topic"), "{}", job.note);
    assert_eq!(kept(&script, &job), body);
    // None at all are a list without rows.
    let body = json(r#","DataTables":{"Topics":{"Headers":{"TotalResults":0},"Data":[]}}"#);
    let reply = Reply::ok(body).charging(1_000, 0, 0);
    let (_, job) = ended(&query(&GET_TOPICS, &["example.com"]), reply).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::new(1_000, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_table_of_two_that_does_not_come_leaves_the_other() {
    let body = json(
        r#","DataTables":{"Items":{"Headers":{},"Data":[{"OrigItem":"a.com","Status":"OK","DataType":"Links","MatrixTableName":"M_0"},{"OrigItem":"b.com","Status":"OK","DataType":"Links","MatrixTableName":"M_1"}]},"M_1":{"Headers":{},"Data":[{"CitationFlow":1,"TrustFlow":2,"Value":3}]}}"#,
    );
    let reply = Reply::ok(body.clone()).charging(500, 1, 0);
    let (script, job) = ended(&query(&GET_LINK_PROFILE, &["a.com", "b.com"]), reply).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert!(job.note.contains("M_0 of a.com"), "{}", job.note);
    assert_eq!(kept(&script, &job), body);
    let manifest = script
        .store()
        .manifest(job.dataset.as_ref().unwrap())
        .unwrap();
    assert_eq!((manifest.items, manifest.complete), (1, true));
    let paid = job.paid.unwrap();
    assert_eq!(paid.amounts, Amounts::new(500, 1, 0));
    assert_eq!(paid.source, PaidSource::BalanceDifference);
}

#[tokio::test(flavor = "multi_thread")]
async fn item_units_of_a_search_are_settled_too() {
    let row = |n: u8| format!(r#"{{"RankID":{n},"Item":"http://a.example/{n}"}}"#);
    let rows = format!("{},{}", row(0), row(1));
    let body = json(&format!(
        r#","DataTables":{{"Results":{{"Headers":{{}},"Data":[{rows}]}}}}"#
    ));
    let search = query(&SEARCH_BY_KEYWORD, &["moon"]);
    let (_, job) = ended(&search, Reply::ok(body.clone()).charging(1_000, 2, 2)).await;
    let paid = job.paid.unwrap();
    assert_eq!(paid.amounts, Amounts::new(1_000, 2, 2));
    assert_eq!(paid.source, PaidSource::BalanceDifference, "{}", job.note);
    // A balance that does not agree proves nothing, and the rule holds.
    let (_, job) = ended(&search, Reply::ok(body).charging(1_000, 2, 7)).await;
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::new(1_000, 2, 2), PaidSource::Assumed)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_no_page_names_is_what_the_balance_says() {
    let days = json(
        r#","DataTables":{"Calendar":{"Headers":{},"Data":[{"Date":"2026-09-01","NewLinks":"3","LostLinks":""}]}}"#,
    );
    let calendar = query(&GET_NEW_LOST_BACK_LINK_CALENDAR, &["example.com"]);
    for cost in [Amounts::ZERO, Amounts::new(700, 1, 0)] {
        let reply = Reply::ok(days.clone()).charging(cost.analysis, cost.retrieval, 0);
        let (_, job) = ended(&calendar, reply).await;
        assert_eq!(job.state, JobState::Done, "{}", job.note);
        let paid = job.paid.unwrap();
        assert_eq!(
            (paid.amounts, paid.source),
            (cost, PaidSource::BalanceDifference)
        );
        assert_eq!(
            job.note.is_empty(),
            cost.is_zero(),
            "more than granted is said: {}",
            job.note
        );
    }
}
