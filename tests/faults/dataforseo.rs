//! Purchases that come page by page: each page paid once, whatever happens between two of them.

use std::collections::HashSet;
use std::time::Duration;

use backtrail::jobs::JobError;
use backtrail::model::catalog::dataforseo::{BACKLINKS, SUMMARY};
use backtrail::model::column::Value;
use backtrail::model::job::{FailureCause, JobId, JobState, JobSummary};
use backtrail::model::link::LINKS;
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::model::query::Query;
use backtrail::model::rows::{List, RowId};
use backtrail::store::{JobChange, NewPage, PageState};
use serde_json::json;

use crate::dataforseo_script::{Act, REQUEST, ROW, Seo, query, task};
use crate::scene::Process;

/// Orders at the price that is known, or less if a bound is given.
async fn order(process: &Process, query: &Query, most: Option<i64>) -> JobId {
    let quote = process.runner.look_up_price(query).await.unwrap();
    let price = quote.price.ceiling().unwrap();
    let granted = most.map_or(price, Amounts::money);
    let ordered = process
        .runner
        .submit(&quote, granted, false, Some("client"));
    ordered.await.unwrap()
}

async fn bought(seo: &Seo, query: &Query, most: Option<i64>) -> JobSummary {
    let process = seo.process().await;
    let id = order(&process, query, most).await;
    let job = process.end_of(id).await;
    process.runner.clone().shutdown().await;
    job
}

/// The ledger, the job's pages and the service agree on what was paid, and every tag is used once.
fn accounts_agree(seo: &Seo) {
    let store = seo.store();
    let lines = store.journal().ledger(None).unwrap();
    let spent: Amounts = lines.iter().map(|line| line.paid.amounts).sum();
    assert_eq!(spent, Amounts::money(seo.charged()));
    let posted = seo.posted();
    let tags: HashSet<_> = posted.iter().map(|task| task["tag"].to_string()).collect();
    assert_eq!(tags.len(), posted.len(), "every task has a tag of its own");
}

fn rows_held(seo: &Seo, job: &JobSummary) -> u64 {
    let manifest = seo.store().manifest(job.dataset.as_ref().unwrap()).unwrap();
    assert!(manifest.complete);
    manifest.rows
}

