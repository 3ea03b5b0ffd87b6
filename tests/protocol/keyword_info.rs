//! GetKeywordInfo.

use backtrail::index::{Datasource, Held, KeywordIndex};
use backtrail::wire::majestic::Table;

use crate::client::{call, global, plain};
use crate::sheets::{ask as ask_both, attributes, charges, check_columns, refused, whole};

const COMMAND: (&str, &str) = ("cmd", "GetKeywordInfo");

const COLUMNS: &str = "Item n,Keyword t,WordCount n,TreatedAs t,PhraseFoundFlag n,PhraseSearchVolume n,\
BroadFoundFlag n,BroadSearchVolume n,PhraseURLsInTitle n,PhraseDomainsInTitle n,PhraseURLsInURL n,\
PhraseDomainsInURL n,PhraseURLsInAnchor n,PhraseDomainsInAnchor n,PhraseURLsInAnchorAndInTitle n,\
PhraseDomainsInAnchorAndInTitle n,BroadURLsInTitle n,BroadDomainsInTitle n,BroadURLsInURL n,BroadDomainsInURL n,\
BroadURLsInAnchor n,BroadDomainsInAnchor n,BroadURLsInAnchorAndInTitle n,BroadDomainsInAnchorAndInTitle n";

#[tokio::test]
async fn every_keyword_has_a_row_with_what_is_counted_of_it() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let keywords = [
        ("item0", "Guide,  REVIEW"),
        ("item1", "velmoriahaven"),
        ("item2", "no such keyword"),
        ("item3", "|"),
        ("item5", "港町"),
    ];
    let params: Vec<_> = std::iter::once(COMMAND).chain(keywords).collect();
    let answer = ask_both(&server, &params).await;
    let table = answer.table("Keywords").unwrap();
    check_columns(table, COLUMNS);
    assert_eq!(table.columns.len(), 24);
    assert_eq!(
        attributes(table),
        ["BroadMatchInURLsMode", "BroadMatchMode"]
    );
    assert_eq!(whole(table, "BroadMatchMode"), 1);
    let column = |name: &str| -> Vec<String> {
        let rows = 0..table.rows.len();
        rows.map(|row| table.cell(row, name).unwrap().text().into_owned())
            .collect()
    };
    assert_eq!(column("Item"), ["0", "1", "2", "3", "5"]);
    assert_eq!(column("Keyword"), keywords.map(|(_, keyword)| keyword));
    assert_eq!(column("WordCount"), ["2", "1", "3", "0", "1"]);
    let treated = [
        "guide review",
        "velmoriahaven",
        "no such keyword",
        "",
        "港町",
    ];
    assert_eq!(column("TreatedAs"), treated);
    for flag in ["PhraseFoundFlag", "BroadFoundFlag"] {
        assert_eq!(column(flag), ["1", "1", "0", "0", "1"], "{flag}");
    }
    for (row, (_, keyword)) in keywords.iter().enumerate() {
        let found = index.keywords().find(keyword);
        for (how, least) in [("Phrase", Held::AsPhrase), ("Broad", Held::Broadly)] {
            let counts = KeywordIndex::count(&found, least);
            for (place, count) in [
                ("InTitle", counts.title),
                ("InURL", counts.address),
                ("InAnchor", counts.anchor),
                ("InAnchorAndInTitle", counts.anchor_and_title),
            ] {
                let number = |what: &str| number(table, row, &format!("{how}{what}{place}"));
                assert_eq!(number("URLs"), count.pages, "{keyword} {how} {place}");
                assert_eq!(number("Domains"), count.domains, "{keyword} {how} {place}");
            }
            let volume = number(table, row, &format!("{how}SearchVolume"));
            assert_eq!(volume > 0, counts.anywhere.pages > 0);
            assert!((0..=100).contains(&volume));
        }
        let of = |column| number(table, row, column);
        assert!(of("PhraseURLsInTitle") <= of("BroadURLsInTitle"));
    }
    assert!(number(table, 0, "PhraseURLsInTitle") < number(table, 0, "BroadURLsInTitle"));
}

fn number(table: &Table, row: usize, column: &str) -> i64 {
    table.cell(row, column).unwrap().int().unwrap()
}

#[tokio::test]
async fn a_call_costs_500_and_50_a_keyword_and_a_row_one() {
    let server = plain().await;
    let items: Vec<(String, String)> = (0..1_001)
        .map(|n| (format!("item{n}"), format!("keyword {n}")))
        .collect();
    let params = |count: usize| -> Vec<(&str, &str)> {
        let items = items[..count].iter();
        let items = items.map(|(name, text)| (name.as_str(), text.as_str()));
        std::iter::once(COMMAND).chain(items).collect()
    };
    for count in [1, 3, 1_000] {
        let answer = call(&server, &params(count)).await;
        assert_eq!(answer.code, "OK", "{}", answer.error_message);
        assert_eq!(answer.table("Keywords").unwrap().rows.len(), count);
        assert!(answer.charged().is_none());
        assert_eq!(global(&answer, "IndexType"), "0");
    }
    let cost = |analysis, rows| ("GetKeywordInfo".to_owned(), analysis, rows, 0);
    assert_eq!(
        charges(&server),
        [cost(550, 1), cost(650, 3), cost(50_500, 1_000)]
    );
    refused(&server, &params(1_001), "InvalidParameter", "'item1000'").await;
    refused(&server, &[COMMAND], "InvalidParameter", "'item0'").await;
}
