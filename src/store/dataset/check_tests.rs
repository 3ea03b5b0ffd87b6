//! Postings at rest, and what looking through a dataset finds.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch, UInt32Array};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::DOMAIN_ROW;
use super::postings::LINK_ROW;
use super::tests::{ALL, NO, Place, place};
use crate::columnar::PartWriter;
use crate::model::column::Value;
use crate::model::link::LINKS;
use crate::model::rows::{Field as Cell, List, RowId};
use crate::store::manifest::PartEntry;
use crate::store::{Dataset, StoreError};

fn folder(place: &Place) -> PathBuf {
    place.store.datasets_dir().join(&place.id.0)
}

fn links_of(dataset: &Dataset, domain: u64) -> Result<Vec<u64>, StoreError> {
    let list = List::Links {
        domain: Some(RowId(domain)),
    };
    let ranking = dataset.rank(&list, None, &[], &NO)?;
    Ok((0..ranking.len())
        .map(|at| ranking.row(at).unwrap().0)
        .collect())
}

/// Every domain's links as the links themselves say, one domain behind the other.
fn by_domain(dataset: &Dataset) -> Vec<Vec<u32>> {
    let mut slices = vec![Vec::new(); dataset.domains() as usize];
    for link in 0..dataset.links() {
        let domain = dataset.domain_of(RowId(link)).unwrap();
        slices[domain.0 as usize].push(link as u32);
    }
    slices
}

/// Gives the dataset a table of postings.
fn write(place: &Place, links: Vec<u32>) -> Dataset {
    let field = Field::new(LINK_ROW, DataType::UInt32, false);
    let schema = Arc::new(Schema::new(vec![field]));
    let batch = RecordBatch::try_new(schema.clone(), vec![Arc::new(UInt32Array::from(links))]);
    let path = folder(place).join("postings.parquet");
    let mut writer = PartWriter::create(&path, schema).unwrap();
    writer.write(&batch.unwrap()).unwrap();
    let file = writer.finish().unwrap();
    let entry = PartEntry {
        file: "postings.parquet".to_owned(),
        first_row: place.dataset.links(),
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256,
    };
    let changed = place
        .store
        .change_manifest(&place.id, |m| m.posting_table = Some(entry));
    changed.unwrap();
    place.store.dataset(&place.id).unwrap()
}

#[test]
fn postings_at_rest_are_those_that_the_links_say() {
    let place = place(5_000);
    let slices = by_domain(&place.dataset);
    let no_table = place
        .store
        .change_manifest(&place.id, |m| m.posting_table = None);
    no_table.unwrap();
    let built = place.store.dataset(&place.id).unwrap();
    let read = write(&place, slices.concat());
    for (domain, links) in slices.iter().enumerate() {
        let links: Vec<u64> = links.iter().map(|link| u64::from(*link)).collect();
        assert_eq!(links_of(&read, domain as u64).unwrap(), links);
        assert_eq!(links_of(&built, domain as u64).unwrap(), links);
    }
    assert!(links_of(&read, slices.len() as u64).unwrap().is_empty());
    assert!(links_of(&read, u64::MAX).unwrap().is_empty());
    assert_eq!(place.store.check(&place.id, &NO).unwrap(), []);
}

#[test]
fn postings_that_lie_are_errors() {
    let place = place(2_000);
    let slices = by_domain(&place.dataset);
    let right = slices.concat();
    let long = slices.iter().position(|s| s.len() > 2).unwrap() as u64;
    let start: usize = slices[..long as usize].iter().map(Vec::len).sum();

    let mut turned = right.clone();
    turned.swap(start, start + 1);
    let dataset = write(&place, turned);
    assert!(matches!(
        links_of(&dataset, long),
        Err(StoreError::Damaged { .. })
    ));
    let findings = place.store.check(&place.id, &NO).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].file, "postings.parquet");

    let mut beyond = right.clone();
    beyond[start + slices[long as usize].len() - 1] = u32::MAX;
    let dataset = write(&place, beyond);
    assert!(matches!(
        links_of(&dataset, long),
        Err(StoreError::Damaged { .. })
    ));

    let dataset = write(&place, right[1..].to_vec());
    let error = links_of(&dataset, long).unwrap_err();
    assert!(error.to_string().contains("postings.parquet"), "{error}");

    // Another domain's link in a slice that ascends: only looking through all of it shows that.
    let mut foreign = right;
    let other = foreign
        .iter()
        .position(|l| *l > foreign[start + slices[long as usize].len() - 1]);
    if let Some(other) = other.filter(|at| *at >= start + slices[long as usize].len()) {
        foreign[start + slices[long as usize].len() - 1] = foreign[other];
        write(&place, foreign);
        assert_eq!(place.store.check(&place.id, &NO).unwrap().len(), 1);
    }
}

