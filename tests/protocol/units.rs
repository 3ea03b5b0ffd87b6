//! What calls cost, by figures that stand here and not in the program: the documented costs of every command.

use std::collections::HashSet;
use std::io::Read;

use backtrail::model::money::Amounts;
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table, json, xml};
use flate2::read::GzDecoder;

use crate::client::{
    ManualClock, call, call_xml, first, global, http, plain, target, until, with_accounts,
};

/// A command that answers at once, with what it costs: analysis units, item units, and a retrieval unit for every row
/// of these tables.
struct Direct {
    command: &'static str,
    /// `ITEM` and `OTHER` stand for items of the index.
    params: &'static [(&'static str, &'static str)],
    analysis: i64,
    items: i64,
    rows_of: &'static [&'static str],
}

const fn direct(
    command: &'static str,
    params: &'static [(&'static str, &'static str)],
    (analysis, items): (i64, i64),
    rows_of: &'static [&'static str],
) -> Direct {
    Direct {
        command,
        params,
        analysis,
        items,
        rows_of,
    }
}

const LEVELS: [&str; 3] = ["URL", "SubDomain", "RootDomain"];
const LINKS: [&str; 1] = ["BackLinks"];
const DOMAINS: [&str; 1] = ["DomainsInfo"];
const RESULTS: [&str; 1] = ["Results"];

#[rustfmt::skip]
const DIRECT: &[Direct] = &[
    direct("GetSubscriptionInfo", &[], (0, 0), &[]),
    direct("GetDownloadsList", &[], (0, 0), &[]),
    direct("DeleteDownloads", &[("DownloadJobIDs", "NOSUCHJOB")], (0, 0), &[]),
    direct("GetEverything", &[("item", "ITEM")], (0, 0), &[]),
    direct("GetIndexItemInfo", &[("items", "1"), ("item0", "ITEM")], (0, 1), &[]),
    direct("GetIndexItemInfo", &[("items", "3"), ("item0", "ITEM"), ("item1", "OTHER"), ("item2", "luc.edu  _")], (0, 3), &[]),
    direct("GetIndexItemInfo", &[("items", "101"), ("item0", "ITEM")], (0, 0), &[]),
    direct("GetIndexItemInfo", &[("items", "1"), ("item0", "ITEM"), ("EnableResourceUnitFailover", "1")], (0, 1), &[]),
    direct("GetBackLinkData", &[("item", "ITEM"), ("Count", "0")], (5_000, 0), &LINKS),
    direct("GetBackLinkData", &[("item", "ITEM"), ("Count", "37"), ("ShowDomainInfo", "1")], (5_000, 0), &LINKS),
    direct("GetBackLinkData", &[("item", "forbes..com"), ("Count", "5")], (5_000, 0), &LINKS),
    direct("GetBackLinkData", &[("item", "ITEM"), ("Count", "20"), ("ConsumeResourcesForAdditionalProcessing", "1"), ("SortBy1", "FirstSeen")], (10_000, 0), &LINKS),
    direct("GetBackLinkData", &[("item", "ITEM"), ("Mode", "7")], (0, 0), &LINKS),
    direct("GetTopBackLinks", &[("URL", "ITEM"), ("MaxSourceURLs", "11")], (5_000, 0), &LEVELS),
    direct("GetTopBackLinks", &[("URL", "ITEM"), ("MaxSourceURLs", "9"), ("GetSubDomainData", "1"), ("GetRootDomainData", "1"), ("ShowDomainInfo", "1")], (15_000, 0), &LEVELS),
    direct("GetRefDomains", &[("item0", "ITEM"), ("Count", "12")], (1_000, 0), &RESULTS),
    direct("GetRefDomains", &[("item0", "ITEM"), ("item1", "OTHER"), ("Count", "5")], (1_000, 0), &RESULTS),
    direct("GetRefDomains", &[("item0", "mashable.comIthenextweb.com")], (1_000, 0), &RESULTS),
    direct("GetRefDomainInfo", &[("items", "2"), ("item0", "ITEM"), ("item1", "OTHER")], (1_000, 0), &DOMAINS),
    direct("GetRefDomainInfo", &[("items", "1000"), ("item0", "ITEM")], (0, 0), &DOMAINS),
];

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

fn rows(answer: &Answer, tables: &[&str]) -> i64 {
    let tables = tables.iter().filter_map(|name| answer.table(name));
    tables.map(|table: &Table| whole(table.rows.len())).sum()
}

/// An account's bookkeeping beside the server's own.
struct Books<'a> {
    server: &'a Running,
    left: Amounts,
    calls: usize,
    ordered: HashSet<(usize, String, String)>,
}

