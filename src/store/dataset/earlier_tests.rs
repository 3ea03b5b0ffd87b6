//! Datasets that an earlier program left, and lists that a dataset does not have.

use super::tests::{ALL, NO, Place, every, expected, place};
use crate::columnar::{Part, PartWriter};
use crate::model::domain::DOMAINS;
use crate::model::export::Format;
use crate::model::link::LINKS;
use crate::model::rows::{Direction, List, RowId, Sheet, parse_order};
use crate::store::{StoreError, export};

/// Rewrites the parts of a dataset with the first columns of its lists only, and its manifest without what came later:
/// what a program before the answers of every kind left.
fn as_version_1(place: &Place) {
    let folder = place.store.datasets_dir().join(&place.id.0);
    let path = folder.join("manifest.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let fields = manifest.as_object_mut().unwrap();
    for later in [
        "items",
        "item_table",
        "labels",
        "absent",
        "globals",
        "known_links",
        "known_domains",
        "enriched_by",
        "notes",
        "posting_table",
    ] {
        fields.remove(later).unwrap();
    }
    fields["schema"] = 1.into();
    for (list, table, kept) in [("parts", &LINKS, 23), ("domain_table", &DOMAINS, 12)] {
        let entries = fields.get_mut(list).unwrap();
        let entries = match entries.as_array_mut() {
            Some(parts) => parts.iter_mut().collect(),
            None => vec![entries],
        };
        for entry in entries {
            let file = folder.join(entry["file"].as_str().unwrap());
            let part = Part::open(&file).unwrap();
            let known = table.columns.iter().take(kept).map(|c| c.id);
            let named = known.chain(["domain_row"]);
            let columns: Vec<usize> = named
                .filter_map(|name| part.schema().index_of(name).ok())
                .collect();
            let schema = part.schema().project(&columns).unwrap();
            let mut batches = Vec::new();
            part.scan(&columns, &mut |batch| {
                batches.push(batch.clone());
                Ok(true)
            })
            .unwrap();
            let mut writer = PartWriter::create(&file, schema.into()).unwrap();
            batches.iter().for_each(|b| writer.write(b).unwrap());
            entry["bytes"] = writer.finish().unwrap().bytes.into();
        }
    }
    std::fs::write(&path, serde_json::to_string_pretty(&manifest).unwrap()).unwrap();
}

#[test]
fn a_dataset_of_an_earlier_version_opens_with_what_it_has() {
    let place = place(3_000);
    let lists = [
        List::Domains,
        ALL,
        List::Links {
            domain: Some(RowId(3)),
        },
    ];
    let before: Vec<_> = lists.iter().map(|l| every(&place.dataset, l)).collect();
    as_version_1(&place);
    let dataset = place.store.dataset(&place.id).unwrap();
    for (list, rows) in lists.iter().zip(&before) {
        assert_eq!(&every(&dataset, list), rows);
        for text in [list.table().columns[0].id, "extra:desc,tf"] {
            let order = parse_order(list.table(), text).unwrap();
            let ranking = dataset.rank(list, None, &order, &NO).unwrap();
            assert_eq!(
                ranking.row(0),
                expected(rows, &order).first().copied(),
                "{text}"
            );
        }
        let ranking = dataset.rank(list, None, &[], &NO).unwrap();
        let columns: Vec<usize> = (0..list.table().columns.len()).collect();
        let mut out = Vec::new();
        export(&dataset, &ranking, &columns, Format::Jsonl, None, &mut out).unwrap();
        let lines = String::from_utf8(out).unwrap();
        assert_eq!(lines.lines().count(), rows.len());
        assert!(lines.lines().all(|l| l.contains("\"extra\":null")));
        let found = dataset.find(&ranking, "nowhere", 0, Direction::Forward, &NO);
        assert_eq!(found.unwrap(), None);
    }
    let manifest = dataset.manifest();
    assert!(manifest.is_absent(&ALL, "extra") && manifest.is_absent(&List::Domains, "trust_flow"));
    assert!(
        !manifest.is_absent(&ALL, "source_domain") && !manifest.is_absent(&List::Domains, "tld")
    );
    assert_eq!((dataset.items(), manifest.items), (0, 0));
}

#[test]
fn a_list_that_a_dataset_does_not_have_is_empty() {
    let place = place(10);
    assert!(every(&place.dataset, &List::Sheet(Sheet::Items)).is_empty());
    let order = parse_order(List::Sheet(Sheet::Items).table(), "tf:desc").unwrap();
    let ranking = place
        .dataset
        .rank(&List::Sheet(Sheet::Items), None, &order, &NO)
        .unwrap();
    assert!(ranking.is_empty());
    let found = place
        .dataset
        .find(&ranking, "x", 0, Direction::Forward, &NO);
    assert_eq!(found.unwrap(), None);
    assert!(matches!(
        place.dataset.row(&List::Sheet(Sheet::Items), RowId(0)),
        Err(StoreError::NoSuchRow { row: 0, rows: 0 })
    ));
    let mut out = Vec::new();
    let rows = export(&place.dataset, &ranking, &[0], Format::Csv, None, &mut out);
    assert_eq!((rows.unwrap(), out.as_slice()), (0, &b"item\n"[..]));
}
