//! Each table against the same counted row by row.

pub(in crate::store::dataset) mod counted;
mod over_time;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::column::{Table, Value, date_text, parse_date};
use crate::model::computed::{BEST_FLOWS, OWN_FLOWS};
use crate::model::computed::{Way, way};
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{List, Sheet};
use crate::store::dataset::tests::{ALL, NO, Place, every, of_file};
use crate::store::ingest::ingest_answer;
use crate::store::ingest::scene::grid;
use crate::store::{AnswerRows, Dataset, Haste, Origin, compute, enrich, filter};

/// Random links, of domains that stand together or are mixed; with the columns of all links or of the best.
pub(in crate::store::dataset) fn place(rows: usize, mixed: bool, of_all: bool) -> Place {
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
    of_file("x", text.as_bytes())
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
