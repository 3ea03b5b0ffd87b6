//! Tables at rest: made, found again, made anew, never half.

use super::*;
use crate::model::column::Value;
use crate::store::enrich;
use crate::store::ingest::scene::{Place, cell, crash_everywhere, grid, links};
use crate::store::{AnswerRows, Finding};

static NO: AtomicBool = AtomicBool::new(false);

fn count(place: &Place, id: &DatasetId, sheet: Sheet) -> DatasetId {
    let made = compute(&place.store, id, sheet, Haste::Awaited, &NO, &|_| {}).unwrap();
    made.unwrap()
}

fn rows(place: &Place, id: &DatasetId, sheet: Sheet) -> Vec<Vec<Value>> {
    let open = place.open(id);
    let ranking = open.rank(&List::Sheet(sheet), None, &[], &NO).unwrap();
    let columns: Vec<usize> = (0..sheet.table().columns.len()).collect();
    let rows = open.read(&ranking, 0..u64::MAX, &columns).unwrap();
    rows.into_iter().map(|row| row.cells).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_table_is_a_dataset_of_its_own_beside_its_links() {
    let place = Place::new();
    let id = place.holding(1, &links(50));
    let before = place.store.manifest(&id).unwrap();
    assert!(
        place
            .store
            .tables(&before)
            .contains(&(Sheet::Anchors, None))
    );
    let table = count(&place, &id, Sheet::Anchors);
    assert_eq!(table.0, format!("{id}/anchors"));
    assert_eq!(
        place.store.manifest(&id).unwrap(),
        before,
        "the links are left alone"
    );
    assert!(
        place
            .store
            .tables(&before)
            .contains(&(Sheet::Anchors, Some(50)))
    );
    let open = place.open(&table);
    let manifest = open.manifest();
    assert_eq!(manifest.computed.as_ref().unwrap().links, 50);
    assert_eq!(manifest.source(), before.source());
    assert_eq!((manifest.rows, manifest.items), (0, 50));
    let list = List::Sheet(Sheet::Anchors);
    assert_eq!(cell(&open, &list, 3, "anchor"), Value::Text("a 3".into()));
    assert_eq!(cell(&open, &list, 3, "nofollow_links"), Value::Int(1));
    assert!(manifest.is_absent(&list, "rank") && !manifest.is_absent(&list, "anchor"));
    let listed = place.store.datasets().unwrap();
    assert_eq!(listed.len(), 1, "it is no dataset that was bought");
    let gone = DatasetId(format!("{id}/nothing"));
    assert!(place.store.dataset(&gone).is_err());
    assert!(
        place
            .store
            .dataset(&DatasetId("../x/anchors".into()))
            .is_err()
    );
}

#[test]
fn it_is_counted_once_and_anew_when_its_links_are_others() {
    let place = Place::new();
    let id = place.holding(1, &links(50));
    let table = count(&place, &id, Sheet::Profile);
    let first = place.store.manifest(&table).unwrap();
    let never = |_| panic!("it is there");
    compute(
        &place.store,
        &id,
        Sheet::Profile,
        Haste::Awaited,
        &NO,
        &never,
    )
    .unwrap();
    let answer = AnswerRows {
        domains: Some(grid(
            "RootDomain|TrustFlow|CitationFlow",
            &["h1.example|99|98"],
        )),
        ..AnswerRows::default()
    };
    let from = place.holding(2, &answer);
    enrich(&place.store, &id, &from).unwrap();
    let now = place.store.manifest(&id).unwrap();
    assert!(place.store.counted(&now, Sheet::Profile).is_none());
    count(&place, &id, Sheet::Profile);
    assert_ne!(place.store.manifest(&table).unwrap(), first);
    let all = rows(&place, &table, Sheet::Profile);
    assert!(all.iter().any(|row| row[2] == Value::Int(98)), "{all:?}");
    let folder = place.store.folder(&table).unwrap();
    assert_eq!(names(&folder).len(), 3, "{:?}", names(&folder));
}

#[test]
fn who_stops_it_or_finds_it_busy_leaves_nothing() {
    let place = Place::new();
    let id = place.holding(1, &links(50));
    let stopped = compute(
        &place.store,
        &id,
        Sheet::Pages,
        Haste::Aside,
        &AtomicBool::new(true),
        &|_| {},
    );
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    let folder = place.store.folder(&id).unwrap();
    assert!(!folder.join(FOLDER).exists());
    let table = count(&place, &id, Sheet::Pages);
    let inside = place.store.folder(&table).unwrap();
    fs::remove_file(inside.join("manifest.json")).unwrap();
    let held = lock::attempt(&inside.join("ingest.lock")).unwrap();
    let busy = compute(
        &place.store,
        &id,
        Sheet::Pages,
        Haste::Awaited,
        &NO,
        &|_| {},
    );
    assert!(matches!(busy, Err(StoreError::Busy(_))));
    drop(held);
    count(&place, &id, Sheet::Pages);
    let items = place.holding(2, &AnswerRows::default());
    assert_eq!(
        compute(
            &place.store,
            &items,
            Sheet::Pages,
            Haste::Awaited,
            &NO,
            &|_| {}
        )
        .unwrap(),
        None
    );
    assert_eq!(
        compute(
            &place.store,
            &id,
            Sheet::Items,
            Haste::Awaited,
            &NO,
            &|_| {}
        )
        .unwrap(),
        None
    );
}

#[test]
fn damage_is_found_by_its_file() {
    let place = Place::new();
    let id = place.holding(1, &links(50));
    let table = count(&place, &id, Sheet::Topics);
    assert_eq!(place.store.check(&id, &NO).unwrap(), []);
    let entry = place.store.manifest(&table).unwrap().item_table.unwrap();
    let path = place.store.folder(&table).unwrap().join(&entry.file);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    let findings: Vec<Finding> = place.store.check(&id, &NO).unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].file, format!("computed/topics/{}", entry.file));
}

#[test]
fn a_crash_between_any_two_writes_leaves_old_or_new() {
    let watch = Watch {
        cancel: &NO,
        progress: &|_| {},
    };
    let crashes = crash_everywhere(|crash_at, before| {
        let place = Place::new();
        let id = place.holding(1, &links(50));
        let table = count(&place, &id, Sheet::Profile);
        let old = rows(&place, &table, Sheet::Profile);
        let answer = AnswerRows {
            domains: Some(grid(
                "RootDomain|TrustFlow|CitationFlow",
                &["h1.example|9|8"],
            )),
            ..AnswerRows::default()
        };
        let from = place.holding(2, &answer);
        enrich(&place.store, &id, &from).unwrap();
        let first = compute_with(&place.store, &id, Sheet::Profile, watch, Some(before));
        let now = rows(&place, &table, Sheet::Profile);
        count(&place, &id, Sheet::Profile);
        let new = rows(&place, &table, Sheet::Profile);
        assert!(now == old || now == new, "after {crash_at}");
        assert_ne!(new, old);
        let tables = names(&place.store.folder(&table).unwrap());
        // A crash before the last step leaves the old file beside the new one until it is counted the next time.
        assert!(tables.len() <= 4, "{tables:?}");
        first.is_ok()
    });
    assert_eq!(crashes, 3);
}
