//! GetHostedDomains against the addresses of every domain.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use backtrail::index::{Datasource, Index};
use backtrail::server::Running;
use backtrail::wire::majestic::{Answer, Table};

use crate::client::{call, global, plain, target};
use crate::sheets::{
    ask as ask_both, attribute, attributes, charges, check_columns, refused, whole,
};

const COLUMNS: &str = "Domain t,IPAddress t,RefDomains n,ExtBackLinks n,CitationFlow n,TrustFlow n,\
TopicalTrustFlow_Topic_0 t,TopicalTrustFlow_Value_0 n";

async fn ask(server: &Running, domain: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![("cmd", "GetHostedDomains"), ("Domain", domain)];
    params.extend_from_slice(more);
    ask_both(server, &params).await
}

/// Domains that stand at one of these addresses.
fn standing(index: &Index, is_wanted: impl Fn(u32) -> bool) -> BTreeSet<String> {
    let all = 0..index.world().population().domains();
    all.filter(|&domain| is_wanted(index.domain_ip(domain)))
        .map(|domain| index.domain_name(domain))
        .collect()
}

fn domains(table: &Table) -> Vec<String> {
    let rows = 0..table.rows.len();
    rows.map(|row| table.cell(row, "Domain").unwrap().text().into_owned())
        .collect()
}

fn check(index: &Index, table: &Table, expected: &BTreeSet<String>) {
    assert_eq!(
        attributes(table),
        [
            "IP",
            "MaxRefDomainTopics",
            "RefDomainTopicsCount",
            "TotalDomains",
            "TotalExtBackLinks",
            "TotalRefDomains",
        ]
    );
    let sum = |of: &dyn Fn(&backtrail::index::DomainFacts) -> i64| -> i64 {
        let facts = expected
            .iter()
            .map(|name| index.domain_facts(name).unwrap());
        facts.map(|facts| of(&facts)).sum()
    };
    let number = |name: &str| whole(table, name);
    assert_eq!(number("TotalDomains"), expected.len() as i64);
    assert_eq!(number("TotalExtBackLinks"), sum(&|f| f.ext_back_links));
    assert_eq!(number("TotalRefDomains"), sum(&|f| f.ref_domains));
    let names = domains(table);
    assert_eq!(names.len(), expected.len().min(100));
    assert!(names.iter().all(|name| expected.contains(name)));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let mut last = i64::MAX;
    for (row, name) in names.iter().enumerate() {
        let facts = index.domain_facts(name).unwrap();
        let number = |column: &str| table.cell(row, column).unwrap().int().unwrap();
        assert_eq!(number("RefDomains"), facts.ref_domains);
        assert_eq!(number("ExtBackLinks"), facts.ext_back_links);
        assert_eq!(number("TrustFlow"), i64::from(facts.trust_flow));
        assert!(facts.ref_domains <= last);
        last = facts.ref_domains;
    }
    if !names.is_empty() {
        check_columns(table, COLUMNS);
    }
}

#[tokio::test]
async fn neighbours_are_those_at_the_address_and_on_its_network() {
    let server = plain().await;
    for (name, view) in [
        ("fresh", Datasource::Fresh),
        ("historic", Datasource::Historic),
    ] {
        let index = server.index(view);
        // The last domains belong to link farms, whose network is full.
        let last = index.world().population().domains() - 1;
        let one = (16..last).find(|&domain| index.domain_ips(domain).len() == 1);
        for domain in [one.unwrap(), last] {
            let text = index.domain_name(domain);
            let ip = index.domain_ip(domain);
            let more = [("datasource", name), ("MaxDomains", "100")];
            let answer = ask(&server, &text, &more).await;
            assert_eq!(global(&answer, "RecommendedIP"), "");
            let here = answer.table("DomainsOnIP").unwrap();
            let beside = answer.table("DomainsOnSubnet").unwrap();
            check(&index, here, &standing(&index, |other| other == ip));
            let network = standing(&index, |other| other >> 8 == ip >> 8);
            check(&index, beside, &network);
            let dotted = Ipv4Addr::from(ip).to_string();
            assert_eq!(attribute(here, "IP"), dotted);
            assert_eq!(
                attribute(beside, "IP"),
                Ipv4Addr::from(ip & !255).to_string()
            );
            assert!(domains(here).contains(&text) || domains(here).len() == 100);
            for same in [dotted, format!("www.{text}"), format!("http://{text}/a?b")] {
                assert_eq!(ask(&server, &same, &more).await.tables, answer.tables);
            }
        }
        assert!(standing(&index, |ip| ip >> 8 == index.domain_ip(last) >> 8).len() > 20);
    }
}

