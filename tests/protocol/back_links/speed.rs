//! How long large answers take.

use std::time::{Duration, Instant};

use crate::client::{ManualClock, Wanted, body, start, target};

#[tokio::test]
#[ignore = "builds a world of two hundred thousand links; run on demand with --nocapture"]
async fn twenty_thousand_links_with_domains_come_within_five_seconds() {
    let wanted = Wanted {
        links: Some(200_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let item = target(&server, 0);
    let mut slowest = Duration::ZERO;
    for more in [
        &[][..],
        &[
            ("ConsumeResourcesForAdditionalProcessing", "1"),
            ("FilteringDepth", "50000"),
            ("SortBy1", "AnchorText"),
            (
                "Filters",
                r#"TotalOutlinks("gt","0") and SourceTitle("ne","x")"#,
            ),
        ],
    ] {
        let mut params = vec![
            ("cmd", "GetBackLinkData"),
            ("app_api_key", "demo"),
            ("item", item.as_str()),
            ("Count", "20000"),
            ("ShowDomainInfo", "1"),
        ];
        params.extend_from_slice(more);
        for _ in 0..2 {
            let begun = Instant::now();
            let text = body(&server, &params).await;
            println!("{} bytes in {:?} {more:?}", text.len(), begun.elapsed());
            slowest = slowest.max(begun.elapsed());
        }
    }
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}
