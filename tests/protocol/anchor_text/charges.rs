//! What the answers cost, and what is refused uncharged.

use super::*;

#[tokio::test]
async fn a_thousand_and_the_rows() {
    let server = plain().await;
    let item = target(&server, 3);
    for (more, cost) in [
        (&[][..], (1_000, 10)),
        (&[("Count", "7")], (1_000, 7)),
        (&[("Count", "0")], (1_000, 0)),
        (&[("From", "99999")], (1_000, 0)),
        (
            &[("Mode", "1"), ("FilterAnchorText", "none says so")],
            (1_000, 0),
        ),
        (
            &[("Mode", "2"), ("FilterAnchorText", "none says so")],
            (1_000, 0),
        ),
        (
            &[("Mode", "1"), ("FilterAnchorText", ""), ("Count", "3")],
            (1_000, 3),
        ),
        (
            &[("Mode", "2"), ("FilterAnchorText", ""), ("Count", "4")],
            (1_000, 4),
        ),
    ] {
        let answer = ask(&server, &item, more).await;
        assert_eq!(last_charge(&server), cost, "{more:?}");
        assert_eq!(whole(only_table(&answer).rows.len()), cost.1);
    }
    for nobody in NOBODY {
        for mode in ["0", "1", "2"] {
            let more = [("Mode", mode), ("FilterAnchorText", "x")];
            let answer = ask(&server, nobody, &more).await;
            let table = only_table(&answer);
            assert!(table.rows.is_empty(), "{nobody}");
            assert_eq!(attribute(table, "OrigItem"), nobody);
            assert_eq!(attribute(table, "TotalBackLinks"), "0");
            assert_eq!(last_charge(&server), (1_000, 0), "{nobody}");
        }
    }
}

#[tokio::test]
async fn an_empty_table_has_its_columns_in_xml() {
    let server = plain().await;
    let form = [
        ("app_api_key", "demo"),
        ("cmd", "GetAnchorText"),
        ("item", "nobody.example"),
    ];
    let json = body(&server, &form).await;
    assert!(json.contains("\"Data\":[]"), "{json}");
    let xml = crate::client::call_xml(&server, &form[1..]).await;
    assert_eq!(only_table(&xml).columns.len(), 13);
}

#[tokio::test]
async fn impossible_parameters_are_refused_uncharged() {
    let server = plain().await;
    let item = target(&server, 3);
    for (more, word) in [
        (&[("Mode", "3")][..], "'Mode'"),
        (&[("TextMode", "2")], "'TextMode'"),
        (&[("FilterAnchorTextMode", "3")], "'FilterAnchorTextMode'"),
        (&[("Count", "-1")], "'Count'"),
        (&[("Count", "ten")], "'Count'"),
        (&[("From", "-1")], "'From'"),
        (&[("DesiredTopics", "-1")], "'DesiredTopics'"),
        (&[("UsePrefixScan", "yes")], "'UsePrefixScan'"),
        (&[("datasource", "stale")], "'datasource'"),
        (&[("Mode", "1")], "'FilterAnchorText'"),
        (&[("Mode", "2")], "'FilterRefDomain'"),
    ] {
        let mut params = vec![("cmd", "GetAnchorText"), ("item", item.as_str())];
        params.extend_from_slice(more);
        refused(&server, &params, "InvalidParameter", word).await;
    }
    let none = [("cmd", "GetAnchorText")];
    refused(&server, &none, "InvalidParameter", "'item'").await;
}
