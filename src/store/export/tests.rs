//! Every form of an export, of rows that strangers wrote.

mod described;
mod report;

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use quick_xml::events::Event;

use super::{Asked, Export, Figure, Piece, manifest_name};
use crate::model::export::{Format, MOST_REPORT_ROWS, REPORT_ROWS};
use crate::model::link::LINKS;
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::model::rows::{DatasetId, List, parse_order};
use crate::model::rowset::RowSet;
use crate::store::dataset::tests::{Place, of_file};
use crate::store::{Manifest, Purchase, Ranking, StoreError, filter};

static NO: AtomicBool = AtomicBool::new(false);
const ALL: List = List::Links { domain: None };

/// Anchor texts as strangers write them.
const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"http://evil.test\",\"x\")",
    "'=1+1",
    "\t=1",
    "<script>alert(1)</script> & \"q\" 'a'",
    "[x](javascript:alert(1)) | `code` *b* _i_",
    "a\u{202e}moc.knab\u{202c}",
    "line\none\r\ntwo",
    "日本語 한국어 العربية",
    "back\\slash\\n",
    "\u{fffe}\u{1b}[31m\u{0}",
    "--> ]]> </td></table></body>",
    "plain",
];

fn taken(text: &[u8]) -> Place {
    of_file("links <b>.csv", text)
}

fn holding(anchors: &[&str]) -> Place {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record([
            "TargetURL",
            "SourceURL",
            "AnchorText",
            "SourceTrustFlow",
            "Date",
        ])
        .unwrap();
    for (at, anchor) in anchors.iter().enumerate() {
        let source = format!("http://a{at}.example/x_y?a=1&b=2|3");
        let tf = (at % 101).to_string();
        writer
            .write_record(["http://t.example/", &source, anchor, &tf, "2026-11-20"])
            .unwrap();
    }
    taken(&writer.into_inner().unwrap())
}

fn columns(names: &[&str]) -> Vec<usize> {
    let at = names.iter().map(|name| LINKS.position(name).unwrap());
    at.collect()
}

fn ranked(place: &Place, text: &str, order: &str) -> Ranking {
    let filter = filter(&ALL, text).unwrap();
    let order = parse_order(&LINKS, order).unwrap();
    place
        .dataset
        .rank(&ALL, filter.as_ref(), &order, &NO)
        .unwrap()
}

fn written(place: &Place, format: Format, names: &[&str], limit: Option<u64>) -> String {
    let ranking = ranked(place, "", "");
    let columns = columns(names);
    let mut out = Vec::new();
    super::export(&place.dataset, &ranking, &columns, format, limit, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const NAMES: [&str; 3] = ["anchor_text", "source_url", "source_trust_flow"];

#[test]
fn csv_for_spreadsheets_and_for_programs_come_back_as_they_were() {
    let place = holding(&HOSTILE);
    let anchors = |place: &Place| {
        let text = written(place, Format::Jsonl, &["anchor_text"], None);
        let lines = text
            .lines()
            .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
        lines
            .map(|row| row["anchor_text"].clone())
            .collect::<Vec<_>>()
    };
    let before = anchors(&place);
    assert_eq!(before.len(), HOSTILE.len());
    let names: Vec<&str> = LINKS.columns.iter().map(|c| c.id).collect();
    for format in [Format::Csv, Format::CsvExcel, Format::CsvData] {
        let text = written(&place, format, &names, None);
        assert_eq!(anchors(&taken(text.as_bytes())), before, "{format:?}");
    }
    let excel = written(&place, Format::CsvExcel, &NAMES, None);
    assert!(excel.starts_with("\u{feff}anchor_text,source_url,source_trust_flow\r\n"));
    assert!(
        excel.contains("\"'=HYPERLINK(\"\"http://evil.test\"\",\"\"x\"\")\","),
        "{excel}"
    );
    let data = written(&place, Format::CsvData, &NAMES, None);
    assert!(
        data.starts_with("\"anchor_text\",\"source_url\",\"source_trust_flow\"\n\"=HYPERLINK(")
    );
    assert!(!data.contains("''="), "nothing is added");
}

#[test]
fn a_line_of_tsv_is_a_row() {
    let place = holding(&HOSTILE);
    let text = written(&place, Format::Tsv, &NAMES, None);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), HOSTILE.len() + 1);
    let unescaped = |cell: &str| {
        let mut letters = cell.chars();
        let mut text = String::new();
        while let Some(c) = letters.next() {
            text.push(match c {
                '\\' => match letters.next().unwrap() {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    other => other,
                },
                c => c,
            });
        }
        text
    };
    for (line, anchor) in lines[1..].iter().zip(HOSTILE) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 3, "{line}");
        assert_eq!(unescaped(cells[0]), anchor);
    }
}