impl Books<'_> {
    /// Makes a call, in JSON and XML by turns, and books what it must cost.
    async fn make(&mut self, direct: &Direct, item: &str, other: &str) {
        let fill = |value: &'static str| match value {
            "ITEM" => item.to_owned(),
            "OTHER" => other.to_owned(),
            value => value.to_owned(),
        };
        let mut params = vec![("cmd", direct.command.to_owned())];
        params.extend(
            direct
                .params
                .iter()
                .map(|(name, value)| (*name, fill(value))),
        );
        let params: Vec<_> = params.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = match self.calls % 2 {
            0 => call(self.server, &params).await,
            _ => call_xml(self.server, &params).await,
        };
        self.calls += 1;
        let is_free = direct.analysis == 0 && direct.items == 0;
        assert!(
            answer.code == "OK" || is_free,
            "{params:?}: {}",
            answer.error_message
        );
        let retrieval = rows(&answer, direct.rows_of);
        self.check_globals(&answer, direct.analysis, retrieval);
        self.left = self.left - Amounts::new(direct.analysis, retrieval, direct.items);
    }

    /// Where an answer tells of its charge, what remains is what was there before it.
    fn check_globals(&self, answer: &Answer, analysis: i64, retrieval: i64) {
        let said = |name: &str| answer.global(name).map(|cell| cell.int().unwrap());
        for (kind, charged, before) in [
            ("Analysis", analysis, self.left.analysis),
            ("Retrieval", retrieval, self.left.retrieval),
        ] {
            let told = said(&format!("Charged{kind}ResUnits"));
            assert_eq!(told.unwrap_or(charged), charged);
            let remaining = said(&format!("Remaining{kind}ResUnits"));
            assert_eq!(remaining, told.map(|_| before), "{kind}");
        }
    }

    /// Orders a file of one of three kinds and waits for it. The same order again costs nothing.
    async fn order(&mut self, kind: usize, item: &str, variant: &str) {
        let params = match kind {
            0 => vec![
                ("cmd", "DownloadRefDomainBackLinks"),
                ("item", item),
                ("MaxSourceURLsPerRefDomain", variant),
            ],
            1 => vec![("cmd", "DownloadBackLinks"), ("Query", item)],
            _ => vec![
                ("cmd", "GetTopBackLinks"),
                ("URL", item),
                ("DebugForceQueue", "1"),
                ("GetRootDomainData", "1"),
                ("MaxSourceURLs", variant),
            ],
        };
        let queued = call(self.server, &params).await;
        self.calls += 1;
        assert_eq!(
            queued.code, "QueuedForProcessing",
            "{}",
            queued.error_message
        );
        assert!(queued.global("ChargedAnalysisResUnits").is_none());
        let row = until(self.server, &global(&queued, "JobID"), "4").await;
        let variant = if kind == 1 { "" } else { variant };
        if !self
            .ordered
            .insert((kind, item.to_owned(), variant.to_owned()))
        {
            return;
        }
        let file = http()
            .get(row("PublicDownloadLocation"))
            .send()
            .await
            .unwrap();
        let mut text = String::new();
        GzDecoder::new(&file.bytes().await.unwrap()[..])
            .read_to_string(&mut text)
            .unwrap();
        let rows = match kind {
            2 => rows(&json::decode(text.as_bytes()).unwrap(), &LEVELS),
            _ => whole(csv::Reader::from_reader(text.as_bytes()).records().count()),
        };
        let analysis = self.analysis_of_file(kind, item).await;
        self.left = self.left - Amounts::new(analysis, rows, 0);
    }

    async fn analysis_of_file(&mut self, kind: usize, item: &str) -> i64 {
        let params = [("cmd", "GetIndexItemInfo"), ("items", "1"), ("item0", item)];
        let info = call(self.server, &params).await;
        self.calls += 1;
        self.left = self.left - Amounts::new(0, 0, 1);
        let figure = |name: &str| first(&info, "Results", name).int().unwrap();
        match kind {
            0 => 50_000 + 20 * figure("RefDomains"),
            1 => (figure("ExtBackLinks") + figure("IndexedURLs")).max(25_000),
            _ => 10_000,
        }
    }

    async fn agree(&self) {
        let info = call(self.server, &[("cmd", "GetSubscriptionInfo")]).await;
        let total = |name: &str| global(&info, name).parse::<i64>().unwrap();
        let left = Amounts::new(
            total("TotalAnalysisResUnits"),
            total("TotalRetrievalResUnits"),
            total("TotalIndexItemInfoResUnits"),
        );
        assert_eq!(left, self.left, "after {} calls", self.calls);
    }
}

