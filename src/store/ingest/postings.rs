//! The links of each domain, as a file: row ids of links, ordered by domain row and then by link row.
//!
//! Written once all links are there, by counting and in passes over the parts' domain rows: each pass places as many
//! links as fit its memory, so that the memory grows with the domains only.

use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, RecordBatch, UInt32Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::columnar::{Part, PartError, PartWriter};
use crate::store::dataset::{DOMAIN_ROW, LINK_ROW};
use crate::store::manifest::PartEntry;

/// Name of the file.
pub(super) const FILE: &str = "postings.parquet";

/// Links placed in one pass: four bytes each.
const PASS_LINKS: u64 = 8 << 20;

/// Links handed to the writer at a time.
const BATCH_LINKS: usize = 64 * 1024;

fn schema() -> SchemaRef {
    let link_row = Field::new(LINK_ROW, DataType::UInt32, false);
    Arc::new(Schema::new(vec![link_row]))
}

/// The links that each domain has in some parts.
pub(super) fn held(folder: &Path, parts: &[PartEntry]) -> Result<Vec<u32>, PartError> {
    let mut held: Vec<u32> = Vec::new();
    scan(folder, parts, rows_of(parts), &mut |_, domain| {
        if held.len() <= domain {
            held.resize(domain + 1, 0);
        }
        held[domain] += 1;
    })?;
    Ok(held)
}

/// Whether the parts hold as many links of each domain as were counted. Domains without links may follow.
pub(super) fn is_same(held: &[u32], counted: &[u32]) -> bool {
    let without = counted.strip_prefix(held);
    without.is_some_and(|rest| rest.iter().all(|links| *links == 0))
}

fn rows_of(parts: &[PartEntry]) -> u64 {
    parts.iter().map(|p| p.rows).sum()
}

/// Writes the file for the links of some parts, of which each domain has so many.
pub(super) fn write(
    folder: &Path,
    file: &str,
    parts: &[PartEntry],
    held: Vec<u32>,
) -> Result<PartWriter, PartError> {
    write_in_passes(folder, file, parts, held, PASS_LINKS)
}

fn write_in_passes(
    folder: &Path,
    file: &str,
    parts: &[PartEntry],
    mut held: Vec<u32>,
    pass_links: u64,
) -> Result<PartWriter, PartError> {
    let rows = rows_of(parts);
    let path = folder.join(file);
    let mut writer = PartWriter::create(&path, schema())?;
    let mut from = 0;
    while from < held.len() {
        let (to, links) = pass(&held, from, pass_links);
        let placed = place(folder, parts, rows, &mut held[from..to], from, links)?;
        for chunk in placed.chunks(BATCH_LINKS) {
            let column = Arc::new(UInt32Array::from(chunk.to_vec()));
            let batch = RecordBatch::try_new(schema(), vec![column]);
            writer.write(&batch.map_err(PartError::of("write", &path))?)?;
        }
        from = to;
    }
    Ok(writer)
}

/// The domains that one pass can place, behind `from`, and the links they hold. At least one domain.
fn pass(held: &[u32], from: usize, pass_links: u64) -> (usize, usize) {
    let mut links = u64::from(held[from]);
    let mut to = from + 1;
    while to < held.len() && links + u64::from(held[to]) <= pass_links {
        links += u64::from(held[to]);
        to += 1;
    }
    (to, links as usize)
}

/// The links of some domains in their order. `held` becomes the place behind each domain's last link.
fn place(
    folder: &Path,
    parts: &[PartEntry],
    rows: u64,
    held: &mut [u32],
    first_domain: usize,
    links: usize,
) -> Result<Vec<u32>, PartError> {
    let mut next = 0;
    for count in held.iter_mut() {
        let start = next;
        next += *count;
        *count = start;
    }
    let mut placed = vec![0u32; links];
    scan(folder, parts, rows, &mut |link, domain| {
        let Some(at) = domain.checked_sub(first_domain) else {
            return;
        };
        if let Some(place) = held.get_mut(at) {
            if let Some(cell) = placed.get_mut(*place as usize) {
                *cell = link;
            }
            *place += 1;
        }
    })?;
    Ok(placed)
}