#[test]
fn a_markdown_table_keeps_its_cells_apart() {
    let place = holding(&HOSTILE);
    let text = written(&place, Format::Markdown, &NAMES, None);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), HOSTILE.len() + 2, "{text}");
    let borders = |line: &str| {
        line.replace("\\\\", "")
            .replace("\\|", "")
            .matches('|')
            .count()
    };
    assert!(rows.iter().all(|line| borders(line) == 4), "{text}");
    let unescaped = text.replace("\\<", "").replace("\\]", "");
    assert!(!unescaped.contains("<script") && !unescaped.contains("]("));
    assert!(
        text.contains("| <http://a0.example/x_y?a=1&b=2\\|3> |"),
        "{text}"
    );
    assert!(text.starts_with("# Links of links \\<b\\>.csv\n"), "{text}");
}

#[test]
fn small_documents_look_like_this() {
    let place = holding(&["plain", "日本 <b>"]);
    for format in [Format::Markdown, Format::Html] {
        let text = written(&place, format, &NAMES, Some(2));
        let id = &place.dataset.manifest().id.0;
        let text = text.replace(&super::markdown::escaped(id), "ID");
        let text = text.replace(id, "ID");
        // How it looks is the style's own affair.
        let text = match (text.find("<style>"), text.find("</style>")) {
            (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to..]),
            _ => text,
        };
        insta::assert_snapshot!(format.name(), text);
    }
}

#[test]
fn a_cell_of_a_megabyte_is_cut_for_the_eye_alone() {
    let long = "ä".repeat(500_000);
    let place = holding(&[&long, "short"]);
    for format in [Format::Html, Format::Markdown] {
        let text = written(&place, format, &["anchor_text"], None);
        assert!(text.len() < 20_000, "{format:?}: {}", text.len());
        assert!(text.contains("(cut, 500,000 letters)"), "{format:?}");
        assert!(
            text.contains("1 cell is cut after 2,000 letters"),
            "{format:?}"
        );
    }
    for format in [Format::CsvExcel, Format::Tsv, Format::Json] {
        assert!(
            written(&place, format, &["anchor_text"], None).contains(&long),
            "{format:?}"
        );
    }
}

/// A disk that is full after so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_and_a_stop_are_told() {
    let place = holding(&HOSTILE);
    let ranking = ranked(&place, "", "");
    for format in Format::ALL {
        let failed = super::export(
            &place.dataset,
            &ranking,
            &[0, 2, 4],
            format,
            None,
            &mut Full(50),
        );
        assert!(matches!(failed, Err(StoreError::Export(_))), "{format:?}");
    }
    let piece = Piece {
        dataset: &place.dataset,
        ranking: &ranking,
        limit: None,
        about: None,
        asked: Asked::default(),
    };
    let export = Export {
        pieces: &[piece],
        columns: &[0],
        format: Format::Csv,
        at: Timestamp::UNIX_EPOCH,
        figures: &[],
    };
    let stopped = export.write(&mut Vec::new(), &mut |_| false);
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert!(place.store.dataset(&place.dataset.manifest().id).is_ok());
}
