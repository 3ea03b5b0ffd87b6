//! Each row of a table is that of a plain count.

use super::ways::every_row_leads;
use super::*;

#[test]
fn anchors_are_those_of_a_plain_count() {
    for place in places() {
        let ids = [
            "anchor",
            "ref_domains",
            "total_links",
            "deleted_links",
            "nofollow_links",
            "trust_flow",
            "citation_flow",
        ];
        let (rows, notes) = counted(&place, Sheet::Anchors, &ids);
        let links = links(&place.dataset);
        let groups = by(&links, |link| {
            Some(link.cell("anchor_text").plain().into_owned())
        });
        let expected: BTreeSet<String> = groups
            .into_values()
            .map(|group| {
                let mean = |id: &str| {
                    let known = group.iter().filter_map(|link| match link.cell(id) {
                        Value::Int(n) => Some(*n as f64),
                        _ => None,
                    });
                    let known: Vec<f64> = known.collect();
                    let mean = known.iter().sum::<f64>() / known.len() as f64;
                    if known.is_empty() {
                        Value::Null
                    } else {
                        Value::Int(mean.round() as i64)
                    }
                };
                let cells = [
                    group[0].cell("anchor_text").clone(),
                    domains(&group),
                    int(group.len()),
                    set(&group, "deleted"),
                    set(&group, "nofollow"),
                    mean("source_trust_flow"),
                    mean("source_citation_flow"),
                ];
                line(cells.into_iter())
            })
            .collect();
        assert_eq!(rows, expected);
        assert_eq!(notes, [""; 0]);
    }
}

