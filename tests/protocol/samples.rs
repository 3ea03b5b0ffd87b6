//! Recorded answers of the real service, read where they lie beside the checkout; they are not ours to keep here.

use std::path::Path;

use backtrail::api::item_info;
use backtrail::wire::majestic::{Cell, json};
use jiff::Timestamp;

/// The folder, or nothing, said loudly.
fn samples() -> Option<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/majestic");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no recorded answers at {}", folder.display());
    None
}

#[test]
fn every_recorded_json_answer_is_read_with_all_its_rows() {
    let Some(folder) = samples() else { return };
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let answer = json::decode(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let raw: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for table in answer.tables.iter().flatten() {
            let rows = raw["DataTables"][&table.name]["Data"].as_array().unwrap();
            assert_eq!(
                table.rows.len(),
                rows.len(),
                "{} in {}",
                table.name,
                path.display()
            );
            for (row, wanted) in table.rows.iter().zip(rows) {
                for (name, cell) in table.columns.iter().zip(row) {
                    let as_text = wanted[name].as_str().map(str::to_owned);
                    let wanted = as_text.unwrap_or_else(|| wanted[name].to_string());
                    assert_eq!(cell.text(), wanted, "{name} in {}", path.display());
                }
            }
        }
        read += 1;
    }
    assert!(read >= 5, "only {read} recorded JSON answers were found");
}

#[test]
fn a_recorded_look_up_gives_its_price_figures() {
    let Some(folder) = samples() else { return };
    let bytes = std::fs::read(folder.join("get_index_item_info_2019-03-16.body.json")).unwrap();
    let answer = json::decode(&bytes).unwrap();
    let figures = item_info::figures(&answer, "historic", Timestamp::UNIX_EPOCH);
    let table = answer.table("Results").unwrap();
    assert_eq!(figures.len(), table.rows.len());
    for (row, (item, figures)) in figures.iter().enumerate() {
        let number = |column| table.cell(row, column).and_then(Cell::int).unwrap();
        assert_eq!(*item, row);
        assert_eq!(figures.ref_domains, number("RefDomains"));
        assert_eq!(
            figures.listed_cost,
            number("DownloadRefDomainBacklinksAnalysisResUnitsCost")
        );
        // The rule that the vendor's own column follows in every recorded item.
        assert!(
            figures.listed_cost <= 50_000 + 20 * figures.ref_domains,
            "item {item}"
        );
    }
}
