//! What stands beside a file and says what it is.

use super::*;

/// A purchase that stopped before its end, with figures of its domains bought later.
fn in_part_with_figures(manifest: &Manifest) -> Purchase {
    let mut figures = manifest.clone();
    figures.id = DatasetId("figures".into());
    figures.cost = Some(Paid {
        amounts: Amounts {
            retrieval: 3,
            ..Amounts::default()
        },
        source: PaidSource::Reported,
    });
    Purchase {
        in_part: true,
        enriched_by: vec![figures],
    }
}

#[test]
fn a_manifest_says_what_the_file_is() {
    let place = holding(&HOSTILE);
    let order = parse_order(&LINKS, "tf:desc").unwrap();
    let ranking = ranked(&place, "tf>=5", "tf:desc");
    let few = ranking.only(&RowSet::range(9..ranking.len().max(9) * 100));
    let purchase = in_part_with_figures(place.dataset.manifest());
    let piece = Piece {
        dataset: &place.dataset,
        ranking: &few,
        limit: Some(2),
        about: None,
        asked: Asked {
            filter: "tf>=5",
            order: &order,
            marked_of: Some(ranking.len()),
            purchase: Some(&purchase),
        },
    };
    let export = Export {
        pieces: &[piece],
        columns: &columns(&NAMES),
        format: Format::CsvData,
        at: Timestamp::UNIX_EPOCH,
        figures: &[],
    };
    let mut out = Vec::new();
    let done = export.write(&mut out, &mut |_| true).unwrap();
    assert_eq!((done.rows, done.bytes), (2, out.len() as u64));
    let file = Path::new("some/rows.csv");
    assert_eq!(
        manifest_name(file),
        Path::new("some/rows.csv.manifest.json")
    );
    let bytes = export.manifest(&done, file).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&out);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["sha256"], hash);
    assert_eq!(
        (&told["schema"], &told["file"]),
        (&1.into(), &"rows.csv".into())
    );
    assert_eq!(told["columns"], serde_json::json!(NAMES));
    let source = &told["sources"][0];
    assert_eq!(source["complete"], false, "bought in part");
    let figures = &source["enriched_by"][0];
    assert_eq!(figures["dataset"], "figures");
    assert_eq!(figures["cost"]["retrieval"], 3, "{figures}");
    assert_eq!(source["filter"], "tf>=5");
    assert_eq!(
        source["order"],
        serde_json::json!(["source_trust_flow:desc"])
    );
    let rows =
        serde_json::json!({"written": 2, "marked": 3, "passing": 7, "held": 12, "known": null});
    assert_eq!(source["rows"], rows);
    assert_eq!(
        (&source["file"], &source["cost"]),
        (&"links <b>.csv".into(), &serde_json::Value::Null)
    );
}
