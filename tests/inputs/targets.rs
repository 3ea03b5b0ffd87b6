//! What reads bytes of strangers, each as one function that must come back whatever it is given. The fuzzer calls the
//! same ones (`fuzz/`).

use std::io::Read as _;
use std::sync::atomic::{AtomicBool, Ordering};

use backtrail::model::domain::DOMAINS;
use backtrail::model::filter;
use backtrail::model::link::LINKS;
use backtrail::model::wire_format::WireFormat;
use backtrail::store::{IngestOptions, Origin, Store, ingest_with};
use backtrail::wire::dataforseo::Envelope;
use backtrail::wire::majestic::body;

/// A sentence for the person: one line that steers nothing.
fn told(sentence: &str) {
    let bad = sentence.chars().find(|c| c.is_control());
    assert!(bad.is_none(), "{sentence:?}");
    assert!(!sentence.is_empty());
}

/// An answer in JSON, of either provider.
pub fn json(bytes: &[u8]) {
    if let Ok(answer) = body::decode(bytes, WireFormat::Json) {
        let again = body::encode(&answer, WireFormat::Json);
        let again = body::decode(&again, WireFormat::Json).unwrap();
        assert_eq!((again.code, again.tables), (answer.code, answer.tables));
    }
    if let Ok(envelope) = Envelope::decode(bytes) {
        let again = Envelope::decode(&envelope.encode());
        assert!(again.is_ok(), "what we write we read");
    }
}

/// An answer in XML.
pub fn xml(bytes: &[u8]) {
    if let Ok(answer) = body::decode(bytes, WireFormat::Xml) {
        let again = body::encode(&answer, WireFormat::Xml);
        assert!(
            body::decode(&again, WireFormat::Xml).is_ok(),
            "what we write we read"
        );
    }
}

/// A filter as it is typed.
pub fn filter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for table in [&LINKS, &DOMAINS] {
        if let Err(mistake) = filter::check(table, &text) {
            told(&mistake.to_string().replace('\n', " "));
        }
    }
}

/// A file of links, packed or not: rows are counted, what cannot be read is told, and the store stays sound.
pub fn file(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data")).unwrap();
    let path = folder.path().join("file.csv");
    std::fs::write(&path, bytes).unwrap();
    let origin = Origin::File {
        name: "file.csv".to_owned(),
    };
    let id = store.create_dataset(origin).unwrap();
    let options = IngestOptions {
        free_bytes: 1 << 20,
        max_row: 1 << 16,
        ..IngestOptions::default()
    };
    let no = AtomicBool::new(false);
    match ingest_with(&store, &id, &path, &no, &mut |_| {}, &options) {
        Ok(outcome) => {
            let mut text = Vec::new();
            let unpacked = flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut text);
            let lines = if unpacked.is_ok() { &text[..] } else { bytes };
            let most = 1 + lines.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u64;
            assert!(outcome.rows + outcome.bad_rows <= most);
            assert_eq!(store.manifest(&id).unwrap().rows, outcome.rows);
        }
        Err(error) => told(&error.to_string()),
    }
    assert!(!no.load(Ordering::Relaxed));
}