/// Goes through the links with the row of their domain.
fn scan(
    folder: &Path,
    parts: &[PartEntry],
    rows: u64,
    see: &mut dyn FnMut(u32, usize),
) -> Result<(), PartError> {
    for entry in parts {
        let path = folder.join(&entry.file);
        let wrong = |why: &str| PartError::of("read", &path)(why.to_owned());
        let part = Part::open(&path)?;
        let place = part.schema().column_with_name(DOMAIN_ROW).map(|(at, _)| at);
        let place = place.ok_or_else(|| wrong("it has no domain rows"))?;
        let mut link = u32::try_from(entry.first_row).map_err(PartError::of("read", &path))?;
        part.scan(&[place], &mut |batch| {
            let column = batch.column(0).as_primitive_opt::<UInt32Type>();
            let column = column.filter(|c| c.null_count() == 0);
            let column = column.ok_or_else(|| wrong("its domain rows are no numbers"))?;
            for domain in column.values() {
                // Each domain came with a link, so there are no more domains than links.
                if u64::from(*domain) >= rows {
                    return Err(wrong("a domain row is out of range"));
                }
                see(link, *domain as usize);
                link += 1;
            }
            Ok(true)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columnar::RowsBuilder;

    fn part(folder: &Path, first_row: u64, domains: &[u32]) -> PartEntry {
        let field = Field::new(DOMAIN_ROW, DataType::UInt32, false);
        let schema = Arc::new(Schema::new(vec![field]));
        let file = format!("links-{first_row}.parquet");
        let mut rows = RowsBuilder::new(schema.clone()).unwrap();
        domains.iter().for_each(|d| rows.id(0, *d));
        let mut writer = PartWriter::create(&folder.join(&file), schema).unwrap();
        writer.write(&rows.finish().unwrap()).unwrap();
        let done = writer.finish().unwrap();
        PartEntry {
            file,
            first_row,
            rows: done.rows,
            bytes: done.bytes,
            sha256: done.sha256,
        }
    }

    fn written(folder: &Path, parts: &[PartEntry], pass: u64) -> Vec<u32> {
        let held = held(folder, parts).unwrap();
        let writer = write_in_passes(folder, FILE, parts, held, pass).unwrap();
        writer.finish().unwrap();
        let file = Part::open(&folder.join(FILE)).unwrap();
        let column = file.read_column(0).unwrap();
        column.as_primitive::<UInt32Type>().values().to_vec()
    }

    #[test]
    fn links_stand_by_domain_and_then_by_row_whatever_a_pass_holds() {
        let dir = tempfile::tempdir().unwrap();
        let domains: Vec<u32> = (0..5_000u32).map(|n| n * 7_919 % 613 % (n + 1)).collect();
        let (one, two) = domains.split_at(1_234);
        let parts = [part(dir.path(), 0, one), part(dir.path(), 1_234, two)];
        let mut expected: Vec<u32> = (0..5_000).collect();
        expected.sort_by_key(|link| domains[*link as usize]);
        for pass in [1, 10, 700, 1 << 20] {
            assert_eq!(written(dir.path(), &parts, pass), expected, "{pass}");
        }
    }

    #[test]
    fn domain_rows_that_cannot_be_are_errors() {
        let dir = tempfile::tempdir().unwrap();
        let parts = [part(dir.path(), 0, &[0, 3, 1])];
        let error = held(dir.path(), &parts).unwrap_err().to_string();
        assert!(error.contains("out of range"), "{error}");
    }

    #[test]
    fn counts_are_compared_domain_by_domain() {
        assert!(is_same(&[2, 1], &[2, 1]));
        assert!(is_same(&[2, 1], &[2, 1, 0]));
        for other in [&[1, 2][..], &[2, 1, 1], &[2]] {
            assert!(!is_same(&[2, 1], other), "{other:?}");
        }
    }
}
