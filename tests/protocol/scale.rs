//! A large world; run on demand: `cargo test --test protocol -- --ignored --nocapture scale`.

use std::time::{Duration, Instant};

use crate::client::{ManualClock, Wanted, call, global, order, start, target, until};

#[tokio::test]
#[ignore = "builds a world of two million links"]
async fn two_million_links_are_summarised_in_50_ms_and_downloaded_whole() {
    let begun = Instant::now();
    let wanted = Wanted {
        links: Some(2_000_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    println!("ready in {:?}", begun.elapsed());
    let item = target(&server, 0);
    let params = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", item.as_str()),
    ];
    let mut slowest = Duration::ZERO;
    let mut ref_domains = 0;
    for _ in 0..10 {
        let asked = Instant::now();
        let answer = call(&server, &params).await;
        slowest = slowest.max(asked.elapsed());
        let table = answer.table("Results").unwrap();
        ref_domains = table.cell(0, "RefDomains").unwrap().int().unwrap();
    }
    println!("GetIndexItemInfo of {item}: slowest of ten {slowest:?}");
    let ordered = Instant::now();
    let skip = [("SkipIfAnalysisCostGreaterThan", "100000000")];
    let job = global(&order(&server, &item, &skip).await, "JobID");
    let row = until(&server, &job, "4").await;
    let charges = server.charges();
    let rows: i64 = charges.iter().map(|c| c.amounts.retrieval).sum();
    let analysis: i64 = charges.iter().map(|c| c.amounts.analysis).sum();
    println!(
        "file of {rows} rows, {} bytes, made in {:?}",
        row("FileSize"),
        ordered.elapsed()
    );
    assert_eq!(analysis, 50_000 + 20 * ref_domains);
    assert!(slowest < Duration::from_millis(50), "{slowest:?}");
}
