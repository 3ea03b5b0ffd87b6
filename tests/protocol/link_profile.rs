//! GetLinkProfile, against the item's links counted again.

use std::collections::{BTreeMap, BTreeSet};

use backtrail::index::{Datasource, LinkRecord};
use backtrail::server::Running;
use backtrail::wire::majestic::Answer;

use crate::client::{ManualClock, Wanted, plain, start, target};
use crate::sheets::{
    NOBODY, ask as ask_both, attribute, attributes, check_types, common_path, int, item,
    last_charge, links, refused, rows, sum,
};

type Matrix = BTreeMap<(i64, i64), i64>;

async fn ask(server: &Running, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetLinkProfile")];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

fn of_links<'a>(links: impl IntoIterator<Item = &'a LinkRecord>) -> Matrix {
    let mut matrix = Matrix::new();
    for link in links {
        let flows = (i64::from(link.source_cf), i64::from(link.source_tf));
        *matrix.entry(flows).or_default() += 1;
    }
    matrix
}

fn of_domains(server: &Running, links: &[LinkRecord]) -> Matrix {
    let index = server.index(Datasource::Historic);
    let domains: BTreeSet<&str> = links.iter().map(|l| l.source_domain.as_str()).collect();
    let mut matrix = Matrix::new();
    for domain in domains {
        let facts = index.domain_facts(domain).unwrap();
        let flows = (i64::from(facts.citation_flow), i64::from(facts.trust_flow));
        *matrix.entry(flows).or_default() += 1;
    }
    matrix
}

/// The table with this name is this matrix: its cells in order, none of them empty.
fn check(answer: &Answer, name: &str, expected: &Matrix) {
    let table = answer.table(name).unwrap();
    let got: Vec<((i64, i64), i64)> = rows(table)
        .iter()
        .map(|r| {
            (
                (int(r, "CitationFlow"), int(r, "TrustFlow")),
                int(r, "Value"),
            )
        })
        .collect();
    let wanted: Vec<_> = expected
        .iter()
        .map(|(&flows, &value)| (flows, value))
        .collect();
    assert_eq!(got, wanted);
    assert_eq!(attributes(table), ["MaxValue", "TotalValues"]);
    let largest = expected.values().max().copied().unwrap_or(0);
    assert_eq!(attribute(table, "MaxValue"), largest.to_string());
    let total: i64 = expected.values().sum();
    assert_eq!(attribute(table, "TotalValues"), total.to_string());
}

#[tokio::test]
async fn profiles_add_up_to_links_and_referring_domains() {
    let server = plain().await;
    let (name, other) = (target(&server, 2), target(&server, 6));
    let (of_name, of_other) = (links(&server, &name), links(&server, &other));
    let answer = ask(
        &server,
        &[
            ("item0", &name),
            ("item1", &name),
            ("datatype1", "1"),
            ("item2", &other),
        ],
    )
    .await;
    let links_of_name = of_links(&of_name);
    let domains_of_name = of_domains(&server, &of_name);
    check(&answer, "RankingMatrix_0", &links_of_name);
    check(&answer, "RankingMatrix_1", &domains_of_name);
    check(&answer, "RankingMatrix_2", &of_links(&of_other));
    let index = server.index(Datasource::Historic);
    let info = index.info(item(&index, &name), 0);
    assert_eq!(links_of_name.values().sum::<i64>(), info.ext_back_links);
    assert_eq!(domains_of_name.values().sum::<i64>(), info.ref_domains);
    for absent in [
        "ChargedAnalysisResUnits",
        "RemainingAnalysisResUnits",
        "Cmd",
    ] {
        assert!(answer.global(absent).is_none());
    }
    let params = [("cmd", "GetLinkProfile"), ("item0", name.as_str())];
    let columns = "CitationFlow n,TrustFlow n,Value n";
    check_types(&server, &params, "RankingMatrix_0", columns).await;
    check_items(&answer, &name, &other);
}

/// Which table is whose: the first item twice, then the other.
fn check_items(answer: &Answer, name: &str, other: &str) {
    let items = rows(answer.table("Items").unwrap());
    let told: Vec<[&str; 6]> = items
        .iter()
        .map(|row| {
            [
                "OrigItem",
                "Item",
                "Status",
                "ItemType",
                "DataType",
                "MatrixTableName",
            ]
            .map(|column| row[column].as_str())
        })
        .collect();
    let kind = if other.contains("://") {
        "URL"
    } else {
        "SubDomain"
    };
    assert_eq!(
        told,
        [
            [name, name, "OK", "RootDomain", "Links", "RankingMatrix_0"],
            [
                name,
                name,
                "OK",
                "RootDomain",
                "RefDomains",
                "RankingMatrix_1"
            ],
            [other, other, "OK", kind, "Links", "RankingMatrix_2"],
        ]
    );
}