#[tokio::test]
async fn a_thousand_mixed_calls_cost_the_sum_of_their_documented_costs() {
    let server = plain().await;
    let mut books = Books {
        server: &server,
        left: Amounts::new(97_000_000, 19_200_000, 500_000),
        calls: 0,
        ordered: HashSet::new(),
    };
    let mut dice = fastrand::Rng::with_seed(20_261_122);
    let items: Vec<_> = (0..12).map(|n| target(&server, n)).collect();
    while books.calls < 1_000 {
        let (at, further) = (dice.usize(..items.len()), dice.usize(1..items.len()));
        let (item, other) = (&items[at], &items[(at + further) % items.len()]);
        if dice.u8(..10) == 0 {
            let variant = ["1", "2", "7"][dice.usize(..3)];
            books.order(dice.usize(..3), item, variant).await;
        } else {
            let direct = &DIRECT[dice.usize(..DIRECT.len())];
            books.make(direct, item, other).await;
        }
        if books.calls.is_multiple_of(100) {
            books.agree().await;
        }
    }
    books.agree().await;
}

#[tokio::test]
async fn item_units_fail_over_to_the_other_two_only_when_they_are_short() {
    let server = with_accounts(
        r#"
        [[account]]
        key = "POOR"
        user_id = 7
        [[account.subscription]]
        analysis = 10000
        retrieval = 10
        items = 4
        "#,
    )
    .await;
    let info = [
        ("cmd", "GetIndexItemInfo"),
        ("app_api_key", "POOR"),
        ("items", "3"),
        ("item0", "a.example"),
        ("item1", "b.example"),
        ("item2", "c.example"),
        ("EnableResourceUnitFailover", "1"),
    ];
    for _ in 0..2 {
        let url = format!("{}/api_command", server.url());
        let answer = http().post(url).form(&info).send().await.unwrap();
        let answer = xml::decode(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!(answer.code, "OK");
        assert!(answer.global("ChargedAnalysisResUnits").is_none());
    }
    let charges: Vec<_> = server.charges().iter().map(|c| c.amounts).collect();
    // 500 + 50 for each item, and a retrieval unit for each.
    assert_eq!(charges, [Amounts::new(0, 0, 3), Amounts::new(650, 3, 0)]);
}

#[tokio::test]
async fn subscriptions_overlap_and_lapse() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    let text = r#"
        [[account]]
        key = "TWO"
        user_id = 7
        [[account.subscription]]
        analysis = 60000
        retrieval = 500
        items = 5
        report_backlinks = 300
        starts = "2026-11-01 00:00:00"
        expires = "2026-11-22 00:00:00"
        [[account.subscription]]
        analysis = 7000
        retrieval = 70
        items = 7
        expires = "2026-12-01 00:00:00"
    "#;
    std::fs::write(&file, text).unwrap();
    let wanted = crate::client::Wanted {
        accounts: Some(&file),
        ..Default::default()
    };
    let clock = ManualClock::new();
    let server = crate::client::start(&wanted, clock.clone()).await;
    let ask = async |more: &[(&str, &str)]| {
        let mut params = vec![("app_api_key", "TWO")];
        params.extend_from_slice(more);
        json::decode(crate::client::body(&server, &params).await.as_bytes()).unwrap()
    };
    let totals = async || {
        let info = ask(&[("cmd", "GetSubscriptionInfo")]).await;
        let total = |name: &str| global(&info, name).parse::<i64>().unwrap();
        (
            total("SubscriptionIsActive"),
            total("TotalAnalysisResUnits"),
            total("TotalIndexItemInfoResUnits"),
            total("StandardReportBacklinksShown"),
            info.table("Subscriptions").unwrap().rows.len(),
        )
    };
    assert_eq!(totals().await, (1, 67_000, 12, 20_000, 2));
    let info = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", "a.example"),
    ];
    assert_eq!(ask(&info).await.code, "OK");
    // What lapses first is taken from first.
    assert_eq!(totals().await, (1, 67_000, 11, 20_000, 2));
    clock.advance(jiff::SignedDuration::from_hours(12));
    assert_eq!(totals().await, (1, 7_000, 7, 20_000, 1));
    clock.advance(jiff::SignedDuration::from_hours(9 * 24));
    assert_eq!(totals().await, (0, 0, 0, 0, 0));
    let refused = ask(&info).await;
    assert_eq!(refused.code, "FailedRequestViaAPI");
    assert!(refused.error_message.contains("units"));
}