#[tokio::test]
async fn a_domain_with_addresses_in_turn_is_answered_with_the_one_that_is_kept() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let several = (0..index.world().population().domains())
        .filter(|&domain| index.domain_ips(domain).len() > 1);
    for domain in several.take(3) {
        let text = index.domain_name(domain);
        let hint = ask(&server, &text, &[]).await;
        for table in hint.tables.iter().flatten() {
            assert!(table.rows.is_empty());
            assert_eq!(whole(table, "TotalDomains"), 0);
        }
        let ip = global(&hint, "RecommendedIP");
        assert_eq!(ip, Ipv4Addr::from(index.domain_ip(domain)).to_string());
        let answer = ask(&server, &ip, &[("MaxDomains", "100")]).await;
        assert_eq!(global(&answer, "RecommendedIP"), "");
        for table in answer.tables.iter().flatten() {
            let names = domains(table);
            let at = names.iter().position(|name| *name == text).unwrap();
            assert_eq!(table.cell(at, "IPAddress").unwrap().text(), ip);
        }
    }
}

#[tokio::test]
async fn a_call_costs_5000_and_each_row_one() {
    let server = plain().await;
    let index = server.index(Datasource::Historic);
    let farm = index.domain_name(index.world().population().domains() - 1);
    let mut expected = Vec::new();
    for (domain, more, most) in [
        (farm.as_str(), vec![], 10),
        (&farm, vec![("MaxDomains", "0")], 0),
        (&farm, vec![("MaxDomains", "3")], 3),
        (&farm, vec![("MaxDomains", "999999999999")], 100),
        ("nobody.example", vec![], 0),
        ("forbes..com", vec![], 0),
        ("192.0.2.7", vec![], 0),
        ("999.0.2.7", vec![], 0),
        ("\u{1b}[2J", vec![], 0),
    ] {
        let params = [("cmd", "gethosteddomains"), ("Domain", domain)];
        let params: Vec<_> = params.into_iter().chain(more).collect();
        let answer = call(&server, &params).await;
        assert_eq!(answer.code, "OK", "{}", answer.error_message);
        assert!(answer.charged().is_none());
        let rows = |name: &str| answer.table(name).unwrap().rows.len();
        assert!(rows("DomainsOnIP") <= most && rows("DomainsOnSubnet") == most);
        let rows = (rows("DomainsOnIP") + rows("DomainsOnSubnet")) as i64;
        expected.push(("GetHostedDomains".to_owned(), 5_000, rows, 0));
    }
    assert_eq!(charges(&server), expected);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_uncharged() {
    let server = plain().await;
    let item = target(&server, 0);
    let command = ("cmd", "GetHostedDomains");
    let domain = ("Domain", item.as_str());
    for (params, says) in [
        (vec![command], "'Domain'"),
        (vec![command, ("item", "a.example")], "'Domain'"),
        (vec![command, domain, ("MaxDomains", "-1")], "'-1'"),
        (vec![command, domain, ("MaxDomains", "many")], "'many'"),
        (vec![command, domain, ("datasource", "new")], "'new'"),
    ] {
        refused(&server, &params, "InvalidParameter", says).await;
    }
}
