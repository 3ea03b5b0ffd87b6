//! Bytes of strangers: sound inputs, changed in every way that transfers, disks and enemies change them, are read or
//! refused, and nothing panics.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod targets;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

const JSON: &[u8] = br#"{"Code":"OK","ErrorMessage":"","FullError":"","UniqueIndexID":"7","DataTables":{"BackLinks":{"Headers":{"Count":2},"Data":[{"SourceURL":"http://a.example/","ACRank":3,"AnchorText":"\ud83d\ude00"},{"SourceURL":"http://b.example/","ACRank":-1,"AnchorText":"x"}]}}}"#;
const TASKS: &[u8] = br#"{"version":"0.1","status_code":20000,"status_message":"Ok.","time":"0.1 sec.","cost":0.02,"tasks_count":1,"tasks_error":0,"tasks":[{"id":"01","status_code":20000,"status_message":"Ok.","time":"0.1 sec.","cost":0.02,"result_count":1,"path":["v3"],"data":{"tag":"t"},"result":[{"total_count":1,"items":[{"type":"backlink","rank":3}]}]}]}"#;
const XML: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Result Code=\"OK\" ErrorMessage=\"\" FullError=\"\">\n\t<DataTables Count=\"1\">\n\t\t<DataTable Name=\"BackLinks\" RowsCount=\"2\" Headers=\"SourceURL|ACRank\">\n\t\t\t<Row>http://a.example/|3</Row>\n\t\t\t<Row>http://b.example/&#38;c|-1</Row>\n\t\t</DataTable>\n\t</DataTables>\n</Result>\n";
const CSV: &[u8] = b"\xef\xbb\xbf\"Target URL\",\"Source URL\",\"Anchor Text\",SourceTrustFlow,\"Source Crawl Date\"\r\nhttp://t.example/,http://a.example/,\"an \"\"anchor\"\",\r\nin two lines\",20,2024-02-29\r\nhttp://t.example/x,http://b.example/,,,\r\n";
const FILTER: &[u8] =
    b"tf>=20 and (anchor~casino or anchor =~ \"^(a|b)\") and not nofollow first_seen>2024-01-31";

/// Pieces that mean something to one reader or another.
const PIECES: [&[u8]; 28] = [
    b"\"",
    b"'",
    b",",
    b"|",
    b"\r\n",
    b"\n",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"\\u0000",
    b"\\ud800",
    b"1e999",
    b"-9223372036854775809",
    b"<!DOCTYPE r>",
    b"<![CDATA[",
    b"\x1f\x8b\x08",
    b"\x1b]0;x\x07",
    b"(",
    b"@/etc/passwd",
];

/// A change of bytes: where, as a share of the length, and what.
#[derive(Clone, Debug)]
enum Change {
    Flip(u16, u8),
    Cut(u16),
    Drop(u16, u8),
    Double(u16, u8),
    Put(u16, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, bits)| Change::Flip(at, bits)),
        any::<u16>().prop_map(Change::Cut),
        (any::<u16>(), any::<u8>()).prop_map(|(at, n)| Change::Drop(at, n)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, n)| Change::Double(at, n)),
        (any::<u16>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Put(at, piece)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: &u16| usize::from(*at) * bytes.len() / (usize::from(u16::MAX) + 1);
        match change {
            Change::Flip(at, bits) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bits;
                }
            }
            Change::Cut(at) => bytes.truncate(place(at)),
            Change::Drop(at, n) => {
                let from = place(at);
                let to = (from + usize::from(*n)).min(bytes.len());
                bytes.drain(from..to);
            }
            Change::Double(at, n) => {
                let from = place(at);
                let piece = bytes[from..(from + usize::from(*n)).min(bytes.len())].to_vec();
                bytes.splice(from..from, piece);
            }
            Change::Put(at, piece) => {
                let at = place(at);
                bytes.splice(at..at, PIECES[*piece].iter().copied());
            }
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 0..6)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What nothing was changed in is read.
#[test]
fn the_seeds_are_sound() {
    use backtrail::model::wire_format::WireFormat;
    use backtrail::wire::majestic::body;
    assert!(body::decode(JSON, WireFormat::Json).is_ok());
    assert!(body::decode(XML, WireFormat::Xml).is_ok());
    assert!(backtrail::wire::dataforseo::Envelope::decode(TASKS).is_ok());
    let text = std::str::from_utf8(FILTER).unwrap();
    assert!(backtrail::model::filter::check(&backtrail::model::link::LINKS, text).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json(changes in changes()) {
        for seed in [JSON, TASKS] {
            targets::json(&changed(seed.to_vec(), &changes));
        }
    }

    #[test]
    fn xml(changes in changes()) {
        targets::xml(&changed(XML.to_vec(), &changes));
    }

    #[test]
    fn filter(changes in changes()) {
        targets::filter(&changed(FILTER.to_vec(), &changes));
    }
}

proptest! {
    // Each makes a data folder.
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv(changes in changes()) {
        targets::file(&changed(CSV.to_vec(), &changes));
    }

    #[test]
    fn gzip(inside in changes(), outside in changes()) {
        let bytes = packed(&changed(CSV.to_vec(), &inside));
        targets::file(&changed(bytes, &outside));
    }
}