#[tokio::test]
async fn a_path_has_the_profile_of_the_links_below_it() {
    let server = plain().await;
    let all = links(&server, &target(&server, 0));
    let path = common_path(&all);
    let below: Vec<LinkRecord> = all
        .into_iter()
        .filter(|l| l.target_url.starts_with(&path))
        .collect();
    let more = [
        ("item0", path.as_str()),
        ("item1", path.as_str()),
        ("datatype1", "1"),
        ("UsePrefixScan", "1"),
    ];
    let answer = ask(&server, &more).await;
    check(&answer, "RankingMatrix_0", &of_links(&below));
    check(&answer, "RankingMatrix_1", &of_domains(&server, &below));
}

#[tokio::test]
async fn five_hundred_a_call_and_the_cells() {
    let server = plain().await;
    let name = target(&server, 2);
    let of_name = links(&server, &name);
    let cells = i64::try_from(of_links(&of_name).len()).unwrap();
    let domain_cells = i64::try_from(of_domains(&server, &of_name).len()).unwrap();
    assert!(cells > 20 && domain_cells > 20);
    ask(&server, &[("item0", &name)]).await;
    assert_eq!(last_charge(&server), (500, cells));
    // A gap in the numbers is skipped; the datatype goes with the number.
    let gap = [("item0", &*name), ("item7", &*name), ("datatype7", "1")];
    let answer = ask(&server, &gap).await;
    assert_eq!(last_charge(&server), (500, cells + domain_cells));
    check(&answer, "RankingMatrix_1", &of_domains(&server, &of_name));
    for nobody in NOBODY {
        let answer = ask(&server, &[("item0", nobody)]).await;
        assert_eq!(last_charge(&server), (500, 0));
        check(&answer, "RankingMatrix_0", &Matrix::new());
        let items = rows(answer.table("Items").unwrap());
        assert_eq!(items[0]["Status"], "NotFound");
        assert_eq!(items[0]["OrigItem"], nobody);
    }
}

#[tokio::test]
async fn impossible_parameters_are_refused_uncharged() {
    let wanted = Wanted {
        links: Some(90_000),
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let name = target(&server, 0);
    let many: Vec<(String, String)> = (0..6)
        .map(|n| (format!("item{n}"), format!("n{n}.example")))
        .collect();
    let mut six = vec![("cmd", "GetLinkProfile")];
    six.extend(
        many.iter()
            .map(|(name, item)| (name.as_str(), item.as_str())),
    );
    refused(&server, &six, "InvalidParameter", "'item5'").await;
    for (more, word) in [
        (("datatype0", "2"), "'datatype0'"),
        (("UsePrefixScan", "2"), "'UsePrefixScan'"),
        (("datasource", "stale"), "'datasource'"),
    ] {
        let params = [("cmd", "GetLinkProfile"), ("item0", name.as_str()), more];
        refused(&server, &params, "InvalidParameter", word).await;
    }
    let params = [("cmd", "GetLinkProfile"), ("item1", name.as_str())];
    refused(&server, &params, "InvalidParameter", "'item0'").await;
    let wide = format!("www.{name}");
    let params = [
        ("cmd", "GetLinkProfile"),
        ("item0", "nobody.example"),
        ("item1", wide.as_str()),
        ("UsePrefixScan", "1"),
    ];
    refused(&server, &params, "RealTimePrefixQueryNotPossible", "20,000").await;
}

#[tokio::test]
async fn each_index_counts_the_links_it_knows() {
    let server = plain().await;
    let name = target(&server, 2);
    let mut totals = Vec::new();
    for (datasource, view) in [
        ("fresh", Datasource::Fresh),
        ("historic", Datasource::Historic),
    ] {
        let index = server.index(view);
        let known = index.external_links(item(&index, &name));
        let answer = ask(&server, &[("item0", &name), ("datasource", datasource)]).await;
        let total = attribute(answer.table("RankingMatrix_0").unwrap(), "TotalValues");
        assert_eq!(total, known.to_string(), "{datasource}");
        let params = [
            ("cmd", "GetAnchorText"),
            ("item", name.as_str()),
            ("Count", "1000"),
            ("datasource", datasource),
        ];
        let anchors = ask_both(&server, &params).await;
        let anchors = rows(anchors.table("AnchorText").unwrap());
        assert!(anchors.len() < 1_000);
        assert_eq!(
            sum(&anchors, "TotalLinks").to_string(),
            total,
            "{datasource}"
        );
        totals.push(known);
    }
    assert!(totals[0] > 0 && totals[0] != totals[1]);
}
