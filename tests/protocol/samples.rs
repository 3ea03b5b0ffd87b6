//! Recorded answers of the real service, read where they lie beside the checkout; they are not ours to keep here.

use std::path::{Path, PathBuf};

use backtrail::api::item_info;
use backtrail::wire::majestic::{Cell, json, xml};
use jiff::Timestamp;

/// The folder, or nothing, said loudly.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/majestic");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no recorded answers at {}", folder.display());
    None
}

/// Name and text of every recorded answer of a form.
fn recorded(extension: &str) -> Option<Vec<(String, String)>> {
    let folder = samples()?;
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    all.sort();
    Some(all)
}

#[test]
fn every_recorded_json_answer_is_read_with_all_its_rows() {
    let Some(all) = recorded("json") else { return };
    assert!(all.len() >= 5, "only {} recorded JSON answers", all.len());
    for (name, text) in all {
        let answer = json::decode(text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let raw: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut cells = 0;
        for table in answer.tables.iter().flatten() {
            let rows = raw["DataTables"][&table.name]["Data"].as_array().unwrap();
            assert_eq!(table.rows.len(), rows.len(), "{} in {name}", table.name);
            for (row, wanted) in table.rows.iter().zip(rows) {
                assert_eq!(row.len(), wanted.as_object().unwrap().len(), "{name}");
                for (column, cell) in table.columns.iter().zip(row) {
                    let as_text = wanted[column].as_str().map(str::to_owned);
                    let wanted = as_text.unwrap_or_else(|| wanted[column].to_string());
                    assert_eq!(cell.text(), wanted, "{column} in {name}");
                    cells += 1;
                }
            }
        }
        // Counted once more without any JSON reader: every name is a text before a colon.
        let names = compact(&text).matches("\":").count();
        let tables = answer.tables.iter().flatten();
        let named = |t: &backtrail::wire::majestic::Table| t.attributes.len() + 3;
        let others = 4 + answer.globals.len() + tables.map(named).sum::<usize>();
        assert_eq!(names, cells + others, "{name}");
    }
}

#[test]
fn every_recorded_json_answer_is_written_as_it_was_but_for_its_blanks() {
    let Some(all) = recorded("json") else { return };
    let mut exact = Vec::new();
    for (name, text) in all {
        let answer = json::decode(text.as_bytes()).unwrap();
        let written = String::from_utf8(json::encode(&answer)).unwrap();
        assert_eq!(written, compact(&text), "{name}");
        if written == text {
            exact.push(name);
        }
    }
    // Those of 2014 and 2015 are indented by tabs; since 2019 answers are compact.
    assert_eq!(exact, ["get_index_item_info_2019-03-16.body.json"]);
}

/// JSON without the blanks between its parts.
fn compact(text: &str) -> String {
    let mut out = String::new();
    let (mut in_text, mut escaped) = (false, false);
    for c in text.chars() {
        if in_text || !c.is_ascii_whitespace() {
            out.push(c);
        }
        if in_text && escaped {
            escaped = false;
        } else if in_text && c == '\\' {
            escaped = true;
        } else if c == '"' {
            in_text = !in_text;
        }
    }
    out
}

#[test]
fn every_recorded_xml_answer_is_read_with_all_its_rows_and_cells() {
    let Some(all) = recorded("xml") else { return };
    assert!(all.len() >= 9, "only {} recorded XML answers", all.len());
    let mut doubled = 0;
    for (name, text) in all {
        let answer = xml::decode(text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let counts: Vec<usize> = after_each(&text, "RowsCount=\"", '"')
            .iter()
            .map(|count| count.parse().unwrap())
            .collect();
        let tables: Vec<_> = answer.tables.iter().flatten().collect();
        let read: Vec<usize> = tables.iter().map(|t| t.rows.len()).collect();
        assert_eq!(read, counts, "{name}: as its own RowsCount says");
        let rows = tables.iter().flat_map(|table| &table.rows);
        let raw = after_each(&text, "<Row>", '<');
        assert_eq!(read.iter().sum::<usize>(), raw.len(), "{name}");
        for (row, raw) in rows.zip(raw) {
            let separators = lone_pipes(raw);
            assert_eq!(row.len(), separators + 1, "{name}: {raw}");
            let literal: usize = row.iter().map(|cell| pipes(&cell.text())).sum();
            assert_eq!(literal * 2, pipes(raw) - separators, "{name}: {raw}");
            doubled += literal;
        }
        for table in tables {
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| row.len() == table.columns.len())
            );
        }
    }
    assert!(doubled > 0, "some recorded cells hold pipes");
}

/// Every text between `from` and the next `to`.
fn after_each<'a>(text: &'a str, from: &str, to: char) -> Vec<&'a str> {
    let parts = text.split(from).skip(1);
    parts.map(|part| part.split(to).next().unwrap()).collect()
}

/// Pipes of a raw row that stand alone, and so separate; no reference holds a pipe.
fn lone_pipes(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let is_pipe = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b'|');
    let alone =
        |at: &usize| is_pipe(Some(*at)) && !is_pipe(at.checked_sub(1)) && !is_pipe(Some(at + 1));
    (0..bytes.len()).filter(alone).count()
}

fn pipes(text: &str) -> usize {
    text.matches('|').count()
}

/// Recorded answers that somebody kept on one line: the layout is not the wire's.
const ON_ONE_LINE: [&str; 2] = [
    "agiley_error_FailedRequestViaAPI_bad-key.xml",
    // This one lost its declaration too.
    "careydevelopment_2014_BackLinks.xml",
];

#[test]
fn every_recorded_xml_answer_is_written_byte_for_byte_as_it_was() {
    let Some(all) = recorded("xml") else { return };
    let mut exact = 0;
    for (name, text) in all {
        let answer = xml::decode(text.as_bytes()).unwrap();
        let written = String::from_utf8(xml::encode(&answer)).unwrap();
        if ON_ONE_LINE.contains(&name.as_str()) {
            let flat = |text: &str| text.replace(['\n', '\t'], "");
            let body = |text: &str| text[text.find("<Result").unwrap()..].to_owned();
            assert_eq!(body(&flat(&written)), body(&flat(&text)), "{name}");
        } else {
            assert_eq!(written, text, "{name}");
            exact += 1;
        }
    }
    assert!(
        exact >= 7,
        "only {exact} recorded answers in the wire's own layout"
    );
}

#[test]
fn recorded_charges_agree_with_the_rows_that_came() {
    let Some(folder) = samples() else { return };
    let path = folder.join("gettopbacklinks_2012_13col_68rows.xml");
    let answer = xml::decode(&std::fs::read(path).unwrap()).unwrap();
    let charged = answer.charged().unwrap();
    assert_eq!(
        (charged.analysis, charged.retrieval, charged.items),
        (5_000, 68, 0)
    );
    let left = answer.remaining_after().unwrap();
    let number = |name| answer.global(name).and_then(Cell::int).unwrap();
    assert_eq!(left.analysis, number("RemainingAnalysisResUnits") - 5_000);
    assert_eq!(left.retrieval, number("RemainingRetrievalResUnits") - 68);
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
