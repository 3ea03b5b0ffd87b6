//! What the answers cost, and what is refused uncharged.

use backtrail::wire::majestic::Answer;

use super::{ask, ask_info, results};
use crate::client::{call, global, plain, target};

#[tokio::test]
async fn every_answer_is_charged_and_says_so() {
    let server = plain().await;
    let item = target(&server, 4);
    let whole = ask(&server, &[&item], &[("Count", "100000")]).await;
    let rows = results(&whole).rows.len() as i64;
    assert!(rows > 20);
    let mut balance = units(&whole, "Remaining");
    let mut charged = units(&whole, "Charged");
    assert_eq!(charged, (1_000, rows));
    for (items, more, retrieval) in [
        (vec![item.as_str()], vec![("Count", "7")], 7),
        (vec![item.as_str()], vec![("Count", "0")], 0),
        (
            vec![item.as_str()],
            vec![("Count", "999999999999"), ("AnalysisDepth", "999999999999")],
            rows,
        ),
        (vec![item.as_str()], vec![("From", "999999999999")], 0),
        (vec!["forbes..com"], vec![], 0),
        (vec!["luc.edu  _"], vec![], 0),
        (vec!["nobody-has-this.example", "\u{1b}[2J"], vec![], 0),
    ] {
        let answer = ask(&server, &items, &more).await;
        let table = results(&answer);
        assert_eq!(table.rows.len() as i64, retrieval);
        assert_eq!(answer.table("Request").unwrap().rows.len(), items.len());
        let before = units(&answer, "Remaining");
        assert_eq!(before, (balance.0 - charged.0, balance.1 - charged.1));
        (balance, charged) = (before, units(&answer, "Charged"));
        assert_eq!(charged, (1_000, retrieval));
    }
    let answer = ask_info(&server, &[], &[]).await;
    assert_eq!(answer.code, "OK");
    assert_eq!(units(&answer, "Charged"), (1_000, 0));
    assert_eq!(
        units(&answer, "Remaining"),
        (balance.0 - charged.0, balance.1 - charged.1)
    );
    let total: i64 = server.charges().iter().map(|c| c.amounts.analysis).sum();
    assert_eq!(total, 9_000);
}

fn units(answer: &Answer, which: &str) -> (i64, i64) {
    let one = |unit: &str| {
        global(answer, &format!("{which}{unit}ResUnits"))
            .parse()
            .unwrap()
    };
    (one("Analysis"), one("Retrieval"))
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_uncharged() {
    let server = plain().await;
    let (a, b) = (target(&server, 0), target(&server, 1));
    for (items, more, says) in [
        (
            vec![a.as_str(), &b, "c.example", "d.example", "e.example"],
            vec![],
            "'item4'",
        ),
        (vec![a.as_str(), &b, &a], vec![], "'item2'"),
        (vec![], vec![], "'item0'"),
        (vec![a.as_str()], vec![("OrderBy1", "19")], "'19'"),
        (vec![a.as_str()], vec![("OrderDir2", "2")], "'2'"),
        (vec![a.as_str()], vec![("Count", "-1")], "'-1'"),
        (vec![a.as_str()], vec![("AnalysisDepth", "0")], "'0'"),
        (vec![a.as_str()], vec![("MinMatches", "x")], "'x'"),
        (vec![a.as_str()], vec![("datasource", "stale")], "'stale'"),
    ] {
        let answer = ask(&server, &items, &more).await;
        assert_eq!(answer.code, "InvalidParameter", "{says}");
        assert!(
            answer.error_message.contains(says),
            "{}",
            answer.error_message
        );
    }
    let many: Vec<String> = (0..1_000).map(|n| format!("n{n}.example")).collect();
    let answer = ask_info(&server, &many, &[]).await;
    assert_eq!(answer.code, "InvalidParameter");
    let answer = ask_info(&server, &[a], &[("items", "2")]).await;
    assert!(
        answer.error_message.contains("'item1'"),
        "{}",
        answer.error_message
    );
    let answer = call(&server, &[("cmd", "GetRefDomainInfo")]).await;
    assert!(answer.error_message.contains("'items'"));
    assert!(server.charges().is_empty());
}
