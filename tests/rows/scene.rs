//! A dataset of made-up rows, read from a download through the public interface, in several parts.

use std::sync::atomic::AtomicBool;

use backtrail::model::column::Value;
use backtrail::model::rows::{List, RowId};
use backtrail::store::{Dataset, IngestOptions, Origin, Store, ingest_with};
use backtrail::wire::majestic::download::headers;
use proptest::prelude::*;

pub static NO: AtomicBool = AtomicBool::new(false);
pub const LINKS_OF_ALL: List = List::Links { domain: None };

/// What is made up of a row; the other columns stay as they are.
#[derive(Clone, Debug)]
pub struct Made {
    pub host: &'static str,
    pub page: u8,
    pub anchor: String,
    pub tf: Option<u8>,
    pub cf: Option<u8>,
    pub nofollow: bool,
    pub found: Option<u16>,
    pub topic: &'static str,
}

const HOSTS: [&str; 9] = [
    "www.alpha.com",
    "blog.alpha.com",
    "beta.de",
    "gamma.co.uk",
    "delta.de",
    "münchen.de",
    "zeta.fr",
    "eta.org",
    "www.theta.fr",
];

const ANCHORS: [&str; 14] = [
    "",
    "Casino",
    "casino bonus",
    "CASINO.com",
    "online slots",
    "Straße",
    "STRASSE 7",
    "\u{212a}ing",
    "ſlots",
    "a \"quoted\", one",
    "обзор КАЗИНО",
    "オンライン",
    "\u{1b}[31mred",
    "x",
];

const TOPICS: [&str; 4] = ["", "Arts", "Business/Marketing", "arts"];

pub fn rows(most: usize) -> impl Strategy<Value = Vec<Made>> {
    let flow = || prop::option::weighted(0.8, 0u8..6);
    let row = (
        prop::sample::select(HOSTS.to_vec()),
        0u8..4,
        prop::sample::select(ANCHORS.to_vec()),
        (flow(), flow()),
        any::<bool>(),
        prop::option::of(0u16..700),
        prop::sample::select(TOPICS.to_vec()),
    );
    let row = row.prop_map(
        |(host, page, anchor, (tf, cf), nofollow, found, topic)| Made {
            host,
            page,
            anchor: anchor.to_owned(),
            tf,
            cf,
            nofollow,
            found,
            topic,
        },
    );
    prop::collection::vec(row, 1..most)
}

impl Made {
    fn cell(&self, name: &str) -> String {
        let number = |n: Option<u8>| n.map_or(String::new(), |n| n.to_string());
        match name {
            "Target URL" => format!("https://target.example/{}", self.page % 2),
            "Source URL" => format!("https://{}/{}", self.host, self.page),
            "Anchor Text" => self.anchor.clone(),
            "Source Crawl Date" => "2026-11-01".to_owned(),
            "Source First Found Date" => self.found.map_or(String::new(), |days| {
                backtrail::model::column::date_text(19_700 + i32::from(days))
            }),
            "FlagNoFollow" => if self.nofollow { "+" } else { "-" }.to_owned(),
            "FlagOldCrawl" => if self.page == 3 { "+" } else { "-" }.to_owned(),
            name if name.starts_with("Flag") => "-".to_owned(),
            "SourceTrustFlow" => number(self.tf),
            "SourceCitationFlow" => number(self.cf),
            "SourceTopicalTrustFlow_Topic_0" => self.topic.to_owned(),
            "TargetTopicalTrustFlow_Topic_0" => "Arts".to_owned(),
            _ => "1".to_owned(),
        }
    }
}

/// A stored dataset.
pub struct Stored {
    _folder: tempfile::TempDir,
    pub dataset: Dataset,
}

/// Stores rows in parts of some sizes.
pub fn stored(rows: &[Made], first_part: u64, largest_part: u64) -> Stored {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let name = "made.csv".to_owned();
    let id = store
        .create_dataset(Origin::File { name: name.clone() })
        .unwrap();
    let raw = store.raw_path(&id, &name);
    let names: Vec<_> = headers().collect();
    let mut writer = csv::Writer::from_path(&raw).unwrap();
    writer.write_record(&names).unwrap();
    for row in rows {
        writer
            .write_record(names.iter().map(|name| row.cell(name)))
            .unwrap();
    }
    writer.flush().unwrap();
    let options = IngestOptions {
        first_part,
        largest_part,
        ..IngestOptions::default()
    };
    let outcome = ingest_with(&store, &id, &raw, &NO, &mut |_| {}, &options).unwrap();
    assert_eq!((outcome.rows, outcome.bad_rows), (rows.len() as u64, 0));
    Stored {
        dataset: store.dataset(&id).unwrap(),
        _folder: folder,
    }
}

/// A stored dataset and its cells, read one row at a time.
pub struct Scene {
    _folder: tempfile::TempDir,
    pub dataset: Dataset,
    pub links: Vec<Vec<Value>>,
    pub domains: Vec<Vec<Value>>,
    /// For each link its domain.
    pub domain_of: Vec<usize>,
}

pub fn scene(rows: &[Made]) -> Scene {
    let Stored { _folder, dataset } = stored(rows, 5, 23);
    let every = |list: &List, rows: u64| -> Vec<Vec<Value>> {
        (0..rows)
            .map(|row| dataset.row(list, RowId(row)).unwrap())
            .collect()
    };
    let links = every(&LINKS_OF_ALL, dataset.links());
    let domains = every(&List::Domains, dataset.domains());
    let domain_of =
        (0..links.len() as u64).map(|row| dataset.domain_of(RowId(row)).unwrap().0 as usize);
    Scene {
        domain_of: domain_of.collect(),
        _folder,
        dataset,
        links,
        domains,
    }
}
