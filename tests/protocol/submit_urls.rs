//! SubmitURLsToCrawl.

use crate::client::{global, plain, target};
use crate::sheets::{ask as ask_both, charges, refused};

const COMMAND: (&str, &str) = ("cmd", "SubmitURLsToCrawl");

#[tokio::test]
async fn addresses_are_added_and_others_only_charged() {
    let server = plain().await;
    let known = format!("http://{}/", target(&server, 0));
    let mut expected = Vec::new();
    for (items, added, cost) in [
        (vec![known.as_str()], "1", 50),
        (vec!["https://nobody.example/new?page=1"], "1", 50),
        (vec!["nobody.example/new"], "1", 50),
        (vec![known.as_str(), &known, "http://b.example/"], "2", 150),
        (
            vec![
                "forbes..com",
                "ftp://a.example/",
                "http://",
                "no address",
                "http://c.example",
            ],
            "1",
            250,
        ),
        (vec!["\u{1b}[2J"], "0", 50),
    ] {
        let names: Vec<String> = (0..items.len()).map(|n| format!("item{n}")).collect();
        let mut params = vec![COMMAND];
        params.extend(names.iter().map(String::as_str).zip(items));
        let answer = ask_both(&server, &params).await;
        assert_eq!(global(&answer, "URLsAdded"), added, "{params:?}");
        assert!(answer.tables.is_none());
        assert!(answer.charged().is_none());
        // The job machine answers, whose index is stale.
        assert_eq!(global(&answer, "ServerName"), "XSTHEMACHINE");
        assert_eq!(global(&answer, "UniqueIndexID"), "20130224214724-FRESH");
        let charge = ("SubmitURLsToCrawl".to_owned(), cost, 0, 0);
        expected.extend([charge.clone(), charge]);
    }
    assert_eq!(charges(&server), expected);
}

#[tokio::test]
async fn a_thousand_addresses_go_and_one_more_does_not() {
    let server = plain().await;
    let items: Vec<(String, String)> = (0..1_001)
        .map(|n| (format!("item{n}"), format!("http://a.example/{n}")))
        .collect();
    let params = |count: usize| -> Vec<(&str, &str)> {
        let items = items[..count].iter();
        let items = items.map(|(name, url)| (name.as_str(), url.as_str()));
        std::iter::once(COMMAND).chain(items).collect()
    };
    let answer = ask_both(&server, &params(1_000)).await;
    assert_eq!(global(&answer, "URLsAdded"), "1000");
    let cost = ("SubmitURLsToCrawl".to_owned(), 50_000, 0, 0);
    assert_eq!(charges(&server), [cost.clone(), cost]);
    refused(&server, &params(1_001), "InvalidParameter", "'item1000'").await;
    refused(&server, &[COMMAND], "InvalidParameter", "'item0'").await;
}