fn offsets(seo: &Seo) -> Vec<(i64, i64)> {
    let number = |task: &serde_json::Value, name: &str| task[name].as_i64().unwrap_or(0);
    let posted = seo.posted();
    posted
        .iter()
        .map(|task| (number(task, "offset"), number(task, "limit")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another_to_the_last_row() {
    let seo = Seo::with(2_200, Vec::new());
    let job = bought(&seo, &query(&BACKLINKS, &[("limit", "5000")]), None).await;
    assert_eq!((job.state, job.note.as_str()), (JobState::Done, ""));
    let paid = job.paid.unwrap();
    assert_eq!(paid.amounts, Amounts::money(3 * REQUEST + 2_200 * ROW));
    assert_eq!(paid.source, PaidSource::Reported);
    assert_eq!(offsets(&seo), [(0, 1_000), (1_000, 1_000), (2_000, 1_000)]);
    assert_eq!(rows_held(&seo, &job), 2_200);
    accounts_agree(&seo);
    assert_eq!(
        seo.store().manifest(&job.dataset.unwrap()).unwrap().cost,
        Some(paid)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wanted_and_is_held_goes_on_to_all_there_is() {
    let seo = Seo::with(2_200, Vec::new());
    let first = bought(&seo, &query(&BACKLINKS, &[("limit", "300")]), None).await;
    assert_eq!(first.state, JobState::Done);
    let held = first.held.unwrap();
    assert_eq!((held.rows, held.total), (300, Some(2_200)));
    let rest = first.rest().unwrap();
    assert_eq!(rest.number("limit"), Some(2_200));

    // At a lower amount than the rest costs, and then the rest of that.
    let process = seo.process().await;
    let quote = process.runner.quote_from_cache(&rest).unwrap();
    let rates = quote.rates.unwrap();
    assert_eq!(
        quote.price.ceiling(),
        Some(Amounts::money(2 * REQUEST + 1_900 * ROW))
    );
    let (granted, rows) = rates.within(&quote.query, 700).unwrap();
    assert_eq!((granted.usd, rows), (REQUEST + 700 * ROW, 700));
    let ordered = process.runner.submit(&quote, granted, false, None);
    let second = process.end_of(ordered.await.unwrap()).await;
    assert_eq!(second.state, JobState::Partial, "{}", second.note);
    assert_eq!(rows_held(&seo, &second), 1_000);
    process.runner.clone().shutdown().await;

    let third = bought(&seo, &second.rest().unwrap(), None).await;
    assert_eq!(third.state, JobState::Done, "{}", third.note);
    assert_eq!(rows_held(&seo, &third), 2_200);
    assert_eq!(
        offsets(&seo),
        [(0, 300), (300, 700), (1_000, 1_000), (2_000, 200)]
    );
    assert_eq!(third.rest(), None, "all is held");
    let store = seo.store();
    let before = store.journal().job(second.id).unwrap().summary;
    assert!(
        before
            .note
            .ends_with(&format!("job {} went on from there", third.id)),
        "{}",
        before.note
    );
    assert_eq!(before.rest(), None);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_granted_amount_stops_it_and_the_same_again_goes_on() {
    let seo = Seo::with(2_200, Vec::new());
    let links = query(&BACKLINKS, &[("limit", "5000")]);
    let most = 2 * REQUEST + 1_500 * ROW;
    let first = bought(&seo, &links, Some(most)).await;
    assert_eq!(first.state, JobState::Partial, "{}", first.note);
    assert_eq!(first.paid.unwrap().amounts, Amounts::money(most));
    assert!(first.note.contains("1,500 of 2,200"), "{}", first.note);
    assert_eq!(rows_held(&seo, &first), 1_500);
    let second = bought(&seo, &links, None).await;
    assert_eq!(second.state, JobState::Done, "{}", second.note);
    assert_eq!(second.dataset, first.dataset);
    assert_eq!(offsets(&seo), [(0, 1_000), (1_000, 500), (1_500, 700)]);
    assert_eq!(rows_held(&seo, &second), 2_200);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_a_charged_page_is_awaited_no_page_is_paid_twice() {
    let seo = Seo::with(2_200, vec![Act::Serve, Act::ServeSilently]);
    let links = query(&BACKLINKS, &[("limit", "5000")]);
    let process = seo.process().await;
    let id = order(&process, &links, None).await;
    seo.wait_for(2);
    process.kill();
    assert_eq!(
        seo.store().journal().job(id).unwrap().summary.state,
        JobState::Sent
    );
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::Partial, "{}", job.note);
    assert!(
        job.note.contains("answer lost") && job.note.contains("$0.06"),
        "{}",
        job.note
    );
    assert_eq!(
        job.paid.unwrap().amounts,
        Amounts::money(2 * REQUEST + 2_000 * ROW)
    );
    assert_eq!(seo.posted().len(), 2, "nothing is sent again by itself");
    assert_eq!(rows_held(&seo, &job), 1_000);
    accounts_agree(&seo);
    assert_eq!(next.runner.budget().unwrap().held, Amounts::ZERO);
    let id = order(&next, &links, None).await;
    let whole = next.end_of(id).await;
    assert_eq!(
        (whole.state, whole.dataset.clone()),
        (JobState::Done, job.dataset)
    );
    assert_eq!(rows_held(&seo, &whole), 2_200);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_service_took_it_nothing_is_charged() {
    let seo = Seo::with(2_200, vec![Act::Silent]);
    let process = seo.process().await;
    let id = order(&process, &query(&BACKLINKS, &[]), None).await;
    seo.wait_for(1);
    process.kill();
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
    assert!(job.note.contains("nothing was charged"), "{}", job.note);
    assert_eq!(next.runner.budget().unwrap().held, Amounts::ZERO);
    assert_eq!((seo.charged(), seo.posted().len()), (0, 1));
    assert_eq!(seo.store().datasets().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_lies_unread_is_taken_up_and_not_asked_for_again() {
    let seo = Seo::with(2_200, vec![Act::Silent]);
    let process = seo.process().await;
    let id = order(&process, &query(&BACKLINKS, &[("limit", "1500")]), None).await;
    seo.wait_for(1);
    process.kill();
    // As if it had died between keeping the answer and writing down what it came to.
    let store = seo.store();
    let journal = store.journal();
    let page = journal.pages_of(id).unwrap().remove(0);
    let items: Vec<_> = (0..1_000)
        .map(|n| json!({"url_from": format!("https://d{n}.example/"), "url_to": "https://a.example/"}))
        .collect();
    let result = json!([{"total_count": 2200, "items_count": 1000, "items": items}]);
    let body = task(20_000, r#""cost":0.06,"#, &result.to_string());
    journal
        .record_answer(page.request, "arrived", Some(200), body.as_bytes(), page.at)
        .unwrap();
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(offsets(&seo), [(0, 1_000), (1_000, 500)]);
    assert_eq!(rows_held(&seo, &job), 1_500);
    assert_eq!(
        job.paid.unwrap().amounts,
        Amounts::money(60_000 + REQUEST + 500 * ROW)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_its_rows_were_read_they_are_read_and_not_asked_for_again() {
    let seo = Seo::with(2_200, vec![Act::Serve, Act::Serve, Act::ServeSilently]);
    let process = seo.process().await;
    let id = order(&process, &query(&BACKLINKS, &[("limit", "2200")]), None).await;
    seo.wait_for(3);
    process.kill();
    // As if no row of the first pages had come to the disk.
    let store = seo.store();
    let dataset = store.journal().job(id).unwrap().summary.dataset.unwrap();
    for name in ["page-00001.json", "page-00002.json"] {
        std::fs::remove_file(store.raw_path(&dataset, name)).unwrap();
    }
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::Partial, "{}", job.note);
    assert_eq!(rows_held(&seo, &job), 2_000);
    assert_eq!(seo.posted().len(), 3);
    let pages = store.journal().pages(id).unwrap();
    let states: Vec<_> = pages.iter().map(|page| page.state).collect();
    assert_eq!(states, [PageState::Held, PageState::Held, PageState::Lost]);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_asked_for_too_often_is_asked_for_again() {
    let seo = Seo::with(2_200, vec![Act::ServeSilently]);
    seo.lists_are_busy(Duration::from_millis(900));
    let process = seo.process().await;
    let id = order(&process, &query(&BACKLINKS, &[("limit", "500")]), None).await;
    seo.wait_for(1);
    process.kill();
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::FailedAnswerLost, "{}", job.note);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_never_sent_after_all_is_looked_for_like_any_other() {
    let seo = Seo::with(2_200, Vec::new());
    let process = seo.process().await;
    let links = query(&BACKLINKS, &[("limit", "1000")]);
    let quote = process.runner.look_up_price(&links).await.unwrap();
    process.runner.clone().shutdown().await;
    let store = seo.store();
    let journal = store.journal();
    let new = backtrail::store::NewJob {
        quote: &quote,
        granted: quote.price.ceiling().unwrap(),
        account: process.runner.account(),
        tag: None,
        now: jiff::Timestamp::now(),
    };
    let id = journal
        .reserve(new, &backtrail::model::money::Limits::default(), false)
        .unwrap();
    let change = JobChange::default();
    journal
        .step(id, JobState::Sent, &change, jiff::Timestamp::now())
        .unwrap();
    journal
        .begin_page(&NewPage {
            job: id,
            chain: id,
            number: 1,
            command: BACKLINKS.command,
            task: &json!({"target": "a.example", "limit": 1000}),
            label: "",
            account: process.runner.account(),
            now: jiff::Timestamp::now(),
        })
        .unwrap();
    let next = seo.process().await;
    let job = next.end_of(id).await;
    assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
    assert_eq!(seo.posted().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_is_asked_again_under_a_new_tag() {
    let busy = || Act::Say(200, task(40_209, r#""cost":0,"#, "null"));
    let seo = Seo::with(50, vec![busy(), busy(), Act::Serve]);
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!((job.note.as_str(), seo.posted().len()), ("", 3));
    assert_eq!(
        job.paid.unwrap().amounts,
        Amounts::money(REQUEST + 50 * ROW)
    );
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_uncharged_and_says_what_to_do() {
    let envelope = |code: i64| {
        format!(
            r#"{{"status_code":{code},"status_message":"m","time":"0 sec.","cost":0,"tasks_count":0,"tasks_error":0,"tasks":null}}"#
        )
    };
    for (status, body, cause, names) in [
        (
            401,
            envelope(40_100),
            FailureCause::Refused,
            "BACKTRAIL_DATAFORSEO_PASSWORD",
        ),
        (402, envelope(40_200), FailureCause::Funds, "Add funds"),
        (402, String::new(), FailureCause::Funds, "Add funds"),
        (
            404,
            envelope(40_400),
            FailureCause::Refused,
            "BACKTRAIL_DATAFORSEO_URL",
        ),
        (
            200,
            task(40_501, r#""cost":0,"#, "null"),
            FailureCause::Refused,
            "Change the query",
        ),
        (
            200,
            task(40_210, r#""cost":0,"#, "null"),
            FailureCause::Funds,
            "Add funds",
        ),
        (
            200,
            task(40_203, r#""cost":0,"#, "null"),
            FailureCause::Funds,
            "00:00 UTC",
        ),
        (
            200,
            task(50_303, r#""cost":0,"#, "null"),
            FailureCause::NotMade,
            "later",
        ),
    ] {
        let seo = Seo::with(50, vec![Act::Say(status, body)]);
        let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
        assert_eq!(job.state, JobState::FailedUncharged, "{}", job.note);
        assert!(
            job.note.contains("nothing was charged") && job.note.contains(names),
            "{}",
            job.note
        );
        let record = seo.store().journal().job(job.id).unwrap();
        assert_eq!(record.cause, Some(cause), "{}", job.note);
        assert_eq!(seo.posted().len(), 1);
        accounts_agree(&seo);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_behind_the_first_page_leaves_what_is_held() {
    let refused = Act::Say(200, task(40_210, r#""cost":0,"#, "null"));
    let seo = Seo::with(2_200, vec![Act::Serve, refused]);
    let job = bought(&seo, &query(&BACKLINKS, &[("limit", "2000")]), None).await;
    assert_eq!(job.state, JobState::Partial, "{}", job.note);
    assert!(job.note.contains("Add funds"), "{}", job.note);
    assert_eq!(rows_held(&seo, &job), 1_000);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_or_was_charged_in_vain_is_told_as_such() {
    let failed = Act::Charge(REQUEST, task(50_401, r#""cost":0.024,"#, "null"));
    let seo = Seo::with(50, vec![failed]);
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    assert_eq!(job.state, JobState::FailedAnswerLost, "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::money(REQUEST));
    accounts_agree(&seo);

    let odd = task(
        20_000,
        r#""cost":0.024036,"#,
        r#"[{"items_count":1,"items":[7]}]"#,
    );
    let seo = Seo::with(50, vec![Act::Charge(24_036, odd)]);
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    assert_eq!(job.state, JobState::FailedAnswerKept, "{}", job.note);
    assert!(
        job.note.contains("page-00001.json") && job.note.contains("$0.024036"),
        "{}",
        job.note
    );
    let raw = seo
        .store()
        .raw_path(&job.dataset.unwrap(), "page-00001.json");
    assert!(raw.exists());

    let page = Act::Charge(REQUEST, "<html>busy</html>".to_owned());
    let seo = Seo::with(50, vec![page]);
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    assert_eq!(job.state, JobState::FailedAnswerLost, "{}", job.note);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_rows_are_paid_and_held() {
    let null = task(20_000, r#""cost":0.024036,"#, "null");
    let seo = Seo::with(0, vec![Act::Charge(24_036, null)]);
    let job = bought(&seo, &query(&SUMMARY, &[]), None).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(job.paid.unwrap().amounts, Amounts::money(24_036));
    accounts_agree(&seo);

    let none = r#"[{"target":"a.example","total_count":0,"items_count":0,"items":null,"search_after_token":""}]"#;
    let seo = Seo::with(
        0,
        vec![Act::Charge(REQUEST, task(20_000, r#""cost":0.024,"#, none))],
    );
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(rows_held(&seo, &job), 0);
    accounts_agree(&seo);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_types_and_unknown_fields_are_kept_and_a_cost_that_drifts_is_told() {
    let items = r#"[{"total_count":"1","items_count":1,"items":[{"url_from":"https://b.example/","url_to":"https://a.example/","rank":"77","first_seen":null,"brand_new":{"x":1}}],"search_after_token":null}]"#;
    let body = task(20_000, r#""cost":0.05,"#, items);
    let seo = Seo::with(1, vec![Act::Charge(50_000, body)]);
    let process = seo.process().await;
    let id = order(&process, &query(&BACKLINKS, &[]), None).await;
    let job = process.end_of(id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.note);
    assert_eq!(rows_held(&seo, &job), 1);
    assert_eq!(job.paid.unwrap().amounts, Amounts::money(50_000));
    let heard = process.heard.lock().unwrap();
    let told = heard.iter().any(|report| {
        matches!(report, backtrail::model::report::Report::Trouble(text)
            if text.contains("$0.05") && text.contains("$0.024036"))
    });
    assert!(told, "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cost_that_is_not_said_is_assumed_by_the_price_list() {
    let items = r#"[{"items_count":1,"items":[{"url_from":"https://b.example/","url_to":"https://a.example/"}]}]"#;
    let seo = Seo::with(1, vec![Act::Say(200, task(20_000, "", items))]);
    let job = bought(&seo, &query(&BACKLINKS, &[]), None).await;
    let paid = job.paid.unwrap();
    assert_eq!(
        (paid.amounts, paid.source),
        (Amounts::money(REQUEST + ROW), PaidSource::Assumed)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_largest_offset_pages_go_by_token() {
    for last_token in [false, true] {
        let seo = Seo::with(21_500, Vec::new());
        if last_token {
            seo.token_on_the_last_page();
        }
        let job = bought(&seo, &query(&BACKLINKS, &[("limit", "30000")]), None).await;
        assert_eq!(job.state, JobState::Done, "{}", job.note);
        assert_eq!(rows_held(&seo, &job), 21_500);
        let posted = seo.posted();
        assert_eq!(posted.len(), 22);
        let mut without: Vec<_> = posted.clone();
        for task in &mut without {
            let task = task.as_object_mut().unwrap();
            task.remove("search_after_token");
            task.remove("tag");
        }
        assert!(
            without.windows(2).all(|w| w[0] == w[1]),
            "all other parameters are identical"
        );
        accounts_agree(&seo);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_is_asked_for_seldom_and_the_label_is_bounded() {
    let seo = Seo::with(1, Vec::new());
    let process = seo.process().await;
    for _again in 0..5 {
        let budget = process.runner.refresh_budget().await.unwrap();
        assert_eq!(budget.left, Some(Amounts::money(10_000_000)));
    }
    assert_eq!(seo.user_data_calls(), 1);
    let links = query(&BACKLINKS, &[]);
    let quote = process.runner.quote_from_cache(&links).unwrap();
    let granted = quote.price.ceiling().unwrap();
    let long = "ü".repeat(223);
    let refused = process
        .runner
        .submit(&quote, granted, false, Some(&long))
        .await;
    assert!(matches!(refused, Err(JobError::Unfit(_))), "{refused:?}");
    let too_little = process
        .runner
        .submit(&quote, Amounts::money(REQUEST), false, None)
        .await;
    let why = too_little.unwrap_err().to_string();
    assert!(why.contains("--max-cost usd=0.024036"), "{why}");
    let label = "ü".repeat(222);
    let id = process
        .runner
        .submit(&quote, granted, false, Some(&label))
        .await
        .unwrap();
    process.end_of(id).await;
    let tag = seo.posted()[0]["tag"].as_str().unwrap().to_owned();
    assert_eq!(tag.chars().count(), 255);
    assert!(tag.starts_with(&label));
}

/// A page of links, of which the first has a letter cut in half and one is no object.
fn page_of(rows: usize) -> Act {
    let item = |n: usize| {
        format!(
            r#"{{"url_from":"https://a{n}.example/","url_to":"https://t.example/","anchor":"x"}}"#
        )
    };
    let mut items: Vec<String> = (0..rows).map(item).collect();
    items[0] = items[0].replace("\"x\"", r#""\ud83d!""#);
    items[1] = "null".to_owned();
    let result = format!(
        r#"[{{"total_count":5000,"items_count":{rows},"items":[{}]}}]"#,
        items.join(",")
    );
    let cost = REQUEST + rows as i64 * ROW;
    let said = format!(r#""cost":{},"#, cost as f64 / 1e6);
    Act::Charge(cost, task(20_000, &said, &result))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_again_is_paid_once_more_and_ends_it() {
    let seo = Seo::with(5_000, vec![page_of(1_000), page_of(1_000)]);
    let job = bought(&seo, &query(&BACKLINKS, &[("limit", "5000")]), None).await;
    assert_eq!(job.state, JobState::Partial, "{}", job.note);
    assert!(job.note.contains("the very rows"), "{}", job.note);
    assert_eq!(seo.posted().len(), 2);
    accounts_agree(&seo);

    assert_eq!(rows_held(&seo, &job), 999, "the second is left out");
    let manifest = seo.store().manifest(job.dataset.as_ref().unwrap()).unwrap();
    assert!(
        manifest
            .notes
            .iter()
            .any(|note| note.starts_with("1 of 1000 items")),
        "{:?}",
        manifest.notes
    );
    let dataset = seo.store().dataset(&manifest.id).unwrap();
    let anchor = LINKS.position("anchor_text").unwrap();
    let row = dataset
        .row(&List::Links { domain: None }, RowId(0))
        .unwrap();
    assert_eq!(
        row[anchor],
        Value::Text("\u{fffd}!".into()),
        "what can be read is"
    );
}