#[test]
fn every_damaged_file_is_found() {
    let place = place(5_000);
    let folder = folder(&place);
    assert_eq!(place.store.check(&place.id, &NO).unwrap(), []);
    let find = || place.store.check(&place.id, &NO).unwrap();
    for name in ["links-00000.parquet", "domains.parquet", "raw/x.csv"] {
        let path = folder.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 1;
        let mut longer = whole.clone();
        longer.push(0);
        for bytes in [&flipped[..], &whole[..whole.len() - 1], &longer, b""] {
            std::fs::write(&path, bytes).unwrap();
            let findings = find();
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert_eq!(findings[0].file, name);
        }
        std::fs::remove_file(&path).unwrap();
        let findings = find();
        assert_eq!((findings.len(), findings[0].file.as_str()), (1, name));
        assert!(findings[0].what.contains("missing"));
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(find(), []);
    }
    let stopped = place.store.check(&place.id, &true.into());
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
}

/// The rows of a file, changed and written again: what the manifest is to say of it.
fn rewritten(
    place: &Place,
    entry: &PartEntry,
    change: impl Fn(RecordBatch) -> RecordBatch,
) -> PartEntry {
    let path = folder(place).join(&entry.file);
    let file = std::fs::File::open(&path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(|b| b.unwrap()).collect();
    let changed = change(concat_batches(&schema, &batches).unwrap());
    let mut writer = PartWriter::create(&path, changed.schema()).unwrap();
    writer.write(&changed).unwrap();
    let file = writer.finish().unwrap();
    PartEntry {
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256,
        ..entry.clone()
    }
}

#[test]
fn damage_behind_a_right_hash_is_found_in_its_file() {
    let place = place(500);
    let entry = place.dataset.manifest().parts[0].clone();
    let changed = rewritten(&place, &entry, |batch| {
        let at = batch.schema().index_of(DOMAIN_ROW).unwrap();
        let mut fields: Vec<Field> = batch
            .schema()
            .fields()
            .iter()
            .map(|f| f.as_ref().clone())
            .collect();
        fields[at] = Field::new(DOMAIN_ROW, DataType::Int64, false);
        let mut columns = batch.columns().to_vec();
        columns[at] = Arc::new(Int64Array::from(vec![0; batch.num_rows()]));
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
    });
    let named = |m: &mut crate::store::Manifest| m.parts[0] = changed.clone();
    place.store.change_manifest(&place.id, named).unwrap();
    let findings = place.store.check(&place.id, &NO).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].file, entry.file);
    assert!(findings[0].what.contains("domain rows"), "{findings:?}");
}

#[test]
fn domains_that_are_not_listed_yet_are_counted_as_unknown() {
    let place = place(5_000);
    let tld = Cell::named(&LINKS, "tld").unwrap();
    let name = Cell::named(&LINKS, "domain.domain");
    let domain = name.unwrap_or(tld);
    let listed = 100;
    let mut entry = place.dataset.manifest().domain_table.clone().unwrap();
    entry = rewritten(&place, &entry, |batch| batch.slice(0, listed));
    let lag = |m: &mut crate::store::Manifest| {
        m.domains = listed as u64;
        m.domain_table = Some(entry.clone());
        m.posting_table = None;
        m.complete = false;
    };
    place.store.change_manifest(&place.id, lag).unwrap();
    let dataset = place.store.dataset(&place.id).unwrap();
    let slices = {
        let all = place.dataset.domains() as usize;
        let mut slices = vec![0u64; all];
        for link in 0..dataset.links() {
            slices[dataset.domain_of(RowId(link)).unwrap().0 as usize] += 1;
        }
        slices
    };
    let unlisted: u64 = slices[listed..].iter().sum();
    let ranking = dataset.rank(&ALL, None, &[], &NO).unwrap();
    for field in [tld, domain] {
        let tally = dataset.tally(&ranking, field, 1_000, &NO).unwrap();
        assert_eq!(tally.rows, 5_000);
        assert_eq!(tally.domains, slices.len() as u64);
        let unknown = tally.values.iter().find(|v| v.value == Value::Null);
        let unknown = unknown.unwrap();
        let counted = (unknown.rows, unknown.domains);
        assert_eq!(counted, (unlisted, (slices.len() - listed) as u64));
        let rows: u64 = tally.values.iter().map(|v| v.rows).sum();
        assert_eq!(rows, 5_000);
    }
    let few = dataset.tally(&ranking, tld, 1, &NO).unwrap();
    assert_eq!(few.values.len(), 1);
}
