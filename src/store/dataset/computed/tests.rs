//! Each table against the same counted row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::column::{Table, Value, date_text, parse_date};
use crate::model::computed::{Way, way};
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, List, Sheet};
use crate::store::dataset::tests::{ALL, NO, every};
use crate::store::{Dataset, Haste, Origin, Store, compute, filter, ingest};

struct Place {
    _dir: tempfile::TempDir,
    store: Store,
    id: DatasetId,
    dataset: Dataset,
}

/// Random links, of domains that stand together or are mixed; with the columns of all links or of the best.
fn place(rows: usize, mixed: bool, of_all: bool) -> Place {
    let mut wires: Vec<&str> = LINKS.columns.iter().take(22).map(|c| c.wire()).collect();
    if of_all {
        wires[20] = "RefDomainTopicalTrustFlow_Topic_0";
        wires[21] = "RefDomainTopicalTrustFlow_Value_0";
    }
    let mut text = wires.join(",");
    let mut random = fastrand::Rng::with_seed(11);
    for row in 0..rows {
        let flag = |random: &mut fastrand::Rng| if random.u8(0..4) == 0 { "+" } else { "" };
        let domain = match mixed {
            true => random.usize(0..rows / 20 + 1),
            false => row / 20,
        };
        let anchor = ["", "Ärger", "ärger", "=SUM(A1)", "\"a, b\"", "x"][random.usize(0..6)];
        let anchor = match random.u8(0..3) {
            0 => format!("one of many {}", random.usize(0..rows)),
            _ => anchor.to_owned(),
        };
        let flow = |random: &mut fastrand::Rng| match random.u8(0..10) {
            0 => String::new(),
            _ => random.u8(0..=100).to_string(),
        };
        let day = |random: &mut fastrand::Rng| match random.u8(0..9) {
            0 => String::new(),
            _ => format!("2026-{:02}-{:02}", random.u8(1..13), random.u8(1..29)),
        };
        let target = random.usize(0..rows / 9 + 1);
        let target_url = if target == 0 {
            String::new()
        } else {
            format!("http://t.example/{target}")
        };
        let topic = ["", "Arts", "Arts/Music", "Science"][random.usize(0..4)];
        let last = ["", "Arts", "Games"][domain % 3];
        write!(
            text,
            "\n{target_url},{},https://www.host{domain}.example/{row},2,{anchor},{},{}",
            target % 16,
            day(&mut random),
            day(&mut random),
        )
        .unwrap();
        for _ in 0..7 {
            write!(text, ",{}", flag(&mut random)).unwrap();
        }
        let (cf, tf) = (flow(&mut random), flow(&mut random));
        write!(
            text,
            ",{cf},{tf},{},{},{topic},,{last},",
            target % 101,
            target % 97
        )
        .unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let origin = Origin::File { name: "x".into() };
    let id = store.create_dataset(origin).unwrap();
    let raw = store.raw_path(&id, "x.csv");
    std::fs::write(&raw, text).unwrap();
    ingest(&store, &id, &raw, &NO, &mut |_| {}).unwrap();
    let dataset = store.dataset(&id).unwrap();
    Place {
        _dir: dir,
        store,
        id,
        dataset,
    }
}

/// Every place that a table is tested at: no row, one, domains in their order and not, columns of either download.
fn places() -> impl Iterator<Item = Place> {
    let shapes = [
        (1, false, false),
        (3_000, false, false),
        (3_000, true, false),
        (3_000, true, true),
    ];
    shapes
        .into_iter()
        .map(|(rows, mixed, all)| place(rows, mixed, all))
}

/// One link: its cells by id, and the row of its domain.
struct Link {
    cells: Vec<Value>,
    domain: u32,
}

impl Link {
    fn cell(&self, id: &str) -> &Value {
        &self.cells[LINKS.position(id).unwrap()]
    }

    fn is(&self, id: &str) -> bool {
        *self.cell(id) == Value::Flag(true)
    }
}

fn links(dataset: &Dataset) -> Vec<Link> {
    let domains = dataset.domain_rows_at(0..u64::MAX).unwrap();
    let rows = every(dataset, &ALL).into_iter().zip(domains);
    rows.map(|(row, domain)| Link {
        cells: row.cells,
        domain,
    })
    .collect()
}

/// The rows of a table as text, by some of its columns, and what is said beside them.
fn counted(place: &Place, sheet: Sheet, ids: &[&str]) -> (BTreeSet<String>, Vec<String>) {
    let id = compute(&place.store, &place.id, sheet, Haste::Awaited, &NO, &|_| {}).unwrap();
    let table = place.store.dataset(&id.unwrap()).unwrap();
    let rows = every(&table, &List::Sheet(sheet));
    let columns = ids.iter().map(|id| sheet.table().position(id).unwrap());
    let columns: Vec<usize> = columns.collect();
    let line = |cells: &[Value]| line(columns.iter().map(|at| cells[*at].clone()));
    let lines: Vec<String> = rows.iter().map(|row| line(&row.cells)).collect();
    let different: BTreeSet<String> = lines.iter().cloned().collect();
    assert_eq!(different.len(), lines.len(), "each row once");
    for (at, column) in sheet.table().columns.iter().enumerate() {
        let is_empty = rows.iter().all(|row| row.cells[at].is_null());
        let said = table.manifest().is_absent(&List::Sheet(sheet), column.id);
        assert_eq!(is_empty && !rows.is_empty(), said, "{}", column.id);
    }
    (different, table.manifest().notes.clone())
}

fn line(cells: impl Iterator<Item = Value>) -> String {
    cells
        .map(|cell| format!("{cell:?}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn int(n: usize) -> Value {
    Value::Int(n as i64)
}

fn by<'a, K: Ord>(
    links: &'a [Link],
    key: impl Fn(&'a Link) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Link>> {
    let mut groups: BTreeMap<K, Vec<&Link>> = BTreeMap::new();
    for link in links {
        if let Some(key) = key(link) {
            groups.entry(key).or_default().push(link);
        }
    }
    groups
}

fn domains(links: &[&Link]) -> Value {
    int(links
        .iter()
        .map(|link| link.domain)
        .collect::<BTreeSet<_>>()
        .len())
}

fn set(links: &[&Link], id: &str) -> Value {
    int(links.iter().filter(|link| link.is(id)).count())
}

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

#[test]
fn days_and_periods_add_up_to_the_links_own_dates() {
    for place in places() {
        let (days, _) = counted(&place, Sheet::Days, &["date", "new_links", "lost_links"]);
        let links = links(&place.dataset);
        let came = by(&links, |link| {
            Some(link.cell("first_found_date").plain().into_owned())
        });
        let went = by(&links, |link| {
            let crawled = link.cell("source_crawl_date").plain().into_owned();
            link.is("deleted").then_some(crawled)
        });
        let day = |text: &str| parse_date(text).map_or(Value::Null, Value::Date);
        let all: BTreeSet<&String> = came.keys().chain(went.keys()).collect();
        let expected = all.into_iter().filter(|date| !date.is_empty()).map(|date| {
            let of =
                |groups: &BTreeMap<String, Vec<&Link>>| int(groups.get(date).map_or(0, Vec::len));
            line([day(date), of(&came), of(&went)].into_iter())
        });
        assert_eq!(days, expected.collect());

        let ids = [
            "date",
            "total_links",
            "ref_domains",
            "text_links",
            "image_links",
            "redirects",
            "frames",
            "nofollow_links",
            "mentions",
            "deleted_links",
            "alt_text_links",
        ];
        let (periods, notes) = counted(&place, Sheet::Periods, &ids);
        let mut first: BTreeMap<u32, String> = BTreeMap::new();
        for (date, group) in came.iter().filter(|(date, _)| !date.is_empty()) {
            for link in group {
                first.entry(link.domain).or_insert(date[..7].to_owned());
            }
        }
        let months = by(&links, |link| match link.cell("first_found_date") {
            Value::Date(day) => Some(date_text(*day)[..7].to_owned()),
            _ => None,
        });
        let special = ["image", "redirect", "frame", "mention"];
        let expected = months.iter().map(|(month, group)| {
            let texts = group
                .iter()
                .filter(|link| !special.iter().any(|id| link.is(id)));
            let begin = parse_date(&format!("{month}-01")).unwrap();
            let mut cells = vec![
                Value::Time(i64::from(begin) * 86_400),
                int(group.len()),
                int(first.values().filter(|of| *of == month).count()),
                int(texts.count()),
            ];
            let kinds = [
                "image", "redirect", "frame", "nofollow", "mention", "deleted", "alt_text",
            ];
            cells.extend(kinds.map(|id| set(group, id)));
            line(cells.into_iter())
        });
        assert_eq!(periods, expected.collect());
        let without = came.get("").map_or(0, Vec::len);
        assert_eq!(notes.len(), usize::from(without > 0), "{notes:?}");
    }
}

#[test]
fn every_row_leads_to_as_many_rows_as_it_counts() {
    let counts = [
        (Sheet::Anchors, "total_links", "ref_domains"),
        (Sheet::Pages, "ext_back_links", "ref_domains"),
        (Sheet::Topics, "links_from_ref_domains", "ref_domains"),
        (Sheet::Profile, "value", "value"),
        (Sheet::Periods, "total_links", ""),
        (Sheet::Days, "", ""),
    ];
    for place in places() {
        let manifest = place.dataset.manifest();
        let is_absent = |table: &Table, id: &str| manifest.lacks(table, id);
        for (sheet, of_links, of_domains) in counts {
            let id = compute(&place.store, &place.id, sheet, Haste::Awaited, &NO, &|_| {}).unwrap();
            let table = place.store.dataset(&id.unwrap()).unwrap();
            let rows = every(&table, &List::Sheet(sheet));
            for row in rows.iter().take(60) {
                let at = |id: &str| sheet.table().position(id);
                let cell = |id: &str| row.cells[at(id).unwrap()].clone();
                let (list, text, count) = match way(sheet, &cell, &is_absent, false).unwrap() {
                    Way::Links(text) => (ALL, text, of_links),
                    Way::Domains(text) => (List::Domains, text, of_domains),
                };
                let filter = filter(&list, &text).unwrap();
                let ranking = place
                    .dataset
                    .rank(&list, filter.as_ref(), &[], &NO)
                    .unwrap();
                match at(count) {
                    Some(at) => assert_eq!(row.cells[at], int(ranking.len() as usize), "{text}"),
                    // A link may have come and gone on one day.
                    None => assert!(!ranking.is_empty(), "{text}"),
                }
            }
        }
    }
}