#[test]
fn pages_are_those_of_a_plain_count() {
    for place in places() {
        let ids = [
            "url",
            "ref_domains",
            "ext_back_links",
            "trust_flow",
            "citation_flow",
        ];
        let (rows, notes) = counted(&place, Sheet::Pages, &ids);
        let links = links(&place.dataset);
        let url = |link: &Link| link.cell("target_url").plain().into_owned();
        let groups = by(&links, |link| Some(url(link)).filter(|url| !url.is_empty()));
        let without = links.iter().filter(|link| url(link).is_empty()).count();
        let expected: BTreeSet<String> = groups
            .into_values()
            .map(|group| {
                let cells = [
                    group[0].cell("target_url").clone(),
                    domains(&group),
                    int(group.len()),
                    group[0].cell("target_trust_flow").clone(),
                    group[0].cell("target_citation_flow").clone(),
                ];
                line(cells.into_iter())
            })
            .collect();
        assert_eq!(rows, expected);
        let note = (without > 0).then(|| format!("{without} links name no page"));
        assert_eq!(notes, note.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn topics_are_those_of_a_plain_count() {
    for place in places() {
        let ids = [
            "topic",
            "links",
            "ref_domains",
            "links_from_ref_domains",
            "pages",
        ];
        let (rows, _) = counted(&place, Sheet::Topics, &ids);
        let links = links(&place.dataset);
        let domain_rows = every(&place.dataset, &List::Domains);
        let frequent = DOMAINS.position("topic").unwrap();
        let of_links = place.dataset.fills(&LINKS, "domain_topic");
        let of_domain = |link: &Link| match of_links {
            true => link.cell("domain_topic").clone(),
            false => domain_rows[link.domain as usize].cells[frequent].clone(),
        };
        let name = |value: Value| Some(value.plain().into_owned()).filter(|name| !name.is_empty());
        let by_page = by(&links, |link| name(link.cell("source_topic").clone()));
        let by_domain = by(&links, |link| name(of_domain(link)));
        let names: BTreeSet<&String> = by_page.keys().chain(by_domain.keys()).collect();
        let none = Vec::new();
        let expected: BTreeSet<String> = names
            .into_iter()
            .map(|name| {
                let of_these = by_domain.get(name).unwrap_or(&none);
                let pages = of_these
                    .iter()
                    .map(|link| link.cell("target_url").plain().into_owned());
                let pages: BTreeSet<String> = pages.filter(|url| !url.is_empty()).collect();
                let cells = [
                    Value::Text(name.clone()),
                    int(by_page.get(name).map_or(0, Vec::len)),
                    domains(of_these),
                    int(of_these.len()),
                    int(pages.len()),
                ];
                line(cells.into_iter())
            })
            .collect();
        assert_eq!(rows, expected);
    }
}

#[test]
fn cells_of_the_profile_are_those_of_a_plain_count() {
    for place in places() {
        let ids = ["counted", "citation_flow", "trust_flow", "value"];
        let (rows, _) = counted(&place, Sheet::Profile, &ids);
        let mut cells: BTreeMap<(String, i64, i64), usize> = BTreeMap::new();
        for link in links(&place.dataset) {
            let flows = (
                link.cell("source_citation_flow"),
                link.cell("source_trust_flow"),
            );
            if let (Value::Int(cf), Value::Int(tf)) = flows {
                *cells.entry(("Links".into(), *cf, *tf)).or_default() += 1;
            }
        }
        for domain in every(&place.dataset, &List::Domains) {
            if let (Value::Int(cf), Value::Int(tf)) = (&domain.cells[3], &domain.cells[2]) {
                *cells.entry(("RefDomains".into(), *cf, *tf)).or_default() += 1;
            }
        }
        let line = |((what, cf, tf), n): ((String, i64, i64), usize)| {
            line([Value::Text(what), Value::Int(cf), Value::Int(tf), int(n)].into_iter())
        };
        assert_eq!(rows, cells.into_iter().map(line).collect());
    }
}

/// Links whose domains' own figures are held of a few alone.
pub(in crate::store::dataset) fn told_of_few() -> Place {
    let mut place = place(3_000, true, false);
    let rows = [
        "host1.example|Found|3|4|Games|7",
        "host2.example|Found|5|6||",
        "host4.example|Found||9|Arts|7",
    ];
    let figures = AnswerRows {
        domains: Some(grid(
            "RootDomain|Status|TrustFlow|CitationFlow|TopicalTrustFlow_Topic_0|TopicalTrustFlow_Value_0",
            &rows,
        )),
        ..AnswerRows::default()
    };
    let from = place
        .store
        .create_dataset(Origin::File { name: "y".into() })
        .unwrap();
    let raw = place.store.write_raw(&from, "answer.json", b"{}").unwrap();
    ingest_answer(&place.store, &from, &raw, &figures, &NO, &mut |_| {}).unwrap();
    assert_eq!(enrich(&place.store, &place.id, &from).unwrap(), 3);
    place.dataset = place.store.dataset(&place.id).unwrap();
    assert!(place.dataset.fills(&DOMAINS, "own_topic"));
    place
}

#[test]
fn figures_of_a_few_domains_leave_the_others_in_their_tables() {
    let place = told_of_few();
    let domains = every(&place.dataset, &List::Domains);
    let at = |id: &str| DOMAINS.position(id).unwrap();
    let first = |cells: &[Value], ids: &[&str]| {
        let cells = ids.iter().map(|id| cells[at(id)].clone());
        cells.into_iter().find(|cell| !cell.is_null())
    };
    let mut topics: BTreeMap<String, i64> = BTreeMap::new();
    let mut flows: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    let pair = |cells: &[Value], ids: [&str; 2]| match ids.map(|id| cells[at(id)].clone()) {
        [Value::Int(cf), Value::Int(tf)] => Some((cf, tf)),
        _ => None,
    };
    for domain in &domains {
        if let Some(Value::Text(topic)) = first(&domain.cells, &["own_topic", "topic"]) {
            *topics.entry(topic).or_default() += 1;
        }
        let best = || pair(&domain.cells, BEST_FLOWS);
        if let Some(pair) = pair(&domain.cells, OWN_FLOWS).or_else(best) {
            *flows.entry(pair).or_default() += 1;
        }
    }
    assert!(topics.values().sum::<i64>() > 100 && flows.values().sum::<i64>() > 100);
    assert!(topics["Games"] == 1 && flows.contains_key(&(4, 3)) && flows.contains_key(&(6, 5)));
    let (counted_topics, _) = counted(&place, Sheet::Topics, &["topic", "ref_domains"]);
    for (topic, domains) in topics {
        let expected = line([Value::Text(topic), Value::Int(domains)].into_iter());
        assert!(counted_topics.contains(&expected), "{expected}");
    }
    let ids = ["counted", "citation_flow", "trust_flow", "value"];
    let (cells, notes) = counted(&place, Sheet::Profile, &ids);
    let of_domains = cells.into_iter().filter(|line| line.contains("RefDomains"));
    let expected = flows.into_iter().map(|((cf, tf), n)| {
        let cells = [
            Value::Text("RefDomains".into()),
            Value::Int(cf),
            Value::Int(tf),
            Value::Int(n),
        ];
        line(cells.into_iter())
    });
    assert_eq!(of_domains.collect::<BTreeSet<_>>(), expected.collect());
    assert!(
        notes.iter().any(|note| note.starts_with("2 of 1")),
        "{notes:?}"
    );
    every_row_leads(&place);
}
