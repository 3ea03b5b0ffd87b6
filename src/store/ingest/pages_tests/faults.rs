//! Pages that cannot be read, were changed, or meet a crash.

use super::*;

#[test]
fn a_crash_at_any_moment_leaves_what_is_published_good() {
    for (make, first) in [
        (links as Make, 0),
        (links, 3),
        (domains, 0),
        (domains, 3),
        (anchors, 3),
    ] {
        let whole = Paging::new();
        whole.read(make, 7).unwrap();
        let whole = whole.rows();
        let crashes = crash_everywhere(|crash_at, before| {
            let paging = Paging::new();
            if first > 0 {
                paging.read(make, first).unwrap();
            }
            let crashed = paging.read_until(make, 7, Some(before));
            let rows = paging.rows();
            for (list, whole) in rows
                .iter()
                .zip(&whole)
                .enumerate()
                .filter(|(n, _)| *n != 1)
                .map(|(_, l)| l)
            {
                assert!(whole.starts_with(list), "after {crash_at}");
            }
            paging.read(make, 7).unwrap();
            assert_eq!(paging.rows(), whole, "after {crash_at}");
            assert!(paging.tables() <= 2, "no remainder");
            crashed.is_ok()
        });
        assert!(crashes >= 3, "{crashes}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_the_rows_before_it_are_kept() {
    let paging = Paging::new();
    let fault = PageFault {
        raw: "raw/page-00002.json".into(),
        why: "it is no JSON".to_owned(),
    };
    let pages = [
        Ok(paging.page(links, 0)),
        Ok(paging.page(links, 1)),
        Err(fault),
    ];
    let store = &paging.place.store;
    let read = ingest_pages(store, &paging.id, &mut pages.into_iter(), &NO, &mut |_| {});
    let Err(IngestError::Page { number: 3, why, .. }) = &read else {
        panic!("{read:?}")
    };
    assert_eq!(why, "it is no JSON");
    let dataset = paging.open();
    assert_eq!((dataset.links(), dataset.manifest().complete), (20, false));
    assert!(
        dataset
            .manifest()
            .trouble
            .as_ref()
            .unwrap()
            .contains("page-00002.json")
    );

    let strange = AnswerRows {
        links: Some(grid("something", &["x"])),
        ..AnswerRows::default()
    };
    let mut page = paging.page(links, 2);
    page.rows = strange;
    let pages = [
        Ok(paging.page(links, 0)),
        Ok(paging.page(links, 1)),
        Ok(page),
    ];
    let read = ingest_pages(store, &paging.id, &mut pages.into_iter(), &NO, &mut |_| {});
    assert!(
        matches!(read, Err(IngestError::Page { number: 3, .. })),
        "{read:?}"
    );
    assert_eq!(paging.open().links(), 20);
    paging.read(links, 4).unwrap();
    assert_eq!(paging.rows()[0].len(), 40);
    assert_eq!(paging.open().manifest().trouble, None);
}

#[test]
fn a_page_that_was_changed_is_not_read_again() {
    let paging = Paging::new();
    paging.read(links, 3).unwrap();
    let before = paging.rows();
    let mut changed = paging.page(links, 1);
    let other = paging
        .place
        .store
        .write_raw(&paging.id, "other.json", b"{}")
        .unwrap();
    changed.raw = other;
    let pages = [
        Ok(paging.page(links, 0)),
        Ok(changed),
        Ok(paging.page(links, 2)),
    ];
    let store = &paging.place.store;
    let read = ingest_pages(store, &paging.id, &mut pages.into_iter(), &NO, &mut |_| {});
    assert!(
        matches!(read, Err(IngestError::OtherPage { number: 2, .. })),
        "{read:?}"
    );
    assert_eq!(paging.rows(), before);
    let raw = store
        .datasets_dir()
        .join(&paging.id.0)
        .join("raw/page-00001.json");
    std::fs::write(raw, "{\"page\":9}").unwrap();
    let findings = store.check(&paging.id, &NO).unwrap();
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0].file.ends_with("page-00001.json"),
        "{findings:?}"
    );
}
